# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Claimed keys that are kept for later tasks. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from ...azure_storage.kept_key import SKEW, lasts, left_of
from ..access.key_templates import in_order
from ..api.accesses import Access, Key
from .request import KeyRequest, Obtained
from .sas import end, secrets

if t.TYPE_CHECKING:
    from ...client import Client
    from ...private_files.secret_store import Fields
    from ...reconcile.local_store import Memory
    from ...task import Task


class KeptKeys:
    """The keys of one caller. Where nothing can be kept, nothing is found, and every key is claimed."""

    def __init__(self, task: Task, client: Client) -> None:
        self._task = task
        self._store = task.keys
        self._caller = client.identity

    def recall(self, request: KeyRequest, gone: t.Container[str]) -> Obtained | None:
        """Return the key that the same request led to before, while it is good. ``gone`` are ids of revoked grants."""
        if self._store is None:
            return None
        led_to = self._store.read(self._name(request))
        if not {"container_id", "access_id"} <= set(led_to):
            return None
        identity = self._entry(led_to["container_id"], led_to["access_id"])
        if led_to["access_id"] in gone:
            self._store.forget(identity)
            return None
        fields = self._store.read(identity)
        if not self._good(fields, request.min_validity) or self._is_wider(fields, led_to, request):
            return None
        return self._obtained(fields, cached=True)

    def lock(self, request: KeyRequest, meanwhile: t.Callable[[], bool]) -> contextlib.AbstractContextManager[bool]:
        """Hold the lock of a request over processes, so that one looks for its grant while the others wait."""
        if self._store is None:
            return contextlib.nullcontext(False)
        return self._store.lock(self._name(request), clock=self._task.clock, meanwhile=meanwhile)

    def claim(
        self, grant: Access, minimum: float, ask: t.Callable[[], Key], *, unlike: str | None = None, anew: bool = False
    ) -> Obtained:
        """Return the kept key of a grant while it is good, otherwise the one that ``ask`` claims, which is then kept.

        ``unlike`` is the URL of a key that will not do; ``anew``: none that is kept will. Raises what ``ask`` raises.
        """
        claimed: list[Fields] = []

        def good(fields: Fields) -> bool:
            return not anew and self._good(fields, minimum) and fields["value"] != unlike

        def fields_of_new() -> Fields:
            claimed.append(self._fields(grant, ask()))
            return claimed[0]

        if self._store is None:
            found = fields_of_new()
        else:
            identity = self._entry(grant.container_id, grant.id)
            found = self._store.get(
                identity, good=good, ask=fields_of_new, clock=self._task.clock, warn=self._task.warn
            )
        return self._obtained(found, cached=not claimed)

    def note(self, request: KeyRequest, found: Obtained) -> None:
        """Remember where a request led to, so that the next task that has it needs no call."""
        if self._store is not None:
            wider = request.allow_wider and found.rights > request.rights
            fields = {"container_id": found.container_id, "access_id": found.access_id, "wider": wider}
            if self._store.read(self._name(request)) != fields:
                self._store.keep(self._name(request), fields, clock=self._task.clock, warn=self._task.warn)

    def remember(self, asked: str, found: Obtained, revoked: Memory) -> None:
        """Note that the options of a lookup, as they came, lead to this key, as long as its grant is not revoked."""
        if self._store is not None and found.container_id is not None and found.access_id is not None:
            identity = self._entry(found.container_id, found.access_id)
            self._store.remember(asked, identity, undone=[found.access_id], undone_in=revoked.name)

    def forget(self, grant: Access) -> None:
        """Drop the key of a grant that is gone."""
        if self._store is not None:
            self._store.forget(self._entry(grant.container_id, grant.id))

    def _name(self, request: KeyRequest) -> str:
        """Return what a request is known by: what decides which grant is taken."""
        parts = (request.container.name, request.access_id or "", *in_order(request.rights))
        return "\n".join(("request", self._caller, *parts))

    def _entry(self, container_id: str, access_id: str) -> str:
        """Return what the key of a grant is known by."""
        return "\n".join(("key", self._caller, container_id, access_id))

    def _fields(self, grant: Access, key: Key) -> Fields:
        """Return a key as it is kept: what it shares with a token has the same names, for the lookup."""
        now, ending = self._task.clock.time(), end(key)
        return {
            "value": key.url,
            "token": key.token,
            "obtained_at": now,
            "expires_in": None if ending is None else ending - now,
            "expires": ending,
            "container_id": grant.container_id,
            "access_id": grant.id,
            "rights": in_order(grant.rights),
            "renewable": grant.renewable,
        }

    def _good(self, fields: Fields, minimum: float) -> bool:
        """Return whether a kept key is valid for long enough: ``minimum`` seconds, or half of a shorter life."""
        return lasts(fields, minimum, self._task.clock.time())

    def _is_wider(self, fields: Fields, led_to: Fields, request: KeyRequest) -> bool:
        """Return whether a kept key allows more than is requested, or is valid for longer, and that will not do."""
        if request.allow_wider or request.access_id is not None:
            return False
        left = left_of(fields, self._task.clock.time())
        too_long = request.duration is not None and left > 3600.0 * request.duration.most + SKEW
        return too_long or led_to.get("wider") is not False

    def _obtained(self, fields: Fields, *, cached: bool) -> Obtained:
        """Return a kept key as what a task obtains, and have it masked from now on."""
        key = Key(fields["value"], fields["token"], fields["expires"], fields["renewable"])
        for secret in secrets(key):
            self._task.learn(secret)
        return Obtained(
            key,
            fields["container_id"],
            key.url.partition("?")[0],
            fields["access_id"],
            frozenset(fields["rights"]),
            fields["renewable"],
            claimed=not cached,
            cached=cached,
        )
