# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Files in a container: bring them in, or fetch them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..azure_storage.failures import ContainerGoneError
from ..data_fabric.container_content import Access
from ..identity.token import isoformat
from . import plan as content_plan
from .entries import Sides
from .names import blob_prefix
from .options import ContentWish
from .plan import Move
from .results import report
from .scan import add_remote_targets, local_sources, remote_sides
from .transfer import Mover, hash_files

if t.TYPE_CHECKING:
    from ..azure_storage.blobs import Blob, Blobs
    from ..client import Client
    from ..task import Task

Local = tuple[Sides, str, bool]

# For a file in one piece and for its blocks at the same time.
_CONNECTIONS_FOR_EACH = 2


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring files to the described side. Raises BulkError when some failed, and VeracityError."""
    wish = ContentWish.of(task.params)
    # What is wrong here is said before anything is asked for.
    local = local_sources(wish, task.warn) if wish.upload else None
    access = Access(task, client, wish.rights)
    try:
        sides, blobs = _look(task, wish, access, local)
    except ContainerGoneError:
        if not access.anew():
            raise
        sides, blobs = _look(task, wish, access, local)
    for pattern in wish.selection.unmet():
        task.warn(f"{pattern} fits no file. A pattern is for the path below the folder, and case matters.")
    moves = _planned(sides, wish, task)
    if blobs is not None and not task.check_mode:
        Mover(sides, blobs, wish, task.progress).apply(moves)
    found = report(moves, access.name, access.granted_wish)
    if blobs is None and not wish.upload and not access.is_new:
        found["changed"] = True
    return found


def _look(task: Task, wish: ContentWish, access: Access, local: Local | None) -> tuple[Sides, Blobs | None]:
    """Return what is to be compared, and the container; None when in check mode no key opens it."""
    blobs = access.open(connections=_CONNECTIONS_FOR_EACH * wish.max_concurrency, block_size=wish.block_size)
    if blobs is None and not access.is_new:
        task.warn(
            f"{_unknown(access)} "
            + ("Everything is taken as new." if wish.upload else "It is taken as having something new.")
        )
    if local is None:
        return (remote_sides(blobs, wish) if blobs is not None else Sides()), blobs
    sides, place, one = local
    if blobs is not None:
        add_remote_targets(sides, blobs, wish, place, one=one)
    return sides, blobs


def _planned(sides: Sides, wish: ContentWish, task: Task) -> list[Move]:
    """Return what is done with each file, after having read those whose size is the same on both sides."""
    hash_files(sides, content_plan.to_hash(sides, wish.compare, upload=wish.upload), wish, task.progress)
    return content_plan.plan(
        sides,
        verb="uploaded" if wish.upload else "downloaded",
        compare=wish.compare,
        delete=wish.delete_extraneous,
    )


def listing(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the files in a container. Raises VeracityError."""
    prefix = blob_prefix(task.params["prefix"], "prefix")
    access = Access(task, client, ["read", "list"])
    try:
        found = _listed(task, access, prefix)
    except ContainerGoneError:
        if not access.anew():
            raise
        found = _listed(task, access, prefix)
    files = [
        {
            "path": blob.name,
            "size": blob.size,
            "md5": blob.md5,
            "content_type": blob.content_type,
            "modified": isoformat(blob.modified),
        }
        for blob in found
    ]
    return {"changed": False, "files": files}


def _listed(task: Task, access: Access, prefix: str) -> list[Blob]:
    """Return the blobs whose names begin so; none in check mode when no key opens the container."""
    blobs = access.open(connections=1)
    if blobs is not None:
        return [blob for blob in blobs.all(prefix) if not blob.is_folder]
    if not access.is_new:
        task.warn(_unknown(access))
    return []


def _unknown(access: Access) -> str:
    """Return the warning of a container that check mode does not look into."""
    return f"Container {access.name}: what is in it is not known. No key for it is kept, and check mode claims none."
