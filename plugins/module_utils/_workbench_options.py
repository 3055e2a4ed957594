# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Options that modules for Data Workbench share. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

WORKSPACE_OPTIONS: t.Mapping[str, t.Any] = {"workspace": {"type": "str"}, "tenant": {"type": "str"}}

# For what the role does in a workspace that it has found already.
KNOWN_WORKSPACE_OPTIONS: t.Mapping[str, t.Any] = {**WORKSPACE_OPTIONS, "workspace_id": {"type": "str"}}

WORKSPACE_DESCRIPTION_OPTIONS: t.Mapping[str, t.Any] = {
    "id": {"type": "str"},
    "name": {"type": "str"},
    "description": {"type": "str"},
    "region": {"type": "str", "choices": ["EU", "US"]},
}

FOLDER_CONTENT_OPTIONS: t.Mapping[str, t.Any] = {
    **WORKSPACE_OPTIONS,
    "path": {"type": "str"},
    "storage_name": {"type": "str"},
    "sas_url": {"type": "str", "no_log": True},
}

FOLDER_OPTIONS: t.Mapping[str, t.Any] = {
    "path": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "recursive": {"type": "bool", "default": False},
}

_COLUMN_OPTIONS: t.Mapping[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "type": {"type": "str", "required": True},
    "display_name": {"type": "str"},
    "description": {"type": "str"},
    "format": {"type": "str"},
    "key": {"type": "bool", "no_log": False},
    "required": {"type": "bool"},
    "sortable": {"type": "bool"},
    "filterable": {"type": "bool"},
    "precision": {"type": "int"},
    "scale": {"type": "int"},
    "meta_type": {"type": "str"},
    "validations": {
        "type": "list",
        "elements": "dict",
        "options": {"id": {"type": "str", "required": True}, "severity": {"type": "str", "default": "Error"}},
    },
}

SCHEMA_OPTIONS: t.Mapping[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "short_name": {"type": "str"},
    "description": {"type": "str"},
    "versions": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str"},
            "description": {"type": "str"},
            "columns": {"type": "list", "elements": "dict", "options": dict(_COLUMN_OPTIONS)},
            "active": {"type": "bool"},
            "locked": {"type": "bool"},
        },
    },
}

DATASET_OPTIONS: t.Mapping[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "description": {"type": "str"},
    "schema": {"type": "str"},
    "schema_version": {"type": "str"},
    "src": {"type": "path", "required": True},
    "tags": {"type": "dict"},
    "operation": {"type": "str", "choices": ["overwrite", "append", "upsert", "delete"]},
}
