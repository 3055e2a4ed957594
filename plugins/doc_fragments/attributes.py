# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the attributes of modules. A module states itself what is different for it."""

from __future__ import annotations

import typing as t


class ModuleDocFragment:
    """For modules that change something (CHANGES) or only read (READS), and for others (DOCUMENTATION)."""

    # Support of diff mode comes last, so that it can be added. Ansible-test wants a literal where no type is given.
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying anything.
    support: full
  idempotent:
    description: When run twice in a row, without anything else changing meanwhile, the second run changes nothing.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: full
  platform:
    description: Target systems that the module runs on.
    platforms: posix
    support: full
  action_group:
    description: Use C(group/dnv.veracity.veracity) in C(module_defaults) to set shared options for all modules.
    membership:
      - dnv.veracity.veracity
    support: full
  diff_mode:
    description: Will return details on what has changed (or would change in C(check_mode)) when in diff mode.
"""

    CHANGES: t.ClassVar[str] = f"{DOCUMENTATION}    support: full\n"

    READS: t.ClassVar[str] = f"{DOCUMENTATION}    support: none\n    details: It changes nothing.\n"
