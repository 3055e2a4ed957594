# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Files in a container or a folder: bring them in, or fetch them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..azure_storage.failures import ContainerGoneError
from ..identity.token import isoformat
from . import plan as content_plan
from .entries import Sides
from .names import blob_prefix
from .options import ContentOptions
from .results import report
from .scan import add_remote_targets, found_in, local_sources, remote_sides
from .transfer import Mover, hash_files

if t.TYPE_CHECKING:
    from ..azure_storage.blobs import Blob, Blobs
    from ..task import Task
    from .places import Opener, Place
    from .plan import Move

Local = tuple[Sides, str, bool]

# For a file in one piece and for its blocks at the same time.
_CONNECTIONS_FOR_EACH = 2


def ensure(task: Task, opener: Opener) -> dict[str, t.Any]:
    """Bring files to the described side. Raises BulkError when some failed, and VeracityError."""
    options = ContentOptions.of(task.params)
    # What is wrong here is said before anything is asked for.
    local = local_sources(options, task.warn) if options.upload else None
    place = opener(options.rights)
    try:
        sides, blobs = _find_both_sides(task, options, place, local)
    except ContainerGoneError:
        if not place.anew():
            raise
        sides, blobs = _find_both_sides(task, options, place, local)
    for pattern in options.selection.unmet():
        task.warn(
            f"{pattern} matches no file. A pattern is compared with the path below the folder, and is case-sensitive."
        )
    moves = _planned(sides, options, task)
    if blobs is not None and not task.check_mode:
        Mover(sides, blobs, options, task.progress).apply(moves)
    found = report(moves, place.name, place.complete)
    if blobs is None and not options.upload and not place.is_new:
        found["changed"] = True
    return found


def _find_both_sides(
    task: Task, options: ContentOptions, place: Place, local: Local | None
) -> tuple[Sides, Blobs | None]:
    """Return what is to be compared, and the place; None when in check mode no key opens it."""
    blobs = place.open(connections=_CONNECTIONS_FOR_EACH * options.max_concurrency, block_size=options.block_size)
    if blobs is None and not place.is_new:
        task.warn(
            f"{place.unknown} "
            + (
                "Check mode reports all files as new."
                if options.upload
                else "Check mode assumes that it has new files."
            )
        )
    if local is None:
        return (remote_sides(place, blobs, options) if blobs is not None else Sides()), blobs
    sides, below, one = local
    if blobs is not None:
        add_remote_targets(sides, blobs, options, below, one=one)
    return sides, blobs


def _planned(sides: Sides, options: ContentOptions, task: Task) -> list[Move]:
    """Return what is done with each file, after having read those whose size is the same on both sides."""
    hash_files(sides, content_plan.to_hash(sides, options.compare, upload=options.upload), options, task.progress)
    return content_plan.plan(
        sides,
        verb="uploaded" if options.upload else "downloaded",
        compare=options.compare,
        delete=options.delete_extraneous,
    )


def listing(task: Task, opener: Opener) -> dict[str, t.Any]:
    """Return the files in a place. Raises VeracityError."""
    prefix = blob_prefix(task.params["prefix"], "prefix")
    place = opener(["read", "list"])
    try:
        found = _listed(task, place, prefix)
    except ContainerGoneError:
        if not place.anew():
            raise
        found = _listed(task, place, prefix)
    files = [
        {
            "path": blob.name,
            "size": blob.size,
            "md5": blob.md5,
            "content_type": blob.content_type,
            "last_modified": isoformat(blob.modified),
        }
        for blob in found
    ]
    return {"changed": False, "files": files}


def _listed(task: Task, place: Place, prefix: str) -> list[Blob]:
    """Return the blobs with this prefix; none in check mode if no key is available."""
    blobs = place.open(connections=1)
    if blobs is not None:
        return [blob for blob in found_in(place, blobs, prefix) if not blob.is_folder]
    if not place.is_new:
        task.warn(place.unknown)
    return []
