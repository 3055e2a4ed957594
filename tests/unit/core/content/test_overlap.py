# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Descriptions of content that undo each other in every run are refused."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.content.local_tree import names_here
from ansible_collections.dnv.veracity.plugins.module_utils._core.content.overlap import ContentEntry, contradictions
from tests.unit.support.content_support import grow

Described = dict[str, t.Any]
EXACT = {"src": "A/", "dest": "", "delete_extraneous": True}


def found(*described: Described, containers: t.Sequence[str] | None = None) -> list[str]:
    """Return what is wrong with entries; ``names`` are the files that they have."""
    return contradictions(
        [
            ContentEntry.of(
                f"content[{number}]",
                containers[number] if containers else "shipdata",
                {name: value for name, value in entry.items() if name != "names"},
                entry.get("names"),
            )
            for number, entry in enumerate(described)
        ]
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (EXACT, {"src": "B/", "dest": "reports"}),
        (EXACT, {"src": "B/", "dest": "reports/", "delete_extraneous": True}),
        (EXACT, {"src": "B/", "dest": ""}),
        (EXACT, {"src": "B/"}),
        (EXACT, {"src": "B/", "dest": None, "direction": None, "include": None}),
        (EXACT, {"src": "A/", "dest": "copy"}),
        (EXACT, {"src": "B/notes.txt", "dest": ""}),
        ({**EXACT, "dest": "x"}, {"src": "b.csv", "dest": "x/b.csv"}),
        ({**EXACT, "src": "A", "dest": "x"}, {"src": "B/", "dest": "x/A/deep"}),
        ({**EXACT, "exclude": ["other/"]}, {"src": "B/", "dest": "reports"}),
        ({**EXACT, "include": ["*.csv"]}, {"src": "B/", "dest": "reports"}),
        ({**EXACT, "include": ["*.csv"]}, {"src": "B/", "dest": "reports", "include": ["noon*"]}),
        (
            {"src": "x/", "dest": "/tmp/out", "direction": "download", "delete_extraneous": True},
            {"src": "y", "dest": "/tmp/out/", "direction": "download"},
        ),
    ],
)
def test_d5_one_entry_deletes_what_the_other_one_puts(first: Described, second: Described) -> None:
    for entries in ((first, second), (second, first)):
        (text,) = found(*entries)
        assert "delete_extraneous deletes" in text
        assert "content[0]" in text
        assert "content[1]" in text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (EXACT, EXACT),
        ({**EXACT, "dest": "a"}, {"src": "B/", "dest": "b", "delete_extraneous": True}),
        ({**EXACT, "dest": "a"}, {"src": "B/", "dest": "ab"}),
        ({**EXACT, "src": "A"}, {**EXACT, "src": "B"}),
        ({**EXACT, "exclude": ["reports/"]}, {"src": "B/", "dest": "reports"}),
        ({**EXACT, "exclude": ["reports"]}, {"src": "B/", "dest": "reports/2026"}),
        ({**EXACT, "exclude": ["*.txt"]}, {"src": "B/notes.txt", "dest": ""}),
        ({**EXACT, "include": ["*.csv"]}, {"src": "B/", "dest": "", "include": ["*.pdf"]}),
        ({**EXACT, "include": ["data"]}, {"src": "B/", "dest": "reports"}),
        ({"src": "A/", "dest": ""}, {"src": "B/", "dest": ""}),
        (EXACT, {"src": "x/", "dest": "/tmp/out", "direction": "download"}),
    ],
)
def test_d5_entries_that_keep_apart_are_fine(first: Described, second: Described) -> None:
    assert found(first, second) == []
    assert found(second, first) == []


def test_d5_another_container_is_another_place_and_this_machine_is_one() -> None:
    assert found(EXACT, EXACT | {"src": "B/"}, containers=["one", "two"]) == []
    downloads = [
        {"src": f"{name}/", "dest": "/tmp/out", "direction": "download", "delete_extraneous": True} for name in "xy"
    ]
    assert len(found(*downloads, containers=["one", "two"])) == 1


def test_d5_where_the_files_are_known_they_decide() -> None:
    a, b = {**EXACT, "names": ["x", "reports/x"]}, {"src": "B/", "dest": "reports"}
    assert found(a, {**b, "names": ["y"]}) != []
    (text,) = found(a, {**b, "names": ["x"]})
    assert text == "content[1]: content[0] writes reports/x, too. Describe each file once."
    top = {"src": "C/", "dest": "", "names": ["reports/z"]}
    assert found(top, {**b, "delete_extraneous": True, "names": ["x"]}) != []
    assert found(top, {**b, "delete_extraneous": True}) == []
    assert found(top, {**b, "names": ["x"]}) == []


def test_d5_two_files_for_one_name() -> None:
    one, two = {"src": "a.csv", "dest": "x.csv", "names": [""]}, {"src": "b.csv", "dest": "x.csv", "names": [""]}
    assert len(found(one, two)) == 1
    assert found(one, one) == []


def test_d5_each_pair_is_named_once() -> None:
    assert len(found(EXACT, {"src": "B/"}, {"src": "C/", "dest": "c"}, {"src": "D/", "dest": "d"})) == 3


def test_the_files_of_this_machine_are_known(tmp_path: Path) -> None:
    grow(tmp_path, a="", deep__b="")
    assert names_here(str(tmp_path)) == {"a", "deep/b"}
    assert names_here(str(tmp_path / "a")) == {""}
    assert names_here(str(tmp_path / "nowhere")) is None


@pytest.mark.parametrize(
    ("entry", "refused"),
    [
        ({**EXACT, "names": []}, True),
        ({**EXACT, "names": ["a.txt"], "include": ["*.csv"]}, True),
        ({**EXACT, "names": ["a.csv"], "include": ["*.csv"]}, False),
        ({**EXACT, "names": [], "allow_empty_source": True}, False),
        ({**EXACT}, False),
        ({"src": "A/", "names": []}, False),
    ],
)
def test_d7_an_empty_source_is_found_in_the_description(entry: Described, refused: bool) -> None:
    options = {name: value for name, value in entry.items() if name != "names"}
    found = ContentEntry.of("content[0]", "shipdata", options, entry.get("names")).emptiness()
    assert (found is not None) == refused
