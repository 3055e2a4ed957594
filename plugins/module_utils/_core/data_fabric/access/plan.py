# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Grants: the plan. Private: for use inside dnv.veracity only.

What a grant is: its container, user, rights, hours, and whether it is renewable. None of that can be changed, so a
change is a new grant, and after it the revocation of the old one.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..api.accesses import Access
from .description import GrantDescription
from .key_templates import Catalog

if t.TYPE_CHECKING:
    from ..api.accesses import KeyTemplate

# The comment of a grant that an application made for its own work. With the caller as its user it is neither replaced
# nor pruned.
OWN_USE = "For this application's own work (dnv.veracity)"


@dataclass(frozen=True)
class Policy:
    """What may be revoked in favour of what is described.

    ``replace``: other grants of the described users; ``prune``: grants of other users, of ``prune_others`` also those
    that others granted; ``fold``: duplicates.
    """

    replace: bool = True
    prune: bool = False
    prune_others: bool = False
    fold: bool = False


@dataclass(frozen=True)
class Situation:
    """What is there: the rows of a container, ids known as revoked, the time, and what can be granted.

    ``me`` gives the id of the caller. To find it out may need a call, so it is asked only where it matters.
    """

    container_id: str
    rows: t.Sequence[Access]
    revoked: t.Container[str]
    now: float
    catalog: Catalog
    me: t.Callable[[], str]

    def live(self) -> list[Access]:
        """Return the rows that give access, as far as is known."""
        return [row for row in self.rows if self.is_live(row)]

    def is_live(self, row: Access) -> bool:
        """Return whether a row gives access, as far as is known."""
        return row.usable(self.now) and row.id not in self.revoked


@dataclass(frozen=True)
class NewGrant:
    """A grant to be made: the number of its description, the template, and the row that it will be, without an id."""

    number: int
    description: GrantDescription
    template: KeyTemplate
    row: Access


@dataclass(frozen=True)
class GrantPlan:
    """What leads from the ``live`` rows of a container to what is described.

    ``holding``: for each description the row that fulfils it already, or None. ``kept``: live rows of described users
    that are left though nothing describes them. ``ending``: what shall be revoked and needs no call, because it is
    not renewed any more and only its key lives on. ``duplicates``: rows beside another one of the same identity.
    """

    live: tuple[Access, ...] = ()
    holding: tuple[Access | None, ...] = ()
    new: tuple[NewGrant, ...] = ()
    revocations: tuple[Access, ...] = ()
    ending: tuple[Access, ...] = ()
    kept: tuple[Access, ...] = ()
    duplicates: tuple[Access, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.new or self.revocations)


def plan(situation: Situation, descriptions: t.Sequence[GrantDescription], policy: Policy) -> GrantPlan:
    """Return what leads to the described grants, which have to be resolved. Pure.

    Raises StateError when a grant is to be made for which there is no key template.
    """
    live = situation.live()
    users: dict[str, list[Access]] = {description.user: [] for description in descriptions}
    others: list[Access] = []
    for row in live:
        users.get(row.user, others).append(row)
    holding: list[Access | None] = []
    new: list[NewGrant] = []
    revocations: list[Access] = []
    duplicates: list[Access] = []
    described: set[str] = set()
    for number, description in enumerate(descriptions):
        fitting = [row for row in users[description.user] if description.fits(row)]
        described.update(row.id for row in fitting)
        # A grant for own work fulfils a description, but it is nobody's duplicate.
        fitting = [row for row in fitting if not own_use(row, situation)] or fitting[:1]
        best = max(fitting, key=lambda row: (row.expires or 0.0) if row.key_valid(situation.now) else 0.0, default=None)
        holding.append(best)
        if best is None:
            new.append(_new_grant(number, description, situation))
            continue
        surplus = [row for row in fitting if row is not best]
        duplicates += surplus
        if policy.fold:
            revocations += [row for row in surplus if revocable(row) and row.granted_by == situation.me()]
    kept: list[Access] = []
    for row in (row for rows in users.values() for row in rows if row.id not in described):
        replaced = policy.replace and _removable(row, situation) and row.granted_by == situation.me()
        (revocations if replaced else kept).append(row)
    if policy.prune:
        revocations += [
            row
            for row in others
            if _removable(row, situation) and (policy.prune_others or row.granted_by == situation.me())
        ]
    return GrantPlan(
        tuple(live),
        tuple(holding),
        tuple(new),
        tuple(revocations),
        kept=tuple(kept),
        duplicates=tuple(duplicates),
    )


def plan_absence(situation: Situation, selection: GrantDescription) -> GrantPlan:
    """Return what ends the renewal of the selected grants; the selection has to be resolved. Pure."""
    selected = [row for row in situation.rows if selection.fits(row)]
    revocations = [row for row in selected if situation.is_live(row) and revocable(row)]
    revoked = {row.id for row in revocations}
    ending = [row for row in selected if row.key_valid(situation.now) and row.id not in revoked]
    gone = {row.id for row in (*revocations, *ending)}
    live = situation.live()
    return GrantPlan(
        tuple(live),
        revocations=tuple(revocations),
        ending=tuple(ending),
        kept=tuple(row for row in live if row.user == selection.user and row.id not in gone),
    )


def revocable(row: Access) -> bool:
    """Return whether a revocation has an effect: a key that is not renewed lives until it ends in any case."""
    return row.renewable or not row.claimed


def _removable(row: Access, situation: Situation) -> bool:
    """Return whether a row may be revoked because nothing describes it."""
    return revocable(row) and not own_use(row, situation)


def own_use(row: Access, situation: Situation) -> bool:
    """Return whether the caller made a grant for its own work."""
    return row.comment == OWN_USE and row.user == situation.me()


def _new_grant(number: int, description: GrantDescription, situation: Situation) -> NewGrant:
    """Return the grant to be made for a description."""
    template = description.template(situation.catalog)
    row = Access(
        id="",
        container_id=situation.container_id,
        user=description.user,
        rights=template.rights,
        hours=template.hours,
        renewable=bool(description.renewable),
        granted_by=situation.me(),
        template_id=template.id,
        ip_range=description.ip_range,
        comment=description.comment,
    )
    return NewGrant(number, description, template, row)
