# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The regions in which containers can be created."""

from __future__ import annotations

_NAMES = (
    ("ne1", "northeurope", "North Europe", "Europe"),
    ("we1", "westeurope", "West Europe", "Europe"),
    ("ue1", "eastus", "East US", "America"),
)

REGIONS = [
    {
        "shortName": short,
        "fullName": full,
        "location": full,
        "azureName": azure,
        "displayName": full,
        "groupName": group,
    }
    for short, azure, full, group in _NAMES
]
"""Active regions as GET /regions lists them."""

AZURE_NAMES = frozenset(azure for _short, azure, _full, _group in _NAMES)
