# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The three token endpoints: Entra v1, Entra v2 and B2C."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from urllib.parse import parse_qsl, unquote_plus

from .identity_errors import TokenRefusedError, refusal_response, scripted_refusal
from .messages import Request, Response, json_response
from .registrations import GUID, Application, Applications, Registration, find_registration
from .tenants import Tenant, find_tenant
from .tokens import Grant, Tokens

_RESOURCE_URI = re.compile(r"https://[^/\s]+/[^\s]+")
_DEFAULT = "/.default"


def answer_token_request(
    endpoint: str,
    tenant_name: str,
    request: Request,
    applications: Applications,
    tokens: Tokens,
    now: float,
    refused_with: str | None = None,
) -> Response:
    """Return the answer of ``endpoint`` (entra_v1, entra_v2 or b2c) of that tenant: a token or a refusal.

    With the code ``refused_with`` every request is refused, where the endpoint is of the kind that has it.
    """
    scripted = scripted_refusal(endpoint, refused_with, now)
    if scripted is not None:
        return scripted
    try:
        grant = _grant(endpoint, tenant_name, request, applications)
    except TokenRefusedError as refused:
        return refusal_response(endpoint, refused, now)
    token, claims = tokens.issue(grant)
    lifetime = claims["exp"] - claims["iat"]
    if endpoint == "entra_v1":
        body = {
            "token_type": "Bearer",
            "expires_in": str(lifetime),
            "ext_expires_in": str(lifetime),
            "expires_on": str(claims["exp"]),
            "not_before": str(claims["nbf"]),
            "resource": grant.registration.uri(),
            "access_token": token,
        }
    elif endpoint == "entra_v2":
        body = {"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime, "access_token": token}
    else:
        body = {
            "access_token": token,
            "token_type": "Bearer",
            "not_before": claims["nbf"],
            "expires_in": lifetime,
            "expires_on": claims["exp"],
            "resource": grant.registration.guid,
        }
    return json_response(200, body, {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"})


def _grant(endpoint: str, tenant_name: str, request: Request, applications: Applications) -> Grant:
    if request.method != "POST":
        raise TokenRefusedError("method", request.method)
    tenant = find_tenant(tenant_name)
    if tenant is None:
        raise TokenRefusedError("tenant", tenant_name)
    form = _form(request)
    for name in ("grant_type", "client_id"):
        if not form.get(name):
            raise TokenRefusedError("parameter", name)
    if form["grant_type"] != "client_credentials":
        raise TokenRefusedError("grant_type", form["grant_type"])
    application = _client(form["client_id"], tenant, applications)
    _check_secret(application, form.get("client_secret"))
    registration = _resource(form, tenant) if endpoint == "entra_v1" else _scope(form, tenant)
    if endpoint == "b2c" and registration.version != "2.0":
        # B2C issues version 2 only and answers a classic registration with its internal error.
        raise TokenRefusedError("classic")
    return Grant(endpoint, application, registration)


def _form(request: Request) -> dict[str, str]:
    """Return the form fields, with the credentials of a Basic header among them."""
    if request.media_type() != "application/x-www-form-urlencoded":
        raise TokenRefusedError("parameter", "grant_type")
    try:
        pairs = parse_qsl(request.body.decode("utf-8"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise TokenRefusedError("malformed", "the body is not UTF-8") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise TokenRefusedError("malformed", "a parameter is given twice")
    header = request.headers.get("Authorization")
    if header is None:
        return form
    identifier, secret = _basic(header)
    if "client_secret" in form or form.get("client_id", identifier) != identifier:
        raise TokenRefusedError("malformed", "the client authenticates in two ways")
    return {**form, "client_id": identifier, "client_secret": secret}


def _basic(header: str) -> tuple[str, str]:
    """Return id and secret of a Basic header; both are form-encoded inside it (RFC 6749, 2.3.1)."""
    scheme, _space, encoded = header.partition(" ")
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        decoded = ""
    identifier, colon, secret = decoded.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise TokenRefusedError("malformed", "the Authorization header is not Basic")
    return unquote_plus(identifier), unquote_plus(secret)


def _client(client_id: str, tenant: Tenant, applications: Applications) -> Application:
    application = applications.find(client_id)
    if application is None:
        raise TokenRefusedError("client", client_id)
    if tenant.environment not in application.tenants:
        raise TokenRefusedError("foreign_client", client_id)
    if not application.enabled:
        raise TokenRefusedError("disabled", client_id)
    return application


def _check_secret(application: Application, secret: str | None) -> None:
    if secret is None:
        raise TokenRefusedError("secret_missing")
    if not secret:
        raise TokenRefusedError("secret_empty")
    known = (application.client_secret, *application.further_secrets)
    if not any(hmac.compare_digest(secret.encode("utf-8"), right.encode("utf-8")) for right in known):
        raise TokenRefusedError("secret_wrong", application.client_id)
    if application.secret_expired:
        raise TokenRefusedError("secret_expired", application.client_id)


def _resource(form: dict[str, str], tenant: Tenant) -> Registration:
    if "scope" in form:
        raise TokenRefusedError("scope_on_v1")
    resource = form.get("resource")
    if not resource:
        raise TokenRefusedError("parameter", "resource")
    registration = find_registration(tenant, resource, bare_guid=False)
    if registration is None:
        raise TokenRefusedError("resource_v1", resource)
    return registration


def _scope(form: dict[str, str], tenant: Tenant) -> Registration:
    if "resource" in form:
        raise TokenRefusedError("resource_on_v2")
    scope = form.get("scope", "")
    values = scope.split()
    if not values:
        raise TokenRefusedError("parameter", "scope")
    if any(value in ("openid", "offline_access", "profile") for value in values):
        raise TokenRefusedError("no_resource", scope)
    if not all(value.endswith(_DEFAULT) for value in values):
        raise TokenRefusedError("not_default", scope)
    if len(values) > 1:
        raise TokenRefusedError("several", scope)
    name = values[0].removesuffix(_DEFAULT)
    if not _RESOURCE_URI.fullmatch(name) and not GUID.fullmatch(name):
        raise TokenRefusedError("scope", scope)
    registration = find_registration(tenant, name, bare_guid=True)
    if registration is None:
        raise TokenRefusedError("resource", name)
    return registration
