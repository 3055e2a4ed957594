# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules veracity_file_storage_policy_info and veracity_file_storage_revocation, and what is kept after them."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import policies
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    ForbiddenError,
    InputError,
    StateError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_file_storage_key,
    veracity_file_storage_policy_info,
    veracity_file_storage_revocation,
)
from tests.unit.support.station import Station

REVOKE = "DELETE /veracity/dw/gateway/api/v1/workspaces/{id}/storages/sas/revoke"
REVOKED = {"path": "/storages/sas/revoke$", "method": "DELETE"}
LIST = {"path": "/storages/policies$", "method": "GET"}
BOTH = ["racwdl-policy", "rl-policy"]


def key(bench: Station, access: str = "read", **options: t.Any) -> dict[str, t.Any]:
    return bench.run(veracity_file_storage_key, workspace="Fleet", access=access, **options)


def revoke(bench: Station, **options: t.Any) -> dict[str, t.Any]:
    given = {"workspace": "Fleet", "confirm": True, **options}
    return bench.run(veracity_file_storage_revocation, **given)


@pytest.mark.parametrize(("shape", "permissions"), [("objects", ["rl", "racwdl"]), ("names", [None, None])])
def test_policies_are_understood_in_both_shapes(bench: Station, shape: str, permissions: list[str | None]) -> None:
    bench.simulator.settings(workbench_policies=shape)
    found = bench.run(veracity_file_storage_policy_info, workspace="Fleet")
    assert [entry["name"] for entry in found["policies"]] == ["rl-policy", "racwdl-policy"]
    assert [entry["permissions"] for entry in found["policies"]] == permissions
    assert not found["changed"]


def test_keys_of_a_revoked_policy_are_not_used_any_longer(bench: Station) -> None:
    read = key(bench)
    key(bench, "write")
    done = revoke(bench, key_policy="rl-policy")
    assert done["changed"]
    assert done["policies"] == ["rl-policy"]
    assert done["diff"] == {"before": {"rl-policy": "keys are valid"}, "after": {"rl-policy": "keys are revoked"}}
    assert key(bench, "write")["cached"]
    again = key(bench)
    assert again["created"]
    assert again["sas_token"] != read["sas_token"]
    assert key(bench)["cached"]


def test_keys_that_another_host_has_revoked_are_not_used_any_longer(bench: Station, tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir(mode=0o700)
    there = Station(bench.simulator, folder, api="data_workbench")
    assert key(bench)["created"]
    options = {"workspace": "Fleet", "key_policy": "rl-policy", "confirm": True}
    revoke(there, **options)
    assert key(bench)["cached"]
    session = bench.session()
    policies.forget(bench.task(session, {"tenant": None, **options}), session.client)
    assert key(bench)["created"]


def test_all_keys_of_a_workspace_are_not_used_any_longer(bench: Station) -> None:
    for _time in range(2):
        assert key(bench)["created"]
        assert key(bench, "write")["created"]
        done = revoke(bench, all=True)
        assert done["changed"]
        assert done["policies"] == BOTH


def test_keys_of_another_workspace_stay(bench: Station) -> None:
    bench.simulator.seed_workspaces({"name": "Harbor"})
    bench.run(veracity_file_storage_key, workspace="Harbor")
    key(bench)
    revoke(bench, all=True)
    assert bench.run(veracity_file_storage_key, workspace="Harbor")["cached"]


def test_nothing_is_revoked_in_check_mode(bench: Station) -> None:
    key(bench)
    predicted = bench.run(veracity_file_storage_revocation, check_mode=True, workspace="Fleet", all=True, confirm=True)
    assert bench.calls(REVOKE) == 0
    assert key(bench)["cached"]
    assert predicted == revoke(bench, all=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"all": True, "confirm": False}, "confirm: must be true"),
        ({}, "set one of them"),
        ({"all": True, "key_policy": "rl-policy"}, "set one of them"),
        ({"key_policy": " "}, "key_policy: must not be empty"),
    ],
)
def test_wrong_options_revoke_nothing(bench: Station, options: dict[str, t.Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        revoke(bench, **options)
    assert bench.simulator.counters()["operations"] == {}


def test_policy_that_is_not_there_is_told_with_those_that_are(bench: Station) -> None:
    with pytest.raises(StateError, match=r"no policy r-policy\. The policies are racwdl-policy, rl-policy"):
        revoke(bench, key_policy="r-policy")
    assert bench.calls(REVOKE) == 0


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"drop": "before"}, {"status": 500}, {"status": 502}], ids=str)
def test_revocation_is_never_sent_again(bench: Station, fault: dict[str, t.Any]) -> None:
    bench.options["retries"] = 3
    key(bench)
    bench.simulator.fault(**REVOKED, **fault, times=0)
    with pytest.raises(UnknownStateError, match="all keys of the workspace were revoked is not known"):
        revoke(bench, all=True)
    sent = [entry for entry in bench.simulator.requests() if entry["method"] == "DELETE"]
    assert len(sent) == 1
    bench.simulator.clear_faults()
    assert key(bench)["created"]


def test_revocation_that_is_throttled_is_not_sent_again(bench: Station) -> None:
    bench.options["retries"] = 3
    key(bench)
    bench.simulator.fault(**REVOKED, status=429, times=0)
    with pytest.raises(ApiError):
        revoke(bench, all=True)
    assert len([entry for entry in bench.simulator.requests() if entry["method"] == "DELETE"]) == 1
    assert key(bench)["cached"]


@pytest.mark.parametrize("options", [{"all": True}, {"key_policy": "rl-policy"}])
def test_list_in_an_unknown_shape_is_not_in_the_way(bench: Station, options: dict[str, t.Any]) -> None:
    bench.simulator.fault(**LIST, status=200, body='"rl-policy"', times=0)
    assert revoke(bench, **options)["policies"] == ([] if "all" in options else ["rl-policy"])
    assert any("policies of the workspace are not known" in text for text in bench.warnings)
    assert bench.calls(REVOKE) == 1


def test_reader_revokes_and_lists_nothing(bench: Station) -> None:
    bench.simulator.settings(workbench_role="reader")
    with pytest.raises(ForbiddenError, match="needs the role Admin in the workspace"):
        revoke(bench, all=True)
    with pytest.raises(ForbiddenError, match="needs the role Admin in the workspace"):
        bench.run(veracity_file_storage_policy_info, workspace="Fleet")


def test_workspace_without_file_storage_is_told(bench: Station) -> None:
    bench.simulator.settings(file_storage=False)
    with pytest.raises(ForbiddenError, match="has no File storage"):
        revoke(bench, all=True)
