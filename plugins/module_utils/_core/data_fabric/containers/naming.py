# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""How an option names a container: by its short name or its id. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...api_fields import guid
from ...errors import InputError
from ...validation.mistakes import quoted

SHORT_NAME = re.compile(r"[a-z0-9]{5,32}")


@dataclass(frozen=True)
class Reference:
    """What an option says: an id, or the short name of a container that the caller owns."""

    id: str | None = None
    short_name: str | None = None

    @property
    def name(self) -> str:
        """What to call the container in messages."""
        return self.short_name or self.id or ""


def reference(option: str, name: str = "container") -> Reference:
    """Return what an option says of a container. ``name`` is the option's, for the text of an InputError.

    32 letters and digits are a short name; an id has hyphens.
    """
    value = option.strip()
    if SHORT_NAME.fullmatch(value):
        return Reference(short_name=value)
    if "-" in value or value.startswith("{"):
        return Reference(id=guid(value, name))
    raise InputError(
        f"{name}: must be the short name of a container of this application (5 to 32 lower-case letters and digits) or "
        f"the id of a container (a GUID), not {quoted(option)}."
    )
