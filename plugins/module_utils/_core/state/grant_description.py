# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The description of a grant by the user, checked. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import ipaddress
import typing as t
from dataclasses import dataclass

from ..api.accesses import RIGHTS, Access, IpRange, KeyTemplate
from ..api.fields import guid
from ..errors import InputError
from . import durations
from .durations import Duration
from .templates import Catalog, spelled


@dataclass(frozen=True)
class GrantDescription:
    """What the options say of a grant. None means that they say nothing of it.

    ``any_ip``: nothing is said of addresses; otherwise ``ip_range`` is what shall be, and None means everywhere.
    """

    user: str
    rights: frozenset[str] | None = None
    duration: Duration | None = None
    key_template: str | None = None
    renewable: bool | None = None
    any_ip: bool = True
    ip_range: IpRange | None = None
    comment: str = ""

    def resolved(self, catalog: Catalog) -> GrantDescription:
        """Return it with the rights and the duration of its key template. Raises StateError without such a template."""
        if self.key_template is None:
            return self
        template = catalog.called(self.key_template)
        return GrantDescription(
            self.user,
            template.rights,
            durations.of_hours(template.hours),
            self.key_template,
            self.renewable,
            self.any_ip,
            self.ip_range,
            self.comment,
        )

    def template(self, catalog: Catalog) -> KeyTemplate:
        """Return the template that a new grant is made with. Raises StateError when there is none."""
        if self.key_template is not None:
            return catalog.called(self.key_template)
        return catalog.exact(self.rights or frozenset(), t.cast(Duration, self.duration))

    def fits(self, row: Access) -> bool:
        """Return whether a grant is as described. What nothing is said of fits always. It has to be ``resolved``."""
        return (
            row.user == self.user
            and self.rights in (None, row.rights)
            and (self.duration is None or self.duration.covers(row.hours))
            and self.renewable in (None, row.renewable)
            and (self.any_ip or row.ip_range == self.ip_range)
        )


def describe(options: t.Mapping[str, t.Any], *, where: str = "") -> GrantDescription:
    """Return the options of a grant that shall be there, checked. ``where`` begins the text of an InputError."""
    found = describe_some(options, where=where)
    if found.key_template is None and (found.rights is None or found.duration is None):
        missing = {(True, True): "rights and duration", (True, False): "rights", (False, True): "duration"}
        raise InputError(
            f"{where}{missing[found.rights is None, found.duration is None]} must be given: a grant needs rights and "
            "duration, or a key_template."
        )
    return GrantDescription(**{**vars(found), "renewable": bool(found.renewable)})


def describe_some(options: t.Mapping[str, t.Any], *, where: str = "") -> GrantDescription:
    """Return the options that say which grants of a user are meant, checked. What is left out means any."""
    rights, duration, template = (options.get(name) for name in ("rights", "duration", "key_template"))
    if template is not None and (rights is not None or duration is not None):
        raise InputError(f"{where}key_template stands for rights and duration: give either it or them.")
    if template is not None and not template.strip():
        raise InputError(f"{where}key_template must not be empty.")
    if rights is not None and (not rights or set(rights) - set(RIGHTS)):
        raise InputError(f"{where}rights must be some of {', '.join(RIGHTS)}, not {', '.join(rights) or 'none'}.")
    addresses = options.get("ip_range")
    return GrantDescription(
        user=guid(options["user"], f"{where}user"),
        rights=None if rights is None else frozenset(rights),
        duration=None if duration is None else durations.parse(duration, f"{where}duration"),
        key_template=template,
        renewable=options.get("renewable"),
        any_ip=addresses is None,
        ip_range=None if addresses is None else _ip_range(addresses, where),
        comment=options.get("comment") or "",
    )


def describe_all(entries: t.Sequence[t.Mapping[str, t.Any]], *, where: str) -> list[GrantDescription]:
    """Return the grants of one container, checked. Raises InputError also when two are one grant."""
    found = [describe(options, where=f"{where}access[{number}]: ") for number, options in enumerate(entries)]
    refuse_same(found, where=where)
    return found


def refuse_same(descriptions: t.Sequence[GrantDescription], *, where: str) -> None:
    """Raise InputError when two descriptions are of one identity: user, rights, duration, renewable."""
    seen: dict[tuple[t.Any, ...], list[int]] = {}
    for number, found in enumerate(descriptions):
        key = (found.user, found.rights, found.renewable, (found.key_template or "").casefold() * (not found.rights))
        for first in seen.setdefault(key, []):
            one, other = descriptions[first].duration, found.duration
            if one is None or other is None or one.overlaps(other):
                what = f"{spelled(found.rights)} for {other}" if found.rights else found.key_template
                raise InputError(
                    f"{where}access[{first}] and access[{number}] are the same grant: {what} to {found.user}.",
                    hint="A grant is what it is by user, rights, duration and renewable.",
                )
        seen[key].append(number)


def _ip_range(options: t.Mapping[str, t.Any], where: str) -> IpRange | None:
    """Return the addresses that an option says, None when it is empty: keys then work from everywhere."""
    start, end = options.get("start"), options.get("end")
    if start is None and end is None:
        return None
    if start is None:
        raise InputError(f"{where}ip_range needs start; without end it is that one address.")
    first, last = _address(start, where), _address(end or start, where)
    if last < first:
        raise InputError(f"{where}ip_range must not end before it starts: {first} to {last}.")
    return IpRange(str(first), str(last))


def _address(text: str, where: str) -> ipaddress.IPv4Address:
    """Return an address. Azure Storage restricts keys by IPv4 addresses only."""
    try:
        return ipaddress.IPv4Address(text.strip())
    except ValueError:
        raise InputError(f"{where}ip_range takes IPv4 addresses such as 192.0.2.10, not {text!r}.") from None
