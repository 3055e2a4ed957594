# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The key templates: which rights for how long can be shared."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from .inputs import BadInputError, flag, guid, items, json_object, text, whole_number
from .settings import Settings

RIGHTS = ("read", "write", "delete", "list")
"""In the order of attribute1 to attribute4."""

_KINDS = (
    ("Write", ("write",)),
    ("List", ("list",)),
    ("Read and list", ("read", "list")),
    ("Read, write and list", ("read", "write", "list")),
    ("Read, write, delete and list", RIGHTS),
)
_HOURS = (1, 8)
_MONTHS = (1, 2, 3, 4, 5, 6)


def attributes(rights: Collection[str]) -> dict[str, bool]:
    """Return rights as attribute1 to attribute4."""
    return {f"attribute{position}": right in rights for position, right in enumerate(RIGHTS, 1)}


@dataclass(frozen=True)
class KeyTemplate:
    """One template; it lasts ``hours`` and ``months``, of which one is zero."""

    id: str
    name: str
    description: str
    rights: tuple[str, ...]
    hours: int = 0
    months: int = 0
    system: bool = False

    def total_hours(self, hours_per_month: int) -> int:
        """Return how long a key lasts."""
        return self.hours + self.months * hours_per_month

    def view(self, hours_per_month: int) -> dict[str, t.Any]:
        """Return it as the KeyTemplateVM of the Data API."""
        return {
            "id": self.id,
            "name": self.name,
            "totalHours": self.total_hours(hours_per_month),
            "isSystemKey": self.system,
            "description": self.description,
            **attributes(self.rights),
        }


class KeyTemplates:
    """The templates on offer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._templates: list[KeyTemplate] = []
        self.reset()

    def reset(self) -> None:
        """Go back to the documented templates, with new ids."""
        self._templates = list(_documented())

    def view(self) -> list[dict[str, t.Any]]:
        """Return all as the Data API lists them."""
        return [template.view(self._settings.hours_per_month) for template in self._templates]

    def find(self, template_id: str) -> KeyTemplate | None:
        """Return the template with that id in lower case."""
        return next((template for template in self._templates if template.id == template_id), None)

    def total_hours(self, template: KeyTemplate) -> int:
        """Return how long the keys of a template last."""
        return template.total_hours(self._settings.hours_per_month)

    def matching(self, rights: Collection[str], hours: int) -> KeyTemplate | None:
        """Return the first template with exactly these rights and hours."""
        for template in self._templates:
            if set(template.rights) == set(rights) and self.total_hours(template) == hours:
                return template
        return None

    def replace(self, descriptions: t.Any) -> None:
        """Offer other templates, None stands for those of the start; raises ValueError when one is not understood."""
        if descriptions is None:
            self.reset()
        else:
            self._templates = [_described(entry) for entry in items("the body", descriptions)]


def _documented() -> t.Iterator[KeyTemplate]:
    for kind, rights in _KINDS:
        lengths = [("hours", count) for count in _HOURS] + [("months", count) for count in _MONTHS]
        for unit, count in lengths:
            name = f"{kind} key, {count} {unit.removesuffix('s') if count == 1 else unit}"
            template_id = str(uuid.uuid4())
            hours, months = (count, 0) if unit == "hours" else (0, count)
            yield KeyTemplate(template_id, name, f"{name}, for a container", rights, hours, months)


def _described(value: t.Any) -> KeyTemplate:
    names = attributes(())
    parts = json_object(value, {"id", "totalHours", *names}, {"name", "description", "isSystemKey"})
    rights = tuple(right for name, right in zip(names, RIGHTS, strict=True) if flag(name, parts[name]))
    if not rights:
        raise BadInputError("a template gives at least one right")
    return KeyTemplate(
        id=guid("id", parts["id"]),
        name=text("name", parts.get("name", "")),
        description=text("description", parts.get("description", "")),
        rights=rights,
        hours=whole_number("totalHours", parts["totalHours"]),
        system=flag("isSystemKey", parts.get("isSystemKey", False)),
    )
