# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever goes wrong, the first line of the diagnosis names it, alone and beside another cause."""

from __future__ import annotations

import itertools
import random
import re
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.check import OK, SKIPPED
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.run import CHECKS, Diagnosis
from tests.simulator.fixture import Simulator
from tests.unit.core.diagnosis.causes import CAUSES, FAILED, Cause
from tests.unit.core.diagnosis.examination import examine
from tests.unit.core.diagnosis.surroundings import Surroundings
from tests.unit.support.company import Company
from tests.unit.support.leaks import leaks

_ORDER = {check.name: number for number, check in enumerate(CHECKS)}
# What is wrong with a value is told before what is wrong with several, whichever check says so.
_ORDER["options"] = _ORDER["values"]

# Each of these is like one of the forty others, and the pairs of all would take minutes.
_LIKE_OTHERS = frozenset(
    (
        *("ca_file_missing", "url_placeholder", "secret_masked", "requests_too_old", "cryptography_missing"),
        *("clock_behind", "certificate_of_another_host", "redirect_to_login_page", "policy_misspelt"),
        *("secret_of_another_application", "application_disabled", "identity_provider_down", "token_of_version_1"),
        *("key_wrong", "data_fabric_consumer", "data_workbench_for_data_sets", "service_not_there", "quota_used_up"),
        *("not_a_member_of_the_workspace", "cache_of_another_user", "cache_is_a_link", "cache_full"),
        *("directory_of_staging", "key_option_given_empty", "endpoint_contradicts_url", "azure_library_missing"),
        "right_of_services_missing",
    )
)
IN_PAIRS = [cause for cause in CAUSES if cause.name not in _LIKE_OTHERS]


class Place:
    """Where causes are injected."""

    def __init__(self, simulator: Simulator, company: Company, folder: Path) -> None:
        self._simulator = simulator
        self._company = company
        self._folder = folder
        self._count = itertools.count()

    def examined(self, *causes: Cause, through_proxy: bool | None = None) -> tuple[Diagnosis, Surroundings]:
        """Return what is found with these causes, in the order given."""
        folder = self._folder / str(next(self._count))
        folder.mkdir(mode=0o700)
        if through_proxy is None:
            through_proxy = any(cause.through_proxy for cause in causes)
        around = Surroundings(self._simulator, self._company, folder, through_proxy=through_proxy)
        around.reset()
        # A token that somebody has is from before everything else.
        for cause in sorted(causes, key=lambda cause: "access_token" not in cause.of):
            cause.inject(around)
        return examine(around), around


@pytest.fixture
def place(simulator: Simulator, company: Company, tmp_path: Path) -> Place:
    """Return where causes are injected."""
    return Place(simulator, company, tmp_path)


def first_line(diagnosis: Diagnosis) -> str:
    """Return the first line of the verdict."""
    return diagnosis.verdict.partition("\n")[0]


def named(diagnosis: Diagnosis, causes: t.Iterable[Cause]) -> list[str]:
    """Return which of the causes the first line names."""
    line = first_line(diagnosis)
    return [cause.name for cause in causes if all(_in(part, line) for part in cause.says)]


def _in(part: str | re.Pattern[str], line: str) -> bool:
    return part in line if isinstance(part, str) else part.search(line) is not None


def assert_silent(diagnosis: Diagnosis, around: Surroundings) -> None:
    """Assert that nothing secret is in anything that is shown."""
    shown = "\n".join([diagnosis.verdict, *(str(outcome.data()) for outcome in diagnosis.outcomes)])
    for secret in around.secrets:
        assert leaks(shown, secret) == []


@pytest.mark.parametrize("through_proxy", [False, True])
def test_a_healthy_platform_gives_no_finding(place: Place, through_proxy: bool) -> None:
    diagnosis, around = place.examined(through_proxy=through_proxy)
    assert {outcome.result for outcome in diagnosis.outcomes} <= {OK, SKIPPED}
    assert (diagnosis.healthy, diagnosis.verdict) == (True, "No problem found.")
    assert_silent(diagnosis, around)


@pytest.mark.parametrize("cause", CAUSES, ids=str)
def test_the_first_line_names_the_cause(place: Place, cause: Cause) -> None:
    diagnosis, around = place.examined(cause)
    assert named(diagnosis, CAUSES) == [cause.name], diagnosis.verdict
    assert all(part in diagnosis.verdict for part in cause.fix), diagnosis.verdict
    found = {outcome.name: outcome.result for outcome in diagnosis.outcomes}
    assert found[cause.check] == cause.result
    assert diagnosis.healthy == (cause.result != FAILED)
    assert_silent(diagnosis, around)


def test_there_are_forty_causes() -> None:
    assert len(IN_PAIRS) == 40
    assert len({cause.name for cause in CAUSES}) == len(CAUSES) == 40 + len(_LIKE_OTHERS)
    assert {cause.check for cause in CAUSES} == {check.name for check in CHECKS}


def expected(one: Cause, other: Cause) -> set[str]:
    """Return which of two causes may be named: the one whose check comes first, one or both of the same check.

    A check that failed is the cause even when one before it has a warning.
    """
    if one.hides & {other.check, other.name}:
        return {one.name}
    if other.hides & {one.check, one.name}:
        return {other.name}
    if _ORDER[one.check] == _ORDER[other.check]:
        return {one.name, other.name}
    return {min(one, other, key=lambda cause: (cause.result != FAILED, _ORDER[cause.check])).name}


def coexist(one: Cause, other: Cause) -> bool:
    """Return whether two causes can be there at once."""
    return not one.of & other.of


@pytest.mark.slow
def test_of_two_causes_the_first_is_named(place: Place) -> None:
    """Once it is mended, the other one is there alone, and is named, as the test of single causes shows."""
    wrong = []
    for one, other in itertools.combinations(IN_PAIRS, 2):
        if not coexist(one, other):
            continue
        diagnosis, around = place.examined(one, other)
        found = set(named(diagnosis, CAUSES))
        if not found or not found <= expected(one, other):
            wrong.append(f"{one} and {other}: {found}: {first_line(diagnosis)[:200]}")
        assert_silent(diagnosis, around)
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_many_causes_are_mended_one_by_one(place: Place, seed: int) -> None:
    """Whoever mends what the first line names, and asks again, gets to the end."""
    order = random.Random(seed).sample(CAUSES, len(CAUSES))
    causes: list[Cause] = []
    for cause in order:
        if all(coexist(cause, there) for there in causes):
            causes.append(cause)
    while causes:
        diagnosis, around = place.examined(*causes, through_proxy=True)
        found = named(diagnosis, causes)
        assert found, (first_line(diagnosis), [cause.name for cause in causes])
        assert_silent(diagnosis, around)
        causes = [cause for cause in causes if cause.name not in found]
    assert place.examined(through_proxy=True)[0].verdict == "No problem found."
