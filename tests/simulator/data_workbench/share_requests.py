# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests for data of another workspace, and the shares that come of them."""

from __future__ import annotations

import typing as t
import uuid
from dataclasses import dataclass

from ..clock import Clock, timestamp

OUTCOMES = {"Accept": "Approved", "Decline": "Declined"}


@dataclass
class ShareRequest:
    """One request: who asks whom for what. ``body`` is as it came."""

    id: str
    workspace_id: str
    created_by: str
    created: str
    body: dict[str, t.Any]
    status: str
    receiver_note: str | None = None

    def view(self) -> dict[str, t.Any]:
        """Return it as the gateway shows it: what was not given is left out."""
        body = dict(self.body)
        body.pop("initialStatus", None)
        notes = {"requestNote": body.pop("requestorNotes", None), "receiverNote": self.receiver_note}
        return {
            "id": self.id,
            "requestorWorkspaceId": self.workspace_id,
            **body,
            **{name: note for name, note in notes.items() if note is not None},
            "status": self.status,
            "createdBy": self.created_by,
            "createdOn": self.created,
        }


@dataclass
class Share:
    """What an accepted request leads to, in the workspace that accepted it."""

    id: str
    workspace_id: str
    receiver_workspace_id: str
    created: str
    modified: str
    status: str = "Active"

    def view(self) -> dict[str, t.Any]:
        """Return it as the gateway shows it."""
        return {
            "id": self.id,
            "workspaceId": self.workspace_id,
            "receiverWorkspaceId": self.receiver_workspace_id,
            "status": self.status,
            "createdOn": self.created,
            "lastModifiedOn": self.modified,
        }


class ShareRequests:
    """All requests and shares; whoever writes holds the lock of the workspaces."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.requests: dict[str, ShareRequest] = {}
        self.shares: dict[str, Share] = {}

    def reset(self) -> None:
        """Forget all of them."""
        self.requests.clear()
        self.shares.clear()

    def now(self) -> str:
        """Return the time as the gateway writes it."""
        return timestamp(self._clock.now())

    def resolve(self, request: ShareRequest, action: str, note: str | None) -> None:
        """Accept a request, which makes a share, or decline it."""
        request.status, request.receiver_note = OUTCOMES[action], note
        if action == "Accept":
            now = self.now()
            owner = request.body["receiverWorkspaceId"]
            share = Share(str(uuid.uuid4()), owner, request.workspace_id, now, now)
            self.shares[share.id] = share
