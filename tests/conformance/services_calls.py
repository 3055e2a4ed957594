# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to the Services APIs and to the Resource Manager."""

from __future__ import annotations

import base64
import json
import typing as t

import requests

from tests.conformance.calls import DOMAIN, TIMEOUT, Caller, Form, fetch_token, session
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY
from tests.simulator.vrm_projects import DEFAULT_AUTOMATION_TOKEN, DEFAULT_PROJECT_ID

SERVICES = "/veracity/services/v3"
GRAPH = "/veracity/graph/v4"
PLATFORM_ID = "83054ebf-1d7b-43f5-82ad-b2bde84d7b75"
CAPTAIN, CHIEF, MATE, TWIN, OTHER_TWIN = (f"11111111-2222-4333-8444-55555555550{number}" for number in range(1, 6))
"""People that are known from the start; the twins share an e-mail address."""


def services_caller(
    simulator: Simulator,
    client_id: str = DEFAULT_CLIENT_ID,
    secret: str = DEFAULT_CLIENT_SECRET,
    key: str = DEFAULT_SUBSCRIPTION_KEY,
) -> Caller:
    """Return a caller with a token for the Services APIs."""
    form = {"client_id": client_id, "client_secret": secret, "resource": f"{DOMAIN}/{PLATFORM_ID}"}
    return Caller(simulator, fetch_token(simulator, Form("entra_v1", {**form})), key)


def submit(
    simulator: Simulator,
    template: t.Any,
    parameters: t.Any = (),
    *,
    project: str = DEFAULT_PROJECT_ID,
    token: str | None = DEFAULT_AUTOMATION_TOKEN,
    changes: dict[str, t.Any] | None = None,
) -> requests.Response:
    """Submit a template; texts are sent as they are, all else as JSON. ``changes`` are made to the request itself."""
    content = {"format": "json", "template": encoded(template), "parameters": encoded(parameters), **(changes or {})}
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    url = f"{simulator.http}/developer/vrm/v1/projects/{project}/resourceGroups/files"
    with session() as client:
        return client.post(url, json=content, headers=headers, timeout=TIMEOUT)


def encoded(value: t.Any) -> str:
    """Return a file as the Resource Manager takes it."""
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.b64encode(text.encode()).decode()


def outputs(response: requests.Response) -> dict[str, t.Any]:
    """Return the outputs in a reply of the usual form; fails when there is an error."""
    assert response.status_code == 200, response.text
    reply = json.loads(base64.b64decode(response.json(), validate=True))
    assert set(reply) == {"errors", "values"}
    assert reply["errors"] is None, reply
    return {entry["name"]: entry["value"] for entry in reply["values"]}
