# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Where things are kept between runs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os
import typing as t

from .errors import StorageError
from .safe_files import SafeDirectory

_NAME = "dnv.veracity"


def find_directory(
    explicit: str | None, environment: t.Mapping[str, str], ansible_home: str | None
) -> tuple[SafeDirectory | None, str | None]:
    """Return the first directory that is safe to use, and the reason why there is none or not the preferred one.

    An explicit directory is used or nothing is. Otherwise ``$XDG_RUNTIME_DIR`` (memory, private to the user), then the
    Ansible home.
    """
    if explicit:
        candidates = [os.path.expanduser(explicit)]
    else:
        candidates = []
        runtime = environment.get("XDG_RUNTIME_DIR")
        if runtime and os.path.isdir(runtime):
            candidates.append(os.path.join(runtime, _NAME))
        home = ansible_home or environment.get("ANSIBLE_HOME") or "~/.ansible"
        home = os.path.expanduser(home)
        if os.path.isabs(home):
            candidates.append(os.path.join(home, _NAME))
    reason = "There is no home directory." if not candidates else None
    for path in candidates:
        try:
            return SafeDirectory(path), reason
        except StorageError as error:
            reason = error.summary
    return None, reason
