# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever somebody wrote into a title, a comment or a name, it stays text in every format of a report of access."""

from __future__ import annotations

import csv
import io
import json
import re
import typing as t
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.filter.access_report import access_report
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.data import harmless
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import clean
from tests.unit.support import fleet

# The largest on one Python only.
SIZES = [5, 60, pytest.param(400, marks=pytest.mark.slow)]
# Letters that mean something somewhere come often.
SIGNS = st.sampled_from(
    [*"=+-@\t\r\n'\"|<>&;,\\`*_[]()#!~:$^{}./ \u202e\u0000\ufeff\uff1d", "</td>", "<script>", "www."]
)
TEXTS = st.lists(st.one_of(SIGNS, st.text(max_size=4)), max_size=8).map("".join)
FORMULA = re.compile("\\s*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def of(texts: t.Sequence[str]) -> dict[str, t.Any]:
    """Return a report in which every text is one of seven."""
    title, region, comment, state, right, address, name = texts
    container = {"id": fleet.OWNER, "short_name": name, "title": title, "region": region, "owner": title}
    access = {
        "container_id": fleet.OWNER,
        "user": region,
        "rights": [right],
        "duration_hours": 1,
        "renewable": True,
        "state": state,
        "comment": comment,
        "granted_by": comment,
        "key_expires_at": "2026-11-23T12:00:00Z",
        "ip_range": {"start": address, "end": title},
    }
    steward = {"container_id": fleet.OWNER, "user": comment, "comment": state}
    return {"containers": [container], "accesses": [access], "stewards": [steward]}


def members(texts: t.Sequence[str]) -> dict[str, t.Any]:
    """Return a report of members in which every text is one of seven."""
    name, description, region, user, email, role, scope = texts
    member = {"user": user, "name": name, "email": email, "role": role, "scope": scope}
    workspace = {"id": user, "name": name, "description": description, "region": region, "members": [member]}
    return {"workspaces": [workspace]}


ANYTHING = st.one_of(
    st.lists(TEXTS, min_size=7, max_size=7).map(of), st.lists(TEXTS, min_size=7, max_size=7).map(members)
)


class Skeleton(HTMLParser):
    """The elements of a page with their attributes, but for those that hold text or are made of ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("id", "href"):
                assert re.fullmatch(r"#?[a-z0-9-]+", value or "")


# Everything that a page is made of.
TAGS = {"html", "head", "meta", "title", "style", "body", "header", "h1", "p", "time", "dl", "div", "dt", "dd", "nav"}
TAGS |= {"ul", "li", "a", "bdi", "main", "section", "h2", "ol", "span", "br", "table", "thead", "tr", "th", "tbody"}
TAGS |= {"td", "code"}
ATTRIBUTES = {"lang", "charset", "name", "content", "id", "class", "href", "role", "tabindex", "scope", "colspan"}
ATTRIBUTES |= {"style", "datetime", "aria-label", "aria-labelledby", "aria-describedby", "aria-hidden"}


@settings(max_examples=60, deadline=None)
@given(ANYTHING, TEXTS)
def test_no_text_becomes_html(value: dict[str, t.Any], title: str) -> None:
    page = Skeleton(access_report(value, "html", title=title))
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES


@settings(max_examples=60, deadline=None)
@given(ANYTHING, TEXTS)
def test_no_text_becomes_markdown(value: dict[str, t.Any], title: str) -> None:
    text = access_report(value, title=title)
    drawn = re.sub(r"```text\n.*?\n```", "", text, flags=re.DOTALL)
    bare = re.sub(r"\\[\\`*_\[\]<>#|~:&@$^{}!.]", "x", drawn)
    # What is left are the signs of the report itself: headings, links to headings, ids as code, tables.
    bare = re.sub(r"\[[^\[\]]*\]\(#[\w-]*\)", "", bare)
    bare = re.sub(r"(?m)`[0-9A-Za-z-]+`|^#{1,3} |^\|.*\|$", "", bare)
    assert not re.search(r"[`*\[\]<>#|~&@$^{}!]|:\S|(?i:www)\.|\]\(", bare)
    widths = {len(re.findall(r"(?<!\\)\|", row)) for row in drawn.splitlines() if row.startswith("|")}
    assert widths <= {5, 6, 7}
    for line in drawn.splitlines():
        assert not line or re.match(r"#{1,3} |\| |- [\w\[]|[\w█▒░»]", line)


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_no_text_becomes_a_formula_or_another_cell(value: dict[str, t.Any]) -> None:
    text = access_report(value, "csv").removeprefix("\ufeff")
    header, *rows = csv.reader(io.StringIO(text))
    assert all(len(row) == len(header) for row in rows)
    assert not [cell for row in rows for cell in row if FORMULA.match(cell)]


@settings(max_examples=60, deadline=None)
@given(ANYTHING, TEXTS)
def test_json_tells_what_was_given(value: dict[str, t.Any], title: str) -> None:
    found = json.loads(access_report(value, "json", title=title))
    assert found["title"] in (clean(title), "Access to Data Fabric containers", "Access to Data Workbench workspaces")
    if "containers" in value:
        assert found["containers"][0]["title"] == clean(value["containers"][0]["title"])
        assert found["containers"][0]["grants"][0]["user"]["id"] == clean(value["accesses"][0]["user"])
    else:
        assert found["workspaces"][0]["members"][0]["email"] == clean(value["workspaces"][0]["members"][0]["email"])


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "  ="])
def test_a_formula_is_made_harmless(begin: str) -> None:
    assert harmless(f"{begin}1+1") == f"'{begin}1+1"
    assert harmless("1+1") == "1+1"


@pytest.mark.parametrize("size", SIZES)
def test_csv_has_every_grant_and_every_container(size: int) -> None:
    everything = fleet.fleet(size)
    text = access_report(everything, "csv", names=fleet.NAMES)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith('\ufeff"container","container_id",')
    assert [row["container"] for row in rows if row["user"]] == [one["container"] for one in everything["accesses"]]
    assert len({row["container_id"] for row in rows}) == size
    first = rows[0]
    assert first["owner"] == f"Ship data service ({fleet.OWNER})"
    assert first["stewards"] == f"Superintendent ({fleet.SUPERINTENDENT})"
    assert (first["user_name"], first["comment"], first["state"]) == ("The captain", "Reads noon reports", "valid")
    assert first["key_expires_at"] == "2026-11-23T12:00:00Z"
    assert {row["stewards"] for row in rows} >= {"", "not read"} if size > 9 else {""}
    assert {row["addresses"] for row in rows} == {"", "192.0.2.10 - 192.0.2.20"}


def test_csv_without_anything_has_its_columns() -> None:
    for value in ({"containers": [], "accesses": []}, {"workspaces": []}):
        (header,) = csv.reader(io.StringIO(access_report(value, "csv").removeprefix("\ufeff")))
        assert header[0] in ("container", "workspace")
    assert access_report({"workspaces": []}, "csv", as_of="now").rstrip().endswith('"as_of"')


@pytest.mark.parametrize("size", SIZES)
def test_json_has_the_views(size: int) -> None:
    everything = fleet.fleet(size)
    found = json.loads(access_report(everything, "json", names=fleet.NAMES, as_of="2026-11-23T12:00:00Z"))
    assert found["as_of"] == "2026-11-23T12:00:00Z"
    assert found["next_expiry"] == min(
        one["key_expires_at"] for one in everything["accesses"] if one["state"] == "active"
    )
    assert sum(len(container["grants"]) for container in found["containers"]) == len(everything["accesses"])
    assert found["containers"][0]["stewards"][0]["id"] == fleet.SUPERINTENDENT
    people = {user["id"]: user for user in found["users"]}
    assert len(people[fleet.OWNER]["owner_of"]) == size
    assert len(people[fleet.YARD]["grants"]) == sum(one["user"] == fleet.YARD for one in everything["accesses"])
    assert people[fleet.YARD]["grants"][0]["granted_by"]["name"] == "Superintendent"
    assert "as_of" not in json.loads(access_report(everything, "json"))


@pytest.mark.parametrize("form", ["json", "csv"])
def test_data_does_not_depend_on_the_order(form: str) -> None:
    everything = fleet.fleet(5)
    back = {name: entries[::-1] for name, entries in everything.items()}
    assert access_report(everything, form) == access_report(back, form)


def test_members_as_data() -> None:
    value = members(["=A", "b", "EU", fleet.CAPTAIN, "c@example.com", "reader", "tenant"])
    (header, row) = csv.reader(io.StringIO(access_report(value, "csv").removeprefix("\ufeff")))
    assert dict(zip(header, row, strict=True))["workspace"] == "'=A"
    found = json.loads(access_report(value, "json"))
    assert found["workspaces"][0]["members"][0]["role"] == "reader"
