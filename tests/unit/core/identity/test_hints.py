# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""G7: what the codes of the identity provider mean, and what the last line of an error says about each."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import TokenError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.endpoints import resolve
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.grant import request_token
from tests.simulator.fixture import Simulator
from tests.simulator.identity_codes import B2C_CODES, ENTRA_CODES
from tests.simulator.identity_errors import CODES
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.opening import CLIENT_ID, TOKEN, Opener

DIRECTORY = "https://dnvglb2cprod.onmicrosoft.com"
CLASSIC = f"{DIRECTORY}/dfba9693-546d-4300-bcd7-d8d525bdff38"
CURRENT = f"{DIRECTORY}/37c59c8d-cd9d-4cd5-b05a-e67f1650ee14"
BLAMES_THE_SECRET = "is the value and not the id of the secret"

# Row: what the last line says, and for which codes.
ROWS: dict[str, tuple[str, str]] = {
    "secret": (
        BLAMES_THE_SECRET,
        "AADSTS7000215 AADSTS70002 AADSTS50012 AADB2C90081",
    ),
    "secret expired": ("The secret has expired. Create a new one", "AADSTS7000222"),
    "no secret": ("Set client_secret", "AADSTS7000216 AADSTS7000218 AADB2C90079"),
    "not installed, disabled or not granted": (
        "Add the API to the application in My Projects, and check that both belong to the environment in "
        "veracity_environment. If both are right, ask the owner of the API.",
        "AADSTS7000229 AADSTS650052 AADSTS650056 AADSTS65005 AADSTS65001 AADSTS650057 AADSTS500014 AADSTS50105 "
        "AADB2C90205",
    ),
    "type": (
        "of the type ClientCredentials, with a secret",
        "AADSTS700025 AADSTS700027 AADSTS700211 AADSTS7000114",
    ),
    "directory": (
        "Check token_url, or omit it and set veracity_environment",
        "AADSTS900023 AADSTS90002 AADSTS50059 AADSTS90019 AADSTS50128 AADSTS50194",
    ),
    "blocked": (
        "Try from another network, or send the correlation id to support@veracity.com.",
        "AADSTS53003 AADSTS530035 AADSTS50053 AADSTS500021",
    ),
    "throttled": ("Keep token_cache enabled", "AADSTS50196 AADB2C90244"),
    "parameter lost": (
        "A proxy may have rewritten the form. Check proxy and token_url.",
        "AADSTS90013 AADSTS90014 AADSTS900144 AADSTS9002313 AADB2C90008 AADB2C90010 AADB2C90083",
    ),
    "grant": (
        "Set another policy, or endpoint: entra_v2. If that does not help, check that the application is of the type",
        "AADSTS70003 AADB2C90086",
    ),
    "policy": ("Check token_url", "AADB2C90022 AADB2C90031"),
    "assertion": (
        "Set endpoint: entra_v2, or send the correlation id to support@veracity.com",
        "AADB2C90080 AADB2C90087 AADB2C90088 AADB2C90284 AADB2C90296 AADB2C99027",
    ),
    "resource": (
        f"Set resource to the App ID URI of the API without /.default: {CLASSIC}.",
        "AADSTS500011 AADSTS50001",
    ),
    "problem": ("Run again in a minute.", "AADSTS90036 AADSTS50000"),
    "unheard of": ("Look up the code", "AADSTS9999999"),
}
OF_ROW = [(row, code) for row, (_says, codes) in ROWS.items() for code in codes.split()]
# Answered in the tests of single cases.
ELSEWHERE = {"AADSTS501051"}


def refused(opener: Opener, **options: t.Any) -> TokenError:
    """Return the error of a token request that is refused."""
    with pytest.raises(TokenError) as caught:
        opener(**options).obtain()
    return caught.value


def with_code(simulator: Simulator, opener: Opener, code: str, **options: t.Any) -> TokenError:
    """Return the error of a token request that is refused with a code."""
    simulator.settings(token_refusal=code)
    if code.startswith("AADB2C"):
        options = {"api": "services", "token_url": simulator.token_url("b2c"), **options}
    found = refused(opener, token_cache=False, retries=0, **options)
    assert found.exchange is not None
    assert found.exchange.codes == (code,)
    assert found.exchange.correlation_id
    return found


def last_line(error: TokenError) -> str:
    """Return what the user reads last."""
    return str(error).splitlines()[-1].strip()


@pytest.mark.parametrize(("row", "code"), OF_ROW)
def test_g7_last_line_says_what_to_do(simulator: Simulator, opener: Opener, row: str, code: str) -> None:
    found = with_code(simulator, opener, code)
    assert ROWS[row][0] in last_line(found)
    if row != "secret":
        assert BLAMES_THE_SECRET not in str(found)


@pytest.mark.parametrize(("row", "code"), OF_ROW)
def test_g7_first_line_says_what_is_certain(simulator: Simulator, opener: Opener, row: str, code: str) -> None:
    found = with_code(simulator, opener, code)
    assert found.exchange is not None
    if row == "throttled":
        assert found.summary.startswith("Token request refused: too many requests.")
    elif row == "problem":
        assert found.summary == "Token request failed: the identity provider has a problem."
    elif found.exchange.error in ("invalid_client", "unauthorized_client"):
        said = f"Token request refused: the identity provider does not accept application {CLIENT_ID}."
        assert found.summary == said
    else:
        assert found.summary.startswith("Token request refused: ")
        assert "secret" not in found.summary


def test_g7_simulator_has_no_code_that_is_in_no_row() -> None:
    further = {f"AADSTS{code}" for code in ENTRA_CODES} | {f"AADB2C{code}" for code in B2C_CODES}
    assert further - {code for _row, code in OF_ROW} == ELSEWHERE
    assert {code for _row, code in OF_ROW} <= set(CODES)


def test_g7_without_any_code_the_secret_is_the_likeliest(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, status=401, json={"error": "invalid_client"})
    assert BLAMES_THE_SECRET in last_line(refused(opener, token_cache=False))


def derived(simulator: Simulator, opener: Opener, path: str, **options: t.Any) -> TokenError:
    """Return the error of a request to a URL that was not given, but follows from other options."""
    session = opener(token_url=None, **options)
    target = dataclasses.replace(resolve(session.settings), url=simulator.http + path)
    with pytest.raises(TokenError) as caught:
        request_token(target, session.settings, session.transport, session.clock, session.notices.append)
    return caught.value


def test_g7_unknown_policy_of_the_option_names_the_option(simulator: Simulator, opener: Opener) -> None:
    path = "/dnvglb2cprod.onmicrosoft.com/B2C_1A_Nope/oauth2/v2.0/token"
    found = derived(simulator, opener, path, api="services", policy="B2C_1A_Nope")
    assert last_line(found) == "The policy does not exist in the directory. Check policy."


@pytest.mark.parametrize("code", ["AADB2C90022", "AADB2C90031"])
def test_g7_policy_of_the_option_that_is_refused_names_the_option(
    simulator: Simulator, opener: Opener, code: str
) -> None:
    simulator.settings(token_refusal=code)
    path = "/dnvglb2cprod.onmicrosoft.com/B2C_1A_Identity/oauth2/v2.0/token"
    found = derived(simulator, opener, path, api="services", policy="B2C_1A_Identity")
    assert last_line(found).endswith("Check policy.")


def test_g7_directory_without_a_token_url(simulator: Simulator, opener: Opener) -> None:
    found = derived(simulator, opener, "/example.onmicrosoft.com/oauth2/token")
    assert last_line(found).endswith("Check veracity_environment.")


def test_g7_answer_of_no_token_endpoint_without_a_token_url(simulator: Simulator, opener: Opener) -> None:
    found = derived(simulator, opener, "/nowhere/at/all")
    assert last_line(found) == "Check that no proxy or captive portal responds instead."


@pytest.mark.parametrize("code", ["AADSTS500011", "AADSTS50001"])
def test_g7_resource_at_v2_is_a_scope(simulator: Simulator, opener: Opener, code: str) -> None:
    found = with_code(simulator, opener, code, token_url=simulator.token_url("entra_v2"))
    assert f"in the form <App ID URI>/.default. The request was for: {CURRENT}/.default." in last_line(found)


def test_e6_refused_bare_id_is_told_to_be_a_uri_without_an_ending(simulator: Simulator, opener: Opener) -> None:
    found = refused(opener, api=None, resource="dfba9693-546d-4300-bcd7-d8d525bdff38", token_cache=False)
    assert simulator.requests()[0]["body"].endswith("resource=dfba9693-546d-4300-bcd7-d8d525bdff38")
    assert found.exchange is not None
    assert found.exchange.codes == ("AADSTS50001",)
    assert f"without /.default: {CLASSIC}." in last_line(found)


# Throttling under another name


@pytest.mark.parametrize(("code", "kind"), [("AADSTS50196", "entra_v2"), ("AADB2C90244", "b2c")])
def test_g7_loop_is_remembered_like_a_429(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, code: str, kind: str
) -> None:
    options: dict[str, t.Any] = {"api": "services", "token_url": simulator.token_url(kind)}
    simulator.settings(token_refusal=code)
    first = refused(opener, **options)
    assert first.remember == 60
    assert "too many requests" in refused(opener, **options).summary
    assert not clock.slept
    assert simulator.counters()["token_requests"] == 1
    simulator.settings(token_refusal=None)
    clock.ahead = 59
    refused(opener, **options)
    clock.ahead = 61
    assert opener(**options).obtain().value
    assert simulator.counters()["token_requests"] == 2


# Refusals that are remembered, and those that are not


@pytest.mark.parametrize(
    ("code", "requests"),
    [
        ("AADSTS7000215", 1),
        ("AADSTS7000222", 1),
        ("AADSTS700016", 1),
        ("AADB2C90081", 1),
        ("AADSTS500011", 2),
        ("AADSTS53003", 2),
        ("AADSTS900144", 2),
        ("AADSTS90036", 2),
        ("AADB2C90085", 2),
        ("AADB2C90117", 2),
    ],
)
def test_only_refusals_of_the_credential_are_remembered(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, code: str, requests: int
) -> None:
    kind = "b2c" if code.startswith("AADB2C") else "entra_v2"
    options: dict[str, t.Any] = {"api": "services", "token_url": simulator.token_url(kind), "retries": 0}
    simulator.settings(token_refusal=code)
    for _time in range(2):
        assert refused(opener, **options).exchange
        clock.ahead += 1
    assert simulator.counters()["token_requests"] == requests


# Something else than a token endpoint


@pytest.mark.parametrize("path", ["/B2C_1A_Nope/oauth2/v2.0/token", "/oauth2/v2.0/token?p=B2C_1A_Nope"])
def test_g7_unknown_policy_of_a_token_url_names_the_token_url(simulator: Simulator, opener: Opener, path: str) -> None:
    url = f"{simulator.http}/dnvglb2cprod.onmicrosoft.com{path}"
    found = refused(opener, api="services", token_url=url)
    assert found.exchange is not None
    assert found.exchange.status == 404
    assert last_line(found) == "The policy does not exist in the directory. Check token_url."


def test_g7_answer_of_no_token_endpoint_names_the_token_url(simulator: Simulator, opener: Opener) -> None:
    found = refused(opener, token_url=f"{simulator.http}/nowhere/at/all", api=None, scope="x")
    assert last_line(found) == "Check token_url, and that no proxy or captive portal responds instead."
