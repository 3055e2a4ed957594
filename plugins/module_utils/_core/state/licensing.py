# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Giving, changing and taking licences away, and waiting until it shows. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..api.tenants import Licence, Tenants
from ..clock import Clock
from ..errors import AmbiguousError, ApiError, ConflictError, UnknownStateError, VeracityError, WaitTimeoutError
from . import licences
from .licences import Place, Work
from .parallel import each
from .waiting import Patience, polls

_AGAIN = "Run again later: what is there then is compared anew."


def apply(
    works: t.Sequence[Work],
    api: Tenants,
    place: Place,
    clock: Clock,
    patience: Patience,
    progress: t.Callable[[str], None],
    concurrency: int,
) -> None:
    """Carry out the plans, and wait until they show. What fails is told in the ``error`` of its work."""

    def write(work: Work) -> None:
        try:
            _Licensing(work, api, place, clock, patience, progress).run()
        except VeracityError as error:
            level = work.description.access_level
            if isinstance(error, ApiError) and error.status == 400 and level is not None:
                error.hint = f"Check that the application has the access level {level}."
            work.fail(error)

    for _work in each(write, [work for work in works if work.plan.changed], concurrency):
        pass


class _Licensing:
    """Carries out the plan of one licence, step by step, each on what the one before has brought about."""

    def __init__(
        self,
        work: Work,
        api: Tenants,
        place: Place,
        clock: Clock,
        patience: Patience,
        progress: t.Callable[[str], None],
    ) -> None:
        self._work = work
        self._api = api
        self._place = place
        self._clock = clock
        self._patience = patience
        self._progress = progress
        self._doubt: AmbiguousError | None = None

    def run(self) -> None:
        """Do everything. Raises VeracityError."""
        steps = [step.action for step in self._work.plan.steps]
        if steps[0] == "create":
            steps = self._create(steps[1:])
        for step in steps:
            self._change(step)
        if self._patience.wait or self._doubt is not None:
            self._work.licence = self._seen()

    def _create(self, rest: list[str]) -> list[str]:
        """Ask for the licence, and return what is to be done after that.

        Once only: a lost answer is looked for, and so is a licence that somebody else asked for at the same moment.
        """
        try:
            self._api.add_licence(*self._where, t.cast(Licence, self._work.plan.after))
        except ConflictError as error:
            found = self._until(lambda seen: seen is not None)
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
        return rest

    def _change(self, step: str) -> None:
        """Take one step after the licence is there, or take it away."""
        entity, wanted = self._work.description.entity, self._work.plan.after
        if step == "delete":
            self._api.remove_licence(*self._where, entity)
        elif step == "update" and wanted is not None and wanted.access_level is not None:
            self._api.set_access_level(*self._where, entity, wanted.access_level)
        elif step == "patch":
            self._patch()
        self._work.written = self._work.written or self._doubt is None

    def _patch(self) -> None:
        """Ask for the changes of properties, by the places that they have now. Waits for a licence that is new."""
        current = self._until(lambda seen: seen is not None, patience=self._long)
        if current is None:
            raise self._late()
        operations = licences.patch(current.properties, self._work.description)
        if operations:
            try:
                self._api.patch_licence(*self._where, self._work.description.entity, operations)
            except AmbiguousError as error:
                self._doubt = error

    def _seen(self) -> Licence | None:
        """Return the licence as it is in the end. Raises when it is not as described in time."""
        description = self._work.description
        seen = self._until(lambda seen: not licences.plan(seen, description).changed)
        if not licences.plan(seen, description).changed:
            self._work.written = True
            return seen
        if self._doubt is not None:
            raise _unknown("the change of its properties", self._doubt)
        raise self._late()

    def _late(self) -> WaitTimeoutError:
        """Return the error for what does not show in time."""
        return WaitTimeoutError(
            f"Veracity accepted the change, but it does not show after {self._patience.timeout:g} s.",
            hint="Run again later, or raise wait_timeout. What does not show in the end was refused: Veracity tells "
            "the outcome in domain events only.",
        )

    @property
    def _where(self) -> tuple[str, str]:
        return self._place.tenant, self._place.application

    @property
    def _long(self) -> Patience:
        """How long to wait for what the next step needs, whether or not the end is waited for."""
        return Patience(True, self._patience.timeout, self._patience.interval)

    def _until(self, shown: t.Callable[[Licence | None], bool], *, patience: Patience | None = None) -> Licence | None:
        """Return the licence as soon as it is as it should be, or as it is when the time is over."""
        description = self._work.description
        seen = self._api.licence(*self._where, description.entity, description.kind)
        if shown(seen):
            return seen
        for _pause in polls(
            self._clock, patience or self._patience, self._progress, lambda: f"the licence of {description.name}"
        ):
            seen = self._api.licence(*self._where, description.entity, description.kind)
            if shown(seen):
                break
        return seen


def _unknown(what: str, error: AmbiguousError) -> UnknownStateError:
    """Return the error for a write of which neither an answer nor an effect can be seen."""
    return UnknownStateError(
        f"Veracity did not confirm {what}, and it does not show. It may have been made all the same, so it is not "
        "asked for again.",
        hint=_AGAIN,
        exchange=error.exchange,
    )
