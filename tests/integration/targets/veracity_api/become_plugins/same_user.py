# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Become the user that one is, without a program that would need privileges."""

from __future__ import annotations

import typing as t

from ansible.plugins.become import BecomeBase

DOCUMENTATION = r"""
name: same_user
short_description: Become the user that one is
description:
  - Runs commands as they are.
author:
  - DNV Veracity collection contributors (@veracity)
options: {}
"""


class BecomeModule(BecomeBase):
    """Runs commands as they are."""

    name = "same_user"

    def build_become_command(self, cmd: t.Any, shell: t.Any) -> t.Any:
        """Return the command as it is."""
        super().build_become_command(cmd, shell)
        return self._build_success_command(cmd, shell) if cmd else cmd

    def get_option(self, option: str, hostvars: t.Any = None, playcontext: t.Any = None) -> t.Any:
        """Return nothing: there are no options."""
        return None
