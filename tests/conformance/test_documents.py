# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every implemented Data Fabric operation agrees with the published API documents, in requests and in answers."""

from __future__ import annotations

import typing as t
import uuid

import pytest
import requests
from openapi_core import OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from openapi_core.exceptions import OpenAPIError

from tests.conformance import documents
from tests.conformance.calls import DATA, ORDER, PROVISIONING, Caller
from tests.simulator import data, provisioning
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID
from tests.simulator.routing import Api

pytestmark = pytest.mark.skipif(
    documents.folder() is None,
    reason=f"{documents.VARIABLE} does not name a folder with the published API documents",
)

APIS = {"provisioning": provisioning.API, "data": data.API}
FULL_ORDER = {
    **ORDER,
    "title": "MT Example",
    "description": "Noon reports",
    "icon": {"id": "Automatic_Information_Display", "backgroundColor": "#5594aa"},
    "tags": [{"title": "fleet", "type": "tag"}],
}
PATCH: list[dict[str, t.Any]] = [
    {"op": "replace", "path": "/title", "value": "New title"},
    {"op": "replace", "path": "/tags", "value": [{"title": "fleet", "type": "tag"}]},
]


class Judge:
    """Validates exchanges with one API against its document."""

    def __init__(self, simulator: Simulator, api: str) -> None:
        self._document = OpenAPI.from_dict(documents.adjusted(api, simulator.http + APIS[api].base))

    def accepts_request(self, request: requests.PreparedRequest) -> bool:
        """Return whether the document allows the request."""
        try:
            self._document.validate_request(RequestsOpenAPIRequest(request))
        except OpenAPIError:
            return False
        return True

    def check_response(self, response: requests.Response) -> None:
        """Raise when the document does not have such an answer."""
        self._document.validate_response(
            RequestsOpenAPIRequest(response.request), RequestsOpenAPIResponse(_as_documented(response))
        )


def _as_documented(response: requests.Response) -> requests.Response:
    # Answers without a schema are declared with content types all the same, and the library insists on one:
    # an empty answer, which really has none, is shown to it as such content.
    if not response.content and "Content-Type" not in response.headers:
        response.headers["Content-Type"] = "application/json"
        response._content = b"null"
    return response


@pytest.fixture
def judges(simulator: Simulator) -> dict[str, Judge]:
    """Return a judge for each API."""
    return {api: Judge(simulator, api) for api in APIS}


def _judge(judges: dict[str, Judge], path: str) -> Judge:
    return judges["provisioning" if path.startswith(PROVISIONING) else "data"]


def _good_calls(own: str, doomed: str, foreign: str) -> list[tuple[str, str, t.Any, int]]:
    missing = str(uuid.uuid4())
    return [
        ("POST", f"{PROVISIONING}/container", ORDER, 202),
        ("POST", f"{PROVISIONING}/container", FULL_ORDER, 202),
        ("PATCH", f"{PROVISIONING}/container/{own}/metadata", PATCH, 200),
        ("PATCH", f"{PROVISIONING}/container/{foreign}/metadata", PATCH, 403),
        ("PATCH", f"{PROVISIONING}/container/{missing}/metadata", PATCH, 404),
        ("DELETE", f"{PROVISIONING}/container/{doomed}", None, 202),
        ("DELETE", f"{PROVISIONING}/container/{foreign}", None, 403),
        ("DELETE", f"{PROVISIONING}/container/{missing}", None, 404),
        ("GET", f"{PROVISIONING}/regions", None, 200),
        ("GET", f"{DATA}/resources", None, 200),
        ("GET", f"{DATA}/resources/{own}", None, 200),
        ("GET", f"{DATA}/resources/{foreign}", None, 403),
        ("GET", f"{DATA}/resources/{missing}", None, 404),
        ("GET", f"{DATA}/resources/tag/fleet", None, 200),
        ("GET", f"{DATA}/resources/tag/private", None, 403),
        ("GET", f"{DATA}/resources/tag/nothing", None, 404),
        ("GET", f"{DATA}/application", None, 200),
        ("GET", f"{DATA}/application/{DEFAULT_CLIENT_ID}", None, 200),
        ("GET", f"{DATA}/application/{missing}", None, 404),
        ("GET", f"{DATA}/users/me", None, 404),
    ]


def test_good_requests(simulator: Simulator, caller: Caller, judges: dict[str, Judge]) -> None:
    """Both sides of every implemented operation are as documented; no operation is left out."""
    own, doomed, _seeded, _shared, foreign = simulator.seed(
        {"short_name": "mtexample", "title": "MT Example", "tags": [{"title": "fleet"}]},
        {"short_name": "doomed"},
        {"short_name": "seeded", "may_contain_personal_data": "unknown", "tags": [{"title": "x", "type": "systemtag"}]},
        {"short_name": "shared", "access_level": "consumer"},
        {"short_name": "foreign", "owner": str(uuid.uuid4()), "tags": [{"title": "private"}]},
    )
    for method, path, body, status in _good_calls(own, doomed, foreign):
        response = caller.call(method, path, body)
        assert response.status_code == status, (method, path, response.text)
        judge = _judge(judges, path)
        assert judge.accepts_request(response.request), (method, path)
        judge.check_response(response)
    implemented = {api.operation(route) for api in APIS.values() for route in api.routes}
    called = {name.replace("/tag/fleet", "/tag/{Tag}") for name in simulator.counters()["operations"]}
    assert implemented <= called


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
def test_every_route_is_documented(name: str) -> None:
    """No operation of the simulator is an invention."""
    api: Api = APIS[name]
    document = documents.load(name)
    assert document["servers"][0]["url"] == f"https://api.veracity.com{api.base}"
    for route in api.routes:
        assert route.method.lower() in document["paths"][route.template]
