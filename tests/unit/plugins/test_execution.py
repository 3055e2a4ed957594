# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of a module in whichever process it runs: the token module's result, and results that failed."""

from __future__ import annotations

import re
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import BulkError, Exchange, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet
from ansible_collections.dnv.veracity.plugins.module_utils._execution import execute, failure
from ansible_collections.dnv.veracity.plugins.modules.veracity_token import DEFINITION
from tests.simulator.fixture import Simulator
from tests.unit.support.opening import CLIENT_ID, CLIENT_SECRET, Opener
from tests.unit.support.opening import Opened as Session

DATA_FABRIC = "https://dnvglb2cprod.onmicrosoft.com/dfba9693-546d-4300-bcd7-d8d525bdff38"


def token_result(session: Session, **params: t.Any) -> dict[str, t.Any]:
    """Return the result of the token module."""
    return execute(DEFINITION, {"min_validity": 0, **params}, session, check_mode=False)


def test_result_of_the_token_module(opener: Opener) -> None:
    result = token_result(opener())
    assert result["changed"] is False
    assert result["token_type"] == "Bearer"
    assert 3590 <= result["expires_in"] <= 3599
    assert result["expires_in"].__class__ is int
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", result["expires_at"])
    assert result["claims"]["appid"] == CLIENT_ID
    assert result["token_version"] == "1.0"
    assert result["cached"] is False
    assert result["endpoint"] == "entra_v1"
    assert result["audience"] == DATA_FABRIC
    assert token_result(opener())["cached"] is True


def test_result_for_a_version_2_token(simulator: Simulator, opener: Opener) -> None:
    result = token_result(opener(api="services", token_url=simulator.token_url("b2c")))
    assert (result["token_version"], result["endpoint"]) == ("2.0", "b2c")
    assert result["audience"] == "83054ebf-1d7b-43f5-82ad-b2bde84d7b75"


def test_result_for_an_opaque_token(simulator: Simulator, opener: Opener) -> None:
    simulator.settings(token_format="opaque")
    result = token_result(opener())
    assert result["claims"] == {}
    assert result["token_version"] is None
    assert result["audience"] == DATA_FABRIC


def test_result_for_a_given_token_says_what_the_token_says(opener: Opener) -> None:
    value = opener().obtain().value
    result = token_result(opener(access_token=value))
    assert result["access_token"] == value
    assert 3590 <= result["expires_in"] <= 3599
    opaque = token_result(opener(access_token="opaque"))
    assert (opaque["expires_in"], opaque["expires_at"], opaque["claims"]) == (None, None, {})


def test_result_shows_secrets_under_its_documented_keys_only(opener: Opener) -> None:
    session = opener()
    session.learn(CLIENT_ID)
    result = token_result(session)
    assert result["claims"]["appid"] == "********"
    assert result["access_token"] == session.obtain().value


@pytest.mark.parametrize("error", [VeracityError, BulkError])
def test_failed_result_shows_no_secret(opener: Opener, error: type[VeracityError]) -> None:
    exchange = Exchange("GET", "host/path", 400)
    said = {"hint": f"hint {CLIENT_SECRET}"}
    failed = (
        BulkError(f"summary {CLIENT_SECRET}", result={"items": []}, **said)
        if error is BulkError
        else VeracityError(f"summary {CLIENT_SECRET}", exchange=exchange, **said)
    )
    result = failure(failed, opener().outlet)
    assert result["failed"] is True
    assert CLIENT_SECRET not in str(result)
    assert result["error"]["summary"] == "summary ********"
    assert ("items" in result) is (error is BulkError)


def test_failed_result_before_there_is_a_session() -> None:
    assert failure(VeracityError("x"), Outlet()) == {"failed": True, "msg": "x", "error": {"summary": "x"}}
