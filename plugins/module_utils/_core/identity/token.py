# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""An access token and what is known about it. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import math
import sys
import typing as t
from dataclasses import dataclass, field
from datetime import datetime, timezone

from ..api_fields import is_guid
from ..errors import VeracityError
from .stored import is_fresh, is_usable, remaining

UNKNOWN_LIFETIME = 300
LONGEST_LIFETIME = 86400


@dataclass(frozen=True)
class Token:
    """An access token. Times are seconds since the epoch by our own clock, ``expires_in`` seconds when obtained."""

    value: str = field(repr=False)
    token_type: str
    expires_in: int
    obtained_at: float
    cached: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def expires_at(self) -> float:
        """When it ends. Counted from our own clock: the server's may differ."""
        return self.obtained_at + self.expires_in

    def remaining(self, now: float) -> float:
        """Return for how many seconds it is still good."""
        return remaining(self.obtained_at, self.expires_in, now)

    def is_fresh(self, now: float) -> bool:
        """Return whether nobody needs to think of a new one yet."""
        return is_fresh(self.remaining(now), self.expires_in)

    def is_usable(self, now: float) -> bool:
        """Return whether it may still be sent."""
        return is_usable(self.remaining(now), self.expires_in)


def lifetime(value: object) -> tuple[int, str | None]:
    """Return ``expires_in`` as an integer, and a warning when what the server sent cannot be true.

    Entra v1 sends numbers as strings; missing or absurd values count as a short life, so that nothing stale is kept.
    What is not above zero has expired, and gives zero.
    """
    seconds = math.nan
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            seconds = float(value)
        except (OverflowError, ValueError):
            seconds = math.nan
    if seconds <= 0:
        return 0, None
    if not math.isfinite(seconds):
        return (
            UNKNOWN_LIFETIME,
            "The response does not say how long the token is valid. It is used for at most 5 minutes.",
        )
    if seconds > LONGEST_LIFETIME:
        return (
            LONGEST_LIFETIME,
            "The response says that the token is valid for more than a day. It is used for at most a day.",
        )
    return max(1, int(seconds)), None


def isoformat(seconds: float) -> str:
    """Return seconds since the epoch as ISO 8601 in UTC: ``2026-11-23T09:00:00Z``."""
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return ""


def claims(value: str) -> dict[str, t.Any]:
    """Return the claims of a token without verifying it, for diagnostics; nothing for an opaque token. Uses PyJWT."""
    if value.count(".") != 2 or len(value) > 65536:
        return {}
    jwt = import_jwt()
    try:
        found = jwt.decode(value, options={"verify_signature": False})
    except (jwt.exceptions.InvalidTokenError, ValueError, RecursionError):
        return {}
    return dict(found)


def import_jwt() -> t.Any:
    """Return the module jwt. Raises VeracityError when PyJWT is missing."""
    try:
        import jwt
        import jwt.exceptions
    except ImportError:
        raise VeracityError(
            f"The Python library PyJWT is missing for {sys.executable}.",
            hint="Install it for that Python. It is only required to read the claims of a token.",
        ) from None
    return jwt


def audience(found: t.Mapping[str, t.Any]) -> str | None:
    """Return the audience that a token names: the application id or App ID URI of the API."""
    named = found.get("aud")
    if isinstance(named, list):
        named = named[0] if named else None
    return str(named) if named else None


def moment(found: t.Mapping[str, t.Any], claim: str) -> float | None:
    """Return a time that a token states, in seconds since the epoch; None when it states none that can be used."""
    value = found.get(claim)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    try:
        seconds = float(value)
    except OverflowError:
        return None
    return seconds if math.isfinite(seconds) else None


def oddities(found: t.Mapping[str, t.Any], client_id: str | None, asked: str, now: float) -> list[str]:
    """Return what the claims say that an API will probably refuse, as warnings.

    A v1 token names the App ID URI as audience and a v2 token the id at its end, so ids are compared, and nothing else.
    """
    warnings = []
    named = audience(found)
    named_id, asked_id = (text.rstrip("/").rpartition("/")[2].lower() for text in (named or "", asked))
    if is_guid(named_id) and is_guid(asked_id) and named_id != asked_id:
        warnings.append(f"The token is for {named}, but {asked} was requested.")
    caller = found.get("appid") or found.get("azp")
    if caller is not None and client_id is not None and str(caller).lower() != client_id.lower():
        warnings.append(f"The token was issued to the application {caller}, not to {client_id}.")
    for claim, text in (("exp", "has already expired"), ("nbf", "is not valid yet")):
        stated = moment(found, claim)
        if stated is None:
            continue
        difference = now - stated if claim == "exp" else stated - now
        if difference > 60:
            warnings.append(f"By the clock of this machine the token {text} ({difference:.0f} s). Check the clock.")
    return warnings


def is_living(found: t.Mapping[str, t.Any], now: float) -> bool:
    """Return whether the claims, as far as there are any, say that the token is valid now, give or take a minute."""
    ends, begins = moment(found, "exp"), moment(found, "nbf")
    return (ends is None or now - ends <= 60) and (begins is None or begins - now <= 60)
