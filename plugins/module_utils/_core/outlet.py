# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The one way out: what reaches a person or a file passes here. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from .scrub import Scrubber
from .spellings import parts

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
        shown = {name: value if name in secret else self.scrub.data(value) for name, value in found.items()}
        if isinstance(shown.get("msg"), str):
            shown["msg"] = self.text(shown["msg"])
        if isinstance(shown.get("diff"), dict):
            shown["diff"] = self._difference(shown["diff"])
        elif isinstance(shown.get("diff"), list):
            shown["diff"] = [self._difference(each) if isinstance(each, dict) else each for each in shown["diff"]]
        return shown

    def _difference(self, diff: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        """Return a difference whose headers are lines."""
        return {
            name: self.line(value) if name in _HEADERS and isinstance(value, str) else value
            for name, value in diff.items()
        }
