# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request to any endpoint, sent for real: once, as it was meant, and without a secret in what comes back."""

from __future__ import annotations

import base64
import json
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ApiError, InputError, UnknownStateError
from ansible_collections.dnv.veracity.plugins.modules import veracity_api
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_SUBSCRIPTION_KEY
from tests.unit.support.office import CAPTAIN, SERVICE, Office

SERVICES = "/veracity/services/v3/this/services"
CAPTAINS = f"{SERVICES}/{SERVICE}/subscribers/{CAPTAIN}"
NOTIFICATION = f"{SERVICES}/{SERVICE}/notification"
PUT = "PUT /veracity/services/v3/this/services/{id}/subscribers/{id}"


@pytest.fixture
def office(simulator: Simulator, tmp_path: Path) -> Office:
    """Return a place to call from."""
    return Office(simulator, tmp_path / "state")


def call(office: Office, **params: t.Any) -> dict[str, t.Any]:
    return office.run(veracity_api, **{"api": "services", **params})


def test_query_is_sent_as_it_is_meant(office: Office) -> None:
    query = {"page": 0, "pageSize": 5, "all": True, "none": None, "tag": ["noon & night", 2, False], "empty": []}
    call(office, path=SERVICES, query=query, status_code=[200, 400])
    sent = next(entry for entry in office.simulator.requests() if entry["path"] == SERVICES)
    assert sent["query"] == {
        "page": ["0"],
        "pageSize": ["5"],
        "all": ["true"],
        "tag": ["noon & night", "2", "false"],
    }


@pytest.mark.parametrize("value", [{"a": 1}, [{"a": 1}], [["a"]], [None]])
def test_query_that_cannot_be_written_is_refused(office: Office, value: t.Any) -> None:
    with pytest.raises(InputError, match="query: tag must be a string, a number, a boolean or a list of them"):
        call(office, path=SERVICES, query={"tag": value})
    with pytest.raises(InputError, match=r"idempotent_by\.query: tag must be"):
        call(office, path=SERVICES, method="DELETE", idempotent_by={"query": {"tag": value}})
    assert office.simulator.counters()["operations"] == {}


def test_check_mode_reads_and_does_not_write(office: Office) -> None:
    wanted = {"path": CAPTAINS, "method": "PUT", "body": {"role": "editor"}}
    by = {"idempotent_by": {"match": {"role": "editor"}}}
    assert call(office, **wanted, **by, check_mode=True)["changed"] is True
    assert call(office, **wanted, check_mode=True)["sent"] is False
    assert call(office, path=CAPTAINS, status_code=[404], check_mode=True)["status"] == 404
    assert office.writes == 0
    assert call(office, **wanted, **by)["changed"] is True
    office.simulator.clear_requests()
    for check_mode in (True, False):
        assert call(office, **wanted, **by, check_mode=check_mode)["changed"] is False
    assert office.writes == 0


def test_lost_answer_is_seen_by_reading(office: Office) -> None:
    wanted = {"path": CAPTAINS, "method": "PUT", "body": {"role": "editor"}}
    office.simulator.fault(path="/subscribers/", method="PUT", drop="after")
    found = call(office, **wanted, idempotent_by={"match": {"role": "editor"}})
    assert (found["changed"], found["sent"], found["status"]) == (True, True, None)
    office.simulator.fault(path="/subscribers/", method="PUT", drop="before")
    with pytest.raises(UnknownStateError, match="did not confirm the request, which may have been applied"):
        call(office, path=CAPTAINS, method="PUT", body={"role": "reader"})
    assert office.calls(PUT) == 2


def test_message_whose_answer_is_lost_is_not_sent_again(office: Office) -> None:
    office.options = {"retries": 3}
    message = {"message": {"name": "Noon", "content": "Reports", "type": 1}, "HighPriority": False}
    office.simulator.fault(path="/notification$", method="POST", status=500, apply=True, json={"message": "broken"})
    with pytest.raises(UnknownStateError):
        call(office, path=NOTIFICATION, method="POST", body=message)
    assert len(office.simulator.notifications()) == 1


def test_too_many_requests_are_waited_for(office: Office) -> None:
    office.options = {"retries": 2}
    office.simulator.fault(path="/subscribers/", method="PUT", status=429, headers={"Retry-After": "0"}, times=2)
    assert call(office, path=CAPTAINS, method="PUT", body={"role": "editor"})["changed"] is True
    assert office.calls(PUT) == 3


def test_several_services_ask_for_a_name(office: Office) -> None:
    office.simulator.seed_services({"name": "Second service"})
    with pytest.raises(ApiError, match="Set the id of the service") as caught:
        call(office, path="/veracity/services/v3/this/subscribers", query={"page": 0, "pageSize": 5})
    assert caught.value.status == 300


@pytest.mark.parametrize("kind", ["json", "text"])
def test_credentials_that_come_back_are_masked(office: Office, kind: str) -> None:
    token = office.session().obtain().value
    secrets = [token, DEFAULT_SUBSCRIPTION_KEY, base64.b64encode(DEFAULT_SUBSCRIPTION_KEY.encode()).decode()]
    echo = {"you": {"sent": [f"Bearer {secrets[0]}", *secrets[1:]]}, "url": "https://x.example.com/?sig=ab12"}
    content = {"json": echo} if kind == "json" else {"body": f"echo {echo}"}
    office.simulator.fault(
        path="/this/services$", method="GET", status=200, headers={"Location": f"/{token}"}, **content
    )
    shown = json.dumps(call(office, path=SERVICES))
    assert not [secret for secret in secrets if secret in shown]
    # What the endpoint is asked for stays as it is.
    assert "sig=ab12" in shown


@pytest.mark.parametrize("escape", ["\\u{:04x}", "\\u{:04X}"])
def test_c4_credentials_in_json_are_masked_after_it_is_decoded(office: Office, escape: str) -> None:
    key = DEFAULT_SUBSCRIPTION_KEY
    escaped = "".join(escape.format(ord(letter)) for letter in key)
    body = """{"ESCAPED": [{"deep": ["\\/ESCAPED\\u002B", {"KEY": true}]}], "quoted": "\\"KEY\\""}"""
    body = body.replace("ESCAPED", escaped).replace("KEY", key)
    office.simulator.fault(path=SERVICES, status=200, body=body)
    assert call(office, path=SERVICES)["json"] == {
        "********": [{"deep": ["/********+", {"********": True}]}],
        "quoted": '"********"',
    }
