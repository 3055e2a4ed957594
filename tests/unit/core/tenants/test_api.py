# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listings of tenants in pages: all of them, nothing twice, and from no other host."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ResponseError
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import Tenants
from tests.simulator.fixture import Simulator
from tests.unit.support.office import Office

PATH = "/veracity/graph/v4/tenants"
LIST = "GET /veracity/graph/v4/tenants"
FIRST, SECOND = ({"id": f"7e0a1b2c-3d4e-4f50-9162-73849500000{number}"} for number in range(2))


@pytest.fixture
def office(simulator: Simulator, tmp_path: Path) -> Office:
    """Return a place to list from."""
    return Office(simulator, tmp_path / "state")


def answer(office: Office, *pages: dict[str, object]) -> None:
    """Have the list of tenants answered with these pages, in this order."""
    for page in pages:
        office.simulator.fault(path=f"{PATH}$", method="GET", status=200, json=page)


def listed(office: Office) -> list[dict[str, object]]:
    return Tenants(office.session().client).tenants()


def paths(office: Office) -> list[str]:
    """Return what was asked of the API."""
    return [entry["path"] for entry in office.simulator.requests() if entry["path"].startswith("/veracity/")]


@pytest.mark.parametrize("link", [f"{{host}}{PATH}?$skip=1", f"{PATH}?$skip=1", "?$skip=1", "tenants?$skip=1"])
def test_next_page_is_found_however_it_is_named(office: Office, link: str) -> None:
    answer(
        office,
        {"value": [FIRST], "@odata.nextLink": link.format(host=office.simulator.http)},
        {"value": [SECOND]},
    )
    assert listed(office) == [FIRST, SECOND]
    assert paths(office) == [PATH, PATH]


@pytest.mark.parametrize("name", ["@odata.nextLink", "@nextLink", "odata.nextLink", "nextLink"])
def test_g2_next_page_is_found_whatever_its_name(office: Office, name: str) -> None:
    answer(office, {"value": [FIRST], name: "?$skip=1"}, {"value": [SECOND]})
    assert listed(office) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example.com/veracity/graph/v4/tenants",
        "//elsewhere.example.com/veracity/graph/v4/tenants",
        "https://127.0.0.1:1/veracity/graph/v4/tenants",
        "file:///etc/passwd",
        "http://[half/tenants",
    ],
)
def test_next_page_elsewhere_is_refused(office: Office, link: str) -> None:
    answer(office, {"value": [FIRST], "@odata.nextLink": link})
    with pytest.raises(ResponseError, match="The list of tenants continues at another host"):
        listed(office)
    assert paths(office) == [PATH]


@pytest.mark.parametrize("link", [".elsewhere.example/t", "@elsewhere.example/t", ":1/t", "\\\\elsewhere.example/t"])
def test_next_page_never_becomes_part_of_the_host(office: Office, link: str) -> None:
    # After the address of the API such a link would be the end of another host's name.
    answer(office, {"value": [FIRST], "@odata.nextLink": link})
    office.simulator.fault(path="/graph/v4/", method="GET", status=200, json={"value": [SECOND]})
    assert listed(office) == [FIRST, SECOND]


def test_pages_that_go_round_end(office: Office) -> None:
    answer(
        office,
        {"value": [FIRST], "@odata.nextLink": "?$skip=1"},
        {"value": [SECOND], "@odata.nextLink": "?$skip=1"},
    )
    assert listed(office) == [FIRST, SECOND]
    assert office.calls(LIST) == 2


def test_what_moves_to_the_next_page_is_listed_once(office: Office) -> None:
    answer(
        office,
        {"value": [FIRST, SECOND], "@odata.nextLink": "?$skip=2"},
        {"value": [SECOND]},
    )
    assert listed(office) == [FIRST, SECOND]
