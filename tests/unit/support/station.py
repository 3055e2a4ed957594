# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A place to run modules from, in this process, against the simulator."""

from __future__ import annotations

import contextlib
import types
import typing as t
from pathlib import Path

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.journal import Journal
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY
from tests.unit.support.changes import check_told

CREATE = "POST /veracity/datafabric/provisioning/api/1/container"
LIST = "GET /veracity/datafabric/data/api/1/resources"
PATCH = "PATCH /veracity/datafabric/provisioning/api/1/container/{id}/metadata"
DELETE = "DELETE /veracity/datafabric/provisioning/api/1/container/{id}"
SHIP = {"short_name": "shipdata", "region": "northeurope", "may_contain_personal_data": False, "title": "Ship data"}
QUICK = {"wait_timeout": 10.0, "wait_interval": 0.05}


class Forward(Clock):
    """The clock of the machine, which a test can put forward for what is remembered between runs."""

    def __init__(self) -> None:
        self.offset = 0.0

    def time(self) -> float:
        return super().time() + self.offset


class Hurried(Forward):
    """Such a clock, on which sleeping takes no time: where nothing that is waited for takes any."""

    def monotonic(self) -> float:
        return super().monotonic() + self.offset

    def sleep(self, seconds: float) -> None:
        self.offset += seconds


class Station:
    """Runs modules as the default application; what they remember lies in ``directory``. ``api``: whose tokens."""

    def __init__(self, simulator: Simulator, directory: Path, api: str = "data_fabric") -> None:
        self.api = api
        self.simulator = simulator
        self.directory = directory
        self.clock: Forward = Forward()
        self.lines: list[str] = []
        self.warnings: list[str] = []
        self.learned: list[str] = []
        self.options: dict[str, t.Any] = {}

    def session(self) -> Session:
        """Return a session, as each task has its own. ``options`` are shared options other than the usual ones."""
        options = {
            "client_id": DEFAULT_CLIENT_ID,
            "client_secret": DEFAULT_CLIENT_SECRET,
            "subscription_key": DEFAULT_SUBSCRIPTION_KEY,
            "api_url": self.simulator.http,
            "token_url": self.simulator.token_url(),
            "token_cache_dir": str(self.directory),
            "retries": 0,
            **self.options,
        }
        settings = from_options(options, api=self.api, variables={})
        return Session(settings, warn=self.warnings.append, clock=self.clock)

    def run(self, module: types.ModuleType, *, check_mode: bool = False, **params: t.Any) -> dict[str, t.Any]:
        """Return the result of a module. Raises VeracityError."""
        definition = module.DEFINITION
        if "wait" in definition.spec:
            params = {**QUICK, **params}
        validated = ArgumentSpecValidator(definition.argument_spec(environment=False), **definition.rules()).validate(
            params
        )
        if validated.error_messages:
            raise InputError("; ".join(validated.error_messages))
        session = self.session()
        task = self.task(session, dict(validated.validated_parameters), check_mode=check_mode)
        result = t.cast(
            "dict[str, t.Any]", definition.ensure(task, session if definition.takes_session else session.client)
        )
        check_told(task.params, result)
        return result

    def task(self, session: Session, params: dict[str, t.Any] | None = None, *, check_mode: bool = False) -> Task:
        """Return what work is given. Whether its module keeps anything between runs makes no difference here."""
        return Task(
            params or {},
            check_mode=check_mode,
            clock=self.clock,
            progress=self.lines.append,
            warn=self.warnings.append,
            state_directory=session.directory,
            learn=self.learned.append,
            keys=session.keys,
            mask=session.scrub.mask,
        )

    def journal(self) -> Journal:
        """Return what is remembered."""
        session = self.session()
        return Journal.of(Task({}, clock=self.clock, state_directory=session.directory), session.client)

    def calls(self, operation: str) -> int:
        """Return how often the API got a call."""
        return int(self.simulator.counters()["operations"].get(operation, 0))

    @property
    def writes(self) -> int:
        """How many calls of the API were writes."""
        return int(self.simulator.counters()["writes"])

    def there(self) -> list[str]:
        """Return the short names of all containers that were ever accepted and are not deleted."""
        return sorted(entry["shortName"] for entry in self.simulator.containers() if entry["state"] != "deleted")

    @contextlib.contextmanager
    def watched(self) -> t.Iterator[None]:
        """Count calls from here."""
        self.simulator.clear_requests()
        yield
