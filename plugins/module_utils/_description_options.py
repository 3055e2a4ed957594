# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The variables of the roles, as tables. Private: for use inside dnv.veracity only.

The argument specs of the roles are checked against them by a test. The names are without the prefix of the role.
"""

from __future__ import annotations

import typing as t

from ._options import (
    CONTAINER_CONTENT_OPTIONS,
    CONTAINER_OPTIONS,
    CONTENT_OPTIONS,
    EVENT_SUBSCRIPTION_OPTIONS,
    EVENTS_OPTION,
    GRANT_OPTIONS,
    STEWARD_OPTIONS,
    WAIT_OPTIONS,
)
from ._workbench_options import DATASET_OPTIONS, FOLDER_OPTIONS, SCHEMA_OPTIONS, WORKSPACE_DESCRIPTION_OPTIONS

_GROUP_OPTIONS: t.Mapping[str, t.Any] = {
    "title": {"type": "str", "required": True},
    "description": {"type": "str"},
    "containers": {"type": "list", "elements": "str"},
    "sorting_order": {"type": "float"},
}

DATA_FABRIC_OPTIONS: t.Mapping[str, t.Any] = {
    "containers": {
        "type": "list",
        "elements": "dict",
        "options": {
            **CONTAINER_OPTIONS,
            "access": {"type": "list", "elements": "dict", "options": GRANT_OPTIONS},
            "stewards": {"type": "list", "elements": "dict", "options": STEWARD_OPTIONS},
            "event_subscriptions": {
                "type": "list",
                "elements": "dict",
                "options": {**EVENT_SUBSCRIPTION_OPTIONS, "events": EVENTS_OPTION},
            },
            "content": {"type": "list", "elements": "dict", "options": CONTAINER_CONTENT_OPTIONS},
        },
    },
    "groups": {"type": "list", "elements": "dict", "options": _GROUP_OPTIONS},
    "event_subscriptions": {
        "type": "list",
        "elements": "dict",
        "options": {**EVENT_SUBSCRIPTION_OPTIONS, "regions": {"type": "list", "elements": "str"}},
    },
    "prune": {"type": "bool", "default": False},
    "managed_tag": {"type": "str", "default": ""},
    "report": {"type": "str", "default": ""},
    "report_title": {"type": "str", "default": ""},
    "report_names": {"type": "dict", "default": {}},
    "report_limit": {"type": "int", "default": 40},
    "report_as_of": {"type": "str", "default": ""},
    "report_stewards": {"type": "bool", "default": False},
    "max_concurrency": {"type": "int", "default": 8},
    **WAIT_OPTIONS,
}

DATA_WORKBENCH_OPTIONS: t.Mapping[str, t.Any] = {
    "tenant": {"type": "str"},
    "workspaces": {
        "type": "list",
        "elements": "dict",
        "options": {
            **WORKSPACE_DESCRIPTION_OPTIONS,
            "folders": {"type": "list", "elements": "dict", "options": FOLDER_OPTIONS},
            "content": {
                "type": "list",
                "elements": "dict",
                "options": {"path": {"type": "str", "default": ""}, **CONTENT_OPTIONS},
            },
            "schemas": {"type": "list", "elements": "dict", "options": SCHEMA_OPTIONS},
            "datasets": {"type": "list", "elements": "dict", "options": DATASET_OPTIONS},
        },
    },
    "report": {"type": "str", "default": ""},
    "report_title": {"type": "str", "default": ""},
    "report_as_of": {"type": "str", "default": ""},
    "max_concurrency": {"type": "int", "default": 8},
}
