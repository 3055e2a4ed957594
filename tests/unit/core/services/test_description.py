# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A described service is validated as a whole, and no request more is made than its steps would make."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ForbiddenError, InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from ansible_collections.dnv.veracity.plugins.module_utils._service_options import SERVICE_OPTIONS
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_application_administrator,
    veracity_description,
    veracity_licenses,
    veracity_service_subscribers,
    veracity_user,
)
from tests.simulator.fixture import Simulator
from tests.unit.support.office import APPLICATION, CAPTAIN, CHIEF, MATE, OFFICERS, SERVICE, TENANT, Office

STRANGER = "99999999-2222-4333-8444-555555555501"
HERE = {"id": SERVICE, "tenant": TENANT}
RESOLVE = "GET /veracity/services/v3/this/user/resolve({email})"
WHOLE: dict[str, t.Any] = {
    **HERE,
    "users": [{"email": "captain@example.com"}],
    "subscribers": [
        {"email": "Captain@example.com", "access_level": "editor"},
        {"user": MATE, "access_level": "reader"},
    ],
    "licenses": [{"group": OFFICERS, "access_level": "reader"}, {"user": CHIEF, "access_level": "editor"}],
    "administrators": [{"user": CAPTAIN}],
}


@pytest.fixture
def office(simulator: Simulator, tmp_path: Path) -> Office:
    """Return a place to validate from."""
    simulator.settings(tenant_delay=0)
    return Office(simulator, tmp_path / "state")


def validate(office: Office, **service: t.Any) -> dict[str, t.Any]:
    """Validate as the action and the module do. Raises InputError with all mistakes."""
    mistakes = Mistakes()
    found = checked(KINDS["service"], service, mistakes)
    return office.run(veracity_description, service=found, mistakes=mistakes.texts)


def run(office: Office, **service: t.Any) -> list[dict[str, t.Any]]:
    """Validate, and take the steps of the role."""
    found = validate(office, **service)
    wanted, users = found["description"], found["users"]
    place = {"tenant": TENANT, "application": found["application"]}
    results = [office.run(veracity_user, **user, known_users=users) for user in wanted["users"]]
    results.append(
        office.run(veracity_service_subscribers, service=SERVICE, subscribers=wanted["subscribers"], known_users=users)
    )
    results.append(
        office.run(veracity_licenses, **place, licenses=wanted["licenses"], known_licenses=found["licenses"])
    )
    results += [
        office.run(
            veracity_application_administrator,
            **place,
            user=administrator["user"],
            known_administrators=found["administrators"],
        )
        for administrator in wanted["administrators"]
    ]
    return results


@pytest.mark.parametrize("name", SERVICE_OPTIONS)
def test_e5_a_variable_that_is_null_is_left_out(name: str) -> None:
    found = []
    for service in ({name: None}, {}):
        mistakes = Mistakes()
        found.append((checked(KINDS["service"], service, mistakes), mistakes.texts))
    assert found[0] == found[1]
    assert found[0][0].get(name) == SERVICE_OPTIONS[name].get("default", False if name == "template" else None)


def entries() -> t.Iterator[tuple[str, str]]:
    """Yield each option of the entries of each list."""
    for name, option in SERVICE_OPTIONS.items():
        yield from ((name, inner) for inner in option.get("options", {}))


@pytest.mark.parametrize(("name", "inner"), list(entries()))
def test_e5_an_option_of_an_entry_that_is_null_is_left_out(name: str, inner: str) -> None:
    needed = {"email": "captain@example.com"} if name in ("users", "subscribers") else {"user": CAPTAIN}
    given = {option: value for option, value in needed.items() if option != inner}
    found = []
    for entry in ({**given, inner: None}, given):
        mistakes = Mistakes()
        found.append((checked(KINDS["service"], {**HERE, name: [entry]}, mistakes), mistakes.texts))
    assert found[0] == found[1]


@pytest.mark.parametrize(("text", "value"), [("false", False), ("no", False), ("True", True), ("on", True)])
def test_e4_text_is_a_boolean(text: str, value: bool) -> None:
    mistakes = Mistakes()
    names = [name for name, option in SERVICE_OPTIONS.items() if option["type"] == "bool"]
    given = {**HERE, "subscribers": [], "licenses": [], "project_id": SERVICE, **dict.fromkeys(names, text)}
    found = checked(KINDS["service"], given, mistakes)
    assert mistakes.texts == []
    assert {found[name] for name in names} == {value}


def test_another_name_of_an_option_is_taken() -> None:
    mistakes = Mistakes()
    subscribers = [{"user": CAPTAIN, "role": "reader", "access_level": None}, {"user": MATE, "role": "reader"}]
    found = checked(KINDS["service"], {**HERE, "subscribers": subscribers}, mistakes)
    assert mistakes.texts == []
    assert found["subscribers"] == [{"user": user, "access_level": "reader"} for user in (CAPTAIN, MATE)]


def test_e2_numbers_are_names() -> None:
    mistakes = Mistakes()
    found = checked(
        KINDS["service"],
        {
            **HERE,
            "subscribers": [{"user": CAPTAIN, "access_level": 1}],
            "template": {"a": "hunter2"},
            "template_parameters": {},
        },
        mistakes,
    )
    assert found["subscribers"][0]["access_level"] == "1"
    assert (found["template"], "template_parameters" in found) == (True, False)
    assert [text.partition(":")[0] for text in mistakes.texts] == ["service_project_id"]


MISTAKES: list[tuple[dict[str, t.Any], str]] = [
    (
        {"administrators": [{"user": CAPTAIN}, {"user": CAPTAIN.upper(), "state": "absent"}]},
        r"administrators\[1\]: .*already",
    ),
    ({"administrators": [{"user": CAPTAIN, "state": "gone"}]}, r"administrators\[0\]\.state: must be one of"),
    ({"administrators": [{"user": "captain"}]}, r"administrators\[0\]\.user: must be a GUID"),
    (
        {"subscribers": [{"email": "STRASSE@example.com"}, {"email": "straße@example.com"}]},
        r"subscribers\[1\]: .*already",
    ),
    ({"subscribers": [{"user": CAPTAIN}, {"email": " Captain@example.com"}]}, rf"subscribers\[1\]: .* user {CAPTAIN}"),
    ({"subscribers": [{"email": "captian@example.com"}]}, r"subscribers\[0\]\.email: no user of Veracity has"),
    ({"subscribers": [{"email": "twin@example.com"}]}, r"subscribers\[0\]\.email: 2 users have .*5555504.*5555505"),
    ({"subscribers": [{"email": "captain"}]}, r"subscribers\[0\]\.email: must be an e-mail address"),
    ({"subscribers": [{"user": CAPTAIN, "access_level": " "}]}, r"subscribers\[0\]\.access_level: must not be empty"),
    (
        {"subscribers": [{"user": CAPTAIN, "access_level": "reader", "role": "editor"}]},
        r"subscribers\[0\]\.access_level: is set under two names",
    ),
    ({"subscribers": [{}]}, r"subscribers\[0\]: one of user"),
    ({"subscribers": [{"user": CAPTAIN, "level": "x"}]}, r"subscribers\[0\]\.level: there is no such option"),
    ({"licenses": [{"user": CAPTAIN}, {"user": CAPTAIN.upper()}]}, r"licenses\[1\]: .*already"),
    ({"licenses": [{"group": STRANGER}]}, r"licenses\[0\]\.group: the tenant .* has no group"),
    ({"licenses": [{"user": STRANGER}]}, r"licenses\[0\]\.user: the tenant .* has no user .* not of the profile"),
    ({"licenses": [{"user": CAPTAIN, "access_level": "king"}]}, r"licenses\[0\]\.access_level: must be one of reader"),
    ({"licenses": [{"user": CAPTAIN, "properties": {"a": []}}]}, r"licenses\[0\]\.properties\.a: must be a text"),
    ({"administrators": [{"user": STRANGER}]}, r"administrators\[0\]\.user: the tenant .* has no user"),
    ({"users": [{"email": "cook@example.com"}]}, r"users\[0\]: first_name and last_name are required"),
    ({"users": [{"email": "a@example.com"}, {"email": "A@example.com"}]}, r"users\[1\]: .*already"),
    ({"users": [{"email": "a@example.com", "return_url": "http://["}]}, r"users\[0\]\.return_url: must be an https"),
    ({"users": [{"email": "a@example.com", "contact_email": "b"}]}, r"users\[0\]\.contact_email: must be"),
    ({"id": CHIEF, "licenses": []}, r"application: the tenant .* has no application of the service"),
    ({"prune_licenses": "yes"}, r"prune_licenses: is set without"),
    ({"max_concurrency": 0}, r"max_concurrency: must be at least 1"),
    ({"wait_interval": 0}, r"wait_interval: must be more than 0 seconds"),
    ({"graph_path": "//elsewhere"}, r"graph_path: must be a path"),
    ({"tenant": "x"}, r"tenant: must be a GUID"),
    ({"client_id_output": "clientId"}, r"client_id_output: requires service_template"),
    (
        {"template": True, "project_id": SERVICE, "template_group": "a", "resource_group": "b"},
        r"resource_group: the template",
    ),
    (
        {"template": True, "project_id": SERVICE, "template_outputs": ["b"], "subscription_key_output": "k"},
        r"subscription_key_output: .*has: b",
    ),
]


@pytest.mark.parametrize(("wrong", "says"), MISTAKES)
def test_f_what_is_wrong_is_said_with_its_place_before_anything_is_written(
    office: Office, wrong: dict[str, t.Any], says: str
) -> None:
    with pytest.raises(InputError, match=f"(^|- )service_{says}"):
        validate(office, **{**HERE, **wrong})
    assert office.writes == 0


def test_f_all_mistakes_are_said_at_once(office: Office) -> None:
    wrong: dict[str, t.Any] = {
        **HERE,
        "users": [{"email": "cook@example.com"}],
        "subscribers": [{"user": "x"}, {"email": "captian@example.com"}],
        "licenses": [{"group": STRANGER, "access_level": "king"}],
        "prune_subscribers": "perhaps",
    }
    with pytest.raises(InputError, match="6 mistakes were found, and nothing was changed") as caught:
        validate(office, **wrong)
    for place in ("users[0]", "subscribers[0].user", "subscribers[1].email", "licenses[0].group", "prune_sub"):
        assert f"- service_{place}" in str(caught.value)
    assert office.calls(RESOLVE) == 2


def test_f_a_run_that_changes_nothing_makes_no_request_more(office: Office) -> None:
    assert [result["changed"] for result in run(office, **WHOLE)] == [False, True, True, True]
    office.simulator.clear_requests()
    assert not any(result["changed"] for result in run(office, **WHOLE))
    # An address, two subscribers, the application, the licences, the administrators.
    assert office.simulator.counters()["reads"] == 6
    assert office.calls(RESOLVE) == 1


def test_f_new_members_of_the_tenant_cost_one_request_a_kind(office: Office) -> None:
    validate(office, **{**WHOLE, "licenses": [{"group": OFFICERS}, {"user": CHIEF}, {"user": MATE}]})
    assert office.calls("GET /veracity/graph/v4/tenants/{id}/groups") == 1
    assert office.calls("GET /veracity/graph/v4/tenants/{id}/users") == 1


def test_f_who_is_registered_first_is_no_mistake(office: Office) -> None:
    found = validate(
        office,
        **HERE,
        users=[{"email": "Cook@example.com", "first_name": "Anne", "last_name": "Example"}],
        subscribers=[{"email": "cook@example.com"}, {"email": "mate@example.com"}],
    )
    assert found["new_users"] == ["cook@example.com"]
    assert found["subscribers_there"] == [{"email": "mate@example.com"}]
    assert list(found["users"]) == ["mate@example.com"]


def test_f_a_new_service_may_be_what_gives_the_right_to_read(office: Office) -> None:
    office.simulator.fault(path="/(services/v3|graph/v4)/", method="GET", status=403, json={"Message": "no"}, times=0)
    new = {"template": True, "project_id": SERVICE, "subscribers": [{"email": "captain@example.com"}]}
    tenant = {"tenant": TENANT, "licenses": [{"group": OFFICERS}]}
    assert validate(office, **new, **tenant)["application"] is None
    with pytest.raises(ForbiddenError):
        validate(office, **new, **tenant, told_id=SERVICE)


def test_f_without_credentials_nothing_is_read(office: Office) -> None:
    kind = KINDS["service"]
    assert kind.reads(checked(kind, {**WHOLE, "readable": False}, Mistakes())) is False
    assert kind.reads(checked(kind, {"template": True, "project_id": SERVICE}, Mistakes())) is False
    assert kind.reads(checked(kind, WHOLE, Mistakes())) is True


def test_licenses_of_another_run_are_not_overlooked(office: Office) -> None:
    place = {"tenant": TENANT, "application": APPLICATION}
    wanted = [{"user": CAPTAIN, "access_level": "reader"}]
    office.run(veracity_licenses, **place, licenses=wanted)
    assert office.run(veracity_licenses, **place, licenses=wanted, known_licenses=[])["changed"] is False


@pytest.mark.parametrize("levels", [True, 1, "reader", {"name": "reader"}, None, [], [None, 1]])
def test_h_odd_access_levels_of_an_application_are_none(office: Office, levels: t.Any) -> None:
    shown = {"id": APPLICATION, "name": "Portal", "serviceId": SERVICE, "accessLevels": levels}
    office.simulator.fault(path="/applications$", method="GET", status=200, json=[shown])
    assert validate(office, **HERE, licenses=[{"user": CAPTAIN, "access_level": "1"}])["application"] == APPLICATION


@pytest.mark.parametrize("known", [{"mate@example.com": 1}, {"mate@example.com": [1, {"id": "x"}]}, {"x": []}, {}])
def test_h_odd_known_users_are_asked_for(office: Office, known: dict[str, t.Any]) -> None:
    found = office.run(
        veracity_service_subscribers,
        service=SERVICE,
        subscribers=[{"email": "mate@example.com"}],
        known_users=known,
        check_mode=True,
    )
    assert found["outcomes"][0]["user"] == MATE
