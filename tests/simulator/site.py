# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One site for everything: which part of the simulator answers a path."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .gateway import answer_api_request, find_operation
from .identity import answer_token_request
from .messages import Request, Response, json_response
from .metadata import metadata
from .registrations import GUID
from .state import State
from .tenants import find_tenant, known_policy
from .vrm import PREFIX as VRM_PREFIX
from .vrm import answer_vrm_request
from .vrm import operation as vrm_operation

API_PREFIXES = ("/veracity/", "/apiv4/")
_IDENTITY_PATH = re.compile(
    r"(?:/(?:tfp|te)(?=/[^/]+/b2c_1))?/(?P<tenant>[^/]+)(?:/(?P<policy>b2c_1[^/]*))?"
    r"/(?P<what>oauth2/token|oauth2/v2\.0/token"
    r"|\.well-known/openid-configuration|v2\.0/\.well-known/openid-configuration"
    r"|discovery/keys|discovery/v2\.0/keys)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Answerer:
    """Who answers a request, and the name under which it is counted."""

    operation: str
    answer: Callable[[], Response]


def find_answerer(state: State, request: Request) -> Answerer:
    """Return who answers ``request``; nothing is done yet."""
    if request.path.lower().startswith(VRM_PREFIX):
        return Answerer(vrm_operation(request), lambda: answer_vrm_request(state, request))
    if request.path.lower().startswith(API_PREFIXES):
        found = find_operation(request.method, request.path)
        operation = (
            f"{request.method} {GUID.sub('{id}', request.path)}" if found is None else found[0].operation(found[1])
        )
        return Answerer(operation, lambda: answer_api_request(state, request))
    found_path = _IDENTITY_PATH.fullmatch(request.path)
    if found_path is None:
        return Answerer(f"{request.method} {GUID.sub('{id}', request.path)}", _nothing_here)
    return _identity(state, request, found_path)


def _identity(state: State, request: Request, found: re.Match[str]) -> Answerer:
    what = found["what"].lower()
    in_query = "p" in request.query
    policy = found["policy"] or (request.query["p"][0] if in_query else "")
    version_2 = "v2.0" in what
    endpoint = ("b2c" if policy or in_query else "entra_v2") if version_2 else "entra_v1"
    operation = f"{request.method} /{{tenant}}{'/{policy}' if found['policy'] else ''}/{what}"
    operation += "?p={policy}" if in_query else ""
    tenant = find_tenant(found["tenant"])
    # The B2C host has no page for a tenant or a policy that it does not know, nor for version 1.
    if (endpoint == "b2c" and (tenant is None or not known_policy(policy))) or (found["policy"] and not version_2):
        return Answerer(operation, _nothing_here)
    if what.endswith("/token"):
        return Answerer(
            operation,
            lambda: answer_token_request(
                endpoint,
                found["tenant"],
                request,
                state.applications,
                state.tokens,
                state.clock.now(),
                state.settings.token_refusal,
            ),
        )
    if request.method != "GET" or tenant is None:
        return Answerer(operation, _nothing_here)
    if what.endswith("keys"):
        return Answerer(operation, lambda: json_response(200, state.keys.jwks()))
    return Answerer(
        operation,
        lambda: json_response(200, metadata(endpoint, tenant, request.origin, policy, in_query=in_query)),
    )


def _nothing_here() -> Response:
    return Response(404, b"<html><body>Not found</body></html>", {"Content-Type": "text/html; charset=utf-8"})
