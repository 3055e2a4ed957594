# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests of keys share: seeded grants, the module in this process, and many processes at once."""

from __future__ import annotations

import multiprocessing
import types
import typing as t

from ansible_collections.dnv.veracity.plugins.modules import veracity_container_key as module
from tests.simulator.registrations import DEFAULT_CLIENT_ID
from tests.unit.support.station import Station

ACCESSES = "/veracity/datafabric/data/api/1/resources/{id}/accesses"
CLAIM = f"PUT {ACCESSES}/{{id}}/key"
SHARE = f"POST {ACCESSES}"
Result = dict[str, t.Any]


def grant(station: Station, container: str, rights: str = "read list", **fields: t.Any) -> str:
    """Seed a grant, to the application and for an hour unless said otherwise, and return its id."""
    described = {"user_id": DEFAULT_CLIENT_ID, "hours": 1, "auto_refreshed": True, "container_id": container, **fields}
    (access,) = station.simulator.seed_accesses({"rights": rights.split(), **described})
    return str(access)


def key(station: Station, container: str = "shipdata", *, check_mode: bool = False, **params: t.Any) -> Result:
    """Return the result of the module."""
    return station.run(module, check_mode=check_mode, container=container, **params)


def together(station: Station, jobs: list[dict[str, t.Any]], of: types.ModuleType = module) -> list[Result]:
    """Return the results of as many processes that run the module at the same time, by job."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(len(jobs))
    pipes = [context.Pipe(duplex=False) for _job in jobs]

    def work(number: int) -> None:
        gate.wait()
        pipes[number][1].send(station.run(of, **jobs[number]))

    crew = [context.Process(target=work, args=(number,)) for number in range(len(jobs))]
    for process in crew:
        process.start()
    results = []
    for process, (receiver, _sender) in zip(crew, pipes, strict=True):
        process.join()
        assert process.exitcode == 0
        results.append(receiver.recv())
    return results
