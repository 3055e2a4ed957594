# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Options that several modules have, and the roles with them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ._core.tenants.api import DEFAULT_PATH

# Data Fabric, and content

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

CONTENT_OPTIONS: t.Mapping[str, t.Any] = {
    "direction": {"type": "str", "choices": ["upload", "download"], "default": "upload"},
    "src": {"type": "str", "required": True},
    "dest": {"type": "str", "default": ""},
    "delete_extraneous": {"type": "bool", "default": False},
    "allow_empty_source": {"type": "bool", "default": False},
    "include": {"type": "list", "elements": "str"},
    "exclude": {"type": "list", "elements": "str"},
    "compare": {"type": "str", "choices": ["md5", "size"], "default": "md5"},
    "content_type": {"type": "str"},
    "duration": {"type": "str", "default": "1h"},
}

CONTAINER_CONTENT_OPTIONS: t.Mapping[str, t.Any] = {
    **CONTENT_OPTIONS,
    "ensure_access": {"type": "bool", "default": True},
}

TRANSFER_OPTIONS: t.Mapping[str, t.Any] = {
    "max_concurrency": {"type": "int", "default": 8},
    "block_size": {"type": "bytes", "default": "8M"},
}

# Services

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

KNOWN_USERS_OPTION: t.Mapping[str, t.Any] = {"known_users": {"type": "dict"}}

SUBSCRIBER_OPTIONS: t.Mapping[str, t.Any] = {
    "user": {"type": "str"},
    "email": {"type": "str"},
    "access_level": {"type": "str", "aliases": ["role"]},
}

# Tenants

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

GRAPH_PATH_OPTION: t.Mapping[str, t.Any] = {"graph_path": {"type": "str", "default": DEFAULT_PATH}}

GRAPH_OPTIONS: t.Mapping[str, t.Any] = {
    **GRAPH_PATH_OPTION,
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "float", "default": 120.0},
    "wait_interval": {"type": "float", "default": 2.0},
}
