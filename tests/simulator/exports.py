# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment variables that point playbooks at the simulator."""

from __future__ import annotations

import shlex

from .registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY
from .tenants import TENANTS
from .vrm_projects import DEFAULT_AUTOMATION_TOKEN


def exports(http: str) -> dict[str, str]:
    """Return the variables by name; ``http`` is the base address of the simulator.

    The token endpoint is that of Entra v2. It takes the scope of every API, so that a playbook needs no other change.
    """
    return {
        "VERACITY_TOKEN_URL": f"{http}/{TENANTS['production'].domain}/oauth2/v2.0/token",
        "VERACITY_API_URL": http,
        "VERACITY_CLIENT_ID": DEFAULT_CLIENT_ID,
        "VERACITY_CLIENT_SECRET": DEFAULT_CLIENT_SECRET,
        "VERACITY_SUBSCRIPTION_KEY": DEFAULT_SUBSCRIPTION_KEY,
        "VERACITY_AUTOMATION_TOKEN": DEFAULT_AUTOMATION_TOKEN,
    }


def shell_lines(http: str) -> str:
    """Return them as lines for a shell."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in exports(http).items())
