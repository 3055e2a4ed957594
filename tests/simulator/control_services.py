# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control calls for users, services, tenants and projects."""

from __future__ import annotations

import typing as t

from .state import State


def answer_services_call(state: State, call: str, body: t.Any) -> t.Any:
    """Return the answer to a control call; raises ValueError when it is unknown or its body is not understood."""
    match call:
        case "POST /directory":
            state.directory.seed(body)
        case "GET /directory":
            return state.directory.described()
        case "POST /services":
            return state.catalogue.seed_services(body)
        case "GET /services":
            return state.catalogue.described_services()
        case "POST /subscribers":
            state.catalogue.seed_subscribers(body)
        case "GET /subscribers":
            return state.catalogue.described_subscribers()
        case "POST /clientroles":
            state.catalogue.set_roles(body)
        case "GET /notifications":
            return state.catalogue.notifications()
        case "POST /tenants":
            return state.company_tenants.seed(body)
        case "GET /tenants":
            return state.company_tenants.described()
        case "GET /licenses":
            return state.company_tenants.described_licenses(state.clock.now())
        case "POST /projects":
            return state.projects.seed(body)
        case "GET /resourcegroups":
            return state.projects.described()
        case _:
            raise ValueError(f"there is no {call}")
    return {}
