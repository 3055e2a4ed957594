# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The versions of the libraries that the collection needs are the same wherever they are named."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("requests", "PyJWT", "azure-storage-blob", "azure-storage-file-datalake", "jmespath")
# 'requests>=2.32.4', requests >= 2.32.4, ``requests`` 2.32.4 or newer, and a row of the table in the README.
NAMED = re.compile(rf"(?<![\w-])({'|'.join(LIBRARIES)})`*(?: \|)?\s*(?:>=|(?= \d))\s*(\d+(?:\.\d+)*)")


def bounds(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the libraries that a text names with the oldest version each, without zeros at its end."""
    return [
        (name, tuple(int(number) for number in re.sub(r"(\.0)+$", "", version).split(".")))
        for name, version in NAMED.findall(text)
    ]


def test_i_no_file_allows_an_older_library_than_the_collection_does() -> None:
    """Requirements of the tests, README, guides and documentation of plugins follow meta/ee-requirements.txt."""
    wanted = dict(bounds((ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8")))
    assert set(wanted) == set(LIBRARIES)
    files = [ROOT / "README.md", *ROOT.glob("docs/docsite/rst/*.rst"), *ROOT.glob("tests/requirements/*.txt")]
    files += ROOT.glob("plugins/*/*.py")
    named = {
        (str(file.relative_to(ROOT)), name, version)
        for file in files
        for name, version in bounds(file.read_text(encoding="utf-8"))
    }
    assert {file for file, _name, _version in named} >= {"README.md", "docs/docsite/rst/ship_data.rst"}
    assert [entry for entry in named if entry[2] != wanted[entry[1]]] == []
