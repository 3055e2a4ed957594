# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Environments, made once and kept in the checkout."""

from __future__ import annotations

import fcntl
import functools
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
COMPILED_ONCE = Path(__file__).with_name("compiled_once.py")


def environment(
    name: str,
    interpreter: Interpreter,
    requirements: list[Path],
    packages: tuple[str, ...] = (),
    *,
    compiled_once: bool = False,
) -> Path:
    """Return a virtual environment with these requirement files and packages, making it where it is missing.

    With compiled_once its Python keeps what it compiles, as compiled_once.py says. Raises PreparationError with what
    pip printed.
    """
    added = [COMPILED_ONCE.read_text(encoding="utf-8")] if compiled_once else []

    def make(folder: Path) -> None:
        _make(folder, interpreter, requirements, packages)
        if compiled_once:
            keep_compiled(folder)

    contents = (interpreter, packages, [_text(file) for file in requirements], *added)
    return made_once(f"{name}-{interpreter.series}", contents, make)


def keep_compiled(folder: Path) -> None:
    """Have the Python of an environment import compiled_once.py at its start, and so keep what it compiles."""
    packages = next(folder.glob("lib/python*/site-packages"))
    shutil.copy(COMPILED_ONCE, packages)
    (packages / f"{COMPILED_ONCE.stem}.pth").write_text(f"import {COMPILED_ONCE.stem}\n", encoding="utf-8")


def made_once(name: str, contents: object, make: t.Callable[[Path], None]) -> Path:
    """Return a folder that carries a hash of its contents in its name, calling make with it where it is missing.

    Only one run at a time makes it. A marker is written last: a folder without one is left over from an interrupted run
    and is made again. The marker holds the folder's own path, because scripts in an environment do not survive a move.
    """
    digest = hashlib.sha256(repr(contents).encode()).hexdigest()[:10]
    environments = CACHE / "environments"
    environments.mkdir(parents=True, exist_ok=True)
    # Without links, which may be gone before what they led to.
    folder = environments.resolve() / f"{name}-{digest}"
    with open(folder.with_name(f"{folder.name}.lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        marker = folder / MARKER
        if not marker.exists() or marker.read_text(encoding="utf-8") != str(folder):
            shutil.rmtree(folder, ignore_errors=True)
            print(f"making the environment {folder.name}", flush=True)
            make(folder)
            marker.write_text(str(folder), encoding="utf-8")
    return folder


def pip(interpreter: Interpreter) -> Path:
    """Return a Python that has pip, of the same series: making one pip for all takes less than one for each."""
    return made_once(f"pip-{interpreter.series}", interpreter, functools.partial(_venv, interpreter)) / "bin" / "python"


def _venv(interpreter: Interpreter, folder: Path, *options: str) -> None:
    _run([interpreter.path, "-m", "venv", *options, folder])


def _make(folder: Path, interpreter: Interpreter, requirements: list[Path], packages: tuple[str, ...]) -> None:
    _venv(interpreter, folder, "--without-pip")
    command: list[str | Path] = [pip(interpreter), "-m", "pip", "--python", folder / "bin" / "python", "install"]
    # Python compiles what is imported, which is the lesser part.
    command += ["--no-compile", "--quiet", "--no-input", "--disable-pip-version-check"]
    files = [argument for file in requirements for argument in ("-r", file)]
    _run([*command, *files, *packages])


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
