# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenID Connect metadata of the three kinds of endpoint; addresses in it lead back to the simulator."""

from __future__ import annotations

import typing as t

from .tenants import Tenant


def metadata(endpoint: str, tenant: Tenant, origin: str, policy: str, *, in_query: bool) -> dict[str, t.Any]:
    """Return the metadata document of ``endpoint``; ``policy`` counts for B2C only and is given back in lower case."""
    root = f"{origin}/{tenant.guid}"
    if endpoint == "entra_v1":
        issuer, token, keys = (
            f"https://sts.windows.net/{tenant.guid}/",
            f"{root}/oauth2/token",
            f"{root}/discovery/keys",
        )
    elif endpoint == "entra_v2":
        issuer = f"https://login.microsoftonline.com/{tenant.guid}/v2.0"
        token, keys = f"{root}/oauth2/v2.0/token", f"{root}/discovery/v2.0/keys"
    else:
        issuer = f"https://{tenant.login_host}/{tenant.guid}/v2.0/"
        policy = policy.lower()
        query = f"?p={policy}" if in_query else ""
        root = root if in_query else f"{origin}/{tenant.domain}/{policy}"
        token, keys = f"{root}/oauth2/v2.0/token{query}", f"{root}/discovery/v2.0/keys{query}"
    authorize = token.replace("/token", "/authorize")
    return {
        "issuer": issuer,
        "authorization_endpoint": authorize,
        "token_endpoint": token,
        "jwks_uri": keys,
        "response_modes_supported": ["query", "fragment", "form_post"],
        "response_types_supported": ["code", "id_token", "code id_token"],
        "scopes_supported": ["openid"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nbf", "oid", "tid", "ver"],
    }
