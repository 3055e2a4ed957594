# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the two kinds of token endpoint refuse a request."""

from __future__ import annotations

import typing as t
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone

from .identity_codes import B2C_CODES, ENTRA_CODES
from .messages import Response, json_response


class TokenRefusedError(Exception):
    """A token request that is refused for ``reason``, a key of both tables below; ``subject`` goes into the text."""

    def __init__(self, reason: str, subject: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.subject = subject


@dataclass(frozen=True)
class _Refusal:
    status: int
    error: str
    code: str
    text: str


ENTRA = {
    "method": _Refusal(405, "invalid_request", "900561", "This endpoint takes POST requests, not {}."),
    "tenant": _Refusal(400, "invalid_request", "90002", "Tenant '{}' was not found."),
    "malformed": _Refusal(400, "invalid_request", "9002313", "The request is malformed: {}."),
    "parameter": _Refusal(400, "invalid_request", "900144", "The request body has to contain '{}'."),
    "grant_type": _Refusal(400, "unsupported_grant_type", "70003", "The grant type '{}' is not supported."),
    "client": _Refusal(400, "unauthorized_client", "700016", "Application '{}' was not found in the directory."),
    "foreign_client": _Refusal(
        400, "unauthorized_client", "700016", "Application '{}' was not found in the directory."
    ),
    "disabled": _Refusal(401, "unauthorized_client", "7000112", "Application '{}' is disabled."),
    "secret_missing": _Refusal(401, "invalid_client", "7000218", "The request body has to contain 'client_secret'."),
    "secret_empty": _Refusal(401, "invalid_client", "7000216", "A client secret or assertion is required."),
    "secret_wrong": _Refusal(
        401, "invalid_client", "7000215", "Invalid client secret provided: send its value, not its id, for app '{}'."
    ),
    "secret_expired": _Refusal(401, "invalid_client", "7000222", "The client secret keys of app '{}' are expired."),
    "resource_on_v2": _Refusal(400, "invalid_request", "901002", "The 'resource' parameter is not supported."),
    "scope_on_v1": _Refusal(400, "invalid_request", "9002313", "'scope' does not belong to this endpoint."),
    "several": _Refusal(400, "invalid_scope", "700022", "Scope '{}' names more than one resource."),
    "not_default": _Refusal(400, "invalid_scope", "1002012", "Scope '{}' has to end in /.default."),
    "no_resource": _Refusal(400, "invalid_scope", "1002012", "Scope '{}' has to be a resource with /.default."),
    "scope": _Refusal(400, "invalid_scope", "70011", "The provided value '{}' for 'scope' is not valid."),
    "resource": _Refusal(400, "invalid_resource", "500011", "The resource '{}' was not found in the tenant."),
    "resource_v1": _Refusal(400, "invalid_resource", "50001", "The resource '{}' was not found in the tenant."),
}

B2C = {
    "method": _Refusal(405, "invalid_request", "90083", "This endpoint takes POST requests, not {}."),
    "malformed": _Refusal(400, "invalid_request", "90083", "The request is malformed: {}."),
    "parameter": _Refusal(400, "invalid_request", "90083", "The request lacks the parameter '{}'."),
    "parameter client_id": _Refusal(400, "invalid_request", "90008", "The request lacks a client id."),
    "parameter scope": _Refusal(400, "invalid_request", "90010", "The request lacks a scope."),
    "grant_type": _Refusal(400, "unsupported_grant_type", "90086", "The grant_type '{}' is not supported."),
    "client": _Refusal(400, "invalid_request", "90018", "The client id '{}' does not exist in the tenant."),
    "foreign_client": _Refusal(400, "invalid_request", "90068", "Application '{}' is not valid for this service."),
    "disabled": _Refusal(400, "unauthorized_client", "90092", "Application '{}' is disabled for the tenant."),
    "secret_missing": _Refusal(400, "invalid_request", "90079", "A confidential client has to send a client_secret."),
    "secret_empty": _Refusal(400, "invalid_request", "90079", "A confidential client has to send a client_secret."),
    "secret_wrong": _Refusal(400, "invalid_grant", "90081", "The client_secret does not match the expected value."),
    "secret_expired": _Refusal(400, "invalid_grant", "90081", "The client_secret does not match the expected value."),
    "resource_on_v2": _Refusal(400, "invalid_request", "90117", "The 'resource' parameter is not supported."),
    "several": _Refusal(400, "invalid_request", "90146", "Scope '{}' specifies more than one resource."),
    "not_default": _Refusal(400, "invalid_request", "90117", "The scope '{}' is not supported."),
    "no_resource": _Refusal(400, "invalid_request", "90055", "The scope '{}' has to specify a resource."),
    "scope": _Refusal(400, "invalid_request", "90055", "The scope '{}' has to specify a resource."),
    "resource": _Refusal(400, "invalid_request", "90117", "The scope '{}' is not supported."),
    "classic": _Refusal(400, "invalid_grant", "90085", "The service has encountered an internal error."),
}


_BY_CODE = {
    **{f"AADSTS{refusal.code}": refusal for refusal in ENTRA.values()},
    **{f"AADB2C{refusal.code}": refusal for refusal in B2C.values()},
    **{f"AADSTS{code}": _Refusal(*more[:2], code, more[2]) for code, more in ENTRA_CODES.items()},
    **{f"AADB2C{code}": _Refusal(*more[:2], code, more[2]) for code, more in B2C_CODES.items()},
}
CODES = tuple(sorted(_BY_CODE))
"""All codes with which the simulator can refuse."""


def refusal_response(endpoint: str, refused: TokenRefusedError, now: float) -> Response:
    """Return the answer of a B2C or an Entra endpoint to a refused request."""
    if endpoint == "b2c":
        return _response(endpoint, B2C.get(f"{refused.reason} {refused.subject}") or B2C[refused.reason], refused, now)
    return _response(endpoint, ENTRA[refused.reason], refused, now)


def scripted_refusal(endpoint: str, code: str | None, now: float) -> Response | None:
    """Return the refusal with that code, None when the endpoint is not of the kind that has it."""
    if code is None or code.startswith("AADB2C") != (endpoint == "b2c"):
        return None
    return _response(endpoint, _BY_CODE[code], TokenRefusedError("scripted"), now)


def _response(endpoint: str, refusal: _Refusal, refused: TokenRefusedError, now: float) -> Response:
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    moment = datetime.fromtimestamp(now, timezone.utc).strftime("%Y-%m-%d %H:%M:%SZ")
    body: dict[str, t.Any]
    if endpoint == "b2c":
        text = f"AADB2C{refusal.code}: {refusal.text.format(refused.subject)}"
        description = f"{text}\r\nCorrelation ID: {correlation}\r\nTimestamp: {moment}\r\n"
        body = {"error": refusal.error, "error_description": description}
    else:
        text = f"AADSTS{refusal.code}: {refusal.text.format(refused.subject)}"
        body = {
            "error": refusal.error,
            "error_description": f"{text}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {moment}",
            "error_codes": [int(refusal.code)],
            "timestamp": moment,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"https://login.microsoftonline.com/error?code={refusal.code}",
        }
    headers = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache", "x-ms-request-id": trace}
    if refusal.status == 405:
        headers["Allow"] = "POST"
    return json_response(refusal.status, body, headers)
