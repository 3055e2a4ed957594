# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks as rows, as data and as a verdict; and what has to agree with other files."""

from __future__ import annotations

import re
import typing as t
from base64 import b64encode
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis import certificate, connection
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.check import (
    FAILED,
    OK,
    SKIPPED,
    WARNING,
    Finding,
    Outcome,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.libraries import LIBRARIES
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.reach import CONNECT, Reached
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.run import (
    CHECKS,
    Diagnosis,
    all_skipped,
    checks_of,
    diagnose,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.situation import (
    CONTROLLER,
    TARGET,
    Situation,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.table import row
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity import hints

ROOT = Path(__file__).resolve().parents[4]
FINE = Outcome("clock", "Clock", OK, "2 s behind login.veracity.com", "", "")
REFUSED = Outcome("subscription_key", "Subscription key", FAILED, "NOT ACCEPTED (HTTP 401): why", "Look there.", "")


def test_rows_look_as_they_are_documented() -> None:
    assert row(2, FINE) == "  2. Clock .............. 2 s behind login.veracity.com"
    assert row(5, REFUSED) == "  5. Subscription key ... NOT ACCEPTED (HTTP 401): why\n     Look there."
    assert row(12, Outcome("x", "Storage", SKIPPED, "Token failed", "", "")) == (
        " 12. Storage ............ skipped: Token failed"
    )
    assert row(3, Outcome("x", "Libraries", WARNING, "old", "Renew.", "")).startswith(
        "  3. Libraries .......... WARNING: old\n"
    )


def test_a_failure_is_the_cause_even_after_a_warning() -> None:
    odd = Outcome("libraries", "Libraries", WARNING, "old", "Renew.", "")
    late = Outcome("storage", "Storage", FAILED, "no", "Open.", "web1")
    assert Diagnosis((FINE, odd, REFUSED, late)).verdict.splitlines() == [
        "Subscription key: NOT ACCEPTED (HTTP 401): why",
        "  Look there.",
        "  After that, look at Storage.",
    ]
    assert Diagnosis((FINE, late)).summary == "Storage on web1: no"
    assert Diagnosis((FINE, odd)).verdict == "No check failed. Warning: Libraries: old\n  Renew."
    assert Diagnosis((FINE,)).verdict == "No problem found."


def test_an_outcome_survives_the_way_from_another_host() -> None:
    assert Outcome.of(REFUSED.data(), "web1").data() == {**REFUSED.data(), "host": "web1"}


def test_every_check_is_of_the_controller_or_the_target_or_both() -> None:
    here, there = ({check.name for check in checks_of(Situation({}, part=part))} for part in (CONTROLLER, TARGET))
    assert here | there == {check.name for check in CHECKS}
    assert here & there == {"libraries", "clock", "connection"}
    names = [check.name for check in CHECKS]
    assert all(names.index(needed) < names.index(check.name) for check in CHECKS for needed in check.needs)


def test_a_target_is_skipped_as_a_whole() -> None:
    outcomes = all_skipped(Situation({}, part=TARGET, host="web1"), "Options failed")
    assert {(outcome.result, outcome.evidence, outcome.host) for outcome in outcomes} == {
        (SKIPPED, "Options failed", "web1")
    }


def test_each_outcome_is_reported_at_once() -> None:
    told: list[str] = []
    diagnosis = diagnose(Situation({}), lambda outcome: told.append(outcome.name))
    assert told == [outcome.name for outcome in diagnosis.outcomes]


def test_a_token_host_of_an_api_that_nobody_asked_for_is_no_failure() -> None:
    away = {"login.veracity.com"}

    def found(asked: bool = False) -> Finding:
        options = {"client_id": "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0", "client_secret": "none-of-yours"}
        situation = Situation(options, asked=asked)
        for host in ("login.veracity.com", "login.microsoftonline.com", "api.veracity.com"):
            situation._reached[f"https://{host}"] = Reached(host, failed_at=CONNECT if host in away else None)
        return connection.check(situation)

    assert (found().result, found(asked=True).result) == (WARNING, FAILED)
    assert found().advice.startswith("If Services API is not needed, ignore this.")
    away = {"api.veracity.com"}
    assert found().result == FAILED
    away = {"login.veracity.com", "login.microsoftonline.com"}
    assert found().result == FAILED


_SIGNED = ".".join((b64encode(b'{"alg": "RS256"}').decode().rstrip("="), "e30", "A" * 342))


@pytest.mark.parametrize("cut", [_SIGNED[:-1], _SIGNED[:-40], _SIGNED[:22], _SIGNED[:10], _SIGNED.rpartition(".")[0]])
def test_a_token_that_is_cut_off_is_told_apart(cut: str) -> None:
    found = Situation({"access_token": cut}).suspicions
    assert [each.text for each in found] == ["access_token (from the task) is cut off: a part of the token is missing."]
    assert found[0].certain


@pytest.mark.parametrize("token", [_SIGNED, "opaque-token-of-another-server", "eyJhbGciOiJkaXIifQ..a.b.c"])
def test_a_whole_token_is_not(token: str) -> None:
    assert Situation({"access_token": token}).suspicions == []


def test_the_oldest_libraries_are_those_of_the_execution_environment() -> None:
    lines = (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = dict(re.fullmatch(r"([\w-]+)>=([\d.]+)", line).groups() for line in lines if line and line[0] != "#")  # type: ignore[union-attr,misc]
    assert {library.distribution: library.oldest for library in LIBRARIES if library.oldest} == wanted


def test_every_code_with_a_hint_has_a_cause_for_the_first_line() -> None:
    for code in hints._BY_CODE:
        assert hints.cause("invalid_client", [code], "scope", "https://x/.default")
    assert hints.cause("invalid_client", [], "scope", "x") == "the client secret is not valid"
    # An unknown code means something else than the secret.
    assert hints.cause("invalid_client", ["AADSTS1"], "scope", "x") is None
    assert hints.cause("invalid_scope", [], "scope", "https://x/.default") == (
        "the directory has no such API for scope https://x/.default"
    )


@pytest.mark.parametrize(
    ("checked", "issuer"),
    [
        ({"issuer": ((("organizationName", "Example"),), (("commonName", "Example CA"),))}, "Example CA"),
        ({"issuer": ((("organizationName", "Example"),),)}, "Example"),
        ({}, None),
    ],
)
def test_without_cryptography_a_verified_certificate_still_has_an_issuer(
    checked: dict[str, t.Any], issuer: str | None
) -> None:
    assert certificate.issuer_of(None, checked) == issuer
    assert certificate.issuer_of(b"no certificate", checked) == issuer
