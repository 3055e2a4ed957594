# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of access: what it says, that it stays a report whatever is in it, and that it does so for any amount."""

from __future__ import annotations

import re
import typing as t
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.dnv.veracity.plugins.filter.access_report import FilterModule, access_report
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import cells, clean, words
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Timeline

FORMATS = ("markdown", "html")
SHIPDATA = "8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6"
ARCHIVE = "d0b4a3a2-6a52-4b1a-8f0e-1c2d3e4f5a6b"
PORTAL = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
CAPTAIN = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "line"}


def container(identifier: str = SHIPDATA, name: str | None = "shipdata", **more: t.Any) -> dict[str, t.Any]:
    """Return a container as veracity_container_access_info returns it."""
    return {"id": identifier, "short_name": name, "title": "Ship data", "region": "northeurope", **more}


def access(**more: t.Any) -> dict[str, t.Any]:
    """Return a grant as veracity_container_access_info returns it."""
    return {
        "id": "11111111-2222-3333-4444-555555555555",
        "container": "shipdata",
        "container_id": SHIPDATA,
        "user": PORTAL,
        "rights": ["read", "list"],
        "duration_hours": 1,
        "renewable": True,
        "claimed": True,
        "key_valid_from": "2026-11-23T08:00:00Z",
        "key_expires_at": "2026-11-23T10:00:00Z",
        "ip_range": None,
        "comment": "",
        "granted_by": PORTAL,
        "state": "active",
        **more,
    }


def unclaimed(**more: t.Any) -> dict[str, t.Any]:
    """Return a grant without a key."""
    return access(claimed=False, key_valid_from=None, key_expires_at=None, state="available", **more)


def picture(*accesses: dict[str, t.Any], **more: t.Any) -> dict[str, t.Any]:
    """Return grants with the one container that they are for."""
    return {"containers": [container()], "accesses": list(accesses), **more}


class Page(HTMLParser):
    """What is in a page: its elements, its text, and whether they close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def count(self, tag: str, **attributes: str) -> int:
        """Return how many elements there are with these attributes."""
        return sum(
            name == tag and all(found.get(key) == value for key, value in attributes.items())
            for name, found in self.elements
        )

    def bars(self, state: str) -> int:
        """Return how many bars of a state are in the timeline and not in the legend."""
        return self.count("rect", **{"class": f"bar {state}", "height": "12"})


def drawing(text: str) -> ElementTree.Element:
    """Return the timeline of a page: its pieces, of which each fits on paper, in one."""
    found = re.search(r'<div class="wide">(<div class="drawing">.*?</div>)</div>', text, re.DOTALL)
    assert found
    first, *others = ElementTree.fromstring(found.group(1))
    for piece in others:
        assert piece.attrib["aria-hidden"] == "true"
        assert piece.attrib["viewBox"].startswith("0 0 1000 ")
        first.extend(list(piece))
    return first


def test_name() -> None:
    assert FilterModule().filters() == {"access_report": access_report}


def test_markdown() -> None:
    accesses = [access(comment="Fleet portal"), unclaimed(user=CAPTAIN, renewable=False, duration_hours=8)]
    text = access_report({"containers": [container(), container(ARCHIVE, "archive")], "accesses": accesses})
    assert text == MARKDOWN


MARKDOWN = """# Access to Data Fabric containers

2 containers, 2 users, 2 grants, 1 valid key. Next expiry: 2026-11-23 10:00 UTC.

## When keys expire

For 1 grant no key has been claimed yet; it is in the table only.

```text
                         23 Nov 2026
                         08:00       08:30       09:00       09:30      10:00
                         |           |           |           |          |
shipdata  Ship data
  3a758d22…  read, list  ███████████████████████████████████████████████»    2026-11-23 10:00
```

█ valid, » renewable: another key can be claimed

## Who may open what

| Container | User | Rights | Key valid for | Renewable | State | Key expires (UTC) |
| --- | --- | --- | --- | --- | --- | --- |
| **archive** Ship data | nobody |  |  |  |  |  |
| **shipdata** Ship data | `14442a14-0313-4c93-8873-1a4faf8cdcf5` | read, list | 8 hours | no | no key yet |  |
| **shipdata** Ship data | `3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0`, Fleet portal | read, list | 1 hour | yes | valid | 2026-11-23 10:00 |
"""  # noqa: E501


def test_page() -> None:
    text = access_report(
        picture(
            access(comment="For the portal"),
            access(state="renewable", user=CAPTAIN),
            access(state="expired", renewable=False),
            access(state="revoked", renewable=False),
            unclaimed(),
        ),
        "html",
        title="Our ships",
        names={PORTAL.upper(): "Fleet portal"},
    )
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert page.count("html", lang="en") == 1
    assert page.texts.count("Our ships") == 2
    assert [page.bars(state) for state in ("active", "renewable", "expired", "revoked", "available")] == [1, 1, 1, 1, 0]
    assert page.count("th", scope="col") == 6
    assert page.count("th", scope="rowgroup") == 1
    assert page.count("th", scope="row") == 5
    assert page.count("caption") == 1
    assert {"Fleet portal", "For the portal", CAPTAIN, "read, list", "ended, can be renewed"} <= set(page.texts)
    assert "For 1 grant no key has been claimed yet; it is in the table only." in page.texts


def test_page_stands_alone() -> None:
    text = access_report(picture(access(), now="2026-11-23T09:00:00Z"), "html")
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "base"} & {name for name, _attributes in page.elements}
    assert not re.search(r"https?:|@import|src=|\son\w+=|javascript:", text)
    assert re.findall(r"url\([^)]*\)", text) == ["url(#stripes)"]
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_drawing_is_described() -> None:
    svg = drawing(access_report(picture(access()), "html"))
    assert svg.attrib["role"] == "img"
    described = [element.text for element in svg if element.tag in ("title", "desc")]
    assert described[0] == "When keys expire"
    assert described[1] is not None
    assert "1 key of 1 container, each" in described[1]
    key = next(group for group in svg if group.tag == "g")
    assert key[0].text == (
        f"{PORTAL}, shipdata, read, list, 1 hour, valid, renewable, 2026-11-23 08:00 to 2026-11-23 10:00 UTC"
    )


def test_a_revoked_key_is_not_taken_for_harmless() -> None:
    revoked = access(state="revoked", renewable=False)
    never_claimed = unclaimed(user=CAPTAIN) | {"state": "revoked"}
    prose = access_report(picture(revoked, never_claimed))
    assert "1 container, 2 users, 2 grants, 0 valid keys, 1 revoked key. Next expiry: none." in prose
    assert "| no | revoked, key works until it expires | 2026-11-23 10:00 |" in prose
    assert "| yes | revoked |  |" in prose
    assert "x revoked, key works until it expires" in prose
    assert "revoked key" not in access_report(picture(access()))
    page = Page(access_report(picture(revoked, never_claimed), "html"))
    assert page.texts.count("revoked, key works until it expires") == 2
    assert page.texts.count("revoked") == 1
    assert "revoked key" in page.texts


def test_long_names_stay_in_their_columns() -> None:
    long = [access(rights=["read", "write", "delete", "list", "inherit"])]
    svg = drawing(access_report(picture(*long), "html", names={PORTAL: "W" * 99}))
    columns = [element for element in svg.iter("svg") if element is not svg]
    assert [(element.attrib["x"], element.attrib["width"]) for element in columns] == [("12", "130"), ("148", "161")]
    assert [(element[0].text or "")[:4] for element in columns] == ["WWWW", "read"]


@pytest.mark.parametrize("name", ["N" * 99, "山" * 60, "e\u0301" * 60, "Anna"])
def test_columns_of_the_text_timeline_are_straight_and_not_far_away(name: str) -> None:
    containers = [container(title="T" * 99), container(ARCHIVE, "n" * 99)]
    accesses = [access(), access(user=CAPTAIN), access(container_id=ARCHIVE)]
    prose = access_report({"containers": containers, "accesses": accesses}, names={PORTAL: name})
    rows = prose.partition("```text\n")[2].partition("\n```")[0].splitlines()
    assert {cells(row.partition("█")[0]) for row in rows if "█" in row} <= set(range(48))
    assert len({cells(row.partition("█")[0]) for row in rows if "█" in row}) == 1
    assert max(map(cells, rows)) <= 130
    assert rows[0].strip()


def test_no_empty_line_above_the_axis_of_years() -> None:
    prose = access_report(picture(access(key_valid_from="2019-01-01T00:00:00Z")))
    assert "```text\n " in prose


def test_now() -> None:
    with_line = access_report(picture(access(), now="2026-11-23T09:00:00Z"), "html")
    assert [element.text for element in drawing(with_line) if element.attrib.get("class") == "now-text"] == ["now"]
    assert 'now-text"' not in access_report(picture(access()), "html")


@pytest.mark.parametrize("format", FORMATS)
def test_nothing(format: str) -> None:
    text = access_report({"containers": [], "accesses": []}, format)
    assert "There are no containers." in text
    assert "No key has been claimed." in text
    assert "<svg" not in text


@pytest.mark.parametrize("format", FORMATS)
def test_container_without_grants(format: str) -> None:
    assert "nobody" in access_report(picture(), format)


@pytest.mark.parametrize("format", FORMATS)
def test_grant_of_a_container_that_is_not_listed(format: str) -> None:
    text = access_report({"containers": [], "accesses": [access(container=None)]}, format)
    assert SHIPDATA in text
    assert "valid" in text


@pytest.mark.parametrize("format", FORMATS)
def test_same_state_gives_the_same_text_in_whatever_order(format: str) -> None:
    containers = [container(), container(ARCHIVE, "archive")]
    accesses = [
        access(),
        access(duration_hours=730),
        access(rights=["list"]),
        access(user=CAPTAIN),
        access(renewable=False),
        access(key_expires_at="2026-11-23T11:00:00Z"),
        access(container="archive", container_id=ARCHIVE),
    ]
    there = access_report({"containers": containers, "accesses": accesses}, format)
    back = access_report({"containers": containers[::-1], "accesses": accesses[::-1]}, format)
    assert there == back


HOSTILE = "</td></svg><script>alert('x')</script> | **a** `b` ```\n# c\u202e\u0000\ud800 &amp; [d](javascript:e) \u2028"


@pytest.mark.parametrize("field", ["comment", "user", "state", "container"])
@pytest.mark.parametrize("format", FORMATS)
def test_whatever_is_in_a_grant_stays_text(format: str, field: str) -> None:
    text = access_report(
        {
            "containers": [container(title=HOSTILE, region=HOSTILE), container(HOSTILE, HOSTILE)],
            "accesses": [access(**{field: HOSTILE}), access(rights=[HOSTILE, "read"])],
        },
        format,
        title=HOSTILE,
        names={PORTAL: HOSTILE},
    )
    text.encode()
    assert not {"\u202e", "\x00", "\u2028", "\ud800"} & set(text)
    if format == "html":
        page = Page(text)
        assert not page.count("script")
        assert page.count("tbody") == page.count("th", scope="rowgroup")
        drawing(text)
        return
    prose, _fence, rest = text.partition("```text\n")
    drawn, _fence, rest = rest.partition("\n```\n")
    assert "`" not in drawn
    for part in (prose, rest):
        assert not re.search(r"(?<!\\)<|(?<!\\)\*\*a|(?<!\\)\[d", part)
        assert all(line.startswith("| ") for line in part.splitlines() if "alert" in line and not line.startswith("#"))
    rows = [line for line in rest.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8}


@pytest.mark.parametrize("format", FORMATS)
def test_many(format: str) -> None:
    first = datetime(2026, 11, 23, tzinfo=timezone.utc)
    containers = [container(f"{number:08}-2a0b-4d5e-9f60-718293a4b5c6", f"ship{number:05}") for number in range(1000)]
    accesses = [
        access(
            container=entry["short_name"],
            container_id=entry["id"],
            user=f"{user:08}-dcf2-4dff-a8d5-9a5537d8f4a0",
            key_expires_at=(first + timedelta(hours=number * 5 + user)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for number, entry in enumerate(containers)
        for user in range(5)
    ]
    text = access_report({"containers": containers, "accesses": accesses[::-1]}, format)
    assert "The 40 keys that expire next are drawn; 4960 more are in the table." in text
    assert "ship00999" in text
    if format == "html":
        page = Page(text)
        assert page.bars("active") == 40
        assert page.count("th", scope="row") == 5000
        assert {f"ship{number:05}" for number in range(8)} <= {
            (element.text or "").strip() for element in drawing(text)
        }
    else:
        drawn = text.partition("```text\n")[2].partition("```")[0]
        assert drawn.count("█»") == 40
        assert "ship00008" not in drawn


def test_what_is_drawn_first() -> None:
    ended = [access(state="expired", user=f"{number:08}-x", renewable=False) for number in range(5)]
    page = Page(access_report(picture(*ended, access(), access(state="renewable")), "html", limit=2))
    assert [page.bars(state) for state in ("active", "renewable", "expired")] == [1, 1, 0]
    assert "<svg viewBox" not in access_report(picture(access()), "html", limit=0).partition("legend")[2]


@pytest.mark.parametrize(
    ("begins", "ends", "labels"),
    [
        ("2026-11-23T08:12:00Z", "2026-11-23T08:14:00Z", ["08:12", "08:13", "08:14"]),
        ("2026-11-23T08:12:00Z", "2026-11-23T10:12:00Z", ["08:15", "08:30", "08:45", "09:00", "09:15"]),
        ("2026-11-23T20:00:00Z", "2026-11-24T05:00:00Z", ["20:00", "22:00", "00:00", "02:00", "04:00"]),
        ("2026-11-23T08:00:00Z", "2026-11-28T08:00:00Z", ["24 Nov", "25 Nov", "26 Nov", "27 Nov", "28 Nov"]),
        ("2026-11-23T08:00:00Z", "2026-12-24T08:00:00Z", ["30 Nov", "7 Dec", "14 Dec", "21 Dec"]),
        ("2026-11-23T08:00:00Z", "2027-05-23T08:00:00Z", ["Dec", "Jan", "Feb", "Mar", "Apr", "May"]),
        ("2026-11-23T08:00:00Z", "2030-11-23T08:00:00Z", ["2027", "2028", "2029", "2030"]),
        ("2026-11-23T08:00:00Z", "2999-11-23T08:00:00Z", ["2200", "2400", "2600", "2800"]),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", ["1", "2000", "4000"]),
        ("2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z", ["08:00", "08:01"]),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", []),
    ],
)
def test_marks_of_the_axis(begins: str, ends: str, labels: list[str]) -> None:
    svg = drawing(access_report(picture(access(key_valid_from=begins, key_expires_at=ends)), "html"))
    small = [element.text for element in svg if element.attrib.get("class") == "small"]
    assert small[: len(labels)] == labels
    assert len(small) - 1 <= 9
    assert all(0 <= float(element.attrib["x"]) <= 1000 for element in svg.iter("rect") if "x" in element.attrib)


def test_years_are_named_where_they_change() -> None:
    svg = drawing(access_report(picture(access(key_expires_at="2027-05-23T08:00:00Z")), "html"))
    assert [element.text for element in svg if element.attrib.get("class") == "small strong"] == ["2026", "2027"]


def test_begin_of_a_key_that_is_not_told() -> None:
    text = access_report(picture(access(key_valid_from=None, duration_hours=8)), "html")
    assert "2026-11-23 02:00 to 2026-11-23 10:00 UTC" in text
    assert "0001-01-01 00:00 to" in access_report(
        picture(access(key_valid_from=None, key_expires_at="0001-01-01T00:00:00Z")), "html"
    )


def test_short_key_beside_long_ones_is_seen() -> None:
    svg = drawing(access_report(picture(access(), access(key_expires_at="2027-11-23T08:00:00Z")), "html"))
    widths = [float(element.attrib["width"]) for element in svg.iter("rect") if element.attrib.get("height") == "12"]
    assert widths == [3.0, 550.0]


def test_users_that_begin_alike_are_told_apart() -> None:
    other = f"{PORTAL[:8]}-0000-4dff-a8d5-9a5537d8f4a0"
    texts = {element.text for element in drawing(access_report(picture(access(), access(user=other)), "html")).iter()}
    assert {"3a758d22-dcf2-4df…", "3a758d22-0000-4df…"} <= texts


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "0 hours"),
        (1, "1 hour"),
        (8, "8 hours"),
        (24, "24 hours"),
        (48, "2 days"),
        (25, "25 hours"),
        (672, "1 month"),
        (720, "1 month"),
        (730, "1 month"),
        (744, "1 month"),
        (1460, "2 months"),
        (4380, "6 months"),
        (1000, "1000 hours"),
    ],
)
def test_duration_in_words(hours: int, said: str) -> None:
    assert words(hours) == said


@pytest.mark.parametrize(("value", "found"), [(None, ""), (" a\tb\r\nc ", "a b c"), ("a\u200bb", "a b"), (7, "7")])
def test_clean(value: t.Any, found: str) -> None:
    assert clean(value) == found


def test_place_on_the_axis() -> None:
    begins, ends = datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2026, 1, 3, tzinfo=timezone.utc)
    line = Timeline((), begins, ends, None, 0, 0)
    assert [line.place(begins), line.place(datetime(2026, 1, 2, tzinfo=timezone.utc)), line.place(ends)] == [0, 0.5, 1]


@pytest.mark.parametrize(
    ("value", "options", "text"),
    [
        (None, {}, "pass the result"),
        ([], {}, "pass the result"),
        ({"containers": []}, {}, "accesses must be a list"),
        ({"containers": {}, "accesses": []}, {}, "containers must be a list"),
        ({"containers": [], "accesses": ["x"]}, {}, "accesses must be a list"),
        (picture(access(key_expires_at="tomorrow")), {}, "key_expires_at must be a time"),
        (picture(access(key_valid_from=7)), {}, "key_valid_from must be a time"),
        (picture(now="0001-01-01T00:00:00+23:00"), {}, "now must be a time"),
        (picture(access(duration_hours="1h")), {}, "duration_hours"),
        (picture(access(rights="read")), {}, "rights"),
        (picture(), {"format": "pdf"}, "format must be one of markdown, html"),
        (picture(), {"names": ["x"]}, "names must be a dictionary"),
        (picture(), {"limit": "many"}, "limit must be a number"),
        (picture(), {"limit": None}, "limit must be a number"),
    ],
)
def test_refused(value: t.Any, options: dict[str, t.Any], text: str) -> None:
    with pytest.raises(AnsibleFilterError, match=f"^access_report: .*{text}") as caught:
        access_report(value, **options)
    assert caught.value.__cause__ is None


WORKSPACES: dict[str, t.Any] = {
    "workspaces": [
        {"id": ARCHIVE, "name": "Performance", "description": "", "region": "US", "members": []},
        {
            "id": SHIPDATA,
            "name": "Fleet | 1",
            "description": "All <b>ships</b>",
            "region": "EU",
            "members": [
                {"user": CAPTAIN, "email": "c@example.com", "name": "C", "role": "reader", "scope": "workspace"},
                {"user": PORTAL, "name": "Portal", "service_account": True, "role": "administrator", "scope": "tenant"},
            ],
        },
    ]
}


@pytest.mark.parametrize("format", FORMATS)
def test_members_of_workspaces_are_reported_with_their_roles(format: str) -> None:
    text = access_report(WORKSPACES, format, names={CAPTAIN.upper(): "Captain"})
    assert "Access to Data Workbench workspaces" in text
    assert "<b>" not in text
    portal, captain = text.index(PORTAL), text.index(CAPTAIN)
    assert text.index("Fleet") < portal < captain < text.index("Performance") < text.index("nobody")
    for shown in ("service account", "administrator", "reader", "tenant", "Captain"):
        assert shown in text
    assert text == access_report({"workspaces": WORKSPACES["workspaces"][::-1]}, format, names={CAPTAIN: "Captain"})


def test_members_in_markdown_are_one_table() -> None:
    text = access_report(WORKSPACES)
    assert "2 workspaces, 1 user, 1 service account, 1 administrator." in text
    assert (
        f"| **Fleet \\| 1** All \\<b\\>ships\\</b\\> | Portal `{PORTAL}` | service account | administrator | tenant |"
        in text
    )
    assert "| **Performance** | nobody |  |  |  |" in text
    assert "There are no workspaces." in access_report({"workspaces": []})


def test_workspaces_without_members_cannot_be_reported() -> None:
    with pytest.raises(AnsibleFilterError, match="Set include_members: true"):
        access_report({"workspaces": [{"id": ARCHIVE, "name": "Performance"}]})
    with pytest.raises(AnsibleFilterError, match="workspaces must be a list"):
        access_report({"workspaces": "Fleet"})
