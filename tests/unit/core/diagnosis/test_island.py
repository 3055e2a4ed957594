# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Causes that need the real names of Veracity, and a network that can be broken: in a network of its own."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.run import diagnose
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.situation import Situation
from tests.unit.support.island import NAMES, NOWHERE, Island, missing, on_an_island
from tests.unit.support.leaks import leaks
from tests.unit.support.opening import CLIENT_ID, CLIENT_SECRET, SUBSCRIPTION_KEY

pytestmark = pytest.mark.slow

_ALL = dict.fromkeys(NAMES, "127.0.0.1")
# By cause: options, addresses of names, whether the network is on.
_CAUSES: dict[str, tuple[dict[str, t.Any], dict[str, str], bool]] = {
    "nothing": ({}, _ALL, True),
    "staging": ({"veracity_environment": "staging"}, _ALL, True),
    "policy": ({"policy": "B2C_1A_SignInWithADFS"}, _ALL, True),
    "authority": ({"ca_path": None}, _ALL, True),
    "name": ({}, {name: address for name, address in _ALL.items() if name != "login.veracity.com"}, True),
    "route": ({}, {**_ALL, "api.veracity.com": NOWHERE}, True),
    "network": ({}, _ALL, False),
}
_SAYS = {
    "nothing": ("No problem found.", ""),
    "staging": ("does not know the application", "veracity_environment"),
    "policy": ("there is no directory or policy at this address", "policy"),
    "authority": ('signed by "The authority of an island"', "ca_path"),
    "name": ("Connection: FAILED: the name login.veracity.com is not known", "name resolution"),
    "route": ("Connection: FAILED: no connection to api.veracity.com: network is unreachable", "routes"),
    "network": ("Connection: FAILED: no connection to login.veracity.com", "firewalls"),
}


def verdicts(island: Island) -> dict[str, list[str]]:
    """Return what is found for each cause: the verdict, and everything else. Runs on the island."""
    found = {}
    for name, (options, addresses, on) in _CAUSES.items():
        island.resolve(addresses)
        island.switch(on=on)
        situation = Situation(
            {
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "subscription_key": SUBSCRIPTION_KEY,
                "ca_path": island.ca_path,
                "timeout": 0.5,
                "retries": 0,
                **options,
            },
            ansible_home=str(island.folder),
            apis=("services",),
        )
        diagnosis = diagnose(situation)
        found[name] = [diagnosis.verdict, *(str(outcome.data()) for outcome in diagnosis.outcomes)]
        island.switch(on=True)
    return found


def test_causes_at_the_real_names(tmp_path: Path) -> None:
    reason = missing()
    if reason is not None:
        pytest.skip(reason)
    found = on_an_island("tests.unit.core.diagnosis.test_island", "verdicts", tmp_path)
    assert set(found) == set(_SAYS)
    for name, (verdict, *rest) in found.items():
        line, fix = _SAYS[name]
        assert line in verdict.partition("\n")[0], (name, verdict)
        assert fix in verdict, (name, verdict)
        assert leaks("\n".join([verdict, *rest]), CLIENT_SECRET) == []
        assert leaks("\n".join([verdict, *rest]), SUBSCRIPTION_KEY) == []
