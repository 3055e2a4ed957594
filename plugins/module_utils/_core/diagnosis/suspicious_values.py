# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What is odd about the value of an option, whatever it is for. Private: for use inside dnv.veracity only.

Placeholders, characters that nobody sees, and what comes along when a value is copied. Values are never quoted.
"""

from __future__ import annotations

import base64
import json
import re
import typing as t
import unicodedata
from dataclasses import dataclass

from ..api_fields import is_guid
from ..given import PLACEHOLDERS
from ..invisible import invisible_in

_TEXTS = (
    *("client_id", "client_secret", "access_token", "subscription_key", "token_url", "api_url", "policy", "scope"),
    *("resource", "ca_path", "proxy"),
)
_SECRETS = frozenset({"client_secret", "access_token", "subscription_key"})
_BRACKETS = re.compile(r"<[^<>]+>|\{[^{}]*\}")
_VARIABLE = re.compile(r"\$\{?[A-Za-z_]\w*\}?|%[A-Za-z_]\w*%")
_FILLER = re.compile(
    r"(your|my|the|insert|enter|replace)?[-_ ]*(client|app|application|api|subscription|access|veracity)?[-_ ]*"
    r"(id|secret|key|token|here|value)+|change[-_ ]?(me|it)|todo|tbd|x{3,}|\.{3,}|\*{3,}|none|null|undefined|example|"
    r"password|dummy",
    re.IGNORECASE,
)
_PLACEHOLDER = "is a placeholder from an example, and not your own value"
_NO_GUID = "00000000-0000-0000-0000-000000000000"
_HEX_KEY = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_PORTAL_SECRET = re.compile(r"[A-Za-z0-9]{3}[78]Q~[A-Za-z0-9_.~-]{34}")
_PARTS_SIGNED, _PARTS_ENCRYPTED = 3, 5
# In bytes, of keys with 2048, 3072 and 4096 bits.
_RSA_LENGTHS = (256, 384, 512)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True)
class Suspicion:
    """What is odd about an option. ``certain``: it cannot work so; otherwise it explains a refusal."""

    option: str
    text: str
    advice: str
    certain: bool = True


def suspicions(options: t.Mapping[str, t.Any], origin: t.Callable[[str], str]) -> list[Suspicion]:
    """Return what is odd about the options, what is certain first. ``origin`` says where an option came from."""
    found = [each for option in _TEXTS for each in _about(option, options.get(option), origin(option))]
    found += _between(options)
    return sorted(found, key=lambda each: not each.certain)


def _about(option: str, value: t.Any, where: str) -> t.Iterator[Suspicion]:
    """Yield the first thing that is odd about one value."""
    if not isinstance(value, str) or not value.strip():
        return
    copied = f"Copy the value into {where} again."
    oddity = _certain(option, value)
    if oddity:
        advice = f"Set {option} to your own value, in {where}." if oddity == _PLACEHOLDER else copied
        yield Suspicion(option, f"{option} (from {where}) {oddity}.", advice)
        return
    doubt = _doubtful(option, value)
    if doubt:
        yield Suspicion(option, f"{option} (from {where}) {doubt}.", copied, certain=False)


def _certain(option: str, value: str) -> str | None:
    """Return what makes a value useless, as the end of a sentence."""
    text = value.strip()
    secret = option in _SECRETS
    invisible = invisible_in(value)
    if invisible is not None:
        return f"contains the invisible character {invisible}"
    if text in PLACEHOLDERS:
        return "is text that Ansible shows in place of a secret, and not the secret"
    if text.startswith("$ANSIBLE_VAULT;"):
        return "is still encrypted by Ansible Vault"
    if "{{" in text or "{%" in text:
        return "is a template that was not evaluated"
    if _VARIABLE.fullmatch(text):
        return "is the name of a variable that was not replaced by its value"
    bracket = _BRACKETS.fullmatch(text) if secret else None if is_guid(text) else _BRACKETS.search(text)
    if bracket is not None or text == _NO_GUID or _FILLER.fullmatch(text):
        return _PLACEHOLDER
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`":
        return "has quotation marks around it"
    if option == "access_token" and text.lower().startswith("bearer "):
        return "begins with the word Bearer, which does not belong to the token"
    if option == "access_token" and _is_cut(text):
        return "is cut off: a part of the token is missing"
    if any(unicodedata.category(letter) == "Cc" for letter in value.rstrip("\r\n")):
        return "contains a line end, a tab or another control character"
    if secret and value.rstrip("\r\n") != text:
        return "begins or ends with a space"
    if option not in ("ca_path", "scope", "client_secret") and " " in text:
        return "contains a space"
    return None


def _is_cut(token: str) -> bool:
    """Return whether a token is a JSON Web Token (RFC 7519) of which something is missing; False for others."""
    if not token.startswith("eyJ"):
        return False
    parts = token.split(".")
    if len(parts) != _PARTS_SIGNED:
        return len(parts) != _PARTS_ENCRYPTED
    try:
        header = json.loads(_decoded(parts[0]))
        signature = _decoded(parts[2])
    except ValueError:
        return True
    by_rsa = isinstance(header, dict) and str(header.get("alg")).startswith(("RS", "PS"))
    return by_rsa and len(signature) not in _RSA_LENGTHS


def _decoded(part: str) -> bytes:
    """Return a part of a token. Raises ValueError when it is damaged."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _doubtful(option: str, value: str) -> str | None:
    """Return what may make a value useless, as the end of a sentence."""
    text = value.strip()
    if option in _SECRETS and not text.isascii():
        letter = next(letter for letter in text if not letter.isascii())
        return f"contains U+{ord(letter):04X} ({unicodedata.name(letter, 'no name')}), which looks like another letter"
    if option == "client_secret" and is_guid(text):
        return "has the form of an id: the portal shows an id and a value for each secret, and the value is needed"
    if option == "client_secret" and _HEX_KEY.fullmatch(text):
        return "has the form of a subscription key"
    if option == "client_secret" and _ENCODED.search(text):
        return "seems to be encoded for a URL"
    if option == "subscription_key" and _PORTAL_SECRET.fullmatch(text):
        return "has the form of a client secret"
    if option == "subscription_key" and is_guid(text):
        return "has the form of an id"
    return None


def _between(options: t.Mapping[str, t.Any]) -> t.Iterator[Suspicion]:
    """Yield options that have the same value."""
    identity, secret = (str(options.get(name) or "").strip() for name in ("client_id", "client_secret"))
    if identity and not is_guid(identity) and is_guid(secret):
        yield Suspicion(
            "client_id",
            "client_id and client_secret seem to be swapped: the secret has the form of an id, and the id does not.",
            "Set client_id to the application id, and client_secret to the value of the secret.",
            certain=False,
        )
    names = [name for name in ("client_id", "client_secret", "subscription_key") if options.get(name)]
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            if str(options[one]).strip() == str(options[other]).strip():
                yield Suspicion(
                    other, f"{one} and {other} have the same value.", f"Copy {one} and {other} again.", certain=False
                )
