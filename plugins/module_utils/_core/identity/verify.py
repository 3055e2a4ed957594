# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Verify a token against the keys of its issuer. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..errors import VeracityError
from .token import import_jwt

# Fixed, so that a token cannot choose how it is checked. Veracity signs with RS256, by the metadata it publishes.
ALGORITHMS = ("RS256", "PS256")


def verified_claims(
    value: str, jwks: t.Any, *, audience: str | None = None, issuer: str | None = None, leeway: float = 60.0
) -> dict[str, t.Any]:
    """Return the claims of a token whose signature and times are right. Raises VeracityError when they are not.

    ``jwks`` is a JSON Web Key Set as a dict; audience and issuer are checked where they are given, times with
    ``leeway`` seconds of tolerance.
    """
    jwt = import_jwt()
    if not isinstance(jwks, dict):
        raise VeracityError("jwks is not a key set: it must be a dictionary with keys.")
    try:
        keys = jwt.PyJWKSet.from_dict(jwks)
        named = jwt.get_unverified_header(value).get("kid")
        fitting = [key for key in keys.keys if named is None or key.key_id == named]
        if not fitting:
            raise VeracityError("No key of the key set fits the token. Read the key set again: keys are replaced.")
        found = jwt.decode(
            value,
            key=fitting[0].key,
            algorithms=list(ALGORITHMS),
            audience=audience,
            issuer=issuer,
            leeway=leeway,
            options={"verify_aud": audience is not None, "require": ["exp"]},
        )
    except (jwt.exceptions.PyJWTError, TypeError, ValueError) as error:
        raise VeracityError(f"The token is not valid: {type(error).__name__}.") from None
    return dict(found)
