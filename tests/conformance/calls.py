# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that the conformance tests send."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

import requests

from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY

PROVISIONING = "/veracity/datafabric/provisioning/api/1"
DATA = "/veracity/datafabric/data/api/1"
DOMAIN = "https://dnvglb2cprod.onmicrosoft.com"
MANAGER = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
CONSUMER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
STRANGER = "c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6"
"""Users that are known from the start; the last one is of another company."""
OTHER_CLIENT = "34065879-a5b2-42a5-8990-79b9663a9ba0"
CLASSIC = f"{DOMAIN}/dfba9693-546d-4300-bcd7-d8d525bdff38"
CURRENT = f"{DOMAIN}/37c59c8d-cd9d-4cd5-b05a-e67f1650ee14"
TIMEOUT = 10
ATTRIBUTES = {"read": "attribute1", "write": "attribute2", "delete": "attribute3", "list": "attribute4"}

ORDER: dict[str, t.Any] = {
    "storageLocation": "northeurope",
    "containerShortName": "mtexample",
    "mayContainPersonalData": False,
}
"""The smallest order for a container."""


@dataclass
class Form:
    """A right token request for an endpoint; ``changes`` makes it wrong, None leaves a field out."""

    endpoint: str
    changes: dict[str, str | None] = field(default_factory=dict)

    def fields(self) -> dict[str, str]:
        """Return the form fields."""
        resource = {"resource": CLASSIC} if self.endpoint == "entra_v1" else {"scope": f"{CURRENT}/.default"}
        right: dict[str, str | None] = {
            "grant_type": "client_credentials",
            "client_id": DEFAULT_CLIENT_ID,
            "client_secret": DEFAULT_CLIENT_SECRET,
            **resource,
        }
        return {name: value for name, value in {**right, **self.changes}.items() if value is not None}


def ask_for_token(simulator: Simulator, form: Form) -> requests.Response:
    """Send a token request."""
    with session() as client:
        return client.post(simulator.token_url(form.endpoint), data=form.fields(), timeout=TIMEOUT)


def fetch_token(simulator: Simulator, form: Form) -> str:
    """Return a token; fails when there is none."""
    response = ask_for_token(simulator, form)
    assert response.status_code == 200, response.text
    return t.cast("str", response.json()["access_token"])


def session() -> requests.Session:
    """Return a session that takes nothing from the surroundings."""
    client = requests.Session()
    client.trust_env = False
    return client


def caller_as(simulator: Simulator, role: str, client_id: str = OTHER_CLIENT) -> Caller:
    """Return a caller as another application, which is registered for it."""
    simulator.application(client_id=client_id, client_secret="another", role=role)
    form = Form("entra_v1", {"client_id": client_id, "client_secret": "another"})
    return Caller(simulator, fetch_token(simulator, form))


class Caller:
    """Calls the APIs with a token and a subscription key."""

    def __init__(self, simulator: Simulator, token: str, key: str = DEFAULT_SUBSCRIPTION_KEY) -> None:
        self.base = simulator.http
        self.headers = {"Authorization": f"Bearer {token}", "Ocp-Apim-Subscription-Key": key}
        self._session = session()

    def call(self, method: str, path: str, body: t.Any = None, **options: t.Any) -> requests.Response:
        """Send a request; ``body`` is JSON, None sends none."""
        headers = {**self.headers, **options.pop("headers", {})}
        if body is not None:
            options["json"] = body
        url = self.base + path
        return self._session.request(method, url, headers=headers, timeout=options.pop("timeout", TIMEOUT), **options)

    def create(self, **changes: t.Any) -> str:
        """Order a container and return its id."""
        response = self.call("POST", f"{PROVISIONING}/container", {**ORDER, **changes})
        assert response.status_code == 202, response.text
        return t.cast("str", response.json())

    def ids(self) -> list[str]:
        """Return the ids of the containers that the Data API lists."""
        return [resource["id"] for resource in self.call("GET", f"{DATA}/resources").json()]

    def template(self, hours: int = 1, rights: t.Collection[str] = ("read", "list")) -> str:
        """Return the id of the key template with these rights and hours."""
        for template in self.call("GET", f"{DATA}/keytemplates").json():
            if template["totalHours"] == hours and [template[name] for name in ATTRIBUTES.values()] == [
                right in rights for right in ATTRIBUTES
            ]:
                return t.cast("str", template["id"])
        raise AssertionError(f"no template for {hours} h of {rights}")

    def share(self, container: str, user: str = DEFAULT_CLIENT_ID, *, renewable: bool = False, **more: t.Any) -> str:
        """Share a container and return the id of the access; ``rights`` and ``hours`` choose the template."""
        chosen = {name: more.pop(name) for name in ("hours", "rights") if name in more}
        body = {"userId": user, "accessKeyTemplateId": self.template(**chosen), **more}
        path = f"{DATA}/resources/{container}/accesses"
        response = self.call("POST", path, body, params={"autoRefreshed": str(renewable).lower()})
        assert response.status_code == 200, response.text
        return t.cast("str", response.json()["accessSharingId"])

    def rows(self, container: str, **query: t.Any) -> list[dict[str, t.Any]]:
        """Return the accesses on a page of the listing."""
        response = self.call("GET", f"{DATA}/resources/{container}/accesses", params=query)
        assert response.status_code == 200, response.text
        return t.cast("list[dict[str, t.Any]]", response.json()["results"])

    def claim(self, container: str, access: str, **query: str) -> requests.Response:
        """Claim the key of an access."""
        return self.call("PUT", f"{DATA}/resources/{container}/accesses/{access}/key", params=query)

    def key(self, container: str, **sharing: t.Any) -> dict[str, t.Any]:
        """Share a container with the caller and return the key that is claimed."""
        response = self.claim(container, self.share(container, **sharing))
        assert response.status_code == 200, response.text
        return t.cast("dict[str, t.Any]", response.json())

    def revoke(self, container: str, access: str) -> requests.Response:
        """Revoke an access."""
        return self.call("PUT", f"{DATA}/resources/{container}/accesses/{access}")
