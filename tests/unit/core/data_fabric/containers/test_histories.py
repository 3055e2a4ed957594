# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever happens, in whatever order, there is never a second container, and in the end there is what is described."""

from __future__ import annotations

import dataclasses
import math
import typing as t

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Applied
from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import Container, DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.context import Context
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.description import describe
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.ensure import Containers
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.journal import Journal
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.operation import Operation
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    ApiError,
    NotFoundError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.engine import reconcile
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.polling import WaitOptions
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task


class Killed(BaseException):
    """Ends a run where it stands."""


class FakeClock(Clock):
    """Time passes only in sleep and between runs."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclasses.dataclass
class Stored:
    """A container of the fake API, with the times from which it can be seen and from which it cannot any more."""

    container: Container
    visible_at: float
    deleted: bool = False
    gone_at: float = math.inf


class FakeFabric:
    """The methods of DataFabric over a list; the next write goes as ``fate`` says."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.stored: list[Stored] = []
        self.fate = "done"
        self.delay = 0.0

    @property
    def living(self) -> list[Stored]:
        return [entry for entry in self.stored if not entry.deleted]

    def containers(self) -> list[Container]:
        return [e.container for e in self.stored if e.visible_at <= self.clock.now < e.gone_at]

    def container(self, identifier: str) -> Container:
        for container in self.containers():
            if container.id == identifier:
                return container
        raise NotFoundError("not there")

    def create_container(self, wanted: Container, *, applied: Applied) -> str | None:
        fate, self.fate = self.fate, "done"
        identifier = f"00000000-0000-0000-0000-{len(self.stored):012}"
        if fate in ("done", "no id", "lost after", "killed after"):
            self.stored.append(Stored(dataclasses.replace(wanted, id=identifier), self.clock.now + self.delay))
        self._meet(fate)
        return None if fate == "no id" else identifier

    def update_metadata(self, identifier: str, wanted: Container, fields: t.Iterable[str]) -> Container | None:
        fate, self.fate = self.fate, "done"
        (entry,) = (entry for entry in self.stored if entry.container.id == identifier)
        if fate in ("done", "no id", "lost after", "killed after"):
            entry.container = dataclasses.replace(entry.container, **{name: getattr(wanted, name) for name in fields})
        self._meet(fate)
        return entry.container

    def delete_container(self, identifier: str) -> None:
        fate, self.fate = self.fate, "done"
        # A container that goes without our knowing looks like one that stays: no run can tell.
        fate = fate.replace("after", "before")
        (entry,) = (entry for entry in self.stored if entry.container.id == identifier)
        if fate in ("done", "no id") and not entry.deleted:
            entry.deleted, entry.gone_at = True, self.clock.now + self.delay
        self._meet(fate)

    def _meet(self, fate: str) -> None:
        if fate.startswith("lost"):
            raise AmbiguousError("no answer")
        if fate.startswith("killed"):
            raise Killed
        if fate == "refused":
            raise ApiError("no")


FATES = ["done", "no id", "lost before", "lost after", "killed before", "killed after", "refused"]
RUNS = st.lists(
    st.tuples(
        st.sampled_from(["present", "present", "present", "absent"]),
        st.sampled_from(["one", "two"]),
        st.sampled_from(FATES),
        st.booleans(),
        st.sampled_from([0.0, 30.0, 900.0, 1000.0]),
        st.sampled_from([0.0, 20.0, 400.0, 890.0]),
        st.sampled_from([0.0, 10.0, 500.0, 950.0]),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> t.Callable[[], str]:
    return lambda: str(tmp_path_factory.mktemp("history") / "state")


def run(api: FakeFabric, journal: Journal, state: str, title: str, waiting: WaitOptions) -> Operation:
    """Do what the module does; raises the error of the operation."""
    options = {"short_name": "shipdata", "region": "r", "may_contain_personal_data": False, "title": title}
    description = describe({**options, "state": state})
    kind = Containers(Context(t.cast(DataFabric, api), journal, api.clock, lambda line: None, waiting), single=True)
    (item,) = reconcile(kind, [description], Task({}, clock=api.clock))
    if item.error:
        raise item.error
    return t.cast(Operation, item)


@given(RUNS)
@settings(max_examples=150, deadline=None)
def test_never_a_second_one(folders: t.Callable[[], str], runs: list[tuple[t.Any, ...]]) -> None:
    clock = FakeClock()
    api = FakeFabric(clock)
    directory = SafeDirectory(folders())

    def journal() -> Journal:
        return Journal(directory, "me", clock, pytest.fail)

    for state, title, fate, wait, timeout, delay, pause in runs:
        api.fate, api.delay = fate, delay
        try:
            operation = run(api, journal(), state, title, WaitOptions(wait, timeout, 15.0))
        except (VeracityError, Killed):
            pass
        else:
            if operation.visible and not operation.pending:
                assert len(api.living) == (state == "present")
        assert len(api.living) <= 1
        clock.now += pause

    # A fault may have left something under way: the first quiet run comes to an end of it, the second changes nothing.
    api.fate, api.delay = "done", 0.0
    waiting = WaitOptions(True, 2000.0, 15.0)
    last = run(api, journal(), "present", "one", waiting)
    assert [entry.container for entry in api.living] == [last.state]
    assert last.state is not None
    assert last.state.title == "one"
    assert not run(api, journal(), "present", "one", waiting).written
