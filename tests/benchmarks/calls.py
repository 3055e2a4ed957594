# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One call for a token inside a process: warm beside msal, cold beside a bare request."""

from __future__ import annotations

import sys
import time

from tests.benchmarks.clients import FORM, msal_application, msal_token, our_session
from tests.benchmarks.effort import Effort
from tests.benchmarks.results import Results, microseconds, milliseconds
from tests.benchmarks.timing import batches
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_SECRET

_WARM_CALLS = 200
_COLD_CALLS = 20
_ASKED = "what a benchmark asks for"


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Compare calls in this process, after everything has been imported."""
    if str(workplace.collections) not in sys.path:
        sys.path.insert(0, str(workplace.collections))
    simulator.clear_requests()
    _warm(simulator, workplace, effort, results)
    _cold(simulator, effort, results)


def _warm(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.stored import recall

    url, folder = simulator.token_url("entra_v1"), workplace.path / "cache-of-calls"
    held = our_session(url, folder)
    held.obtain()
    held.tokens.remember(_ASKED)
    in_memory = msal_application(simulator.https, simulator.ca, None)
    in_file = msal_application(simulator.https, simulator.ca, workplace.path / "msal-of-calls.json")
    msal_token(in_memory)
    msal_token(in_file)
    found = batches(
        {
            "held": held.tokens.token,
            "fresh": lambda: our_session(url, folder).obtain(),
            "recall": lambda: recall([str(folder)], DEFAULT_CLIENT_SECRET, _ASKED, 0, time.time()),
            "msal in memory": lambda: msal_token(in_memory),
            "msal in a file": lambda: msal_token(in_file),
        },
        count=_WARM_CALLS,
        rounds=effort.rounds,
    )
    for what, name, beside in (
        ("warm call, token at hand", "held", "msal in memory"),
        ("warm call, new session, encrypted file", "fresh", "msal in a file"),
        ("warm call as a lookup makes it, encrypted file", "recall", "msal in a file"),
    ):
        results.compare(what, found[name], beside, found[beside], text=microseconds)
    results.count("token requests for these calls", simulator.counters()["token_requests"], expected=3)
    results.note(
        f"Warm: least mean of {effort.rounds} batches of {_WARM_CALLS} calls. msal keeps one client object over all "
        "calls and rereads its file only when that has changed; ours opens everything anew, reads and decrypts in "
        "the second and third line. One token request each for our cache and the two of msal."
    )


def _cold(simulator: Simulator, effort: Effort, results: Results) -> None:
    import requests

    url = simulator.token_url("entra_v1")
    found = batches(
        {
            "ours": lambda: our_session(url, None).obtain(),
            "bare": lambda: requests.post(url, data=FORM, timeout=30).json()["access_token"],
        },
        count=_COLD_CALLS,
        rounds=effort.rounds,
    )
    results.compare(
        "cold call, one token request", found["ours"], "bare requests.post", found["bare"], text=milliseconds
    )
    results.note(
        f"Cold: least mean of {effort.rounds} batches of {_COLD_CALLS}, over HTTP, a new connection each, no cache. "
        "The time of the simulator, which signs the token, is in both."
    )
