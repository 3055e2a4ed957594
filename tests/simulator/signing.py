# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The keys that tokens are signed with."""

from __future__ import annotations

import base64
import hashlib
import typing as t

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

ALGORITHM = "RS256"


class SigningKeys:
    """The active signing key and the next one, which is published ahead of its use as Veracity does."""

    def __init__(self) -> None:
        self._active, self._next = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _count in "12")

    def sign(self, claims: dict[str, t.Any]) -> str:
        """Return ``claims`` as a signed token."""
        key_id = _published(self._active)["kid"]
        return jwt.encode(claims, self._active, algorithm=ALGORITHM, headers={"kid": key_id})

    def verify(self, token: str) -> dict[str, t.Any] | None:
        """Return the claims when the signature is ours, otherwise None; times and audience are not looked at."""
        key = self._active.public_key()
        try:
            return jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
            )
        except jwt.InvalidTokenError:
            return None

    def jwks(self) -> dict[str, t.Any]:
        """Return both public keys as a JSON Web Key Set."""
        return {"keys": [_published(self._active), _published(self._next)]}


def _published(key: rsa.RSAPrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    modulus = _base64url(numbers.n.to_bytes(256, "big"))
    exponent = _base64url(numbers.e.to_bytes(3, "big"))
    key_id = _base64url(hashlib.sha256(modulus.encode()).digest())
    return {"kty": "RSA", "use": "sig", "kid": key_id, "n": modulus, "e": exponent}


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
