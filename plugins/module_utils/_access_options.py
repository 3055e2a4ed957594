# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options that describe a grant. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

RIGHTS_OPTION: t.Mapping[str, t.Any] = {
    "type": "list",
    "elements": "str",
    "choices": ["read", "write", "delete", "list"],
}

GRANT_OPTIONS: t.Mapping[str, t.Any] = {
    "user": {"type": "str", "required": True},
    "rights": RIGHTS_OPTION,
    "duration": {"type": "str"},
    "key_template": {"type": "str", "no_log": False},
    "renewable": {"type": "bool"},
    "ip_range": {"type": "dict", "options": {"start": {"type": "str"}, "end": {"type": "str"}}},
    "comment": {"type": "str"},
}
