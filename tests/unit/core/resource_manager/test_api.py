# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Resource Manager: what is sent, every form of the answer, and every refusal."""

from __future__ import annotations

import base64
import json
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    ApiError,
    ForbiddenError,
    NotFoundError,
    ResponseError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager.api import ResourceManager
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.resource_manager import FORMS, PROJECT, TOKEN, ScriptedManager, reply
from tests.unit.support.servers import answer

VALUES = {"serviceId": "197d9a24-9c26-42bc-8fda-dd21d4531016", "keys": [{"id": "a", "key": "ø"}], "nothing": None}


@pytest.fixture
def manager() -> t.Iterator[ScriptedManager]:
    """Start a scripted manager."""
    with ScriptedManager() as found:
        yield found


@pytest.fixture
def api(manager: ScriptedManager) -> ResourceManager:
    """Return the API of the scripted manager."""
    settings = from_options({"access_token": TOKEN, "api_url": manager.url}, api="services", variables={})
    return ResourceManager(Session(settings, share_tokens=False, clock=SleeplessClock()).client)


def test_what_is_sent(manager: ScriptedManager, api: ResourceManager) -> None:
    template, parameters = {"resourceGroup": {"name": "Flåte"}}, [{"name": "a", "value": "ø", "type": "string"}]
    api.submit(PROJECT, template, parameters)
    (sent,) = manager.submissions
    assert (sent.method, sent.path) == ("POST", f"/developer/vrm/v1/projects/{PROJECT}/resourceGroups/files")
    assert sent.headers["authorization"] == f"Bearer {TOKEN}"
    assert sent.headers["content-type"] == "application/json"
    assert "ocp-apim-subscription-key" not in sent.headers
    assert set(sent.body) == {"format", "template", "parameters"}
    assert sent.body["format"] == "json"
    assert sent.document("template") == template
    assert sent.document("parameters") == parameters
    assert "å".encode() in base64.b64decode(sent.body["template"])


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_an_answer(manager: ScriptedManager, api: ResourceManager, form: str) -> None:
    manager.script(reply(VALUES, form=form))
    found = api.submit(PROJECT, {}, [])
    assert found.values == VALUES
    assert found.errors == ""


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + json.dumps({"errors": None, "values": []}).encode(),
        b'"'
        + base64.encodebytes(json.dumps({"errors": [], "values": [], "x": "y" * 99}).encode()).replace(b"\n", b"\\r\\n")
        + b'"',
        base64.encodebytes(json.dumps({"errors": "", "values": None, "x": "y" * 99}).encode()),
        json.dumps(json.dumps({"errors": None, "values": []})).encode(),
        b'{"values": []}',
        b'{"errors": null}',
    ],
)
def test_answers_that_are_unusual_and_clear(manager: ScriptedManager, api: ResourceManager, body: bytes) -> None:
    manager.script(answer(body))
    found = api.submit(PROJECT, {}, [])
    assert (found.values, found.errors) == ({}, "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"done",
        b"null",
        b"[]",
        b"{}",
        b'"e30="',
        b'{"values": ["x"]}',
        b'{"values": 5}',
        b'{"values": {"a": 1}}',
        b'{"values": [{"value": 1}]}',
        base64.b64encode(b"\xff\xfe"),
        b"[" * 100_000,
    ],
)
def test_answers_that_cannot_be_read(manager: ScriptedManager, api: ResourceManager, body: bytes) -> None:
    manager.script(answer(body))
    with pytest.raises(ResponseError, match="Veracity accepted the template, but the response cannot be read"):
        api.submit(PROJECT, {}, [])


@pytest.mark.parametrize(
    ("errors", "says"),
    [
        ("it is full", "it is full"),
        (["one", "two"], '["one", "two"]'),
        ([{"resource": "x", "message": f"token {TOKEN}"}], '[{"resource": "x", "message": "token ********"}]'),
        (True, "true"),
    ],
)
def test_errors_in_an_answer(manager: ScriptedManager, api: ResourceManager, errors: object, says: str) -> None:
    manager.script(reply(VALUES, errors))
    found = api.submit(PROJECT, {}, [])
    assert found.errors == says
    assert found.values == VALUES


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        ("400 Bad Request", ApiError, "Veracity refused the template."),
        ("401 Unauthorized", ApiError, "Veracity does not accept the automation token."),
        ("403 Forbidden", ForbiddenError, f"The automation token is not valid for project {PROJECT}."),
        ("404 Not Found", NotFoundError, f"There is no project {PROJECT}."),
        ("409 Conflict", ApiError, "Veracity refused the template."),
        ("422 Unprocessable", ApiError, "Veracity refused the template."),
        ("500 Internal Server Error", AmbiguousError, "may have applied it"),
        ("504 Gateway Timeout", AmbiguousError, "may have applied it"),
    ],
)
def test_refusals(
    manager: ScriptedManager, api: ResourceManager, status: str, kind: type[VeracityError], says: str
) -> None:
    manager.script(answer(b'{"message": "what the server says", "name": "eyJhbGciOiJIUzI1NiJ9.x.y"}', status))
    with pytest.raises(kind) as caught:
        api.submit(PROJECT, {}, [])
    assert says in str(caught.value)
    assert "The server says: what the server says" in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert len(manager.submissions) == 1


def test_errors_that_are_only_data(manager: ScriptedManager, api: ResourceManager) -> None:
    manager.script(answer(b'{"errors": {"resources[0].name": ["is taken"]}}', "400 Bad Request"))
    with pytest.raises(ApiError, match="is taken"):
        api.submit(PROJECT, {}, [])


def test_lost_answer_is_not_sent_again(manager: ScriptedManager, api: ResourceManager) -> None:
    manager.script(None, reply(VALUES))
    with pytest.raises(AmbiguousError):
        api.submit(PROJECT, {}, [])
    assert len(manager.submissions) == 1


def test_throttled_submission_is_sent_again(manager: ScriptedManager, api: ResourceManager) -> None:
    manager.script(answer(b"slow down", "429 Too Many Requests", "Retry-After: 3\r\n"), reply(VALUES))
    assert api.submit(PROJECT, {}, []).values == VALUES
    assert len(manager.submissions) == 2
