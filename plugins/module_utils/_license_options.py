# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options of modules for tenants: which application, what license, where the API is. Private to dnv.veracity."""

from __future__ import annotations

import typing as t

from ._core.tenants.api import DEFAULT_PATH

PLACE_OPTIONS: t.Mapping[str, t.Any] = {
    "tenant": {"type": "str", "required": True},
    "application": {"type": "str", "required": True},
}

LICENSE_OPTIONS: t.Mapping[str, t.Any] = {
    "user": {"type": "str"},
    "group": {"type": "str"},
    "access_level": {"type": "str"},
    "properties": {"type": "dict"},
    "remove_properties": {"type": "list", "elements": "str"},
}

PATH_OPTION: t.Mapping[str, t.Any] = {"graph_path": {"type": "str", "default": DEFAULT_PATH}}

GRAPH_OPTIONS: t.Mapping[str, t.Any] = {
    **PATH_OPTION,
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "float", "default": 120.0},
    "wait_interval": {"type": "float", "default": 2.0},
}
