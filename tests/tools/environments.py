# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Environments, made once and kept in the checkout."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import typing as t
from pathlib import Path

from tests.tools.interpreters import Interpreter
from tests.tools.paths import CACHE
from tests.tools.processes import run
from tests.tools.steps import PreparationError

MARKER = "complete"


def environment(name: str, interpreter: Interpreter, requirements: list[Path], packages: tuple[str, ...] = ()) -> Path:
    """Return a virtual environment with these requirement files and packages, making it where it is missing.

    Raises PreparationError with what pip printed.
    """
    return made_once(
        f"{name}-{interpreter.series}",
        (interpreter, packages, [_text(file) for file in requirements]),
        lambda folder: _make(folder, interpreter, requirements, packages),
    )


def made_once(name: str, contents: object, make: t.Callable[[Path], None]) -> Path:
    """Return a folder that carries a hash of its contents in its name, calling make with it where it is missing.

    Only one run at a time makes it. A marker is written last: a folder without one is left over from an interrupted run
    and is made again. The marker holds the folder's own path, because scripts in an environment do not survive a move.
    """
    digest = hashlib.sha256(repr(contents).encode()).hexdigest()[:10]
    folder = CACHE / "environments" / f"{name}-{digest}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_name(f"{folder.name}.lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        marker = folder / MARKER
        if not marker.exists() or marker.read_text(encoding="utf-8") != str(folder.resolve()):
            shutil.rmtree(folder, ignore_errors=True)
            print(f"making the environment {folder.name}", flush=True)
            make(folder)
            marker.write_text(str(folder.resolve()), encoding="utf-8")
    return folder


def _make(folder: Path, interpreter: Interpreter, requirements: list[Path], packages: tuple[str, ...]) -> None:
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
    outcome = run(command, variables=variables, directory=CACHE)
    if outcome.status:
        raise PreparationError(outcome.output)


def _text(file: Path) -> str:
    """Return a requirement file together with the files that it includes."""
    text = file.read_text(encoding="utf-8")
    included = [line[3:].strip() for line in text.splitlines() if line.startswith("-r ")]
    return text + "".join(_text(file.parent / name) for name in included)
