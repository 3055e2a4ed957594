# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The way to a key: container, grant, claim. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import typing as t

from ...api_fields import guid_or_none
from ...errors import ForbiddenError, NotFoundError, StateError
from ...identity.token import isoformat
from ..access.durations import spell
from ..access.key_templates import Templates, spelled
from ..access.lock import changing_access
from ..access.revocations import revocations
from ..api.accesses import Access, Accesses, Key
from ..api.containers import DataFabric
from ..api.identities import Identities
from ..containers import reference as container_reference
from ..containers.reference import Reference
from .cache import KeptKeys
from .own_grant import make_own_grant, predict_own_grant
from .request import KeyRequest, Obtained
from .sas import end, secrets
from .selection import lasts_longer, suitable

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task

# Of grants that give no key, because they were revoked, so many are tried and no more.
_MOST_TRIES = 20


class KeySearch:
    """What one request needs to be fulfilled."""

    def __init__(self, task: Task, client: Client, request: KeyRequest) -> None:
        self.kept = KeptKeys(task, client)
        self._task = task
        self._client = client
        self._request = request
        self._accesses = Accesses(client)
        self._identities = Identities(client)
        self._revoked = revocations(task, client)
        # Grants that gave no key in this search.
        self._useless: set[str] = set()
        self._templates = Templates(self._accesses)
        # Of what would do, were it not wider than what is requested, the best.
        self._wider: Access | None = None

    def recall(self) -> Obtained | None:
        """Return the kept key that the request led to before, without any call."""
        return self.kept.recall(self._request, self._revoked)

    def predict(self) -> Obtained:
        """Return what a run would do, without doing it. Raises StateError where the run would.

        A container or a grant that is not there is taken as made before by the same run, as far as that can be.
        """
        request = self._request
        container = container_reference.find(DataFabric.of(self._task, self._client), request.container)
        found: list[Access] = []
        if container is not None:
            found = self._grants(container_reference.needed_id(container))
        elif request.container.id is not None or request.access_id is not None:
            raise container_reference.missing(request.container)
        else:
            self._task.warn(
                f"Container {request.container.name} does not exist yet. Check mode assumes that an earlier task "
                f"creates it."
            )
        shown = Obtained(None, container.id, container.url) if container else Obtained(None)
        if found:
            grant = found[0]
            return dataclasses.replace(shown, access_id=grant.id, rights=grant.rights, renewable=grant.renewable)
        if request.access_id is not None:
            raise self._none(shown.container_id or "")
        if request.ensure_access:
            rights = predict_own_grant(self._accesses, container, request).rights
            return dataclasses.replace(shown, rights=rights, renewable=request.renewable, access_granted=True)
        if container is not None:
            self._task.warn(
                f"Container {request.container.name}: this application has no grant for such a key yet. Check mode "
                f"assumes that an earlier task creates one."
            )
        return shown

    def claim(self) -> Obtained:
        """Return a key of the best grant that gives one, or of a grant that is made for it.

        Raises StateError when there is none.
        """
        container_id = self._container_id()
        found = self._claim_first(self._grants(container_id))
        if found is None and self._request.ensure_access:
            found = self._claim_own(container_id)
        if found is None:
            raise self._none(container_id)
        self.kept.note(self._request, found)
        return found

    def renew(self, old: Obtained) -> Obtained:
        """Return a key other than the old one: of the same grant, or of another when that gives none that lasts."""
        if old.container_id is not None and old.access_id is not None and old.key is not None:
            grant = Access(old.access_id, old.container_id, "", old.rights, 0, old.renewable, claimed=True)
            found = self._claim_first([grant], unlike=old.key.url)
            if found is not None and (end(found.claimed_key) or 0) > (end(old.key) or 0):
                return found
            self._useless.add(grant.id)
        return self.claim()

    def _container_id(self) -> str:
        """Return the id of the container. Raises StateError when a short name leads to none."""
        request = self._request.container
        if request.id is not None:
            return request.id
        return container_reference.needed_id(
            container_reference.needed(DataFabric.of(self._task, self._client), request)
        )

    def _grants(self, container_id: str) -> list[Access]:
        """Return the caller's own grants that could fulfil the request, best first."""
        return self._suitable(self._rows(container_id))

    def _rows(self, container_id: str) -> list[Access]:
        """Return the grants of the container that the caller may see. Raises StateError when there is no container."""
        try:
            return self._accesses.all(container_id)
        except (ForbiddenError, NotFoundError):
            raise container_reference.missing(self._request.container) from None

    def _suitable(self, rows: list[Access]) -> list[Access]:
        """Return the caller's own among these grants that could fulfil the request, best first."""
        request = self._request
        own = self._own_id({row.user for row in rows})
        mine = [
            row
            for row in rows
            if row.user == own
            and request.access_id in (None, row.id)
            and row.id not in self._revoked
            and row.id not in self._useless
        ]
        found = suitable(mine, request.rights, request.min_validity, self._task.clock.time(), request.duration)
        narrow = [row for row in found if not self._is_wider(row)]
        self._wider = next((row for row in found if row not in narrow), None)
        return narrow

    def _is_wider(self, row: Access) -> bool:
        """Return whether the keys of a grant allow more than is requested, or live longer, and Veracity offers less.

        The key templates are read only for a grant that allows more.
        """
        request = self._request
        if request.allow_wider or request.access_id is not None:
            return False
        if lasts_longer(row, request.duration, self._task.clock.time()):
            return True
        return row.rights > request.rights and self._templates.catalog().offers_less(
            request.rights, request.granted_duration, row.rights
        )

    def _own_id(self, users: t.Collection[str]) -> str:
        """Return who the caller is in grants. An application is known by its client id: mostly that needs no call."""
        caller = guid_or_none(self._client.caller)
        if caller in users and not self._client.token_is_given:
            return t.cast(str, caller)
        return self._identities.own().id

    def _claim_first(self, grants: t.Iterable[Access], unlike: str | None = None) -> Obtained | None:
        """Return a key of the first grant that gives one, None when none of them does."""
        for grant in itertools.islice(grants, _MOST_TRIES):
            try:
                return self.kept.claim(
                    grant,
                    self._request.min_validity,
                    functools.partial(self._ask, grant),
                    unlike=unlike,
                    anew=self._request.force,
                )
            except NotFoundError:
                # Revoked, which a row does not show, or ended meanwhile.
                self._useless.add(grant.id)
                self.kept.forget(grant)
        return None

    def _claim_own(self, container_id: str) -> Obtained | None:
        """Return a key of a grant that is made for it, or that another run has made while this one waited."""
        request = self._request
        with changing_access(self._task, self._client, container_id, request.container.name):
            rows = self._rows(container_id)
            found = self._claim_first(self._suitable(rows))
            if found is not None:
                return found
            grant = make_own_grant(
                self._accesses,
                self._revoked,
                self._task.clock,
                container_id=container_id,
                user=self._own_id({row.user for row in rows}),
                request=request,
                there={row.id for row in rows},
            )
        found = self._claim_first([grant])
        return dataclasses.replace(found, access_granted=True) if found else None

    def _none(self, container_id: str) -> StateError:
        """Return the error for a container that gives this application no such key."""
        request = self._request
        if self._useless and container_reference.find(DataFabric(self._client), Reference(id=container_id)) is None:
            return container_reference.missing(request.container)
        rights = spelled(request.rights)
        if request.access_id is not None:
            return StateError(
                f"Grant {request.access_id} gives this application no key for container {request.container.name} with "
                f"the rights {rights} that is valid for long enough.",
                hint="It must be a grant to this application, with these rights, that is neither revoked nor expired. "
                "Omit access_id to use any suitable grant.",
            )
        if self._wider is not None:
            given, duration = spelled(self._wider.rights), spell(self._wider.hours)
            limit = f" for at most {request.duration}" if request.duration is not None else ""
            return StateError(
                f"This application has no access to container {request.container.name} that gives a key with only the "
                f"rights {rights}{limit}: access {self._wider.id} gives {given} for {duration}.",
                hint="Set ensure_access: true to create a grant that allows no more, or allow_wider: true to use the "
                "wider key.",
            )
        return StateError(
            f"This application has no access to container {request.container.name} that gives a key with the rights "
            f"{rights}.",
            hint="Owning a container does not give a key. Set ensure_access: true to create a grant, or grant access "
            "to "
            "this application with dnv.veracity.veracity_container_access.",
        )

    def _ask(self, grant: Access) -> Key:
        """Claim a key. Raises StateError when it has ended already."""
        key = self._accesses.claim(grant.container_id, grant.id)
        for secret in secrets(key):
            self._task.learn(secret)
        now, ending = self._task.clock.time(), end(key)
        if ending is not None and ending <= now:
            raise StateError(
                f"The claimed key expired at {isoformat(ending)}, but the clock of this machine shows "
                f"{isoformat(now)}.",
                hint="Check the clock of this machine.",
            )
        return key
