# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a template may contain: the four resource types with their fields."""

from __future__ import annotations

import typing as t

from .service_catalogue import ROLES
from .vrm_checks import (
    Check,
    TemplateError,
    a_flag,
    a_number,
    a_string,
    anything,
    each,
    is_expression,
    mapping,
    matching,
    nullable,
    one_of,
    record,
    secure_url,
)

SERVICE, APPLICATION = "veracity.service", "veracity.application"
API_SPEC, API_PRODUCT = "veracity.apiSpec", "veracity.apiProduct"
PLATFORM_PRODUCT = "veracity-platfrom-api"
"""Spelled as Veracity spells it."""

_text = nullable(a_string)
_texts = each(a_string)
_flag = nullable(a_flag)
_name = matching(
    r"[A-Za-z0-9_, \-]{4,200}", "has to be 4 to 200 letters, digits, underscores, commas, spaces or hyphens"
)
_level_name = matching(r"[A-Za-z0-9_.\-]{2,50}", "has to be 2 to 50 letters, digits, underscores, dots or hyphens")
_INTERVALS: dict[t.Any, tuple[int, ...]] = {
    0: (30, 60, 90, 180, 365, 730),
    1: (1, 2, 3, 6, 12, 24),
    2: (1, 2),
}
_INTERVAL_NAMES = ("days", "months", "years")
_SCOPE_NAMES = ("service", "veracity")


def _password_policy(path: str, value: t.Any) -> None:
    _policy_fields(path, value)
    if not isinstance(value, dict) or any(map(is_expression, value.values())) or "intervalType" not in value:
        return
    kind = value["intervalType"]
    allowed = _INTERVALS[_INTERVAL_NAMES.index(kind) if isinstance(kind, str) else kind]
    if value.get("interval") not in allowed:
        raise TemplateError(f"{path}.interval", f"has to be one of {', '.join(map(str, allowed))}")


def _access_levels(path: str, value: t.Any) -> None:
    _access_fields(path, value)
    levels = value.get("accessLevels") if isinstance(value, dict) else None
    if not isinstance(levels, list):
        return
    names = [level.get("accessLevelName") for level in levels if isinstance(level, dict)]
    if len(set(names)) < len(names):
        raise TemplateError(f"{path}.accessLevels", "names a level twice")


def _application_properties(path: str, value: t.Any) -> None:
    _application_fields(path, value)
    if isinstance(value, dict) and value.get("isApi") is True and not value.get("publishedScopes"):
        raise TemplateError(f"{path}.publishedScopes", "has to have a scope, since isApi is true")


def _client_id(path: str, value: t.Any) -> None:
    # The documentation has an example with an array of one.
    a_string(path, value[0] if isinstance(value, list) and len(value) == 1 else value)


_policy_fields = record(
    {
        "enforcePasswordPolicy": a_flag,
        "scope": one_of(0, 1, *_SCOPE_NAMES),
        "intervalType": one_of(0, 1, 2, *_INTERVAL_NAMES),
        "interval": a_number,
    },
    ("enforcePasswordPolicy",),
)
_access_fields = record(
    {
        "useAccessLevels": a_flag,
        "accessLevels": nullable(each(record({"accessLevelName": _level_name}, ("accessLevelName",)))),
    },
    ("useAccessLevels",),
)
_application_fields = record(
    {
        "isApi": a_flag,
        "clientType": one_of(
            "None", "Confidential", "Public", "Spa", "ClientCredential", "ClientCredentials", "Native"
        ),
        "applicationUrl": nullable(secure_url),
        "redirectUrls": nullable(each(secure_url)),
        "publishedScopes": nullable(each(record({"scopeName": a_string, "description": _text}, ("scopeName",)))),
        "services": nullable(_texts),
        "secretManagementOptions": nullable(one_of("none", "rollover", "onlyIfEmpty")),
        "allowImplicitGrantFlow": _flag,
        "appIdUri": _text,
        "tokenVersion": nullable(one_of(1, 2)),
    },
    ("isApi", "clientType"),
)
_service = record(
    {
        "properties": record(
            {
                "serviceUrl": secure_url,
                "visible": _flag,
                "openInNewTab": _flag,
                "shortName": _text,
                "description": _text,
                "shortDescription": _text,
                "category": anything,
                "businessOwnerId": _text,
                "technicalContactEmail": _text,
                "providerCompanyName": _text,
                "tags": nullable(_texts),
                "productionService": _flag,
            },
            ("serviceUrl",),
        ),
        "advanced": record(
            {
                "parentServiceId": _text,
                "childServiceIds": nullable(_texts),
                "passwordPolicy": nullable(_password_policy),
                "accessLevels": nullable(_access_levels),
            }
        ),
        "administrators": nullable(
            mapping(record({"owner": a_flag, "roles": each(one_of(*ROLES)), "isServicePrincipal": a_flag}))
        ),
    },
    ("properties",),
)
_scopes = {"scopes": _texts}
_client = record({"clientId": a_string, "apiClientId": a_string, "apiName": _text, **_scopes}, ("scopes",))
_application = record(
    {
        "properties": _application_properties,
        "advanced": record(
            {
                "apiProductSubscriptions": nullable(
                    each(record({"productId": a_string, "productName": _text}, ("productId",)))
                ),
                "apiAcceses": nullable(each(record({"apiClientId": _client_id, **_scopes}, ("apiClientId", "scopes")))),
                # The documentation also shows entries with apiClientId and apiName here.
                "clients": nullable(each(_client)),
            }
        ),
    },
    ("properties",),
)
_api_spec = record(
    {
        "properties": record(
            {
                "uploadType": one_of(
                    "swagger-json",
                    "swagger-link-json",
                    "openapi",
                    "openapi+json",
                    "openapi-link",
                    "openapi+json-link",
                ),
                "apiSpec": anything,
                "apiSuffix": _text,
                "version": _text,
                "products": nullable(_texts),
                "requireSubscription": _flag,
                "backendUrl": nullable(secure_url),
                "versionSetId": _text,
                "description": _text,
            },
            ("uploadType", "apiSpec"),
        )
    },
    ("properties",),
)
_throttling = {
    "enableThrottling": a_flag,
    "counterKey": _text,
    "calls": nullable(a_number),
    "renewal": nullable(a_number),
    "incrementCondition": _text,
}
_api_product = record(
    {
        "properties": record(
            {
                "description": _text,
                "requireSubscriptionApproval": _flag,
                "requireSubscription": _flag,
                "state": _text,
                "apis": nullable(_texts),
                "groups": nullable(each(record({"id": a_string, "value": a_string}, ("id",)))),
                "terms": _text,
                "isPublic": _flag,
            }
        ),
        # The documentation places cors in two ways.
        "advanced": record({"throttling": nullable(record({**_throttling, "cors": anything})), "cors": anything}),
        "widget": nullable(record({"enabledWidget": a_flag})),
    },
    ("properties",),
)
_SECTIONS: dict[str, tuple[Check, tuple[str, ...]]] = {
    SERVICE: (_service, ("standard",)),
    APPLICATION: (_application, ("app", "api", "app;api")),
    API_SPEC: (_api_spec, ("standard",)),
    API_PRODUCT: (_api_product, ("standard",)),
}

check_group = record(
    {"name": a_string, "description": _text, "tags": nullable(_texts), "isProduction": _flag, "locked": _flag},
    ("name",),
)
check_values = each(
    record(
        {"name": a_string, "value": anything, "type": one_of("string", "object")},
        ("name", "value", "type"),
    )
)
check_top = record(
    {"resourceGroup": anything, "variables": anything, "resources": anything, "outputs": anything},
    ("resourceGroup", "resources"),
)


def check_resource(path: str, value: t.Any) -> None:
    """Raise TemplateError when a resource is not as its type says."""
    if not isinstance(value, dict):
        raise TemplateError(path, "has to be an object")
    kind = value.get("resourceType")
    if kind not in _SECTIONS:
        raise TemplateError(f"{path}.resourceType", f"has to be one of {', '.join(_SECTIONS)}")
    sections, skus = _SECTIONS[kind]
    fields = {"name": _name, "sku": one_of(*skus), "resourceType": anything, "locked": _flag, "sections": sections}
    record(fields, ("name", "sku", "sections"))(path, value)
