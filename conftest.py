# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Let plain pytest import the collection under its full name, wherever the checkout lies."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent


def _collections_path() -> Path:
    """Return a folder with ansible_collections/dnv/veracity in it: the checkout's own, or one that links to it."""
    if CHECKOUT.parts[-3:] == ("ansible_collections", "dnv", "veracity"):
        return CHECKOUT.parents[2]
    folder = Path(tempfile.mkdtemp(prefix="dnv-veracity-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    namespace = folder / "ansible_collections" / "dnv"
    namespace.mkdir(parents=True)
    (namespace / "veracity").symlink_to(CHECKOUT, target_is_directory=True)
    return folder


def _install() -> None:
    path = str(_collections_path())
    # For the processes that tests start: Python ones and Ansible ones.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [path, os.environ.get("PYTHONPATH")]))
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = path
    if importlib.util.find_spec("ansible") is None:
        sys.path.insert(0, path)
        return
    from ansible.utils.collection_loader import _collection_finder

    _collection_finder._AnsibleCollectionFinder(paths=[path])._install()


# ansible-test brings the collection itself.
if "ansible_collections" not in sys.modules:
    _install()
