# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options that say which files go where. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

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
    "ensure_access": {"type": "bool", "default": True},
    "duration": {"type": "str", "default": "1h"},
}
