# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Keys of containers: kept ones first, claimed ones otherwise. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..access.revocations import revocations
from .cache import KeptKeys
from .request import KeyRequest, Obtained
from .search import KeySearch

if t.TYPE_CHECKING:
    from ...client import Client
    from ...task import Task

__all__ = ["KeyRequest", "Obtained", "obtain", "remember", "renew"]


def obtain(task: Task, client: Client, request: KeyRequest) -> Obtained:
    """Return a key that is kept, without any call of the API, otherwise a claimed one.

    In check mode nothing is claimed and no grant is made: without a kept key the result says what would be done. Every
    key is told to ``task.learn``. The module needs ``keeps_keys`` and ``remembers`` in its Definition.
    Raises StateError when there is no container or no suitable grant, and what the client raises.
    """
    search = KeySearch(task, client, request)
    found = None if request.force and not task.check_mode else search.recall()
    if found is not None:
        return found
    if task.check_mode:
        return search.predict()
    if request.force:
        return search.claim()
    with search.kept.lock(request, lambda: search.recall() is not None):
        return search.recall() or search.claim()


def renew(task: Task, client: Client, request: KeyRequest, old: Obtained) -> Obtained:
    """Return another key in place of one that has ended or is about to: of the same grant while it gives any.

    What another process has claimed meanwhile is taken. Raises what ``obtain`` raises. Not for check mode. One thread
    at a time may call it.
    """
    return KeySearch(task, client, request).renew(old)


def remember(task: Task, client: Client, found: Obtained, asked: str) -> None:
    """Note that the options of a lookup, as they came, lead to this key, so that ``recall`` finds it."""
    KeptKeys(task, client).remember(asked, found, revocations(task, client))
