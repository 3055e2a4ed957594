# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Naming and removing one data steward, whatever becomes of the answers. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import AmbiguousError, ApiError, NotFoundError, StateError, UnknownStateError, VeracityError
from .api.stewards import Steward, Stewardship
from .containers.targets import only_for

if t.TYPE_CHECKING:
    from ..clock import Clock

OWNER_ONLY = "Only the owner of a container can name its data stewards, and remove them: run as the owner."
# Seconds until a look is repeated after a lost answer: the request may still be carried out.
_PAUSE = 2.0
_REASONS = (
    "Veracity takes nobody as a data steward whom Data Fabric does not know, and takes this from the owner of the "
    "container only. Check user, and run as the owner."
)


class RemovedError(StateError):
    """A steward was removed to be named anew, and is not named."""


class Naming:
    """Names stewards and removes them. Threads may share it. Every method raises what the client raises."""

    def __init__(self, api: Stewardship, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    def appoint(self, container_id: str, wanted: Steward) -> tuple[Steward, bool]:
        """Make a user a data steward with a comment. Returns the steward, and whether it was this that made him so.

        Veracity documents both that a steward who is there is changed and that one is refused (400). Where it refuses,
        the steward is removed and named anew; when that fails, it is a RemovedError.
        """
        try:
            return self._ask(container_id, wanted), True
        except ApiError as error:
            if error.status != 400:
                raise
            refusal = error
        there = self._find(container_id, wanted.user)
        if there is None:
            refusal.hint = _REASONS
            raise refusal
        if there.comment == wanted.comment:
            return there, False
        self.dismiss(container_id, wanted.user)
        try:
            return self._ask(container_id, wanted), True
        except VeracityError as error:
            raise RemovedError(
                f"The data steward {wanted.user} was removed to be named anew with another comment, and that failed: "
                f"{error.summary}",
                hint="Run again to have the user named.",
                exchange=error.exchange,
            ) from None

    def dismiss(self, container_id: str, user: str) -> None:
        """Remove a data steward. One who is gone meanwhile is fine; that the container is gone is a NotFoundError."""
        with only_for(OWNER_ONLY):
            try:
                self._api.dismiss(container_id, user)
                return
            except (NotFoundError, AmbiguousError) as error:
                refusal = error
            if self._find(container_id, user) is None:
                return
            if isinstance(refusal, NotFoundError):
                raise refusal
            try:
                self._api.dismiss(container_id, user)
            except NotFoundError:
                # The request whose answer was lost has been carried out meanwhile.
                if self._find(container_id, user) is not None:
                    raise

    def _ask(self, container_id: str, wanted: Steward) -> Steward:
        """Send the request, once more when its answer is lost and it has no effect.

        Raises UnknownStateError when there is none then either.
        """

        def ask() -> Steward:
            return self._api.appoint(
                container_id,
                wanted.user,
                wanted.comment,
                applied=lambda: self._find_as(container_id, wanted) is not None,
            )

        with only_for(OWNER_ONLY):
            try:
                return ask()
            except AmbiguousError:
                found = self._patiently(container_id, wanted)
            if found is not None:
                return found
            try:
                return ask()
            except AmbiguousError as error:
                found = self._patiently(container_id, wanted)
                if found is not None:
                    return found
                raise UnknownStateError(
                    f"Whether {wanted.user} was made a data steward is not known ({error.summary.rstrip('.')}), and it "
                    "does not show.",
                    hint="Run again. The next run looks first.",
                    exchange=error.exchange,
                ) from None

    def _patiently(self, container_id: str, wanted: Steward) -> Steward | None:
        """Return the steward as wanted; look again in a while when there is none such."""
        for pause in (0.0, _PAUSE):
            self._clock.sleep(pause)
            found = self._find_as(container_id, wanted)
            if found is not None:
                return found
        return None

    def _find_as(self, container_id: str, wanted: Steward) -> Steward | None:
        """Return the steward as wanted, with the comment."""
        found = self._find(container_id, wanted.user)
        return found if found is not None and found.comment == wanted.comment else None

    def _find(self, container_id: str, user: str) -> Steward | None:
        """Return the steward that a user is."""
        return next((steward for steward in self._api.all(container_id) if steward.user == user), None)
