# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options that describe a subscriber of a service. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

SUBSCRIBER_OPTIONS: t.Mapping[str, t.Any] = {
    "user": {"type": "str"},
    "email": {"type": "str"},
    "access_level": {"type": "str", "aliases": ["role"]},
}
