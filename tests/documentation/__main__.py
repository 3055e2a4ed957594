# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Saves the playbooks and tasks of README and guides for ansible-lint: ``python -m tests.documentation FOLDER``."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path

from tests.documentation.pages import all_pages, read_page
from tests.documentation.reader import TASKS, bare, kind_of


def main(folder: Path) -> None:
    """Save them below a folder, which is emptied first: one playbook a page, since each file takes its time."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "tasks").mkdir(parents=True)
    for name in all_pages():
        blocks = read_page(name).blocks
        playbooks = {block.file for block in blocks if kind_of(block) == "plays"}
        plays, tasks = [], []
        for block in blocks:
            kind = kind_of(block)
            if kind == "plays":
                plays.append(bare(block.text))
            elif kind == "tasks" and (block.file is None or block.file in playbooks):
                tasks.append(textwrap.indent(bare(block.text), " " * 4))
            elif kind == "tasks":
                (folder / "tasks" / str(block.file)).write_text(block.text, encoding="utf-8")
        if tasks:
            plays.append(bare(TASKS) + "\n".join(tasks))
        if plays:
            stem = "-".join(Path(name).with_suffix("").parts).lower().removeprefix("docs-docsite-rst-")
            (folder / f"{stem}.yml").write_text("---\n" + "\n".join(plays), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
