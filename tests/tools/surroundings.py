# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment variables and the home folder that steps run with."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.tools.interpreters import find_interpreters
from tests.tools.paths import CACHE

# Where pip looks for its configuration and keeps downloads, below a home folder.
PIP_FOLDERS = (".config/pip", ".pip", ".cache/pip")
DROPPED = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
)


def variables(environment: Path, home: Path) -> dict[str, str]:
    """Return the variables for a step that runs in a virtual environment.

    Nothing of the user's own Ansible or Veracity configuration gets in: tests neither use real credentials nor depend
    on them. ansible-test looks for interpreters in PATH and trusts what it finds: the folders of working ones stand in
    front, and those of pyenv's shims, which may answer for nothing, are left out.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == "VERACITY_SPECS" or (name not in DROPPED and not name.startswith(("ANSIBLE_", "VERACITY_")))
    }
    folders = [environment / "bin", *(interpreter.path.parent for interpreter in find_interpreters().values())]
    folders += [Path(folder) for folder in os.get_exec_path() if Path(folder).name != "shims"]
    return {
        **kept,
        "HOME": str(home),
        "PATH": os.pathsep.join(map(str, folders)),
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
    }


def private_home(name: str, *, fresh: bool = False) -> Path:
    """Return a home folder inside the checkout, in which only pip's configuration and cache are the user's own.

    It keeps what ansible-test installs below its home; fresh empties it first.
    """
    home = CACHE / "homes" / name
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    for relative in PIP_FOLDERS:
        own, users = home / relative, Path.home() / relative
        if own.is_symlink() and own.readlink() != users:
            own.unlink()
        if users.is_dir() and not own.exists():
            own.parent.mkdir(parents=True, exist_ok=True)
            own.symlink_to(users, target_is_directory=True)
    return home
