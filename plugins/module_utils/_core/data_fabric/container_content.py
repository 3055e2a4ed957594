# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The way into a container: a SAS URL that was given, or an own key. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ..azure_storage.blobs import Blobs
from ..azure_storage.keyring import Keyring
from ..azure_storage.library import require
from ..azure_storage.sas_url import SasUrl, parse
from ..content import sync
from ..errors import ForbiddenError, InputError, ResponseError
from .access.key_templates import in_order
from .keys.obtain import KeyRequest, Obtained, obtain, renew

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_BLOCK_SIZE = 8 * 1024 * 1024


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring files to the described side. Raises BulkError when some failed, and VeracityError."""
    return sync.ensure(task, functools.partial(Access, task, client))


def listing(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the files in a container. Raises VeracityError."""
    return sync.listing(task, functools.partial(Access, task, client))


def grant_diff(request: KeyRequest) -> dict[str, t.Any]:
    """Return the difference for a grant that was made for a task."""
    title = f"{request.container.name} (access of this application)"
    after = {"rights": in_order(request.rights), "duration": str(request.granted_duration)}
    return {"before_header": title, "after_header": title, "before": {}, "after": after}


class Access:
    """What opens a container, as the options say. Nothing is claimed and nothing granted in check mode."""

    def __init__(self, task: Task, client: Client, rights: list[str]) -> None:
        """``rights`` are what the key has to allow. Raises InputError, and what obtaining a key raises."""
        require()
        self._task = task
        self._client = client
        self._rights = rights
        params = task.params
        self.container: str | None = params["container"]
        self.request = key_request(params, rights) if self.container is not None else None
        self.obtained: Obtained | None = None
        given = params["sas_url"]
        self._sas = self._checked(given, "sas_url") if given is not None else None
        if self._sas is None and self.request is not None:
            self.obtained = obtain(task, client, self.request)
            if self.obtained.key is not None:
                self._sas = self._checked(self.obtained.key.url, "the key")

    @property
    def name(self) -> str:
        """What to call the container: as the task does."""
        if self.request is not None:
            return self.request.container.name
        return self._sas.container if self._sas else ""

    @property
    def granted(self) -> dict[str, t.Any] | None:
        """The difference for the grant that was made, or in check mode would be; None when none was."""
        if self.request is None or self.obtained is None or not self.obtained.access_granted:
            return None
        return grant_diff(self.request)

    @property
    def is_new(self) -> bool:
        """Whether the container is not there yet, which in check mode is taken as created before."""
        return self.obtained is not None and self.obtained.container_id is None

    def open(self, *, connections: int, block_size: int = _BLOCK_SIZE) -> Blobs | None:
        """Return the container; None in check mode when a key would have to be claimed for it."""
        if self._sas is None:
            return None
        return Blobs(
            Keyring(self._sas, self._task.clock, self._renew if self.request is not None else None),
            self._client.route(self._sas.account_url),
            clock=self._task.clock,
            connections=connections,
            block_size=block_size,
            notify=self._task.progress,
        )

    def anew(self) -> bool:
        """Obtain a key that was not kept, after a kept one led to a container that is gone; False when it was none."""
        if self.request is None or (self.obtained is not None and not self.obtained.cached):
            return False
        # Check mode would take the kept one again, as it claims none.
        task = dataclasses.replace(self._task, keys=None) if self._task.check_mode else self._task
        self.obtained = obtain(task, self._client, dataclasses.replace(self.request, force=True))
        key = self.obtained.key
        self._sas = self._checked(key.url, "the key") if key is not None else None
        return True

    def _renew(self) -> SasUrl:
        """Return another key for the container. A kept one may be taken in check mode, too, but none is claimed."""
        request = t.cast(KeyRequest, self.request)
        if self._task.check_mode:
            raise ForbiddenError(
                "The key has expired, and check mode does not claim another.", hint="Run without --check."
            )
        if self.obtained is None:
            self.obtained = obtain(self._task, self._client, request)
        else:
            self.obtained = renew(self._task, self._client, request, self.obtained)
        return self._checked(self.obtained.claimed_key.url, "the key")

    def _checked(self, url: str, option: str) -> SasUrl:
        """Return a SAS URL that allows what is needed. Raises InputError, for a key of Veracity's ResponseError."""
        self._task.learn(url)
        try:
            sas = parse(url, option)
        except InputError as error:
            if option == "sas_url":
                raise
            raise ResponseError(
                f"The key that Veracity returned cannot be used. {error.summary}", hint=ResponseError.usual_hint
            ) from None
        for secret in sas.secrets:
            self._task.learn(secret)
        lacking = sas.lacks(self._rights)
        if lacking:
            raise InputError(
                f"{option}: it does not give the required rights. Missing: {', '.join(lacking)}.",
                hint=f"Use a key with the rights {', '.join(self._rights)}.",
            )
        return sas


def key_request(params: t.Mapping[str, t.Any], rights: list[str]) -> KeyRequest:
    """Return which key is wanted for the option ``container``. Raises InputError.

    A wider one will do: it is used here only, and handed to nobody.
    """
    wanted = {
        "rights": rights,
        "ensure_access": params.get("ensure_access"),
        "duration": params.get("duration"),
        "allow_wider": True,
    }
    return KeyRequest.of(wanted, params["container"])
