# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Grants that an application made for its own work. Private: for use inside dnv.veracity only."""

from __future__ import annotations

# The comment by which such a grant is known. With the caller as its user it is neither replaced nor pruned.
OWN_USE = "For this application's own work (dnv.veracity)"
