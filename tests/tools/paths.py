# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things lie in the checkout."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _cache() -> Path:
    """Return where environments and copies are kept: in the checkout.

    ansible-test cannot run an interpreter whose path has a space in it: for such a checkout, below the user's cache.
    """
    inside = ROOT / ".cache"
    if not any(character.isspace() for character in str(inside)):
        return inside
    return Path.home() / ".cache" / "dnv.veracity" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:16]


CACHE = _cache()
REQUIREMENTS = ROOT / "tests" / "requirements"
RUNTIME_REQUIREMENTS = ROOT / "meta" / "ee-requirements.txt"
COLLECTION = Path("ansible_collections", "dnv", "veracity")
