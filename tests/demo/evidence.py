# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run printed, and whether a claim holds."""

from __future__ import annotations

import base64
import json
import re
import typing as t
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from tests.demo import terminal

_CHANGED = re.compile(r"^localhost\s+: .*\bchanged=(\d+)\b", re.MULTILINE)
_DIFF = re.compile(r"^--- before.*?(?=^\w+: \[localhost\])", re.MULTILINE | re.DOTALL)
_WAITING = re.compile(r"^waiting for .+: \d+ s of at most 900 s$", re.MULTILINE)


class ClaimError(Exception):
    """A claim of the demonstration does not hold; the text says which."""


@dataclass(frozen=True)
class Run:
    """An ansible-playbook that has ended: its exit status, and its output without colors."""

    status: int
    output: str

    @property
    def changed(self) -> int | None:
        """The number of changed tasks in the recap, None when there is no recap."""
        found = _CHANGED.search(self.output)
        return int(found.group(1)) if found else None

    @property
    def diff(self) -> str:
        """The diffs that were printed, as text."""
        return "".join(_DIFF.findall(self.output))

    @property
    def waits(self) -> int:
        """How many lines told that it waits."""
        return len(_WAITING.findall(self.output))


def claim(holds: bool, text: str) -> None:
    """Show a claim that holds; raise ClaimError for one that does not."""
    if not holds:
        raise ClaimError(f'This does not hold: "{text}"')
    terminal.checked(text)


def reveals(text: str, secrets: t.Iterable[str]) -> bool:
    """Return whether a text contains one of the secrets: raw, percent-encoded, base64 or JSON-escaped."""
    return any(form in text for secret in secrets for form in _forms(secret))


def _forms(secret: str) -> set[str]:
    encoded = base64.b64encode(secret.encode()).decode()
    return {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        encoded,
        encoded.rstrip("="),
    }
