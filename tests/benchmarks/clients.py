# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Our tokens and those of msal, for comparisons outside of Ansible."""

from __future__ import annotations

import typing as t
from pathlib import Path

from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET

DOMAIN = "dnvglb2cprod.onmicrosoft.com"
RESOURCE = f"https://{DOMAIN}/dfba9693-546d-4300-bcd7-d8d525bdff38"
SCOPE = f"https://{DOMAIN}/37c59c8d-cd9d-4cd5-b05a-e67f1650ee14/.default"
FORM = {
    "grant_type": "client_credentials",
    "client_id": DEFAULT_CLIENT_ID,
    "client_secret": DEFAULT_CLIENT_SECRET,
    "resource": RESOURCE,
}


def our_session(token_url: str, cache: Path | None) -> t.Any:
    """Return a session of the collection for Data Fabric; without a cache folder tokens are not shared."""
    from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
    from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options

    options = {
        "client_id": DEFAULT_CLIENT_ID,
        "client_secret": DEFAULT_CLIENT_SECRET,
        "token_url": token_url,
        "api": "data_fabric",
        "token_cache_dir": str(cache) if cache else None,
    }
    return Session(from_options(options), share_tokens=cache is not None)


def msal_application(https: str, ca: str, cache: Path | None) -> t.Any:
    """Return a client of msal; with a file for its cache, that of msal-extensions, otherwise one in memory."""
    import msal

    stored = None
    if cache is not None:
        from msal_extensions import FilePersistence, PersistedTokenCache

        stored = PersistedTokenCache(FilePersistence(str(cache)))
    return msal.ConfidentialClientApplication(
        DEFAULT_CLIENT_ID,
        client_credential=DEFAULT_CLIENT_SECRET,
        oidc_authority=f"{https}/{DOMAIN}/v2.0",
        token_cache=stored,
        verify=ca,
    )


def msal_token(application: t.Any) -> str:
    """Return a token that msal has or asks for."""
    return t.cast("str", application.acquire_token_for_client([SCOPE])["access_token"])
