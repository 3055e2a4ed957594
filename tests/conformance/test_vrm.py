# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Resource Manager: templates are validated, evaluated and provisioned."""

from __future__ import annotations

import base64
import copy
import json
import sys
import typing as t
import uuid

import pytest
import requests

from tests.conformance.calls import Form, ask_for_token
from tests.conformance.services_calls import (
    CAPTAIN,
    GRAPH,
    PLATFORM_ID,
    SERVICES,
    encoded,
    outputs,
    services_caller,
    submit,
)
from tests.simulator.company_tenants import DEFAULT_TENANT_ID
from tests.simulator.fixture import Simulator
from tests.simulator.messages import Request
from tests.simulator.service_catalogue import DEFAULT_SERVICE_ID
from tests.simulator.state import State
from tests.simulator.storage import Storage
from tests.simulator.vrm import answer_vrm_request
from tests.simulator.vrm_projects import DEFAULT_AUTOMATION_TOKEN, DEFAULT_PROJECT_ID

PARAMETERS = [
    {"name": "group", "value": "fleet-demo", "type": "string"},
    {"name": "svc", "value": "Fleet demo service", "type": "string"},
    {"name": "bot", "value": "Fleet demo bot", "type": "string"},
    {"name": "url", "value": "https://demo.example.org", "type": "string"},
    {"name": "platformApi", "value": PLATFORM_ID, "type": "string"},
]
GROUP = {
    "name": "$parameter('group')",
    "isProduction": False,
    "description": "Managed by automation",
    "tags": ["demo"],
    "locked": False,
}
SERVICE: dict[str, t.Any] = {
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
}
BOT: dict[str, t.Any] = {
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
            "services": ["$resources[?name== parameter('svc')].id"],
            "secretManagementOptions": "onlyIfEmpty",
        },
        "advanced": {
            "apiProductSubscriptions": [{"productId": "veracity-platfrom-api", "productName": "Veracity Platform API"}],
            "clients": [],
            "apiAcceses": [{"apiClientId": "$parameter('platformApi')", "scopes": ["user_impersonation"]}],
        },
    },
}
API: dict[str, t.Any] = {
    "name": "Fleet API",
    "sku": "api",
    "resourceType": "veracity.application",
    "sections": {
        "properties": {
            "isApi": True,
            "clientType": "None",
            "publishedScopes": [{"scopeName": "noon", "description": "Noon reports"}],
            "secretManagementOptions": None,
        },
        "advanced": {"clients": [{"clientId": "$resources[?name== parameter('bot')].id", "scopes": ["noon"]}]},
    },
}
PRODUCT: dict[str, t.Any] = {
    "name": "Fleet product",
    "sku": "standard",
    "resourceType": "veracity.apiProduct",
    "sections": {
        "properties": {
            "description": "All APIs",
            "requireSubscriptionApproval": False,
            "requireSubscription": True,
            "state": "Published",
            "apis": [],
            "groups": [{"id": "administrators", "value": "Administrators"}],
            "terms": None,
            "isPublic": False,
        },
        "advanced": {
            "throttling": {
                "enableThrottling": False,
                "counterKey": "ipAddress",
                "calls": 20,
                "renewal": 60,
                "incrementCondition": "any",
            },
            "cors": None,
        },
        "widget": {"enabledWidget": False},
    },
}
SPEC: dict[str, t.Any] = {
    "name": "Fleet spec",
    "sku": "standard",
    "resourceType": "veracity.apiSpec",
    "locked": True,
    "sections": {
        "properties": {
            "uploadType": "openapi+json-link",
            "apiSpec": "https://example.org/openapi.json",
            "apiSuffix": "fleet",
            "version": None,
            "products": ["$resources[?name=='Fleet product'].id"],
            "requireSubscription": True,
            "backendUrl": "https://example.org",
            "versionSetId": None,
        }
    },
}
OUTPUTS = [
    {"name": "serviceId", "value": "$resources[?name== parameter('svc')].id", "type": "string"},
    {"name": "clientId", "value": "$resources[?name== parameter('bot')].id", "type": "string"},
    {
        "name": "secret",
        "value": "$resources[?name== parameter('bot')].sections.properties.secrets[0].secretText",
        "type": "string",
    },
    {
        "name": "keys",
        "value": "$resources[?name== parameter('bot')].sections.advanced.apiProductSubscriptions[*]"
        ".{id:productId,subscriptionKey:key}",
        "type": "object",
    },
]
TEMPLATE = {"resourceGroup": GROUP, "resources": [SERVICE, BOT], "outputs": OUTPUTS}
PLAIN_GROUP = {"name": "plain"}


def _changed(resource: dict[str, t.Any], path: str, value: t.Any) -> dict[str, t.Any]:
    """Return a copy of a resource with something else under ``path``."""
    result = copy.deepcopy(resource)
    *parents, last = path.split(".")
    target = result
    for name in parents:
        target = target.setdefault(name, {})
    target[last] = value
    return result


def _refused(response: requests.Response, status: int = 400) -> dict[str, str]:
    assert response.status_code == status, response.text
    assert response.json()["values"] is None
    (error,) = response.json()["errors"]
    assert set(error) == {"path", "message"}
    return t.cast("dict[str, str]", error)


def _only(resource: dict[str, t.Any], **more: t.Any) -> dict[str, t.Any]:
    return {"resourceGroup": PLAIN_GROUP, "resources": [resource], **more}


def test_a_service_with_an_application(simulator: Simulator) -> None:
    """What is created is really there: in both Services APIs and in the identity part."""
    found = outputs(submit(simulator, TEMPLATE, PARAMETERS))
    assert uuid.UUID(found["serviceId"])
    ((key),) = (entry["subscriptionKey"] for entry in found["keys"])
    assert [entry["id"] for entry in found["keys"]] == ["veracity-platfrom-api"]

    bot = services_caller(simulator, found["clientId"], found["secret"], key)
    services = bot.call("GET", f"{SERVICES}/this/services", params={"page": 0, "pageSize": 9}).json()
    assert [(entry["id"], entry["name"]) for entry in services] == [(found["serviceId"], "Fleet demo service")]
    path = f"{SERVICES}/this/services/{found['serviceId']}/subscribers/{CAPTAIN}"
    assert bot.call("PUT", path, {"role": "editor"}).status_code == 204
    assert bot.call("PUT", path, {"role": "admin"}).status_code == 400
    assert services_caller(simulator).call("GET", path).json()["role"] == "editor"

    applications = bot.call("GET", f"{GRAPH}/tenants/{DEFAULT_TENANT_ID}/applications").json()["value"]
    (application,) = (entry for entry in applications if entry["serviceId"] == found["serviceId"])
    assert (application["name"], application["accessLevels"]) == ("Fleet demo service", ["reader", "editor"])
    licenses = f"{GRAPH}/tenants/{DEFAULT_TENANT_ID}/applications/{application['id']}/licenses"
    body = {"entityId": CAPTAIN, "entityType": "user", "accessLevel": "reader"}
    assert bot.call("POST", licenses, body).status_code == 202


def test_names_are_identities(simulator: Simulator) -> None:
    """Submitting again updates; another name makes another resource; nothing is removed."""
    first = outputs(submit(simulator, TEMPLATE, PARAMETERS))
    again = outputs(submit(simulator, TEMPLATE, PARAMETERS))
    assert {**again, "secret": first["secret"]} == first
    assert again["secret"] is None
    renamed = [{**entry, "value": "Another bot"} if entry["name"] == "bot" else entry for entry in PARAMETERS]
    other = outputs(submit(simulator, TEMPLATE, renamed))
    assert other["serviceId"] == first["serviceId"]
    assert other["clientId"] != first["clientId"]
    (group,) = simulator.resource_groups()
    rows = [(entry["name"], entry["submissions"], entry["secrets"]) for entry in group["resources"]]
    assert rows == [("Fleet demo service", 3, 0), ("Fleet demo bot", 2, 1), ("Another bot", 1, 1)]
    assert len(simulator.services()) == 2


def test_what_of_a_resource_group_changes(simulator: Simulator) -> None:
    """Production and lock do, description and tags do not; what is left out stays."""
    outputs(submit(simulator, TEMPLATE, PARAMETERS))
    changed = {**GROUP, "description": "x", "tags": [], "isProduction": True, "locked": True}
    outputs(submit(simulator, {**TEMPLATE, "resourceGroup": changed}, PARAMETERS))
    outputs(submit(simulator, {**TEMPLATE, "resourceGroup": {"name": "fleet-demo"}}, PARAMETERS))
    (group,) = simulator.resource_groups()
    assert (group["project_id"], group["name"]) == (DEFAULT_PROJECT_ID, "fleet-demo")
    assert (group["description"], group["tags"]) == ("Managed by automation", ["demo"])
    assert (group["is_production"], group["locked"]) == (True, True)


def _may_sign_in(simulator: Simulator, client_id: str, secret: str) -> bool:
    form = Form("entra_v2", {"client_id": client_id, "client_secret": secret, "scope": f"{PLATFORM_ID}/.default"})
    return ask_for_token(simulator, form).status_code == 200


def test_rollover_keeps_two_secrets(simulator: Simulator) -> None:
    """Each run makes one; the one before is still good, the oldest is not."""
    bot = _changed(BOT, "sections.properties.secretManagementOptions", "rollover")
    found = [outputs(submit(simulator, {**TEMPLATE, "resources": [SERVICE, bot]}, PARAMETERS)) for _run in range(3)]
    client_id = found[0]["clientId"]
    assert len({run["secret"] for run in found}) == 3
    assert [_may_sign_in(simulator, client_id, run["secret"]) for run in found] == [False, True, True]


@pytest.mark.parametrize("option", ["none", None])
def test_without_a_secret(simulator: Simulator, option: str | None) -> None:
    """Nothing is made, and nobody gets a token."""
    bot = _changed(BOT, "sections.properties.secretManagementOptions", option)
    found = outputs(submit(simulator, {**TEMPLATE, "resources": [SERVICE, bot]}, PARAMETERS))
    assert found["secret"] is None
    assert not _may_sign_in(simulator, found["clientId"], "guess")


def test_apis_products_and_specifications(simulator: Simulator) -> None:
    """All four types together; a client of an API and a product of one's own."""
    subscription = _changed(BOT, "sections.advanced.apiProductSubscriptions", [{"productId": "$resources[0].id"}])
    output = {"name": "all", "value": "$resources[*].{name: name, id: id}", "type": "object"}
    keys = {"name": "keys", "value": "$resources[2].sections.advanced.apiProductSubscriptions", "type": "object"}
    template = {
        "resourceGroup": GROUP,
        "resources": [PRODUCT, SERVICE, subscription, API, SPEC],
        "outputs": [output, keys],
    }
    found = outputs(submit(simulator, template, PARAMETERS))
    assert [entry["name"] for entry in found["all"]] == [
        "Fleet product",
        "Fleet demo service",
        "Fleet demo bot",
        "Fleet API",
        "Fleet spec",
    ]
    product = found["all"][0]["id"]
    assert product.startswith("ppa")
    assert [entry["productId"] for entry in found["keys"]] == [product, "veracity-platfrom-api"]
    assert len({entry["key"] for entry in found["keys"]}) == 2


def test_the_language(simulator: Simulator) -> None:
    """Parameters, variables that build on them, concat, and JMESPath on what is done so far."""
    variables = [
        {"name": "api", "value": "$concat(parameter('prefix'), ' API')", "type": "string"},
        {"name": "title", "value": "$concat(variable('api'), '_', 'x')", "type": "string"},
        {"name": "levels", "value": [{"a": "$parameter('prefix')"}], "type": "object"},
    ]
    parameters = [
        {"name": "prefix", "value": "Fleet", "type": "string"},
        {"name": "scopes", "value": [{"scopeName": "one"}, {"scopeName": "two"}], "type": "object"},
    ]
    api = _changed(_changed(API, "name", "$variable('api')"), "sections.advanced", {})
    api = _changed(api, "sections.properties.publishedScopes", "$parameter('scopes')")
    results = {
        "title": "$variable('title')",
        "levels": "$variable('levels')",
        "one": "$resources[?name=='Fleet API'].name",
        "none": "$resources[?name=='nothing'].name",
        "nested": "$resources[?name=='Fleet API'].sections.properties.publishedScopes[*].scopeName",
        "piped": "$resources[*].name | [0]",
        "plain": "no expression",
        "parts": {"count": "$length(resources)", "list": ["$parameter('prefix')"]},
        "several": "$resources[].sections.properties.publishedScopes[].scopeName",
    }
    declared = [{"name": name, "value": value, "type": "string"} for name, value in results.items()]
    template = {"resourceGroup": PLAIN_GROUP, "variables": variables, "resources": [api], "outputs": declared}
    assert outputs(submit(simulator, template, parameters)) == {
        "title": "Fleet API_x",
        "levels": [{"a": "Fleet"}],
        "one": "Fleet API",
        "none": None,
        "nested": ["one", "two"],
        "piped": "Fleet API",
        "plain": "no expression",
        "parts": {"count": 1, "list": ["Fleet"]},
        "several": ["one", "two"],
    }


def test_what_stands_before_counts(simulator: Simulator) -> None:
    """An application before its service finds nothing; what came earlier stays."""
    error = _refused(submit(simulator, {**TEMPLATE, "resources": [BOT, SERVICE]}, PARAMETERS))
    assert error["path"] == "resources[0].sections.properties.services[0]"
    error = _refused(submit(simulator, {**TEMPLATE, "resources": [API, SERVICE, BOT]}, PARAMETERS))
    assert error["path"] == "resources[0].sections.advanced.clients[0].clientId"
    assert [group["resources"] for group in simulator.resource_groups()] == [[]]


def test_a_failure_keeps_what_is_done(simulator: Simulator) -> None:
    """Resources are made one by one; the next run goes on from there."""
    simulator.settings(vrm_fails_at="Fleet demo bot")
    _refused(submit(simulator, TEMPLATE, PARAMETERS), 500)
    (group,) = simulator.resource_groups()
    assert [entry["name"] for entry in group["resources"]] == ["Fleet demo service"]
    simulator.settings(vrm_fails_at=None)
    assert outputs(submit(simulator, TEMPLATE, PARAMETERS))["serviceId"] == group["resources"][0]["id"]


def test_errors_in_a_reply(simulator: Simulator) -> None:
    """A setting lets them come with 200, encoded as any reply."""
    simulator.settings(vrm_error_form="reply")
    response = submit(simulator, {**TEMPLATE, "resources": [BOT]}, PARAMETERS)
    assert response.status_code == 200
    reply = json.loads(base64.b64decode(response.json()))
    assert (len(reply["errors"]), reply["values"]) == (1, None)


def test_forms_of_the_reply(simulator: Simulator) -> None:
    """Base64 in a JSON string, bare base64, plain JSON."""
    template = _only(SERVICE, outputs=OUTPUTS[:1])
    quoted = submit(simulator, template, PARAMETERS)
    assert quoted.text.startswith('"')
    wanted = outputs(quoted)
    for form in ("bare", "json"):
        simulator.settings(vrm_reply=form)
        text = submit(simulator, template, PARAMETERS).text
        reply = json.loads(base64.b64decode(text, validate=True) if form == "bare" else text)
        assert {entry["name"]: entry["value"] for entry in reply["values"]} == wanted


@pytest.mark.parametrize(
    ("project", "token"),
    [
        (DEFAULT_PROJECT_ID, None),
        (DEFAULT_PROJECT_ID, ""),
        (DEFAULT_PROJECT_ID, "wrong"),
        (str(uuid.uuid4()), DEFAULT_AUTOMATION_TOKEN),
        ("no-guid", DEFAULT_AUTOMATION_TOKEN),
    ],
)
def test_the_automation_token(simulator: Simulator, project: str, token: str | None) -> None:
    """It belongs to one project; an access token of the identity part is none."""
    response = submit(simulator, TEMPLATE, PARAMETERS, project=project, token=token)
    assert (response.status_code, set(response.json())) == (401, {"message"})
    access_token = services_caller(simulator).headers["Authorization"].removeprefix("Bearer ")
    assert submit(simulator, TEMPLATE, PARAMETERS, token=access_token).status_code == 401


def test_projects_are_separate(simulator: Simulator) -> None:
    """The same names are other resources there."""
    (project,) = simulator.seed_projects({"automation_token": "another-token"})
    first = outputs(submit(simulator, TEMPLATE, PARAMETERS))
    second = outputs(submit(simulator, TEMPLATE, PARAMETERS, project=project, token="another-token"))
    assert not set(map(str, first.values())) & set(map(str, second.values()))


def test_requests_are_counted_as_writes(simulator: Simulator) -> None:
    """And only the one operation is there."""
    simulator.clear_requests()
    submit(simulator, TEMPLATE, PARAMETERS)
    name = "POST /developer/vrm/v1/projects/{id}/resourceGroups/files"
    assert simulator.counters()["operations"] == {name: 1}
    assert simulator.counters()["writes"] == 1
    path = f"{simulator.http}/developer/vrm/v1/projects/{DEFAULT_PROJECT_ID}/resourceGroups"
    assert requests.get(path, timeout=10).status_code == requests.post(path, timeout=10).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "yaml"},
        {"template": "{}"},
        {"template": None},
        {"parameters": "%"},
        {"parameters": base64.b64encode(b"\xff").decode()},
        {"extra": 1},
        {"template": encoded(TEMPLATE) + "\n"},
    ],
)
def test_wrong_requests(simulator: Simulator, changes: dict[str, t.Any]) -> None:
    """Both files are base64 of UTF-8, and nothing else is sent."""
    _refused(submit(simulator, TEMPLATE, PARAMETERS, changes=changes))


def test_the_content_type_is_json(simulator: Simulator) -> None:
    """Anything else is refused."""
    url = f"{simulator.http}/developer/vrm/v1/projects/{DEFAULT_PROJECT_ID}/resourceGroups/files"
    headers = {"Authorization": f"Bearer {DEFAULT_AUTOMATION_TOKEN}"}
    assert requests.post(url, data="{}", headers=headers, timeout=10).status_code == 415
    headers["Content-Type"] = "application/json"
    _refused(requests.post(url, data="{", headers=headers, timeout=10))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"resourceGroup": {"name": "x",},\n "resources": []}', "line 1, column"),
        ('{\n "resources": [\n  {"a": 1}\n  {"b": 2}\n ]\n}', "line 4, column 3"),
        ('\ufeff{"resources": []}', "BOM"),
        ('{"resources": NaN}', "NaN"),
        ('{"resources": 1, "resources": 2}', "twice"),
    ],
)
def test_files_are_strict_json(simulator: Simulator, text: str, where: str) -> None:
    """No trailing comma, no missing comma, no mark at the beginning, no name twice."""
    error = _refused(submit(simulator, text, PARAMETERS))
    assert error["path"] == "template"
    assert where in error["message"]
    assert _refused(submit(simulator, TEMPLATE, "[1,]"))["path"] == "parameters"


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ([], "template"),
        ({}, "template"),
        ({"resourceGroup": PLAIN_GROUP}, "template"),
        (_only(SERVICE, parameters=[]), "template.parameters"),
        ({"resourceGroup": {}, "resources": [SERVICE]}, "resourceGroup"),
        ({"resourceGroup": {"name": " "}, "resources": [SERVICE]}, "resourceGroup.name"),
        ({"resourceGroup": {**GROUP, "isproduction": True}, "resources": [SERVICE]}, "resourceGroup.isproduction"),
        ({"resourceGroup": PLAIN_GROUP, "resources": []}, "resources"),
        ({"resourceGroup": PLAIN_GROUP, "resources": [{"name": "abcd"}]}, "resources[0].resourceType"),
        (_only(SERVICE, outputs=[{"name": "x", "value": 1}]), "outputs[0]"),
        (_only(SERVICE, outputs=[{"name": "x", "value": 1, "type": "int"}]), "outputs[0].type"),
        (_only(SERVICE, outputs=[{"name": "x", "value": "$resources[", "type": "string"}]), "outputs[0].value"),
        (_only(SERVICE, outputs=[{"name": "x", "value": "$nothing(1)", "type": "string"}]), "outputs[0].value"),
        (_only(_changed(SERVICE, "name", "$parameter('unknown')")), "resources[0].name"),
        (_only(_changed(SERVICE, "name", "$variable('unknown')")), "resources[0].name"),
        (_only(_changed(SERVICE, "name", "$concat('abcd', `1`)")), "resources[0].name"),
        ({"resourceGroup": PLAIN_GROUP, "resources": [SERVICE, SERVICE]}, "resources[1].name"),
    ],
)
def test_wrong_templates(simulator: Simulator, template: t.Any, path: str) -> None:
    """The error names the place."""
    assert _refused(submit(simulator, template, PARAMETERS))["path"] == path


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        [{"name": "svc", "value": "x"}],
        [{"name": "svc", "value": "Fleet", "type": "text"}],
        [{"name": "svc", "value": 1, "type": "string"}],
        [*PARAMETERS, PARAMETERS[0]],
    ],
)
def test_wrong_parameters(simulator: Simulator, parameters: t.Any) -> None:
    """An array of name, value and type, each name once."""
    assert _refused(submit(simulator, TEMPLATE, parameters))["path"].startswith("parameters")


PROPERTIES = "sections.properties"
LEVELS = "sections.advanced.accessLevels"
POLICY = "sections.advanced.passwordPolicy"


@pytest.mark.parametrize(
    ("resource", "path", "value"),
    [
        (SERVICE, "name", "abc"),
        (SERVICE, "name", "x" * 201),
        (SERVICE, "name", "Fleet/portal"),
        (SERVICE, "sku", "app"),
        (SERVICE, "locked", "true"),
        (SERVICE, "colour", "blue"),
        (SERVICE, f"{PROPERTIES}.serviceUrl", "http://example.org"),
        (SERVICE, f"{PROPERTIES}.visible", 1),
        (SERVICE, f"{PROPERTIES}.url", "https://example.org"),
        (SERVICE, f"{PROPERTIES}.tags", "fleet"),
        (SERVICE, f"{LEVELS}.accessLevels", [{"accessLevelName": "r"}]),
        (SERVICE, f"{LEVELS}.accessLevels", [{"accessLevelName": "read only"}]),
        (SERVICE, f"{LEVELS}.accessLevels", [{"accessLevelName": "one"}, {"accessLevelName": "one"}]),
        (SERVICE, POLICY, {"enforcePasswordPolicy": True, "scope": 2, "intervalType": 0, "interval": 30}),
        (SERVICE, POLICY, {"enforcePasswordPolicy": True, "scope": 0, "intervalType": 0, "interval": 31}),
        (SERVICE, "sections.advanced.parentServiceId", str(uuid.uuid4())),
        (SERVICE, "sections.administrators", {CAPTAIN: {"owner": True, "roles": ["KING"]}}),
        (API, f"{PROPERTIES}.clientType", "Robot"),
        (API, f"{PROPERTIES}.publishedScopes", []),
        (API, f"{PROPERTIES}.redirectUrls", ["http://example.org"]),
        (API, f"{PROPERTIES}.secretManagementOptions", "always"),
        (API, f"{PROPERTIES}.services", [DEFAULT_SERVICE_ID]),
        (API, "sections.advanced.apiAccesses", []),
        (API, "sections.advanced.apiAcceses", [{"apiClientId": str(uuid.uuid4()), "scopes": []}]),
        (API, "sections.advanced.apiAcceses", [{"apiClientId": PLATFORM_ID, "scopes": ["everything"]}]),
        (API, "sections.advanced.apiProductSubscriptions", [{"productId": "veracity-platform-api"}]),
        (API, "sections.advanced.clients", [{"clientId": str(uuid.uuid4()), "scopes": ["noon"]}]),
        (SPEC, f"{PROPERTIES}.uploadType", "raml"),
        (SPEC, "sections.advanced", {}),
        (PRODUCT, "sections.advanced.throttling.calls", -1),
        (PRODUCT, f"{PROPERTIES}.apis", "x"),
    ],
)
def test_wrong_resources(simulator: Simulator, resource: dict[str, t.Any], path: str, value: t.Any) -> None:
    """Names, enumerations, ranges and references of every type."""
    base = _changed(resource, "sections.advanced.clients", []) if resource is API else resource
    error = _refused(submit(simulator, _only(_changed(base, path, value)), PARAMETERS))
    assert error["path"].startswith(f"resources[0].{path.rpartition('.')[0]}")
    assert not any(group["resources"] for group in simulator.resource_groups())


@pytest.mark.parametrize(
    ("resource", "path", "value"),
    [
        (BOT, f"{PROPERTIES}.clientType", "ClientCredential"),
        (BOT, f"{PROPERTIES}.redirectUrls", ["http://localhost:3000/signin", "https://example.org"]),
        (BOT, f"{PROPERTIES}.tokenVersion", 2),
        (BOT, "sections.advanced.apiAcceses", [{"apiClientId": [PLATFORM_ID], "scopes": ["user_impersonation"]}]),
        (
            BOT,
            "sections.advanced.clients",
            [{"apiClientId": PLATFORM_ID, "apiName": "Platform", "scopes": ["user_impersonation"]}],
        ),
        (SERVICE, POLICY, {"enforcePasswordPolicy": True, "scope": 1, "intervalType": 1, "interval": 24}),
        (SERVICE, POLICY, {"enforcePasswordPolicy": True, "scope": "service", "intervalType": "days", "interval": 90}),
        (SERVICE, LEVELS, {"useAccessLevels": False, "accessLevels": None}),
        (PRODUCT, "sections.advanced.throttling.cors", None),
    ],
)
def test_what_the_documentation_shows(
    simulator: Simulator, resource: dict[str, t.Any], path: str, value: t.Any
) -> None:
    """Its slips are taken as they are."""
    before = [SERVICE] if resource is BOT else []
    template = {"resourceGroup": PLAIN_GROUP, "resources": [*before, _changed(resource, path, value)]}
    assert outputs(submit(simulator, template, PARAMETERS)) == {}


def test_levels_in_use_stay(simulator: Simulator) -> None:
    """One that a subscriber has is not removed, the others are."""
    service = outputs(submit(simulator, _only(SERVICE, outputs=OUTPUTS[:1]), PARAMETERS))["serviceId"]
    simulator.seed_subscribers({"service_id": service, "user_id": CAPTAIN, "role": "editor"})
    levels = {"useAccessLevels": True, "accessLevels": [{"accessLevelName": "owner"}]}
    outputs(submit(simulator, _only(_changed(SERVICE, LEVELS, levels)), PARAMETERS))
    assert simulator.services()[-1]["access_levels"] == ["owner", "editor"]


def test_a_name_belongs_to_one_type(simulator: Simulator) -> None:
    """A project has each name once."""
    outputs(submit(simulator, _only(SERVICE), PARAMETERS))
    error = _refused(submit(simulator, _only(_changed(PRODUCT, "name", "Fleet demo service")), PARAMETERS))
    assert error["path"] == "resources[0].name"


def test_reset_brings_back_the_start(simulator: Simulator) -> None:
    """Resources are gone, with their services, applications and keys."""
    found = outputs(submit(simulator, TEMPLATE, PARAMETERS))
    simulator.reset()
    assert simulator.resource_groups() == []
    assert len(simulator.services()) == len(simulator.tenants()[0]["applications"]) == 1
    assert not _may_sign_in(simulator, found["clientId"], found["secret"])


def test_without_jmespath(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the Resource Manager needs the library, and says so."""
    monkeypatch.setitem(sys.modules, "jmespath", None)
    content = {"format": "json", "template": encoded(TEMPLATE), "parameters": encoded(PARAMETERS)}
    request = Request(
        method="POST",
        path=f"/developer/vrm/v1/projects/{DEFAULT_PROJECT_ID}/resourceGroups/files",
        query={},
        headers={"Authorization": f"Bearer {DEFAULT_AUTOMATION_TOKEN}", "Content-Type": "application/json"},
        body=json.dumps(content).encode(),
        origin="http://localhost",
    )
    response = answer_vrm_request(State(Storage()), request)
    assert response.status == 500
    assert "jmespath" in json.loads(response.body)["message"]
