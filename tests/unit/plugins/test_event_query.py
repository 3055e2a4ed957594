# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The queries that Ansible Automation Platform counts with; tests/extensions evaluates them on the results of a job."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
QUERIES = yaml.safe_load((ROOT / "extensions" / "audit" / "event_query.yml").read_text(encoding="utf-8"))
RUNTIME = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
MODULES = {f"dnv.veracity.{name}" for name in RUNTIME["action_groups"]["veracity"]}


def test_queries_are_for_modules_that_manage() -> None:
    assert set(QUERIES) <= {name for name in MODULES if not name.endswith("_info")}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_reads_a_result_that_the_module_returns(name: str) -> None:
    assert list(QUERIES[name]) == ["query"]
    module = importlib.import_module(
        f"ansible_collections.{name.rpartition('.')[0]}.plugins.modules.{name.split('.')[-1]}"
    )
    first = re.search(r"\.(\w+)", QUERIES[name]["query"])
    assert first and first[1] in yaml.safe_load(module.RETURN)
    assert {"name:", "canonical_facts:", "facts:"} <= set(QUERIES[name]["query"].split())
