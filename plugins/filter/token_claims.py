# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter token_claims."""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import claims
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.verify import verified_claims
from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import filter_error
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain, untrusted


def token_claims(
    token: t.Any,
    jwks: t.Any = None,
    audience: str | None = None,
    issuer: str | None = None,
    leeway: t.Any = 60,
) -> dict[str, t.Any]:
    """Return the claims of a token, verified when ``jwks`` is given. Raises AnsibleFilterError."""
    value = plain(token.get("access_token") if isinstance(token, Mapping) else token)
    if not isinstance(value, str) or not value:
        raise filter_error("token_claims: this is not a token. Pass the token, or the result of veracity_token.")
    try:
        if jwks is None:
            if audience is not None or issuer is not None:
                raise filter_error(
                    "token_claims: audience and issuer are only checked together with jwks. Set jwks, too."
                )
            return claims(value)
        return verified_claims(
            value, _key_set(jwks), audience=plain(audience), issuer=plain(issuer), leeway=plain(leeway)
        )
    except VeracityError as error:
        raise filter_error(f"token_claims: {error}") from None


def _key_set(jwks: t.Any) -> t.Any:
    """Return a key set that is given as data or as JSON. Raises VeracityError."""
    try:
        return json.loads(jwks) if isinstance(jwks, str) else plain(jwks)
    except ValueError:
        raise VeracityError("jwks is not JSON. Use the key set that the issuer publishes.") from None
    except RecursionError:
        raise VeracityError(
            "jwks is not a key set: it is nested too deeply. Use the key set that the issuer publishes."
        ) from None


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return them by name."""
        return {"token_claims": untrusted(token_claims)}
