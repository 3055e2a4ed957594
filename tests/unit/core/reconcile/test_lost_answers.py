# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes whose response may be lost."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    ConflictError,
    NotFoundError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile import lost_answers

LOST = AmbiguousError("The connection broke.")
UNKNOWN = "Whether the flag was raised"


class Leaping(Clock):
    """A clock that waits in no time."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


class Mast:
    """A mast whose answers are scripted: for each write whether it is applied, and what is raised then.

    ``late``: so many looks do not see yet what was written.
    """

    def __init__(self, *script: tuple[bool, Exception | None], late: int = 0) -> None:
        self.script = list(script)
        self.late = late
        self.flag: str | None = None
        self.writes = self.looks = 0
        self.clock = Leaping()

    def write(self, applied: t.Callable[[], bool]) -> str:
        self.writes += 1
        applies, error = self.script.pop(0)
        self.seen_by_client = applied()
        if applies:
            self.flag = "raised"
        if error is not None:
            raise error
        return "answered"

    def look(self) -> str | None:
        self.looks += 1
        return self.flag if self.looks > self.late else None

    def confirmed(self, **options: t.Any) -> str:
        return lost_answers.confirmed(self.write, self.look, clock=self.clock, unknown=UNKNOWN, **options)

    def removed(self) -> None:
        self.flag = self.flag or "raised"

        def remove() -> None:
            applies, error = self.script.pop(0)
            self.writes += 1
            self.flag = None if applies else self.flag
            if error is not None:
                raise error

        lost_answers.removed(remove, lambda: self.flag is None, clock=self.clock, unknown=UNKNOWN)


def test_answer_is_returned() -> None:
    mast = Mast((True, None))
    assert mast.confirmed() == "answered"
    assert (mast.writes, mast.clock.waited) == (1, [])


def test_client_gets_the_look() -> None:
    mast = Mast((True, None))
    mast.flag = "raised"
    mast.confirmed()
    assert mast.seen_by_client is True


# The first look is the client's, see Mast.write.
@pytest.mark.parametrize(("late", "waited"), [(0, []), (2, [lost_answers.PAUSE])])
def test_effect_of_a_lost_answer_is_found_and_not_asked_for_again(late: int, waited: list[float]) -> None:
    mast = Mast((True, LOST), late=late)
    assert mast.confirmed() == "raised"
    assert (mast.writes, mast.clock.waited) == (1, waited)


def test_effect_is_looked_for_as_long_as_the_caller_says() -> None:
    mast = Mast((True, LOST), late=4)
    assert mast.confirmed(attempts=1, pauses=lambda: [1.0] * 9) == "raised"
    assert (mast.writes, mast.clock.waited) == (1, [1.0] * 4)


def test_without_effect_it_is_sent_once_more() -> None:
    mast = Mast((False, LOST), (True, None))
    assert mast.confirmed() == "answered"
    assert mast.writes == 2


@pytest.mark.parametrize("attempts", [1, 2])
def test_what_does_not_show_is_not_known(attempts: int) -> None:
    mast = Mast(*[(False, LOST)] * attempts)
    with pytest.raises(
        UnknownStateError, match=f"^{UNKNOWN} is not known .The connection broke.* its effect is not visible"
    ):
        mast.confirmed(attempts=attempts)
    assert mast.writes == attempts


def test_refusal_is_raised() -> None:
    mast = Mast((False, ConflictError("It is there.")))
    mast.flag = "raised"
    with pytest.raises(ConflictError, match="It is there"):
        mast.confirmed()


@pytest.mark.parametrize("applied", [True, False])
def test_refusal_after_a_lost_answer_is_a_success_if_the_effect_is_there(applied: bool) -> None:
    # The effect is late: both looks after the lost answer miss it.
    mast = Mast((applied, LOST), (False, ConflictError("It is there.")), late=4)
    if applied:
        assert mast.confirmed() == "raised"
    else:
        with pytest.raises(ConflictError):
            mast.confirmed()


@pytest.mark.parametrize(
    "script",
    [
        [(True, None)],
        [(True, LOST)],
        [(False, LOST), (True, None)],
        [(True, NotFoundError("Gone."))],
    ],
)
def test_removal_succeeds_if_the_thing_is_gone(script: list[tuple[bool, Exception | None]]) -> None:
    mast = Mast(*script)
    mast.removed()
    assert mast.flag is None
    assert mast.writes == len(script)


def test_thing_that_is_there_although_it_was_not_found_is_a_failure() -> None:
    with pytest.raises(NotFoundError):
        Mast((False, NotFoundError("Gone."))).removed()


def test_removal_that_does_not_show_is_not_known() -> None:
    with pytest.raises(UnknownStateError, match=UNKNOWN):
        Mast((False, LOST), (False, LOST)).removed()
