# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""G9: an error names what it is about, whatever a write is answered with."""

from __future__ import annotations

import dataclasses
import importlib
import types
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    InputError,
    TokenError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container,
    veracity_container_accesses,
    veracity_container_group,
    veracity_container_groups,
    veracity_container_key,
    veracity_container_stewards,
    veracity_container_tag,
    veracity_containers,
    veracity_data_fabric_application,
    veracity_file_storage_key,
    veracity_file_storage_revocation,
    veracity_licenses,
    veracity_service_subscriber,
    veracity_service_subscribers,
)
from tests.simulator.fixture import Simulator
from tests.unit.core.test_made_once import MAKINGS, PLACE, Making, fast, opened
from tests.unit.support.bench import Bench
from tests.unit.support.key_support import grant
from tests.unit.support.office import CAPTAIN, SERVICE, Office
from tests.unit.support.station import SHIP, Station
from tests.unit.support.stewardship import MANAGER

# It walks every API, and nothing in it depends on the Python.
pytestmark = pytest.mark.slow

__all__ = ["fast"]

MODULES = Path(__file__).resolve().parents[3] / "plugins" / "modules"
# A token, the validation of a description, and lists whose entries are named one by one.
OF_NO_OR_MANY = {
    "veracity_token",
    "veracity_description",
    "veracity_containers",
    "veracity_diagnose",
    "veracity_export",
    "veracity_container_accesses",
    "veracity_container_access_report",
    "veracity_container_groups",
    "veracity_container_stewards",
    "veracity_licenses",
    "veracity_service_subscribers",
}
USELESS = ["", '"x"', "[]", "{}", "null", "<html>Log in</html>", "true", "1e308", "[{}]", '[{"id": 1}]', '{"id": []}']
REFUSED = [400, 403, 404, 409, 500]
NAMES = {
    "Accesses.share": "shipdata",
    "Groups.create": "Fleet",
    "DataFabric.create_container": "shipdata",
    "DataFabric.copy_container": "shipdata2026",
    "Stewardship.appoint": "shipdata",
    "Stewardship.transfer": "shipdata",
    "Identities.create_application": MAKINGS["Identities.create_application"].params["application"],
    "Tags.create": "Tanker",
    "Subscriptions.subscribe_to_shares": "register",
    "Subscriptions.subscribe_to_blobs": "loader",
    "Services.register": "cook@example.com",
    "Tenants.add_license": CAPTAIN,
    "Tenants.add_administrator": CAPTAIN,
    "Workspaces.create": "Emissions",
    "Schemas.create": "Noon",
    "Schemas.add_version": "Noon",
    "generic_request.ensure": "/groups",
}


def _seeded(**fields: t.Any) -> t.Callable[[Station], object]:
    return lambda station: station.simulator.seed({"short_name": "shipdata", **fields})


def _made(module: types.ModuleType, **params: t.Any) -> t.Callable[[Station], object]:
    return lambda station: (station.simulator.seed({"short_name": "shipdata"}), station.run(module, **params))


def _known(_anything: object) -> int:
    return 0


def _changing(module: types.ModuleType, method: str, path: str, **params: t.Any) -> Making:
    return Making(module, params, path, _known, method=method, before=_seeded())


# Writes beside those that make something, with the name that has to be told.
CHANGES: dict[str, tuple[Making, str]] = {
    "metadata": (
        _changing(veracity_container, "PATCH", "/metadata$", short_name="shipdata", title="Other"),
        "shipdata",
    ),
    "tag of a container": (
        _changing(veracity_container_tag, "PATCH", "/metadata$", title="Tanker", container="shipdata"),
        "shipdata",
    ),
    "deletion": (
        _changing(veracity_container, "DELETE", "/container/", short_name="shipdata", state="absent"),
        "shipdata",
    ),
    "group": (
        dataclasses.replace(
            _changing(veracity_container_group, "PUT", "/groups/", title="Fleet", description="Ships"),
            before=_made(veracity_container_group, title="Fleet"),
        ),
        "Fleet",
    ),
    "deletion of a group": (
        dataclasses.replace(
            _changing(veracity_container_group, "DELETE", "/groups/", title="Fleet", state="absent"),
            before=_made(veracity_container_group, title="Fleet"),
        ),
        "Fleet",
    ),
    "role": (
        dataclasses.replace(
            MAKINGS["Identities.create_application"],
            method="PUT",
            path="/application/",
            before=lambda station: (
                MAKINGS["Identities.create_application"].before(station),
                station.run(
                    veracity_data_fabric_application,
                    **{**MAKINGS["Identities.create_application"].params, "role": "manager"},
                ),
            ),
        ),
        NAMES["Identities.create_application"],
    ),
    "key": (
        dataclasses.replace(
            _changing(veracity_container_key, "PUT", "/key$", container="shipdata"),
            before=lambda station: grant(station, station.simulator.seed({"short_name": "shipdata"})[0]),
        ),
        "shipdata",
    ),
    "key of File storage": (
        dataclasses.replace(
            _changing(veracity_file_storage_key, "POST", "/storages/sas$", workspace="Fleet"), desk=Bench, before=_known
        ),
        "Fleet",
    ),
    "revocation of keys": (
        dataclasses.replace(
            _changing(
                veracity_file_storage_revocation, "DELETE", "/sas/revoke$", workspace="Fleet", all=True, confirm=True
            ),
            desk=Bench,
            before=_known,
        ),
        "Fleet",
    ),
    "many containers": (
        _changing(veracity_containers, "POST", "/container$", containers=[{**SHIP, "short_name": "otherdata"}]),
        "otherdata",
    ),
    "many stewards": (
        _changing(
            veracity_container_stewards,
            "POST",
            "/datastewards/",
            containers=[{"container": "shipdata", "stewards": [{"user": MANAGER}]}],
        ),
        "shipdata",
    ),
    "many groups": (
        _changing(veracity_container_groups, "POST", "/groups$", groups=[{"title": "Fleet"}]),
        "Fleet",
    ),
    "many grants": (
        _changing(
            veracity_container_accesses,
            "POST",
            "/accesses$",
            containers=[
                {"container": "shipdata", "access": [{"user": MANAGER, "rights": ["write"], "duration": "1h"}]}
            ],
        ),
        "shipdata",
    ),
    "subscriber": (
        dataclasses.replace(
            _changing(
                veracity_service_subscriber,
                "PUT",
                "/subscribers/",
                service=SERVICE,
                user=CAPTAIN,
                access_level="editor",
            ),
            desk=Office,
        ),
        CAPTAIN,
    ),
    "many subscribers": (
        dataclasses.replace(
            _changing(
                veracity_service_subscribers,
                "PUT",
                "/subscribers/",
                service=SERVICE,
                subscribers=[{"user": CAPTAIN, "access_level": "editor"}],
            ),
            desk=Office,
        ),
        CAPTAIN,
    ),
    "many licenses": (
        dataclasses.replace(
            _changing(
                veracity_licenses,
                "POST",
                "/licenses$",
                **PLACE,
                licenses=[{"user": CAPTAIN, "access_level": "reader"}],
            ),
            desk=Office,
        ),
        CAPTAIN,
    ),
}
EVERYTHING = {**{name: (making, NAMES[name]) for name, making in MAKINGS.items()}, **CHANGES}
FAULTS: dict[str, dict[str, t.Any]] = {
    **{f"200 {body}": {"status": 200, "body": body} for body in USELESS},
    **{str(status): {"status": status} for status in REFUSED},
}


@pytest.mark.parametrize("name", EVERYTHING)
def test_g9_error_names_its_item(fast: Simulator, tmp_path: Path, name: str) -> None:
    making, item = EVERYTHING[name]
    waits = {"wait_timeout": 0.1} if "wait" in making.module.DEFINITION.spec else {}
    failed = 0
    for number, (what, fault) in enumerate(FAULTS.items()):
        fast.reset()
        fast.settings(visibility_delay=0, deletion_delay=0, tenant_delay=0, user_visibility_delay=0)
        desk = opened(making, fast, tmp_path / str(number))
        fast.fault(method=making.method, path=making.path, times=0, **fault)
        try:
            desk.run(making.module, **{**making.params, **waits})
        except VeracityError as error:
            assert item in error.summary, f"{what}: {error}"
            assert not isinstance(error, BulkError) or item in str(error.result)
            failed += 1
    assert failed


@pytest.mark.parametrize("body", USELESS)
@pytest.mark.parametrize("name", ["Accesses.share", "Groups.create", "Tags.create", "Stewardship.appoint"])
def test_g9_what_was_made_is_found_although_the_answer_is_useless(
    fast: Simulator, tmp_path: Path, name: str, body: str
) -> None:
    making = MAKINGS[name]
    desk = opened(making, fast, tmp_path)
    fast.fault(method=making.method, path=making.path, apply=True, status=200, body=body)
    assert desk.run(making.module, **making.params)["changed"] is True
    assert making.made(fast) == 1
    assert desk.run(making.module, **making.params)["changed"] is False


def test_g9_every_module_that_changes_something_names_its_item() -> None:
    """A module names the one thing that it is about; those for many name each of them."""
    for path in sorted(MODULES.glob("veracity_*.py")):
        if path.stem.endswith("_info") or path.stem in OF_NO_OR_MANY:
            continue
        module = importlib.import_module(f"ansible_collections.dnv.veracity.plugins.modules.{path.stem}")
        assert hasattr(module.DEFINITION.ensure, "__wrapped__"), path.stem


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ApiError("It is broken."), "Group Fleet: It is broken."),
        (ApiError("Group FLEET: it is broken."), "Group FLEET: it is broken."),
        (InputError("title must not be empty."), "title must not be empty."),
        (TokenError("The secret is wrong."), "The secret is wrong."),
    ],
)
def test_what_is_named(error: VeracityError, text: str) -> None:
    @about("Group", "title", "id")
    def ensure(task: Task, client: t.Any) -> dict[str, t.Any]:
        raise error

    with pytest.raises(VeracityError) as caught:
        ensure(Task({"title": "Fleet", "id": None}), t.cast("t.Any", None))
    assert caught.value.summary == text
