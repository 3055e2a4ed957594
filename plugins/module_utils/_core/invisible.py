# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Find characters that nobody sees, and that come along when a value is copied.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import unicodedata

# Format characters (zero width, byte order mark, soft hyphen, directions), separators other than the space.
_CATEGORIES = frozenset({"Cf", "Zs", "Zl", "Zp"})
# Unicode has these in other categories: joiners, fillers, the blank of Braille, and selectors of variants.
_OTHERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")


def invisible_in(text: str) -> str | None:
    """Return the first invisible character of a text as ``U+200B (ZERO WIDTH SPACE)``; None when there is none.

    Spaces, tabs, line ends and other control characters are not meant.
    """
    if text.isascii():
        return None
    for letter in text:
        if letter != " " and (unicodedata.category(letter) in _CATEGORIES or letter in _OTHERS or _selects(letter)):
            return f"U+{ord(letter):04X} ({unicodedata.name(letter, 'no name')})"
    return None


def _selects(letter: str) -> bool:
    """Return whether a character only selects a variant of the one before it."""
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
