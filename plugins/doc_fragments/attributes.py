# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the attributes that modules state their support of."""

from __future__ import annotations


class ModuleDocFragment:
    """Descriptions (DOCUMENTATION), and the membership in the action group (GROUP)."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying anything.
  diff_mode:
    description: Will return details on what has changed (or would change in C(check_mode)) when in diff mode.
  idempotent:
    description: When run twice in a row, without anything else changing meanwhile, the second run changes nothing.
  async:
    description: Supports being used with the C(async) keyword.
  platform:
    description: Target systems that the module runs on.
    platforms: posix
    support: full
"""

    GROUP = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/dnv.veracity.veracity) in C(module_defaults) to set shared options for all modules.
    membership:
      - dnv.veracity.veracity
    support: full
"""
