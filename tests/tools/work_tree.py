# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A clean copy of the work tree under the path that ansible-test insists on."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
from pathlib import Path

from tests.tools.paths import CACHE, COLLECTION, ROOT

# What stays in a copy between runs: its own git folder.
KEPT = (".git",)


def copy_work_tree(name: str) -> Path:
    """Bring the copy called name up to date and return its ansible_collections/dnv/veracity folder.

    Tracked and untracked files that are not ignored are copied; whatever else the copy holds is removed. A git folder
    of its own keeps ansible-test from taking the checkout around it for the repository, where the copy is ignored.
    """
    target = CACHE / "trees" / name / COLLECTION
    target.mkdir(parents=True, exist_ok=True)
    wanted = _files()
    for file in [path for path in target.rglob("*") if path.is_file() or path.is_symlink()]:
        relative = file.relative_to(target)
        if relative.parts[0] not in KEPT and relative not in wanted:
            file.unlink()
    for relative in wanted:
        source, copy = ROOT / relative, target / relative
        if not copy.exists() or not filecmp.cmp(source, copy):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
    _remove_empty_folders(target)
    if not (target / ".git").exists():
        subprocess.run(["git", "init", "--quiet", target], check=True)
    return target


def _files() -> set[Path]:
    # A checkout of another owner is fine to read.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    # The index still names files that were deleted and not yet committed.
    return {Path(name) for name in listing.split("\0") if name and (ROOT / name).is_file()}


def _remove_empty_folders(target: Path) -> None:
    for folder in sorted((path for path in target.rglob("*") if path.is_dir()), reverse=True):
        if folder.relative_to(target).parts[0] not in KEPT and not any(folder.iterdir()):
            folder.rmdir()
