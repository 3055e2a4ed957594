# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The one way out: what reaches a person or a file passes here. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from .encodings import parts
from .scrubber import Scrubber

Sink = t.Callable[[str], None]

# Where results hold texts that are printed as they are.
_HEADERS = ("before_header", "after_header")


def _ignore(text: str) -> None:
    """Do nothing with the text."""


class Outlet:
    """Masks every secret that it was told, removes control characters, and passes the rest on."""

    def __init__(
        self, *, register: Sink = _ignore, warn: Sink = _ignore, log: Sink = _ignore, progress: Sink = _ignore
    ) -> None:
        """``register`` is told every secret as soon as it is known, ``warn`` what the user should see with the result.

        ``log`` is told a line per request, ``progress`` a line before each wait and while the work goes on.
        """
        self.scrub = Scrubber()
        self._register = register
        self._warn = warn
        self._log = log
        self._progress = progress

    def learn(self, secret: str) -> None:
        """Mask a secret from now on."""
        self.scrub.add(secret)
        for part in parts(secret):
            self.scrub.add(part)
        self._register(secret)

    def warn(self, text: str) -> None:
        """Show a warning."""
        self._warn(self.line(text))

    def log(self, text: str) -> None:
        """Show a line to those who asked for details."""
        self._log(self.line(text))

    def progress(self, text: str) -> None:
        """Show a line while the work goes on."""
        self._progress(self.line(text))

    def line(self, text: str) -> str:
        """Return a text on one line, as it may be shown."""
        return self.scrub(text)

    def text(self, text: str) -> str:
        """Return a text that may have several lines, as it may be shown."""
        return self.scrub.text(text)

    def result(self, found: t.Mapping[str, t.Any], secret: t.Container[str] = ()) -> dict[str, t.Any]:
        """Return a result as it may be shown, apart from the documented ``secret`` keys."""
        return {name: value if name in secret else self._shown(name, value) for name, value in found.items()}

    def _shown(self, name: str, value: t.Any) -> t.Any:
        """Return a part of a result: messages are text, and the headers of differences are lines."""
        if name == "msg" and isinstance(value, str):
            return self.text(value)
        if name in _HEADERS and isinstance(value, str):
            return self.line(value)
        if name == "diff" and isinstance(value, list):
            return [self._shown(name, each) for each in value]
        if name == "diff" and isinstance(value, dict):
            return {key: self._shown(key, side) for key, side in value.items()}
        return self.scrub.data(value)
