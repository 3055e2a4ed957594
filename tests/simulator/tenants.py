# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The three directories of Veracity and the policies of their sign-in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tenant:
    """One directory; ``login_host`` is the B2C host that issuers name."""

    environment: str
    domain: str
    guid: str
    login_host: str


TENANTS = {
    tenant.environment: tenant
    for tenant in (
        Tenant(
            "production",
            "dnvglb2cprod.onmicrosoft.com",
            "a68572e3-63ce-4bc1-acdc-b64943502e9d",
            "login.veracity.com",
        ),
        Tenant(
            "staging",
            "dnvglb2cstag.onmicrosoft.com",
            "307530a1-6e70-4ef7-8875-daa8f5a664ec",
            "loginstag.veracity.com",
        ),
        Tenant(
            "test",
            "dnvglb2ctest.onmicrosoft.com",
            "ed815121-cdfa-4097-b524-e2b23cd36eb6",
            "logintest.veracity.com",
        ),
    )
}

POLICIES = frozenset({"b2c_1a_signinwithadfsidp", "b2c_1a_identity"})


def find_tenant(name: str) -> Tenant | None:
    """Return the tenant with that domain or GUID, without regard to case."""
    name = name.lower()
    return next((tenant for tenant in TENANTS.values() if name in (tenant.domain, tenant.guid)), None)


def known_policy(name: str) -> bool:
    """Return whether the tenants have that policy; its case does not matter."""
    return name.lower() in POLICIES
