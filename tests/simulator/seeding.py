# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Containers that are there at once, for tests that need some."""

from __future__ import annotations

import typing as t

from .container_input import METADATA, ContainerInput
from .containers import Container, Containers
from .inputs import BadInputError
from .registrations import DEFAULT_CLIENT_ID, GUID

FOREIGN_OWNER = "b1d6f0a3-2c47-4f5e-8a90-6de1c3b7f452"
"""Owns what is only shared with the applications of the simulator."""

_PARTS = frozenset({"short_name", "region", "may_contain_personal_data", "owner", "access_level", *METADATA})


def seed(containers: Containers, descriptions: t.Any) -> list[str]:
    """Add containers, visible at once, and return their ids; raises ValueError when a description is not understood."""
    if not isinstance(descriptions, list):
        raise ValueError("a list of containers is needed")
    made = [_made(containers, description) for description in descriptions]
    containers.put(made)
    return [container.id for container in made]


def _made(containers: Containers, description: t.Any) -> Container:
    if not isinstance(description, dict) or "short_name" not in description or set(description) - _PARTS:
        raise ValueError(f"a container has a short_name and some of {', '.join(sorted(_PARTS))}")
    level = description.get("access_level", "owner")
    if level not in ("owner", "dataSteward", "consumer"):
        raise BadInputError("access_level is owner, dataSteward or consumer")
    owner = description.get("owner", DEFAULT_CLIENT_ID if level == "owner" else FOREIGN_OWNER)
    if not GUID.fullmatch(owner):
        raise BadInputError("owner is a client id")
    personal_data = description.get("may_contain_personal_data", False)
    if personal_data not in (True, False, "unknown"):
        raise BadInputError("may_contain_personal_data is true, false or unknown")
    content = ContainerInput(
        region=description.get("region", "northeurope"),
        short_name=description["short_name"],
        may_contain_personal_data=personal_data is True,
        **{name: check(description[name]) for name, check in METADATA.items() if name in description},
    )
    return containers.make(
        content,
        owner.lower(),
        visible_in=0,
        shared_as=None if level == "owner" else level,
        personal_data=str(personal_data).lower(),
    )
