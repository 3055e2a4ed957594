# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Looking at both sides of a transfer. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import os
import stat
import typing as t

from ..errors import InputError, StateError
from ..storage.blobs import Blob, Blobs
from .content_entries import Entries, Entry, Sides, conflicts, of_blob, of_file, why
from .content_tree import look
from .content_wish import ContentWish, as_folder, own_name, unnameable

Warn = t.Callable[[str], None]


def local_sources(wish: ContentWish, warn: Warn) -> tuple[Sides, str, bool]:
    """Return the files to upload, the prefix or name that they get, and whether that is a name of one file.

    Raises InputError when there is nothing of that name.
    """
    sides = Sides()
    try:
        found = os.stat(wish.src)
    except OSError as error:
        raise InputError(f"src: {wish.src} cannot be read: {why(error)}") from None
    if not stat.S_ISDIR(found.st_mode):
        name = _name_of_one(wish, found)
        sides.sources[name] = dataclasses.replace(of_file(found), problem=unnameable(name))
        sides.paths[name] = wish.src
        return sides, name, True
    inner = "" if wish.src.endswith("/") else as_folder(os.path.basename(os.path.abspath(wish.src)))
    prefix = as_folder(wish.dest) + inner
    tree = look(wish.src, wish.selection.takes)
    for path, entry in tree.files.items():
        sides.sources[prefix + path] = dataclasses.replace(entry, problem=entry.problem or unnameable(path))
        sides.paths[prefix + path] = os.path.join(wish.src, path)
    for path, reason in tree.unseen.items():
        sides.unseen.append(prefix + path)
        sides.sources[prefix + path or "/"] = Entry(problem=f"The folder cannot be read: {reason}")
    if tree.skipped:
        warn(f"{_some(tree.skipped)}: skipped, as links to folders, pipes, sockets and devices are.")
    return sides, prefix, False


def _name_of_one(wish: ContentWish, found: os.stat_result) -> str:
    """Return the name that one file gets. Raises InputError for what a single file cannot have."""
    if not stat.S_ISREG(found.st_mode) or wish.src.endswith("/"):
        raise InputError(f"src: {wish.src} is neither a file nor a folder.")
    if wish.delete_extraneous:
        raise InputError("delete_extraneous: is for folders. src is one file; leave it out.")
    return wish.dest if wish.dest and not wish.dest.endswith("/") else wish.dest + os.path.basename(wish.src)


def add_remote_targets(sides: Sides, blobs: Blobs, wish: ContentWish, place: str, *, one: bool) -> None:
    """Add what is in the container where files are uploaded to. Names that end with a slash stand for folders."""
    if one:
        found = blobs.one(place)
        sides.targets.update({} if found is None else {place: of_blob(found)})
        return
    for blob in blobs.all(place):
        path = blob.name[len(place) :]
        if path and not path.endswith("/") and wish.selection.takes(path):
            sides.targets[blob.name] = of_blob(blob)


def remote_sides(blobs: Blobs, wish: ContentWish) -> Sides:
    """Return the blobs to download and what is at their places on this machine.

    Raises StateError when there is nothing of that name, InputError when one file is to be taken for a folder.
    """
    sides = Sides()
    if wish.src and not wish.src.endswith("/"):
        blob = blobs.one(wish.src)
        if blob is not None:
            _one(sides, blob, wish)
            return sides
    prefix = as_folder(wish.src)
    found = list(blobs.all(prefix))
    if prefix and not found:
        raise StateError(f"There is no file {wish.src} in the container, and nothing below {prefix}.")
    root = os.path.join(wish.dest, own_name(wish.src))
    for blob in found:
        path = blob.name[len(prefix) :]
        if path and wish.selection.takes(path) and not (path.endswith("/") and blob.size == 0):
            _place(sides, blob, root, path)
    _refuse_conflicts(sides)
    if wish.delete_extraneous:
        _add_extraneous(sides, root, prefix, wish)
    return sides


def _one(sides: Sides, blob: Blob, wish: ContentWish) -> None:
    """Add one blob that goes to a file, or into a folder."""
    if wish.delete_extraneous:
        raise InputError("delete_extraneous: is for folders. src is one file; leave it out.")
    into_folder = wish.dest.endswith("/") or os.path.isdir(wish.dest)
    folder, name = (wish.dest, blob.name.rpartition("/")[2]) if into_folder else os.path.split(wish.dest)
    _place(sides, blob, folder, name)


def _place(sides: Sides, blob: Blob, folder: str, path: str) -> None:
    """Add a blob, and what is at its place. A name that leads elsewhere, or to no file, is refused."""
    if "\0" in path or any(part in ("", ".", "..") for part in path.split("/")):
        problem = "Its name has . or .. or nothing between its slashes, which is refused: it could lead elsewhere."
        sides.sources[blob.name] = Entry(blob.size, blob.md5, blob.modified, problem, blob)
        return
    sides.sources[blob.name] = of_blob(blob)
    sides.paths[blob.name] = os.path.join(folder, path)
    try:
        found = os.stat(sides.paths[blob.name])
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "its name cannot be one here."
        sides.targets[blob.name] = Entry(problem=f"It cannot be written: {reason}")
        return
    if stat.S_ISREG(found.st_mode):
        sides.targets[blob.name] = of_file(found)
    else:
        sides.targets[blob.name] = Entry(problem=f"{sides.paths[blob.name]} is there and is no file. It stays.")


def _refuse_conflicts(sides: Sides) -> None:
    """Refuse blobs whose name is a folder of other blobs: here something is a file or a folder."""
    for name in conflicts(sides.sources):
        problem = "Other files lie below its name. Here it cannot be both file and folder."
        sides.sources[name] = dataclasses.replace(sides.sources[name], problem=problem)


def _add_extraneous(sides: Sides, root: str, prefix: str, wish: ContentWish) -> None:
    """Add the files of this machine that are below the folder and not in the container."""
    tree = look(root, wish.selection.takes)
    extraneous: Entries = {
        prefix + path: entry for path, entry in tree.files.items() if prefix + path not in sides.sources
    }
    sides.targets.update(extraneous)
    sides.paths.update({name: os.path.join(root, name[len(prefix) :]) for name in extraneous})
    for path, reason in tree.unseen.items():
        sides.sources[prefix + path or "/"] = Entry(problem=f"The folder {path or root} cannot be read: {reason}")


def _some(paths: list[str]) -> str:
    """Return the first of many paths."""
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + more
