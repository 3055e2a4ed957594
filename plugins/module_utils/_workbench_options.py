# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Options that modules for Data Workbench share. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

WORKSPACE_OPTIONS: t.Mapping[str, t.Any] = {"workspace": {"type": "str"}, "tenant": {"type": "str"}}
