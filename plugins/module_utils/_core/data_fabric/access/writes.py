# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Making and revoking one grant, whatever becomes of the answers. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import threading
import typing as t

from ...clock import Clock
from ...errors import AmbiguousError, ApiError, NotFoundError, UnknownStateError
from ...reconcile.local_store import Memory
from ..api.accesses import Access, Accesses
from .key_templates import Catalog
from .plan import NewGrant

# Seconds until a look is repeated after a lost answer: the request may still be carried out.
_PAUSE = 2.0


class Templates:
    """The key templates of a task, read once; and once more when one of them is refused. Threads may share it."""

    def __init__(self, accesses: Accesses) -> None:
        self._accesses = accesses
        self._guard = threading.Lock()
        self._first: Catalog | None = None
        self._second: Catalog | None = None

    def catalog(self) -> Catalog:
        """Return the templates as last read. Raises what the client raises."""
        with self._guard:
            if self._first is None:
                self._first = Catalog(self._accesses.templates())
            return self._second or self._first

    def again(self) -> Catalog:
        """Return the templates as they are now, read at most once for all who ask."""
        with self._guard:
            if self._second is None:
                self._second = Catalog(self._accesses.templates())
            return self._second


class Granting:
    """Makes grants and revokes them. Threads may share it. Every method raises what the client raises."""

    def __init__(self, accesses: Accesses, templates: Templates, revoked: Memory, clock: Clock) -> None:
        self._accesses = accesses
        self._templates = templates
        self._revoked = revoked
        self._clock = clock
        self._guard = threading.Lock()

    def give(self, new: NewGrant, there: t.Collection[str]) -> Access:
        """Make a grant and return its row. ``there``: the ids of the rows that the container has already.

        Raises UnknownStateError when the answers were lost and the grant does not show.
        """
        try:
            return self._share(new, there)
        except AmbiguousError:
            found = self._patiently(new, there)
        if found:
            return found[0]
        # It was not carried out, or has not been yet: once more, and of two that come of it one is revoked.
        try:
            made = self._share(new, there)
        except AmbiguousError as error:
            found = self._patiently(new, there)
            if not found:
                raise UnknownStateError(
                    f"Whether the grant to {new.row.user} was made is not known ({error.summary.rstrip('.')}), and it "
                    "does not show.",
                    hint="Run again. The next run looks for it before it makes one.",
                    exchange=error.exchange,
                ) from None
            made = found[0]
        self._fold([row for row in self._look(new, there) if row.id != made.id])
        return made

    def end(self, row: Access) -> None:
        """Revoke a grant. That someone else has done so is fine. Raises NotFoundError when its container is gone."""
        try:
            self._accesses.revoke(row.container_id, row.id)
        except NotFoundError:
            if row.id in {other.id for other in self._accesses.all(row.container_id) if other.renewable}:
                raise

    def remember(self, rows: t.Iterable[Access]) -> None:
        """Remember grants as revoked, because their rows do not tell it."""
        with self._guard:
            self._revoked.remember({row.id: True for row in rows})

    def refresh(self) -> None:
        """Read again what other processes remember as revoked."""
        with self._guard:
            self._revoked.refresh()

    def _share(self, new: NewGrant, there: t.Collection[str]) -> Access:
        """Ask for a grant; with another template when the list of templates has changed since it was read."""
        try:
            return self._ask(new, there)
        except ApiError as error:
            if error.status != 400:
                raise
            refusal = error
        template = new.wish.template(self._templates.again())
        if template.id == new.template.id:
            refusal.hint = (
                f"Data Fabric has to know the user: is {new.row.user} the id of a user or of an application, and is it "
                "registered in Data Fabric?"
            )
            raise refusal
        row = dataclasses.replace(new.row, template_id=template.id, rights=template.rights, hours=template.hours)
        return self._ask(dataclasses.replace(new, template=template, row=row), there)

    def _ask(self, new: NewGrant, there: t.Collection[str]) -> Access:
        """Ask for a grant once."""
        row = new.row
        identifier = self._accesses.share(
            row.container_id,
            row.user,
            new.template.id,
            renewable=row.renewable,
            ip_range=row.ip_range,
            comment=row.comment,
            applied=lambda: bool(self._look(new, there)),
        )
        return dataclasses.replace(row, id=identifier)

    def _patiently(self, new: NewGrant, there: t.Collection[str]) -> list[Access]:
        """Return what came of a request whose answer was lost, after another look when nothing has."""
        found = self._look(new, there)
        if not found:
            self._clock.sleep(_PAUSE)
            found = self._look(new, there)
        self._fold(found[1:])
        return found[:1]

    def _look(self, new: NewGrant, there: t.Collection[str]) -> list[Access]:
        """Return the rows that are such a grant and were not there before."""
        return [
            row
            for row in self._accesses.all(new.row.container_id)
            if row.id not in there
            and new.wish.fits(row)
            and row.ip_range == new.row.ip_range
            and row.granted_by in (None, new.row.granted_by)
        ]

    def _fold(self, rows: t.Sequence[Access]) -> None:
        """Revoke grants that came of asking twice."""
        for row in rows:
            self.end(row)
        self.remember(rows)
