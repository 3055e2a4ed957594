# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Options for data stewards, groups and event subscriptions. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

STEWARD_OPTIONS: t.Mapping[str, t.Any] = {"user": {"type": "str", "required": True}, "comment": {"type": "str"}}

GROUP_OPTIONS: t.Mapping[str, t.Any] = {
    "id": {"type": "str"},
    "title": {"type": "str"},
    "description": {"type": "str"},
    "containers": {"type": "list", "elements": "str"},
    "sorting_order": {"type": "float"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

EVENTS_OPTION: t.Mapping[str, t.Any] = {"type": "list", "elements": "str", "choices": ["upserted", "deleted"]}

EVENT_SUBSCRIPTION_OPTIONS: t.Mapping[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "callback": {"type": "str", "no_log": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}
