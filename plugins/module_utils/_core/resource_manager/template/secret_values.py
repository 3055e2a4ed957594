# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which values of templates are secret. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t

from ...redaction.scrubber import MASK, Scrubber

# The last word of a name that is a secret's: clientSecret, db_password, subscriptionKey.
_LAST_WORDS = frozenset({"secret", "secrets", "password", "passwd", "pwd", "passphrase", "token", "key", "keys"})
_WHOLE = frozenset({"secrettext", "credential", "credentials", "apikey", "subscriptionkey", "connectionstring"})
_SHORTEST = 4
# The names of documented fields that look like one and are none.
_HARMLESS = frozenset({"counterkey"})


def is_secret_name(name: object) -> bool:
    """Return whether a value of this name is to be hidden."""
    text = str(name)
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)
    joined = re.sub(r"[^a-z]", "", text.lower())
    last = words[-1].lower() if words else ""
    return joined not in _HARMLESS and (last in _LAST_WORDS or joined in _WHOLE)


def secret_texts(value: t.Any) -> list[str]:
    """Return every text in a secret value, longest first; ids beside a secret are none."""
    if isinstance(value, dict):
        found = [text for name in value if not _is_id(name) for text in secret_texts(value[name])]
    elif isinstance(value, list):
        found = [text for member in value for text in secret_texts(member)]
    elif isinstance(value, str):
        found = [value] if value.strip() else []
    else:
        found = []
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def named_secrets(value: t.Any, name: object = "") -> list[str]:
    """Return the texts in a value that stand under the name of a secret."""
    if is_secret_name(name):
        return secret_texts(value)
    if isinstance(value, dict):
        return [text for key, member in value.items() for text in named_secrets(member, key)]
    return [text for member in value for text in named_secrets(member)] if isinstance(value, list) else []


def secrets_of(parameters: t.Any) -> list[str]:
    """Return the texts of parameters with the name of a secret, whether they are given by name or as a list."""
    if isinstance(parameters, dict):
        return secret_texts([value for name, value in parameters.items() if is_secret_name(name)])
    entries = [entry for entry in parameters if isinstance(entry, dict)] if isinstance(parameters, list) else []
    return secret_texts([entry.get("value") for entry in entries if is_secret_name(entry.get("name"))])


def _is_id(name: object) -> bool:
    """Return whether a value of this name says what a secret is for."""
    return str(name).lower().endswith(("id", "name"))


def masked(value: t.Any, secrets: t.Sequence[str], name: object = "") -> t.Any:
    """Return a document without secrets: known ones, and what stands under the name of one."""
    return _masked(value, frozenset(secrets), Scrubber(secrets), name)


def _masked(value: t.Any, secrets: frozenset[str], scrub: Scrubber, name: object) -> t.Any:
    """Return a part of a document without secrets."""
    if isinstance(value, dict):
        inside = is_secret_name(name)
        return {
            key: _masked(member, secrets, scrub, name if inside and not _is_id(key) else key)
            for key, member in value.items()
        }
    if isinstance(value, list):
        return [_masked(member, secrets, scrub, name) for member in value]
    if not isinstance(value, str):
        return value
    if value in secrets or (value and not value.startswith("$") and is_secret_name(name)):
        return MASK
    return scrub.known(value)


def tells_secret(value: t.Any, secrets: t.Sequence[str], name: object = "") -> bool:
    """Return whether a value that Veracity returned holds a known secret, or a text under the name of one."""
    if isinstance(value, dict):
        inside = is_secret_name(name)
        return any(tells_secret(value[key], secrets, name if inside and not _is_id(key) else key) for key in value)
    if isinstance(value, list):
        return any(tells_secret(member, secrets, name) for member in value)
    if not isinstance(value, str) or not value.strip():
        return False
    return is_secret_name(name) or bool(masked(value, secrets) != value)


def disguised(value: t.Any, secrets: t.Sequence[str], letter: str) -> t.Any:
    """Return a document with secrets replaced by other texts of the same length."""
    if isinstance(value, dict):
        return {key: disguised(member, secrets, letter) for key, member in value.items()}
    if isinstance(value, list):
        return [disguised(member, secrets, letter) for member in value]
    if not isinstance(value, str):
        return value
    for secret in secrets:
        if value == secret or len(secret) >= _SHORTEST:
            value = value.replace(secret, letter * len(secret))
    return value
