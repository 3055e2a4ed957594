# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the directory: its metadata names the token endpoint. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit, urlunsplit

from ..errors import VeracityError
from ..settings import ENVIRONMENTS
from .check import FAILED, SKIPPED, WARNING, Finding, failed, ok, skipped, warning
from .situation import TARGET

if t.TYPE_CHECKING:
    from ..identity.endpoints import TokenTarget
    from .situation import Situation

_TOKEN_PATH = re.compile(r"/oauth2/(v2\.0/)?token/?$", re.IGNORECASE)
_PORTAL = (
    "A proxy or captive portal responds instead, or token_url is wrong. Open the address in a browser on this machine."
)
_LIMIT = 1024 * 1024
_WAIT = 40.0


def check(situation: Situation) -> Finding:
    """Read the metadata that belongs to each token endpoint."""
    if situation.part == TARGET:
        return skipped("tokens are obtained on the controller")
    wanted = [api for api in situation.apis if not situation.is_given(api)]
    if not wanted:
        return skipped("access_token is set, and no other token is obtained")
    targets: dict[str, tuple[str, TokenTarget]] = {}
    for api in wanted:
        target = situation.target(api)
        targets.setdefault(target.url, (api, target))
    found = [_one(situation, api, target) for api, target in targets.values()]
    for result in (FAILED, WARNING, SKIPPED):
        bad = next((each for each in found if each.result == result), None)
        if bad is not None:
            return bad
    return ok("; ".join(dict.fromkeys(each.evidence for each in found)))


def _one(situation: Situation, api: str, target: TokenTarget) -> Finding:
    """Read one document, and compare it with the token endpoint."""
    url = metadata_url(target.url)
    if url is None:
        return skipped("token_url is of another identity server")
    session = situation.session(api)
    source = "token_url" if session.settings.token_url else "policy and veracity_environment"
    try:
        response = session.transport.send(
            "GET",
            url,
            headers={"Accept": "application/json"},
            deadline=situation.clock.monotonic() + _WAIT,
            limit=_LIMIT,
            accepted=(200, 400, 404),
        )
    except VeracityError as error:
        return warning(f"{error.summary}", error.hint or "Run again.")
    try:
        content = response.json()
    except VeracityError:
        content = None
    if response.status in (400, 404):
        return failed(
            f"there is no directory or policy at this address ({response.exchange})",
            f"Check {source}: directory and policy are parts of the address of the token endpoint.",
        )
    if 300 <= response.status < 400:
        elsewhere = urlsplit(response.headers.get("Location", "")).hostname or "another address"
        return failed(f"it redirects to {elsewhere}, as a captive portal does ({response.exchange})", _PORTAL)
    if response.status == 200 and not isinstance(content, dict):
        return failed(
            f"what answers is not the directory, but a captive portal or proxy ({response.exchange})", _PORTAL
        )
    if response.status != 200 or not isinstance(content, dict) or not content.get("issuer"):
        return warning(f"the metadata cannot be read ({response.exchange})", "Run again in a minute.")
    issuer = str(content["issuer"])
    expected = _tenant(target.url)
    if expected is not None and expected not in issuer.lower():
        return failed(
            f"the issuer {issuer} is not the directory of {urlsplit(target.url).path.split('/')[1]} ({expected})",
            f"Check {source}. A proxy may answer in place of the directory.",
        )
    return ok(f"issuer {issuer}")


def _tenant(token_url: str) -> str | None:
    """Return the id of the directory of Veracity that a token endpoint names, None for another directory."""
    parts = set(urlsplit(token_url).path.lower().split("/"))
    return next((each.tenant_id for each in ENVIRONMENTS.values() if parts & {each.domain, each.tenant_id}), None)


def metadata_url(token_url: str) -> str | None:
    """Return the address of the metadata that belongs to a token endpoint, None for one that has another form."""
    parts = urlsplit(token_url)
    found = _TOKEN_PATH.search(parts.path)
    if found is None:
        return None
    path = f"{parts.path[: found.start()]}/{found[1] or ''}.well-known/openid-configuration"
    return urlunsplit(parts._replace(path=path))
