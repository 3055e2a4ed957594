# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules share which return a secret."""

from __future__ import annotations


class ModuleDocFragment:
    """For modules that work on the controller and hide their result (DOCUMENTATION), which is a key (KEY)."""

    DOCUMENTATION = r"""
options: {}
attributes:
  async:
    support: none
    details: Refused, because the job file of an asynchronous task would hold the secret in clear text.
notes:
  - The task runs on the controller, whichever host it is for. Nothing is written to the target.
  - A result with a secret is hidden in all output. The registered variable works nevertheless.
  - Before ansible-core 2.22, M(ansible.builtin.debug) prints the registered variable like any other. Cached facts
    (C(cacheable)) and C(set_stats) store it in clear text.
"""

    KEY = r"""
options: {}
attributes:
  diff_mode:
    support: none
    details: A result with a key is hidden, and the diff would be hidden with it.
"""
