# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge of what is sent to Data Workbench objects to what the document does not have."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests.conformance.workbench_document import BASE, WorkbenchJudge

WORKSPACE = "b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b"
HEADERS = {"Authorization": "Bearer t", "Ocp-Apim-Subscription-Key": "k", "Content-Type": "application/json"}
SCHEMA = {"name": "Noon", "columns": [{"name": "TS", "type": "DateTime"}]}


def record(method: str, path: str, body: t.Any = None, **changes: t.Any) -> dict[str, t.Any]:
    """Return a request as the simulator records it."""
    sent = "" if body is None else json.dumps(body)
    return {"method": method, "path": BASE + path, "query": {}, "headers": HEADERS, "body": sent, **changes}


@pytest.mark.parametrize(
    ("request_", "allowed"),
    [
        (record("GET", f"/v2/workspaces/{WORKSPACE}"), True),
        (record("GET", f"/v2/workspaces/{WORKSPACE}", headers={"Authorization": "Bearer t"}), False),
        (record("GET", "/v2/workspaces/Fleet"), False),
        (record("DELETE", f"/v2/workspaces/{WORKSPACE}"), False),
        (record("GET", f"/v2/workspaces/{WORKSPACE}/ledger", query={"PageIndex": ["1"]}), True),
        (record("GET", f"/v2/workspaces/{WORKSPACE}/ledger", query={"page": ["1"]}), False),
        (record("POST", f"/v2/workspaces/{WORKSPACE}/schemas/add", SCHEMA), True),
        (record("POST", f"/v2/workspaces/{WORKSPACE}/schemas/add", {**SCHEMA, "versions": []}), False),
        (record("POST", f"/v2/workspaces/{WORKSPACE}/schemas/add"), False),
    ],
)
def test_objections(judge: WorkbenchJudge, request_: dict[str, t.Any], allowed: bool) -> None:
    assert (judge.objections([request_]) == []) is allowed
