# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What is kept of a submitted template: how to show it, and how to know it again.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import hashlib
import json
import typing as t

from .check import Checked
from .secret_values import masked

# Longer texts, such as the specification of an API, are shown by their length and hash.
_LONGEST = 2000
_ROUNDS = 100_000


def public(checked: Checked) -> dict[str, t.Any]:
    """Return a rendered template as it may be shown and kept: without secrets, long texts in short."""
    shown: dict[str, t.Any] = _shortened(masked(checked.rendered, checked.secrets))
    return shown


def fingerprint(checked: Checked, salt: str) -> str:
    """Return what is equal for templates with the same effect, in hexadecimal.

    A secret goes into it so that guessing it from the fingerprint takes long.
    """
    open_part = masked(checked.rendered, checked.secrets)
    hashed = hashlib.sha256(_canonical(open_part))
    if open_part != checked.rendered:
        hashed.update(hashlib.pbkdf2_hmac("sha256", _canonical(checked.rendered), salt.encode(), _ROUNDS))
    return hashed.hexdigest()


def _canonical(document: t.Any) -> bytes:
    """Return a document as bytes that do not depend on the order of its keys."""
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def _shortened(value: t.Any) -> t.Any:
    """Return a document with long texts in short."""
    if isinstance(value, dict):
        return {name: _shortened(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_shortened(member) for member in value]
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{len(value)} characters, SHA-256 {hashlib.sha256(value.encode()).hexdigest()}"
    return value
