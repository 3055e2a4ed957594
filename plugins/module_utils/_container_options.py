# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options that describe a container, and those that say how to wait. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

CONTAINER_OPTIONS: t.Mapping[str, t.Any] = {
    "container": {"type": "str"},
    "id": {"type": "str"},
    "short_name": {"type": "str"},
    "region": {"type": "str"},
    "may_contain_personal_data": {"type": "bool"},
    "title": {"type": "str"},
    "description": {"type": "str"},
    "icon": {"type": "dict", "options": {"id": {"type": "str"}, "background_color": {"type": "str"}}},
    "tags": {"type": "list", "elements": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

WAIT_OPTIONS: t.Mapping[str, t.Any] = {
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "float", "default": 900.0},
    "wait_interval": {"type": "float", "default": 15.0},
}
