# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns: what people write when they mean a folder."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.content.selection import Selection

FILES = ("a.csv", "tmp/a.csv", "tmp/deep/b.txt", "data/c.csv", "data", "ships/tmp/d.csv", "tmpfile")


@pytest.mark.parametrize(
    ("pattern", "met"),
    [
        ("tmp/", {"tmp/a.csv", "tmp/deep/b.txt"}),
        ("/tmp/", {"tmp/a.csv", "tmp/deep/b.txt"}),
        ("/tmp/*", {"tmp/a.csv", "tmp/deep/b.txt"}),
        ("./tmp/*", {"tmp/a.csv", "tmp/deep/b.txt"}),
        ("./tmp", {"tmp/a.csv", "tmp/deep/b.txt"}),
        ("tmp", {"tmp/a.csv", "tmp/deep/b.txt"}),
        ("data", {"data", "data/c.csv"}),
        ("data/c.csv", {"data/c.csv"}),
        ("ships/tmp", {"ships/tmp/d.csv"}),
        ("*/tmp/", {"ships/tmp/d.csv"}),
        ("tmp*", {"tmp/a.csv", "tmp/deep/b.txt", "tmpfile"}),
        ("/", set(FILES)),
        ("./", set(FILES)),
        (".", set(FILES)),
        ("*.csv", {"a.csv", "tmp/a.csv", "data/c.csv", "ships/tmp/d.csv"}),
        ("TMP/", set()),
        ("", set()),
    ],
)
def test_d8_a_pattern_means_what_people_mean(pattern: str, met: set[str]) -> None:
    including, excluding = Selection([pattern]), Selection(None, [pattern])
    assert {path for path in FILES if including.takes(path)} == met
    assert {path for path in FILES if not excluding.takes(path)} == met
    assert including.unmet() == ([] if met else [f"include: {pattern}"])


def test_d8_only_a_pattern_that_meets_nothing_is_named() -> None:
    selection = Selection(["a*", "a.*", "nosuch/"], ["*.tmp", "tmp/"])
    for path in FILES:
        selection.takes(path)
    assert selection.unmet() == ["include: nosuch/", "exclude: *.tmp"]


def test_where_there_are_no_files_no_pattern_is_wrong() -> None:
    assert Selection(["a"], ["b"]).unmet() == []


@pytest.mark.parametrize(
    ("pattern", "folder", "expected"),
    [
        ("reports/", "reports/", True),
        ("reports", "reports/2026/", True),
        ("*", "reports/", True),
        ("reports/*.csv", "reports/", False),
        ("reports/2026/", "reports/", False),
    ],
)
def test_a_folder_is_left_out_as_a_whole(pattern: str, folder: str, expected: bool) -> None:
    assert Selection(None, [pattern]).leaves_out(folder) == expected
