# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever happens to runs about grants, no grant is there twice, and in the end there is what is described."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Applied
from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access import results as access_results
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    ApiError,
    Exchange,
    UnknownStateError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import isoformat
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

CONTAINER = "8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6"
ME, ANN, BOB = (f"{digit * 8}-0000-4000-8000-000000000000" for digit in "abc")
RIGHTS = ("read", "write", "delete", "list")
HOUR = 3600.0


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
class Row:
    """A grant as the server knows it; ``revoked`` is told to nobody."""

    id: str
    user: str
    rights: tuple[str, ...]
    hours: int
    renewable: bool
    expires: float | None = None
    revoked: bool = False

    @property
    def identity(self) -> tuple[t.Any, ...]:
        return self.user, self.rights, self.hours, self.renewable

    def good(self, now: float) -> bool:
        """Return whether its user can claim a key, or has one."""
        if self.expires is not None and self.expires > now:
            return True
        return not self.revoked and (self.renewable or self.expires is None)


class Answer:
    """What the client returns."""

    def __init__(self, body: t.Any) -> None:
        self.body = body

    def json(self) -> t.Any:
        return self.body


class FakePlatform:
    """One container and its grants, behind the methods of a client. The next writes go as ``fates`` say."""

    base_url = "http://127.0.0.1:1"
    identity = "http://127.0.0.1:1 ME"

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.rows: list[Row] = []
        self.fates: list[str] = []
        self.writes = 0

    def get(self, path: str, *, query: t.Any = None) -> Answer:
        if path.endswith("/resources"):
            resource = {"id": CONTAINER, "reference": f"shipdata{CONTAINER}", "accessLevel": "owner", "ownerId": ME}
            return Answer([resource])
        if path.endswith("/keytemplates"):
            return Answer(
                [
                    {"id": self._template(rights, hours), "name": "t", "totalHours": hours, **self._attributes(rights)}
                    for rights in (("read", "list"), ("write",))
                    for hours in (1, 8, 730)
                ]
            )
        return Answer({"results": [self._shown(row) for row in self.rows], "totalResults": len(self.rows)})

    def post(self, path: str, *, body: t.Any = None, query: t.Any = None, applied: Applied) -> Answer:
        rights, hours = next(
            (rights, hours)
            for rights in (("read", "list"), ("write",))
            for hours in (1, 8, 730)
            if self._template(rights, hours) == body["accessKeyTemplateId"]
        )
        row = Row(
            str(uuid.UUID(int=len(self.rows) + 1)), body["userId"], rights, hours, query["autoRefreshed"] == "true"
        )
        self._meet(lambda: self.rows.append(row))
        return Answer({"accessSharingId": row.id})

    def put(self, path: str, *, body: t.Any = None, query: t.Any = None, repeatable: bool = False) -> Answer:
        (row,) = (row for row in self.rows if path.endswith(row.id))

        def revoke() -> None:
            row.revoked, row.renewable = True, False

        self._meet(revoke)
        return Answer(None)

    def claim(self, number: int) -> None:
        """Let a user claim a key, where that is possible."""
        row = self.rows[number % len(self.rows)]
        if row.renewable or (row.expires is None and not row.revoked):
            row.expires = self.clock.now + row.hours * HOUR

    def _meet(self, deed: t.Callable[[], None]) -> None:
        self.writes += 1
        fate = self.fates.pop(0) if self.fates else "done"
        if fate in ("done", "lost after", "killed after"):
            deed()
        if fate.startswith("lost"):
            raise AmbiguousError("no answer")
        if fate.startswith("killed"):
            raise Killed
        if fate == "refused":
            raise ApiError("no", exchange=Exchange("POST", "here", 400))

    @staticmethod
    def _template(rights: tuple[str, ...], hours: int) -> str:
        return str(uuid.UUID(int=hours * 10 + len(rights)))

    @staticmethod
    def _attributes(rights: tuple[str, ...]) -> dict[str, bool]:
        return {f"attribute{number}": right in rights for number, right in enumerate(RIGHTS, 1)}

    def _shown(self, row: Row) -> dict[str, t.Any]:
        shown = {
            "userId": row.user,
            "grantedById": ME,
            "accessSharingId": row.id,
            "keyCreated": row.expires is not None,
            "autoRefreshed": row.renewable,
            "accessHours": row.hours,
            "accessKeyTemplateId": self._template(row.rights, row.hours),
            **self._attributes(row.rights),
        }
        return shown if row.expires is None else {**shown, "keyExpiryTimeUTC": isoformat(row.expires)}


class History:
    """Runs of the two modules one after the other, on one computer."""

    def __init__(self, folder: str) -> None:
        self.clock = FakeClock()
        self.platform = FakePlatform(self.clock)
        self.directory = SafeDirectory(folder)

    def one(self, **options: t.Any) -> dict[str, t.Any]:
        params = {"container": "shipdata", "state": "present", "replace": True, "fold_duplicates": False, **options}
        return access_results.ensure_one(self._task(params), t.cast(t.Any, self.platform))

    def many(self, access: list[dict[str, t.Any]], **options: t.Any) -> dict[str, t.Any]:
        params = {"replace": True, "prune": True, "prune_others": False, "fold_duplicates": False, **options}
        params["containers"] = [{"container": "shipdata", "access": access}]
        return access_results.ensure_many(self._task(params), t.cast(t.Any, self.platform))

    def _task(self, params: dict[str, t.Any]) -> Task:
        return Task(params, clock=self.clock, state_directory=self.directory, warn=lambda text: None)

    def good(self) -> list[Row]:
        return [row for row in self.platform.rows if row.good(self.clock.now)]

    def claimable(self) -> list[Row]:
        return [row for row in self.good() if not row.revoked]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> t.Callable[[], str]:
    return lambda: str(tmp_path_factory.mktemp("history") / "state")


GRANT = st.fixed_dictionaries(
    {
        "user": st.sampled_from([ANN, BOB]),
        "rights": st.sampled_from([["read", "list"], ["write"]]),
        "duration": st.sampled_from(["1h", "8h", "1 month"]),
        "renewable": st.booleans(),
    }
)
GRANTS = st.lists(GRANT, max_size=3, unique_by=lambda grant: str(sorted(grant.items())))
FATES = st.lists(
    st.sampled_from(["done", "done", "lost before", "lost after", "killed before", "killed after", "refused"]),
    max_size=4,
)
RUN = st.tuples(
    st.one_of(GRANT, GRANTS, st.tuples(st.sampled_from([ANN, BOB]))),
    FATES,
    st.lists(st.integers(0, 9), max_size=3),
    st.sampled_from([1.0, 2 * HOUR, 800 * HOUR]),
)


def run(history: History, what: t.Any) -> None:
    """Carry out one description: of many grants, of one, or of none of a user."""
    if isinstance(what, list):
        history.many(what)
    elif isinstance(what, tuple):
        history.one(user=what[0], state="absent")
    else:
        history.one(**what)


@given(st.lists(RUN, max_size=6), GRANTS)
@settings(max_examples=150, deadline=None)
def test_no_grant_twice_and_an_end_that_is_reached(
    folders: t.Callable[[], str], runs: list[tuple[t.Any, ...]], wanted: list[dict[str, t.Any]]
) -> None:
    history = History(folders())
    for what, fates, claims, pause in runs:
        history.platform.fates = list(fates)
        with contextlib.suppress(VeracityError, Killed):
            run(history, what)
        history.platform.fates = []
        identities = [row.identity for row in history.claimable()]
        assert len(set(identities)) == len(identities)
        if history.platform.rows:
            for number in claims:
                history.platform.claim(number)
        history.clock.now += pause

    history.many(wanted)
    before = history.platform.writes
    again = history.many(wanted)
    assert not again["changed"]
    assert history.platform.writes == before
    described = {(grant["user"], tuple(grant["rights"]), grant["renewable"]) for grant in wanted if grant["renewable"]}
    renewable = {(row.user, row.rights, row.renewable) for row in history.claimable() if row.renewable}
    assert renewable == described


@pytest.mark.parametrize("fate", ["lost before", "lost after"])
def test_a_lost_answer(folders: t.Callable[[], str], fate: str) -> None:
    history = History(folders())
    history.platform.fates = [fate]
    grant = {"user": ANN, "rights": ["write"], "duration": "1h"}
    made = history.one(**grant)
    assert made["changed"]
    (row,) = history.platform.rows
    assert made["access"]["id"] == row.id
    assert not history.one(**grant)["changed"]


@pytest.mark.parametrize("fates", [["lost before", "lost after"], ["lost before", "done"]])
def test_an_answer_that_is_lost_twice(folders: t.Callable[[], str], fates: list[str]) -> None:
    history = History(folders())
    history.platform.fates = fates
    assert history.one(user=ANN, rights=["write"], duration="1h")["changed"]
    assert len(history.platform.rows) == 1


def test_nothing_is_known_of_a_grant(folders: t.Callable[[], str]) -> None:
    history = History(folders())
    history.platform.fates = ["lost before", "lost before"]
    with pytest.raises(
        UnknownStateError, match=r"Container shipdata: Whether the grant to .* was created is not known"
    ):
        history.one(user=ANN, rights=["write"], duration="1h")
    assert history.platform.rows == []


def test_of_two_that_come_of_asking_twice_one_goes(folders: t.Callable[[], str]) -> None:
    """The first request is carried out long after its answer was lost: while the second one is made."""
    history = History(folders())
    history.platform.fates = ["lost before"]
    post = history.platform.post
    asked: list[t.Any] = []

    def late(path: str, **options: t.Any) -> Answer:
        asked.append(options)
        if len(asked) == 2:
            post(path, **asked[0])
        return post(path, **options)

    history.platform.post = late  # type: ignore[method-assign]
    made = history.one(user=ANN, rights=["write"], duration="1h", renewable=True)
    assert len(history.platform.rows) == 2
    assert [row.id for row in history.claimable()] == [made["access"]["id"]]
    assert not history.one(user=ANN, rights=["write"], duration="1h", renewable=True)["changed"]
