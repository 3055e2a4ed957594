# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fleet of containers with access to them, of any size, for reports."""

from __future__ import annotations

import typing as t
from datetime import datetime, timedelta, timezone

NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
OWNER = "0a1b2c3d-0000-4000-8000-000000000001"
CAPTAIN = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
YARD = "c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6"
SUPERINTENDENT = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
SURVEYOR = "9f3e1d2c-7b6a-4c58-8e90-112233445566"
NAMES = {
    OWNER: "Ship data service",
    CAPTAIN: "The captain",
    YARD: "The yard, Ålesund",
    SUPERINTENDENT: "Superintendent",
}
_SHIPS = ("Nordlys", "Polarlys", "Fridtjof Nansen", "Otto Sverdrup", "Vesterålen", "Kong Harald", "Richard With")


def fleet(size: int) -> dict[str, t.Any]:
    """Return containers and grants to them, as veracity_container_access_report gathers them."""
    containers = [_container(number) for number in range(size)]
    accesses = [row for number, entry in enumerate(containers) for row in _accesses(number, entry)]
    return {"containers": containers, "accesses": accesses}


def _container(number: int) -> dict[str, t.Any]:
    title = "" if number % 9 == 8 else f"MS {_SHIPS[number % len(_SHIPS)]} {number + 1}"
    if number % 11 == 3:
        title += ", engine data, noon reports and everything that her sensors send, see www.example.com"
    stewards = [{"user": SUPERINTENDENT, "comment": "While the owner is at sea"}] if number % 3 == 0 else []
    return {
        "id": f"{number:08x}-2a0b-4d5e-9f60-718293a4b5c6",
        "short_name": f"ship{number:05}",
        "title": title,
        "region": ("northeurope", "westeurope")[number % 2],
        "owner": OWNER,
        "stewards": None if number % 10 == 9 else stewards,
    }


def _accesses(number: int, container: dict[str, t.Any]) -> t.Iterator[dict[str, t.Any]]:
    if number % 13 == 12:
        return
    moment = NOON + timedelta(hours=(number * 37) % 701)
    base = {
        "container": container["short_name"],
        "container_id": container["id"],
        "granted_by": OWNER,
        "ip_range": None,
        "comment": "",
    }
    yield {
        **base,
        "user": CAPTAIN,
        "rights": ["read", "list"],
        "duration_hours": 730,
        "renewable": True,
        "comment": "Reads noon reports",
        "state": "active",
        **_key(moment, 730),
    }
    if number % 4 == 1:
        yield {
            **base,
            "user": SURVEYOR,
            "rights": ["read"],
            "duration_hours": 8,
            "renewable": True,
            "state": "renewable",
            **_key(NOON - timedelta(hours=number % 90 + 1), 8),
        }
    yield {
        **base,
        "user": YARD,
        "rights": ["write"],
        "duration_hours": 8,
        "renewable": False,
        "ip_range": {"start": "192.0.2.10", "end": "192.0.2.20"},
        "granted_by": SUPERINTENDENT,
        "comment": "Verfügungsberechtigung" * 5 if number == 1 else "",
        "state": ("available", "active", "revoked")[number % 3],
        **(_key(None, 8) if number % 3 == 0 else _key(NOON + timedelta(minutes=13 * (number % 97) + 7), 8)),
    }


def _key(ends: datetime | None, hours: int) -> dict[str, t.Any]:
    if ends is None:
        return {"claimed": False, "key_valid_from": None, "key_expires_at": None}
    begins = ends - timedelta(hours=hours)
    return {
        "claimed": True,
        "key_valid_from": begins.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "key_expires_at": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
