# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Taking a stored token, and how long it is good. Private: for use inside dnv.veracity only.

What a lookup needs to take a token from the cache is here, in private_files/trust.py and in private_files/seal.py, and
nothing else: a worker process of ansible-core compiles what it imports anew for each task.
"""

from __future__ import annotations

import json
import os
import typing as t

from ..private_files.seal import Seal
from ..private_files.trust import open_directory, read_file

SOFT_MARGIN = 300.0
HARD_MARGIN = 30.0

_CLOCK_SET_BACK = 60.0


def recall(directories: t.Iterable[str], secret: str, asked: str, minimum: float, now: float) -> str | None:
    """Return the stored secret that was given to the same options before, while it is fresh. None: take the long way.

    ``asked`` are the options as they came, under which ``remember`` noted the entry. The first of the directories that
    can be used counts. A note may say under which name in which file it is undone.
    """
    for path in directories:
        try:
            directory = open_directory(path)
        except (OSError, ValueError):
            continue
        try:
            seal = Seal(secret)
            name = seal.name(asked, "options")
            note = seal.open(name, read_file(directory, name))
            if "undone" in note:
                undone = json.loads(read_file(directory, note["undone_in"]) or b"{}")
                if any(name in undone for name in note["undone"]):
                    return None
            name = note.get("entry", "")
            fields = seal.open(name, read_file(directory, name)) if name else {}
            obtained_at, expires_in = float(fields["obtained_at"]), int(fields["expires_in"])
            value = str(fields["value"])
        except (ImportError, KeyError, TypeError, ValueError):
            return None
        finally:
            os.close(directory)
        left = remaining(obtained_at, expires_in, now)
        return value if is_fresh(left, expires_in) and left > seconds_needed(minimum, expires_in) else None
    return None


def remaining(obtained_at: float, expires_in: float, now: float) -> float:
    """Return for how many seconds a token is still good; below zero too when our clock was set back since."""
    return -1.0 if now < obtained_at - _CLOCK_SET_BACK else obtained_at + expires_in - now


def is_fresh(left: float, expires_in: float) -> bool:
    """Return whether a token does not need to be renewed yet, by the seconds left and its whole lifetime."""
    return left > min(SOFT_MARGIN, expires_in / 5)


def is_usable(left: float, expires_in: float) -> bool:
    """Return whether a token may still be sent."""
    return left > min(HARD_MARGIN, expires_in / 10)


def seconds_needed(minimum: float, expires_in: float) -> float:
    """Return how many seconds must be left: what is asked for, but at most half the life of a short-lived token."""
    return min(minimum, expires_in / 2)
