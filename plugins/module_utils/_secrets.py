# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Tell ansible-core what to mask, where it can be told (2.22 and newer). Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ansible.module_utils.ansible_release import __version__

_register: t.Callable[[t.Iterable[str]], object] | None = None
# Asked by version: a failed import of a module of ansible-core costs ten times as much as reading a cached token.
if tuple(int(part) for part in __version__.split(".")[:2]) >= (2, 22):
    from ansible.module_utils.secrets import register_secrets as _register

# Shorter values are no secrets worth the name, and masking them would blacken ordinary words.
_SHORTEST = 12


def register_secret(value: str) -> None:
    """Have every form of a secret that ansible-core can print masked; before ansible-core 2.22 nothing happens."""
    if _register is not None and len(value) >= _SHORTEST:
        _register(_worth_masking(value))


def _worth_masking(value: str) -> t.Iterable[str]:
    """Return the spellings of a secret that are worth masking."""
    from ._core.redaction.encodings import spellings

    return [spelling for spelling in spellings(value) if len(spelling) >= _SHORTEST]
