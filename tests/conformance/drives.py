# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls that drive every operation of both documents to every answer that is declared."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from tests.conformance.calls import CONSUMER, DATA, MANAGER, ORDER, PROVISIONING, STRANGER, Caller
from tests.simulator.registrations import COMPANY_ID, DEFAULT_CLIENT_ID

FULL_ORDER = {
    **ORDER,
    "title": "MT Example",
    "description": "Noon reports",
    "icon": {"id": "Automatic_Information_Display", "backgroundColor": "#5594aa"},
    "tags": [{"title": "fleet", "type": "tag"}],
}
PATCH: list[dict[str, t.Any]] = [
    {"op": "replace", "path": "/title", "value": "New title"},
    {"op": "replace", "path": "/tags", "value": [{"title": "fleet", "type": "tag"}]},
]
NEW_APPLICATION = "9c5b94b1-35ad-49bb-b118-8e8fc24abf80"
CUSTOM = f"{PROVISIONING}/container/SubscribeToCustomEvents"
EVENTS = f"{PROVISIONING}/container/SubscribeToBlobContainerEvents"
CUSTOM_EVENTS = {
    "subscriptionName": "shares",
    "callback": "https://example.com/hook",
    "topic": "AccessShare",
    "regions": ["northeurope", "westeurope"],
}


@dataclass(frozen=True)
class Drive:
    """One call with the status that it is answered with; ``admin`` lets an application with the role dataAdmin call."""

    status: int
    method: str
    path: str
    body: t.Any = None
    query: dict[str, str] | None = None
    admin: bool = False


@dataclass(frozen=True)
class Scene:
    """What the calls are about: containers that are there, and callers."""

    caller: Caller
    own: str
    doomed: str
    given: str
    foreign: str
    missing: str

    def drives(self) -> Iterator[Drive]:
        """Yield all calls; later ones need what earlier ones have done."""
        yield from self._containers()
        yield from self._resources()
        yield from self._accesses()
        yield from self._stewards()
        yield from self._identities()
        yield from self._tags_and_groups()
        yield from self._subscriptions()

    def _containers(self) -> Iterator[Drive]:
        yield Drive(202, "POST", f"{PROVISIONING}/container", ORDER)
        yield Drive(202, "POST", f"{PROVISIONING}/container", FULL_ORDER)
        yield Drive(200, "PATCH", f"{PROVISIONING}/container/{self.own}/metadata", PATCH)
        yield Drive(403, "PATCH", f"{PROVISIONING}/container/{self.foreign}/metadata", PATCH)
        yield Drive(404, "PATCH", f"{PROVISIONING}/container/{self.missing}/metadata", PATCH)
        yield Drive(202, "DELETE", f"{PROVISIONING}/container/{self.doomed}")
        yield Drive(403, "DELETE", f"{PROVISIONING}/container/{self.foreign}")
        yield Drive(404, "DELETE", f"{PROVISIONING}/container/{self.missing}")
        yield Drive(200, "GET", f"{PROVISIONING}/regions")

    def _resources(self) -> Iterator[Drive]:
        yield Drive(200, "GET", f"{DATA}/resources")
        yield Drive(200, "GET", f"{DATA}/resources/{self.own}")
        yield Drive(403, "GET", f"{DATA}/resources/{self.foreign}")
        yield Drive(404, "GET", f"{DATA}/resources/{self.missing}")
        yield Drive(200, "GET", f"{DATA}/resources/tag/fleet")
        yield Drive(403, "GET", f"{DATA}/resources/tag/private")
        yield Drive(404, "GET", f"{DATA}/resources/tag/nothing")

    def _accesses(self) -> Iterator[Drive]:
        path = f"{DATA}/resources/{self.own}/accesses"
        body = {"userId": CONSUMER, "accessKeyTemplateId": self.caller.template()}
        addresses = {"startIp": "10.0.0.1", "endIp": "10.0.0.9"}
        full = {**body, "userId": DEFAULT_CLIENT_ID, "comment": "Noon reports", "ipRange": addresses}
        yield Drive(200, "GET", f"{DATA}/keytemplates")
        yield Drive(200, "POST", path, body, {"autoRefreshed": "true"})
        yield Drive(200, "POST", path, full, {"autoRefreshed": "false"})
        unknown = {**body, "accessKeyTemplateId": self.missing}
        yield Drive(400, "POST", path, unknown, {"autoRefreshed": "false"})
        yield Drive(404, "POST", f"{DATA}/resources/{self.missing}/accesses", body, {"autoRefreshed": "false"})
        shared, mine = (row["accessSharingId"] for row in self.caller.rows(self.own))
        yield Drive(200, "PUT", f"{path}/{mine}/key")
        yield Drive(404, "PUT", f"{path}/{shared}/key")
        yield Drive(200, "PUT", f"{path}/{shared}/key", query={"accessUserId": CONSUMER}, admin=True)
        yield Drive(200, "GET", f"{DATA}/resources/{self.own}/keys", query={"accessSharingId": mine})
        yield Drive(404, "GET", f"{DATA}/resources/{self.own}/keys", query={"accessSharingId": self.missing})
        yield Drive(200, "GET", path)
        yield Drive(200, "GET", path, query={"pageNo": "2", "pageSize": "1"})
        yield Drive(200, "GET", path, query={"pageSize": "-1"})
        yield from self._copies(mine, shared)
        yield Drive(200, "PUT", f"{path}/{shared}")
        yield Drive(403, "PUT", f"{DATA}/resources/{self.foreign}/accesses/{shared}")
        yield Drive(404, "PUT", f"{path}/{self.missing}")

    def _copies(self, access: str, foreign_access: str) -> Iterator[Drive]:
        path = f"{PROVISIONING}/container/copycontainer"
        body = {
            "sourceResourceId": self.own,
            "copyResourceShortName": "mtcopy",
            "copyResourceMayContainPersonalData": False,
        }
        more = {
            f"copyResource{name.capitalize()}": FULL_ORDER[name] for name in ("title", "description", "icon", "tags")
        }
        yield Drive(202, "POST", path, body, {"accessId": access})
        yield Drive(202, "POST", path, {**body, **more}, {"accessId": foreign_access})
        yield Drive(400, "POST", path, body, {"accessId": self.missing})

    def _stewards(self) -> Iterator[Drive]:
        path = f"{DATA}/resources/{self.own}/datastewards"
        yield Drive(200, "POST", f"{path}/{CONSUMER}", {"comment": "on leave until May"})
        yield Drive(200, "POST", f"{path}/{STRANGER}", {})
        yield Drive(400, "POST", f"{path}/{CONSUMER}", {})
        yield Drive(200, "GET", path)
        yield Drive(404, "GET", f"{DATA}/resources/{self.missing}/datastewards")
        yield Drive(200, "DELETE", f"{path}/{CONSUMER}")
        yield Drive(404, "DELETE", f"{path}/{CONSUMER}")
        yield Drive(403, "DELETE", f"{DATA}/resources/{self.foreign}/datastewards/{CONSUMER}")
        owner = {"userId": MANAGER, "keepAccessAsDataSteward": "true"}
        yield Drive(200, "PUT", f"{DATA}/resources/{self.given}/owner", query=owner)
        yield Drive(400, "PUT", f"{DATA}/resources/{self.given}/owner", query={"userId": MANAGER})

    def _identities(self) -> Iterator[Drive]:
        application = {"id": NEW_APPLICATION, "companyId": COMPANY_ID, "role": "consumer"}
        yield Drive(200, "GET", f"{DATA}/application")
        yield Drive(200, "POST", f"{DATA}/application", application, admin=True)
        yield Drive(409, "POST", f"{DATA}/application", application, admin=True)
        yield Drive(400, "POST", f"{DATA}/application", {**application, "role": "king"}, admin=True)
        yield Drive(200, "GET", f"{DATA}/application/{NEW_APPLICATION}")
        yield Drive(404, "GET", f"{DATA}/application/{self.missing}")
        yield Drive(200, "PUT", f"{DATA}/application/{NEW_APPLICATION}", query={"role": "manager"}, admin=True)
        yield Drive(404, "PUT", f"{DATA}/application/{self.missing}", query={"role": "manager"}, admin=True)
        yield Drive(404, "GET", f"{DATA}/users/me")
        yield Drive(200, "GET", f"{DATA}/users/{MANAGER}")
        yield Drive(404, "GET", f"{DATA}/users/{self.missing}")
        path = f"{DATA}/users/ResourceDistributionList"
        yield Drive(200, "GET", path, query={"userId": DEFAULT_CLIENT_ID})
        yield Drive(403, "GET", path, query={"userId": MANAGER})

    def _tags_and_groups(self) -> Iterator[Drive]:
        yield Drive(200, "POST", f"{DATA}/tags", [{"title": "tanker"}, {"title": "verified", "type": "systemtag"}])
        yield Drive(200, "GET", f"{DATA}/tags")
        flags = {"includeDeleted": "true", "includeNonVeracityApproved": "false"}
        yield Drive(200, "GET", f"{DATA}/tags", query=flags, admin=True)
        yield Drive(403, "GET", f"{DATA}/tags", query=flags)
        group = {"title": "Fleet", "description": "All ships", "resourceIds": [self.own]}
        wrong = {**group, "resourceIds": [self.missing]}
        yield Drive(201, "POST", f"{DATA}/groups", group)
        yield Drive(400, "POST", f"{DATA}/groups", wrong)
        yield Drive(200, "GET", f"{DATA}/groups")
        group_id = self.caller.call("GET", f"{DATA}/groups").json()[0]["id"]
        yield Drive(200, "PUT", f"{DATA}/groups/{group_id}", {**group, "sortingOrder": 1.5})
        yield Drive(400, "PUT", f"{DATA}/groups/{group_id}", wrong)
        yield Drive(404, "PUT", f"{DATA}/groups/{self.missing}", group)
        yield Drive(200, "GET", f"{DATA}/groups/{group_id}")
        yield Drive(404, "GET", f"{DATA}/groups/{self.missing}")
        yield Drive(204, "DELETE", f"{DATA}/groups/{group_id}")
        yield Drive(404, "DELETE", f"{DATA}/groups/{group_id}")

    def _subscriptions(self) -> Iterator[Drive]:
        events = {
            "subscriptionName": "uploads",
            "containerId": self.own,
            "subscriptionTypes": ["BlobUpserted", "BlobDeleted"],
            "callback": "https://example.com/hook",
        }
        removal = {"subscriptionName": "shares", "containerId": self.missing}
        yield Drive(202, "POST", CUSTOM, CUSTOM_EVENTS)
        yield Drive(409, "POST", CUSTOM, CUSTOM_EVENTS)
        yield Drive(202, "POST", EVENTS, events)
        yield Drive(409, "POST", EVENTS, events)
        yield Drive(400, "POST", EVENTS, {**events, "containerId": self.missing})
        yield Drive(202, "DELETE", CUSTOM, removal)
        yield Drive(400, "DELETE", CUSTOM, removal)
        yield Drive(400, "DELETE", EVENTS, {**removal, "subscriptionName": "uploads"})
        yield Drive(202, "DELETE", EVENTS, {"subscriptionName": "uploads", "containerId": self.own})


def bad_requests() -> Iterator[Drive]:
    """Yield calls that the documents themselves refuse, and declare a 400 for."""
    yield Drive(400, "POST", f"{PROVISIONING}/container", {**ORDER, "storageLocation": 1})
    yield Drive(400, "POST", CUSTOM, {**CUSTOM_EVENTS, "topic": "AccessRevoke"})


def scripted() -> Iterator[tuple[Drive, t.Any]]:
    """Yield the declared answers that the simulator gives only when a fault is scripted, with their bodies.

    Some tell of faults of the server, some are for users, who do not call the simulator, and for the conflict of a
    removal the documents give no reason.
    """
    missing = str(uuid.uuid4())
    removal = {"subscriptionName": "shares", "containerId": missing}
    events = {**removal, "subscriptionTypes": ["BlobUpserted"], "callback": "https://example.com/hook"}
    failure = {"Message": "Something went wrong."}
    yield Drive(502, "POST", f"{PROVISIONING}/container", ORDER), failure
    yield Drive(500, "PATCH", f"{PROVISIONING}/container/{missing}/metadata", PATCH), failure
    yield Drive(500, "DELETE", f"{PROVISIONING}/container/{missing}"), failure
    for path, subscription in ((CUSTOM, CUSTOM_EVENTS), (EVENTS, events)):
        yield Drive(502, "POST", path, subscription), failure
        yield Drive(409, "DELETE", path, removal), failure
        yield Drive(502, "DELETE", path, removal), failure
    yield Drive(404, "GET", f"{DATA}/application"), failure
    yield Drive(200, "GET", f"{DATA}/users/me"), {"userId": MANAGER, "companyId": COMPANY_ID, "role": "manager"}
