# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What RETURN says beside what a module can return."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import Exchange, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet
from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from tests.unit.support.documentation import MODULES, documentation_of, read, text_of

# Keys that ansible-core documents for all modules.
COMMON = {"failed", "msg"}


def full_failure() -> dict[str, t.Any]:
    """Return the result for an error of which everything is known."""
    exchange = Exchange(
        "GET", "api.veracity.com/x", 401, "invalid_client", ("AADSTS7000215",), "request", "correlation"
    )
    return failure(VeracityError("What failed.", hint="What to do.", exchange=exchange), Outlet())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_i_a_failure_is_documented(module: Path) -> None:
    """Every key of a failed result is in RETURN, and every key of ``error`` in its description."""
    result = full_failure()
    documented = read(text_of(module, "RETURN"))
    assert not set(result) - COMMON - set(documented)
    assert documented["error"]["returned"] == "failure"
    description = documented["error"]["description"]
    assert [key for key in result["error"] if f"C({key})" not in description] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_i_a_diff_is_documented_where_there_is_one(module: Path) -> None:
    """A module that supports diff mode returns a diff, and no other module does."""
    support = documentation_of(module)["attributes"]["diff_mode"]["support"]
    assert (support in ("full", "partial")) == ("diff" in read(text_of(module, "RETURN")))
