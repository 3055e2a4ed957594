# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading the body of an API request."""

from __future__ import annotations

import typing as t
from collections.abc import Callable

from .inputs import BadInputError
from .messages import Response
from .routing import Call, message

_MEDIA_TYPES = ("application/json", "text/json")
T = t.TypeVar("T")


def checked_body(call: Call, check: Callable[[t.Any], T]) -> T | Response:
    """Return what ``check`` makes of the JSON body, or the answer (415, 400) to a body that is wrong."""
    if call.request.media_type() not in _MEDIA_TYPES:
        return message(415, f"The content type has to be one of {', '.join(_MEDIA_TYPES)}.")
    try:
        return check(call.request.json())
    except BadInputError as error:
        return message(400, f"{error}.")
    except (ValueError, RecursionError):
        return message(400, "The body is not JSON.")


def checked_query(check: Callable[[], T]) -> T | Response:
    """Return what ``check`` makes of the query, or 400 when that is wrong."""
    try:
        return check()
    except BadInputError as error:
        return message(400, f"{error}.")
