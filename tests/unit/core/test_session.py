# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's session and its tokens: given, kept or asked for; what is told to whom; and what hints there are."""

from __future__ import annotations

import re
import string
import sys
import threading
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, TokenError, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity import hints
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.provider import TokenProvider
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import Token
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from tests.simulator.fixture import Simulator
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.opening import APPLICATION, CLIENT_ID, CLIENT_SECRET, TOKEN, Opener


def count(simulator: Simulator) -> int:
    """Return how many token requests the server has seen."""
    return t.cast("int", simulator.counters()["token_requests"])


# What is missing


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "client_id, client_secret: missing"),
        ({"client_id": CLIENT_ID}, "client_secret: missing"),
        ({"client_secret": "the-secret"}, "client_id: missing"),
    ],
)
def test_missing_credentials_are_named_before_any_request(
    simulator: Simulator, opener: Opener, given: dict[str, str], named: str
) -> None:
    session = opener(**{"client_id": None, "client_secret": None, **given})
    with pytest.raises(InputError) as caught:
        session.obtain()
    assert str(caught.value).startswith(named)
    assert "VERACITY_CLIENT_" in str(caught.value)
    assert "access_token" in str(caught.value)
    assert simulator.requests() == []


@pytest.mark.parametrize(
    "options",
    [
        {"scope": "x", "api": None},
        {"resource": "a b", "api": None},
        {"endpoint": "b2c"},
        {"client_secret": "$REDACTED$"},
        {"access_token": "********"},
        {"token_url": "http://login.microsoftonline.com/x/oauth2/token"},
    ],
)
def test_wrong_options_reach_no_server(simulator: Simulator, opener: Opener, options: dict[str, t.Any]) -> None:
    with pytest.raises(InputError):
        opener(**options).obtain()
    assert simulator.requests() == []


@pytest.mark.parametrize(
    ("library", "does"),
    [("requests", "fails"), ("jwt", "goes on"), ("cryptography.hazmat.primitives.ciphers.aead", "goes on")],
)
def test_missing_library(opener: Opener, monkeypatch: pytest.MonkeyPatch, library: str, does: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    if does == "goes on":
        assert opener().obtain().value
        return
    with pytest.raises(VeracityError) as caught:
        opener().obtain()
    assert f"The Python library requests is missing for {sys.executable}." in str(caught.value)
    assert "ansible_python_interpreter" in str(caught.value)


# Given, kept or asked for


def test_given_token_is_used_as_it_is(simulator: Simulator, opener: Opener) -> None:
    session = opener(access_token="given-token")
    assert session.obtain().value == "given-token"
    assert session.tokens.given
    assert simulator.requests() == []
    assert not session.warnings


def test_token_is_asked_for_once_in_a_task_without_a_cache(simulator: Simulator, opener: Opener) -> None:
    session = opener(token_cache=False)
    assert session.obtain().value == session.obtain().value
    session.client.get(APPLICATION)
    assert count(simulator) == 1


def test_tokens_are_not_shared_where_that_is_not_wanted(simulator: Simulator, opener: Opener, home: Path) -> None:
    assert opener(share=False).obtain().value
    assert not list(home.rglob("*.token"))


def test_second_task_takes_the_token_of_the_first(simulator: Simulator, opener: Opener) -> None:
    first = opener().obtain()
    second = opener().obtain()
    assert not first.cached
    assert second.cached
    assert second.value == first.value
    assert second.expires_at == first.expires_at


def test_minimum_beyond_what_is_left_is_asked_for(simulator: Simulator, opener: Opener, clock: SleeplessClock) -> None:
    old = opener().obtain().value
    clock.ahead = 2000
    assert opener().obtain().value == old
    assert opener().obtain(1700).value != old
    assert count(simulator) == 2


def test_session_that_outlives_its_token_takes_another(clock: SleeplessClock) -> None:
    asked: list[str] = []

    def request(target: t.Any) -> Token:
        asked.append(target.value)
        return Token(f"token-{len(asked)}", "Bearer", 3600, clock.time())

    settings = from_options({"client_id": CLIENT_ID, "client_secret": "x" * 20, "api": "iot"})
    provider = TokenProvider(settings, request, clock=clock)
    assert provider.token().value == "token-1"
    clock.ahead = 3200
    assert provider.token().value == "token-1"
    clock.ahead = 3400
    assert provider.token().value == "token-2"
    replaced = provider.replace(provider.token())
    assert replaced is not None
    assert replaced.value == "token-3"


def test_replacing_a_token_that_was_replaced_already_asks_nobody(simulator: Simulator, opener: Opener) -> None:
    tokens = opener().tokens
    old = tokens.token()
    new = tokens.replace(old)
    assert new is not None
    assert new.value != old.value
    again = tokens.replace(old)
    assert again is not None
    assert again.value == new.value
    assert count(simulator) == 2


@pytest.mark.parametrize("cached", [True, False], ids=["with a cache", "without"])
def test_two_threads_with_a_refused_token_ask_once(
    simulator: Simulator, opener: Opener, clock: SleeplessClock, tmp_path: Path, cached: bool
) -> None:
    asked: list[int] = []
    second_asks = threading.Event()

    def request(_target: t.Any) -> Token:
        asked.append(len(asked))
        if len(asked) == 2:
            # The first one waits here for another thread to ask as well; it never comes.
            second_asks.wait(0.5)
        elif len(asked) > 2:
            second_asks.set()
        return Token(f"token-{len(asked)}", "Bearer", 3600, clock.time())

    directory = SafeDirectory(str(tmp_path / "cache")) if cached else None
    provider = TokenProvider(opener(api="iot").settings, request, directory=directory, clock=clock)
    refused = provider.token()
    barrier = threading.Barrier(2)
    found: list[Token | None] = []

    def replace() -> None:
        barrier.wait()
        found.append(provider.replace(refused))

    threads = [threading.Thread(target=replace) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [token and token.value for token in found] == ["token-2", "token-2"]
    assert len(asked) == 2


def test_two_calls_with_a_401_at_the_same_time_ask_once(simulator: Simulator, opener: Opener) -> None:
    session = opener()
    session.client.get(APPLICATION)
    simulator.revoke_tokens()
    simulator.clear_requests()
    # Both calls are on their way with the refused token before either is answered.
    simulator.fault(path=APPLICATION, times=2, delay=0.3)
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(session.client.get(APPLICATION).status)) for _number in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200, 200]
    assert [request["status"] for request in simulator.requests() if request["path"] == APPLICATION].count(401) == 2
    assert count(simulator) == 1


# What is told to whom


def test_warnings_of_options_and_of_the_url_are_told(simulator: Simulator, opener: Opener) -> None:
    session = opener(client_secret=f"{CLIENT_SECRET}\n", token_url=simulator.token_url("entra_v1") + "/.default")
    session.obtain()
    assert session.warnings == [
        "client_secret: a trailing line end was removed.",
        "token_url: /.default at its end was removed. It belongs at the end of scope.",
    ]


def test_secrets_are_registered_before_anything_is_done_with_them(opener: Opener) -> None:
    session = opener(client_secret="secret-one", access_token="secret-two", subscription_key="secret-three")
    assert set(session.registered) == {"secret-one", "secret-two", "secret-three"}


def test_wait_is_announced(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=TOKEN, status=429, headers={"Retry-After": "5"})
    session = opener()
    session.obtain()
    assert session.notices == ["Token request: HTTP 429; trying again in 5 s"]


def test_log_has_a_line_for_each_request_and_no_secret(simulator: Simulator, opener: Opener) -> None:
    session = opener()
    session.client.get(APPLICATION)
    host = re.escape(simulator.http.removeprefix("http://"))
    patterns = [
        rf"POST {host}/dnvglb2cprod\.onmicrosoft\.com/oauth2/token 200 \d+ ms",
        rf"GET {host}{APPLICATION} 200 \d+ ms",
    ]
    assert [bool(re.fullmatch(*pair)) for pair in zip(patterns, session.lines, strict=True)] == [True, True]


def test_task_without_surroundings(capsys: pytest.CaptureFixture[str]) -> None:
    task = Task({"a": 1})
    task.progress("x")
    task.warn("x")
    assert not task.check_mode
    assert task.state_directory is None
    assert capsys.readouterr().out == ""


# Hints


CIRCUMSTANCES = hints.Circumstances(
    secret="the option client_secret",
    parameter="scope",
    asked="a {scope}",
    uri="https://d/x",
    directory="token_url",
    policy="policy",
)


def test_every_hint_can_be_filled_in() -> None:
    for text in {*hints._BY_CODE.values(), *hints._BY_ERROR.values(), hints._RESOURCE, hints._UNHEARD_OF}:
        fields = {field for _text, field, _spec, _kind in string.Formatter().parse(text) if field}
        assert fields <= set(vars(CIRCUMSTANCES))


@pytest.mark.parametrize(
    ("error", "codes", "expected"),
    [
        ("invalid_client", ("AADSTS7000222",), "has expired"),
        ("invalid_client", ("AADSTS1", "AADSTS7000222", "AADSTS700016"), "has expired"),
        ("invalid_client", (), "value and not the id"),
        ("invalid_client", ("AADSTS1",), "Look up the code"),
        (None, ("AADB2C90085",), "entra_v2"),
        ("temporarily_unavailable", (), "temporary problem"),
        ("unheard_of", ("AADSTS1",), "Look up the code"),
        ("invalid_scope", (), "The request was for: a {scope}."),
    ],
)
def test_hint(error: str | None, codes: tuple[str, ...], expected: str) -> None:
    assert expected in hints.hint(error, codes, CIRCUMSTANCES)


def test_error_of_a_token_says_for_how_long_it_is_remembered(opener: Opener) -> None:
    with pytest.raises(TokenError) as caught:
        opener(client_secret="not-the-secret-at-all").obtain()
    assert caught.value.remember == 15
