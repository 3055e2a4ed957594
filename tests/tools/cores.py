# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ansible-core releases that the collection is tested with, and the Pythons each runs on."""

from __future__ import annotations

from dataclasses import dataclass

from tests.tools.interpreters import Interpreter


@dataclass(frozen=True)
class Core:
    """One release series of ansible-core."""

    series: str
    pythons: tuple[str, ...]
    """The Pythons that its ansible-test accepts on the controller, of those that this collection is tested with."""
    prerelease: bool = False
    skipped_sanity_tests: tuple[str, ...] = ()

    @property
    def requirement(self) -> str:
        """What pip is asked for; a pre-release in the bound makes pip accept pre-releases of this package alone."""
        return f"ansible-core~={self.series}.0{'a0' if self.prerelease else ''}"


CORES = (
    Core("2.16", ("3.11", "3.12")),
    Core("2.18", ("3.11", "3.12", "3.13")),
    Core("2.19", ("3.11", "3.12", "3.13")),
    Core("2.20", ("3.12", "3.13", "3.14")),
    Core("2.21", ("3.12", "3.13", "3.14")),
    # Its pylint test installs a pylint that is not on the package index.
    Core("2.22", ("3.13", "3.14", "3.15"), prerelease=True, skipped_sanity_tests=("pylint",)),
)


def newest_stable(interpreters: dict[str, Interpreter]) -> Core | None:
    """Return the newest released core that one of the interpreters can run, or None."""
    usable = [core for core in CORES if not core.prerelease and pythons_for(core, interpreters)]
    return usable[-1] if usable else None


def pythons_for(core: Core, interpreters: dict[str, Interpreter]) -> list[Interpreter]:
    """Return the interpreters that can run a core, oldest first."""
    return [interpreter for series, interpreter in interpreters.items() if series in core.pythons]


def newest_core_for(interpreter: Interpreter) -> Core | None:
    """Return the newest released core that runs on one interpreter, or None."""
    return newest_stable({interpreter.series: interpreter})
