# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make and remove files of a target, from the controller and without a module process for each of them."""

from __future__ import annotations

import json
import shutil
import typing as t
from pathlib import Path

from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    """``files: {folder, write, link, absent, mode}``; names are relative to the folder, which is made.

    What is there is replaced. A mode is that of files; without one they are for everybody to read.
    """

    _VALID_ARGS = frozenset({"folder", "write", "link", "absent", "mode"})

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        result = super().run(tmp, task_vars)
        args = self._task.args
        folder = Path(str(args["folder"]))
        folder.mkdir(parents=True, exist_ok=True)
        for name in args.get("absent") or ():
            _remove(folder / name)
        for name, content in (args.get("write") or {}).items():
            _write(folder / name, content, int(args.get("mode", "0644"), 8))
        for name, target in (args.get("link") or {}).items():
            _remove(folder / name)
            (folder / name).symlink_to(target)
        return result


def _remove(path: Path) -> None:
    """Remove a file, a link or a folder, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, content: t.Any, mode: int) -> None:
    """Write a file. Some cores make a structure of a text that looks like one, as JSON does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    path.chmod(mode)
