# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is done with files, as a pure function, and what options are taken."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.content.entries import Entry, Sides, conflicts
from ansible_collections.dnv.veracity.plugins.module_utils._core.content.options import ContentOptions
from ansible_collections.dnv.veracity.plugins.module_utils._core.content.plan import Move, plan, to_hash
from ansible_collections.dnv.veracity.plugins.module_utils._core.content.progress import Meter, amount
from ansible_collections.dnv.veracity.plugins.module_utils._core.content.results import report
from ansible_collections.dnv.veracity.plugins.module_utils._core.content.selection import Selection
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import BulkError, InputError

PARAMS: dict[str, t.Any] = {
    "direction": "upload",
    "src": "/srv/ships",
    "dest": "ships",
    "delete_extraneous": False,
    "allow_empty_source": False,
    "include": None,
    "exclude": None,
    "compare": "md5",
    "content_type": None,
    "max_concurrency": 8,
    "block_size": 8 << 20,
}


def actions(source: Entry | None, target: Entry | None, **options: t.Any) -> list[str]:
    """Return what is done with one file."""
    sides = Sides({"a": source} if source else {}, {"a": target} if target else {})
    settings = {"verb": "uploaded", "compare": "md5", "delete": False, **options}
    return [move.action for move in plan(sides, **settings)]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (Entry(5), None, ["uploaded"]),
        (Entry(5), Entry(6), ["uploaded"]),
        (Entry(5, "aa"), Entry(5, "aa"), ["unchanged"]),
        (Entry(5, "aa"), Entry(5, "bb"), ["uploaded"]),
        (Entry(5, "aa"), Entry(5), ["uploaded"]),
        (Entry(5, problem="no"), None, ["failed"]),
        (Entry(5), Entry(6, problem="no"), ["failed"]),
        (None, Entry(5), []),
    ],
)
def test_size_then_md5_decide(source: Entry | None, target: Entry | None, expected: list[str]) -> None:
    assert actions(source, target) == expected


def test_by_size_alone_a_blob_without_md5_is_fine() -> None:
    assert actions(Entry(5), Entry(5), compare="size") == ["unchanged"]
    assert actions(Entry(5), Entry(6), compare="size") == ["uploaded"]


def test_a_download_without_md5_goes_by_time() -> None:
    assert actions(Entry(5, None, 7.9), Entry(5, None, 7.0), verb="downloaded") == ["unchanged"]
    assert actions(Entry(5, None, 8.0), Entry(5, None, 7.0), verb="downloaded") == ["downloaded"]


def test_only_what_could_be_seen_is_extraneous() -> None:
    sides = Sides({"a": Entry(1, "x")}, {name: Entry(1) for name in ("a", "b", "c/d", "cc")}, kept=["c/"])
    moves = plan(sides, verb="uploaded", compare="size", delete=True)
    assert [(move.name, move.action) for move in moves] == [("a", "unchanged"), ("b", "deleted"), ("cc", "deleted")]


def test_nothing_is_hashed_that_the_size_decides() -> None:
    sides = Sides(
        {"new": Entry(1), "same": Entry(2), "longer": Entry(3), "unreadable": Entry(2, problem="no")},
        {"same": Entry(2), "longer": Entry(2), "unreadable": Entry(2)},
    )
    assert to_hash(sides, "md5", upload=True) == ["same"]
    assert to_hash(sides, "md5", upload=False) == []
    assert to_hash(sides, "size", upload=True) == []


def test_a_diff_shows_as_much_as_is_needed() -> None:
    moves = [
        Move("uploaded", "changed", Entry(5, "aa"), Entry(5, "bb")),
        Move("deleted", "gone", Entry(1), None),
        Move("uploaded", "longer", Entry(5, "aa"), Entry(6)),
        Move("uploaded", "new", None, Entry(7)),
        Move("unchanged", "same", Entry(7), Entry(7)),
        Move("downloaded", "touched", Entry(5, None, 0.0), Entry(5, None, 60.0)),
    ]
    found = report(moves, "shipdata", lambda result: None)
    assert found["diff"] == [
        {
            "before_header": "shipdata",
            "after_header": "shipdata",
            "before": {
                "changed": {"size": 5, "md5": "aa"},
                "gone": {"size": 1},
                "longer": {"size": 5},
                "touched": {"size": 5, "md5": None, "last_modified": "1970-01-01T00:00:00Z"},
            },
            "after": {
                "changed": {"size": 5, "md5": "bb"},
                "longer": {"size": 6},
                "new": {"size": 7},
                "touched": {"size": 5, "md5": None, "last_modified": "1970-01-01T00:01:00Z"},
            },
        }
    ]
    assert found["counts"] == {"uploaded": 3, "downloaded": 1, "deleted": 1, "unchanged": 1, "failed": 0}
    assert found["bytes"] == 5 + 6 + 7 + 5


def test_a_long_list_of_failures_is_cut_in_the_text() -> None:
    moves = [Move("failed", f"{number:03}", None, Entry(1), "It is broken.") for number in range(50)]
    with pytest.raises(BulkError) as caught:
        report(moves, "shipdata", lambda result: None)
    assert str(caught.value).startswith("50 of 50 files failed: 000, 001, ")
    assert "\n- 000: It is broken.\n" in str(caught.value)
    assert len(caught.value.result["files"]) == 50
    assert not caught.value.result["changed"]


def test_names_that_are_folders_of_others() -> None:
    assert conflicts(["a", "a/b", "ab", "c/d", "c/d/e", "c/de"]) == {"a", "c/d"}


@pytest.mark.parametrize(
    ("path", "taken"),
    [("a.csv", True), ("deep/er/b.csv", True), ("a.CSV", False), ("a.txt", False), ("tmp/a.csv", False)],
)
def test_patterns(path: str, taken: bool) -> None:
    assert Selection(("*.csv",), ("tmp/*",)).takes(path) == taken
    assert Selection().takes(path)


@pytest.mark.parametrize(
    ("option", "changes"),
    [
        ("max_concurrency", {"max_concurrency": 0}),
        ("max_concurrency", {"max_concurrency": 65}),
        ("block_size", {"block_size": 1024}),
        ("block_size", {"block_size": 1 << 40}),
        ("src", {"src": ""}),
        ("src", {"src": "a\0b"}),
        ("dest", {"direction": "download", "src": "a", "dest": "/tmp/a\0b"}),
        ("dest", {"dest": "/ships"}),
        ("dest", {"dest": "ships/../other"}),
        ("dest", {"dest": "./ships"}),
        ("dest", {"dest": "ships\\other"}),
        ("dest", {"direction": "download", "src": "ships", "dest": ""}),
        ("src", {"direction": "download", "src": "a/..", "dest": "/tmp/ships"}),
        ("content_type", {"direction": "download", "src": "a", "dest": "/tmp/ships", "content_type": "text/csv"}),
    ],
)
def test_wrong_options_are_named(option: str, changes: dict[str, t.Any]) -> None:
    with pytest.raises(InputError, match=f"^{option}: "):
        ContentOptions.of({**PARAMS, **changes})


def test_the_rights_are_as_few_as_will_do() -> None:
    assert ContentOptions.of(PARAMS).rights == ["read", "write", "list"]
    assert ContentOptions.of({**PARAMS, "delete_extraneous": True}).rights == ["read", "write", "delete", "list"]
    down = {**PARAMS, "direction": "download", "src": "a", "delete_extraneous": True}
    assert ContentOptions.of(down).rights == ["read", "list"]


def test_a_line_at_each_tenth() -> None:
    lines: list[str] = []
    meter = Meter(lines.append, "uploaded", 1, 1_000_000_000)
    for _part in range(100):
        meter.add(10_000_000)
    meter.finish()
    assert len(lines) == 10
    assert lines[0] == "uploaded 110.0 MB of 1.0 GB"
    assert lines[-1] == "uploaded 1.0 GB of 1.0 GB"


def test_little_work_is_not_worth_a_line() -> None:
    lines: list[str] = []
    meter = Meter(lines.append, "uploaded", 3, 1000)
    for _file in range(3):
        meter.add(333)
        meter.finish()
    assert lines == []


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2.5e15, "2500.0 TB")])
def test_amounts(size: float, text: str) -> None:
    assert amount(size) == text
