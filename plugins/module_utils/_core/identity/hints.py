# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What usually lies behind an error of the token endpoint. Private: for use inside dnv.veracity only.

The codes are for hints alone: Microsoft says that they change and that clients branch on ``error``. Sources:
Microsoft's lists of AADSTS and AADB2C error codes, and reports of users.
"""

from __future__ import annotations

import typing as t

_SECRET = (
    "The portal shows a secret's value only once: check that {secret} is the value and not the id of the secret, that "
    "it belongs to this application, and that it has not expired."
)
_EXPIRED = "The secret has expired: create a new one in the Developer portal, and put its value into {secret}."
_UNKNOWN = (
    "Check client_id, and that veracity_environment is the one where the application was created: production, staging "
    "and test are different directories."
)
_TENANT = "The directory in the token URL is not known: check token_url, or leave it out and set veracity_environment."
_SCOPE = (
    "Client credentials ask for exactly one resource, written <App ID URI>/.default. What was sent: {asked}. Outside "
    "production the ids of most APIs are not published: set scope or resource yourself."
)
_TYPE = (
    "The application cannot use client credentials: in My Projects it must have been created as a client application "
    "of the type ClientCredentials."
)
_B2C_INTERNAL = (
    "AADB2C90085 is called an internal error, but usually means that the application or the API is not registered for "
    "this endpoint (signInAudience, accessTokenAcceptedVersion), or is not of the type ClientCredentials. The same "
    "application often works with endpoint: entra_v2."
)
_DISABLED = "The application is disabled: its owner can enable it in the Developer portal."
_ROLE = "The API demands that the application is assigned to it: its owner has to grant the application a role."
_TRANSIENT = "The identity provider has a passing problem: run again in a minute."
_ASSERTION = "This endpoint authenticates applications by secret: set client_secret."
_VERSION = "resource belongs to the v1 endpoint (entra_v1), scope to the v2 endpoints (b2c, entra_v2)."

_BY_CODE: t.Mapping[str, str] = {
    "AADSTS7000215": _SECRET,
    "AADB2C90081": _SECRET,
    "AADSTS7000222": _EXPIRED,
    "AADSTS7000216": _ASSERTION,
    "AADSTS7000218": _ASSERTION,
    "AADB2C90079": _ASSERTION,
    "AADSTS700016": _UNKNOWN,
    "AADB2C90018": _UNKNOWN,
    "AADB2C90068": _UNKNOWN,
    "AADSTS7000112": _DISABLED,
    "AADB2C90092": _DISABLED,
    "AADSTS90002": _TENANT,
    "AADSTS500011": _SCOPE,
    "AADSTS50001": _SCOPE,
    "AADB2C90117": _SCOPE,
    "AADB2C90012": _SCOPE,
    "AADSTS70011": _SCOPE,
    "AADB2C90055": _SCOPE,
    "AADSTS1002012": _SCOPE,
    "AADSTS700022": _SCOPE,
    "AADB2C90146": _SCOPE,
    "AADSTS901002": _VERSION,
    "AADSTS501051": _ROLE,
    "AADB2C90205": _ROLE,
    "AADSTS700025": _TYPE,
    "AADSTS70003": _TYPE,
    "AADB2C90086": _TYPE,
    "AADB2C90057": _TYPE,
    "AADB2C90085": _B2C_INTERNAL,
    "AADSTS90033": _TRANSIENT,
    "AADSTS90024": _TRANSIENT,
    "AADSTS90006": _TRANSIENT,
    "AADB2C90035": _TRANSIENT,
    "AADB2C90048": _TRANSIENT,
}

_BY_ERROR: t.Mapping[str, str] = {
    "invalid_client": _SECRET,
    "unauthorized_client": f"{_UNKNOWN} {_TYPE}",
    "invalid_scope": _SCOPE,
    "invalid_resource": _SCOPE,
    "invalid_target": _SCOPE,
    "temporarily_unavailable": _TRANSIENT,
}


def hint(error: str | None, codes: t.Iterable[str], *, secret: str, asked: str) -> str | None:
    """Return what to check, by the first code that is known, otherwise by the OAuth error.

    ``secret`` says where the client secret came from, ``asked`` is the scope or resource that was sent.
    """
    found = next((_BY_CODE[code] for code in codes if code in _BY_CODE), None) or _BY_ERROR.get(error or "")
    return found.format(secret=secret, asked=asked) if found else None
