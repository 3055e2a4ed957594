# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What usually lies behind an error of the token endpoint. Private: for use inside dnv.veracity only.

The codes are for hints alone: Microsoft says that they change and that clients branch on ``error``. Sources:
Microsoft's lists of AADSTS and AADB2C error codes, and reports of users.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass


@dataclass(frozen=True)
class Circumstances:
    """What hints refer to.

    ``secret`` says where the client secret came from. ``parameter`` and ``asked`` are what was asked for, ``uri`` is
    its App ID URI. ``directory`` and ``policy`` are the options that directory and policy came from.
    """

    secret: str
    parameter: str
    asked: str
    uri: str
    directory: str
    policy: str


_SECRET = (
    "The portal shows a secret's value only once: check that {secret} is the value and not the id of the secret, that "
    "it belongs to this application, and that it has not expired."
)
_EXPIRED = "The secret has expired. Create a new one in the Developer portal, and store its value in {secret}."
_NO_SECRET = (
    "No client secret arrived. Set client_secret, because this endpoint authenticates applications by secret. If it is "
    "set, a proxy may have rewritten the form."
)
_UNKNOWN = (
    "Check client_id, and that veracity_environment is the one in which the application was created. Production, "
    "staging and test are different directories."
)
_NOT_ADMITTED = (
    "The application or the API is not installed, enabled or granted in this directory. Add the API to the application "
    "in My Projects, and check that both belong to the environment in veracity_environment. If both are right, ask the "
    "owner of the API."
)
_ROLE = "The API requires that the application is assigned to it. Ask its owner to grant a role to the application."
_TENANT = "The directory in the token URL is missing or not valid. Check {directory}."
_POLICY = "The policy does not exist in the directory. Check {policy}."
_SCOPE = (
    "Client credentials need exactly one resource, in the form <App ID URI>/.default. The request was for: {asked}. "
    "Outside production, set scope or resource yourself, because the ids of most APIs are not published."
)
_RESOURCE = (
    "The directory does not know this resource. Set resource to the App ID URI of the API without /.default: {uri}. "
    "Outside production, set it yourself, because the ids of most APIs are not published."
)
_TYPE = (
    "The application cannot use client credentials. In My Projects, create a client application of the type "
    "ClientCredentials, with a secret."
)
_GRANT = (
    "This endpoint or policy does not accept the client credentials grant. Set another policy, or endpoint: entra_v2. "
    "If that does not help, check that the application is of the type ClientCredentials."
)
_ANOTHER_ENDPOINT = (
    "The request is not valid for this policy. Set endpoint: entra_v2, or send the correlation id to "
    "support@veracity.com."
)
_B2C_INTERNAL = (
    "AADB2C90085 is called an internal error. Usually, the application or the API is not registered for this endpoint "
    "(signInAudience, accessTokenAcceptedVersion), or is not of the type ClientCredentials. Set endpoint: entra_v2, "
    "with which the same application often works."
)
_DISABLED = "The application is disabled. Ask its owner to enable it in the Developer portal."
_BLOCKED = (
    "A policy of the directory blocks the application, or the address of this machine. Try from another network, or "
    "send the correlation id to support@veracity.com."
)
_LOST = "A parameter was lost in transit. A proxy may have rewritten the form. Check proxy and token_url."
_TRANSIENT = "The identity provider has a temporary problem. Run again in a minute."
_VERSION = "Set resource for the v1 endpoint (entra_v1), and scope for the v2 endpoints (b2c, entra_v2)."
_UNHEARD_OF = "Look up the code in Microsoft's list of error codes, or send the correlation id to support@veracity.com."

SECRET_CODES = frozenset({"AADSTS7000215", "AADSTS7000222", "AADSTS70002", "AADSTS50012", "AADB2C90081"})
# The same request in a loop, and too many of them: HTTP 429 by another name.
THROTTLING_CODES = frozenset({"AADSTS50196", "AADB2C90244"})

_CODES: t.Mapping[str, str] = {
    _SECRET: "AADSTS7000215 AADSTS70002 AADSTS50012 AADB2C90081",
    _EXPIRED: "AADSTS7000222",
    _NO_SECRET: "AADSTS7000216 AADSTS7000218 AADB2C90079",
    _UNKNOWN: "AADSTS700016 AADB2C90018 AADB2C90068",
    _DISABLED: "AADSTS7000112 AADB2C90092",
    _NOT_ADMITTED: "AADSTS7000229 AADSTS650052 AADSTS650056 AADSTS65005 AADSTS65001 AADSTS650057 AADSTS500014 "
    "AADSTS50105 AADB2C90205",
    _ROLE: "AADSTS501051",
    _TYPE: "AADSTS700025 AADSTS700027 AADSTS700211 AADSTS7000114",
    _TENANT: "AADSTS900023 AADSTS90002 AADSTS50059 AADSTS90019 AADSTS50128 AADSTS50194",
    _BLOCKED: "AADSTS53003 AADSTS530035 AADSTS50053 AADSTS500021",
    _LOST: "AADSTS90013 AADSTS90014 AADSTS900144 AADSTS9002313 AADB2C90008 AADB2C90010 AADB2C90083",
    _GRANT: "AADSTS70003 AADB2C90086",
    _POLICY: "AADB2C90022 AADB2C90031",
    _ANOTHER_ENDPOINT: "AADB2C90080 AADB2C90087 AADB2C90088 AADB2C90284 AADB2C90296 AADB2C99027",
    _B2C_INTERNAL: "AADB2C90085",
    _SCOPE: "AADSTS500011 AADSTS50001 AADB2C90117 AADB2C90012 AADSTS70011 AADB2C90055 AADSTS1002012 AADSTS700022 "
    "AADB2C90146",
    _VERSION: "AADSTS901002",
    _TRANSIENT: "AADSTS90036 AADSTS50000 AADSTS90033 AADSTS90024 AADSTS90006 AADB2C90035 AADB2C90048",
}
_BY_CODE: t.Mapping[str, str] = {code: text for text, codes in _CODES.items() for code in codes.split()}

_BY_ERROR: t.Mapping[str, str] = {
    "unauthorized_client": f"{_UNKNOWN} {_TYPE}",
    "unsupported_grant_type": _GRANT,
    "invalid_scope": _SCOPE,
    "invalid_resource": _SCOPE,
    "invalid_target": _SCOPE,
    "temporarily_unavailable": _TRANSIENT,
    "server_error": _TRANSIENT,
}


# The same in a few words, for a first line.
_CAUSES: t.Mapping[str, str] = {
    _SECRET: "the client secret is not valid",
    _EXPIRED: "the client secret has expired",
    _NO_SECRET: "no client secret arrived",
    _UNKNOWN: "the directory does not know the application",
    _DISABLED: "the application is disabled",
    _NOT_ADMITTED: "the application or the API is not installed, enabled or granted in the directory",
    _ROLE: "the application is not assigned to the API",
    _TYPE: "the application is not of the type ClientCredentials",
    _TENANT: "the directory in the token URL does not exist",
    _BLOCKED: "a policy of the directory blocks the application, or the address of this machine",
    _LOST: "a parameter of the request was lost on the way",
    _GRANT: "the endpoint or policy does not accept client credentials",
    _POLICY: "the policy does not exist in the directory",
    _ANOTHER_ENDPOINT: "the request is not valid for this policy",
    _B2C_INTERNAL: "the application or the API is not registered for this endpoint",
    _SCOPE: "the directory has no such API for {parameter} {asked}",
    _VERSION: "scope and resource are mixed up",
    _TRANSIENT: "the identity provider has a temporary problem",
}
_CAUSES_BY_ERROR: t.Mapping[str, str] = {
    "invalid_client": _CAUSES[_SECRET],
    "unauthorized_client": _CAUSES[_UNKNOWN],
    "unsupported_grant_type": _CAUSES[_GRANT],
    "invalid_scope": _CAUSES[_SCOPE],
    "invalid_resource": _CAUSES[_SCOPE],
    "invalid_target": _CAUSES[_SCOPE],
    "temporarily_unavailable": _CAUSES[_TRANSIENT],
    "server_error": _CAUSES[_TRANSIENT],
}


def cause(error: str | None, codes: t.Sequence[str], parameter: str, asked: str) -> str | None:
    """Return in a few words what the first known code means, otherwise the OAuth error; None for an unknown one.

    ``invalid_client`` means the secret only where no code says something else, as in ``hint``.
    """
    found = next((_CAUSES[_BY_CODE[code]] for code in codes if code in _BY_CODE), None)
    if found is None and not (codes and error == "invalid_client"):
        found = _CAUSES_BY_ERROR.get(error or "")
    return found and found.format(parameter=parameter, asked=asked)


def hint(error: str | None, codes: t.Sequence[str], circumstances: Circumstances) -> str:
    """Return what to do, by the first code that is known, otherwise by the OAuth error.

    The secret is blamed only by codes that mean it, or where ``invalid_client`` comes without any code.
    """
    found = next((_BY_CODE[code] for code in codes if code in _BY_CODE), None) or _BY_ERROR.get(error or "")
    if found is None:
        found = _SECRET if error == "invalid_client" and not codes else _UNHEARD_OF
    if found is _SCOPE and circumstances.parameter == "resource":
        found = _RESOURCE
    return found.format(**vars(circumstances))


def hint_for_unknown_policy(circumstances: Circumstances) -> str:
    """Return what to do about an endpoint that is not there: B2C has no page for a policy that it does not know."""
    return _POLICY.format(**vars(circumstances))
