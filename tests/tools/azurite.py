# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azurite, the blob storage that the simulator starts beside itself, from the npm registry."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from tests.tools.environments import made_once
from tests.tools.nodejs import NodeJs, find_nodejs
from tests.tools.npm import install
from tests.tools.paths import REQUIREMENTS
from tests.tools.steps import PreparationError

PACKAGES = REQUIREMENTS / "package.json"
PROGRAM = "azurite-blob"
VARIABLE = "VERACITY_AZURITE"


def azurite_blob() -> Path:
    """Return the program azurite-blob, installing it where it is missing; one that the user names is taken as it is.

    Raises PreparationError with what npm printed, or with what has to be installed first.
    """
    own = os.environ.get(VARIABLE)
    if own:
        if not os.access(own, os.X_OK):
            raise PreparationError(f"{VARIABLE} names no program: {own}")
        return Path(own).absolute()
    nodejs = find_nodejs()
    contents = (nodejs.version, nodejs.path, PACKAGES.read_text(encoding="utf-8"))
    return made_once(f"azurite-{nodejs.version}", contents, lambda folder: _install(folder, nodejs)) / PROGRAM


def _install(folder: Path, nodejs: NodeJs) -> None:
    advice = (
        f"Azurite could not be installed: it comes from the npm registry. {VARIABLE} may name an {PROGRAM} that is on "
        f"this machine already."
    )
    install(folder, PACKAGES, nodejs, advice)
    # The program that npm installs looks for node in PATH, which is another one where it runs.
    program = folder / PROGRAM
    command = shlex.join([str(nodejs.path), str(folder / "node_modules" / ".bin" / PROGRAM)])
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
