# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Issuing access tokens and checking them."""

from __future__ import annotations

import secrets
import typing as t
import uuid
from dataclasses import dataclass

from .clock import Clock
from .registrations import Application, Registration
from .settings import Settings
from .signing import SigningKeys

LEEWAY = 60
"""Seconds by which clocks may differ, as in the samples of the Veracity documentation."""


@dataclass(frozen=True)
class Grant:
    """What a token endpoint has decided to grant; ``endpoint`` is entra_v1, entra_v2 or b2c."""

    endpoint: str
    application: Application
    registration: Registration


class Tokens:
    """All tokens issued since the start of the process."""

    def __init__(self, clock: Clock, settings: Settings, keys: SigningKeys) -> None:
        self._clock = clock
        self._settings = settings
        self._keys = keys
        self._issued: dict[str, dict[str, t.Any]] = {}
        self._opaque: set[str] = set()
        self._verified: dict[str, dict[str, t.Any]] = {}
        self._revoked: set[str] = set()

    def issue(self, grant: Grant) -> tuple[str, dict[str, t.Any]]:
        """Return a token and its claims, in the version and format that registration and settings ask for."""
        claims = _claims(grant, self._settings, int(self._clock.now()))
        if self._settings.token_format == "opaque":
            token = secrets.token_urlsafe(48)
            self._opaque.add(token)
        else:
            token = self._keys.sign(claims)
        self._issued[token] = claims
        return token, claims

    def check(self, token: str, audiences: frozenset[str]) -> dict[str, t.Any] | None:
        """Return the claims of a token that is genuine, in its time and meant for one of ``audiences``, else None."""
        if token in self._revoked:
            return None
        claims = self._issued[token] if token in self._opaque else self._signed(token)
        if claims is None:
            return None
        now = self._clock.now()
        in_time = claims["nbf"] - LEEWAY <= now <= claims["exp"] + LEEWAY
        return claims if in_time and claims["aud"] in audiences else None

    def revoke_all(self) -> None:
        """Refuse every token issued so far."""
        self._revoked.update(self._issued)

    def reset(self) -> None:
        """Forget the revocations."""
        self._revoked.clear()

    def _signed(self, token: str) -> dict[str, t.Any] | None:
        # A signature is checked once: afterwards the same text cannot become wrong.
        claims = self._verified.get(token)
        if claims is None:
            claims = self._keys.verify(token)
            if claims is not None:
                self._verified[token] = claims
        return claims


def _claims(grant: Grant, settings: Settings, now: int) -> dict[str, t.Any]:
    version = settings.token_version or grant.registration.version
    tenant = grant.registration.tenant
    client_id = grant.application.client_id
    object_id = str(uuid.uuid5(uuid.UUID(tenant.guid), client_id))
    claims: dict[str, t.Any] = {
        "iat": now,
        "nbf": now,
        "exp": now + int(settings.token_lifetime),
        "oid": object_id,
        "sub": object_id,
        "tid": tenant.guid,
        "ver": version,
    }
    if version == "1.0":
        claims |= {
            "iss": f"https://sts.windows.net/{tenant.guid}/",
            "idp": f"https://sts.windows.net/{tenant.guid}/",
            "aud": grant.registration.uri(),
            "appid": client_id,
            "appidacr": "1",
        }
    else:
        claims |= {"aud": grant.registration.guid, "azp": client_id, "azpacr": "1"}
        if grant.endpoint == "b2c":
            claims["iss"] = f"https://{tenant.login_host}/{tenant.guid}/v2.0/"
        else:
            claims["iss"] = f"https://login.microsoftonline.com/{tenant.guid}/v2.0"
    if grant.endpoint == "b2c":
        claims |= {"mfaType": "none", "scp": "app.canUse"}
    else:
        claims |= {"aio": secrets.token_urlsafe(32), "rh": secrets.token_urlsafe(32), "uti": secrets.token_urlsafe(16)}
    return claims
