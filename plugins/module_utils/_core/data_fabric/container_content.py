# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The way into a container: a SAS URL that was given, or an own key. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ..azure_storage.library import require
from ..azure_storage.sas_url import SasUrl, parse
from ..content import sync
from ..content.places import FirstKey, Place
from ..content.results import add_grant
from ..errors import InputError, ResponseError
from .access.key_templates import in_order
from .keys.obtain import KeyRequest, Obtained, obtain, renew

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring files to the described side. Raises BulkError when some failed, and VeracityError."""
    return sync.ensure(task, functools.partial(Access, task, client))


def listing(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the files in a container. Raises VeracityError."""
    return sync.listing(task, functools.partial(Access, task, client))


def first_key(task: Task, client: Client, rights: list[str]) -> FirstKey:
    """Return the key that a module on another host begins with. Raises what obtaining a key raises."""
    request = _key_request(task.params, rights)
    found = obtain(task, client, request)

    def complete(result: dict[str, t.Any]) -> None:
        if found.access_granted:
            add_grant(result, _grant_diff(request))

    return FirstKey(found.key.url if found.key is not None else None, complete)


class Access(Place):
    """What opens a container, as the options say. Nothing is claimed and nothing granted in check mode."""

    info_module = "dnv.veracity.veracity_container_content_info"

    def __init__(self, task: Task, client: Client, rights: list[str]) -> None:
        """``rights`` are what the key has to allow. Raises InputError, and what obtaining a key raises."""
        super().__init__(task, client, rights)
        require()
        self._request = _key_request(task.params, rights) if task.params["container"] is not None else None
        self._renewable = self._request is not None
        self._obtained: Obtained | None = None
        given = task.params["sas_url"]
        self._sas = self._parsed(given, "sas_url") if given is not None else self._obtain(task)

    @property
    def name(self) -> str:
        """What to call the container: as the task does."""
        if self._request is not None:
            return self._request.container.name
        return self._sas.container if self._sas else ""

    @property
    def unknown(self) -> str:
        """What to say when check mode does not look into it."""
        return f"Container {self.name}: its content is not known. No key is cached, and check mode does not claim one."

    @property
    def is_new(self) -> bool:
        """Whether the container is not there yet, which in check mode is taken as created before."""
        return self._obtained is not None and self._obtained.container_id is None

    def complete(self, found: dict[str, t.Any]) -> None:
        """Add to the result of a task whether a grant was made, or in check mode would be."""
        found["access_granted"] = False
        if self._request is not None and self._obtained is not None and self._obtained.access_granted:
            add_grant(found, _grant_diff(self._request))

    def _was_kept(self) -> bool:
        return self._obtained is None or self._obtained.cached

    def _obtain(self, task: Task, *, force: bool = False) -> SasUrl | None:
        if self._request is None:
            return None
        request = dataclasses.replace(self._request, force=True) if force else self._request
        self._obtained = obtain(task, self._client, request)
        return self._parsed(self._obtained.key.url, "the key") if self._obtained.key is not None else None

    def _another(self) -> SasUrl:
        request = t.cast(KeyRequest, self._request)
        if self._obtained is None:
            self._obtained = obtain(self._task, self._client, request)
        else:
            self._obtained = renew(self._task, self._client, request, self._obtained)
        return self._parsed(self._obtained.claimed_key.url, "the key")

    def _parsed(self, url: str, option: str) -> SasUrl:
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
        return self._checked(sas, option)


def _grant_diff(request: KeyRequest) -> dict[str, t.Any]:
    """Return the difference for a grant that was made for a task."""
    title = f"{request.container.name} (access of this application)"
    after = {"rights": in_order(request.rights), "duration": str(request.granted_duration)}
    return {"before_header": title, "after_header": title, "before": {}, "after": after}


def _key_request(params: t.Mapping[str, t.Any], rights: list[str]) -> KeyRequest:
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
