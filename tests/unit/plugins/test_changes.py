# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tasks tell of their changes, without -v; and how much of a failure Ansible prints."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from ansible.plugins.callback import CallbackBase

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ApiError, BulkError, Exchange
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile import engine
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.plan import Plan, Step
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import MASK
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._execution import failure
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_accesses, veracity_containers
from ansible_collections.dnv.veracity.plugins.plugin_utils import _outlet
from ansible_collections.dnv.veracity.plugins.plugin_utils._changes import MOST, VARIABLE, told
from tests.simulator.fixture import Simulator
from tests.unit.support.changes import changes
from tests.unit.support.documentation import MODULES, documentation_of, read, text_of
from tests.unit.support.station import SHIP, Station

USER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
# Modules whose results have no diff, with options and a result of each that changed something.
WITHOUT_DIFF: dict[str, tuple[dict[str, t.Any], dict[str, t.Any], str]] = {
    "veracity_api": ({"method": "POST", "path": "/this/user"}, {"sent": True}, "POST /this/user: sent"),
    "veracity_container_key": (
        {"container": "shipdata"},
        {"access_granted": True},
        "shipdata: access granted to this application",
    ),
    "veracity_container_access_report": ({"dest": "/tmp/access.html"}, {}, "/tmp/access.html: written"),
    "veracity_export": ({"products": ["service"]}, {"path": "/tmp/fleet.yml"}, "/tmp/fleet.yml: written"),
    "veracity_service_notification": (
        {"title": "Maintenance", "recipients": None},
        {"sent": True},
        "notification Maintenance: sent",
    ),
}
# Obtaining a token or a key is no change; validating and diagnosing read only.
NEVER_CHANGES = {"veracity_diagnose", "veracity_token", "veracity_file_storage_key", "veracity_description"}


def diff(title: str, before: t.Any, after: t.Any) -> dict[str, t.Any]:
    """Return a difference as results have it."""
    return {"before_header": title, "after_header": title, "before": before, "after": after}


def one(title: str, before: t.Any, after: t.Any) -> list[str]:
    """Return what is told of the result of a module for one thing."""
    return told({}, {"changed": before != after, "diff": diff(title, before, after)}, {})


def changing() -> list[str]:
    """Return the modules that can change something."""
    return [path.stem for path in MODULES if not path.stem.endswith("_info") and path.stem not in NEVER_CHANGES]


@pytest.mark.parametrize("module", changing())
def test_every_module_that_can_change_something_tells_it(module: str) -> None:
    """By its diff, which it returns; tests that run it check that there is a line (support/station.py)."""
    path = next(path for path in MODULES if path.stem == module)
    returned = read(text_of(path, "RETURN"))
    if module in WITHOUT_DIFF:
        params, result, line = WITHOUT_DIFF[module]
        assert set(params) <= set(documentation_of(path)["options"])
        assert set(result) <= set(returned)
        assert told(params, {"changed": True, **result}, {}) == [line]
        assert told(params, {"changed": False}, {}) == []
    else:
        assert "diff" in returned
        assert one(module, {}, {"state": "present"}) != []


@pytest.mark.parametrize(
    ("title", "before", "after", "lines"),
    [
        ("container shipnordlys", {}, {"title": "Nordlys"}, ["shipnordlys: created"]),
        ("container shipnordlys", {"title": "A"}, {"state": "absent"}, ["shipnordlys: deleted"]),
        (
            "container shippolarlys",
            {"title": "A", "tags": [], "region": "eastus"},
            {"title": "B", "tags": ["x"], "region": "eastus"},
            ["shippolarlys: title, tags"],
        ),
        (
            "tags of container shipdata",
            {"tags": ["a", "b"]},
            {"tags": ["b", "c"]},
            ["tags of container shipdata: tags +c, -a"],
        ),
        (
            "access to container shipnordlys",
            {"grants": [{"user": "a", "rights": ["write"], "duration": "8h"}]},
            {"grants": [{"user": USER, "rights": ["read", "list"], "duration": "1 month"}]},
            [
                f"{USER}: read, list for 1 month granted on shipnordlys",
                "a: write for 8h revoked on shipnordlys",
            ],
        ),
        (
            "data stewards of container shipdata",
            {"stewards": [{"user": "a"}, {"user": "b"}]},
            {"stewards": [{"user": "b", "comment": "At sea"}, {"user": "c"}]},
            [
                "c: data steward of shipdata",
                "b: comment as data steward of shipdata",
                "a: no longer data steward of shipdata",
            ],
        ),
        (
            "subscriber a@example.com",
            {"state": "absent"},
            {"access_level": "editor", "state": "present"},
            ["subscriber a@example.com: added as editor"],
        ),
        (
            "subscriber a@example.com",
            {"access_level": "x"},
            {"access_level": "y"},
            ["subscriber a@example.com: access_level y"],
        ),
        (
            "license of user a",
            {"access_level": "x", "state": "present"},
            {"state": "absent"},
            ["license of user a: removed"],
        ),
        ("owner of container shipdata", {"owner": "a"}, {"owner": "b"}, ["owner of container shipdata: owner b"]),
        ("resource group fleet", {}, {"resources": []}, ["resource group fleet: deployed"]),
        (
            "shipdata (access of this application)",
            {},
            {"rights": ["read"]},
            ["shipdata: access granted to this application"],
        ),
        ("container shipdata", {"title": "A"}, {"title": "A"}, []),
    ],
)
def test_changes_in_words(title: str, before: t.Any, after: t.Any, lines: list[str]) -> None:
    assert one(title, before, after) == lines


def test_what_another_run_did_meanwhile_is_not_told() -> None:
    meanwhile = diff("data stewards of container shipdata", {"stewards": []}, {"stewards": [{"user": "a"}]})
    assert told({}, {"changed": False, "diff": meanwhile}, {}) == []


def test_revoked_policies_are_told_by_their_names() -> None:
    revoked = {"changed": True, "diff": {"before": {"crew": "keys are valid"}, "after": {"crew": "keys are revoked"}}}
    assert told({}, revoked, {}) == ["crew: keys are revoked"]


def test_files_are_told_and_counted() -> None:
    result = {
        "changed": True,
        "files": [],
        "counts": {"uploaded": 2, "downloaded": 0, "deleted": 1, "unchanged": 57, "failed": 0},
        "diff": [diff("shipdata", {"gone": {"size": 1}, "b": {"size": 1}}, {"a": {"size": 1}, "b": {"size": 2}})],
    }
    assert told({}, result, {}) == [
        "a: uploaded",
        "b: uploaded",
        "gone: deleted",
        "2 uploaded, 1 deleted, 57 unchanged",
    ]


def test_a_run_tells_each_change_once_and_counts_them(simulator: Simulator, tmp_path: Path) -> None:
    station = Station(simulator, tmp_path / "state")
    containers = [SHIP, {**SHIP, "short_name": "otherdata"}]
    predicted = station.run(veracity_containers, containers=containers, check_mode=True)
    done = station.run(veracity_containers, containers=containers)
    lines = ["shipdata: created", "otherdata: created", "2 created"]
    assert told({}, predicted, {}) == told({}, done, {}) == lines
    changed = [{**SHIP, "title": "Other", "tags": ["fleet"]}, {**SHIP, "short_name": "otherdata"}]
    assert told({}, station.run(veracity_containers, containers=changed), {}) == [
        "shipdata: title, tags",
        "1 changed, 1 unchanged",
    ]
    assert told({}, station.run(veracity_containers, containers=changed), {}) == ["2 unchanged"]
    access = [{"user": USER, "rights": ["read", "list"], "duration": "1 month", "renewable": True}]
    granted = station.run(veracity_container_accesses, containers=[{"container": "shipdata", "access": access}])
    assert told({}, granted, {}) == [
        f"{USER}: read, list for 1 month, renewable, granted on shipdata",
        "1 changed",
    ]


def test_long_lists_are_bounded_and_lines_too() -> None:
    many = {"changed": True, "outcomes": [{"changed": True}] * 600}
    many["diff"] = [diff(f"container ship{number}", {}, {"title": "x"}) for number in range(600)]
    lines = told({}, many, {})
    assert lines[MOST - 1 :] == ["ship499: created", "and 100 more", "600 created"]
    assert len(one("container " + "x" * 500, {}, {"title": "x"})[0]) == 200


@pytest.mark.parametrize("value", ["false", "0", "No", "off"])
def test_changes_can_be_hidden(value: str) -> None:
    result = {"changed": True, "diff": diff("container a", {}, {"title": "x"})}
    assert told({}, result, {VARIABLE: value}) == []
    assert told({}, result, {VARIABLE: "true"}) == ["a: created"]


@pytest.mark.parametrize(
    "result",
    [
        {"changed": True, "diff": "no"},
        {"changed": True, "diff": [None, 1, {"before": 1, "after": 2}]},
        {
            "changed": True,
            "outcomes": {"a": 1},
            "diff": [diff("access to container a", {"grants": 1}, {"grants": [1]})],
        },
        {"changed": True, "files": 1, "counts": [], "diff": [diff("x", {"a": 1}, {"b": 1})]},
        {"changed": True, "diff": [diff("container a", {"tags": "x"}, {"tags": None})]},
    ],
)
def test_whatever_a_target_returns_it_stops_nothing(result: dict[str, t.Any]) -> None:
    assert told({}, result, {}) != []


def test_lines_are_scrubbed_and_hidden_from_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(_outlet._display, "display", shown.append)
    outlet = Outlet()
    outlet.learn("canary-secret-of-the-fleet-0001")
    _outlet.show_lines(["a: canary-secret-of-the-fleet-0001", "b: \x1b[31mred"], outlet)
    assert shown == [f"  a: {MASK}\n  b: [31mred"] or MASK in shown[0]
    assert "canary" not in shown[0]
    assert "\x1b" not in shown[0]
    shown.clear()
    monkeypatch.setattr(_outlet.C, "DEFAULT_STDOUT_CALLBACK", "ansible.posix.json")
    _outlet.show_lines(["a: created"], outlet)
    assert shown == []


class Ships(engine.Kind[int, int]):
    """Ships that fail if their number is in ``failing``; each third is as described already."""

    noun, plural, doing = "Container", "containers", "changed"

    def __init__(self, failing: t.Container[int]) -> None:
        self.failing = failing

    def name(self, desired: int) -> str:
        return f"shipofthefleet{desired:03}"

    def nothing(self, desired: int) -> Plan[int]:
        return Plan(f"container {self.name(desired)}", None, None, self._view)

    def _view(self, ship: int | None) -> dict[str, t.Any]:
        return {"title": "x" * 200} if ship else {}

    def find(self, item: engine.Item[int, int]) -> int | None:
        return None

    def plan(self, item: engine.Item[int, int], current: int | None) -> Plan[int]:
        steps = () if item.desired % 3 == 0 and item.desired not in self.failing else (Step("create"),)
        return Plan(f"container {item.name}", None, item.desired + 1, self._view, steps)

    def write(self, item: engine.Item[int, int], step: Step) -> None:
        if item.desired in self.failing:
            url = "api.veracity.com/veracity/datafabric/provisioning/api/1/container"
            exchange = Exchange(
                "POST", url, 503, request_id="8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6", server_text="y" * 200
            )
            raise ApiError("Veracity refuses it.", hint="Run again later.", exchange=exchange)
        item.wrote(item.plan.after)

    def outcome(self, item: engine.Item[int, int]) -> dict[str, t.Any]:
        return {"short_name": item.name, "id": None, "container": {"title": "x" * 200}}


@pytest.mark.parametrize(
    "failing", [range(7, 8), range(5, 50), range(400), range(0, 400, 2)], ids=["1", "45", "400", "200"]
)
def test_the_text_of_a_failure_with_400_containers_is_short_and_true(failing: range) -> None:
    kind = Ships(failing)
    with pytest.raises(BulkError) as caught:
        engine.result_of_many(kind, engine.reconcile(kind, list(range(400)), Task({"max_concurrency": 8})), prunes=True)
    result = failure(caught.value, Outlet())
    # As the default callback prints it.
    text = f"fatal: [localhost]: FAILED! => {CallbackBase()._dump_results(result)}"
    assert len(text.encode()) < 4096
    first = result["msg"].splitlines()[0]
    assert first.startswith(f"{len(failing)} of 400 containers failed: {kind.name(failing[0])}")
    unchanged = sum(number % 3 == 0 and number not in failing for number in range(400))
    assert result["counts"] == {
        "changed": 400 - len(failing) - unchanged,
        "failed": len(failing),
        "unchanged": unchanged,
    }
    assert result["changed"] == (len(failing) < 400)
    assert all(outcome["failed"] or outcome["changed"] for outcome in result["outcomes"])
    assert result["outcomes"][0]["failed"] or any(outcome["failed"] for outcome in result["outcomes"])
    # Every change is told all the same.
    assert len(changes({}, result)) == result["counts"]["changed"]
    assert told({}, result, {})[-1].endswith(
        f"{len(failing)} failed" + (f", {unchanged} unchanged" if unchanged else "")
    )
