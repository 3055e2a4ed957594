# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of access for people: what it says, that it stays a report whatever is in it, and for any amount."""

from __future__ import annotations

import re
import typing as t
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.dnv.veracity.plugins.filter.access_report import FilterModule, access_report
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.style import DARK, LIGHT
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Timeline
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import cells, clean, words
from tests.unit.support import fleet

FORMATS = ("markdown", "html")
# The largest on one Python only.
SIZES = [5, 60, pytest.param(400, marks=pytest.mark.slow)]
SHIPDATA = "8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6"
ARCHIVE = "d0b4a3a2-6a52-4b1a-8f0e-1c2d3e4f5a6b"
PORTAL = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
CAPTAIN = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta"}


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
        return sum(
            name == "span" and state in (found.get("class") or "").split() and "style" in found
            for name, found in self.elements
        )

    def ids(self) -> list[str]:
        """Return the anchors of the page."""
        return [found["id"] or "" for _name, found in self.elements if "id" in found]

    def targets(self) -> set[str]:
        """Return where its links lead."""
        return {(found["href"] or "") for name, found in self.elements if name == "a"}


def timeline_rows(text: str) -> list[str]:
    """Return the lines of the timeline of a page."""
    drawn = text.partition('<ol class="timeline"')[2].partition("</ol>")[0]
    return re.findall(r"<li>.*?</li>", drawn)


def section(text: str, anchor: str) -> str:
    """Return a view of a page."""
    found = re.search(rf'<section aria-labelledby="{anchor}">.*?</section>', text, re.DOTALL)
    assert found
    return found.group()


def expiries(text: str) -> list[str]:
    """Return the times in a part of a page, in their order."""
    return re.findall(r'<time datetime="([^"]*)"', text)


def test_name() -> None:
    assert FilterModule().filters() == {"access_report": access_report}


def test_markdown() -> None:
    addresses = {"start": "192.0.2.1", "end": "192.0.2.9"}
    accesses = [
        access(comment="Fleet portal"),
        unclaimed(user=CAPTAIN, renewable=False, duration_hours=8, ip_range=addresses),
    ]
    archive = container(ARCHIVE, "archive", owner=PORTAL, stewards=[{"user": CAPTAIN, "comment": "At sea"}])
    text = access_report({"containers": [container(), archive], "accesses": accesses}, names={CAPTAIN: "The captain"})
    assert text == MARKDOWN


MARKDOWN = """# Access to Data Fabric containers

2 containers, 2 users, 2 grants, 1 valid key, next expiry 2026-11-23 10:00 UTC.

- [When keys expire](#when-keys-expire)
- [By next expiry](#by-next-expiry)
- [By container](#by-container)
- [By user](#by-user)

## When keys expire

For 1 grant no key has been claimed yet; it is in the tables only.

```text
                     23 Nov 2026
                     08:00      08:30      09:00      09:30     10:00
                     |          |          |          |         |
shipdata  3a758d22…  ███████████████████████████████████████████»    2026-11-23 10:00
```

█ valid, » renewable: another key can be claimed

## By next expiry

All grants by the time at which their key expires. All times are in UTC.

### Valid keys

- 1 grant

| Key expires (UTC) | Container | User | Rights | State |
| --- | --- | --- | --- | --- |
| 2026-11-23 10:00 | [shipdata](#shipdata) | [`3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0`](#3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0) | read, list | valid |

### Grants without a key

- 1 grant

| Key expires (UTC) | Container | User | Rights | State |
| --- | --- | --- | --- | --- |
| no key yet | [shipdata](#shipdata) | [The captain](#the-captain) | read, list | no key yet |

## By container

Who can claim keys of each container. A claimed key opens the container until it expires, even if its grant is revoked.

Containers: [archive](#archive) · [shipdata](#shipdata)

### archive

- Title: Ship data
- Region: northeurope · ID: `d0b4a3a2-6a52-4b1a-8f0e-1c2d3e4f5a6b`
- Owner: [`3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0`](#3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0)
- Data stewards: [The captain](#the-captain) (At sea)

Nobody.

### shipdata

- Title: Ship data
- Region: northeurope · ID: `8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6`
- Data stewards: not read

| User | Rights | Key valid for | State | Key expires (UTC) | Granted by |
| --- | --- | --- | --- | --- | --- |
| [`3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0`](#3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0), Fleet portal | read, list | 1 hour, renewable | valid | 2026-11-23 10:00 | `3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0` |
| [The captain](#the-captain), `14442a14-0313-4c93-8873-1a4faf8cdcf5` | read, list, from 192.0.2.1 - 192.0.2.9 | 8 hours | no key yet |  | `3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0` |

## By user

What each user can open, owns, and shares as a data steward.

Users: [3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0](#3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0) · [The captain](#the-captain)

### 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0

- Owner of 1 container: [archive](#archive)

| Container | Rights | Key valid for | State | Key expires (UTC) | Granted by |
| --- | --- | --- | --- | --- | --- |
| [shipdata](#shipdata), Ship data, Fleet portal | read, list | 1 hour, renewable | valid | 2026-11-23 10:00 | `3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0` |

### The captain

- ID: `14442a14-0313-4c93-8873-1a4faf8cdcf5`
- Data steward of 1 container: [archive](#archive)

| Container | Rights | Key valid for | State | Key expires (UTC) | Granted by |
| --- | --- | --- | --- | --- | --- |
| [shipdata](#shipdata), Ship data | read, list, from 192.0.2.1 - 192.0.2.9 | 8 hours | no key yet |  | `3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0` |
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
    assert page.count("table") == 3
    assert page.count("th", scope="col") == 5 + 6 + 6
    assert page.count("th", scope="rowgroup") == 3 + 1 + 2
    assert page.count("th", scope="row") == 3 * 5
    assert {"Fleet portal", "For the portal", CAPTAIN, "read, list", "ended, can be renewed"} <= set(page.texts)
    assert "For 1 grant no key has been claimed yet; it is in the tables only." in page.texts


@pytest.mark.parametrize("size", SIZES)
def test_every_link_of_a_page_leads_somewhere(size: int) -> None:
    page = Page(access_report(fleet.fleet(size), "html", names=fleet.NAMES))
    ids = page.ids()
    assert len(ids) == len(set(ids))
    assert page.targets() <= {f"#{anchor}" for anchor in ids}
    assert {f"#container-{one['id']}" for one in fleet.fleet(size)["containers"]} <= page.targets()


@pytest.mark.parametrize("size", SIZES)
def test_every_link_in_markdown_leads_to_a_heading(size: int) -> None:
    names = {**fleet.NAMES, fleet.SURVEYOR: "By user", fleet.YARD: "ship00001"}
    text = access_report(fleet.fleet(size), names=names)
    slugs: dict[str, int] = {}
    there = set()
    for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        there.add(f"{slug}-{slugs[slug]}" if slug in slugs else slug)
        slugs[slug] = slugs.get(slug, 0) + 1
    linked = set(re.findall(r"\]\(#([^)]*)\)", text))
    assert linked <= there
    assert {"by-user-1", "ship00001-1", "by-user", "ship00001"} <= linked


@pytest.mark.parametrize("size", SIZES)
def test_the_view_by_expiry_is_sorted(size: int) -> None:
    text = access_report(fleet.fleet(size), "html", limit=7)
    valid, _heading, rest = section(text, "by-next-expiry").partition("Ended keys")
    assert expiries(valid) == sorted(expiries(valid))
    assert expiries(rest) == sorted(expiries(rest))
    open_keys = [
        one["key_expires_at"].replace("Z", "+00:00")
        for one in fleet.fleet(size)["accesses"]
        if one["state"] in ("active", "revoked")
    ]
    assert sorted(open_keys) == expiries(valid)
    drawn = expiries("".join(timeline_rows(text)))
    assert drawn == sorted(open_keys)[:7]


@pytest.mark.parametrize("size", SIZES)
def test_the_view_by_user_tells_what_the_yard_can_open(size: int) -> None:
    everything = fleet.fleet(size)
    text = section(access_report(everything, "html", names=fleet.NAMES), "by-user")
    yard = text.partition(f'id="user-{fleet.YARD}"')[2].partition("</tbody>")[0]
    opened = re.findall(r'<th scope="row"><a href="#container-[0-9a-f-]*"><bdi>(ship\d+)', yard)
    assert opened == [one["container"] for one in everything["accesses"] if one["user"] == fleet.YARD]
    owner = text.partition(f'id="user-{fleet.OWNER}"')[2].partition("</tbody>")[0]
    assert f"Owner of {size} containers" in owner
    assert ("and 375 more" in owner) == (size == 400)
    assert "Data steward of" in text.partition(f'id="user-{fleet.SUPERINTENDENT}"')[2].partition("</tbody>")[0]


def test_a_container_tells_owner_and_data_stewards() -> None:
    steward = {"container_id": SHIPDATA, "user": CAPTAIN, "comment": "At sea"}
    containers = [container(owner=PORTAL), container(ARCHIVE, "archive")]
    text = access_report({"containers": containers, "accesses": [], "stewards": [steward]}, names={PORTAL: "Portal"})
    assert "- Owner: [Portal](#portal)" in text
    assert f"- Data stewards: [`{CAPTAIN}`](#{CAPTAIN}) (At sea)" in text
    assert "- Data stewards: none" in text
    assert access_report({"containers": containers, "accesses": []}).count("- Data stewards: not read") == 2


@pytest.mark.parametrize("text", ["see www.example.com", "WWW.example.com", "a@example.com", "https://example.com/x"])
def test_an_address_in_a_title_is_no_link_in_markdown(text: str) -> None:
    found = access_report({"containers": [container(title=text)], "accesses": [access(comment=text)]})
    assert not re.search(r"(?i)\bwww\.|(?<!\\)@|(?<!\\):/", found)


def test_who_granted_and_from_where_is_told() -> None:
    text = access_report(
        picture(access(ip_range={"start": "192.0.2.7", "end": "192.0.2.7"}, granted_by=CAPTAIN)), "html"
    )
    assert "from 192.0.2.7<" in text
    assert f"<td><code>{CAPTAIN}</code></td>" in section(text, "by-container")


def test_page_stands_alone() -> None:
    text = access_report(picture(access()), "html", as_of="2026-11-23T09:00:00Z")
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "base"} & {name for name, _attributes in page.elements}
    assert not re.search(r"https?:|@import|src=|\son\w+=|javascript:|url\(", text)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_narrow_screens_stack_rows_with_their_headings() -> None:
    text = access_report(picture(access()), "html")
    narrow = text.partition("</style>")[0].rpartition("@media screen and (max-width: 46rem) {")[2]
    for heading in ("Container", "User", "Rights", "State", "Key expires (UTC)", "Granted by"):
        assert f'content: "{heading}: "' in narrow
    assert "table, tbody, tr, th, td { display: block; }" in text


def test_what_scrolls_has_a_name_and_can_be_reached_with_the_keyboard() -> None:
    text = access_report(picture(access()), "html")
    areas = re.findall(r'<div class="scroll"([^>]*)>', text)
    assert len(areas) == 3
    for area in areas:
        assert 'role="region"' in area
        assert 'tabindex="0"' in area
        assert re.search(r'aria-label="Table: By ', area)
    # What explains a table does not scroll with it.
    assert "<caption" not in text


def luminance(color: str) -> float:
    """Return how bright a color is, as WCAG defines it."""
    shares = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("color", sorted({*LIGHT} - {"paper", "panel", "rule"}))
def test_contrast(palette: t.Mapping[str, str], color: str) -> None:
    for ground in ("paper", "panel"):
        dark, bright = sorted((luminance(palette[color]), luminance(palette[ground])))
        assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_a_revoked_key_is_not_taken_for_harmless() -> None:
    revoked = access(state="revoked", renewable=False)
    never_claimed = unclaimed(user=CAPTAIN) | {"state": "revoked"}
    prose = access_report(picture(revoked, never_claimed))
    assert "1 container, 2 users, 2 grants, 0 valid keys, 1 revoked key, next expiry none." in prose
    assert "| 1 hour | revoked, key works until it expires | 2026-11-23 10:00 |" in prose
    assert "| 1 hour, renewable | revoked |  |" in prose
    assert "x revoked, key works until it expires" in prose
    assert "revoked key" not in access_report(picture(access()))
    page = Page(access_report(picture(revoked, never_claimed), "html"))
    assert page.texts.count("revoked, key works until it expires") == 4
    assert page.texts.count("revoked") == 3
    assert "revoked key" in page.texts


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
    for moment in ("2026-11-23T09:00:00Z", "2026-11-23T10:00:00+01:00"):
        text = access_report(picture(access()), "html", as_of=moment)
        assert (
            '<p class="note">As of <time datetime="2026-11-23T09:00:00+00:00">2026-11-23 09:00</time> UTC.</p>' in text
        )
        assert text.count('<span class="now" style="left: 50%"></span>') == 1
    assert "As of 2026-11-23 09:00 UTC." in access_report(picture(access()), as_of="2026-11-23T09:00:00Z")
    for form in FORMATS:
        text = access_report(picture(access()), form)
        assert "As of" not in text
        assert '<span class="now"' not in text
        assert re.search(r"As of (<.*?>)?20\d\d-", access_report(picture(access()), form, as_of="now"))


@pytest.mark.parametrize("format", FORMATS)
def test_nothing(format: str) -> None:
    text = access_report({"containers": [], "accesses": []}, format)
    assert "There are no containers." in text
    assert "No key has been claimed." in text
    assert "There are no users." in text
    assert 'class="timeline"' not in text


@pytest.mark.parametrize("format", FORMATS)
def test_container_without_grants(format: str) -> None:
    assert re.search("[Nn]obody", access_report(picture(), format))


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
        assert page.targets() <= {f"#{anchor}" for anchor in page.ids()}
        return
    prose, _fence, rest = text.partition("```text\n")
    drawn, _fence, rest = rest.partition("\n```\n")
    assert "`" not in drawn
    for part in (prose, rest):
        assert not re.search(r"(?<!\\)<|(?<!\\)\*\*a|(?<!\\)\[d", part)
        assert all(re.match(r"\| |- \w|#+ |\w+: ", line) for line in part.splitlines() if "alert" in line)
    rows = [line for line in rest.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6, 7}


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_many(format: str) -> None:
    first = datetime(2026, 11, 23, tzinfo=timezone.utc)
    containers = [container(f"{number:08}-2a0b-4d5e-9f60-718293a4b5c6", f"ship{number:05}") for number in range(400)]
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
    assert "The 40 keys that expire next are drawn; 1960 more are in the tables." in text
    assert "ship00399" in text
    if format == "html":
        page = Page(text)
        assert page.bars("active") == 40
        assert page.count("th", scope="row") == 3 * 2000
        assert [ship in "".join(timeline_rows(text)) for ship in ("ship00000", "ship00007", "ship00009")] == [1, 1, 0]
    else:
        drawn = text.partition("```text\n")[2].partition("```")[0]
        assert drawn.count("█»") == 40
        assert "ship00009" not in drawn


def test_what_is_drawn_first() -> None:
    ended = [access(state="expired", user=f"{number:08}-x", renewable=False) for number in range(5)]
    last = access(state="renewable", key_expires_at="2026-11-23T10:30:00Z")
    page = Page(access_report(picture(*ended, access(), last), "html", limit=2))
    assert [page.bars(state) for state in ("active", "renewable", "expired")] == [1, 1, 0]


@pytest.mark.parametrize("form", FORMATS)
def test_without_room_for_keys_there_is_no_timeline(form: str) -> None:
    text = access_report(picture(access()), form, limit=0)
    assert "When keys expire" not in text
    assert "No key has been claimed" not in text


@pytest.mark.parametrize(
    ("begins", "ends", "labels"),
    [
        ("2026-11-23T08:12:00Z", "2026-11-23T08:14:00Z", ["08:12", "08:13", "08:14"]),
        ("2026-11-23T08:12:00Z", "2026-11-23T10:12:00Z", ["08:30", "09:00", "09:30", "10:00"]),
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
    text = access_report(picture(access(key_valid_from=begins, key_expires_at=ends)), "html")
    ticks = re.findall(r'<span class="tick" style="left: ([\d.]*)%">([^<]*)', text)
    assert [label for _place, label in ticks][: len(labels)] == labels
    assert len(ticks) <= 8
    assert all(
        0 <= float(place) <= 100 for place in re.findall(r"(?:left|width): ([\d.]*)%", text.partition("</style>")[2])
    )


def test_years_are_named_where_they_change() -> None:
    text = access_report(picture(access(key_expires_at="2027-05-23T08:00:00Z")), "html")
    assert re.findall(r"<br>([^<]*)</span>", text) == ["2026", "2027"]


def test_begin_of_a_key_that_is_not_told() -> None:
    (row,) = timeline_rows(access_report(picture(access(key_valid_from=None, duration_hours=8)), "html"))
    assert 'style="left: 0%; width: 100%"' in row
    access_report(picture(access(key_valid_from=None, key_expires_at="0001-01-01T00:00:00Z")), "html")


def test_short_key_beside_long_ones_is_seen() -> None:
    text = access_report(picture(access(), access(key_expires_at="2027-11-23T08:00:00Z")), "html")
    assert re.findall(r"; width: ([\d.]*)%", text.partition("</style>")[2]) == ["0.02", "100"]
    assert re.search(r"\.bar \{[^}]*min-width: 3px", text)


def test_users_that_begin_alike_are_told_apart() -> None:
    other = f"{PORTAL[:8]}-0000-4dff-a8d5-9a5537d8f4a0"
    accesses = [access(), access(user=other), access(user=CAPTAIN)]
    drawn = access_report(picture(*accesses)).partition("```text\n")[2].partition("```")[0]
    assert drawn.count(f"shipdata  {PORTAL[:17]}…  ") == 1
    assert drawn.count(f"shipdata  {other[:17]}…  ") == 1
    assert drawn.count(f"shipdata  {CAPTAIN[:8]}…  ") == 1


def test_no_name_is_cut_in_the_timeline_of_a_page() -> None:
    for name in ("", "W" * 99):
        (row,) = timeline_rows(access_report(picture(access()), "html", names={PORTAL: name}))
        assert f">{name or PORTAL}</bdi>" in row
        assert "…" not in row


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
        (picture(), {"as_of": "0001-01-01T00:00:00+23:00"}, "as_of must be now, or a time"),
        (picture(access(duration_hours="1h")), {}, "duration_hours"),
        (picture(access(rights="read")), {}, "rights"),
        (picture(), {"format": "pdf"}, "format must be one of markdown, html, json, csv"),
        (picture(), {"as_of": "tomorrow"}, "as_of must be now, or a time"),
        ({**picture(), "stewards": "x"}, {}, "stewards must be a list"),
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
    portal, captain = text.rindex("service account"), text.rindex("reader")
    assert captain < portal
    assert re.search("[Nn]obody", text)
    for shown in ("service account", "administrator", "reader", "tenant", "Captain"):
        assert shown in text
    assert text == access_report({"workspaces": WORKSPACES["workspaces"][::-1]}, format, names={CAPTAIN: "Captain"})


def test_members_in_markdown() -> None:
    text = access_report(WORKSPACES, title="Who may read", as_of="2026-11-23T09:00:00Z")
    assert text.startswith("# Who may read\n\nAs of 2026-11-23 09:00 UTC.\n")
    assert "2 workspaces, 1 user, 1 service account, 1 administrator." in text
    assert "Workspaces: [Fleet \\| 1](#fleet--1) · [Performance](#performance)" in text
    assert f"### Fleet \\| 1\n\n- Title: All \\<b\\>ships\\</b\\>\n- Region: EU · ID: `{SHIPDATA}`\n" in text
    assert f"| [Portal](#portal), `{PORTAL}` | service account | administrator | tenant |" in text
    assert "### Portal\n" in text
    assert "| [Fleet \\| 1](#fleet--1) | service account | administrator | tenant |" in text
    assert "### Performance\n\n- Region: US" in text
    assert "There are no workspaces." in access_report({"workspaces": []})


def test_workspaces_without_members_cannot_be_reported() -> None:
    with pytest.raises(AnsibleFilterError, match="Set include_members: true"):
        access_report({"workspaces": [{"id": ARCHIVE, "name": "Performance"}]})
    with pytest.raises(AnsibleFilterError, match="workspaces must be a list"):
        access_report({"workspaces": "Fleet"})
