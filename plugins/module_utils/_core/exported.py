# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What the export of each product has in common. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import fnmatch
import typing as t
from dataclasses import dataclass, field

from .yaml_text import Noted

Mask = t.Callable[[str], str]


@dataclass(frozen=True)
class Selection:
    """What is exported: what matches one of the ``names`` (shell patterns) and one of the ``tags``.

    Without names or tags everything does. ``only_owned``: only what the caller owns.
    """

    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    only_owned: bool = False

    @property
    def is_part(self) -> bool:
        """Whether some things are not exported for their names or tags."""
        return bool(self.names or self.tags)

    def takes(self, names: t.Iterable[str], tags: t.Iterable[str] = ()) -> bool:
        """Return whether something with one of these names, and with these tags, is exported. Case is ignored."""
        folded, titles = [name.casefold() for name in names], {tag.casefold() for tag in tags}
        by_name = not self.names or any(
            fnmatch.fnmatchcase(name, pattern.casefold()) for name in folded for pattern in self.names
        )
        return by_name and (not self.tags or any(tag.casefold() in titles for tag in self.tags))


@dataclass
class People:
    """Who is who, for comments: names by id. ``given`` by the user, ``known`` from what was read."""

    given: t.Mapping[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def who(self, identifier: str | None) -> str:
        """Return who has an id, empty if that is not known."""
        return self.given.get(identifier or "") or self.known.get(identifier or "") or ""

    def learn(self, identifier: str, *words: str) -> None:
        """Note who has an id: a name, and what else tells people apart."""
        text = ", ".join(dict.fromkeys(word for word in words if word))
        if text and identifier:
            self.known.setdefault(identifier, text)


def person(name: str | None, email: str | None) -> str:
    """Return a person for a comment: the name with the address, or the one that there is."""
    return f"{name} <{email}>" if name and email else name or email or ""


@dataclass
class Exported:
    """The variables of a role with comments, what is not in them and why, and how much there is of what."""

    variables: dict[str, t.Any] = field(default_factory=dict)
    omitted: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


class Entry:
    """Collects the options of one described thing. What is empty is left out, and what is secret, with a comment."""

    def __init__(self, mask: Mask, options: t.Mapping[str, t.Any] | None = None) -> None:
        self._mask = mask
        self.options: dict[str, t.Any] = dict(options or {})
        self.remarks: list[str] = []

    def put(self, name: str, value: t.Any, beside: str = "") -> None:
        """Set an option, with a comment beside it, unless its value is empty or secret."""
        if value is None or value in ("", [], {}, ()):
            return
        if self.is_secret(value):
            self.remarks.append(f"{name} is not exported: it contains what looks like a secret.")
            return
        self.options[name] = Noted(value, self._mask(beside)) if beside else value

    def is_secret(self, value: t.Any) -> bool:
        """Return whether there is a secret in a text, or in one at any depth."""
        if isinstance(value, Noted):
            return self.is_secret(value.value)
        if isinstance(value, dict):
            return any(self.is_secret(item) for pair in value.items() for item in pair)
        if isinstance(value, (list, tuple)):
            return any(map(self.is_secret, value))
        return isinstance(value, str) and self._mask(value) != value

    def without(self, name: str, why: str) -> None:
        """Note why an option is left out, and leave it out."""
        self.options.pop(name, None)
        self.remarks.append(f"{name} is not exported: {why}")

    def noted(self, *above: str) -> t.Any:
        """Return the options with the comments."""
        comments = tuple(self._mask(text) for text in (*above, *self.remarks) if text)
        return Noted(self.options, above=comments) if comments else self.options


def listing(names: t.Iterable[str], most: int = 20) -> str:
    """Return names for a sentence, sorted, and how many more there are."""
    found = sorted(names)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return f"{', '.join(found[:most])}{more}"
