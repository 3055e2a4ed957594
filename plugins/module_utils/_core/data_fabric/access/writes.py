# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Making and revoking one grant, whatever becomes of the responses. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ...errors import ApiError, NotFoundError
from ...reconcile import lost_answers
from ..api.accesses import Access, Accesses
from .key_templates import Templates
from .plan import NewGrant

if t.TYPE_CHECKING:
    from ...client import Applied
    from ...clock import Clock
    from ...reconcile.local_store import Memory


class Granting:
    """Makes grants and revokes them. Threads may share it. Every method raises what the client raises."""

    def __init__(self, accesses: Accesses, templates: Templates, revoked: Memory, clock: Clock) -> None:
        self._accesses = accesses
        self._templates = templates
        self._revoked = revoked
        self._clock = clock

    def give(self, new: NewGrant, there: t.Collection[str]) -> Access:
        """Make a grant and return its row. ``there``: the ids of the rows that the container has already.

        If a response is lost, the request may be sent twice. Of two grants that come of it one is revoked. Raises
        UnknownStateError if the responses are lost and the grant does not show.
        """
        sent = 0
        seen: list[Access] = []

        def send(applied: Applied) -> Access:
            nonlocal sent
            sent += 1
            return self._share(new, applied)

        def find() -> Access | None:
            seen[:] = self._made(new, there)
            return seen[0] if seen else None

        made = lost_answers.confirmed(
            send, find, clock=self._clock, unknown=f"Whether the grant to {new.row.user} was created"
        )
        if sent > 1:
            find()
        duplicates = [row for row in seen if row.id != made.id]
        for row in duplicates:
            self.end(row)
        self.remember(duplicates)
        return made

    def end(self, row: Access) -> None:
        """Revoke a grant. That someone else has done so is fine. Raises NotFoundError if its container is gone."""
        try:
            self._accesses.revoke(row.container_id, row.id)
        except NotFoundError:
            if row.id in {other.id for other in self._accesses.all(row.container_id) if other.renewable}:
                raise

    def remember(self, rows: t.Iterable[Access]) -> None:
        """Remember grants as revoked, because their rows do not tell it."""
        self._revoked.remember({row.id: True for row in rows})

    def refresh(self) -> None:
        """Read again what other processes remember as revoked."""
        self._revoked.refresh()

    def _share(self, new: NewGrant, applied: Applied) -> Access:
        """Send the request, with another template if the list of templates has changed since it was read."""
        try:
            return self._send(new, applied)
        except ApiError as error:
            if error.status != 400:
                raise
            refusal = error
        template = new.description.template(self._templates.again())
        if template.id == new.template.id:
            refusal.hint = (
                f"Check that {new.row.user} is the id of a user or an application that is registered in Data Fabric."
            )
            raise refusal
        row = dataclasses.replace(new.row, template_id=template.id, rights=template.rights, hours=template.hours)
        return self._send(dataclasses.replace(new, template=template, row=row), applied)

    def _send(self, new: NewGrant, applied: Applied) -> Access:
        """Send the request once."""
        row = new.row
        identifier = self._accesses.share(
            row.container_id,
            row.user,
            new.template.id,
            renewable=row.renewable,
            ip_range=row.ip_range,
            comment=row.comment,
            applied=applied,
        )
        return dataclasses.replace(row, id=identifier)

    def _made(self, new: NewGrant, there: t.Collection[str]) -> list[Access]:
        """Return the rows that are such a grant and were not there before."""
        return [
            row
            for row in self._accesses.all(new.row.container_id)
            if row.id not in there
            and new.description.fits(row)
            and row.ip_range == new.row.ip_range
            and row.granted_by in (None, new.row.granted_by)
        ]
