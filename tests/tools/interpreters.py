# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find the Python interpreters of this machine."""

from __future__ import annotations

import functools
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

# The oldest is what modules still run on; tests and tools need 3.11.
MINORS = range(10, 16)
# A Python without ensurepip cannot make virtual environments. The base executable lies behind an active environment.
PROBE = "import ensurepip, venv, sys; print(*sys.version_info[:3], sys._base_executable)"


@dataclass(frozen=True)
class Interpreter:
    """One Python that answers and can make virtual environments."""

    version: tuple[int, int, int]
    path: Path

    @property
    def series(self) -> str:
        """The version as people name it, for instance 3.13."""
        return f"{self.version[0]}.{self.version[1]}"


@functools.cache
def find_interpreters() -> dict[str, Interpreter]:
    """Return the interpreters by series, oldest first; of several in one series the newest. Looked for once a run."""
    found: dict[str, Interpreter] = {}
    for candidate in _candidates():
        interpreter = _probe(candidate)
        if interpreter is None:
            continue
        known = found.get(interpreter.series)
        if known is None or interpreter.version > known.version:
            found[interpreter.series] = interpreter
    return dict(sorted(found.items(), key=lambda item: item[1].version))


def _candidates() -> list[Path]:
    folders = [Path(folder) for folder in os.get_exec_path()]
    for root in _pyenv_roots(folders):
        folders += sorted(root.glob("versions/*/bin"))
    names = [f"python3.{minor}" for minor in MINORS] + ["python3"]
    return [folder / name for folder in folders for name in names if os.access(folder / name, os.X_OK)]


def _pyenv_roots(folders: list[Path]) -> list[Path]:
    roots = [folder.parent for folder in folders if folder.name == "shims"]
    roots.append(Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv"))
    return [root for root in dict.fromkeys(roots) if root.is_dir()]


def _probe(executable: Path) -> Interpreter | None:
    # A pyenv shim of an inactive version exists, but answers 127.
    try:
        answer = subprocess.run([executable, "-c", PROBE], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    major, minor, micro, path = answer.stdout.strip().split(" ", 3)
    if (int(major), int(minor)) < (3, MINORS.start):
        return None
    return Interpreter((int(major), int(minor), int(micro)), Path(path))
