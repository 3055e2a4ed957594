# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Remove secrets from texts that come from elsewhere. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import threading
import typing as t

from .spellings import spellings

MASK = "********"

# What looks like a JSON Web Token, a SAS signature or a credential in a URL is masked even when nobody named it.
_PATTERNS = (
    (re.compile(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}"), MASK),
    (re.compile(r"(?i)\b(sig|client_secret|subscription-key|access_token)=[^&\s\"'<>]+"), rf"\1={MASK}"),
    (re.compile(r"(?i)(://)[^/\s:@]+:[^/\s@]+@"), rf"\1{MASK}@"),
    (re.compile(r"(?i)\b(bearer|basic) +(?=\S*\d)[A-Za-z0-9._~+/=-]{12,}"), rf"\1 {MASK}"),
)


class Scrubber:
    """Knows the secrets of one run and takes them out of texts. Secrets can be added while it is in use."""

    def __init__(self, secrets: t.Iterable[str | None] = ()) -> None:
        self._forms: list[str] = []
        self._known: set[str] = set()
        self._lock = threading.Lock()
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str | None) -> None:
        """Take out this secret too, from now on."""
        if not secret or secret in self._known:
            return
        with self._lock:
            self._known.add(secret)
            # Longest first, so that a spelling that contains another is replaced whole.
            self._forms = sorted({*self._forms, *spellings(secret)}, key=len, reverse=True)

    def mask(self, text: str) -> str:
        """Return the text with every known secret, and what looks like one, masked."""
        text = self.known(text)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text

    def known(self, text: str) -> str:
        """Return the text with every known secret masked, and nothing else."""
        for spelling in self._forms:
            text = text.replace(spelling, MASK)
        return text

    def __call__(self, text: str, limit: int | None = None) -> str:
        """Return the text masked, on one line, without control characters, and cut to so many characters."""
        text = self.mask(text)
        if limit is not None:
            # Only now: a secret that is cut in two is not recognised.
            text = text[: 20 * limit]
        text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
        if limit is not None and len(text) > limit:
            text = text[: limit - 1].rstrip() + "…"
        return text
