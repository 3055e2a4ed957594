# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""G10: whatever makes something is sent again only when its effect was looked for, also after a 429 and a 503."""

from __future__ import annotations

import ast
import types
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import ApiError, StateError
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_api,
    veracity_application_administrator,
    veracity_container,
    veracity_container_access,
    veracity_container_copy,
    veracity_container_group,
    veracity_container_owner,
    veracity_container_steward,
    veracity_container_tag,
    veracity_data_fabric_application,
    veracity_event_subscription,
    veracity_license,
    veracity_schema,
    veracity_service_notification,
    veracity_user,
    veracity_workspace,
)
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET
from tests.unit.support.bench import Bench
from tests.unit.support.key_support import grant
from tests.unit.support.office import APPLICATION, CAPTAIN, SERVICE, TENANT, Leaping, Office
from tests.unit.support.station import SHIP, Forward, Station
from tests.unit.support.stewardship import MANAGER

# It walks every API, and nothing in it depends on the Python.
pytestmark = pytest.mark.slow

CORE = Path(__file__).resolve().parents[3] / "plugins" / "module_utils" / "_core"
PLACE = {"tenant": TENANT, "application": APPLICATION}
NEW = "9f1b3c52-7c2e-4a1f-b0d7-5e8c6a4d2f10"
HOOK = "https://loader.example.com/hook"
LIES: dict[str, dict[str, t.Any]] = {
    "429": {"status": 429, "headers": {"Retry-After": "1"}},
    "429 without a time": {"status": 429},
    "429 of the gateway": {
        "status": 429,
        "json": {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 2 seconds."},
    },
    "503": {"status": 503, "headers": {"Retry-After": "1"}},
}


def _named(value: str, *fields: str) -> t.Callable[[dict[str, t.Any]], bool]:
    return lambda entry: any(str(entry.get(name)).casefold() == value.casefold() for name in fields)


@dataclass
class Making:
    """A task that makes one thing: the request that does it, and how many of it the server has."""

    module: types.ModuleType
    params: dict[str, t.Any]
    path: str
    made: t.Callable[[Simulator], int]
    method: str = "POST"
    desk: type[Station] = Station
    before: t.Callable[[Station], object] = lambda station: station.simulator.seed({"short_name": "shipdata"})
    # Nothing tells the effect, so the server has to keep a second one away, or nothing is sent again.
    seen: bool = True
    options: dict[str, t.Any] = field(default_factory=dict)


def _licensed(simulator: Simulator) -> int:
    return sum(_named(CAPTAIN, "entityId", "entity_id", "entity", "userId")(entry) for entry in simulator.licenses())


def _administrators(simulator: Simulator) -> int:
    return sum(CAPTAIN in str(tenant) for tenant in simulator.tenants())


def _contents(simulator: Simulator, short_name: str) -> int:
    return sum(entry["shortName"] == short_name for entry in simulator.containers())


def _versions(simulator: Simulator, number: int) -> int:
    """Return how many versions a schema has beyond the first ones, of which there are ``number``."""
    return sum(len(schema["versions"]) for schema in simulator.schemas()) - number


NOON = {"workspace": DEFAULT_WORKSPACE_ID, "name": "Noon"}
IMO = {"columns": [{"name": "imo", "type": "String"}]}
MAKINGS: dict[str, Making] = {
    "Accesses.share": Making(
        veracity_container_access,
        {"container": "shipdata", "user": CAPTAIN, "rights": ["read", "list"], "duration": "1h"},
        "/accesses$",
        lambda simulator: len(simulator.accesses()),
        before=lambda station: (
            station.simulator.seed({"short_name": "shipdata"}),
            station.simulator.users({"user_id": CAPTAIN}),
        ),
    ),
    "Groups.create": Making(
        veracity_container_group, {"title": "Fleet"}, "/groups$", lambda simulator: len(simulator.groups())
    ),
    "DataFabric.create_container": Making(
        veracity_container, SHIP, "/container$", lambda simulator: _contents(simulator, "shipdata"), before=lambda _: ()
    ),
    "DataFabric.copy_container": Making(
        veracity_container_copy,
        {"source": "shipdata", "short_name": "shipdata2026", "may_contain_personal_data": False},
        "/container/copycontainer$",
        lambda simulator: _contents(simulator, "shipdata2026"),
        before=lambda station: grant(station, station.simulator.seed({"short_name": "shipdata"})[0]),
    ),
    "Stewardship.appoint": Making(
        veracity_container_steward,
        {"container": "shipdata", "user": MANAGER, "comment": "Fleet"},
        "/datastewards/",
        lambda simulator: len(simulator.stewards()),
    ),
    "Stewardship.transfer": Making(
        veracity_container_owner,
        {"container": "shipdata", "user": MANAGER, "confirm": True},
        "/owner$",
        lambda simulator: sum(MANAGER in str(entry) for entry in simulator.containers()),
        method="PUT",
    ),
    "Identities.create_application": Making(
        veracity_data_fabric_application,
        {"application": NEW, "role": "consumer"},
        "/application$",
        lambda simulator: 1,
        before=lambda station: station.simulator.application(
            client_id=DEFAULT_CLIENT_ID, client_secret=DEFAULT_CLIENT_SECRET, role="dataAdmin"
        ),
    ),
    "Tags.create": Making(
        veracity_container_tag,
        {"title": "Tanker"},
        "/tags$",
        lambda simulator: sum(_named("Tanker", "title")(tag) for tag in simulator.tags()),
        seen=False,
    ),
    "Subscriptions.subscribe_to_shares": Making(
        veracity_event_subscription,
        {"name": "register", "kind": "access_share", "regions": ["northeurope"], "callback": HOOK},
        "/SubscribeToCustomEvents$",
        lambda simulator: len(simulator.subscriptions()),
        seen=False,
    ),
    "Subscriptions.subscribe_to_blobs": Making(
        veracity_event_subscription,
        {"name": "loader", "container": "shipdata", "events": ["upserted"], "callback": HOOK},
        "/SubscribeToBlobContainerEvents$",
        lambda simulator: len(simulator.subscriptions()),
        seen=False,
    ),
    "Services.register": Making(
        veracity_user,
        {"email": "cook@example.com", "first_name": "Anne", "last_name": "Example"},
        "/this/user$",
        lambda simulator: sum("cook@example.com" in str(entry) for entry in simulator.directory()),
        desk=Office,
        before=lambda _: (),
    ),
    "Tenants.add_license": Making(
        veracity_license,
        {**PLACE, "user": CAPTAIN, "access_level": "reader"},
        "/licenses$",
        _licensed,
        desk=Office,
        before=lambda _: (),
    ),
    "Tenants.add_administrator": Making(
        veracity_application_administrator,
        {**PLACE, "user": CAPTAIN},
        "/administrators/",
        _administrators,
        desk=Office,
        before=lambda _: (),
    ),
    "Workspaces.create": Making(
        veracity_workspace,
        {"tenant": TENANT, "name": "Emissions", "region": "EU"},
        "/workspaces$",
        lambda simulator: sum(_named("Emissions", "name")(entry) for entry in simulator.workspaces()),
        desk=Bench,
        before=lambda _: (),
    ),
    "Schemas.create": Making(
        veracity_schema,
        {**NOON, "versions": [IMO]},
        "/schemas/add$",
        lambda simulator: len(simulator.schemas()),
        desk=Bench,
        before=lambda _: (),
    ),
    "Schemas.add_version": Making(
        veracity_schema,
        {**NOON, "versions": [IMO, IMO]},
        "/schemaversions/add$",
        lambda simulator: _versions(simulator, 1),
        desk=Bench,
        before=lambda bench: bench.run(veracity_schema, **{**NOON, "versions": [IMO]}),
    ),
    "generic_request.ensure": Making(
        veracity_api,
        {
            "path": "/veracity/datafabric/data/api/1/groups",
            "method": "POST",
            "api": "data_fabric",
            "body": {"title": "Fleet", "description": "", "resourceIds": []},
            "idempotent_by": {"match": [{"title": "Fleet"}]},
        },
        "/groups$",
        lambda simulator: len(simulator.groups()),
    ),
}
WRITES = ("client.post", "client.put", "client.patch", "client.request")
# Twice has the effect of once, or nothing is sent again: tests below and of these kinds say so.
OTHERS = {
    "DataFabric.update_metadata",
    "Services.notify",
    "Tenants.patch_license",
    "Schemas.update",
    "Schemas.set_columns",
    "Schemas.activate",
    "Schemas.lock",
    # Two keys do no harm, and a job that is not started changes nothing.
    "FileStorage.make_key",
    "Datasets.prepare_creation",
    "Datasets.start",
    "ResourceManager.submit",
}


@pytest.fixture
def fast(simulator: Simulator) -> Simulator:
    simulator.settings(visibility_delay=0, deletion_delay=0, tenant_delay=0, user_visibility_delay=0)
    return simulator


def opened(making: Making, simulator: Simulator, folder: Path) -> Station:
    desk = making.desk(simulator, folder / "state")
    desk.clock = Leaping()
    desk.options = {"retries": 3, **making.options}
    making.before(desk)
    simulator.clear_requests()
    return desk


def sent(simulator: Simulator, making: Making) -> list[str]:
    """Return the methods of the calls of the API from the first that makes something to the last."""
    methods = [request["method"] for request in simulator.requests() if request["path"].startswith("/veracity/")]
    return methods[methods.index(making.method) : len(methods) - methods[::-1].index(making.method)]


@pytest.mark.parametrize("lie", ["429", "503"])
@pytest.mark.parametrize("name", MAKINGS)
def test_g10_what_was_applied_although_it_was_turned_away_is_there_once(
    fast: Simulator, tmp_path: Path, name: str, lie: str
) -> None:
    making = MAKINGS[name]
    desk = opened(making, fast, tmp_path)
    fast.fault(method=making.method, path=making.path, times=2, apply=True, **LIES[lie])
    found = desk.run(making.module, **making.params)
    assert making.made(fast) == 1
    if making.seen:
        assert found["changed"] is True
        assert sent(fast, making) == [making.method]
    fast.clear_faults()
    assert desk.run(making.module, **making.params)["changed"] is False
    assert making.made(fast) == 1


@pytest.mark.parametrize("lie", ["429", "503"])
@pytest.mark.parametrize("name", MAKINGS)
def test_g10_what_was_really_turned_away_is_sent_again_after_a_look(
    fast: Simulator, tmp_path: Path, name: str, lie: str
) -> None:
    making = MAKINGS[name]
    desk = opened(making, fast, tmp_path)
    fast.fault(method=making.method, path=making.path, times=2, **LIES[lie])
    assert desk.run(making.module, **making.params)["changed"] is True
    assert making.made(fast) == 1
    if making.module is veracity_user:
        # A user shows late and cannot be removed: the look is a patient one.
        assert sent(fast, making).count(making.method) == 3
        return
    looks = [] if making.module is veracity_event_subscription else ["GET"]
    assert sent(fast, making) == [making.method, *looks, making.method, *looks, making.method]


@pytest.mark.parametrize("name", MAKINGS)
def test_g10_no_look_when_nothing_goes_wrong(fast: Simulator, tmp_path: Path, name: str) -> None:
    making = MAKINGS[name]
    assert opened(making, fast, tmp_path).run(making.module, **making.params)["changed"] is True
    assert sent(fast, making) == [making.method]


def test_g10_every_call_that_is_no_read_says_how_its_effect_is_seen() -> None:
    """A new call stands in the table above, or has a reason not to."""
    found: set[str] = set()
    for path in sorted(CORE.rglob("*.py")):
        tree = ast.parse(path.read_text())
        for owner in [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.Module)]:
            for function in [node for node in owner.body if isinstance(node, ast.FunctionDef)]:
                where = f"{owner.name if isinstance(owner, ast.ClassDef) else path.stem}.{function.name}"
                for call in [node for node in ast.walk(function) if isinstance(node, ast.Call)]:
                    if ast.unparse(call.func).removeprefix("self._") not in WRITES:
                        continue
                    given = {keyword.arg for keyword in call.keywords}
                    if "repeatable" in given or any(ast.unparse(argument) == "'GET'" for argument in call.args):
                        continue
                    assert "applied" in given, f"{where}: {ast.unparse(call)}"
                    found.add(where)
    found |= {"DataFabric.create_container", "DataFabric.copy_container"}
    assert found - {"DataFabric._ordered"} == set(MAKINGS) | OTHERS


def test_g10_a_message_that_was_turned_away_is_not_sent_again(fast: Simulator, tmp_path: Path) -> None:
    office = Office(fast, tmp_path / "state")
    office.options = {"retries": 3}
    fast.fault(method="POST", path="/notification$", times=2, apply=True, **LIES["429"])
    with pytest.raises(ApiError, match="cannot be checked, so it is not sent again"):
        office.run(veracity_service_notification, service=SERVICE, title="Noon", content="Reports", everybody=True)
    assert len(fast.notifications()) == 1


@pytest.mark.parametrize("lie", LIES)
def test_g10_every_form_of_turning_away(fast: Simulator, tmp_path: Path, lie: str) -> None:
    making = MAKINGS["Accesses.share"]
    desk = opened(making, fast, tmp_path)
    fast.fault(method="POST", path=making.path, times=2, apply=True, **LIES[lie])
    assert desk.run(making.module, **making.params)["changed"] is True
    assert making.made(fast) == 1


@pytest.mark.parametrize("lie", ["429", "503"])
def test_g10_a_container_that_does_not_show_yet_is_there_once(station: Station, lie: str) -> None:
    """The look finds nothing, and the second request is refused: that may be because of the first."""
    station.options = {"retries": 3}
    station.simulator.settings(visibility_delay=1.5, short_name_conflict=True)
    answer = {**LIES[lie], "headers": {"Retry-After": "0"}}
    station.simulator.fault(method="POST", path="/container$", apply=True, **answer)
    assert station.run(veracity_container, **SHIP)["changed"]
    assert _contents(station.simulator, "shipdata") == 1
    assert not station.run(veracity_container, **SHIP)["changed"]


def test_g10_a_user_who_shows_late_is_registered_once(simulator: Simulator, tmp_path: Path) -> None:
    making = MAKINGS["Services.register"]
    office = Office(simulator, tmp_path / "state")
    office.clock = Forward()
    office.options = {"retries": 3}
    simulator.settings(user_visibility_delay=0.5)
    simulator.fault(method="POST", path=making.path, times=2, apply=True, status=429, headers={"Retry-After": "0"})
    assert office.run(making.module, **making.params)["changed"] is True
    assert making.made(simulator) == 1


def test_g10_a_look_that_fails_leaves_it_open(station: Station) -> None:
    """Nothing is sent again that nobody has looked for."""
    station.options = {"retries": 1}
    station.simulator.seed({"short_name": "shipdata"})
    station.simulator.users({"user_id": CAPTAIN})
    station.simulator.fault(method="POST", path="/accesses$", apply=True, times=0, **LIES["429"])
    station.simulator.fault(method="GET", path="/accesses$", skip=2, times=0, status=403)
    params = MAKINGS["Accesses.share"].params
    with pytest.raises((ApiError, StateError)):
        station.run(veracity_container_access, **params)
    assert len(station.simulator.accesses()) == 1


def test_g10_a_grant_that_a_lost_token_was_turned_away_with_is_looked_for(station: Station) -> None:
    making = MAKINGS["Accesses.share"]
    making.before(station)
    station.simulator.fault(method="POST", path="/accesses$", apply=True, status=401)
    assert station.run(making.module, **making.params)["changed"] is True
    assert making.made(station.simulator) == 1
