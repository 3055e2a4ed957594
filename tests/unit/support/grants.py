# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests about grants share: who is there, what the simulator has, and which calls are counted."""

from __future__ import annotations

import typing as t

from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID as ME
from tests.unit.support.station import Station

ANN = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
BOB = "c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6"
MANAGER = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
STRANGER = "99999999-9999-4999-8999-999999999999"

DATA = "/veracity/datafabric/data/api/1"
LIST = f"GET {DATA}/resources"
TEMPLATES = f"GET {DATA}/keytemplates"
ROWS = f"GET {DATA}/resources/{{id}}/accesses"
SHARE = f"POST {DATA}/resources/{{id}}/accesses"
REVOKE = f"PUT {DATA}/resources/{{id}}/accesses/{{id}}"
WHO = f"GET {DATA}/application"

READ: dict[str, t.Any] = {"container": "shipdata", "user": ANN, "rights": ["read", "list"], "duration": "1h"}
WRITE = {**READ, "rights": ["write"]}

__all__ = ["ME", "Rows", "rows"]

Rows = list[dict[str, t.Any]]


def rows(simulator: Simulator, **fields: t.Any) -> Rows:
    """Return the grants that the server has with these fields, in order of creation; ``revoked`` among the fields."""
    return [row for row in simulator.accesses() if all(row.get(name) == value for name, value in fields.items())]


def good(simulator: Simulator) -> Rows:
    """Return the grants that were not revoked."""
    return rows(simulator, revoked=False)


def seeded(station: Station, **options: t.Any) -> str:
    """Make the container ``shipdata`` and return its id."""
    (identifier,) = station.simulator.seed({"short_name": "shipdata", **options})
    return identifier


def grant(container: str, user: str = ANN, **options: t.Any) -> dict[str, t.Any]:
    """Return the description of a grant for the simulator."""
    base = {"container_id": container, "user_id": user, "rights": ["read", "list"], "hours": 1, "auto_refreshed": True}
    return {**base, **options}
