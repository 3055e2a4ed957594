# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options of a user of Veracity. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

# What a role describes of a user. The rest of a registration is the role's business.
USER_OPTIONS: t.Mapping[str, t.Any] = {
    "email": {"type": "str", "required": True},
    "first_name": {"type": "str"},
    "last_name": {"type": "str"},
    "send_mail": {"type": "bool"},
    "return_url": {"type": "str"},
    "contact_email": {"type": "str"},
    "contact_name": {"type": "str"},
}

KNOWN_OPTION: t.Mapping[str, t.Any] = {"known_users": {"type": "dict"}}
