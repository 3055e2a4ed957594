# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A connection to this machine that is not the local connection."""

from __future__ import annotations

import contextlib
import typing as t
from pathlib import Path

from ansible import constants as C
from ansible.plugins.connection.local import Connection as LocalConnection

DOCUMENTATION = r"""
name: separate
short_description: Run modules as processes on this machine
description:
  - Does what P(ansible.builtin.local#connection) does, under another name.
  - Action plugins that do their work in process on local connections take this machine for a target, and run the
    module there.
author: DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - connection_pipelining
options:
  become_success_timeout:
    description: Seconds to wait for privilege escalation.
    type: int
    default: 10
  become_strip_preserve_colors:
    description: Whether to strip colours from the output of privilege escalation.
    type: bool
    default: false
"""


# Made anew for each run of the targets. Where it is not there, nothing is shared.
SHARED = Path(__file__).parents[2] / "output" / "modules"


class Connection(LocalConnection):
    """The local connection, except for its name."""

    transport = "separate"

    def __init__(self, *args: t.Any, **kwargs: t.Any) -> None:
        """Have modules packed once for all playbooks of a run, whose code is the same: it takes longer than most do."""
        super().__init__(*args, **kwargs)
        own = Path(C.DEFAULT_LOCAL_TMP, "ansiballz_cache")
        if SHARED.is_dir() and not own.exists():
            # Somebody else may have been faster.
            with contextlib.suppress(FileExistsError):
                own.symlink_to(SHARED)
