# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Templates to test with: one that is right, and ways to change it."""

from __future__ import annotations

import copy
import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.check import Checked, check
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.documents import (
    parameter_list,
)

PLATFORM_API = "83054ebf-1d7b-43f5-82ad-b2bde84d7b75"
SERVICE_ID = "$resources[?name== parameter('svc')].id"
SECRET = "$resources[?name== parameter('bot')].sections.properties.secrets[0].secretText"
KEYS = "$resources[?name== parameter('bot')].sections.advanced.apiProductSubscriptions[*].{id:productId,key:key}"
SERVICE, APPLICATION = 0, 1

PARAMETERS: dict[str, t.Any] = {
    "group": "ansible-demo",
    "svc": "Ansible demo service",
    "bot": "Ansible demo bot",
    "url": "https://demo.example.org",
    "platformApi": PLATFORM_API,
}
TEMPLATE: dict[str, t.Any] = {
    "resourceGroup": {
        "name": "$parameter('group')",
        "isProduction": False,
        "description": "Managed by automation",
        "tags": ["ansible"],
        "locked": False,
    },
    "resources": [
        {
            "name": "$parameter('svc')",
            "sku": "standard",
            "resourceType": "veracity.service",
            "locked": True,
            "sections": {
                "properties": {
                    "serviceUrl": "$parameter('url')",
                    "visible": False,
                    "openInNewTab": True,
                    "description": "Demo",
                },
                "advanced": {
                    "passwordPolicy": None,
                    "accessLevels": {
                        "useAccessLevels": True,
                        "accessLevels": [{"accessLevelName": "reader"}, {"accessLevelName": "editor"}],
                    },
                },
            },
        },
        {
            "name": "$parameter('bot')",
            "sku": "app",
            "resourceType": "veracity.application",
            "locked": True,
            "sections": {
                "properties": {
                    "isApi": False,
                    "clientType": "ClientCredentials",
                    "redirectUrls": [],
                    "applicationUrl": None,
                    "publishedScopes": [],
                    "services": [SERVICE_ID],
                    "secretManagementOptions": "onlyIfEmpty",
                },
                "advanced": {
                    "apiProductSubscriptions": [
                        {"productId": "veracity-platfrom-api", "productName": "Veracity Platform API"}
                    ],
                    "clients": [],
                    "apiAcceses": [{"apiClientId": "$parameter('platformApi')", "scopes": ["user_impersonation"]}],
                },
            },
        },
    ],
    "outputs": [
        {"name": "serviceId", "value": SERVICE_ID, "type": "string"},
        {"name": "clientId", "value": "$resources[?name== parameter('bot')].id", "type": "string"},
        {"name": "secret", "value": SECRET, "type": "string"},
    ],
}


def template(*changes: tuple[str, t.Any]) -> dict[str, t.Any]:
    """Return the template with some values changed: each by its path with dots, ``resources.0.name``."""
    found = copy.deepcopy(TEMPLATE)
    for path, value in changes:
        place: t.Any = found
        *parents, last = path.split(".")
        for part in parents:
            place = place[int(part)] if isinstance(place, list) else place.setdefault(part, {})
        if isinstance(place, list):
            place[int(last) : int(last) + 1] = [value]
        else:
            place[last] = value
    return found


def checked(document: t.Any, parameters: t.Any = None, **options: t.Any) -> Checked:
    """Return a template with the usual parameters, checked."""
    given = PARAMETERS if parameters is None else parameters
    return check(document, parameter_list(given, "parameters"), "template", **options)


def refusal(document: t.Any, parameters: t.Any = None, **options: t.Any) -> str:
    """Return what is said of a template that is refused, an empty text when it is not."""
    try:
        checked(document, parameters, **options)
    except InputError as error:
        return str(error)
    return ""


def service(**properties: t.Any) -> dict[str, t.Any]:
    """Return a service by itself, with other properties."""
    return {
        "name": "A service",
        "sku": "standard",
        "resourceType": "veracity.service",
        "sections": {"properties": {"serviceUrl": "https://demo.example.org", **properties}},
    }


def alone(resource: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return a template with one resource and no parameters."""
    return {"resourceGroup": {"name": "group"}, "resources": [resource]}
