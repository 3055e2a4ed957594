# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Keys of folders in File storage: kept ones first, new ones otherwise. Private: for use inside dnv.veracity only.

Each key that is made is written into the activity log of the workspace, so none is made that is not needed. A key
cannot be revoked alone, only its policy with all keys of it.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ...errors import ApiError, ForbiddenError, NotFoundError, StateError, VeracityError
from ...identity.token import isoformat
from ...reconcile import lost_answers
from .. import workspace_reference
from ..api.file_storage import FileStorage
from ..api.workspaces import Workspaces
from .kept_keys import KeptKeys
from .request import KeyRequest, Obtained

if t.TYPE_CHECKING:
    from ...azure_storage.directory_url import DirectoryUrl
    from ...client import Client
    from ...task import Task

__all__ = ["KEY_FIRST", "FolderMissingError", "KeyRequest", "Obtained", "obtain", "refused", "remember", "renew"]

_NO_STORAGE = "check that the workspace has File storage."
_SUBSCRIPTION = (
    "File storage is added to a workspace on request: ask its administrator, or support@veracity.com. The service "
    "account must have access to all data of the workspace."
)
# What to say when check mode cannot look.
KEY_FIRST = (
    "No key is cached, and check mode creates none. To look, obtain one with veracity_file_storage_key and check_mode: "
    "false first."
)


class FolderMissingError(StateError):
    """The folder that a key is wanted for does not exist."""


def obtain(task: Task, client: Client, wanted: KeyRequest) -> Obtained:
    """Return a key that is kept, without any call of the API, otherwise a new one.

    In check mode no key is made: without a kept key the result has none. Every key is told to ``task.learn``. The
    module needs ``keeps_keys`` and ``remembers`` in its Definition.
    Raises InputError if ``expires`` is past, StateError if there is no such workspace or folder, or the workspace has
    no File storage, ForbiddenError if the caller may not, and what the client raises.
    """
    kept = KeptKeys(task, client)
    wanted.end(task.clock.time())
    if task.check_mode:
        known = kept.workspace_id(wanted)
        return kept.recall(wanted, known) or Obtained(None, known, wanted.path, wanted.access)
    workspace = _workspace(client, wanted, kept)
    found = None if wanted.force else kept.recall(wanted, workspace)
    return found or _make(task, client, wanted, kept, workspace, None)


def renew(task: Task, client: Client, wanted: KeyRequest, old: Obtained) -> Obtained:
    """Return another key in place of one that has ended, is about to, or is refused by the storage.

    What another process has made meanwhile is taken. Raises what ``obtain`` raises. Not for check mode.
    """
    anew = dataclasses.replace(wanted, force=False)
    kept = KeptKeys(task, client)
    workspace = old.workspace_id or _workspace(client, wanted, kept)
    return _make(task, client, anew, kept, workspace, old.key.token)


def remember(task: Task, client: Client, wanted: KeyRequest, found: Obtained, asked: str) -> None:
    """Note that the options of a lookup, as they came, lead to this key, so that ``recall`` finds it."""
    KeptKeys(task, client).remember(asked, wanted, found)


def refused(client: Client, workspace: str, error: ApiError, doing: str, *, administrators: bool) -> VeracityError:
    """Return the error for a refusal (403, 404) by File storage, in terms of the workspace. Others stay as they are.

    ``doing`` is what was refused, as "Creating a key", ``administrators`` whether only they may.
    """
    said = ((error.exchange.server_text if error.exchange else None) or "").casefold()
    if isinstance(error, ForbiddenError):
        lacks_storage = "file storage" in said or "subscription" in said
        if administrators and not lacks_storage:
            error.summary = f"{doing} is refused: it needs the role Admin in the workspace."
            error.hint = f"{workspace_reference.ADMIN} Ask its administrator for the role. If it has it, {_NO_STORAGE}"
        else:
            error.summary = (
                f"{doing} is refused: the workspace has no File storage, or the application no access to it."
            )
            error.hint = _SUBSCRIPTION
        return error
    if isinstance(error, NotFoundError) and Workspaces(client).get(workspace) is None:
        return workspace_reference.missing(f"the id {workspace}")
    return error


def _workspace(client: Client, wanted: KeyRequest, kept: KeptKeys) -> str:
    """Return the id of the workspace."""
    return kept.found_workspace(wanted, lambda: workspace_reference.find(client, wanted.workspace, wanted.tenant).id)


def _make(
    task: Task, client: Client, wanted: KeyRequest, kept: KeptKeys, workspace: str, unlike: str | None
) -> Obtained:
    """Return a new key, or the one that another process has made meanwhile."""
    return kept.get(wanted, workspace, lambda: _ask(task, client, wanted, workspace), unlike)


def _ask(task: Task, client: Client, wanted: KeyRequest, workspace: str) -> DirectoryUrl:
    """Ask for a key, once more if the response is lost: two keys do no harm. Raises as ``obtain``."""
    api, end = FileStorage(client), wanted.end(task.clock.time())
    try:
        sas = lost_answers.confirmed(
            lambda _applied: api.make_key(workspace, wanted.path, wanted.access, end, wanted.storage_name),
            lambda: None,
            clock=task.clock,
            unknown=f"Whether a key for {wanted.place} was created",
            hint="Run again. A key that nobody received ends by itself.",
            pauses=lambda: (0.0,),
        )
    except ApiError as error:
        failure = refused(
            client, workspace, error, f"Creating a key to {wanted.access}", administrators=wanted.access == "write"
        )
        if failure is error and isinstance(error, NotFoundError):
            raise _no_folder(wanted, error) from None
        if error.status == 400:
            # With a clock that is late, a key that is to end soon would have ended already.
            error.hint = (
                f"The key is to end at {isoformat(end)}, and here it is {isoformat(task.clock.time())}: check the "
                "clock of this machine. Otherwise, correct the options of the task: as the server says."
            )
        raise failure from None
    for secret in sas.secrets:
        task.learn(secret)
    if sas.expires is None:
        sas = dataclasses.replace(sas, expires=end)
    elif sas.expires <= task.clock.time():
        raise StateError(
            f"The new key ended at {isoformat(sas.expires)}, and here it is {isoformat(task.clock.time())}.",
            hint="Check the clock of this machine.",
        )
    return sas


def _no_folder(wanted: KeyRequest, error: ApiError) -> StateError:
    """Return the error for a folder that is needed and not there."""
    if wanted.storage_name is not None:
        kind = FolderMissingError if wanted.path else StateError
        return kind(
            f"There is no storage {wanted.storage_name} in the workspace, or no {wanted.place} in it.",
            hint="Check storage_name, which is the name of a data set of the workspace, and the path.",
            exchange=error.exchange,
        )
    if not wanted.path:
        return StateError("The workspace has no File storage.", hint=_SUBSCRIPTION, exchange=error.exchange)
    return FolderMissingError(
        f"There is no folder {wanted.path} in File storage.",
        hint="Check the path. dnv.veracity.veracity_file_storage_folder creates folders.",
        exchange=error.exchange,
    )
