# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Install packages from the npm registry, of which none is allowed to run scripts meanwhile."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.tools.nodejs import NodeJs
from tests.tools.paths import CACHE
from tests.tools.processes import run
from tests.tools.steps import PreparationError

OPTIONS = (
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
    "--no-update-notifier",
    "--loglevel=error",
)


def install(folder: Path, packages: Path, nodejs: NodeJs, advice: str) -> None:
    """Make a folder with the packages that a package.json names.

    Raises PreparationError, with what npm printed and the advice.
    """
    folder.mkdir()
    shutil.copy2(packages, folder / "package.json")
    variables = {**os.environ, "PATH": nodejs.search_path}
    # Registry, proxy and the like stay the user's own, but nothing is written below the home folder; npm reads these
    # variables in either case.
    if "npm_config_cache" not in map(str.lower, variables):
        variables["npm_config_cache"] = str(CACHE / "npm")
    outcome = run([nodejs.npm, "install", *OPTIONS], variables=variables, directory=folder)
    if outcome.status:
        raise PreparationError(f"{advice}\n{outcome.output}")
