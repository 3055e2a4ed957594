# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Grants, key templates and keys as the API has them, and whatever else a server may answer."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Applied, harmless
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import (
    Access,
    Accesses,
    IpRange,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import AmbiguousError, ResponseError

CONTAINER = "8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6"
USER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
IDENTIFIER = "5e0c7f52-77a4-4a0e-9d7c-3f4b1c2d9e10"
TEMPLATE = "0f6e1f1c-9a55-4c86-8f0e-5a3d6b7c8d9e"
ROW = {
    "userId": USER.upper(),
    "grantedById": CONTAINER.upper(),
    "accessSharingId": IDENTIFIER.upper(),
    "keyCreated": True,
    "autoRefreshed": "True",
    "keyCreatedTimeUTC": "2026-11-23T08:00:00.1234567",
    "keyExpiryTimeUTC": "2026-11-23T10:00:00Z",
    "accessHours": 1,
    "accessKeyTemplateId": TEMPLATE.upper(),
    "attribute1": True,
    "attribute2": False,
    "attribute3": False,
    "attribute4": True,
    "ipRange": {"startIp": "192.0.2.1", "endIp": "192.0.2.9"},
    "comment": "Fleet",
}


def numbered(number: int) -> dict[str, t.Any]:
    return {**ROW, "accessSharingId": f"00000000-0000-0000-0000-{number:012}"}


class Answer:
    """What the client returns."""

    def __init__(self, body: t.Any) -> None:
        self.body = body

    def json(self) -> t.Any:
        return json.loads(json.dumps(self.body))


class FakeClient:
    """A client that gives the answers it has, and keeps what it was asked."""

    def __init__(self, *answers: t.Any) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, str, t.Any, t.Any]] = []

    def _call(self, method: str, path: str, query: t.Any, body: t.Any = None) -> Answer:
        self.calls.append((method, path.partition("/api/1/")[2], query, body))
        return Answer(self.answers.pop(0))

    def get(self, path: str, *, query: t.Any = None) -> Answer:
        return self._call("GET", path, query)

    def post(self, path: str, *, body: t.Any = None, query: t.Any = None, applied: Applied) -> Answer:
        return self._call("POST", path, query, body)

    def put(self, path: str, *, body: t.Any = None, query: t.Any = None, repeatable: bool = False) -> Answer:
        assert repeatable
        return self._call("PUT", path, query, body)


def page(rows: list[dict[str, t.Any]], **fields: t.Any) -> dict[str, t.Any]:
    return {"results": rows, **fields}


def accesses(*answers: t.Any) -> tuple[Accesses, FakeClient]:
    client = FakeClient(*answers)
    return Accesses(t.cast(t.Any, client)), client


def test_a_row() -> None:
    api, client = accesses(page([ROW], page=1, resultsPerPage=1, totalPages=1, totalResults=1))
    assert api.all(CONTAINER.upper()) == [
        Access(
            IDENTIFIER,
            CONTAINER,
            USER,
            frozenset({"read", "list"}),
            1,
            True,
            claimed=True,
            valid_from=pytest.approx(1795420800.1234567),  # type: ignore[arg-type]
            expires=1795428000.0,
            granted_by=CONTAINER,
            template_id=TEMPLATE,
            ip_range=IpRange("192.0.2.1", "192.0.2.9"),
            comment="Fleet",
        )
    ]
    assert client.calls == [("GET", f"resources/{CONTAINER}/accesses", {"pageNo": "1", "pageSize": "-1"}, None)]


def test_a_row_with_nothing_but_its_ids() -> None:
    api, _client = accesses(page([{"userId": USER, "accessSharingId": IDENTIFIER, "keyExpiryTimeUTC": None}]), page([]))
    (row,) = api.all(CONTAINER)
    assert (row.rights, row.hours, row.renewable, row.claimed, row.expires) == (frozenset(), 0, False, False, None)
    assert (row.granted_by, row.template_id, row.ip_range, row.comment) == (None, None, None, "")


@pytest.mark.parametrize("field", ["userId", "accessSharingId"])
def test_a_row_without_an_id(field: str) -> None:
    api, _client = accesses(page([{**ROW, field: None}]))
    with pytest.raises(ResponseError, match=f"it lacks a valid {field}"):
        api.all(CONTAINER)


@pytest.mark.parametrize("answer", [[], "text", None, {"results": {}}, {}])
def test_no_list_of_rows(answer: t.Any) -> None:
    with pytest.raises(ResponseError, match="The list of accesses is not valid"):
        accesses(answer)[0].all(CONTAINER)


def test_a_server_that_pages_although_all_was_asked_for() -> None:
    counts = {"resultsPerPage": 2, "totalPages": 3, "totalResults": 5}
    rows = [numbered(number) for number in range(5)]
    api, client = accesses(page(rows[:2], **counts), page(rows[2:4], **counts), page(rows[4:], **counts))
    assert [row.id for row in api.all(CONTAINER)] == [row["accessSharingId"] for row in rows]
    assert [query["pageNo"] for _method, _path, query, _body in client.calls] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("counts", "calls"),
    [
        ({}, 2),
        ({"totalResults": 0, "totalPages": 0}, 2),
        ({"totalResults": 2}, 1),
        ({"totalResults": 1}, 1),
        ({"totalPages": 1}, 1),
        ({"totalPages": 9}, 2),
        ({"totalResults": 9, "totalPages": 9}, 2),
        ({"totalResults": 9, "totalPages": 1}, 2),
    ],
)
def test_a_server_that_repeats_itself_or_counts_wrongly(counts: dict[str, int], calls: int) -> None:
    rows = [numbered(1), numbered(2)]
    api, client = accesses(*[page(rows, **counts)] * 3)
    assert len(api.all(CONTAINER)) == 2
    assert len(client.calls) == calls


def test_rows_that_move_from_page_to_page() -> None:
    rows = [numbered(number) for number in range(3)]
    api, _client = accesses(page(rows[:2], totalResults=3), page(rows[1:], totalResults=3))
    assert len(api.all(CONTAINER)) == 3


def test_nobody_has_access() -> None:
    api, client = accesses(page([], totalResults=0, totalPages=0))
    assert api.all(CONTAINER) == []
    assert len(client.calls) == 1


def test_templates() -> None:
    entry = {"id": TEMPLATE.upper(), "name": "Delivery", "totalHours": 8, "attribute2": True, "isSystemKey": True}
    (template,) = accesses([entry])[0].templates()
    assert (template.id, template.name, template.hours, template.rights) == (TEMPLATE, "Delivery", 8, {"write"})
    with pytest.raises(ResponseError, match="The list of key templates"):
        accesses({})[0].templates()
    with pytest.raises(ResponseError, match="A key template"):
        accesses([{"name": "Delivery"}])[0].templates()


def test_sharing() -> None:
    api, client = accesses({"accessSharingId": IDENTIFIER.upper()}, {"accessSharingId": IDENTIFIER})
    assert api.share(CONTAINER, USER, TEMPLATE, renewable=False, applied=harmless) == IDENTIFIER
    addresses = IpRange("192.0.2.1", "192.0.2.9")
    api.share(CONTAINER, USER, TEMPLATE, renewable=True, ip_range=addresses, comment="Fleet", applied=harmless)
    path, body = f"resources/{CONTAINER}/accesses", {"userId": USER, "accessKeyTemplateId": TEMPLATE}
    assert client.calls == [
        ("POST", path, {"autoRefreshed": "false"}, body),
        (
            "POST",
            path,
            {"autoRefreshed": "true"},
            {**body, "comment": "Fleet", "ipRange": {"startIp": "192.0.2.1", "endIp": "192.0.2.9"}},
        ),
    ]
    with pytest.raises(AmbiguousError, match="The new access"):
        accesses([])[0].share(CONTAINER, USER, TEMPLATE, renewable=True, applied=harmless)


def test_a_revocation_has_no_body() -> None:
    api, client = accesses(None)
    api.revoke(CONTAINER.upper(), IDENTIFIER.upper())
    assert client.calls == [("PUT", f"resources/{CONTAINER}/accesses/{IDENTIFIER}", None, None)]


def test_what_gives_access() -> None:
    row = Access("a", "c", USER, frozenset(), 1, False)
    now = 100.0
    for options, usable, valid in (
        ({}, True, False),
        ({"claimed": True, "expires": 101.0}, True, True),
        ({"claimed": True, "expires": 100.0}, False, False),
        ({"claimed": True}, False, False),
        ({"claimed": True, "expires": 99.0, "renewable": True}, True, False),
    ):
        found = Access(**{**vars(row), **t.cast("dict[str, t.Any]", options)})
        assert (found.usable(now), found.key_valid(now)) == (usable, valid), options


def test_a_key() -> None:
    answer = {"sasKey": "?sv=1&sig=x", "fullKey": "https://s/c?sv=1&sig=x", "autoRefreshed": True}
    key = accesses({**answer, "sasKeyExpiryTimeUTC": "2026-11-23T10:00:00"})[0].claim(CONTAINER, IDENTIFIER)
    assert (key.url, key.token, key.expires, key.renewable) == (
        "https://s/c?sv=1&sig=x",
        "sv=1&sig=x",
        1795428000.0,
        True,
    )
    assert "sig" not in repr(key)
    assert (
        accesses({"sasuRi": "https://s/c", "sasKey": "sig=x"})[0].claim(CONTAINER, IDENTIFIER).url
        == "https://s/c?sig=x"
    )
    assert accesses({"fullKey": "https://s/c?sig=x"})[0].claim(CONTAINER, IDENTIFIER).token == "sig=x"
    for incomplete in ([], {}, {"fullKey": "https://s/c"}, {"sasKey": "sig=x"}):
        with pytest.raises(ResponseError, match="The key is not valid"):
            accesses(incomplete)[0].claim(CONTAINER, IDENTIFIER)
