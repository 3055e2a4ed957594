# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Data Fabric class translates names, and survives what a server may answer."""

from __future__ import annotations

import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Applied, harmless
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import (
    CLOSED,
    Container,
    DataFabric,
    Icon,
    Tag,
    guid,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ConnectionFailedError,
    InputError,
    NotFoundError,
    ResponseError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
OTHER_ID = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
RESOURCE = {"id": ID, "reference": f"shipdata{OTHER_ID}", "accessLevel": "owner"}


class Answer:
    """What the client returns."""

    def __init__(self, body: str) -> None:
        self.body = body

    def json(self) -> t.Any:
        if not self.body:
            return None
        try:
            return json.loads(self.body)
        except ValueError:
            raise ResponseError("not JSON") from None


class FakeClient:
    """A client that gives one answer and keeps what it was asked."""

    def __init__(self, answer: t.Any = None, base_url: str = "http://127.0.0.1:1") -> None:
        self.answer = answer
        self.base_url = base_url
        self.caller = "me"
        self.identity = f"{base_url}\nme"
        self.calls: list[tuple[str, str, t.Any]] = []

    def _call(self, method: str, path: str, body: t.Any = None) -> Answer:
        self.calls.append((method, path, body))
        if isinstance(self.answer, Exception):
            raise self.answer
        return Answer(self.answer if isinstance(self.answer, str) else json.dumps(self.answer))

    def get(self, path: str, *, query: t.Any = None) -> Answer:
        return self._call("GET", path)

    def post(self, path: str, *, body: t.Any = None, query: t.Any = None, applied: Applied) -> Answer:
        return self._call("POST", path, body)

    def patch(self, path: str, *, body: t.Any = None, query: t.Any = None, applied: Applied) -> Answer:
        return self._call("PATCH", path, body)

    def delete(self, path: str, *, query: t.Any = None) -> Answer:
        return self._call("DELETE", path)


def api(answer: t.Any, **options: t.Any) -> DataFabric:
    return DataFabric(t.cast("t.Any", FakeClient(answer, **options)))


def listed(**changes: t.Any) -> Container:
    (found,) = api([{**RESOURCE, **changes}]).containers()
    return found


def test_a_container_in_our_names() -> None:
    found = listed(
        url="https://x",
        lastModifiedUTC="b",
        creationDateTimeUTC="a",
        ownerId=OTHER_ID,
        region="northeurope",
        keyStatus="noKeys",
        mayContainPersonalData="false",
        metadata={
            "title": "T",
            "description": "D",
            "icon": {"id": "I", "backgroundColor": "#fff"},
            "tags": [{"id": ID, "title": "fleet", "type": "tag"}, {"title": "certified", "type": "SystemTag"}],
        },
        unknown={"field": 1},
    )
    assert found == Container(
        short_name="shipdata",
        id=ID,
        reference=f"shipdata{OTHER_ID}",
        url="https://x",
        region="northeurope",
        may_contain_personal_data=False,
        title="T",
        description="D",
        icon=Icon("I", "#fff"),
        tags=(Tag("fleet"), Tag("certified", "SystemTag")),
        access_level="owner",
        owner=OTHER_ID,
        created="a",
        last_modified="b",
        key_status="noKeys",
    )
    assert [tag.system for tag in found.tags] == [False, True]


@pytest.mark.parametrize(
    ("reference", "short_name"),
    [
        (f"shipdata{OTHER_ID}", "shipdata"),
        (f"shipdata-{OTHER_ID}", "shipdata"),
        (f"shipdata{OTHER_ID.replace('-', '')}", "shipdata"),
        (f"ShipData{OTHER_ID.upper()}", "shipdata"),
        (f"abcde0{'0' * 32}", "abcde0"),
        (f"{'a' * 32}{OTHER_ID}", "a" * 32),
        (f"{'a' * 33}{OTHER_ID}", None),
        (f"ship{OTHER_ID}", None),
        (f"shipdata2{OTHER_ID[:-1]}", None),
        ("shipdata", None),
        (f"x shipdata{OTHER_ID}", None),
    ],
)
def test_the_short_name_is_what_stands_before_the_guid(reference: str, short_name: str | None) -> None:
    assert listed(reference=reference).short_name == short_name


@pytest.mark.parametrize(
    ("value", "flag"), [("true", True), ("True", True), (True, True), ("false", False), ("unknown", None), (None, None)]
)
def test_the_personal_data_flag(value: t.Any, flag: bool | None) -> None:
    assert listed(mayContainPersonalData=value).may_contain_personal_data is flag


@pytest.mark.parametrize("metadata", [None, {}, [], {"title": None, "icon": None, "tags": None}, {"tags": [None, "x"]}])
def test_metadata_that_is_not_there_is_empty(metadata: t.Any) -> None:
    found = listed(metadata=metadata)
    assert (found.title, found.description, found.icon, found.tags) == ("", "", Icon(), ())


@pytest.mark.parametrize("field", ["id", "reference", "accessLevel"])
def test_what_identifies_a_container_must_be_there(field: str) -> None:
    for value in (None, ""):
        with pytest.raises(ResponseError, match=field):
            listed(**{field: value})
    with pytest.raises(ResponseError, match="a valid id"):
        listed(id="../../x")


@pytest.mark.parametrize("answer", [{}, "", "x", None, {"ownedResources": []}, [None], ["x"]])
def test_a_listing_that_is_none(answer: t.Any) -> None:
    with pytest.raises(ResponseError):
        api(answer).containers()


def test_a_container_that_is_listed_twice_counts_once() -> None:
    assert len(api([RESOURCE, {**RESOURCE, "id": ID.upper()}]).containers()) == 1


def test_the_order_for_a_container() -> None:
    client = FakeClient(json.dumps(OTHER_ID))
    wanted = Container("shipdata", region="northeurope", may_contain_personal_data=False, title="T", tags=(Tag("a"),))
    assert DataFabric(t.cast("t.Any", client)).create_container(wanted, applied=harmless) == OTHER_ID
    ((method, path, body),) = client.calls
    assert (method, path) == ("POST", "/veracity/datafabric/provisioning/api/1/container")
    assert body == {
        "containerShortName": "shipdata",
        "storageLocation": "northeurope",
        "mayContainPersonalData": False,
        "title": "T",
        "description": "",
        "tags": [{"title": "a", "type": "tag"}],
    }


@pytest.mark.parametrize(
    ("answer", "identifier"),
    [(f'"{ID.upper()}"', ID), (json.dumps(f'"{ID}"'), ID), ("", None), ("<html>", None), ("{}", None), ('"x"', None)],
)
def test_the_answer_to_an_order(answer: str, identifier: str | None) -> None:
    assert api(answer).create_container(Container("shipdata"), applied=harmless) == identifier


def test_a_patch_names_only_the_fields() -> None:
    client = FakeClient(RESOURCE)
    wanted = Container("shipdata", title="T", icon=Icon("I", "#fff"), tags=(Tag("a"), Tag("s", "systemtag")))
    DataFabric(t.cast("t.Any", client)).update_metadata(ID, wanted, ["icon", "tags"])
    assert client.calls[0][2] == [
        {"op": "replace", "path": "/icon", "value": {"id": "I", "backgroundColor": "#fff"}},
        {
            "op": "replace",
            "path": "/tags",
            "value": [{"title": "a", "type": "tag"}, {"title": "s", "type": "systemtag"}],
        },
    ]


def test_the_closed_service_is_named() -> None:
    with pytest.raises(NotFoundError) as gone:
        api(NotFoundError("gone")).containers()
    assert gone.value.hint == CLOSED
    unreachable = ConnectionFailedError("unknown host", hint="Check the name.")
    with pytest.raises(ConnectionFailedError) as lost:
        api(unreachable, base_url="https://api.veracity.com").containers()
    assert lost.value.hint == f"Check the name. {CLOSED}"
    with pytest.raises(ConnectionFailedError) as elsewhere:
        api(ConnectionFailedError("refused")).containers()
    assert elsewhere.value.hint is None


@pytest.mark.parametrize(
    ("base_url", "warns"),
    [
        ("https://api.veracity.com", True),
        ("https://API-STAG.veracity.com:443/x", True),
        ("http://127.0.0.1:1", False),
        ("https://veracity.com.example.org", False),
        ("https://notveracity.com", False),
    ],
)
def test_the_closed_service_is_warned_of(base_url: str, warns: bool) -> None:
    warnings: list[str] = []
    DataFabric.of(Task({}, warn=warnings.append), t.cast("t.Any", FakeClient(base_url=base_url)))
    assert warnings == ([CLOSED] if warns else [])


@given(st.uuids(), st.booleans(), st.booleans(), st.booleans())
def test_guids_have_one_form(value: t.Any, upper: bool, braces: bool, plain: bool) -> None:
    text = value.hex if plain else str(value)
    text = text.upper() if upper else text
    assert guid(f"{{{text}}}" if braces else text) == str(value)


@given(st.text(max_size=40))
def test_anything_else_is_no_guid(text: str) -> None:
    try:
        assert len(guid(text)) == 36
    except InputError as error:
        assert "must be a GUID" in str(error) or "contains the invisible character" in str(error)
