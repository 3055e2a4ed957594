# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A text file of the user's, written only when its bytes differ. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat

from .errors import InputError, StorageError

_MODE = 0o640
# A file of variables is not larger.
_SIZE_LIMIT = 64 * 1024 * 1024


def read(path: str, option: str) -> str | None:
    """Return the text of a file, None if there is none. Bytes that are no UTF-8 are shown as marks.

    Raises InputError, with the name of the ``option``, if it cannot be read, is something else, or has no folder.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise InputError(f"{option}: {path} is not a regular file. Name a file.")
        with open(path, "rb") as file:
            return file.read(_SIZE_LIMIT).decode("utf-8", "replace")
    except FileNotFoundError:
        if not os.path.isdir(os.path.dirname(path)):
            raise InputError(
                f"{option}: there is no folder {os.path.dirname(path)}. Create it, or name a file elsewhere."
            ) from None
        return None
    except OSError as error:
        raise InputError(
            f"{option}: {path} cannot be read: {(error.strerror or 'unknown reason').lower()}.",
            hint="Check the path and its permissions.",
        ) from None


def replace(path: str, text: str, option: str, *, most: int = 0o777) -> None:
    """Replace the content of a file as a whole. It keeps its mode; a new one can be read by its owner and group.

    ``most`` are the permissions that it may keep. Raises StorageError, with the name of the ``option``.
    """
    # Not made of the name, which may be as long as a name can be.
    temporary = os.path.join(os.path.dirname(path), f".{secrets.token_hex(8)}.tmp")
    try:
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _MODE)
            with os.fdopen(descriptor, "wb") as file:
                with contextlib.suppress(FileNotFoundError):
                    os.fchmod(file.fileno(), os.stat(path).st_mode & most)
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise StorageError(
            f"{option}: {path} cannot be written: {(error.strerror or 'unknown reason').lower()}.",
            hint="Check the permissions of its folder and the free space.",
        ) from None
