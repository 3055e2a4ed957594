# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Looking at both sides of a transfer. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import os
import stat
import typing as t

from ..azure_storage.blobs import Blob, Blobs
from ..azure_storage.destination import Destination, behind_link
from ..errors import InputError, StateError
from .entries import Entries, Entry, Sides, conflicts, of_blob, of_file, why
from .local_tree import find_files
from .names import as_folder, namesake, own_name, unnameable
from .options import ContentOptions
from .overlap import emptiness

if t.TYPE_CHECKING:
    from .places import Place

Warn = t.Callable[[str], None]


def local_sources(options: ContentOptions, warn: Warn) -> tuple[Sides, str, bool]:
    """Return the files to upload, the prefix or name that they get, and whether that is a name of one file.

    Raises InputError when there is nothing of that name, and when that would delete everything at the destination.
    """
    sides = Sides()
    try:
        found = os.stat(options.src)
    except OSError as error:
        raise InputError(
            f"src: {options.src} cannot be read: {why(error)}", hint="Check the path and its permissions."
        ) from None
    if not stat.S_ISDIR(found.st_mode):
        name = _name_of_one(options, found)
        _add_source(sides, name, of_file(found), options.src)
        return sides, name, True
    inner = "" if options.src.endswith("/") else as_folder(os.path.basename(os.path.abspath(options.src)))
    prefix = as_folder(options.dest) + inner
    tree = find_files(options.src, options.selection)
    if not tree.files and "" not in tree.unseen:
        _refuse_emptiness(options, options.src)
    for path, entry in tree.files.items():
        _add_source(sides, prefix + path, entry, os.path.join(options.src, path))
    for path, reason in tree.unseen.items():
        sides.kept.append(prefix + path)
        sides.sources[prefix + path or "/"] = Entry(problem=f"The folder cannot be read: {reason}")
    sides.kept += [prefix + path for path in tree.passed]
    if tree.skipped:
        warn(
            f"{_some(tree.skipped)}: skipped. Links to folders, pipes, sockets and devices are not uploaded, and files "
            "of these names in the storage are not changed."
        )
    return sides, prefix, False


def _add_source(sides: Sides, name: str, entry: Entry, path: str) -> None:
    """Add a file to upload. One whose name the storage would change or refuse is named, and not sent."""
    problem = unnameable(name)
    if problem is not None:
        sides.kept += [name, namesake(name)]
    sides.sources[name] = dataclasses.replace(entry, problem=entry.problem or problem)
    sides.paths[name] = path


def _refuse_emptiness(options: ContentOptions, source: str) -> None:
    """Raise InputError when everything at the destination would be deleted and nobody said that this is meant."""
    if options.delete_extraneous and not options.allow_empty_source:
        raise emptiness(source, options.selection)


def _name_of_one(options: ContentOptions, found: os.stat_result) -> str:
    """Return the name that one file gets. Raises InputError for what a single file cannot have."""
    if not stat.S_ISREG(found.st_mode) or options.src.endswith("/"):
        raise InputError(f"src: {options.src} is neither a file nor a folder. Name one of them.")
    if options.delete_extraneous:
        raise InputError("delete_extraneous: only applies to folders, and src is a file. Omit it.")
    return (
        options.dest
        if options.dest and not options.dest.endswith("/")
        else options.dest + os.path.basename(options.src)
    )


def add_remote_targets(sides: Sides, blobs: Blobs, options: ContentOptions, place: str, *, one: bool) -> None:
    """Add what is in the container where files are uploaded to. Folders, in whatever form, are left alone."""
    if unnameable(place.rstrip("/")) is not None:
        # No file of this name can be there, and the storage would refuse to look.
        return
    if one:
        found = blobs.one(place)
        sides.targets.update({} if found is None else {place: _target(found)})
        return
    for blob in blobs.all(place):
        path = blob.name[len(place) :]
        if not path or path.endswith("/") or (blob.is_folder and blob.name not in sides.sources):
            continue
        if options.selection.takes(path):
            sides.targets[blob.name] = _target(blob)


def _target(blob: Blob) -> Entry:
    """Return the blob with the name of a file."""
    if blob.is_folder:
        return Entry(problem="The storage has a folder of this name. Rename the file, or delete the folder there.")
    return of_blob(blob)


def found_in(place: Place, blobs: Blobs, prefix: str) -> list[Blob]:
    """Return the blobs with this prefix. Raises StateError if there are none and the folder does not exist."""
    found = list(blobs.all(prefix))
    if not found and not blobs.is_there():
        raise StateError(
            f"The folder {place.name} does not exist.",
            hint="Check the path. dnv.veracity.veracity_file_storage_folder creates folders.",
        )
    return found


def remote_sides(place: Place, blobs: Blobs, options: ContentOptions) -> Sides:
    """Return the blobs to download and what is at their places on this machine.

    Raises StateError when there is nothing of that name, InputError when one file is to be taken for a folder.
    """
    if options.src and not options.src.endswith("/"):
        blob = blobs.one(options.src)
        if blob is not None and not blob.is_folder:
            return _one(blob, options)
    prefix = as_folder(options.src)
    found = found_in(place, blobs, prefix)
    if prefix and not found and not _is_folder(blobs.one(prefix.rstrip("/"))):
        raise StateError(
            f"There is no file {options.src} in the storage, and nothing below {prefix}.",
            hint=f"Use {place.info_module} to list the content.",
        )
    sides = Sides(destination=Destination(options.dest))
    root = own_name(options.src)
    for blob in found:
        path = blob.name[len(prefix) :]
        if path and not _stands_for_folder(blob) and options.selection.takes(path):
            _place(sides, blob, root + path)
    if not sides.sources:
        _refuse_emptiness(options, options.src)
    _refuse_conflicts(sides)
    if options.delete_extraneous:
        _add_extraneous(sides, root, prefix, options)
    return sides


def _is_folder(blob: Blob | None) -> bool:
    """Return whether there is a blob and it says that it is a folder."""
    return blob is not None and blob.is_folder


def _stands_for_folder(blob: Blob) -> bool:
    """Return whether a blob stands for a folder: by its metadata, or by a slash at its end and no content."""
    return blob.is_folder or (blob.name.endswith("/") and blob.size == 0)


def _one(blob: Blob, options: ContentOptions) -> Sides:
    """Return one blob that goes to a file, or into a folder."""
    if options.delete_extraneous:
        raise InputError("delete_extraneous: only applies to folders, and src is a file. Omit it.")
    into_folder = options.dest.endswith("/") or os.path.isdir(options.dest)
    folder, name = (options.dest, blob.name.rpartition("/")[2]) if into_folder else os.path.split(options.dest)
    sides = Sides(destination=Destination(folder))
    _place(sides, blob, name)
    return sides


def _place(sides: Sides, blob: Blob, path: str) -> None:
    """Add a blob, and what is at its place. A name that leads elsewhere, or to no file, is refused."""
    if "\0" in path or any(part in ("", ".", "..") for part in path.split("/")):
        problem = (
            "Its name has . or .. or nothing between slashes, which is refused because it could lead to another folder."
        )
        sides.sources[blob.name] = Entry(blob.size, blob.md5, blob.modified, problem, blob)
        return
    sides.sources[blob.name] = of_blob(blob)
    sides.paths[blob.name] = path
    try:
        link = t.cast(Destination, sides.destination).link_above(path)
        if link is not None:
            sides.targets[blob.name] = Entry(problem=str(behind_link(link)))
            return
        found = os.stat(sides.path(blob.name))
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "its name is not valid on this machine."
        sides.targets[blob.name] = Entry(problem=f"It cannot be written: {reason}")
        return
    if stat.S_ISREG(found.st_mode):
        sides.targets[blob.name] = of_file(found)
    else:
        sides.targets[blob.name] = Entry(problem=f"{sides.path(blob.name)} is not a file and is not replaced.")


def _refuse_conflicts(sides: Sides) -> None:
    """Refuse blobs whose name is a folder of other blobs: here something is a file or a folder."""
    for name in conflicts(sides.sources):
        problem = (
            "The container has other files below its name. On this machine, it cannot be both a file and a folder."
        )
        sides.sources[name] = dataclasses.replace(sides.sources[name], problem=problem)


def _add_extraneous(sides: Sides, root: str, prefix: str, options: ContentOptions) -> None:
    """Add the files of this machine that are below the folder and not in the container."""
    destination = t.cast(Destination, sides.destination)
    if destination.link_above(root) is not None:
        # What is there lies elsewhere.
        return
    folder = os.path.join(destination.path, root)
    tree = find_files(folder, options.selection)
    extraneous: Entries = {
        prefix + path: entry for path, entry in tree.files.items() if prefix + path not in sides.sources
    }
    sides.targets.update(extraneous)
    sides.paths.update({name: root + name[len(prefix) :] for name in extraneous})
    for path, reason in tree.unseen.items():
        sides.sources[prefix + path or "/"] = Entry(problem=f"The folder {path or folder} cannot be read: {reason}")


def _some(paths: list[str]) -> str:
    """Return the first of many paths."""
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + more
