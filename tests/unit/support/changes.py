# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task tells of its changes: checked for the result of each module that a test runs."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.dnv.veracity.plugins.plugin_utils._changes import told

_COUNTS = re.compile(r"(containers: )?(\d+ \w+(, )?)+$|no files$")


def changes(params: t.Mapping[str, t.Any], result: t.Mapping[str, t.Any]) -> list[str]:
    """Return the lines about changes, without the one that counts."""
    return [line for line in told(params, result, {}) if not _COUNTS.match(line)]


def check_told(params: t.Mapping[str, t.Any], result: t.Mapping[str, t.Any]) -> None:
    """Check that a task tells something of a result exactly if it changed something."""
    assert bool(changes(params, result)) == bool(result.get("changed")), (told(params, result, {}), result)
    if "outcomes" in result:
        assert sum(map(int, re.findall(r"\d+(?= )", " ".join(told(params, result, {})[-1:])))) == len(
            [*result["outcomes"], *result.get("pruned", ())]
        )
