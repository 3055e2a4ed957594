# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The description of a grant by the user, checked. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import ipaddress
import typing as t
from dataclasses import dataclass

from ...api_fields import guid
from ...errors import InputError
from ...validation.mistakes import Mistakes, all_at_once, quoted, told, within
from ..api.accesses import RIGHTS, Access, IpRange, KeyTemplate
from . import durations
from .durations import Duration
from .key_templates import Catalog, spelled

_IDENTITY = "A grant is identified by user, rights, duration and renewable. Describe it once."


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


def describe(options: t.Mapping[str, t.Any]) -> GrantDescription:
    """Return the options of a grant that shall be there, checked. Raises InputError with all that is wrong."""
    with all_at_once() as mistakes:
        return check(options, "", mistakes)


def describe_some(options: t.Mapping[str, t.Any]) -> GrantDescription:
    """Return the options that say which grants of a user are meant, checked. What is left out means any."""
    with all_at_once() as mistakes:
        return check_some(options, "", mistakes)


def check_all(entries: t.Sequence[t.Mapping[str, t.Any]], place: str, mistakes: Mistakes) -> list[GrantDescription]:
    """Return the grants of one container, whose option ``access`` is at ``place``. Two must not be one grant."""
    found = [check(options, f"{place}[{number}]", mistakes) for number, options in enumerate(entries)]
    # One that is not valid as it is says nothing about what it is the same as.
    valid = [
        GrantDescription("") if mistakes.about(f"{place}[{number}]") else grant for number, grant in enumerate(found)
    ]
    for one, other, what in same(valid):
        mistakes.add(f"{place}[{other}]", f"is the same grant as {place}[{one}]: {what}. {_IDENTITY}")
    return found


def check(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> GrantDescription:
    """Return the options of a grant that shall be there; what is wrong with them is added to ``mistakes``."""
    given = {name: options.get(name) is not None for name in ("rights", "duration", "key_template")}
    missing = [name for name in ("rights", "duration") if not given[name]]
    if missing and not given["key_template"]:
        mistakes.add(
            place, f"{' and '.join(missing)} must be set: a grant needs rights and duration, or a key_template."
        )
    found = check_some(options, place, mistakes)
    return GrantDescription(**{**vars(found), "renewable": bool(found.renewable)})


def check_some(options: t.Mapping[str, t.Any], place: str, mistakes: Mistakes) -> GrantDescription:
    """Return the options that say which grants of a user are meant; what is wrong is added to ``mistakes``."""
    rights, duration, template = (options.get(name) for name in ("rights", "duration", "key_template"))
    if template is not None and (rights is not None or duration is not None):
        mistakes.add(place, "key_template and rights/duration are mutually exclusive. Omit one of them.")
    if template is not None and not template.strip():
        mistakes.add(within(place, "key_template"), "must not be empty. Set it, or omit it.")
    if rights is not None and (not rights or set(rights) - set(RIGHTS)):
        mistakes.add(
            within(place, "rights"), f"must be one or more of {', '.join(RIGHTS)}, not {', '.join(rights) or 'none'}."
        )
    user, length, addresses, allowed = "", None, options.get("ip_range"), None
    with mistakes.collected():
        user = guid(options["user"], within(place, "user")) if options.get("user") is not None else ""
    with mistakes.collected():
        length = None if duration is None else durations.parse(duration, within(place, "duration"))
    with mistakes.collected():
        allowed = None if addresses is None else _ip_range(addresses, within(place, "ip_range"))
    return GrantDescription(
        user=user,
        rights=None if rights is None else frozenset(rights),
        duration=length,
        key_template=template,
        renewable=options.get("renewable"),
        any_ip=addresses is None,
        ip_range=allowed,
        comment=options.get("comment") or "",
    )


def check_templates(
    wishes: t.Sequence[GrantDescription],
    catalog: Catalog,
    place: str,
    mistakes: Mistakes,
    granted: t.Callable[[GrantDescription], bool],
) -> None:
    """Note grants at a place for which there is no key template, and such that turn out to be the same.

    ``granted`` tells whether there is such a grant already: it needs no template any more.
    """
    resolved: list[GrantDescription] = []
    for number, wish in enumerate(wishes):
        found, where = GrantDescription(""), f"{place}[{number}]"
        try:
            found = wish.resolved(catalog)
            if found.key_template is None and not catalog.has(found.rights, found.duration) and not granted(found):
                found.template(catalog)
        except InputError as error:
            text = told(error).removeprefix("key_template: ")
            where = within(where, "key_template") if text != told(error) else where
            mistakes.add(where, text)
        resolved.append(found)
    for one, other, what in same(resolved):
        mistakes.add(f"{place}[{other}]", f"is the same grant as {place}[{one}]: {what}. {_IDENTITY}")


def refuse_same(descriptions: t.Sequence[GrantDescription], *, where: str) -> None:
    """Raise InputError when two descriptions are of one identity: user, rights, duration, renewable."""
    for one, other, what in same(descriptions):
        raise InputError(f"{where}access[{one}] and access[{other}] are the same grant: {what}.", hint=_IDENTITY)


def same(descriptions: t.Sequence[GrantDescription]) -> t.Iterator[tuple[int, int, str]]:
    """Yield the numbers of two descriptions of one identity (user, rights, duration, renewable), and what they give."""
    seen: dict[tuple[t.Any, ...], list[int]] = {}
    for number, found in enumerate(descriptions):
        key = (found.user, found.rights, found.renewable, (found.key_template or "").casefold() * (not found.rights))
        # Without a user it was refused already.
        earlier = seen.setdefault(key, []) if found.user else []
        for first in earlier:
            one, other = descriptions[first].duration, found.duration
            if one is None or other is None or one.overlaps(other):
                what = f"{spelled(found.rights)} for {other}" if found.rights else found.key_template
                yield first, number, f"{what} to {found.user}"
                break
        earlier.append(number)


def _ip_range(options: t.Mapping[str, t.Any], place: str) -> IpRange | None:
    """Return the addresses that an option says, None when it is empty: keys then work from everywhere."""
    start, end = options.get("start"), options.get("end")
    if start is None and end is None:
        return None
    if start is None:
        raise InputError(f"{place}: start is required. If end is omitted, the range is this one address.")
    first, last = _address(start, place), _address(end or start, place)
    if last < first:
        raise InputError(f"{place}: must not end before it starts: {first} to {last}. Set start to the lower address.")
    return IpRange(str(first), str(last))


def _address(text: str, place: str) -> ipaddress.IPv4Address:
    """Return an address. Azure Storage restricts keys by IPv4 addresses only."""
    try:
        return ipaddress.IPv4Address(text.strip())
    except ValueError:
        raise InputError(f"{place}: must be an IPv4 address such as 192.0.2.10, not {quoted(text)}.") from None
