# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""All mistakes of a description, collected and refused at once. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from ..errors import InputError, VeracityError

# So that a refusal stays readable, however much is wrong.
_MOST = 25
_LONGEST = 400
_LONGEST_VALUE = 80


class Mistakes:
    """The mistakes of one description. Each text begins with its place, such as ``containers[3].region: …``.

    ``unreadable`` are places whose values could not be taken: what else is said of them would only follow from that.
    """

    def __init__(self, texts: t.Iterable[str] = ()) -> None:
        self._texts = list(texts)
        self._unreadable: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._texts)

    @property
    def texts(self) -> list[str]:
        """The mistakes, each once."""
        return list(dict.fromkeys(self._texts))

    def add(self, place: str, text: str) -> None:
        """Note what is wrong at a place; an empty place is the description as a whole."""
        if not any(_related(place, other) for other in self._unreadable):
            self._texts.append(f"{place}: {text}" if place else text)

    def unreadable(self, place: str, text: str) -> None:
        """Note that the value at a place cannot be taken."""
        self.add(place, text)
        self._unreadable.add(place)

    def about(self, place: str) -> bool:
        """Return whether something is wrong at a place, or inside it."""
        return any(text.startswith((f"{place}:", f"{place}.", f"{place}[")) for text in self._texts)

    def described_once(self, place: str, names: t.Iterable[str]) -> None:
        """Note which entries of the list at a place have the name of an earlier one. An empty name is that of none."""
        seen: dict[str, int] = {}
        for number, name in enumerate(names):
            first = seen.setdefault(name.casefold(), number)
            if name and first != number:
                self.add(f"{place}[{number}]", f"{name} is described by {place}[{first}] already. Describe each once.")

    @contextlib.contextmanager
    def collected(self) -> t.Iterator[None]:
        """Note an InputError that is raised inside, and go on after it."""
        try:
            yield
        except InputError as error:
            place, colon, text = told(error).partition(": ")
            if colon:
                self.add(place, text)
            else:
                self.add("", f"{place}{text}")

    def error(self) -> InputError:
        """Return one error for all mistakes, of bounded length."""
        texts = [shortened(text, _LONGEST) for text in self.texts]
        if len(texts) == 1:
            return InputError(texts[0])
        more = [f"and {len(texts) - _MOST} more"] if len(texts) > _MOST else []
        lines = "\n".join(f"- {text}" for text in [*texts[:_MOST], *more])
        return InputError(
            f"{len(texts)} mistakes were found, and nothing was changed:\n{lines}", hint="Correct them, and run again."
        )

    def refuse(self) -> None:
        """Raise InputError when there are mistakes."""
        if self._texts:
            raise self.error()


@contextlib.contextmanager
def all_at_once() -> t.Iterator[Mistakes]:
    """Collect the mistakes that are found inside. Raises InputError with all of them at the end."""
    mistakes = Mistakes()
    yield mistakes
    mistakes.refuse()


def told(error: VeracityError) -> str:
    """Return what an error says, on one line with what to do."""
    return f"{error.summary} {error.hint}" if error.hint else error.summary


def within(place: str, option: str) -> str:
    """Return the place of an option inside another place."""
    return f"{place}.{option}" if place else option


def quoted(value: object) -> str:
    """Return a value for a message, in quotes and of bounded length."""
    return repr(shortened(value, _LONGEST_VALUE)) if isinstance(value, str) else shortened(repr(value), _LONGEST_VALUE)


def shortened(text: str, longest: int) -> str:
    """Return a text that is not longer than ``longest``."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _related(place: str, other: str) -> bool:
    """Return whether one place is the other, or lies inside it."""
    short, long = sorted((place, other), key=len)
    return long == short or (bool(short) and long.startswith((f"{short}.", f"{short}[")))
