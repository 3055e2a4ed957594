# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Names that users give to things, where any text is one. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import unicodedata

from ..errors import InputError
from ..invisible import invisible_in


def composed(name: str) -> str:
    """Return a name so that two spellings of the same characters are equal, without the blanks around it."""
    return unicodedata.normalize("NFC", name).strip()


def checked_name(value: str | None, option: str, what: str) -> str:
    """Return a name as ``composed`` does. ``what`` it is says the error, as "the name of the schema".

    Raises InputError for an empty name, and for a character in it that nobody sees: the name would look like another.
    """
    name = composed(value or "")
    if not name:
        raise InputError(f"{option}: must not be empty. Set {what}.")
    invisible = invisible_in(name)
    if invisible is not None:
        raise InputError(f"{option}: contains the invisible character {invisible}. Write {what} again without it.")
    return name
