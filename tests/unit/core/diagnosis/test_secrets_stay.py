# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is in a diagnosis or in its reports, whoever sends it back, in whatever spelling."""

from __future__ import annotations

import json
import re
import typing as t
from pathlib import Path
from urllib.parse import quote

import pytest

from ansible_collections.dnv.veracity.plugins.filter.diagnosis_report import diagnosis_report
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.run import Diagnosis
from ansible_collections.dnv.veracity.plugins.module_utils._diagnosis import result_of
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID
from tests.unit.core.diagnosis.causes import CAUSES, Cause
from tests.unit.core.diagnosis.examination import examine
from tests.unit.core.diagnosis.surroundings import Surroundings
from tests.unit.support.company import PASSWORD, Company
from tests.unit.support.leaks import leaks, spellings

# Each character in them has broken somebody's escaping. The key is fit for a header.
_SECRET, _KEY = "ca+nary/%41&=\" '\\<>e (( s3cret ))$~ tail;", "ky+/%41&='\\<>((s3cret))$~tail;"
_ALL = (_SECRET, _KEY, PASSWORD)
_PATHS = (
    "openid-configuration$",
    "oauth2/.*token$",
    "^/veracity/services/",
    "^/veracity/datafabric/",
    "^/veracity/dw/",
)


@pytest.fixture
def around(simulator: Simulator, company: Company, tmp_path: Path) -> Surroundings:
    """Return healthy surroundings with odd secrets."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    found = Surroundings(simulator, company, folder, through_proxy=True)
    found.reset()
    simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret=_SECRET)
    simulator.settings(require_subscription_key=False)
    found.set(client_secret=_SECRET, subscription_key=_KEY)
    company.login = f"fleet:{PASSWORD}"
    found.variables["HTTPS_PROXY"] = company.url.replace("//", f"//fleet:{quote(PASSWORD, safe='')}@")
    return found


def shown(diagnosis: Diagnosis) -> str:
    """Return everything that can be seen of a diagnosis, in all its forms."""
    result = result_of(diagnosis, 0.0)
    return "\n".join(
        [json.dumps(result), str(result), *(diagnosis_report(result, form) for form in ("markdown", "html"))]
    )


def assert_silent(diagnosis: Diagnosis) -> None:
    """Assert that no secret can be seen."""
    text = shown(diagnosis)
    assert {secret: found for secret in _ALL if (found := leaks(text, secret))} == {}


def test_the_surroundings_are_healthy(around: Surroundings) -> None:
    diagnosis = examine(around)
    assert diagnosis.healthy, diagnosis.verdict
    assert_silent(diagnosis)


@pytest.mark.slow
@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 500])
@pytest.mark.parametrize("path", _PATHS)
def test_servers_that_send_secrets_back(around: Surroundings, path: str, status: int) -> None:
    every = [text for secret in _ALL for text in spellings(secret).values()]
    for body in (
        {"error": "invalid_client", "error_description": " ".join(every), "message": " ".join(every)},
        [{"id": every[0], "name": every[1], "workspaces": [{"id": every[2], "name": every[3], "roleName": every[0]}]}],
        {"issuer": f"https://login.example/{every[0]}", "role": every[0]},
    ):
        around.simulator.clear_faults()
        headers = {
            "Location": f"https://{quote(_KEY, safe='')}.example/?code={quote(_SECRET)}",
            "x-ms-request-id": _KEY,
        }
        around.simulator.fault(path=path, status=status, json=body, headers=headers, times=0)
        assert_silent(examine(around))


@pytest.mark.parametrize(
    "place", ["client_id", "policy", "environment", "endpoint", "ca_path", "token_cache_dir", "timeout"]
)
def test_a_secret_in_the_wrong_place(around: Surroundings, place: str) -> None:
    around.set(**{place: _SECRET})
    assert_silent(examine(around))
    around.set(**{place: _KEY})
    assert_silent(examine(around))


@pytest.mark.parametrize("place", ["token_url", "api_url", "proxy"])
def test_a_secret_in_a_url(around: Surroundings, place: str) -> None:
    for secret in (_SECRET, _KEY):
        encoded = quote(secret, safe="")
        around.set(**{place: f"https://fleet:{encoded}@login.example/{encoded}?code={quote(secret)}"})
        assert_silent(examine(around))


@pytest.mark.slow
@pytest.mark.parametrize("cause", [cause for cause in CAUSES if "access_token" not in cause.of], ids=str)
def test_causes(around: Surroundings, cause: Cause) -> None:
    cause.inject(around)
    assert_silent(examine(around))


def test_names_of_the_platform_are_text_in_a_report(around: Surroundings) -> None:
    odd = "<img src=x onerror=alert(1)> | `a` [b](javascript:x) **c**\n# d"
    around.simulator.fault(path="^/veracity/services/", status=200, json=[{"id": odd, "name": odd}], times=0)
    result = result_of(examine(around), 0.0)
    page, table = (t.cast("str", diagnosis_report(result, form)) for form in ("html", "markdown"))
    assert "<img" not in page
    assert re.search(r"(?<!\\)<img", table) is None
    assert "\n# d" not in table
    assert len({line.count("|") - line.count("\\|") for line in table.splitlines() if line.startswith("|")}) == 1
