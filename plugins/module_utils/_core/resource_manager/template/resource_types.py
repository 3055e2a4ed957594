# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What templates may hold: the four documented resource types, field by field.

Private: for use inside dnv.veracity only.
Source: the pages on the Resource Manager in Veracity's documentation, and the templates published as samples.
"""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from .findings import Findings, Path
from .rules import (
    UNKNOWN,
    Rule,
    anything,
    at_least,
    by_key,
    each,
    fields,
    flag,
    https,
    identifier,
    is_https,
    matching,
    one_of,
    text,
    usually,
)

SERVICE, APPLICATION = "veracity.service", "veracity.application"
CLIENT_TYPES = ("None", "Confidential", "Public", "Spa", "ClientCredential", "ClientCredentials", "Native")
SECRET_MANAGEMENT = ("none", "rollover", "onlyIfEmpty")
UPLOAD_TYPES = ("swagger-json", "swagger-link-json", "openapi", "openapi+json", "openapi-link", "openapi+json-link")
# intervalType: its intervals. 0 counts days, 1 months, 2 years.
INTERVALS: t.Mapping[int, tuple[int, ...]] = {
    0: (30, 60, 90, 180, 365, 730),
    1: (1, 2, 3, 6, 12, 24),
    2: (1, 2),
}
INTERVAL_TYPES = ("days", "months", "years")
SCOPES = ("service", "veracity")

_NAME = matching(
    r"[A-Za-z0-9_, \-]{4,200}", "a name of 4 to 200 letters (A to Z), digits, spaces, underscores, commas and hyphens"
)
_LEVEL = matching(
    r"[A-Za-z0-9_.\-]{2,50}", "a name of 2 to 50 letters (A to Z), digits, underscores, hyphens and periods"
)
_NOT_EMPTY = matching(r"(?s).*\S.*", "a string that is not empty")


def _interval(value: t.Any, path: Path, findings: Findings) -> None:
    """The interval of a password policy is one of those that go with its type."""
    kind, interval = value.get("intervalType"), value.get("interval")
    if interval is None or interval is UNKNOWN or isinstance(kind, bool) or not isinstance(kind, int):
        return
    allowed = INTERVALS.get(kind, ())
    if allowed and (isinstance(interval, bool) or interval not in allowed):
        listed = ", ".join(str(each) for each in allowed)
        said = findings.kind_of(interval)
        findings.error((*path, "interval"), f"must be one of {listed} with {INTERVAL_TYPES[kind]}, not {said}.")


def _levels(value: t.Any, path: Path, findings: Findings) -> None:
    """No access level stands twice; one is needed when they are used."""
    levels = value.get("accessLevels")
    listed = levels if isinstance(levels, list) else []
    names = [level.get("accessLevelName") for level in listed if isinstance(level, dict)]
    for number, name in enumerate(names):
        if name in names[:number]:
            place = (*path, "accessLevels", number, "accessLevelName")
            findings.error(place, f"{findings.kind_of(name)} is listed twice.")
    if value.get("useAccessLevels") is True and not levels:
        findings.warn((*path, "accessLevels"), "is empty, although useAccessLevels is true.")


def _published(value: t.Any, path: Path, findings: Findings) -> None:
    """An API publishes at least one scope; custom schemes in redirect URLs are for native applications."""
    if value.get("isApi") is True and value.get("publishedScopes") in (None, []):
        findings.error((*path, "publishedScopes"), "must have at least one scope, because isApi is true.")
    redirects = value.get("redirectUrls")
    for number, url in enumerate(redirects if isinstance(redirects, list) else ()):
        place = (*path, "redirectUrls", number)
        scheme = urlsplit(url).scheme if isinstance(url, str) and url.isprintable() and "[" not in url else ""
        if value.get("clientType") == "Native" and scheme not in ("", "http", "https"):
            findings.warn(place, "is not an https URL, which Veracity documents; it is sent unchanged.")
        else:
            https(url, place, findings)


def _specification(value: t.Any, path: Path, findings: Findings) -> None:
    """A link to a specification is a URL."""
    kind, content = value.get("uploadType"), value.get("apiSpec")
    link = isinstance(kind, str) and "link" in kind
    if link and isinstance(content, str) and not is_https(content) and not content.startswith("http://"):
        findings.error((*path, "apiSpec"), f"must be a URL, because uploadType is {kind}.")


_PASSWORD_POLICY = fields(
    {
        "enforcePasswordPolicy": flag,
        "scope": one_of(0, 1, null=True),
        "intervalType": one_of(0, 1, 2, null=True),
        "interval": anything,
    },
    also=_interval,
)
_ACCESS_LEVELS = fields(
    {
        "useAccessLevels": flag,
        "accessLevels": each(fields({"accessLevelName": _LEVEL}, required=["accessLevelName"], null=False)),
    },
    also=_levels,
)
_ADMINISTRATORS = by_key(
    fields(
        {
            "owner": flag,
            "roles": each(matching(r"MYDNV_ADM_[A-Z]+", "a role such as MYDNV_ADM_SUBS")),
            "isServicePrincipal": flag,
        }
    )
)
_SERVICE = {
    "properties": fields(
        {
            "serviceUrl": https,
            "visible": flag,
            "openInNewTab": flag,
            "shortName": text,
            "description": text,
            "shortDescription": text,
            "category": text,
            "businessOwnerId": identifier,
            "technicalContactEmail": text,
            "providerCompanyName": text,
            "tags": each(text),
            "productionService": flag,
        }
    ),
    "advanced": fields(
        {
            "parentServiceId": identifier,
            "childServiceIds": each(identifier),
            "passwordPolicy": _PASSWORD_POLICY,
            "accessLevels": _ACCESS_LEVELS,
        }
    ),
}
_APPLICATION = {
    "properties": fields(
        {
            "isApi": flag,
            "clientType": one_of(*CLIENT_TYPES),
            "applicationUrl": https,
            "redirectUrls": each(anything),
            "publishedScopes": each(
                fields({"scopeName": _NOT_EMPTY, "description": text}, required=["scopeName"], null=False)
            ),
            "services": each(identifier),
            "secretManagementOptions": one_of(*SECRET_MANAGEMENT, null=True),
            "allowImplicitGrantFlow": flag,
            "appIdUri": text,
            "tokenVersion": one_of(1, 2, null=True),
        },
        also=_published,
    ),
    "advanced": fields(
        {
            "apiProductSubscriptions": each(
                fields({"productId": _NOT_EMPTY, "productName": text}, required=["productId"], null=False)
            ),
            "apiAcceses": each(
                fields({"apiClientId": identifier, "scopes": each(text)}, required=["apiClientId"], null=False)
            ),
            "clients": each(fields({"clientId": identifier, "scopes": each(text)}, required=["clientId"], null=False)),
        }
    ),
}
_API_SPEC = {
    "properties": fields(
        {
            "uploadType": one_of(*UPLOAD_TYPES),
            "apiSpec": text,
            "apiSuffix": text,
            "version": text,
            "products": each(text),
            "requireSubscription": flag,
            "backendUrl": text,
            "versionSetId": text,
            "description": text,
        },
        also=_specification,
    ),
    "advanced": fields({}),
}
_API_PRODUCT = {
    "properties": fields(
        {
            "description": text,
            "requireSubscriptionApproval": flag,
            "requireSubscription": flag,
            "state": usually("Published"),
            "apis": each(text),
            "groups": each(fields({"id": text, "value": text}, required=["id"])),
            "terms": text,
            "isPublic": flag,
        }
    ),
    "advanced": fields(
        {
            "throttling": fields(
                {
                    "enableThrottling": flag,
                    "counterKey": usually("ipAddress"),
                    "calls": at_least(1),
                    "renewal": at_least(1),
                    "incrementCondition": usually("any", "success"),
                }
            ),
            "cors": anything,
        }
    ),
}


def _resource(sections: t.Mapping[str, Rule], skus: t.Sequence[str], *, sku_required: bool = False) -> Rule:
    """Return the rule for a resource of one type."""
    common: dict[str, Rule] = {"administrators": _ADMINISTRATORS, "widget": fields({"enabledWidget": flag})}
    return fields(
        {
            "name": _NAME,
            "sku": one_of(*skus),
            "resourceType": text,
            "locked": flag,
            "sections": fields({**common, **sections}),
        },
        required=["name", "sections", *(["sku"] if sku_required else [])],
    )


RESOURCES: t.Mapping[str, Rule] = {
    SERVICE: _resource(_SERVICE, ["standard"]),
    APPLICATION: _resource(_APPLICATION, ["app", "api", "app;api"], sku_required=True),
    "veracity.apiSpec": _resource(_API_SPEC, ["standard"]),
    "veracity.apiProduct": _resource(_API_PRODUCT, ["standard"]),
}
# Of a resource type that is not documented only what all have.
OTHER_RESOURCE: Rule = fields(
    {
        "name": _NOT_EMPTY,
        "sku": text,
        "resourceType": text,
        "locked": flag,
        "sections": fields(
            {"properties": anything, "advanced": anything, "administrators": anything, "widget": anything}
        ),
    },
    required=["name"],
)
RESOURCE_GROUP: Rule = fields(
    {
        "name": _NOT_EMPTY,
        "description": text,
        "tags": each(text),
        "isProduction": flag,
        "locked": flag,
    },
    required=["name"],
    null=False,
)
