# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The key template for the requested rights and duration. Private: for use inside dnv.veracity only.

The ids of templates are published nowhere, so the list is read at run time.
"""

from __future__ import annotations

import threading
import typing as t

from ...api_fields import guid_or_none
from ...errors import InputError
from ..api.accesses import RIGHTS, Accesses, KeyTemplate
from .durations import Duration, spell


class Catalog:
    """The key templates that there are. Every method that chooses raises InputError when there is none such."""

    def __init__(self, templates: t.Iterable[KeyTemplate]) -> None:
        self.templates = list(templates)
        self._by_id = {template.id: template for template in self.templates}

    def get(self, identifier: str | None) -> KeyTemplate | None:
        """Return the template with the id, None when there is none any more."""
        return self._by_id.get(identifier or "")

    def called(self, option: str) -> KeyTemplate:
        """Return the template with an id or a name; upper and lower case make no difference."""
        by_id = self.get(guid_or_none(option))
        if by_id is not None:
            return by_id
        found = [template for template in self.templates if template.name.casefold() == option.strip().casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(
                f"key_template: {len(found)} key templates have the name {option!r}.",
                hint=f"Set one of their ids: {', '.join(template.id for template in found)}.",
            )
        raise InputError(f"key_template: no key template has the id or the name {option!r}.", hint=self._offer())

    def exact(self, rights: t.Collection[str], duration: Duration) -> KeyTemplate:
        """Return the template of exactly these rights whose hours are the duration, or nearest to it."""
        found = [template for template in self.templates if template.rights == set(rights)]
        return self._nearest(found, rights, duration, "exactly the rights")

    def has(self, rights: t.Collection[str] | None, duration: Duration | None) -> bool:
        """Return whether there is a template of exactly these rights and the duration; True without one of them."""
        if rights is None or duration is None:
            return True
        return any(item.rights == set(rights) and duration.covers(item.hours) for item in self.templates)

    def least(self, rights: t.Collection[str], duration: Duration) -> KeyTemplate:
        """Return, of the templates that have these rights and the duration, the one with the fewest rights."""
        found = [template for template in self.templates if template.rights >= set(rights)]
        fewest = min((len(item.rights) for item in found if duration.covers(item.hours)), default=0)
        return self._nearest([item for item in found if len(item.rights) == fewest], rights, duration, "the rights")

    def offers_less(self, rights: t.Collection[str], duration: Duration, than: t.Collection[str]) -> bool:
        """Return whether a grant can have these rights and the duration, and allow less than others do."""
        return any(
            set(rights) <= template.rights < set(than) for template in self.templates if duration.covers(template.hours)
        )

    def _nearest(
        self, templates: list[KeyTemplate], rights: t.Collection[str], duration: Duration, what: str
    ) -> KeyTemplate:
        """Return the template that comes nearest to the duration."""
        found = [template for template in templates if duration.covers(template.hours)]
        if not found:
            raise InputError(
                f"No key template has {what} {spelled(rights)} and the duration {duration}.", hint=self._offer()
            )
        return min(found, key=lambda template: abs(template.hours - duration.nearest))

    def _offer(self) -> str:
        """Return for people what there is."""
        if not self.templates:
            return "Data Fabric offers no key templates. Ask support@veracity.com."
        offer: dict[str, list[int]] = {}
        for template in self.templates:
            offer.setdefault(spelled(template.rights), []).append(template.hours)
        kinds = (f"{kind} ({', '.join(dict.fromkeys(map(spell, sorted(hours))))})" for kind, hours in offer.items())
        return f"Available: {'; '.join(kinds)}. Use one of them. veracity_key_template_info returns their ids."


def in_order(rights: t.Collection[str]) -> list[str]:
    """Return rights in the order in which they are always shown: read, write, delete, list."""
    return [right for right in RIGHTS if right in rights]


def spelled(rights: t.Collection[str]) -> str:
    """Return rights for people: ``read+list``."""
    return "+".join(in_order(rights)) or "none"


def public(template: KeyTemplate) -> dict[str, t.Any]:
    """Return a template as results show it."""
    return {
        "id": template.id,
        "name": template.name,
        "rights": in_order(template.rights),
        "duration_hours": template.hours,
        "duration": spell(template.hours),
    }


class Templates:
    """The key templates of a task, read once; and once more when one of them is refused. Threads may share it."""

    def __init__(self, accesses: Accesses) -> None:
        self._accesses = accesses
        self._guard = threading.Lock()
        self._first: Catalog | None = None
        self._second: Catalog | None = None

    def catalog(self) -> Catalog:
        """Return the templates as last read. Raises what the client raises."""
        with self._guard:
            if self._first is None:
                self._first = Catalog(self._accesses.templates())
            return self._second or self._first

    def again(self) -> Catalog:
        """Return the templates as they are now, read at most once for all who ask."""
        with self._guard:
            if self._second is None:
                self._second = Catalog(self._accesses.templates())
            return self._second
