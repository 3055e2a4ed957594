# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Verify a token against the keys of its issuer. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import math
import typing as t

from ..errors import InputError, VeracityError
from .token import import_jwt

# Fixed, so that a token cannot choose how it is checked. Veracity signs with RS256, by the metadata it publishes.
ALGORITHMS = ("RS256", "PS256")
# With more tolerance than this a token would hardly ever expire.
LONGEST_LEEWAY = 86400.0

# RFC 7518, 6.3.2 and 6.4.1: what only the owner of a key may have.
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def verified_claims(
    value: str, jwks: t.Any, *, audience: str | None = None, issuer: str | None = None, leeway: object = 60.0
) -> dict[str, t.Any]:
    """Return the claims of a token whose signature and times are right. Raises VeracityError when they are not.

    ``jwks`` is a JSON Web Key Set as a dict; audience and issuer are checked where they are given, times with
    ``leeway`` seconds of tolerance.
    """
    jwt = import_jwt()
    tolerated = seconds(leeway, "leeway")
    usable = _signing_keys(jwks)
    try:
        named = jwt.get_unverified_header(value).get("kid")
        fitting = [key for key in usable if named is None or key.get("kid") == named]
        if not fitting:
            raise VeracityError(
                "No key of the key set matches the token. Download the key set again, because keys are replaced."
            )
        found = jwt.decode(
            value,
            key=jwt.PyJWK(fitting[0]).key,
            algorithms=list(ALGORITHMS),
            audience=audience,
            issuer=issuer,
            leeway=tolerated,
            options={"verify_aud": audience is not None, "require": ["exp"]},
        )
    except (jwt.exceptions.PyJWTError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise VeracityError(
            f"The token is not valid: {type(error).__name__}.",
            hint="Request a new token, and check audience, issuer and jwks, and the clock of this machine.",
        ) from None
    return dict(found)


def seconds(value: object, option: str) -> float:
    """Return how long something is at most, as a number. Raises InputError for what is none, and for NaN and infinity.

    With an infinite tolerance no token ever expires, and with NaN every comparison is false.
    """
    try:
        found = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    except (OverflowError, ValueError):
        found = math.nan
    if not 0 <= found <= LONGEST_LEEWAY:
        raise InputError(f"{option}: must be a number of seconds between 0 and {LONGEST_LEEWAY:.0f}.")
    return found


def _signing_keys(jwks: t.Any) -> list[dict[str, t.Any]]:
    """Return the RSA keys of a key set that sign, with what a public key has and nothing else.

    What a key says of algorithms is left out, as it is decided here. Raises VeracityError for what is no key set, and
    for one with a private or shared key: it is no set to trust.
    """
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(keys, list):
        raise VeracityError("jwks is not a key set: it must be a dictionary with a list of keys.")
    entries = [key for key in keys if isinstance(key, dict)]
    if any(not _PRIVATE.isdisjoint(key) for key in entries):
        raise VeracityError(
            "jwks contains a private or shared key. Use the public keys at the jwks_uri of the issuer, and replace "
            "that key, because its holder can sign tokens."
        )
    return [
        {name: key[name] for name in ("kty", "n", "e", "kid") if name in key}
        for key in entries
        if key.get("kty") == "RSA" and key.get("use") in (None, "sig") and key.get("alg") in (None, *ALGORITHMS)
    ]
