# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is exported, what is not and why, and the file."""

from __future__ import annotations

import os
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import harmless
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.plan import OWN_USE
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.groups import Group, Groups
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, StorageError
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container,
    veracity_container_access,
    veracity_export,
)
from tests.simulator.registrations import DEFAULT_CLIENT_SECRET
from tests.unit.support.bench import WITH_FILES, Bench
from tests.unit.support.exports import apply_fabric, apply_service, apply_workbench, exported, loaded
from tests.unit.support.grants import ANN, BOB, MANAGER, ME, READ, grant, seeded
from tests.unit.support.office import SERVICE, TENANT, Office
from tests.unit.support.station import SHIP, Station

Containers = list[dict[str, t.Any]]


def containers_of(text: str) -> Containers:
    return t.cast("Containers", loaded(text)["data_fabric_containers"])


def comments_of(text: str) -> str:
    """Return all comments as one text."""
    return " ".join(line.strip().removeprefix("#").strip() for line in text.splitlines() if line.lstrip()[:1] == "#")


def test_grants_that_are_used_up_or_revoked_are_not_exported(station: Station) -> None:
    ship = seeded(station)
    station.simulator.seed_accesses(
        grant(ship, BOB, auto_refreshed=False, claimed=True, expires_in=-60),
        grant(ship, BOB, auto_refreshed=False, claimed=True, expires_in=3600),
        grant(ship, ME, comment=OWN_USE),
    )
    station.run(veracity_container_access, **READ)
    station.run(veracity_container_access, container="shipdata", user=ANN, state="absent")
    text = exported(station)
    assert containers_of(text) == [
        {"short_name": "shipdata", "region": "northeurope", "may_contain_personal_data": False}
    ]
    apply_fabric(station, text)


def test_a_grant_that_will_be_given_again_is_exported_and_said_so(station: Station) -> None:
    ship = seeded(station)
    station.simulator.seed_accesses(
        grant(ship, ANN, claimed=True, expires_in=-60),
        grant(ship, BOB, auto_refreshed=False),
        grant(ship, MANAGER, granted_by=MANAGER, comment="for the yard"),
    )
    text = exported(station)
    assert containers_of(text)[0]["access"] == [
        {"user": MANAGER, "rights": ["read", "list"], "duration": "1h", "renewable": True, "comment": "for the yard"},
        {"user": ANN, "rights": ["read", "list"], "duration": "1h", "renewable": True},
        {"user": BOB, "rights": ["read", "list"], "duration": "1h"},
    ]
    assert f"- user: {MANAGER}  # user, manager; granted by user, manager\n" in text
    assert "duration: 1h  # one-time: once its key has expired, the role grants it again\n" in text
    apply_fabric(station, text)


def test_grants_of_one_identity_are_described_once(station: Station) -> None:
    ship = seeded(station)
    ranges = [{"startIp": "192.0.2.1", "endIp": "192.0.2.9"}, {"startIp": "198.51.100.1", "endIp": "198.51.100.1"}]
    station.simulator.seed_accesses(
        *(grant(ship, ip_range=found) for found in ranges), grant(ship, BOB), grant(ship, BOB)
    )
    text = exported(station)
    ann, bob = containers_of(text)[0]["access"]
    assert "ip_range" not in ann
    assert "2 grants, which differ in their addresses only." in text
    assert bob["user"] == BOB
    apply_fabric(station, text)


def test_containers_of_others(station: Station) -> None:
    _mine, theirs, idle, _shared = station.simulator.seed(
        {"short_name": "shipdata"},
        {"short_name": "shipdata", "access_level": "dataSteward", "title": "Partner"},
        {"short_name": "idledata", "access_level": "dataSteward"},
        {"short_name": "weather", "access_level": "consumer"},
    )
    station.simulator.seed_accesses(grant(theirs))
    text = exported(station)
    mine, other = sorted(containers_of(text), key=lambda entry: "id" in entry)
    assert mine["short_name"] == "shipdata"
    assert set(other) == {"id", "access"}
    assert other["id"] == theirs
    assert '"Partner" belongs to' in comments_of(text)
    assert f"without access to manage: idledata ({idle})." in comments_of(text)
    assert "only shared with this application: weather (" in comments_of(text)
    apply_fabric(station, text)
    assert [entry["short_name"] for entry in containers_of(exported(station, only_owned=True))] == ["shipdata"]


def test_containers_of_one_short_name_are_told_apart_by_their_ids(station: Station) -> None:
    ids = station.simulator.seed({"short_name": "twins", "title": "One"}, {"short_name": "twins", "title": "Other"})
    Groups(station.session().client).create(Group("", "Fleet", "", (ids[0],)), applied=harmless)
    text = exported(station)
    assert sorted(entry["id"] for entry in containers_of(text)) == sorted(ids)
    assert not [entry for entry in containers_of(text) if "short_name" in entry]
    assert f"- id: {ids[0]}  # twins\n" in text
    assert f"      - {ids[0]}  # twins\n" in text
    apply_fabric(station, text)


def test_containers_that_come_and_go_are_named_and_not_exported(station: Station) -> None:
    station.simulator.settings(visibility_delay=900, deletion_delay=900)
    seeded(station, title="Old")
    (other,) = station.simulator.seed({"short_name": "gonedata"})
    Groups(station.session().client).create(Group("", "Fleet", "", (other,)), applied=harmless)
    station.run(veracity_container, short_name="gonedata", state="absent", wait=False)
    station.run(veracity_container, **{**SHIP, "short_name": "newdata"}, wait=False)
    text = exported(station)
    assert [entry["short_name"] for entry in containers_of(text)] == ["shipdata"]
    assert f"Containers that are being deleted: gonedata ({other})." in comments_of(text)
    assert "being created and not visible yet: newdata." in comments_of(text)
    assert loaded(text)["data_fabric_groups"] == [{"title": "Fleet"}]
    assert "containers is not exported: one of them is being deleted" in comments_of(text)


def test_groups_that_the_role_cannot_tell_apart_are_left_out_together(station: Station) -> None:
    api = Groups(station.session().client)
    for title in ("Fleet", "FLEET", "Other"):
        api.create(Group("", title), applied=harmless)
    text = exported(station)
    assert "data_fabric_groups" not in loaded(text)
    assert "Groups, because several have the same title" in comments_of(text)
    apply_fabric(station, text)


@pytest.mark.parametrize("path", ["accesses", "datastewards"])
def test_what_may_not_be_read_is_left_out_with_the_reason(station: Station, path: str) -> None:
    ship = seeded(station)
    station.simulator.seed_accesses(grant(ship))
    station.simulator.fault(method="GET", path=f"/{path}$", status=403, times=2)
    text = exported(station)
    name = {"accesses": "access", "datastewards": "stewards"}[path]
    assert name not in containers_of(text)[0]
    assert f"{name} is not exported: this application may not read it." in comments_of(text)
    station.simulator.clear_faults()
    apply_fabric(station, text)


def test_groups_that_may_not_be_read_are_left_out(station: Station) -> None:
    seeded(station)
    station.simulator.fault(method="GET", path="/groups$", status=403, times=2)
    text = exported(station)
    assert "Groups, because this application may not read them." in comments_of(text)
    assert len(containers_of(text)) == 1


def test_an_application_that_owns_nothing_and_is_nobody(station: Station) -> None:
    (theirs,) = station.simulator.seed({"short_name": "shipdata", "access_level": "dataSteward"})
    station.simulator.seed_accesses(grant(theirs))
    station.simulator.fault(method="GET", path="/(application|users/me)", status=404, times=0)
    text = station.run(veracity_export)["content"]
    assert [entry["id"] for entry in containers_of(text)] == [theirs]


def test_a_container_that_vanishes_meanwhile_is_left_out(station: Station) -> None:
    station.simulator.seed({"short_name": "shipdata"}, {"short_name": "weather"})
    station.simulator.fault(method="GET", path="/accesses$", status=404)
    assert len(containers_of(station.run(veracity_export)["content"])) == 1


def test_secrets_do_not_get_into_the_file(station: Station) -> None:
    url = "https://account.blob.core.windows.net/ship?sv=2024&sig=c2VjcmV0c2VjcmV0"
    ship = seeded(station, title=f"See {url}", description=f"secret {DEFAULT_CLIENT_SECRET}", tags=[{"title": url}])
    station.simulator.seed_accesses(grant(ship, comment=url))
    station.simulator.seed_stewards({"container_id": ship, "user_id": ANN, "comment": url})
    # One whose name is not known is called by its title.
    station.simulator.seed({"short_name": "weather", "access_level": "consumer", "title": url})
    text = exported(station, names={ANN: f"Ann {DEFAULT_CLIENT_SECRET}"})
    assert "c2VjcmV0" not in text
    assert DEFAULT_CLIENT_SECRET not in text
    assert comments_of(text).count("is not exported: it contains what looks like a secret.") == 5
    assert set(containers_of(text)[0]) == {"short_name", "region", "may_contain_personal_data", "access", "stewards"}
    apply_fabric(station, text)


def test_only_what_matches(station: Station) -> None:
    station.simulator.seed(
        {"short_name": "shipdata", "tags": [{"title": "Fleet"}]},
        {"short_name": "weather", "title": "Ship weather"},
        {"short_name": "charts", "tags": [{"title": "fleet"}, {"title": "old"}]},
    )
    Groups(station.session().client).create(Group("", "Fleet"), applied=harmless)

    def names(**params: t.Any) -> list[str]:
        text = exported(station, **params)
        apply_fabric(station, text)
        assert "data_fabric_groups" not in loaded(text)
        assert "Groups, because only some of the containers are exported." in comments_of(text)
        return [entry["short_name"] for entry in containers_of(text)]

    assert names(only_names=["SHIP*"]) == ["shipdata", "weather"]
    assert names(only_tags=["fleet"]) == ["charts", "shipdata"]
    assert names(only_tags=["fleet"], only_names=["ship*", "none"]) == ["shipdata"]
    assert names(only_names=["nothing"]) == []
    assert any("only_names, only_tags: nothing matches" in text for text in station.warnings)


def test_names_of_users_come_from_the_user_and_from_the_service(station: Station) -> None:
    ship = seeded(station)
    mate = "55555555-5555-4555-8555-555555555555"
    station.simulator.seed_directory(
        {"user_id": mate, "email": "mate@example.com", "first_name": "Max", "last_name": "Mate"}
    )
    station.simulator.seed_subscribers({"service_id": SERVICE, "user_id": mate, "role": "reader"})
    station.simulator.seed_accesses(grant(ship, mate), grant(ship, ANN))
    office = Office(station.simulator, station.directory)
    text = exported(office, products=["data_fabric", "service"], service=SERVICE, names={ANN.upper(): "Ann, yard"})
    assert text.count(f"user: {mate}  # Mate, Max <mate@example.com>\n") == 2
    assert f"user: {ANN}  # Ann, yard\n" in text


def test_the_service_and_the_tenant_that_are_meant(station: Station) -> None:
    office = Office(station.simulator, station.directory)
    text = exported(office, products=["service"])
    assert loaded(text)["service_id"] == SERVICE
    assert f"service_id: {SERVICE}  # Fleet portal\n" in text
    assert "Licenses and administrators, because no tenant is set." in comments_of(text)
    apply_service(office, text)
    text = exported(office, products=["service"], tenant=TENANT)
    assert "service_application" not in loaded(text)
    assert f"service_tenant: {TENANT}  # Example Shipping\n" in text
    assert loaded(text)["service_licenses"] == []
    apply_service(office, text)
    station.simulator.seed_services({"name": "Second"})
    with pytest.raises(InputError, match=r"service: is required.*Fleet portal.*Second"):
        office.run(veracity_export, products=["service"])
    with pytest.raises(InputError, match="application: requires tenant"):
        office.run(veracity_export, products=["service"], service=SERVICE, application=TENANT)


def test_the_only_tenant_is_taken_and_one_of_several_has_to_be_named(station: Station) -> None:
    bench = Bench(station.simulator, station.directory)
    options: dict[str, t.Any] = {"products": ["data_workbench"], "include_folders": False}
    text = exported(bench, **options)
    assert loaded(text)["data_workbench_tenant"] == TENANT
    assert [entry["name"] for entry in loaded(text)["data_workbench_workspaces"]] == ["Fleet"]
    apply_workbench(bench, text)
    assert loaded(exported(bench, **options, only_names=["x*"]))["data_workbench_workspaces"] == []


@WITH_FILES
def test_check_mode_makes_no_key_and_says_that_folders_are_not_read(station: Station) -> None:
    bench = Bench(station.simulator, station.directory)
    with bench.watched():
        found = bench.run(veracity_export, check_mode=True, products=["data_workbench"])
        assert bench.writes == 0
    assert "folders is not exported: no key for File storage is cached" in comments_of(found["content"])
    assert "Folders are not exported" in bench.warnings[-1]


def test_a_workspace_without_file_storage_is_exported_without_folders(station: Station) -> None:
    pytest.importorskip("azure.storage.filedatalake")
    bench = Bench(station.simulator, station.directory)
    station.simulator.settings(file_storage=False)
    text = exported(bench, products=["data_workbench"])
    assert "folders is not exported: Creating a key to read is refused" in comments_of(text)
    apply_workbench(bench, text)


def test_the_file_is_written_when_its_bytes_differ(station: Station, tmp_path: Path) -> None:
    ship = seeded(station)
    path = tmp_path / "fleet.yml"
    predicted = station.run(veracity_export, check_mode=True, path=str(path))
    assert predicted["changed"]
    assert not path.exists()
    made = station.run(veracity_export, path=str(path))
    assert made == predicted
    assert made["diff"]["before"] == ""
    assert made["diff"]["after"] == path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o600)
    before = path.stat()
    again = station.run(veracity_export, path=str(path))
    assert not again["changed"]
    assert "diff" not in again
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    station.simulator.seed_accesses(grant(ship))
    changed = station.run(veracity_export, path=str(path))
    assert changed["changed"]
    assert ANN in changed["diff"]["after"]
    assert ANN not in changed["diff"]["before"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("*.tmp")) == []


def test_a_link_to_the_file_stays_a_link(station: Station, tmp_path: Path) -> None:
    path = tmp_path / "real.yml"
    (tmp_path / "link.yml").symlink_to(path)
    assert station.run(veracity_export, path=str(tmp_path / "link.yml"))["path"] == str(path)
    assert path.exists()
    assert (tmp_path / "link.yml").is_symlink()


def test_a_file_of_somebody_else_is_not_replaced(station: Station, tmp_path: Path) -> None:
    path = tmp_path / "inventory.yml"
    path.write_text("all:\n")
    with station.watched():
        with pytest.raises(InputError, match="was not written by this module"):
            station.run(veracity_export, path=str(path))
        assert station.simulator.requests() == []
    assert path.read_text() == "all:\n"
    assert station.run(veracity_export, path=str(path), force=True)["changed"]


def test_a_file_that_cannot_be_written_is_said_so(station: Station, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="path: there is no folder"):
        station.run(veracity_export, path=str(tmp_path / "none" / "fleet.yml"))
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe"):
        with pytest.raises(InputError, match=r"path: .* is not a regular file"):
            station.run(veracity_export, path=str(tmp_path / name))
    if os.geteuid() != 0:
        tmp_path.chmod(0o500)
        with pytest.raises(StorageError, match=r"path: .* cannot be written: permission denied"):
            station.run(veracity_export, path=str(tmp_path / "fleet.yml"))


def test_no_product_is_refused(station: Station) -> None:
    with pytest.raises(InputError, match="products: must not be empty"):
        station.run(veracity_export, products=[])


@pytest.mark.slow
def test_400_containers_are_exported_with_progress(station: Station) -> None:
    ids = station.simulator.seed(*({"short_name": f"ship{number:05}", "title": "Ship"} for number in range(400)))
    station.simulator.seed_accesses(*(grant(identifier, user) for identifier in ids for user in (ANN, BOB)))
    station.simulator.clear_requests()
    text = station.run(veracity_export)["content"]
    # Containers, templates, groups and the caller; grants and data stewards of each; who two users are.
    assert station.simulator.counters()["reads"] <= 2 * 400 + 12
    assert len(containers_of(text)) == 400
    tenths = [line for line in station.lines if line.endswith("of 400 containers")]
    assert tenths == [f"read {number} of 400 containers" for number in range(40, 401, 40)]
    apply_fabric(station, text)
