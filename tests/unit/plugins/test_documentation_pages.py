# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What README and guides are checked for without running them; tests/documentation runs their lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documentation.pages import all_pages, read_page
from tests.documentation.reader import check
from tests.tools.cores import CORES

ROOT = Path(__file__).resolve().parents[3]
README = ROOT.joinpath("README.md").read_text(encoding="utf-8")
KINDS = {
    "module": "plugins/modules/veracity_*.py",
    "lookup": "plugins/lookup/*.py",
    "filter": "plugins/filter/*.yml",
    "test": "plugins/test/*.yml",
    "role": "roles/*",
    "playbook": "playbooks/*.yml",
}


@pytest.mark.parametrize("name", all_pages())
def test_i_every_block_can_be_run_or_says_why_not(name: str) -> None:
    check(read_page(name))


@pytest.mark.parametrize("kind", KINDS)
def test_i_the_readme_lists_what_there_is(kind: str) -> None:
    listed = re.findall(rf"^\| {kind} `(\w+)` \|", README, re.MULTILINE)
    assert sorted(listed) == sorted(path.stem for path in ROOT.glob(KINDS[kind]))


def test_i_the_readme_names_the_cores_that_are_tested() -> None:
    sentence = README.partition("Tested with ")[2].partition(".\n")[0]
    assert re.findall(r"\d+\.\d+", sentence) == [core.series for core in CORES]
