# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every Data Fabric operation agrees with the published API documents, in requests and in answers."""

from __future__ import annotations

import typing as t
import uuid

import pytest

from tests.conformance import documents
from tests.conformance.calls import CONSUMER, DATA, ORDER, PROVISIONING, Caller, caller_as
from tests.conformance.drives import CUSTOM, CUSTOM_EVENTS, EVENTS, PATCH, Drive, Scene, bad_requests, scripted
from tests.conformance.judge import Judge
from tests.simulator import data, provisioning
from tests.simulator.fixture import Simulator
from tests.simulator.gateway import find_operation

pytestmark = pytest.mark.skipif(
    documents.folder() is None,
    reason=f"{documents.VARIABLE} does not name a folder with the published API documents",
)

APIS = {"provisioning": provisioning.API, "data": data.API}


@pytest.fixture
def judges(simulator: Simulator) -> dict[str, Judge]:
    """Return a judge for each API."""
    return {name: Judge(documents.adjusted(name, simulator.http + api.base)) for name, api in APIS.items()}


def _judge(judges: dict[str, Judge], path: str) -> Judge:
    return judges["provisioning" if path.startswith(PROVISIONING) else "data"]


class Drivers:
    """Sends calls, validates both sides, and notes which answers there were."""

    def __init__(self, caller: Caller, admin: Caller, judges: dict[str, Judge]) -> None:
        self.seen: set[tuple[str, str, int]] = set()
        self._caller = caller
        self._admin = admin
        self._judges = judges

    def drive(self, drive: Drive, *, right: bool = True) -> None:
        """Make a call; ``right`` tells whether the document allows its request."""
        caller = self._admin if drive.admin else self._caller
        response = caller.call(drive.method, drive.path, drive.body, params=drive.query)
        assert response.status_code == drive.status, (drive, response.text)
        judge = _judge(self._judges, drive.path)
        assert judge.accepts_request(response.request) is right, drive
        judge.check_response(response)
        found = find_operation(drive.method, drive.path)
        assert found is not None
        self.seen.add((drive.method, found[1].template, drive.status))


def test_every_operation_and_every_status(simulator: Simulator, caller: Caller, judges: dict[str, Judge]) -> None:
    """Both sides of every operation are as documented, for each answer that the documents declare; none is left out."""
    own, doomed, given, foreign, _seeded, _shared = simulator.seed(
        {"short_name": "mtexample", "title": "MT Example", "tags": [{"title": "fleet"}]},
        {"short_name": "doomed"},
        {"short_name": "given"},
        {"short_name": "foreign", "owner": str(uuid.uuid4()), "tags": [{"title": "private"}]},
        {"short_name": "seeded", "may_contain_personal_data": "unknown", "tags": [{"title": "x", "type": "systemtag"}]},
        {"short_name": "shared", "access_level": "consumer"},
    )
    drivers = Drivers(caller, caller_as(simulator, "dataAdmin"), judges)
    for drive in Scene(caller, own, doomed, given, foreign, str(uuid.uuid4())).drives():
        drivers.drive(drive)
    for drive in bad_requests():
        drivers.drive(drive, right=False)
    for drive, body in scripted():
        simulator.fault(path=".", status=drive.status, json=body)
        drivers.drive(drive)
    simulator.settings(short_name_conflict=True)
    drivers.drive(Drive(409, "POST", f"{PROVISIONING}/container", ORDER))
    assert set.union(*map(documents.declared, APIS)) == drivers.seen


@pytest.mark.parametrize(
    "changes",
    [
        {"storageLocation": None},
        {"storageLocation": 1},
        {"mayContainPersonalData": None},
        {"mayContainPersonalData": "true"},
        {"containerShortName": None},
        {"containerShortName": "MT-Example"},
        {"title": 1},
        {"icon": "blue"},
        {"tags": {"title": "fleet"}},
        {"tags": [{"title": "fleet", "type": "label"}]},
        {"unknown": "property"},
    ],
)
def test_orders_that_the_document_refuses(caller: Caller, judges: dict[str, Judge], changes: dict[str, t.Any]) -> None:
    """What the document does not allow, the simulator refuses too, in a documented way."""
    order = {name: value for name, value in {**ORDER, **changes}.items() if value is not None}
    response = caller.call("POST", f"{PROVISIONING}/container", order)
    assert not judges["provisioning"].accepts_request(response.request)
    assert response.status_code == 400
    judges["provisioning"].check_response(response)


_SHARING = {"userId": CONSUMER, "accessKeyTemplateId": CONSUMER}
_COPY = {
    "sourceResourceId": CONSUMER,
    "copyResourceShortName": "mtcopy",
    "copyResourceMayContainPersonalData": False,
}
_EVENTS = {
    "subscriptionName": "uploads",
    "containerId": CONSUMER,
    "subscriptionTypes": ["BlobUpserted"],
    "callback": "https://example.com/hook",
}
_GROUP = {"title": "Fleet", "description": "All ships", "resourceIds": []}
_ACCESSES = f"{DATA}/resources/{{own}}/accesses?autoRefreshed="


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{_ACCESSES}true", {**_SHARING, "userId": "bob"}),
        (f"{_ACCESSES}true", {**_SHARING, "ipRange": "10.0.0.1"}),
        (f"{_ACCESSES}true", {**_SHARING, "ipRange": {"from": "10.0.0.1"}}),
        (f"{_ACCESSES}true", {**_SHARING, "comment": 1}),
        (f"{_ACCESSES}true", {**_SHARING, "hours": 1}),
        (f"{_ACCESSES}true", {"userId": CONSUMER}),
        (f"{_ACCESSES}true", [_SHARING]),
        (f"{_ACCESSES}maybe", _SHARING),
        (_ACCESSES.partition("?")[0], _SHARING),
        (f"{DATA}/resources/{{own}}/datastewards/{CONSUMER}", {"comment": 1}),
        (f"{DATA}/resources/{{own}}/datastewards/{CONSUMER}", {"role": "steward"}),
        (f"{DATA}/application", {"id": "app", "companyId": CONSUMER, "role": "none"}),
        (f"{DATA}/groups", {**_GROUP, "resourceIds": ["ship"]}),
        (f"{DATA}/groups", {**_GROUP, "sortingOrder": "first"}),
        (f"{DATA}/groups", {"title": "Fleet", "resourceIds": []}),
        (f"{PROVISIONING}/container/copycontainer?accessId={CONSUMER}", {**_COPY, "sourceResourceId": "ship"}),
        (f"{PROVISIONING}/container/copycontainer?accessId={CONSUMER}", {**_COPY, "copyResourceShortName": "a"}),
        (f"{PROVISIONING}/container/copycontainer?accessId={CONSUMER}", {**_COPY, "copyResourceTitle": 1}),
        (f"{PROVISIONING}/container/copycontainer?accessId={CONSUMER}", {**_COPY, "storageLocation": "northeurope"}),
        (CUSTOM, {**CUSTOM_EVENTS, "regions": "northeurope"}),
        (CUSTOM, {**CUSTOM_EVENTS, "containerId": CONSUMER}),
        (EVENTS, {**_EVENTS, "subscriptionTypes": ["BlobRenamed"]}),
        (EVENTS, {**_EVENTS, "containerId": "ship"}),
        (EVENTS, {**_EVENTS, "callback": None}),
    ],
)
def test_bodies_that_the_document_refuses(
    simulator: Simulator, caller: Caller, judges: dict[str, Judge], path: str, body: t.Any
) -> None:
    """The same for everything else that is sent."""
    admin = caller_as(simulator, "dataAdmin")
    (own,) = simulator.seed({"short_name": "mtexample"})
    response = (admin if path.endswith("application") else caller).call("POST", path.format(own=own), body)
    assert not _judge(judges, path).accepts_request(response.request)
    assert response.status_code == 400
    _judge(judges, path).check_response(response)


@pytest.mark.parametrize("patch", [{"operations": PATCH}, PATCH[0], ["title"], [{**PATCH[0], "path": 1}]])
def test_patches_that_the_document_refuses(
    simulator: Simulator, caller: Caller, judges: dict[str, Judge], patch: t.Any
) -> None:
    """The same for patches; their document forgets to declare the 400."""
    (container,) = simulator.seed({"short_name": "mtexample"})
    response = caller.call("PATCH", f"{PROVISIONING}/container/{container}/metadata", patch)
    assert not judges["provisioning"].accepts_request(response.request)
    assert response.status_code == 400


def test_requests_without_a_key(caller: Caller, judges: dict[str, Judge]) -> None:
    """The documents require a subscription key, and the simulator does."""
    del caller.headers["Ocp-Apim-Subscription-Key"]
    for path in (f"{PROVISIONING}/regions", f"{DATA}/resources"):
        response = caller.call("GET", path)
        assert not _judge(judges, path).accepts_request(response.request)
        assert response.status_code == 401


@pytest.mark.parametrize("name", sorted(APIS))
def test_the_routes_are_those_of_the_document(name: str) -> None:
    """No operation of the simulator is an invention, none is missing, and each is spelled as published."""
    api = APIS[name]
    assert documents.load(name)["servers"][0]["url"] == f"https://api.veracity.com{api.base}"
    declared = {(method, path) for method, path, _status in documents.declared(name)}
    assert {(route.method, route.template) for route in api.routes} == declared
