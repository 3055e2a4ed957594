# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Responses of the gateway with a key, in all their forms."""

from __future__ import annotations

import json
from urllib.parse import quote, unquote

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.api.file_storage import (
    FileStorage,
    Policy,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, ResponseError
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID
from tests.unit.support.station import Station

ADDRESS = "https://prdstorageconst01weu.dfs.core.windows.net/fs/root/ships"
TOKEN = "sv=2023-11-03&si=rl-policy&sr=d&sdd=2&sig=c2lnbmF0dXJl"
MAKE = {"path": "/storages/sas$", "method": "POST", "status": 200}


def make(bench: Station, body: str) -> object:
    bench.simulator.fault(**MAKE, body=body, times=1)
    return FileStorage(bench.session().client).make_key(DEFAULT_WORKSPACE_ID, "ships", "read", 4e9)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(f"{ADDRESS}?{TOKEN}"),
        json.dumps(json.dumps(f"{ADDRESS}?{TOKEN}")),
        f"{ADDRESS}?{TOKEN}",
        json.dumps({"sasToken": TOKEN, "resourceUri": ADDRESS}),
        json.dumps({"sasToken": f"?{TOKEN}", "resourceUri": ADDRESS}),
        json.dumps({"sasToken": TOKEN, "resourceUri": f"{ADDRESS}?{TOKEN}"}),
    ],
)
def test_every_form_of_the_response_is_understood(bench: Station, body: str) -> None:
    found = make(bench, body)
    assert found.address == ADDRESS  # type: ignore[attr-defined]
    assert found.token == TOKEN  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["100%", "a#b", "c+d", "e%20f", "n\u0303", "?&", " blank ", "a/b c", "\u00f8" * 127])
@pytest.mark.parametrize("form", ["as it is", "percent-encoded"])
def test_address_of_any_folder_is_understood(bench: Station, path: str, form: str) -> None:
    shown = f"{ADDRESS.removesuffix('/ships')}/{path if form == 'as it is' else quote(path)}"
    for body in (f"{shown}?{TOKEN}", {"sasToken": TOKEN, "resourceUri": shown}):
        bench.simulator.fault(**MAKE, json=body, times=1)
        found = FileStorage(bench.session().client).make_key(DEFAULT_WORKSPACE_ID, path, "read", 4e9)
        assert (found.filesystem, found.directory) == ("fs", f"root/{path}")
        assert unquote(found.address).endswith(f"/fs/root/{path}")


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "null",
        '""',
        '"secret-without-address"',
        json.dumps({"sasToken": "secret"}),
        f'"{ADDRESS}?se=secret"',
    ],
)
def test_response_without_a_key_is_refused_and_not_shown(bench: Station, body: str) -> None:
    with pytest.raises(ResponseError) as caught:
        make(bench, body)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('["a", "b"]', [Policy("a"), Policy("b")]),
        ('[{"name": "a", "permission": "r"}, {"id": "b"}, {}, 1]', [Policy("a", "r"), Policy("b")]),
        ('{"result": ["a"], "totalCount": 1}', [Policy("a")]),
        ("[]", []),
    ],
)
def test_every_form_of_the_list_of_policies_is_understood(bench: Station, body: str, expected: list[Policy]) -> None:
    bench.simulator.fault(path="/storages/policies$", status=200, body=body)
    assert FileStorage(bench.session().client).policies(DEFAULT_WORKSPACE_ID) == expected


def test_no_policy_is_never_taken_for_all(bench: Station) -> None:
    with pytest.raises(InputError, match="must not be empty"):
        FileStorage(bench.session().client).revoke_policy(DEFAULT_WORKSPACE_ID, "")
    assert bench.simulator.requests() == []
