# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Who signed a certificate. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t


def issuer_of(encoded: bytes | None, checked: t.Mapping[str, t.Any] | None = None) -> str | None:
    """Return the name of who signed a certificate; None when it cannot be read.

    ``encoded`` is the certificate, for the library cryptography; ``checked`` is what Python has read of one that was
    verified.
    """
    return _by_cryptography(encoded) or _by_python(checked or {})


def _by_cryptography(encoded: bytes | None) -> str | None:
    """Return the issuer as the library cryptography reads it."""
    if not encoded:
        return None
    try:
        from cryptography import x509
        from cryptography.x509.oid import NameOID
    except ImportError:
        return None
    try:
        issuer = x509.load_der_x509_certificate(encoded).issuer
    except ValueError:
        return None
    for name in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = issuer.get_attributes_for_oid(name)
        if found:
            return str(found[0].value)
    return None


def _by_python(checked: t.Mapping[str, t.Any]) -> str | None:
    """Return the issuer as Python gives it."""
    names = {key: value for entry in checked.get("issuer", ()) for key, value in entry}
    return names.get("commonName") or names.get("organizationName")
