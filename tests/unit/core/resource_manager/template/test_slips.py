# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Templates with the known slips of Veracity's documentation pass, and are sent as Veracity takes them."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.documents import read_file
from tests.unit.core.resource_manager.template.samples import (
    KEYS,
    PLATFORM_API,
    TEMPLATE,
    alone,
    checked,
    refusal,
    template,
)

ADVANCED = "resources.1.sections.advanced"
PROPERTIES = "resources.1.sections.properties"
PRODUCT = {"name": "A product", "sku": "standard", "resourceType": "veracity.apiProduct"}
GUID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"


def sent(*changes: tuple[str, t.Any]) -> dict[str, t.Any]:
    """Return the advanced section of the application as it is sent."""
    found = checked(template(*changes), unused=False)
    return t.cast("dict[str, t.Any]", found.template["resources"][1]["sections"]["advanced"])


def test_nothing_of_a_right_template_is_changed() -> None:
    assert checked(template()).template == TEMPLATE


@pytest.mark.parametrize("kind", ["ClientCredential", "ClientCredentials"])
def test_both_names_of_client_credentials(kind: str) -> None:
    found = checked(template((f"{PROPERTIES}.clientType", kind)))
    assert found.template["resources"][1]["sections"]["properties"]["clientType"] == kind
    assert found.warnings == ()


def test_api_accesses_as_veracity_spells_it_and_as_it_is_right() -> None:
    accesses = [{"apiClientId": PLATFORM_API, "scopes": ["user_impersonation"]}]
    advanced = {"clients": [], "apiProductSubscriptions": []}
    for name in ("apiAcceses", "apiAccesses"):
        assert sent((ADVANCED, {**advanced, name: accesses})) == {**advanced, "apiAcceses": accesses}
    both = template((ADVANCED, {"apiAcceses": [], "apiAccesses": []}))
    assert "advanced.apiAccesses: is defined twice. Veracity spells it apiAcceses" in refusal(both, unused=False)


@pytest.mark.parametrize("product", ["veracity-platfrom-api", "veracity-platform-api", "$parameter('url')"])
def test_platform_product_as_veracity_spells_it_and_as_it_is_right(product: str) -> None:
    found = sent((f"{ADVANCED}.apiProductSubscriptions", [{"productId": product}]))["apiProductSubscriptions"]
    assert found == [{"productId": product.replace("platform", "platfrom")}]


def test_right_spellings_in_expressions_and_parameters() -> None:
    query = (
        "$resources[0].sections.advanced.apiAccesses[?id=='veracity-platform-api' || id=='my-veracity-platform-api']"
    )
    document = alone({**template()["resources"][1], "name": "Application"})
    document["resources"][0]["sections"]["properties"]["services"] = []
    document["resources"][0]["sections"]["advanced"]["apiAcceses"] = []
    document["resources"][0]["sections"]["advanced"]["apiProductSubscriptions"] = [{"productId": "$parameter('p')"}]
    document["outputs"] = [{"name": "a", "value": query, "type": "object"}]
    found = checked(document, {"p": "veracity-platform-api"})
    assert found.template["outputs"][0]["value"] == (
        "$resources[0].sections.advanced.apiAcceses[?id=='veracity-platfrom-api' || id=='my-veracity-platform-api']"
    )
    assert found.parameters == [{"name": "p", "value": "veracity-platfrom-api", "type": "string"}]


def test_access_to_an_api_among_the_clients() -> None:
    access = {"apiClientId": GUID, "apiName": "TestApi", "scopes": ["user_impersonation"]}
    client = {"clientId": GUID, "scopes": ["user_impersonation"]}
    document = template((f"{ADVANCED}.clients", [access, client]))
    found = checked(document)
    advanced = found.template["resources"][1]["sections"]["advanced"]
    assert advanced["clients"] == [client]
    assert advanced["apiAcceses"] == [
        TEMPLATE["resources"][1]["sections"]["advanced"]["apiAcceses"][0],
        {"apiClientId": GUID, "scopes": ["user_impersonation"]},
    ]
    assert found.warnings == (
        "resources[1].sections.advanced.clients: an entry with apiClientId gives access to an API; it is sent under "
        "apiAcceses.",
    )


def test_id_of_an_api_in_a_list_of_one() -> None:
    accesses = [{"apiClientId": ["$parameter('platformApi')"], "scopes": ["user_impersonation"]}]
    assert sent((f"{ADVANCED}.apiAcceses", accesses))["apiAcceses"][0]["apiClientId"] == "$parameter('platformApi')"


def test_cors_under_throttling() -> None:
    cors = {"allowedOrigins": ["https://demo.example.org"]}
    sections = {"advanced": {"throttling": {"enableThrottling": False, "cors": cors}}}
    found = checked(alone({**PRODUCT, "sections": sections}), {})
    assert found.template["resources"][0]["sections"]["advanced"] == {
        "throttling": {"enableThrottling": False},
        "cors": cors,
    }
    assert len(found.warnings) == 1


@pytest.mark.parametrize(("unit", "number"), [("days", 0), ("months", 1), ("years", 2)])
def test_words_in_a_password_policy(unit: str, number: int) -> None:
    interval = {"days": 30, "months": 1, "years": 1}[unit]
    policy = {"enforcePasswordPolicy": True, "scope": "veracity", "intervalType": unit, "interval": interval}
    found = checked(template(("resources.0.sections.advanced.passwordPolicy", policy)))
    assert found.template["resources"][0]["sections"]["advanced"]["passwordPolicy"] == {
        "enforcePasswordPolicy": True,
        "scope": 1,
        "intervalType": number,
        "interval": interval,
    }


def test_filter_that_gives_a_list_stands_where_one_thing_belongs() -> None:
    document = template()
    document["resources"][1]["sections"]["advanced"]["clients"] = [
        {"clientId": "$resources[?name== parameter('svc')].id", "scopes": []}
    ]
    assert checked(document).warnings == ()


def test_output_of_the_type_string_that_is_an_object() -> None:
    combined = "$resources[?name== parameter('bot')].{clientId:id,secret:sections.properties.secrets[0].secretText}"
    document = template(("outputs.2", {"name": "combined", "value": combined, "type": "string"}))
    found = checked(document)
    assert found.warnings == ()
    assert found.outputs[2].secret


def test_output_of_keys_of_a_product_that_is_added_anyway() -> None:
    document = template(
        (f"{ADVANCED}.apiProductSubscriptions", []), ("outputs.2", {"name": "keys", "value": KEYS, "type": "object"})
    )
    assert checked(document).warnings == ()


@pytest.mark.parametrize("section", ["outputs", "variables"])
def test_sections_that_may_be_left_out(section: str) -> None:
    document = template()
    document.pop(section, None)
    assert checked(document).outputs == () or section == "variables"
    document[section] = None
    assert checked(document)


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("secretManagementOptions", None),
        ("appIdUri", None),
        ("tokenVersion", 2),
        ("allowImplicitGrantFlow", True),
    ],
)
def test_fields_that_only_samples_have(change: str, value: object) -> None:
    assert checked(template((f"{PROPERTIES}.{change}", value))).warnings == ()


def test_parameter_of_a_file_that_the_template_does_not_use() -> None:
    document = template((f"{ADVANCED}.apiAcceses", []))
    found = checked(document, unused=False)
    assert found.warnings == ("parameters[4]: the template does not use the parameter platformApi.",)
    assert "parameters[4]: the template does not use the parameter platformApi." in refusal(document)


def test_name_of_a_function_that_is_misspelt() -> None:
    said = refusal(template((f"{PROPERTIES}.redirectUrls", ["$paarameter('url')"])))
    assert "resources[1].sections.properties.redirectUrls[0]: \"$paarameter('url')\" is not an expression" in said
    assert "there is no function paarameter. Did you mean parameter?" in said


@pytest.mark.parametrize(
    ("right", "slip", "place"),
    [
        ('"locked": false\n  },', '"locked": false,\n  },', "line 9, column 20"),
        ('"locked": true,\n      "sections"', '"locked": true\n      "sections"', "line 17, column 7"),
        ('"description": "Demo"\n', '"description": "Demo",\n', "line 22, column 32"),
    ],
)
def test_commas_that_examples_have_too_many_or_too_few(tmp_path: Path, right: str, slip: str, place: str) -> None:
    text = json.dumps(TEMPLATE, indent=2)
    assert right in text
    file = tmp_path / "template.json"
    file.write_text(text.replace(right, slip, 1))
    with pytest.raises(InputError) as caught:
        read_file(str(file), "template_file")
    assert f"{place}: this is not JSON" in str(caught.value)
