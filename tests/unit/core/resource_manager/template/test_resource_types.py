# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every documented field of the four resource types: what is accepted, and what is refused with its path."""

from __future__ import annotations

import typing as t

import pytest

from tests.unit.core.resource_manager.template.samples import alone, checked, refusal, service, template

SERVICE = "resources.0.sections.properties."
APPLICATION = "resources.1.sections.properties."
ADVANCED = "resources.1.sections.advanced."
LEVELS = "resources.0.sections.advanced.accessLevels"
POLICY = "resources.0.sections.advanced.passwordPolicy"
POLICY_OF_A_YEAR = {"enforcePasswordPolicy": True, "scope": 0, "intervalType": 1, "interval": 12}
GUID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
SPEC: dict[str, t.Any] = {
    "uploadType": "swagger-link-json",
    "apiSpec": "https://demo.example.org/swagger.json",
    "apiSuffix": "demo",
    "version": None,
    "products": ["ppadc58ef53-e16d-4fe8-b3ac-375690dfdd21"],
    "requireSubscription": True,
    "backendUrl": "https://demo.example.org",
    "versionSetId": None,
    "description": "Demo",
}
PRODUCT: dict[str, t.Any] = {
    "description": "Demo",
    "requireSubscriptionApproval": False,
    "requireSubscription": True,
    "state": "Published",
    "apis": [],
    "groups": [{"id": "administrators", "value": "Administrators"}],
    "terms": None,
    "isPublic": False,
}
THROTTLING: dict[str, t.Any] = {
    "enableThrottling": False,
    "counterKey": "ipAddress",
    "calls": 20,
    "renewal": 60,
    "incrementCondition": "any",
}


def spec(**properties: t.Any) -> dict[str, t.Any]:
    """Return a template with an API specification."""
    sections = {"properties": {**SPEC, **properties}}
    return alone({"name": "A spec", "sku": "standard", "resourceType": "veracity.apiSpec", "sections": sections})


def product(advanced: dict[str, t.Any] | None = None, **properties: t.Any) -> dict[str, t.Any]:
    """Return a template with an API product."""
    sections = {
        "properties": {**PRODUCT, **properties},
        "advanced": {"throttling": THROTTLING, "cors": None} if advanced is None else advanced,
        "widget": {"enabledWidget": False},
    }
    return alone({"name": "A product", "sku": "standard", "resourceType": "veracity.apiProduct", "sections": sections})


def test_the_sample() -> None:
    found = checked(template())
    assert found.group == "ansible-demo"
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("resources.0.name", "Four"),
        ("resources.0.name", "x" * 200),
        ("resources.0.name", "a_B, 9-z"),
        ("resources.1.sku", "api"),
        ("resources.1.sku", "app;api"),
        *[(f"{APPLICATION}clientType", kind) for kind in ("None", "Confidential", "Public", "Spa", "Native")],
        *[(f"{APPLICATION}secretManagementOptions", kind) for kind in ("rollover", None)],
        (f"{APPLICATION}redirectUrls", ["https://x.example.org/oidc", "http://localhost:3000", "http://127.0.0.1:5/x"]),
        (f"{APPLICATION}services", [GUID, GUID.upper()]),
        (f"{APPLICATION}tokenVersion", 2),
        (f"{APPLICATION}appIdUri", None),
        (f"{APPLICATION}allowImplicitGrantFlow", True),
        (f"{ADVANCED}clients", [{"clientId": GUID, "scopes": ["user_impersonation"]}]),
        (f"{SERVICE}businessOwnerId", GUID),
        (f"{SERVICE}technicalContactEmail", ""),
        (f"{SERVICE}tags", ["Sample", "Dev"]),
        (f"{SERVICE}productionService", True),
        ("resources.0.sections.advanced.parentServiceId", None),
        ("resources.0.sections.advanced.childServiceIds", []),
        (LEVELS, {"useAccessLevels": False, "accessLevels": None}),
        (
            LEVELS,
            {"useAccessLevels": True, "accessLevels": [{"accessLevelName": "a.b-c_9"}, {"accessLevelName": "ro"}]},
        ),
        (POLICY, POLICY_OF_A_YEAR),
        *[(POLICY, {**POLICY_OF_A_YEAR, "intervalType": 0, "interval": days}) for days in (30, 60, 90, 180, 365, 730)],
        *[(POLICY, {**POLICY_OF_A_YEAR, "interval": months}) for months in (1, 2, 3, 6, 12, 24)],
        *[(POLICY, {**POLICY_OF_A_YEAR, "intervalType": 2, "interval": years, "scope": 1}) for years in (1, 2)],
        (
            "resources.0.sections.administrators",
            {GUID: {"owner": True, "roles": ["MYDNV_ADM_SUBS", "MYDNV_ADM_SERVICE"], "isServicePrincipal": False}},
        ),
        ("resources.0.sections.widget", {"enabledWidget": True}),
        ("resourceGroup.tags", None),
    ],
)
def test_what_is_accepted_without_a_word(path: str, value: object) -> None:
    unused = {"resources.1.sections.properties.services", "resources.0.name"}
    document = template((path, value))
    if path == "resources.0.name":
        document["outputs"] = []
        document["resources"][1]["sections"]["properties"]["services"] = []
    found = checked(document, unused=path not in unused)
    assert [text for text in found.warnings if "does not use" not in text] == []


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("resources.0.name", "abc", "resources[0].name: must be a name of 4 to 200 letters"),
        ("resources.0.name", "x" * 201, "resources[0].name: must be a name of 4 to 200 letters"),
        ("resources.0.name", "Fleet (portal)", "resources[0].name: must be a name of 4 to 200 letters"),
        ("resources.0.name", "Flåte", "resources[0].name: must be a name of 4 to 200 letters"),
        ("resources.0.name", "with\nbreak", "resources[0].name: must be a name of 4 to 200 letters"),
        ("resources.0.name", None, "resources[0].name: is missing."),
        ("resources.0.sku", "premium", "resources[0].sku: must be one of standard, not the text 'premium'."),
        ("resources.1.sku", "application", "resources[1].sku: must be one of app, api, app;api"),
        ("resources.1.sku", None, "resources[1].sku: is missing."),
        ("resources.0.locked", "yes", "resources[0].locked: must be true or false, not the text 'yes'."),
        ("resources.0.resourceType", None, "resources[0].resourceType: must be one of veracity.service"),
        ("resources.0.resourceType", "service", "resources[0].resourceType: must be one of veracity.service"),
        ("resources.0.resourceType", "veracity.services", "Did you mean veracity.service?"),
        ("resources.0.sections", None, "resources[0].sections: is missing."),
        ("resources.0.sections", [], "resources[0].sections: must be an object, not a list."),
        ("resources.1", "x", "resources[1]: must be an object, not the text 'x'."),
        ("resources", {}, "resources: must be a list, not an object."),
        ("resourceGroup", None, "resourceGroup: must be an object, not null."),
        ("resourceGroup.name", " ", "resourceGroup.name: must be a string that is not empty"),
        ("resourceGroup.isProduction", 1, "resourceGroup.isProduction: must be true or false, not the number 1."),
        ("resourceGroup.tags", "ansible", "resourceGroup.tags: must be a list, not the text 'ansible'."),
        (
            f"{SERVICE}serviceUrl",
            "http://demo.example.org",
            "sections.properties.serviceUrl: must be a URL with https://",
        ),
        (f"{SERVICE}serviceUrl", "demo.example.org", "sections.properties.serviceUrl: must be a URL with https://"),
        (f"{SERVICE}serviceUrl", "https://[", "sections.properties.serviceUrl: must be a URL with https://"),
        (f"{SERVICE}visible", None, "resources[0].sections.properties.visible: must be true or false, not null."),
        (f"{SERVICE}businessOwnerId", "me", "sections.properties.businessOwnerId: must be an id such as"),
        (f"{SERVICE}tags", ["a", 1], "resources[0].sections.properties.tags[1]: must be a string, not the number 1."),
        (
            f"{LEVELS}.accessLevels",
            [{"accessLevelName": "x"}],
            "accessLevels.accessLevels[0].accessLevelName: must be a name",
        ),
        (
            f"{LEVELS}.accessLevels",
            [{"accessLevelName": "x" * 51}],
            "accessLevels[0].accessLevelName: must be a name of 2",
        ),
        (
            f"{LEVELS}.accessLevels",
            [{"accessLevelName": "ship owner"}],
            "accessLevels[0].accessLevelName: must be a name",
        ),
        (f"{LEVELS}.accessLevels", True, "accessLevels.accessLevels: must be a list"),
        (f"{LEVELS}.accessLevels", [{}], "accessLevels.accessLevels[0].accessLevelName: is missing."),
        (
            f"{LEVELS}.accessLevels",
            ["reader"],
            "accessLevels.accessLevels[0]: must be an object, not the text 'reader'.",
        ),
        (
            f"{LEVELS}.accessLevels",
            [{"accessLevelName": "reader"}, {"accessLevelName": "reader"}],
            "accessLevels.accessLevels[1].accessLevelName: the text 'reader' is listed twice.",
        ),
        (f"{LEVELS}.useAccessLevels", "true", "accessLevels.useAccessLevels: must be true or false"),
        (
            POLICY,
            {**POLICY_OF_A_YEAR, "interval": 4},
            "passwordPolicy.interval: must be one of 1, 2, 3, 6, 12, 24 with months",
        ),
        (
            POLICY,
            {**POLICY_OF_A_YEAR, "intervalType": 0},
            "interval: must be one of 30, 60, 90, 180, 365, 730 with days",
        ),
        (POLICY, {**POLICY_OF_A_YEAR, "intervalType": 2}, "passwordPolicy.interval: must be one of 1, 2 with years"),
        (POLICY, {**POLICY_OF_A_YEAR, "intervalType": 3}, "passwordPolicy.intervalType: must be one of 0, 1, 2"),
        (POLICY, {**POLICY_OF_A_YEAR, "intervalType": "weeks"}, "passwordPolicy.intervalType: must be one of 0, 1, 2"),
        (POLICY, {**POLICY_OF_A_YEAR, "scope": 2}, "passwordPolicy.scope: must be one of 0, 1, not the number 2."),
        (POLICY, {**POLICY_OF_A_YEAR, "scope": True}, "passwordPolicy.scope: must be one of 0, 1, not true."),
        (POLICY, [], "resources[0].sections.advanced.passwordPolicy: must be an object, not a list."),
        (
            "resources.0.sections.administrators",
            {GUID: {"roles": ["ADMIN"]}},
            f"{GUID}.roles[0]: must be a role such as",
        ),
        (f"{APPLICATION}clientType", "confidential", "clientType: must be one of None, Confidential, Public, Spa"),
        (f"{APPLICATION}clientType", None, "resources[1].sections.properties.clientType: must be one of None"),
        (
            f"{APPLICATION}isApi",
            True,
            "properties.publishedScopes: must have at least one scope, because isApi is true.",
        ),
        (f"{APPLICATION}publishedScopes", [{"description": "x"}], "publishedScopes[0].scopeName: is missing."),
        (f"{APPLICATION}applicationUrl", "ftp://x", "properties.applicationUrl: must be a URL with https://"),
        (f"{APPLICATION}redirectUrls", ["https://x.org", "http://x.org"], "properties.redirectUrls[1]: must be a URL"),
        (f"{APPLICATION}redirectUrls", [5], "properties.redirectUrls[0]: must be a URL with https://"),
        (f"{APPLICATION}redirectUrls", "https://x.org", "properties.redirectUrls: must be a list"),
        (f"{APPLICATION}services", ["Ansible demo service"], "properties.services[0]: must be an id such as"),
        (f"{APPLICATION}services", "x", "properties.services: must be a list"),
        (
            f"{APPLICATION}secretManagementOptions",
            "always",
            "secretManagementOptions: must be one of none, rollover, onlyIfEmpty",
        ),
        (f"{APPLICATION}secretManagementOptions", "onlyifempty", "Did you mean onlyIfEmpty?"),
        (f"{APPLICATION}tokenVersion", "2", "properties.tokenVersion: must be one of 1, 2"),
        (
            f"{ADVANCED}apiProductSubscriptions",
            [{"productName": "x"}],
            "apiProductSubscriptions[0].productId: is missing.",
        ),
        (f"{ADVANCED}apiAcceses", [{"scopes": []}], "advanced.apiAcceses[0].apiClientId: is missing."),
        (f"{ADVANCED}apiAcceses", [{"apiClientId": "x"}], "advanced.apiAcceses[0].apiClientId: must be an id such as"),
        (f"{ADVANCED}clients", [{"scopes": []}], "advanced.clients[0].clientId: is missing."),
        (f"{ADVANCED}clients", {}, "advanced.clients: must be a list, not an object."),
    ],
)
def test_what_is_refused(path: str, value: object, says: str) -> None:
    assert says in refusal(template((path, value)), unused=False)


@pytest.mark.parametrize("kind", ["swagger-json", "openapi", "openapi+json", "openapi-link", "openapi+json-link"])
def test_api_specifications(kind: str) -> None:
    content = SPEC["apiSpec"] if "link" in kind else '{"openapi": "3.0.0"}'
    assert checked(spec(uploadType=kind, apiSpec=content), {}).warnings == ()


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        (
            {"uploadType": "wsdl"},
            "resources[0].sections.properties.uploadType: must be one of swagger-json, swagger-link",
        ),
        ({"uploadType": None}, "resources[0].sections.properties.uploadType: must be one of"),
        (
            {"apiSpec": '{"openapi": "3.0.0"}'},
            "properties.apiSpec: must be a URL, because uploadType is swagger-link-json.",
        ),
        ({"version": 2}, "properties.version: must be a string, not the number 2."),
        ({"products": "ppa"}, "properties.products: must be a list"),
        ({"requireSubscription": None}, "properties.requireSubscription: must be true or false"),
        ({"backendUrl": 5}, "properties.backendUrl: must be a string"),
    ],
)
def test_api_specifications_that_are_refused(properties: dict[str, t.Any], says: str) -> None:
    assert says in refusal(spec(**properties), {})


def test_api_products() -> None:
    assert checked(product(), {}).warnings == ()
    cors = {"allowedOrigins": ["*"]}
    assert checked(product({"throttling": None, "cors": cors}), {}).warnings == ()


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (product(requireSubscriptionApproval="no"), "properties.requireSubscriptionApproval: must be true or false"),
        (product(groups=[{"value": "x"}]), "properties.groups[0].id: is missing."),
        (product(isPublic=None), "properties.isPublic: must be true or false"),
        (product({"throttling": {"calls": 0}}), "advanced.throttling.calls: must be a whole number of at least 1"),
        (
            product({"throttling": {"renewal": "60"}}),
            "advanced.throttling.renewal: must be a whole number of at least 1",
        ),
        (product({"throttling": {"calls": True}}), "advanced.throttling.calls: must be a whole number of at least 1"),
    ],
)
def test_api_products_that_are_refused(document: dict[str, t.Any], says: str) -> None:
    assert says in refusal(document, {})


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (product(state="Draft"), "properties.state: the text 'Draft' is not documented, only Published is"),
        (
            product({"throttling": {"counterKey": "subscriptionKey"}}),
            "throttling.counterKey: the text 'subscriptionKey'",
        ),
        (product({"throttling": {"incrementCondition": "all"}}), "throttling.incrementCondition: the text 'all'"),
        (
            alone(service(descripton="x")),
            "properties.descripton: is not documented; it is sent unchanged. Did you mean description?",
        ),
        (alone({**service(), "color": "red"}), "resources[0].color: is not documented; it is sent unchanged."),
        (
            alone({**service(), "resourceType": "veracity.domainEvent"}),
            "veracity.domainEvent is not documented; its sections",
        ),
        ({**alone(service()), "parameters": []}, "parameters: is not documented; it is sent unchanged."),
        (
            template((f"{LEVELS}.accessLevels", [])),
            "accessLevels.accessLevels: is empty, although useAccessLevels is true.",
        ),
        (
            template((f"{APPLICATION}clientType", "Native"), (f"{APPLICATION}redirectUrls", ["msal1://auth"])),
            "properties.redirectUrls[0]: is not an https URL, which Veracity documents",
        ),
    ],
)
def test_what_is_not_documented_is_sent_with_a_warning(document: dict[str, t.Any], says: str) -> None:
    parameters = None if "outputs" in document else {}
    assert [text for text in checked(document, parameters).warnings if says in text]


def test_values_of_parameters_are_checked_in_their_place() -> None:
    document = template((f"{APPLICATION}clientType", "$parameter('kind')"))
    parameters = {"kind": "Web", "group": "g", "svc": "Service", "bot": "Application", "url": "https://x.org"}
    said = refusal(document, {**parameters, "platformApi": GUID})
    assert said.startswith("template: resources[1].sections.properties.clientType: must be one of None")
    assert "not the text 'Web'" in said


def test_all_mistakes_are_named_at_once() -> None:
    said = refusal(template((f"{APPLICATION}clientType", "Web"), ("resources.0.sku", "x"), ("resourceGroup.locked", 0)))
    assert said.splitlines()[0] == "template: 3 mistakes, and nothing was sent."
    assert [line.strip().partition(":")[0] for line in said.splitlines()[1:-1]] == [
        "resourceGroup.locked",
        "resources[0].sku",
        "resources[1].sections.properties.clientType",
    ]
    assert said.splitlines()[-1].strip() == "Correct it there, and run again."


def test_many_mistakes_are_counted() -> None:
    said = refusal(alone(service(tags=[5] * 30)), {})
    assert "30 mistakes" in said
    assert said.splitlines()[-2].strip() == "and 10 more"
