# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Entries sealed under the client secret: encrypted, and under names that say nothing.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import hmac
import json
import os
import typing as t

VERSION = "v1"
_PURPOSE = b"dnv.veracity token cache v1"
_NONCE_LENGTH = 12


class Seal:
    """Names and encrypts the entries of one client secret: a wrong or rotated secret finds nothing."""

    def __init__(self, secret: str) -> None:
        """Raises ImportError without the library cryptography."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        encryption, naming = _derive(secret.encode("utf-8", "surrogatepass"))
        self._naming = naming
        self._cipher = AESGCM(encryption)
        self._invalid = InvalidTag

    def name(self, identity: str, kind: str) -> str:
        """Return the file name of an entry: a keyed hash, so that it says nothing."""
        hashed = hmac.digest(self._naming, identity.encode("utf-8", "surrogatepass"), "sha256").hex()
        return f"{VERSION}-{hashed[:40]}.{kind}"

    def close(self, name: str, fields: t.Mapping[str, t.Any]) -> bytes:
        """Return the fields encrypted, bound to the name."""
        nonce = os.urandom(_NONCE_LENGTH)
        return nonce + self._cipher.encrypt(nonce, json.dumps(fields).encode(), name.encode())

    def open(self, name: str, data: bytes | None) -> dict[str, t.Any]:
        """Return the fields of an entry; nothing when it is missing, damaged, or another secret's."""
        if data is None or len(data) <= _NONCE_LENGTH:
            return {}
        try:
            fields = json.loads(self._cipher.decrypt(data[:_NONCE_LENGTH], data[_NONCE_LENGTH:], name.encode()))
        except (self._invalid, ValueError):
            return {}
        return fields if isinstance(fields, dict) else {}


def _derive(secret: bytes) -> tuple[bytes, bytes]:
    """Return the keys for encryption and for names: HKDF-SHA256 (RFC 5869), of which only the secret is secret."""
    pseudorandom = hmac.digest(bytes(32), secret, "sha256")
    first = hmac.digest(pseudorandom, _PURPOSE + b"\x01", "sha256")
    return first, hmac.digest(pseudorandom, first + _PURPOSE + b"\x02", "sha256")
