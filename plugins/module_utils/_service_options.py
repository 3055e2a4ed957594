# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The variables of the role ``service``, as a table. Private: for use inside dnv.veracity only.

The names are without the prefix of the role. The template and its parameters, which may hold secrets, are looked at by
the module that submits them: only whether there is a template is told here. What that module says is in
``READ_OPTIONS``, which are no variables of the role.
"""

from __future__ import annotations

import typing as t

from ._options import GRAPH_OPTIONS, LICENSE_OPTIONS, SUBSCRIBER_OPTIONS, USER_OPTIONS

_ADMINISTRATOR_OPTIONS: t.Mapping[str, t.Any] = {
    "user": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

# What the role has read itself: what the template says of group and outputs, the id of the service that it told before,
# and whether there are credentials to read with.
READ_OPTIONS: t.Mapping[str, t.Any] = {
    "template_group": {"type": "str", "internal": True},
    "template_outputs": {"type": "list", "elements": "str", "internal": True},
    "told_id": {"type": "str", "internal": True},
    "readable": {"type": "bool", "default": True, "internal": True},
}

SERVICE_OPTIONS: t.Mapping[str, t.Any] = {
    "project_id": {"type": "str"},
    "resource_group": {"type": "str"},
    "template": {"type": "raw"},
    "template_parameters": {"type": "raw"},
    "force": {"type": "bool", "default": False},
    "state_file": {"type": "str", "default": ""},
    "secrets_handler": {"type": "str", "default": ""},
    "id": {"type": "str"},
    "id_output": {"type": "str", "default": "serviceId"},
    "client_id_output": {"type": "str", "default": ""},
    "client_secret_output": {"type": "str", "default": ""},
    "subscription_key_output": {"type": "str", "default": ""},
    "users": {"type": "list", "elements": "dict", "options": USER_OPTIONS, "default": []},
    "subscribers": {"type": "list", "elements": "dict", "options": SUBSCRIBER_OPTIONS},
    "prune_subscribers": {"type": "bool", "default": False},
    "tenant": {"type": "str"},
    "application": {"type": "str"},
    "licenses": {"type": "list", "elements": "dict", "options": LICENSE_OPTIONS},
    "prune_licenses": {"type": "bool", "default": False},
    "administrators": {"type": "list", "elements": "dict", "options": _ADMINISTRATOR_OPTIONS, "default": []},
    "max_concurrency": {"type": "int", "default": 8},
    **GRAPH_OPTIONS,
    **READ_OPTIONS,
}
