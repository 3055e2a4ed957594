# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Tell ansible-core what to mask, where it can be told (2.22 and newer). Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

try:
    from ansible.module_utils.secrets import register_secrets as _register  # type: ignore[import-not-found]
except ImportError:
    _register = None

# Shorter values are no secrets worth the name, and masking them would blacken ordinary words.
_SHORTEST = 12


def register_secret(value: str) -> None:
    """Have every form of a secret that ansible-core can print masked; before ansible-core 2.22 nothing happens."""
    if _register is not None and len(value) >= _SHORTEST:
        _register(_forms(value))


def _forms(value: str) -> t.Iterable[str]:
    """Return the spellings of a secret that are worth masking."""
    from ._core.scrub import forms

    return [form for form in forms(value) if len(form) >= _SHORTEST]
