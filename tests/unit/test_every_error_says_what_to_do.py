# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""G8: the last line of every error says what to do."""

from __future__ import annotations

import pytest

from .support.advice import Code, says_what_to_do

_CODE = Code()
_SITES = _CODE.sites()
# The last line is that of the last item, whose error is among the sites.
_ITEMS = frozenset({"BulkError"})
# Texts that the walk cannot follow. Why each of them says what to do:
_ELSEWHERE = {
    ("action/veracity_description.py", "mistake"): "the text of an error that has been raised",
    ("module_utils/_core/identity/cache.py", "TokenError"): "the hint of an error that was kept",
    ("module_utils/_core/identity/grant.py", "TokenError"): "hints by code: test_g8_the_hints_of_the_token_endpoint",
    ("module_utils/_core/state/fabric_resolution.py", "mistake"): "contradictions: test_g8_contradictions",
    ("module_utils/_core/state/mistakes.py", "InputError"): "the only one of the mistakes, which are among the sites",
    ("module_utils/_core/state/service_reading.py", "mistake"): "test_g8_the_hints_of_the_tenant",
}


@pytest.mark.parametrize("site", _SITES, ids=lambda site: f"{site.place}-{site.kind}")
def test_g8_the_last_line_says_what_to_do(site):
    if site.kind in _ITEMS:
        return
    silent = sorted(line for line in site.last_lines if not says_what_to_do(line))
    if (site.place.rpartition(":")[0], site.kind) in _ELSEWHERE:
        silent = [line for line in silent if "X" not in line]
    assert site.last_lines and not silent, f"{site.place} {site.kind}: {silent}"


def test_g8_the_walk_finds_the_errors():
    kinds = {site.kind for site in _SITES}
    assert len(_SITES) > 300
    assert _CODE.errors - kinds <= {"AmbiguousError", "BulkError", "RemovedError"}
    assert {"AnsibleError", "filter_error"} <= kinds


@pytest.mark.parametrize(
    "line",
    [
        "The host api.veracity.com is not known (name resolution failed).",
        "The API refused the request.",
        "title must not be empty.",
        "jwks is not JSON.",
        "It takes up to 15 minutes until a new container is visible.",
        "It may appear within 15 minutes; the next run will look for it before creating anything.",
        "",
    ],
)
def test_g8_a_line_that_says_nothing_to_do_is_told(line):
    assert not says_what_to_do(line)


@pytest.mark.parametrize(
    "line",
    [
        "Check proxy (or HTTPS_PROXY), and its user name and password.",
        "The secret has expired: create a new one in the Developer portal.",
        "If a proxy stands in between, name its file in ca_path.",
        "timeout: must be more than 0 and at most 3600 seconds.",
        "title: is empty. Set a title.",
    ],
)
def test_g8_a_line_that_says_what_to_do_is_told(line):
    assert says_what_to_do(line)
