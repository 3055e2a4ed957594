# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way out on the controller: nothing else prints or raises. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ansible import constants as C
from ansible.errors import AnsibleError, AnsibleFilterError
from ansible.utils.display import Display

from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet
from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret

_display = Display()


def outlet_of_task(host: str | None, warnings: list[str]) -> Outlet:
    """Return the outlet of a task. What it warns of becomes a part of the result."""
    return Outlet(
        register=register_secret,
        warn=warnings.append,
        log=lambda text: _display.vvv(text, host=host),
        progress=_display.display if is_read_by_people() else _display.vv,
    )


def outlet_of_lookup() -> Outlet:
    """Return the outlet of a lookup, which has no result to put a warning in."""
    return Outlet(register=register_secret, warn=_display.warning, log=_display.vvv, progress=_display.vv)


def warn_apart(warnings: t.Iterable[str], outlet: Outlet) -> None:
    """Show warnings apart from the result that they are in. What is shown twice, Display shows once."""
    for warning in warnings:
        _display.warning(outlet.line(str(warning)))


def show_lines(lines: t.Sequence[str], outlet: Outlet) -> None:
    """Show lines below the name of a task, before its result."""
    if lines and is_read_by_people():
        _display.display("\n".join(f"  {outlet.line(line)}" for line in lines))


def is_read_by_people() -> bool:
    """Return whether what is printed is not parsed by a program, which a line in between would break."""
    return str(C.DEFAULT_STDOUT_CALLBACK).rpartition(".")[2] not in ("json", "jsonl")


def show_apart(text: str, outlet: Outlet) -> None:
    """Show a text of several lines apart from the result that it is in."""
    _display.display(outlet.text(text))


def lookup_error(error: Exception, outlet: Outlet) -> AnsibleError:
    """Return the error that a lookup raises."""
    return AnsibleError(outlet.text(str(error)))


def filter_error(text: str) -> AnsibleFilterError:
    """Return the error that a filter or a test raises."""
    return AnsibleFilterError(Outlet().text(text))
