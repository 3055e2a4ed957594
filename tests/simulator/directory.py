# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The people of Veracity: user accounts, found by id and by e-mail address."""

from __future__ import annotations

import threading
import typing as t
import uuid
from dataclasses import dataclass

from .clock import Clock
from .inputs import BadInputError, guid, items, json_object, name_text, text

_START = (
    ("11111111-2222-4333-8444-555555555501", "captain@example.com", "Carla", "Captain"),
    ("11111111-2222-4333-8444-555555555502", "chief@example.com", "Chris", "Chief"),
    ("11111111-2222-4333-8444-555555555503", "mate@example.com", "Mona", "Mate"),
    ("11111111-2222-4333-8444-555555555504", "twin@example.com", "Tove", "Twin"),
    ("11111111-2222-4333-8444-555555555505", "twin@example.com", "Tom", "Twin"),
)


@dataclass(frozen=True)
class Person:
    """One user account; it shows from ``visible_at`` on, in seconds since the epoch."""

    id: str
    email: str
    first_name: str = ""
    last_name: str = ""
    visible_at: float = 0.0
    registered: bool = False
    mail_sent: bool = False

    def name(self) -> str:
        """Return the display name: last name, first name, as the documents show it."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.email

    def reference(self) -> dict[str, t.Any]:
        """Return it as the UserReference of the Services API."""
        return {
            "identity": f"/directory/users/{self.id}",
            "email": self.email,
            "name": self.name(),
            "id": self.id,
        }


class Directory:
    """All user accounts; an e-mail address may belong to several. Safe to use from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, Person] = {}
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Leave the people of the start."""
        with self._lock:
            self._by_id = {entry[0]: Person(*entry) for entry in _START}

    def find(self, user_id: str) -> Person | None:
        """Return the person with that id if the account shows already."""
        person = self._by_id.get(user_id.lower())
        return person if person is not None and person.visible_at <= self._clock.now() else None

    def with_email(self, email: str) -> list[Person]:
        """Return the people with that address, compared without case, whose accounts show already."""
        now = self._clock.now()
        with self._lock:
            people = list(self._by_id.values())
        return [person for person in people if person.email.casefold() == email.casefold() and person.visible_at <= now]

    def register(self, email: str, first_name: str, last_name: str, *, mail: bool, visible_in: float) -> Person:
        """Add an account that shows in ``visible_in`` seconds, whether or not the address has one."""
        person = Person(
            id=str(uuid.uuid4()),
            email=email,
            first_name=first_name,
            last_name=last_name,
            visible_at=self._clock.now() + visible_in,
            registered=True,
            mail_sent=mail,
        )
        with self._lock:
            self._by_id[person.id] = person
        return person

    def seed(self, descriptions: t.Any) -> None:
        """Add or replace people, all or none; raises ValueError when a description is not understood."""
        people = [_person(description) for description in items("the body", descriptions)]
        with self._lock:
            self._by_id.update({person.id: person for person in people})

    def described(self) -> list[dict[str, t.Any]]:
        """Return every account for the control interface, those that do not show yet too."""
        now = self._clock.now()
        with self._lock:
            people = list(self._by_id.values())
        return [
            {
                "user_id": person.id,
                "email": person.email,
                "first_name": person.first_name,
                "last_name": person.last_name,
                "visible": person.visible_at <= now,
                "registered": person.registered,
                "mail_sent": person.mail_sent,
            }
            for person in people
        ]


def address(name: str, value: t.Any) -> str:
    """Return an e-mail address, checked roughly; raises BadInputError."""
    local, at, domain = text(name, value).rpartition("@")
    if not (local and at and domain) or any(sign.isspace() for sign in value):
        raise BadInputError(f"{name} has to be an e-mail address")
    return t.cast("str", value)


def _person(description: t.Any) -> Person:
    parts = json_object(description, {"user_id", "email"}, {"first_name", "last_name"})
    return Person(
        id=guid("user_id", parts["user_id"]),
        email=address("email", parts["email"]),
        first_name=name_text("first_name", parts.get("first_name", "Given")),
        last_name=name_text("last_name", parts.get("last_name", "Family")),
    )
