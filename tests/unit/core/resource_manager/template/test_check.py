# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Templates as a whole: order, parameters, variables, outputs, secrets, and what is kept of them."""

from __future__ import annotations

import copy
import hashlib
import json
import typing as t

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.check import check
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.fingerprint import (
    fingerprint,
    public,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.ignored_changes import (
    unheeded,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.template.secret_values import (
    is_secret_name,
    masked,
    secret_texts,
    secrets_of,
)
from tests.unit.core.resource_manager.template.samples import (
    KEYS,
    PARAMETERS,
    SECRET,
    SERVICE_ID,
    TEMPLATE,
    alone,
    checked,
    refusal,
    service,
    template,
)

PROPERTIES = "resources.1.sections.properties"
Document = dict[str, t.Any]


def secret_outputs(*values: t.Any, **parameters: t.Any) -> list[bool]:
    """Return which of some outputs are secret."""
    outputs = [{"name": f"output{number}", "value": value, "type": "object"} for number, value in enumerate(values)]
    found = checked(template(("outputs", outputs)), {**PARAMETERS, **parameters})
    return [output.secret for output in found.outputs]


# Order


def test_reference_to_what_stands_after_it() -> None:
    document = template()
    document["resources"].reverse()
    said = refusal(document)
    assert said.startswith(
        "template: resources[0].sections.properties.services[0]: this refers to resources[1] ('Ansible demo "
        "service'), which is defined after it."
    )


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("$resources[?name=='Ansible demo bot'].name", "this refers to resources[1] itself, which does not exist yet."),
        ("$resources[1].name", "this refers to resources[1] itself"),
        (
            "$resources[?name=='Elsewhere'].name",
            "this selects no resource. The names are: 'Ansible demo service'",
        ),
        ("$resources[7].name", "this selects no resource."),
        ("$resources[?sku=='api' && name=='x'].name", "this selects no resource."),
        ("$length(resources[0].name, 'x')", "length takes 1 argument, not 2"),
        ("$length(`5`)", "cannot be evaluated: In function length()"),
    ],
)
def test_references_that_lead_nowhere(expression: str, says: str) -> None:
    said = refusal(template((f"{PROPERTIES}.appIdUri", expression)))
    assert "resources[1].sections.properties.appIdUri: " in said
    assert says in said


def test_reference_to_something_that_only_veracity_knows() -> None:
    found = checked(template((f"{PROPERTIES}.appIdUri", "$resources[?name==parameter('svc')].sections.properties.own")))
    assert found.warnings[0].endswith("refers to nothing that is known before the deployment.")


def test_outputs_see_all_resources_and_a_resource_those_before_it() -> None:
    assert checked(template(("outputs.0.value", "$resources[1].sections.properties.clientType"))).warnings == ()
    document = template((f"{PROPERTIES}.appIdUri", "$resources[0].sections.properties.serviceUrl"))
    assert checked(document).warnings == ()
    document = template((f"{PROPERTIES}.tokenVersion", "$resources[0].sections.properties.serviceUrl"))
    assert "tokenVersion: must be one of 1, 2, not the text 'https://demo.example.org'" in refusal(document)


def test_services_of_an_application_are_services() -> None:
    document = template()
    application = copy.deepcopy(document["resources"][1])
    application["name"] = "Another application"
    application["sections"]["properties"]["services"] = ["$resources[?name== parameter('bot')].id"]
    document["resources"].append(application)
    assert refusal(document).startswith(
        "template: resources[2].sections.properties.services[0]: 'Ansible demo bot' is a veracity.application, and a "
        "veracity.service is required here."
    )


def test_resources_of_one_name() -> None:
    document = template(("resources.1.name", "$parameter('svc')"), ("outputs", []))
    assert "resources[1].name: resources[0] has the name 'Ansible demo service', too." in refusal(
        document, unused=False
    )


def test_error_in_a_name_is_named_once() -> None:
    said = refusal(template(("resources.0.name", "$parameter('svcc')")), unused=False)
    assert said == (
        "template: resources[0].name: the parameter svcc is not defined. Did you mean svc?\n"
        "  Correct it there, and run again."
    )


# Parameters and variables


def test_parameters_are_all_defined_and_all_used() -> None:
    said = refusal(TEMPLATE, {**{name: value for name, value in PARAMETERS.items() if name != "url"}, "urls": "x"})
    assert "resources[0].sections.properties.serviceUrl: the parameter url is not defined. Did you mean urls?" in said
    assert "parameters[4]: the template does not use the parameter urls. Did you mean url?" in said


def test_parameter_is_not_evaluated() -> None:
    found = checked(template(("resourceGroup.description", "$parameter('text')")), {**PARAMETERS, "text": "$5 a month"})
    assert found.rendered["resourceGroup"]["description"] == "$5 a month"


def test_variables() -> None:
    document = template(
        ("variables", [
            {"name": "base", "value": "$concat('Fleet ', parameter('bot'))", "type": "string"},
            {"name": "full", "value": "$concat(variable('base'), '_app')", "type": "string"},
        ]),
        ("resources.1.name", "$variable('full')"),
        ("outputs.1.value", "$resources[?name==variable('full')].id"),
        ("outputs.2.value", "$resources[?name==variable('full')].sections.properties.secrets[0].secretText"),
    )  # fmt: skip
    found = checked(document)
    assert found.rendered["resources"][1]["name"] == "Fleet Ansible demo bot_app"
    assert found.rendered["outputs"][1]["value"] == "$resources[?name=='Fleet Ansible demo bot_app'].id"
    assert "variables" not in found.rendered
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        (
            [{"name": "a", "value": "$variable('b')"}, {"name": "b", "value": 1}],
            "the variable b is used before",
        ),
        ([{"name": "a", "value": "$variable('a')"}], "variables[0].value: the variable a is used before"),
        ([{"name": "a", "value": "$variable('c')"}], "variables[0].value: the variable c is not defined."),
        ([{"name": "a", "value": "$resources[0].id"}], "variables[0].value: a variable cannot refer to resources"),
        ([{"name": "a", "value": 1}, {"name": "a", "value": 2}], "variables[1].name: a is defined twice."),
        ([{"name": "a"}], "variables[0].value: is missing."),
        ([{"value": 1}], "variables[0].name: must be a plain string that is not empty, not null."),
        (["a"], "variables[0]: must be an object with name, value and type, not the text 'a'."),
        ({"a": 1}, "variables: must be a list of {name, value, type}, not an object."),
    ],
)
def test_variables_that_cannot_be_used(variables: t.Any, says: str) -> None:
    assert says in refusal(template(("variables", variables)))


def test_variable_that_nothing_uses() -> None:
    found = checked(template(("variables", [{"name": "a", "value": 1, "type": "integer"}])))
    assert "variables[0]: the template does not use the variable a." in found.warnings


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ({"name": "serviceId", "value": "x"}, "outputs[1].name: serviceId is defined twice."),
        ({"name": "$parameter('svc')", "value": "x"}, "outputs[1].name: must be a plain string"),
        ({"name": "a", "value": "$parameter('nowhere')"}, "outputs[1].value: the parameter nowhere is not defined."),
        ({"name": "a", "value": "$resources[?name=='x'].id"}, "outputs[1].value: this selects no resource."),
        ({"name": "a"}, "outputs[1].value: is missing."),
        (5, "outputs[1]: must be an object with name, value and type, not the number 5."),
    ],
)
def test_outputs_that_cannot_be_used(output: t.Any, says: str) -> None:
    assert says in refusal(template(("outputs.1", output)))


def test_text_that_is_no_expression_where_none_is_evaluated() -> None:
    found = checked(template(("outputs.0.type", "$"), ("colour", "$[")))
    assert len(found.warnings) == 2
    assert found.rendered["outputs"][0]["type"] == "$"
    assert checked(template(("colour", "$abs('x')"))).rendered["colour"] == "$abs('x')"


def test_types_that_no_document_shows() -> None:
    found = checked(template(("outputs.0.type", "guid")))
    assert found.warnings == ("outputs[0].type: the text 'guid' is not documented.",)


@pytest.mark.parametrize("document", [None, [], "x", {}, {"resources": []}, {"resourceGroup": {"name": "x"}}])
def test_what_is_no_template(document: t.Any) -> None:
    assert refusal(document, {})


def test_resource_group_without_resources() -> None:
    assert checked({"resourceGroup": {"name": "x"}, "resources": []}, {}).group == "x"


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(st.data())
def test_damaged_template_is_checked_or_refused(data: st.DataObject) -> None:
    document = copy.deepcopy(TEMPLATE)
    leaves = st.sampled_from(
        [None, True, 0, -1, 2.5, "", "x", "$", "$x", "$resources[0]", "$@", [], {}, [None], {"a": 1}]
    )
    for _change in range(data.draw(st.integers(1, 3))):
        place: t.Any = document
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(place[key], (dict, list)) and place[key] and data.draw(st.integers(0, 3)):
                place = place[key]
                continue
            # Each its own: one that held itself would not be JSON.
            place[key] = copy.deepcopy(data.draw(leaves))
            break
    try:
        found = checked(document, unused=False)
    except InputError:
        return
    json.dumps(found.template)
    assert len(fingerprint(found, "salt")) == 64
    assert unheeded(found.rendered, public(checked(TEMPLATE))) is not None


# Secrets


def test_secret_outputs_by_what_they_lead_to() -> None:
    bot = "resources[?name== parameter('bot')]"
    assert secret_outputs(
        SERVICE_ID,
        SECRET,
        KEYS,
        f"${bot}",
        "$resources",
        "$@",
        f"${bot}.sections.properties.*",
        f"${bot}.sections.properties.secrets",
        f"${bot}.sections.advanced.apiProductSubscriptions[*].productId",
        {"all": [f"${bot}.sections.properties.secrets[0].secretText"]},
        "plain",
    ) == [False, True, True, True, True, True, True, True, False, True, False]
    # Whatever a function makes of a secret tells it.
    assert secret_outputs(
        "$to_string(resources)",
        "$resources[1].sections | to_string(@)",
        "$reverse(join('', resources[1].sections.properties.*[].*[]))",
        "$keys(resources[1])",
        "$resources[?contains(to_string(@), 'bot')].id",
    ) == [True, True, True, False, False]
    # Fields that are not documented go by their names.
    assert secret_outputs(
        "$resources[0].sections.properties.sasToken", "$resources[0].sections.properties.serviceUrl"
    ) == [
        True,
        False,
    ]


@pytest.mark.parametrize("before", ["", "https://" + "x" * 48])
@pytest.mark.parametrize("secret", ["hunter2+'\"\\ä{{x}}-and-more", "s" * 300])
def test_mistakes_do_not_tell_secret_parameters(secret: str, before: str) -> None:
    value = f"$concat('{before}', parameter('dbPassword'))"
    document = template(
        *(
            (place, value)
            for place in (
                "resourceGroup.isProduction",
                "resources.0.name",
                "resources.0.resourceType",
                "resources.0.sections.properties.serviceUrl",
                "resources.1.sections.properties.clientType",
            )
        )
    )
    said = refusal(document, {**PARAMETERS, "dbPassword": secret})
    assert "resources[0].resourceType: must be one of" in said
    assert secret[:7] not in said


def test_outputs_with_a_secret_parameter_are_secret() -> None:
    parameters = {**PARAMETERS, "dbPassword": 'hunter2-"ä'}
    for value, secret in {
        "$parameter('dbPassword')": True,
        "$concat('Password=', parameter('dbPassword'))": True,
        "$to_string({password: parameter('dbPassword')})": True,
        "$resources[0].sections.properties.description": True,
        "$resources[?sections.properties.description==parameter('dbPassword')].id": False,
        'Password=hunter2-"ä': True,
        SERVICE_ID: False,
    }.items():
        document = template(
            ("resources.0.sections.properties.description", "$parameter('dbPassword')"),
            ("outputs.0", {"name": "connection", "value": value, "type": "string"}),
        )
        found = checked(document, parameters)
        assert found.outputs[0].secret is secret, value
        assert "hunter2" not in str(public(found)), value
        assert secret or "hunter2" not in str(found.outputs[0].source), value


def test_secret_outputs_by_their_name() -> None:
    document = template(("outputs.0", {"name": "clientSecret", "value": "$parameter('url')", "type": "string"}))
    assert checked(document).outputs[0].secret


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("secret", True),
        ("clientSecret", True),
        ("CLIENT_SECRET", True),
        ("db_password", True),
        ("subscriptionKey", True),
        ("key", True),
        ("apiKeys", True),
        ("accessToken", True),
        ("secretText", True),
        ("connectionString", True),
        ("tokenVersion", False),
        ("secretManagementOptions", False),
        ("counterKey", False),
        ("keyboard", False),
        ("monkey", False),
        ("clientId", False),
        ("", False),
        (5, False),
    ],
)
def test_names_of_secrets(name: object, secret: bool) -> None:
    assert is_secret_name(name) is secret


def test_texts_of_a_secret() -> None:
    value = {
        "clientId": "id",
        "productName": "name",
        "secret": "s1",
        "keys": [{"id": "x", "key": "k1"}],
        "n": 5,
        "e": "",
    }
    assert secret_texts(value) == ["s1", "k1"]


def test_secret_parameters_in_both_forms() -> None:
    assert secrets_of({"dbPassword": "a-secret", "url": "x"}) == ["a-secret"]
    assert secrets_of([{"name": "dbPassword", "value": ["a-secret"]}, {"name": "url", "value": "x"}, 5]) == ["a-secret"]
    assert secrets_of(None) == []


def test_masking() -> None:
    document = {"a": "with a-secret in it", "clientSecret": "other", "password": "$parameter('x')", "list": ["ab", 5]}
    assert masked(document, ["a-secret", "ab"]) == {
        "a": "with ******** in it",
        "clientSecret": "********",
        "password": "$parameter('x')",
        "list": ["********", 5],
    }


# What is kept


def test_rendered_template_shows_no_secret() -> None:
    document = template(("resourceGroup.description", "$concat('with ', parameter('dbPassword'))"))
    found = checked(document, {**PARAMETERS, "dbPassword": "hunter2-hunter2"})
    assert found.secrets == ("hunter2-hunter2",)
    assert "hunter2" not in str(public(found))
    assert public(found)["resourceGroup"]["description"] == "with ********"
    other = checked(document, {**PARAMETERS, "dbPassword": "hunter3-hunter3"})
    assert public(other) == public(found)
    assert fingerprint(other, "salt") != fingerprint(found, "salt")
    assert fingerprint(found, "pepper") != fingerprint(found, "salt")


def test_long_texts_are_kept_in_short() -> None:
    document = alone(service(description="x" * 10_000))
    assert len(str(public(checked(document, {})))) < 1000


def test_fingerprint_is_that_of_the_effect() -> None:
    usual = fingerprint(checked(TEMPLATE), "salt")
    in_other_order = {name: TEMPLATE[name] for name in reversed(TEMPLATE)}
    written_out = json.loads(json.dumps(TEMPLATE).replace("$parameter('url')", PARAMETERS["url"]))
    right = json.loads(json.dumps(TEMPLATE).replace("apiAcceses", "apiAccesses"))
    assert fingerprint(checked(in_other_order), "salt") == usual
    assert fingerprint(checked(written_out, unused=False), "salt") == usual
    assert fingerprint(checked(right), "salt") == usual
    assert fingerprint(checked(TEMPLATE, {**PARAMETERS, "url": "https://other.example.org"}), "salt") != usual


def test_guessing_a_secret_from_a_fingerprint_takes_100_000_rounds() -> None:
    document = template(("resourceGroup.description", "$concat('with ', parameter('dbPassword'))"))
    found = checked(document, {**PARAMETERS, "dbPassword": "hunter2-hunter2"})
    whole, shown = (
        json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
        for document in (found.rendered, masked(found.rendered, found.secrets))
    )
    assert whole != shown
    slow = hashlib.pbkdf2_hmac("sha256", whole, b"salt", 100_000)
    assert fingerprint(found, "salt") == hashlib.sha256(shown + slow).hexdigest()


def test_applications_that_get_a_secret_each_time() -> None:
    assert checked(template((f"{PROPERTIES}.secretManagementOptions", "rollover"))).rolling == ("Ansible demo bot",)
    assert checked(TEMPLATE).rolling == ()


def test_no_warning_says_a_path_twice() -> None:
    found = check(alone({**service(), "color": "x", "colour": "y"}), [], "template")
    assert len(found.warnings) == len(set(found.warnings)) == 2


# What Veracity pays no heed to


def rendered(*changes: tuple[str, t.Any]) -> Document:
    """Return a template as it is kept."""
    return public(checked(template(*changes), unused=False))


def test_nothing_is_said_of_what_takes_effect() -> None:
    assert unheeded(rendered(), rendered()) == []
    levels = [{"accessLevelName": name} for name in ("reader", "editor", "admin")]
    more = rendered(("resources.0.sections.advanced.accessLevels.accessLevels", levels))
    assert unheeded(rendered(), more) == []
    assert unheeded({}, rendered()) != []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ("resourceGroup.description", "Other"),
            "resourceGroup.description: Veracity only applies it when it creates the group",
        ),
        (("resourceGroup.tags", []), "resourceGroup.tags: Veracity only applies it when it creates the group"),
        (
            ("resources.0.sections.advanced.accessLevels.accessLevels", [{"accessLevelName": "reader"}]),
            "Ansible demo service: Veracity keeps an access level that has subscribers, whatever the template",
        ),
        (
            ("resources.0.sections.advanced.accessLevels", {"useAccessLevels": False, "accessLevels": None}),
            "Ansible demo service: access levels are disabled.",
        ),
    ],
)
def test_what_takes_no_effect(change: tuple[str, t.Any], says: str) -> None:
    (warning,) = unheeded(rendered(), rendered(change))
    assert warning.startswith(says)


def test_resource_that_is_not_described_any_more() -> None:
    after = rendered()
    after["resources"].pop()
    (warning,) = unheeded(rendered(), after)
    assert warning.startswith("Ansible demo bot: no longer in the template. Veracity does not delete it")
