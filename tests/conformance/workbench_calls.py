# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls of Data Workbench that several conformance tests make."""

from __future__ import annotations

import typing as t
from datetime import datetime, timedelta, timezone

from tests.conformance.calls import DOMAIN, Caller, Form, fetch_token
from tests.simulator.fixture import Simulator

V2 = "/veracity/dw/gateway/api/v2"
V1 = "/veracity/dw/gateway/api/v1"
TENANT = "7e0a1b2c-3d4e-4f50-9162-738495a6b7c8"
WORKSPACE = "b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b"
FLEET = f"{V2}/workspaces/{WORKSPACE}"
FLEET_V1 = f"{V1}/workspaces/{WORKSPACE}"
RESOURCE = f"{DOMAIN}/83054ebf-1d7b-43f5-82ad-b2bde84d7b75"


def workbench_caller(simulator: Simulator) -> Caller:
    """Return a caller of Data Workbench as the default application."""
    return Caller(simulator, fetch_token(simulator, Form("entra_v1", {"resource": RESOURCE})))


def moment(hours: float = 1) -> str:
    """Return a moment some hours from now, as the samples write it."""
    return (datetime.now(timezone.utc) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def directory_key(caller: Caller, path: str = "", access: str = "Write", **more: t.Any) -> str:
    """Return the address of a folder with a key."""
    body = {"path": path, "readOrWritePermission": access, "expiresOn": moment(), **more}
    response = caller.call("POST", f"{FLEET}/storages/sas", body)
    assert response.status_code == 200, response.text
    return t.cast("str", response.json())
