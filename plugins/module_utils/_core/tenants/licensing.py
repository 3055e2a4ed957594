# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Giving, changing and taking licences away, and waiting until it shows. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from ..errors import AmbiguousError, ApiError, ConflictError, UnknownStateError, VeracityError, WaitTimeoutError
from ..reconcile.locks import alone
from ..reconcile.parallel import each
from ..reconcile.polling import WaitOptions, until
from . import licenses as licences
from .api import Licence, Tenants
from .licenses import Place, Work
from .unseen_patches import UnseenPatches

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_AGAIN = "Run again later: what is there then is compared anew."
# With these an API says that a change does not go with what is there.
_AT_ODDS = (400, 409, 412, 422)


class Licensing:
    """Plans and gives licences of one application. Runs of one computer take turns."""

    def __init__(self, task: Task, client: Client, place: Place) -> None:
        """Raises InputError for options that cannot be meant."""
        self._task = task
        self._client = client
        self._place = place
        self._waiting = WaitOptions.of(task.params)
        self.api = Tenants(client, task.params["graph_path"])

    def carry_out(self, look: t.Callable[[], list[Work]], concurrency: int) -> list[Work]:
        """Return the works that ``look`` finds, done unless the task is in check mode.

        What fails is told in the ``error`` of its work. ``look`` is called again once it is this run's turn, because
        another run may have done the same meanwhile.
        """
        works = look()
        if self._task.check_mode or not any(work.plan.changed for work in works):
            return works
        thing = f"{self._place.tenant}/{self._place.application}"
        with alone(
            self._task, self._client.identity, "licenses", "licences", thing=thing, longest=self._waiting.timeout
        ):
            works = look()
            self._apply(works, concurrency)
        return works

    def _apply(self, works: t.Sequence[Work], concurrency: int) -> None:
        """Carry out the plans, and wait until they show."""
        unseen = UnseenPatches(self._task, self._client, self._place)

        def write(work: Work) -> None:
            try:
                _Giving(work, self.api, self._place, self._task, self._waiting, unseen).run()
            except VeracityError as error:
                work.fail(error)

        for _work in each(write, [work for work in works if work.plan.changed], concurrency):
            pass


class _Giving:
    """Carries out the plan of one licence, step by step, each on what the one before has brought about."""

    def __init__(
        self, work: Work, api: Tenants, place: Place, task: Task, waiting: WaitOptions, unseen: UnseenPatches
    ) -> None:
        self._work = work
        self._api = api
        self._place = place
        self._clock = task.clock
        self._progress = task.progress
        self._waiting = waiting
        self._unseen = unseen
        self._doubt: AmbiguousError | None = None

    def run(self) -> None:
        """Do everything. Raises VeracityError."""
        steps = [step.action for step in self._work.plan.steps]
        if steps[0] == "create":
            steps = self._create(steps[1:])
        for step in steps:
            self._change(step)
        if self._work.plan.changed and (self._waiting.wait or self._doubt is not None):
            self._work.licence = self._seen()

    def _create(self, rest: list[str]) -> list[str]:
        """Ask for the licence, and return what is to be done after that.

        Once only: a lost answer is looked for, and so is a licence that somebody else asked for at the same moment.
        """
        try:
            with _level(self._work.description.access_level):
                self._api.add_licence(
                    *self._where, t.cast(Licence, self._work.plan.after), applied=lambda: self._now() is not None
                )
        except ConflictError as error:
            found = self._until(lambda seen: seen is not None, waiting=self._long)
            if found is None:
                raise WaitTimeoutError(
                    "Veracity says that the entity has it already, and does not show it.",
                    hint=_AGAIN,
                    exchange=error.exchange,
                ) from None
            self._work.follow(found)
            return [step.action for step in self._work.plan.steps]
        except AmbiguousError as error:
            found = self._until(lambda seen: seen is not None)
            if found is None:
                raise _unknown("that it was given", error) from None
            self._work.written = True
            return [step.action for step in licences.plan(found, self._work.description).steps]
        self._work.written = True
        self._unseen.over(self._work.description.entity)
        return rest

    def _change(self, step: str) -> None:
        """Take one step after the licence is there, or take it away."""
        entity, wanted = self._work.description.entity, self._work.plan.after
        if step == "patch":
            self._patch()
            return
        if step == "delete":
            self._api.remove_licence(*self._where, entity)
            self._unseen.over(entity)
        elif step == "update" and wanted is not None and wanted.access_level is not None:
            with _level(wanted.access_level):
                self._api.set_access_level(*self._where, entity, wanted.access_level)
        self._work.written = True

    def _patch(self) -> None:
        """Ask for the changes of properties, by the places that they have now. Waits for a licence that is new.

        A change that is refused was probably planned on what somebody else has changed since. Then it is waited, within
        the time of the task, until that shows, and planned again.
        """
        entity, start = self._work.description.entity, self._clock.monotonic()
        current = self._until(self._settled, waiting=self._long)
        while True:
            if current is None:
                raise self._late()
            operations = licences.patch(current.properties, self._work.description)
            if not operations:
                # Another run was first.
                self._follow(current)
                return
            try:
                self._ask(entity, current, operations)
            except ApiError as error:
                left = self._waiting.timeout - (self._clock.monotonic() - start)
                if error.status not in _AT_ODDS or left <= 0:
                    raise
                refused = current.properties
                current = self._until(
                    _other_than(refused),
                    waiting=WaitOptions(True, left, self._waiting.interval),
                )
                if current is not None and current.properties == refused:
                    raise
                if current is not None:
                    self._follow(current)
            else:
                return

    def _ask(self, entity: str, current: Licence, operations: list[dict[str, t.Any]]) -> None:
        """Send changes of properties. Raises ApiError when they are refused."""
        self._unseen.asked(entity, current.properties)
        try:
            self._api.patch_licence(
                *self._where,
                entity,
                operations,
                applied=lambda: (self._now() or current).properties != current.properties,
            )
        except AmbiguousError as error:
            self._doubt = error
        except VeracityError:
            self._unseen.over(entity)
            raise
        else:
            self._work.written = True

    def _settled(self, seen: Licence | None) -> bool:
        """Return whether a licence is there, with the effect of the last change that this computer asked for."""
        return seen is not None and not self._unseen.expected(self._work.description.entity, seen.properties)

    def _follow(self, current: Licence) -> None:
        """Plan again, from what is there now, unless this run has had a part in it."""
        if not self._work.written:
            self._work.follow(current)

    def _seen(self) -> Licence | None:
        """Return the licence as it is in the end. Raises when it is not as described in time."""
        description = self._work.description
        seen = self._until(lambda seen: not licences.plan(seen, description).changed)
        if not licences.plan(seen, description).changed:
            self._work.written = True
            self._unseen.over(description.entity)
            return seen
        if self._doubt is not None:
            raise _unknown("the change of its properties", self._doubt)
        raise self._late()

    def _late(self) -> WaitTimeoutError:
        """Return the error for what does not show in time."""
        return WaitTimeoutError(
            f"Veracity accepted the change, but it does not show after {self._waiting.timeout:g} s.",
            hint="Run again later, or raise wait_timeout. What does not show in the end was refused: Veracity tells "
            "the outcome in domain events only.",
        )

    @property
    def _where(self) -> tuple[str, str]:
        return self._place.tenant, self._place.application

    @property
    def _long(self) -> WaitOptions:
        """How long to wait for what the next step needs, whether or not the end is waited for."""
        return WaitOptions(True, self._waiting.timeout, self._waiting.interval)

    def _until(
        self, shown: t.Callable[[Licence | None], bool], *, waiting: WaitOptions | None = None
    ) -> Licence | None:
        """Return the licence as soon as it is as it should be, or as it is when the time is over."""
        description = self._work.description
        pauses = (waiting or self._waiting).pauses(
            self._clock, lambda: f"the licence of {description.name}", self._progress
        )
        return until(self._now, shown, clock=self._clock, pauses=pauses)

    def _now(self) -> Licence | None:
        """Return the licence as it shows now."""
        description = self._work.description
        return self._api.licence(*self._where, description.entity, description.kind)


def _other_than(properties: t.Sequence[tuple[str, str]]) -> t.Callable[[Licence | None], bool]:
    """Return a check that a license is gone, or has other properties."""
    return lambda seen: seen is None or seen.properties != properties


@contextlib.contextmanager
def _level(level: str | None) -> t.Iterator[None]:
    """Say in the hint of a refused call that the access level in it may be what is wrong."""
    try:
        yield
    except ApiError as error:
        if error.status == 400 and level is not None:
            error.hint = f"Check that the application has the access level {level}."
        raise


def _unknown(what: str, error: AmbiguousError) -> UnknownStateError:
    """Return the error for a write of which neither an answer nor an effect can be seen."""
    return UnknownStateError(
        f"Veracity did not confirm {what}, and it does not show. It may have been made all the same, so it is not "
        "asked for again.",
        hint=_AGAIN,
        exchange=error.exchange,
    )
