# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What reading shows of a described service, before anything is written. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import typing as t

from ..api_fields import guid, guid_or_none, same
from ..errors import ForbiddenError, InputError, NotFoundError
from ..reconcile.parallel import each
from ..tenants import administrators, licenses, listings
from ..tenants.api import DEFAULT_PATH, Place, Tenants
from ..validation.mistakes import Mistakes
from . import user_reference, users
from .api import Services, User
from .registered_users import Registrations

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

Fields = dict[str, t.Any]

_SUBSCRIBERS, _USERS = "service_subscribers", "service_users"


class ServiceReading:
    """Reads, of one described service, what tells mistakes: users, the application, and who is in the tenant.

    A run that changes nothing asks for no more than the steps of the role would: they are given what was found here.
    """

    def __init__(self, task: Task, client: Client, found: Fields, mistakes: Mistakes) -> None:
        self._task = task
        self._client = client
        self._found = found
        self._mistakes = mistakes
        self._service = found.get("id") or guid_or_none(found.get("told_id"))
        # A new service may be what gives the application its rights.
        self._is_new = bool(found.get("template")) and self._service is None
        self._users: dict[str, list[User]] = {}

    def read(self, *, looks_for_application: bool) -> Fields:
        """Return what was found. Raises what the client raises."""
        result: Fields = {}
        try:
            self._read_users()
        except (ForbiddenError, NotFoundError):
            if not self._is_new:
                raise
        else:
            result = self._judge_users()
            self._warn_of_new_users(result["new_users"])
        application = self._found.get("application")
        if looks_for_application:
            application = self._read_application()
        if "tenant" in self._found:
            result.update(self._read_tenant(None if self._is_new else application))
        return {**result, "application": application}

    def _read_users(self) -> None:
        """Ask for the users with the described e-mail addresses, each once."""
        addresses: dict[str, str] = {}
        for options in [*self._found.get("users", ()), *self._found.get("subscribers", ())]:
            # What is no address is a mistake that is known.
            with contextlib.suppress(InputError):
                address = user_reference.email_address(options.get("email") or "")
                addresses.setdefault(_plain(address), address)
        api = Services(self._client)

        def look(address: str) -> None:
            self._users[address] = api.resolve(addresses[address])

        for _address in each(look, list(addresses), max(self._found.get("max_concurrency", 1), 1)):
            pass

    def _warn_of_new_users(self, addresses: t.Sequence[str]) -> None:
        """Warn, in check mode, of subscribers who are registered first: their subscriptions cannot be predicted."""
        if addresses and self._task.check_mode:
            self._task.warn(
                f"Not predicted, because they are registered first: the subscriptions of {', '.join(addresses)}."
            )

    def _judge_users(self) -> Fields:
        """Add mistakes about users, and return who they are."""
        registered = {_plain(options["email"]) for options in self._found.get("users", ()) if options.get("email")}
        for number, options in enumerate(self._found.get("users", ())):
            if options.get("email") and self._is_missing(options["email"]):
                missing = users.missing_names(users.check(options, "", Mistakes()))
                if missing is not None:
                    self._mistakes.add(f"{_USERS}[{number}]", missing)
        new, there, found = [], [], []
        described = self._found.get("subscribers", [])
        for number, options in enumerate(described):
            address = _plain(options.get("email") or "")
            found.append(self._subscriber(options, f"{_SUBSCRIBERS}[{number}].email", address in registered))
            if address in registered and self._is_missing(address):
                new.append(options["email"])
            else:
                there.append(options)
        names = [options.get("email") or options.get("user") or "" for options in described]
        self._judge_equal(found, names)
        shown = {address: [users.public(user) for user in found] for address, found in self._users.items() if found}
        return {"users": shown, "new_users": new, "subscribers_there": there}

    def _judge_equal(self, subscribers: t.Sequence[User], names: t.Sequence[str]) -> None:
        """Add a mistake for each description of a subscriber whom another one describes, too."""
        seen: dict[str, int] = {}
        for number, (user, name) in enumerate(zip(subscribers, names, strict=True)):
            first = seen.setdefault(user.id, number)
            if user.id and first != number:
                self._mistakes.add(
                    f"{_SUBSCRIBERS}[{number}]",
                    f"{name} is the user {user.id}, whom {_SUBSCRIBERS}[{first}] describes already. Describe each "
                    "once.",
                )

    def _subscriber(self, options: Fields, place: str, is_registered: bool) -> User:
        """Return a subscriber; without an id when the user cannot be told, which may be a mistake."""
        if not options.get("email"):
            return User(guid_or_none(options.get("user")) or "")
        found = self._users.get(_plain(options["email"]), [])
        if len(found) == 1:
            return found[0]
        if found:
            everybody = ", ".join(f"{user.id} ({user.name or 'no name'})" for user in sorted(found, key=_by_id))
            self._mistakes.add(
                place,
                f"{len(found)} users have the address {options['email']}: {everybody}. Set user to one of their ids.",
            )
        elif not is_registered and self._is_missing(options["email"]):
            self._mistakes.add(
                place,
                f"no user of Veracity has the address {options['email']}. Correct it, or register the user with "
                "service_users.",
            )
        return User("")

    def _is_missing(self, address: str) -> bool:
        """Return whether nobody has an address, and no run of this computer is registering somebody with it."""
        plain = _plain(address)
        return self._users.get(plain) == [] and not Registrations(self._task, self._client, plain).asked

    def _read_application(self) -> str | None:
        """Return the application of the service in the tenant. It is a mistake when there is not one."""
        tenant, service = self._found["tenant"], t.cast(str, self._service)
        everything = listings.applications(self._api().applications(guid(tenant)))
        found = [application for application in everything if same(application["service"], service)]
        if len(found) != 1:
            self._mistakes.add(
                "service_application",
                f"the tenant {tenant} has {'several applications' if found else 'no application'} of the service "
                f"{service}. An application exists once the service is installed in the tenant. Set "
                f"service_application to the one that you mean.",
            )
            return None
        self._judge_levels(found[0]["access_levels"])
        return t.cast(str, found[0]["id"])

    def _judge_levels(self, levels: list[str]) -> None:
        """Add a mistake for each access level that an application does not have, when it says which it has."""
        for number, options in enumerate(self._found.get("licenses", ())):
            level = options.get("access_level")
            if level is not None and levels and not any(same(level, known) for known in levels):
                self._mistakes.add(
                    f"service_licenses[{number}].access_level",
                    f"must be one of {', '.join(levels)}, which the application has, not {level!r}.",
                )

    def _read_tenant(self, application: str | None) -> Fields:
        """Return who has a license and who administers the application, for the steps that would ask for it.

        Of groups and users who are new there, it is a mistake when the tenant does not have them.
        """
        tenant, api, result = self._found["tenant"], self._api(), Fields()
        if "licenses" in self._found and application is not None:
            result["licenses"] = [licenses.to_result(found) for found in api.licenses(tenant, application)]
        if self._found.get("administrators") and application is not None:
            result["administrators"] = administrators.listed(api, Place(tenant, application))
        lists: dict[str, t.Callable[[], t.Iterable[str]]] = {
            "group": lambda: (entry["id"] for entry in listings.named(api.groups(tenant))),
            "user": lambda: (entry["user"] or "" for entry in listings.profiles(api.profiles(tenant))),
        }
        there = {entry.get(kind) for entry in result.get("licenses", ()) for kind in lists}
        there.update(result.get("administrators", ()))
        for kind, ids in lists.items():
            new = {place: entity for place, entity in self._described(kind) if entity not in there}
            try:
                known = {guid_or_none(identifier) for identifier in ids()} if new else set()
            except (ForbiddenError, NotFoundError):
                # Whether an application may ask is not documented. A new one may not be in the tenant yet.
                continue
            for place, entity in new.items():
                if entity not in known:
                    self._mistakes.add(place, f"the tenant {tenant} has no {kind} {entity}.{_HINTS[kind]}")
        return result

    def _described(self, kind: str) -> t.Iterator[tuple[str, str]]:
        """Yield the places and ids of the described groups or users of the tenant."""
        for option in ("licenses", "administrators"):
            for number, options in enumerate(self._found.get(option, ())):
                entity = guid_or_none(options.get(kind))
                if entity is not None and options.get("state") != "absent":
                    yield f"service_{option}[{number}].{kind}", entity

    def _api(self) -> Tenants:
        """Return the API of the tenant. Raises InputError for a path that cannot be meant."""
        return Tenants(self._client, self._found.get("graph_path", DEFAULT_PATH))


_HINTS = {
    "group": " Check the id, and create the group in the Access Hub if it is missing.",
    "user": " Use the id of the account, not of the profile.",
}


def _plain(address: str) -> str:
    """Return an e-mail address in the form in which two are compared."""
    return address.strip().casefold()


def _by_id(user: User) -> str:
    """Return what users are sorted by."""
    return user.id
