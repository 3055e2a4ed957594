# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is exported changes nothing when the role applies it, also with prune, and exporting again gives the same."""

from __future__ import annotations

import random
import typing as t
import uuid

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import harmless
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.plan import OWN_USE
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.groups import Group, Groups
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_application_administrator,
    veracity_export,
    veracity_licenses,
    veracity_schema,
)
from tests.unit.support.bench import WITH_FILES, Bench
from tests.unit.support.exports import apply_fabric, apply_service, apply_workbench, exported
from tests.unit.support.grants import ANN, BOB, MANAGER, ME, STRANGER, grant
from tests.unit.support.office import Office
from tests.unit.support.station import Station

TEXTS = (
    "", "no", "1e3", "0123", "2026-11-28", "{{ title }}", "{% if x %}", "a: b # c", "Ålesund 船 🚢",
    "two\nlines", "  blanks ",
    "- a", "'", '"', "\\n", "tab\there", "\u200bhidden", "null", "x" * 120, "#jinja2: x", "~",
    "[a, b]", "mate@example.com",
)  # fmt: skip
FOLDERS = ("no", "1e3", "{{ ship }}", "ø/船")
RULES = [{"id": "a"}, {"id": "b", "severity": "Warning"}]
# What gives a key away.
SECRET = "https://account.blob.core.windows.net/ship?sv=2024-01-01&sig=c2VjcmV0c2VjcmV0c2VjcmV0"


def platform(station: Station, seed: int) -> None:
    """Make a platform that a seed decides: containers of all kinds of ownership with grants, data stewards, groups."""
    chance = random.Random(seed)
    simulator = station.simulator
    containers = [_container(chance, number) for number in range(chance.randint(0, 6))]
    ids = simulator.seed(*containers) if containers else []
    for identifier, container in zip(ids, containers, strict=True):
        if container.get("access_level") != "consumer":
            grants = [_grant(chance, identifier) for _number in range(chance.choice([0, 1, 2, 5]))]
            made = simulator.seed_accesses(*grants) if grants else []
            gone = [entry for entry in made if chance.random() < 0.1]
            if gone:
                simulator.revoke(*gone)
        for user in (ANN, MANAGER):
            if "access_level" not in container and chance.random() < 0.3:
                simulator.seed_stewards({"container_id": identifier, "user_id": user, "comment": chance.choice(TEXTS)})
    _groups(station, chance, ids)


def _container(chance: random.Random, number: int) -> dict[str, t.Any]:
    found: dict[str, t.Any] = {
        "short_name": chance.choice([f"ship{number}", "twins", "12345", f"{number}e12345"]),
        "region": chance.choice(["northeurope", "North Europe", "westeurope"]),
        "title": chance.choice(TEXTS),
        "description": chance.choice(TEXTS),
        "may_contain_personal_data": chance.choice([True, False, "unknown"]),
        "tags": [{"title": chance.choice(TEXTS[1:])} for _tag in range(chance.randint(0, 3))],
        "icon": chance.choice([{}, {"id": "boat"}, {"id": "on", "backgroundColor": "#5594AA"}]),
    }
    found["tags"] += [{"title": "DNV", "type": "systemtag"}] if chance.random() < 0.3 else []
    if chance.random() < 0.3:
        found["access_level"] = chance.choice(["dataSteward", "consumer"])
    return {name: value for name, value in found.items() if value not in ([], {})}


def _grant(chance: random.Random, container: str) -> dict[str, t.Any]:
    found = grant(
        container,
        chance.choice([ANN, BOB, MANAGER, ME, STRANGER]),
        rights=chance.choice([["read"], ["read", "list"], ["read", "write", "delete", "list"]]),
        hours=chance.choice([1, 8, 17, 672, 720, 730, 744, 4380, 150000, 24, 48, 2190]),
        auto_refreshed=chance.random() < 0.6,
        comment=chance.choice([*TEXTS, OWN_USE, SECRET]),
        granted_by=chance.choice([ME, ME, MANAGER]),
    )
    if chance.random() < 0.5:
        found.update(claimed=True, expires_in=chance.choice([-3600, 3600]))
    if chance.random() < 0.3:
        found["ip_range"] = chance.choice(
            [
                {"startIp": "192.0.2.1", "endIp": "192.0.2.9"},
                {"startIp": "192.0.2.1", "endIp": "192.0.2.1"},
                {"startIp": "198.51.100.0", "endIp": "198.51.100.255"},
            ]
        )
    return found


def _groups(station: Station, chance: random.Random, ids: list[str]) -> None:
    api = Groups(station.session().client)
    rest = list(ids)
    for number in range(chance.choice([0, 0, 1, 3])):
        members = tuple(rest.pop() for _member in range(chance.randint(0, min(2, len(rest)))))
        title = chance.choice([f"Group {number}", chance.choice(TEXTS[1:]), "Fleet"])
        order = chance.choice([None, 0.0, 1.5, 1e20])
        api.create(Group("", title, chance.choice(TEXTS), members, order), applied=harmless)


def seeds(number: int) -> list[t.Any]:
    """Return seeds, most of them for one Python only."""
    return [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, number))]


@pytest.mark.parametrize("seed", seeds(20))
def test_what_is_exported_changes_nothing_when_it_is_applied(station: Station, seed: int) -> None:
    platform(station, seed)
    station.simulator.settings(guid_case=["lower", "upper"][seed % 2])
    apply_fabric(station, exported(station))


def office_of(station: Station, seed: int) -> tuple[Office, dict[str, t.Any]]:
    """Return a station of a service, and the options for a service and a tenant that a seed decides."""
    chance = random.Random(seed)
    office = Office(station.simulator, station.directory)
    people = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _person in range(8)]
    station.simulator.seed_directory(
        *({"user_id": user, "email": f"{number}@example.com", "first_name": chance.choice(["Ann", "#", "{{ x }}"]),
           "last_name": f"No {number}"} for number, user in enumerate(people))
    )  # fmt: skip
    levels = chance.choice([["reader", "no", "{{ level }}"], []])
    (service,) = station.simulator.seed_services({"name": chance.choice(TEXTS[1:]), "access_levels": levels})
    tenant, application = (str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _id in range(2))
    groups = [{"group_id": str(uuid.UUID(int=chance.getrandbits(128), version=4)), "name": "Crew"}]
    station.simulator.seed_tenants(
        {"tenant_id": tenant, "name": "Tenant", "users": people, "groups": groups,
         "applications": [{"application_id": application, "service_id": service}]}
    )  # fmt: skip
    for user in people:
        if chance.random() < 0.7:
            level = {"role": chance.choice(levels)} if levels else {}
            station.simulator.seed_subscribers({"service_id": service, "user_id": user, **level})
    place = {"tenant": tenant, "application": application}
    licenses = [{"user": user} for user in people if chance.random() < 0.5]
    licenses += [{"group": group["group_id"]} for group in groups if chance.random() < 0.5]
    for entry in licenses:
        entry.update(properties={f"demo_{name}": chance.choice(TEXTS) for name in range(chance.randint(0, 2))})
        entry.update({"access_level": chance.choice(levels)} if levels else {})
    office.run(veracity_licenses, licenses=licenses, **place)
    for user in people[:3]:
        if chance.random() < 0.5:
            office.run(veracity_application_administrator, user=user, **place)
    wants_tenant = {"tenant": tenant} if chance.random() < 0.8 else {}
    return office, {"products": ["service"], "service": service, **wants_tenant}


@pytest.mark.parametrize("seed", seeds(8))
def test_what_is_exported_of_a_service_changes_nothing_when_it_is_applied(station: Station, seed: int) -> None:
    station.simulator.settings(tenant_delay=0)
    office, options = office_of(station, seed)
    text = exported(office, **options)
    apply_service(office, text)
    assert "not exported" not in text


def tenant_of(station: Station, seed: int) -> str:
    """Make the workspaces of a tenant that a seed decides, and return the tenant."""
    chance = random.Random(seed)
    tenant = "7e0a1b2c-3d4e-4f50-9162-738495a6b7c8"
    names = [chance.choice([f"Workspace {number}", chance.choice(TEXTS[1:])]) for number in range(chance.randint(1, 4))]
    for name in names:
        (identifier,) = station.simulator.seed_workspaces(
            {"tenant_id": tenant, "name": name.strip(), "description": chance.choice(TEXTS), "region": "US"}
        )
        if chance.random() < 0.7:
            station.simulator.seed_folders(
                identifier, "noon/2026/11", "noon/2026/12", "no", "1e3", "{{ ship }}", "ø/船"
            )
        for number in range(chance.randint(0, 2)):
            versions = [_schema_version(chance) for _version in range(chance.randint(1, 2))]
            versions[-1] = {**versions[-1], **chance.choice([{}, {"active": True}, {"locked": True}])}
            station.run(
                veracity_schema, tenant=tenant, workspace=identifier, name=f"{chance.choice(['Noon', '1e3'])} {number}",
                short_name=chance.choice(["", "no"]), description=chance.choice(TEXTS), versions=versions,
            )  # fmt: skip
    return tenant


def _schema_version(chance: random.Random) -> dict[str, t.Any]:
    columns: list[dict[str, t.Any]] = [{"name": "IMO", "type": "String", "key": True, "required": True}]
    columns += [{"name": f"c{number}", **_column(chance)} for number in range(chance.randint(0, 3))]
    return {"columns": columns, "description": chance.choice(TEXTS)}


def _column(chance: random.Random) -> dict[str, t.Any]:
    return chance.choice(
        [
            {"type": "Decimal"},
            {"type": "Decimal", "precision": 10, "scale": 3, "validations": RULES},
            {"type": "DateTime", "format": "yyyy", "sortable": False, "display_name": chance.choice(TEXTS[1:])},
            {"type": "String", "description": chance.choice(TEXTS), "filterable": False, "meta_type": "no"},
        ]
    )  # fmt: skip


@WITH_FILES
@pytest.mark.parametrize("seed", seeds(6))
def test_what_is_exported_of_a_tenant_changes_nothing_when_it_is_applied(station: Station, seed: int) -> None:
    bench = Bench(station.simulator, station.directory)
    tenant = tenant_of(bench, seed)
    bench.run(veracity_export, products=["data_workbench"], tenant=tenant)
    text = exported(bench, products=["data_workbench"], tenant=tenant)
    apply_workbench(bench, text)
