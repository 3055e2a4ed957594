# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of actions: ansible-core wants one for each module, so all but a few are the same, byte for byte.

Links to one file would do for ansible-core, but antsibull-docs does not find the module of a linked action.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ACTIONS = sorted(ROOT.joinpath("plugins", "action").glob("*.py"))
# Actions that do more than others, and what.
OTHERS = {
    "veracity_container_access_report": "writes the report on the controller",
    "veracity_container_content": "finds its sources where ansible.builtin.copy does, and hands over a key",
    "veracity_container_content_info": "hands over a key",
    "veracity_container_key": "hides its result",
    "veracity_dataset": "finds its file where ansible.builtin.copy does",
    "veracity_file_storage_content": "finds its sources where ansible.builtin.copy does, and hands over a key",
    "veracity_file_storage_content_info": "hands over a key",
    "veracity_file_storage_folder": "hands over a key",
    "veracity_file_storage_revocation": "forgets the keys that are kept",
    "veracity_diagnose": "looks at wrong options, too, and shows the checks as they are carried out",
    "veracity_description": "checks the description on the controller",
    "veracity_export": "always works on the controller",
    "veracity_file_storage_key": "hides its result",
    "veracity_resource_group": "finds its files, and hides secret outputs",
    "veracity_token": "hides its result",
}
SAME = [path for path in ACTIONS if path.stem not in OTHERS]


def test_every_exception_is_there() -> None:
    assert set(OTHERS) <= {path.stem for path in ACTIONS}


@pytest.mark.parametrize("path", SAME, ids=lambda path: path.stem)
def test_the_files_of_actions_are_the_same(path: Path) -> None:
    assert path.read_bytes() == SAME[0].read_bytes()
