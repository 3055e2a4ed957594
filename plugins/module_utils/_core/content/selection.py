# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which files below a folder are meant, by patterns. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import fnmatch
import re
import typing as t

_WILDCARD = re.compile(r"[*?\[]")
_ROOT = re.compile(r"(?:\.?/)*")


class Selection:
    """The files that ``include`` and ``exclude`` select, by their paths below the folder. Case matters.

    A ``*`` also takes slashes. A slash at the beginning of a pattern, or ``./``, means the folder itself. A slash at
    the end means all that is below a folder, and so does a name without wildcards that turns out to be a folder.
    """

    def __init__(self, include: t.Iterable[str] | None = None, exclude: t.Iterable[str] | None = None) -> None:
        """Nothing in ``include`` selects all files."""
        self.include = tuple(include or ())
        self.exclude = tuple(exclude or ())
        self._forms = {pattern: forms(pattern) for pattern in self.include + self.exclude}
        self._met: set[str] = set()
        self._asked = False

    def takes(self, path: str) -> bool:
        """Return whether a file is selected. Notes which patterns met it."""
        self._asked = True
        excluded = self._fits(path, self.exclude)
        return (not self.include or self._fits(path, self.include)) and not excluded

    def leaves_out(self, folder: str) -> bool:
        """Return whether all that is below a folder is left out. ``folder`` ends with a slash."""
        return any(
            form.endswith("*") and fnmatch.fnmatchcase(folder, form)
            for pattern in self.exclude
            for form in self._forms[pattern]
        )

    def unmet(self) -> list[str]:
        """Return the patterns that met none of the files that there were, as ``exclude: tmp/*``."""
        options = {"include": self.include, "exclude": self.exclude}
        return [
            f"{option}: {pattern}"
            for option, patterns in options.items()
            for pattern in patterns
            if self._asked and pattern not in self._met
        ]

    def _fits(self, path: str, patterns: tuple[str, ...]) -> bool:
        """Return whether one of the patterns describes the path. Each pattern gets its chance to be met."""
        fits = False
        for pattern in patterns:
            if not (fits and pattern in self._met) and any(
                fnmatch.fnmatchcase(path, form) for form in self._forms[pattern]
            ):
                self._met.add(pattern)
                fits = True
        return fits


def forms(pattern: str) -> tuple[str, ...]:
    """Return a pattern as patterns of the shell for paths: one, or two when it can be a file or a folder."""
    inner = pattern[t.cast("re.Match[str]", _ROOT.match(pattern)).end() :]
    if inner in ("", "."):
        return ("*",) if pattern else ()
    if inner.endswith("/"):
        return (f"{inner.rstrip('/')}/*",)
    return (inner,) if _WILDCARD.search(inner) else (inner, f"{inner}/*")
