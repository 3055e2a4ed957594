# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fills the frame: ``python -m tests.docs_site FOLDER`` writes what Sphinx needs beside the pages of antsibull-docs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml

from tests.docs_site.grouping import grouped

HERE = Path(__file__).resolve().parent
DOCSITE = HERE.parents[1] / "docs" / "docsite"
LISTING = DOCSITE / "extra-docs.yml"


def guides() -> str:
    """Return a table of contents for each section of the guides."""
    parts = []
    for section in yaml.safe_load(LISTING.read_text(encoding="utf-8"))["sections"]:
        lines = [".. toctree::", "   :maxdepth: 1", f"   :caption: {section['title']}", ""]
        parts.append("\n".join([*lines, *(f"   collection/docsite/{name}" for name in section["toctree"])]))
    return "\n\n".join(parts)


def main(folder: Path) -> None:
    """Write the settings and the landing page into a folder, and group the modules in the index that is there."""
    shutil.copy(HERE / "conf.py", folder)
    shutil.copytree(HERE / "static", folder / "static", dirs_exist_ok=True)
    page = (HERE / "index.rst").read_text(encoding="utf-8")
    (folder / "index.rst").write_text(page.replace("@GUIDES@", guides()), encoding="utf-8")
    index = folder / "collection" / "index.rst"
    guide = (DOCSITE / "rst" / "plugins.rst").read_text(encoding="utf-8")
    index.write_text(grouped(index.read_text(encoding="utf-8"), guide), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
