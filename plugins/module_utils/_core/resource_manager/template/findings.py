# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a check finds: errors and warnings, each with its path. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import difflib
import typing as t

from ...errors import InputError
from .secret_values import masked

_MOST = 20
_CORRECT = "Correct it there, and run again."

# Keys (str) and positions (int), from the outside in.
Path = tuple[t.Any, ...]


class Findings:
    """Collects what is wrong, so that all of it is said at once, without the ``secrets`` that are known."""

    def __init__(self, secrets: t.Sequence[str] = ()) -> None:
        self._secrets = secrets
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def error(self, path: Path, text: str) -> None:
        """Note what makes the template useless."""
        self.errors.append(masked(f"{shown(path)}: {text}", self._secrets))

    def warn(self, path: Path, text: str) -> None:
        """Note what the user should know."""
        self.warnings.append(masked(f"{shown(path)}: {text}", self._secrets))

    def kind_of(self, value: object) -> str:
        """Return what a value is, as words for a sentence. A secret is hidden before a long text is cut."""
        return kind_of(masked(value, self._secrets) if isinstance(value, str) else value)

    def quoted(self, value: object) -> str:
        """Return a name in quotes, without the secrets."""
        return repr(masked(value, self._secrets))

    def check(self, what: str) -> None:
        """Raise InputError with all errors, when there are any."""
        errors = list(dict.fromkeys(self.errors))
        if not errors:
            return
        lines = errors[:_MOST]
        if len(errors) > _MOST:
            lines.append(f"and {len(errors) - _MOST} more")
        if len(lines) == 1:
            raise InputError(f"{what}: {lines[0]}", hint=_CORRECT)
        raise InputError(
            f"{what}: {len(errors)} mistakes, and nothing was sent.\n  " + "\n  ".join(lines), hint=_CORRECT
        )


def shown(path: Path) -> str:
    """Return a path as people write it: ``resources[1].sections.properties.clientType``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "the document"


def kind_of(value: object) -> str:
    """Return what a value is, as words for a sentence."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    return "a list" if isinstance(value, list) else "an object" if isinstance(value, dict) else type(value).__name__


def closest(word: str, known: t.Iterable[str]) -> str:
    """Return a question that names the word that was probably meant, with a space before it; nothing when unsure."""
    by_lower = {each.lower(): each for each in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.75)
    return f" Did you mean {by_lower[found[0]]}?" if found else ""
