# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What there is in Data Fabric, as the variables of the role. Pure. Private: for use inside dnv.veracity only.

The plans of the role judge what is written: what they would change is left out, with a comment that says why.
"""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field

from ..errors import InputError, StateError
from ..exported import Entry, Exported, Mask, People, listing
from ..validation.mistakes import Mistakes
from ..yaml_text import Noted, plain
from . import groups as fabric_groups
from . import stewards as fabric_stewards
from .access import description as grant_description
from .access import durations, key_templates
from .access.plan import Policy, Situation, own_use, revocable
from .access.plan import plan as access_plan
from .containers import description as container_description
from .containers import plan as container_plan
from .containers.naming import Reference

if t.TYPE_CHECKING:
    from .access.description import GrantDescription
    from .access.key_templates import Catalog
    from .api.accesses import Access
    from .api.containers import Container
    from .api.groups import Group
    from .api.stewards import Steward

Options = dict[str, t.Any]

_AGAIN = "one-time: once its key has expired, the role grants it again"
_WOULD_CHANGE = "the role would change it. See the documentation of veracity_export."
_FORBIDDEN = "this application may not read it."


@dataclass(frozen=True)
class Fabric:
    """What was read. ``chosen`` are the containers to export, ``everything`` are all that the caller sees.

    ``rows`` and ``stewards`` are by the id of the container, and lack what could not be read. ``groups``: None if they
    are not exported, for the reason ``without_groups``. ``me`` is the id of the caller. ``creating``: short names that
    are not visible yet.
    """

    chosen: t.Sequence[Container]
    everything: t.Sequence[Container]
    catalog: Catalog
    now: float
    me: str
    rows: t.Mapping[str, t.Sequence[Access]] = field(default_factory=dict)
    stewards: t.Mapping[str, t.Sequence[Steward]] = field(default_factory=dict)
    groups: t.Sequence[Group] | None = ()
    revoked: t.Container[str] = frozenset()
    dying: t.Container[str | None] = frozenset()
    creating: t.Collection[str] = ()
    without_groups: str = ""

    def is_unique(self, container: Container) -> bool:
        """Return whether a container of the caller can be named by its short name."""
        same = [
            other
            for other in self.everything
            if other.owned and other.short_name == container.short_name and other.id not in self.dying
        ]
        return container.owned and container.short_name is not None and len(same) == 1


def export(fabric: Fabric, people: People, mask: Mask) -> Exported:
    """Return the variables of the role data_fabric."""
    found = Exported(counts={"containers": 0, "grants": 0, "stewards": 0, "groups": 0})
    chosen = sorted(fabric.chosen, key=lambda container: (container.short_name or "", container.id or ""))
    writer = _Writer(fabric, people, mask, found)
    entries = {container: writer.container(container) for container in chosen}
    # What this application manages of a container of somebody else is the access only.
    idle = [container for container, entry in entries.items() if not container.owned and set(plain(entry)) == {"id"}]
    found.variables["data_fabric_containers"] = [entry for container, entry in entries.items() if container not in idle]
    found.counts["containers"] = len(found.variables["data_fabric_containers"])
    _export_groups(fabric, mask, found)
    dying = [container for container in fabric.everything if container.id in fabric.dying]
    shared = [
        container for container in fabric.everything if not _managed(container) and container.id not in fabric.dying
    ]
    if dying:
        found.omitted.append(f"Containers that are being deleted: {_names(dying)}.")
    if fabric.creating:
        found.omitted.append(
            f"Containers that are being created and not visible yet: {listing(fabric.creating)}. Export them later."
        )
    if idle:
        found.omitted.append(
            f"Containers of which this application is a data steward, without access to manage: {_names(idle)}."
        )
    if shared:
        found.omitted.append(f"Containers that are only shared with this application: {_names(shared)}.")
    return found


def _managed(container: Container) -> bool:
    """Return whether the caller is the owner or a data steward of a container."""
    return container.owned or (container.access_level or "").casefold() == "datasteward"


def _names(containers: t.Iterable[Container]) -> str:
    """Return containers for a sentence."""
    return listing(f"{container.short_name or container.title} ({container.id})" for container in containers)


class _Writer:
    """Writes the options of containers, and counts."""

    def __init__(self, fabric: Fabric, people: People, mask: Mask, found: Exported) -> None:
        self._fabric = fabric
        self._people = people
        self._mask = mask
        self._found = found

    def container(self, container: Container) -> t.Any:
        """Return the options of one container."""
        entry = Entry(self._mask)
        if self._fabric.is_unique(container):
            entry.put("short_name", container.short_name)
        else:
            entry.put("id", container.id, container.short_name or container.title)
        remark = "" if container.owned else self._not_owned(container)
        if container.owned:
            self._properties(entry, container)
        self._access(entry, container)
        if container.owned:
            self._stewards(entry, container)
        return entry.noted(remark)

    def _not_owned(self, container: Container) -> str:
        """Return the comment about a container of somebody else."""
        who = self._people.who(container.owner)
        title = f'"{container.title}" ' if container.title else ""
        return (
            f"{title}belongs to {container.owner}{f' ({who})' if who else ''}. This application is a data steward of "
            "it and manages the access only."
        )

    def _properties(self, entry: Entry, container: Container) -> None:
        """Set what a container itself is like."""
        named = plain(entry.options)
        region = (container.region or "").strip()
        entry.put("region", region)
        entry.put("may_contain_personal_data", container.may_contain_personal_data)
        entry.put("title", container.title)
        entry.put("description", container.description)
        icon = {"id": container.icon.id, "background_color": container.icon.background_color}
        entry.put("icon", {name: value for name, value in icon.items() if value})
        entry.put("tags", sorted(container_plan.titles(container, system=False), key=lambda tag: (tag.casefold(), tag)))
        missing = [name for name in ("region", "may_contain_personal_data") if name not in entry.options]
        if missing:
            entry.remarks.append(
                f"Veracity does not return {' and '.join(missing)}. The role needs it to create the container again."
            )
        for name in ("region", "may_contain_personal_data", "title", "description", "icon", "tags"):
            if name in entry.options and not _leaves(container, {**named, name: plain(entry.options[name])}):
                entry.without(name, "the role does not accept the current value.")

    def _access(self, entry: Entry, container: Container) -> None:
        """Set the grants that the role would make or keep."""
        rows = self._fabric.rows.get(container.id or "")
        if rows is None:
            entry.without("access", _FORBIDDEN)
            return
        situation = Situation(
            container.id or "",
            rows,
            self._fabric.revoked,
            self._fabric.now,
            self._fabric.catalog,
            lambda: self._fabric.me,
        )
        grants = _Grants(situation)
        # A grant whose key was claimed, and that gives no other key, ends by itself.
        for row in situation.live():
            if revocable(row) and not own_use(row, situation):
                grants.add(row)
        options = grants.options()
        if options is None or not _holds(situation, options):
            entry.without("access", _WOULD_CHANGE)
            return
        noted = [self._grant(option, rows) for option, rows in zip(options, grants.rows(), strict=True)]
        entry.put("access", noted)
        self._found.counts["grants"] += len(noted) if "access" in entry.options else 0

    def _grant(self, options: Options, rows: t.Sequence[Access]) -> t.Any:
        """Return the options of a grant with comments."""
        row = rows[0]
        words = [self._people.who(row.user)]
        if row.granted_by not in (None, self._fabric.me):
            words.append(f"granted by {self._people.who(row.granted_by) or row.granted_by}")
        shown = {**options, "user": Noted(row.user, self._mask("; ".join(word for word in words if word)))}
        above = []
        if self._mask(row.comment) != row.comment:
            # It is not compared.
            del shown["comment"]
            above.append("comment is not exported: it contains what looks like a secret.")
        if not row.renewable:
            last = "duration" if "duration" in options else "key_template"
            shown[last] = Noted(options[last], _AGAIN)
        if len({row.ip_range for row in rows}) > 1:
            above.append(f"{len(rows)} grants, which differ in their addresses only.")
        return Noted(shown, above=tuple(above)) if above else shown

    def _stewards(self, entry: Entry, container: Container) -> None:
        """Set the data stewards."""
        there = self._fabric.stewards.get(container.id or "")
        if there is None:
            entry.without("stewards", _FORBIDDEN)
            return
        noted = []
        for steward in sorted(there, key=lambda steward: steward.user):
            option = Entry(self._mask)
            option.put("user", steward.user, self._people.who(steward.user))
            option.put("comment", steward.comment)
            noted.append(option.noted())
        present = fabric_stewards.check(plain(noted), "", Mistakes())
        described = fabric_stewards.StewardDescription(Reference(container.id), present, prune=True)
        if fabric_stewards.plan(tuple(there), described).changed:
            entry.without("stewards", _WOULD_CHANGE)
            return
        entry.put("stewards", noted)
        self._found.counts["stewards"] += len(noted)


class _Grants:
    """The options of grants, one for all rows of one identity."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._found: list[tuple[Options, GrantDescription, list[Access]]] = []
        self._failed = False

    def add(self, row: Access) -> None:
        """Describe a row, unless a description of it is there already."""
        options = next((options for options in _forms(row) if self._fits(options, [row])), None)
        if options is None:
            self._failed = True
            return
        described = self._described(options)
        for number, (known, before, rows) in enumerate(self._found):
            if not list(grant_description.same([before, described])):
                continue
            both = [*rows, row]
            for form in (known, {name: value for name, value in known.items() if name != "ip_range"}):
                if self._fits(form, both):
                    self._found[number] = (form, self._described(form), both)
                    return
            self._failed = True
            return
        self._found.append((options, described, [row]))

    def options(self) -> list[Options] | None:
        """Return the options of all grants in their order, None if a grant cannot be described."""
        return None if self._failed else [options for options, _described, _rows in self._sorted()]

    def rows(self) -> list[list[Access]]:
        """Return the rows of each of the options."""
        return [rows for _options, _described, rows in self._sorted()]

    def _sorted(self) -> list[tuple[Options, GrantDescription, list[Access]]]:
        """Return what was found in an order that does not depend on when the grants were made."""
        return sorted(self._found, key=lambda found: (found[2][0].user, str(found[0])))

    def _described(self, options: Options) -> GrantDescription:
        """Return a description that was checked."""
        return grant_description.check(options, "", Mistakes()).resolved(self._situation.catalog)

    def _fits(self, options: Options, rows: t.Sequence[Access]) -> bool:
        """Return whether options are valid and describe all these rows."""
        mistakes = Mistakes()
        found = grant_description.check(options, "", mistakes)
        try:
            resolved = found.resolved(self._situation.catalog)
        except InputError:
            return False
        return not mistakes.texts and all(resolved.fits(row) for row in rows)


def _forms(row: Access) -> t.Iterator[Options]:
    """Yield the ways to describe a grant, the usual one first."""
    rest: Options = {"renewable": True} if row.renewable else {}
    allowed = {"ip_range": _addresses(row)} if row.ip_range else {}
    comment = {"comment": row.comment} if row.comment else {}
    usual = {"rights": key_templates.in_order(row.rights), "duration": durations.spell(row.hours)}
    for what in (usual, {"key_template": row.template_id}):
        for addresses in (allowed, {}) if allowed else ({},):
            if None not in what.values():
                yield {"user": row.user, **what, **rest, **addresses, **comment}


def _addresses(row: Access) -> Options:
    """Return the option for the addresses of a grant. One address is written once."""
    found = dataclasses.asdict(row.ip_range) if row.ip_range else {}
    return {name: value for name, value in found.items() if name == "start" or value != found["start"]}


def _holds(situation: Situation, options: t.Sequence[Options]) -> bool:
    """Return whether the role has nothing to do about grants that are described so, also if it prunes."""
    mistakes = Mistakes()
    described = grant_description.check_all(options, "", mistakes)
    if mistakes.texts:
        return False
    resolved = [found.resolved(situation.catalog) for found in described]
    return not access_plan(situation, resolved, Policy(prune=True)).changed


def _leaves(container: Container, options: Options) -> bool:
    """Return whether the role accepts the options of a container, and has nothing to do."""
    mistakes = Mistakes()
    described = container_description.check(options, "", mistakes)
    if mistakes.texts:
        return False
    try:
        return not container_plan.plan(container, described).changed
    except (InputError, StateError):
        return False


def _export_groups(fabric: Fabric, mask: Mask, found: Exported) -> None:
    """Set the groups. With one that cannot be described none is, since the role deletes what is not described."""
    if fabric.groups is None:
        found.omitted.append(f"Groups, because {fabric.without_groups}.")
        return
    if not fabric.groups:
        return
    groups = sorted(fabric.groups, key=lambda group: (group.title.casefold(), group.id))
    entries = [_group(group, fabric, mask) for group in groups]
    mistakes = Mistakes()
    fabric_groups.check_all(plain(entries), "", mistakes)
    members = [identifier for group in groups for identifier in group.container_ids]
    if mistakes.texts or len(set(members)) < len(members) or any("title" not in plain(entry) for entry in entries):
        found.omitted.append(
            "Groups, because several have the same title or one has none, and the role finds groups by their titles."
        )
        return
    found.variables["data_fabric_groups"] = entries
    found.counts["groups"] = len(entries)


def _group(group: Group, fabric: Fabric, mask: Mask) -> t.Any:
    """Return the options of a group."""
    there = {container.id: container for container in fabric.everything if container.id not in fabric.dying}
    entry = Entry(mask)
    entry.put("title", group.title)
    entry.put("description", group.description)
    if set(group.container_ids) <= set(there):
        members = [there[identifier] for identifier in group.container_ids]
        names: list[t.Any] = sorted(str(container.short_name) for container in members if fabric.is_unique(container))
        others = sorted((container for container in members if not fabric.is_unique(container)), key=_by_id)
        names += [Noted(container.id, mask(container.short_name or container.title)) for container in others]
        entry.put("containers", names)
    else:
        entry.without("containers", "one of them is being deleted, or this application cannot see it.")
    entry.put("sorting_order", group.sorting_order or None)
    return entry.noted()


def _by_id(container: Container) -> str:
    """Return what containers are sorted by."""
    return container.id or ""
