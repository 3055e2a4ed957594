# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the tokens: whether there are any, and what they are for. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from ..errors import VeracityError
from ..identity import hints
from ..identity.endpoints import APIS as KNOWN
from ..identity.token import Token, audience, moment
from ..settings import ENVIRONMENTS
from .api_reads import first
from .check import FAILED, Finding, failed, ok, warning
from .situation import TITLES

if t.TYPE_CHECKING:
    from .situation import Situation

_TOLERATED = 60.0
_PLATFORM = frozenset({"services", "data_workbench"})


def check(situation: Situation) -> Finding:
    """Obtain the tokens, and compare what they say with what the APIs expect."""
    found = {api: situation.token(api) for api in situation.apis}
    refused = {api: token for api, token in found.items() if isinstance(token, VeracityError)}
    if refused and (situation.asked or len(refused) == len(found)):
        api, error = next(iter(refused.items()))
        return _refused(situation, api, error)
    wrong: list[Finding] = []
    texts: dict[str, list[str]] = {}
    for api, token in found.items():
        if isinstance(token, VeracityError):
            continue
        problem = _problem(situation, api, token)
        if problem is not None:
            wrong.append(problem)
        texts.setdefault(_described(situation, api, token), []).append(TITLES[api])
    if wrong:
        return next((each for each in wrong if each.result == FAILED), wrong[0])
    evidence = "; ".join(text if len(texts) == 1 else f"{', '.join(apis)}: {text}" for text, apis in texts.items())
    if refused:
        names = ", ".join(TITLES[api] for api in refused)
        api, error = next(iter(refused.items()))
        return warning(f"{evidence}. None for {names}: {_one_line(situation, api, error)}", error.hint or "")
    return ok(evidence)


def explanation(situation: Situation) -> str:
    """Return what is odd about the credentials, in front of a refusal; empty when nothing is."""
    return " ".join(
        each.text for each in situation.suspicions if each.option in ("client_id", "client_secret", "access_token")
    )


def _refused(situation: Situation, api: str, error: VeracityError) -> Finding:
    """Return what is wrong when there is no token."""
    doubt = explanation(situation)
    evidence = " ".join(text for text in (doubt, _one_line(situation, api, error)) if text)
    if len(situation.apis) > 1 and situation.asked:
        evidence = f"{TITLES[api]}: {evidence}"
    return failed(evidence, error.hint or "Run again in a minute.")


def _one_line(situation: Situation, api: str, error: VeracityError) -> str:
    """Return in one line why there is no token, without the advice."""
    exchange = error.exchange
    if exchange is None:
        return error.summary
    target = situation.target(api)
    known = hints.cause(exchange.error, exchange.codes, target.parameter, target.value)
    if known and known.startswith("the directory does not know the application"):
        directory = urlsplit(target.url).path.split("/")[1]
        known = f"the directory {directory} does not know the application {situation.options.get('client_id')}"
    says = f' The server says: "{exchange.server_text}"' if exchange.server_text and not known else ""
    brief = exchange._replace(request_id=None) if exchange.correlation_id else exchange
    shown = str(brief).partition(", ")[2]
    return f"{known or error.summary.rstrip('.')}{f' ({shown})' if shown else ''}.{says}"


def _described(situation: Situation, api: str, token: Token) -> str:
    """Return what a token is, as words: ``for 83054ebf-…, version 2.0, 59 min left``."""
    found = situation.claims(api)
    if not found:
        return "opaque, so its claims cannot be read"
    parts = [f"for {_id(audience(found)) or 'an unknown API'}", f"version {found.get('ver', 'unknown')}"]
    ends = moment(found, "exp")
    now = situation.clock.time()
    left = ends - now if ends is not None else token.remaining(now)
    parts.append(f"{left / 60:.0f} min left")
    rights = found.get("roles") or found.get("scp")
    if rights:
        parts.append(f"roles {', '.join(rights) if isinstance(rights, list) else rights}")
    return ", ".join(parts)


def _problem(situation: Situation, api: str, token: Token) -> Finding | None:
    """Return why the API will refuse a token, None when nothing in it says so."""
    found = situation.claims(api)
    if not found:
        return None
    now = situation.clock.time()
    given = situation.is_given(api)
    renew = (
        "Obtain a new one, or omit access_token and set client_id and client_secret." if given else "Check the clock."
    )
    ends, begins = moment(found, "exp"), moment(found, "nbf")
    if ends is not None and now - ends > _TOLERATED:
        return failed(f"the token expired {(now - ends) / 60:.0f} min ago", renew, "EXPIRED")
    if begins is not None and begins - now > _TOLERATED:
        return failed(f"the token is not valid for another {(begins - now) / 60:.0f} min", renew, "NOT VALID YET")
    return _of_another(situation, api, found, given=given)


def _of_another(situation: Situation, api: str, found: t.Mapping[str, t.Any], *, given: bool) -> Finding | None:
    """Return whether a token is for another environment, another API, or somebody else."""
    settings = situation.settings(api)
    tenant = str(found.get("tid") or "").lower()
    home = next((each.name for each in ENVIRONMENTS.values() if each.tenant_id == tenant), None)
    if home is not None and home != settings.environment.name:
        return failed(
            f"the token is of the {home} environment, and veracity_environment is {settings.environment.name}",
            "Set veracity_environment, token_url and api_url to the same environment.",
            "OF ANOTHER ENVIRONMENT",
        )
    named = _id(audience(found))
    expected = _expected(situation, api)
    if named and expected and named not in expected and _is_refused(situation, api):
        if named == _id(settings.credentials.client_id):
            text = "the token is for the application itself (an ID token), and not for an API"
        else:
            text = f"the token is for {_name(named)}, and {TITLES[api]} expects {' or '.join(sorted(expected))}"
        advice = (
            "Obtain a token for this API, or omit access_token."
            if given
            else "Omit scope and resource, or set them to the App ID URI of this API."
        )
        return failed(text, advice, "FOR ANOTHER API")
    caller = str(found.get("appid") or found.get("azp") or "").lower()
    mine = settings.credentials.client_id
    if caller and mine and caller != mine.lower():
        return warning(
            f"the token was issued to the application {caller}, and client_id is {mine}",
            "Omit client_id, or use the token of this application.",
        )
    return None


def _is_refused(situation: Situation, api: str) -> bool:
    """Return whether the API refuses the token, as far as that can be told: which ids it accepts is its own affair."""
    answer = first(situation, api)
    return answer is None or answer.status in (None, 401)


def _expected(situation: Situation, api: str) -> set[str]:
    """Return the ids under which an API is registered; none where they are not published."""
    environment = situation.settings(api).environment
    if environment.name == "production":
        return {KNOWN[api].v1_id, KNOWN[api].v2_id}
    return {environment.platform_api_id} if api in _PLATFORM else set()


def _name(identifier: str) -> str:
    """Return the API with an id, and the id."""
    for api, title in TITLES.items():
        if identifier == KNOWN[api].v1_id or (identifier == KNOWN[api].v2_id and api != "data_workbench"):
            return f"{title} ({identifier})"
    return identifier


def _id(text: str | None) -> str:
    """Return the id at the end of an App ID URI, in lower case."""
    return (text or "").rstrip("/").rpartition("/")[2].lower()
