# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests of stewards, owners, groups, tags, copies and subscriptions share."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import types
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from tests.simulator.registrations import DEFAULT_CLIENT_ID
from tests.unit.support.station import Forward, Station

ME = DEFAULT_CLIENT_ID
MANAGER = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
CONSUMER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
STRANGER = "c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6"
NOBODY = "8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6"
DATA = "/veracity/datafabric/data/api/1"
PROVISIONING = "/veracity/datafabric/provisioning/api/1"

_FORK = multiprocessing.get_context("fork")


class Hasty(Forward):
    """A clock that sleeps but shortly: nothing is waited for that takes long here."""

    def sleep(self, seconds: float) -> None:
        super().sleep(min(seconds, 0.02))


def agreed(station: Station, module: types.ModuleType, **params: t.Any) -> dict[str, t.Any]:
    """Return the result of a run that was predicted: check mode wrote nothing and said the same."""
    with station.watched():
        predicted = station.run(module, check_mode=True, **params)
        assert station.writes == 0
    done = station.run(module, **params)
    assert (predicted["changed"], predicted["diff"]) == (done["changed"], done["diff"])
    return done


def unchanged(station: Station, module: types.ModuleType, **params: t.Any) -> dict[str, t.Any]:
    """Return the result of a run that has nothing to do, and does not write."""
    with station.watched():
        done = station.run(module, **params)
        assert station.writes == 0
    assert done["changed"] is False
    assert done["diff"]["before"] == done["diff"]["after"]
    return done


def _report(station: Station, module: types.ModuleType, params: dict[str, t.Any], results: t.Any, key: str) -> None:
    try:
        results.put(station.run(module, **params)[key])
    except VeracityError as error:
        results.put(str(error))


def at_once(
    station: Station, module: types.ModuleType, number: int, *, result: str = "changed", **params: t.Any
) -> list[t.Any]:
    """Return a key of the result of each of several processes that run at the same time, or its error."""
    results: t.Any = _FORK.Queue()
    arguments = (station, module, params, results, result)
    processes = [_FORK.Process(target=_report, args=arguments) for _number in range(number)]
    for process in processes:
        process.start()
    found = [results.get(timeout=60) for _process in processes]
    for process in processes:
        process.join()
    return found


def killed(station: Station, module: types.ModuleType, method: str, path: str, **params: t.Any) -> None:
    """Kill a run while it waits for the answer to a request that was carried out."""
    station.simulator.fault(method=method, path=path, hang=60, apply=True)
    victim = _FORK.Process(target=_report, args=(station, module, params, _FORK.Queue(), "changed"))
    victim.start()
    while not any(
        request["method"] == method and path.rstrip("$") in request["path"] for request in station.simulator.requests()
    ):
        time.sleep(0.01)
    time.sleep(0.1)
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    station.simulator.clear_faults()


@pytest.fixture
def shipdata(station: Station) -> str:
    """Return the id of a container of the application."""
    station.clock = Hasty()
    (container,) = station.simulator.seed({"short_name": "shipdata"})
    return str(container)
