# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands before every API: operation, subscription key, bearer token, role, in this order."""

from __future__ import annotations

import dataclasses
import hmac
import re

from . import data, provisioning, services_v3, tenants_v4
from .data_workbench import gateway as data_workbench
from .messages import Request, Response, json_response
from .registrations import DEFAULT_SUBSCRIPTION_KEY, Application, audiences
from .routing import Api, Call, Route, message
from .state import State

APIS = (provisioning.API, data.API, services_v3.API, *tenants_v4.APIS, *data_workbench.APIS)
# A string that is a GUID and nothing else.
_GUID_IN_JSON = re.compile(rb'"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"')

_MISSING_KEY = (
    "Access denied due to missing subscription key. "
    "Make sure to include subscription key when making requests to an API."
)
_INVALID_KEY = (
    "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription."
)


def find_operation(method: str, path: str) -> tuple[Api, Route, dict[str, str]] | None:
    """Return the API, the operation and the parameters of the path."""
    for api in APIS:
        found = api.find(method, path)
        if found is not None:
            return api, *found
    return None


def not_found() -> Response:
    """Return the gateway's answer to a path that no operation has."""
    return json_response(404, {"statusCode": 404, "message": "Resource not found"})


def answer_api_request(state: State, request: Request) -> Response:
    """Return the answer of the gateway, or of the API behind it."""
    found = find_operation(request.method, request.path)
    if found is None:
        return not_found()
    api, route, parameters = found
    if state.settings.require_subscription_key:
        refused = _refused_key(state, request, api)
        if refused is not None:
            return refused
    return api.finish(request, _answer_behind_gateway(state, request, api, route, parameters))


def _answer_behind_gateway(
    state: State, request: Request, api: Api, route: Route, parameters: dict[str, str]
) -> Response:
    claims = _claims(state, request, api)
    if claims is None:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return json_response(401, {"Message": "Authorization has been denied for this request."}, headers)
    caller: Application | None = state.applications.find(claims.get("appid") or claims["azp"])
    if caller is None or not api.admits(caller):
        return message(403, "The application is not registered in Data Fabric.")
    response = route.handler(Call(state, request, caller, parameters))
    if api is data.API and state.settings.guid_case == "upper":
        return dataclasses.replace(response, body=_GUID_IN_JSON.sub(lambda found: found[0].upper(), response.body))
    return response


def _refused_key(state: State, request: Request, api: Api) -> Response | None:
    key = request.headers.get("Ocp-Apim-Subscription-Key") or (request.query.get("subscription-key") or [""])[0]
    right = (
        hmac.compare_digest(key.encode("utf-8"), DEFAULT_SUBSCRIPTION_KEY.encode("utf-8"))
        and _product(api) in state.settings.subscription_key_apis
    )
    # Applications that the Resource Manager made have keys of their own.
    if right or key in state.projects.subscription_keys():
        return None
    realm = f'realm="https://api.veracity.com{api.base}",name="Ocp-Apim-Subscription-Key",type="header"'
    body = {"statusCode": 401, "message": _INVALID_KEY if key else _MISSING_KEY}
    return json_response(401, body, {"WWW-Authenticate": f"AzureApiManagementKey {realm}"})


def _product(api: Api) -> str:
    """Return whose subscription keys an API takes."""
    for part, product in (("/datafabric/", "data_fabric"), ("/dw/", "data_workbench")):
        if part in api.base:
            return product
    return "services"


def _claims(state: State, request: Request, api: Api) -> dict[str, str] | None:
    scheme, _space, token = (request.headers.get("Authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    claims = state.tokens.check(token, audiences(api.registration, state.settings.environment))
    version = state.settings.accepted_token_version
    return None if claims is None or version not in (None, claims["ver"]) else claims
