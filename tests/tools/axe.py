# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""axe-core, which judges whether a page is accessible, from the npm registry."""

from __future__ import annotations

from pathlib import Path

from tests.tools.environments import made_once
from tests.tools.nodejs import NodeJs, find_nodejs
from tests.tools.npm import install
from tests.tools.paths import REQUIREMENTS

PACKAGES = REQUIREMENTS / "axe" / "package.json"
VARIABLE = "VERACITY_AXE"
_ADVICE = "axe-core and jsdom could not be installed: they come from the npm registry."


def axe() -> Path:
    """Return a folder with axe-core and jsdom, and a link ``node`` to what runs them. Raises PreparationError."""
    nodejs = find_nodejs()
    contents = (nodejs.version, nodejs.path, PACKAGES.read_text(encoding="utf-8"))
    return made_once(f"axe-{nodejs.version}", contents, lambda folder: _install(folder, nodejs))


def _install(folder: Path, nodejs: NodeJs) -> None:
    install(folder, PACKAGES, nodejs, _ADVICE)
    (folder / "node").symlink_to(nodejs.path)
