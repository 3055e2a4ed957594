# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virtual environments, made once and kept in the checkout."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from tests.tools.interpreters import Interpreter
from tests.tools.paths import CACHE
from tests.tools.processes import run
from tests.tools.steps import PreparationError

MARKER = "complete"


def environment(name: str, interpreter: Interpreter, requirements: list[Path], packages: tuple[str, ...] = ()) -> Path:
    """Return a virtual environment with these requirement files and packages, making it where it is missing.

    The name of its folder carries a hash of all that goes into it. A marker is written last: a folder without one is
    left over from an interrupted run and is made again. The marker holds the folder's own path, because scripts in an
    environment do not survive a move. Raises PreparationError with what pip printed.
    """
    digest = hashlib.sha256(repr((interpreter, packages, [_text(file) for file in requirements])).encode()).hexdigest()[
        :10
    ]
    folder = CACHE / "environments" / f"{name}-{interpreter.series}-{digest}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_name(f"{folder.name}.lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        marker = folder / MARKER
        if not marker.exists() or marker.read_text(encoding="utf-8") != str(folder):
            shutil.rmtree(folder, ignore_errors=True)
            _make(folder, interpreter, requirements, packages)
            marker.write_text(str(folder), encoding="utf-8")
    return folder


def _make(folder: Path, interpreter: Interpreter, requirements: list[Path], packages: tuple[str, ...]) -> None:
    print(f"making the environment {folder.name}", flush=True)
    _run([interpreter.path, "-m", "venv", folder])
    files = [argument for file in requirements for argument in ("-r", file)]
    _run(
        [
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            *files,
            *packages,
        ]
    )


def _run(command: list[str | Path]) -> None:
    variables = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    }
    status, output = run(command, variables=variables, directory=CACHE)
    if status:
        raise PreparationError(output)


def _text(file: Path) -> str:
    """Return a requirement file together with the files that it includes."""
    text = file.read_text(encoding="utf-8")
    included = [line[3:].strip() for line in text.splitlines() if line.startswith("-r ")]
    return text + "".join(_text(file.parent / name) for name in included)
