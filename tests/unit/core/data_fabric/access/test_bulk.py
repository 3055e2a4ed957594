# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_container_accesses: many grants on many containers."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.plan import OWN_USE
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import BulkError, InputError
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_accesses
from tests.unit.support.grants import (
    ANN,
    BOB,
    LIST,
    MANAGER,
    ME,
    REVOKE,
    ROWS,
    SHARE,
    STRANGER,
    TEMPLATES,
    WHO,
    good,
    grant,
    seeded,
)
from tests.unit.support.station import Station

READ = {"user": ANN, "rights": ["read", "list"], "duration": "1h", "renewable": True}
WRITE = {"user": ANN, "rights": ["write"], "duration": "8h"}
OF_BOB = {**READ, "user": BOB}


def run(station: Station, containers: list[dict[str, t.Any]], **params: t.Any) -> dict[str, t.Any]:
    """Run the module, and see that check mode says the same before and writes nothing."""
    with station.watched():
        predicted = station.run(veracity_container_accesses, check_mode=True, containers=containers, **params)
        assert station.writes == 0
    done = station.run(veracity_container_accesses, containers=containers, **params)
    assert predicted["diff"] == done["diff"]
    for before, after in zip(predicted["outcomes"], done["outcomes"], strict=True):
        for name in ("accesses", "revoked"):
            assert [{**row, "id": None} for row in before[name]] == [{**row, "id": None} for row in after[name]]
        assert {**before, "accesses": [], "revoked": []} == {**after, "accesses": [], "revoked": []}
    return done


def users(outcome: dict[str, t.Any], name: str = "accesses") -> list[str]:
    return [row["user"] for row in outcome[name]]


def test_the_whole_picture_and_again(station: Station) -> None:
    station.simulator.seed(*[{"short_name": f"ship{number:04}"} for number in range(20)])
    containers = [{"container": f"ship{number:04}", "access": [READ, WRITE, OF_BOB]} for number in range(20)]
    made = run(station, containers)
    assert [outcome["container"] for outcome in made["outcomes"]] == [entry["container"] for entry in containers]
    assert all(outcome["changed"] and users(outcome) == [ANN, ANN, BOB] for outcome in made["outcomes"])
    assert len(made["diff"]) == 20
    assert len(good(station.simulator)) == 60
    assert station.lines[-1] == "changed the access to 20 of 20 containers"
    with station.watched():
        again = station.run(veracity_container_accesses, containers=containers)
        assert station.writes == 0
    assert not again["changed"]
    assert again["diff"] == []
    assert [outcome["accesses"] for outcome in again["outcomes"]] == [
        outcome["accesses"] for outcome in made["outcomes"]
    ]


@pytest.mark.slow
def test_a_thousand_containers_with_nothing_to_change(station: Station) -> None:
    ids = station.simulator.seed(*[{"short_name": f"ship{number:04}"} for number in range(1000)])
    people = [f"{number}0000000-0000-4000-8000-000000000000" for number in range(1, 6)]
    station.simulator.seed_accesses(*[grant(container, user) for container in ids for user in people])
    access = [{**READ, "user": user} for user in people]
    containers = [{"container": f"ship{number:04}", "access": access} for number in range(1000)]
    with station.watched():
        found = station.run(veracity_container_accesses, containers=containers, prune=True, fold_duplicates=True)
        assert not found["changed"]
        assert station.writes == 0
        assert [station.calls(call) for call in (LIST, TEMPLATES, ROWS, WHO)] == [1, 1, 1000, 0]
        assert station.simulator.counters()["reads"] == 1002


def test_drift_is_repaired_and_nothing_else(station: Station) -> None:
    kept, drifted = station.simulator.seed({"short_name": "keepdata"}, {"short_name": "driftdata"})
    station.simulator.seed_accesses(
        grant(kept), grant(drifted, hours=8), grant(drifted, BOB), grant(drifted, BOB, rights=["write"])
    )
    containers = [{"container": name, "access": [READ, OF_BOB]} for name in ("keepdata", "driftdata")]
    station.simulator.seed_accesses(grant(kept, BOB))
    done = run(station, containers)
    same, changed = done["outcomes"]
    assert not same["changed"]
    assert changed["changed"]
    assert users(changed) == [BOB, ANN]
    assert users(changed, "revoked") == [ANN, BOB]
    assert done["diff"] == [changed["diff"]]
    assert not run(station, containers)["changed"]


def test_prune(station: Station) -> None:
    container = seeded(station)
    ours, others, ending, own = station.simulator.seed_accesses(
        grant(container, BOB),
        grant(container, BOB, granted_by=MANAGER),
        grant(container, BOB, auto_refreshed=False, claimed=True, expires_in=600),
        grant(container, ME, comment=OWN_USE),
    )
    containers = [{"container": "shipdata", "access": [READ]}]
    assert users(run(station, containers)["outcomes"][0], "revoked") == []

    def revoked(**options: t.Any) -> list[str]:
        return [row["id"] for row in run(station, containers, **options)["outcomes"][0]["revoked"]]

    assert revoked(prune=True) == [ours]
    assert revoked(prune=True) == []
    assert revoked(prune=True, prune_others=True) == [others]
    left = run(station, containers, prune=True, prune_others=True)
    assert not left["changed"]
    assert [row["id"] for row in left["outcomes"][0]["accesses"]][:2] == [ending, own]
    nobody = run(station, [{"container": "shipdata", "access": []}], prune=True)
    assert users(nobody["outcomes"][0], "revoked") == [ANN]


def test_access_that_is_left_out_is_left_alone(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container), grant(container))
    found = run(station, [{"container": "shipdata"}], prune=True, prune_others=True, fold_duplicates=True)
    assert not found["changed"]
    assert users(found["outcomes"][0]) == [ANN, ANN]


def test_some_fail_and_others_go_on(station: Station) -> None:
    station.simulator.seed({"short_name": "gooddata"}, {"short_name": "otherdata"})
    containers = [
        {"container": "gooddata", "access": [READ]},
        {"container": "nothere", "access": [READ]},
        {"container": "otherdata", "access": [READ, {**OF_BOB, "user": STRANGER}]},
    ]
    with pytest.raises(BulkError) as caught:
        station.run(veracity_container_accesses, containers=containers)
    outcomes = caught.value.result["outcomes"]
    assert str(caught.value).startswith(
        "2 of 3 containers failed: nothere, otherdata\n- Container nothere: This application owns no"
    )
    assert [outcome["failed"] for outcome in outcomes] == [False, True, True]
    assert [outcome["changed"] for outcome in outcomes] == [True, False, True]
    assert users(outcomes[2]) == [ANN]
    assert f"1 of 2 grants failed; the first is the grant to {STRANGER}" in outcomes[2]["msg"]
    assert "that is registered in Data Fabric" in outcomes[2]["msg"]
    assert caught.value.result["changed"]
    assert len(good(station.simulator)) == 2


def test_who_did_not_get_the_new_grant_keeps_the_old_one(station: Station) -> None:
    container = seeded(station)
    station.simulator.seed_accesses(grant(container), grant(container, BOB))
    station.simulator.fault(method="POST", path="/accesses$", status=400, json={"Message": "Not now."})
    containers = [{"container": "shipdata", "access": [{**READ, "duration": "8h"}, {**OF_BOB, "duration": "8h"}]}]
    with pytest.raises(BulkError, match=r"(?s)1 of 2 grants failed.*Not now"):
        station.run(veracity_container_accesses, containers=containers, max_concurrency=1)
    assert sorted((row["userId"], row["accessHours"]) for row in good(station.simulator)) == [(ANN, 1), (BOB, 8)]
    assert station.run(veracity_container_accesses, containers=containers)["changed"]
    assert sorted((row["userId"], row["accessHours"]) for row in good(station.simulator)) == [(ANN, 8), (BOB, 8)]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (
            {"containers": [{"container": "shipdata", "access": [READ, READ]}]},
            r"access\[1\]: is the same grant as containers\[0\].access\[0\]",
        ),
        (
            {"containers": [{"container": "shipdata", "access": [WRITE, {**WRITE, "user": "ann"}]}]},
            r"access\[1\].user:",
        ),
        ({"containers": [{"container": "shipdata"}] * 2}, r"containers\[1\].container: shipdata is the same container"),
        ({"containers": [{"container": "Ship"}]}, r"containers\[0\]\.container: must be"),
        ({"containers": [], "prune_others": True}, "prune_others: requires prune"),
        ({"containers": [], "max_concurrency": 0}, "max_concurrency: must be at least 1"),
    ],
)
def test_wrong_input_makes_no_call(station: Station, params: dict[str, t.Any], message: str) -> None:
    with station.watched(), pytest.raises(InputError, match=message):
        station.run(veracity_container_accesses, **params)
    assert station.simulator.requests() == []


def test_one_container_by_its_name_and_by_its_id(station: Station) -> None:
    container = seeded(station)
    containers = [{"container": "shipdata", "access": [READ]}, {"container": container, "access": []}]
    with pytest.raises(InputError, match="this is the same container as shipdata"):
        station.run(veracity_container_accesses, containers=containers)
    assert station.writes == 0


def test_a_template_that_turns_out_to_be_described_already(station: Station) -> None:
    seeded(station)
    name = station.run(veracity_container_accesses, containers=[{"container": "shipdata", "access": [READ]}])
    template = name["outcomes"][0]["accesses"][0]["key_template"]["name"]
    access = [READ, {"user": ANN, "key_template": template, "renewable": True}]
    with pytest.raises(InputError, match="are the same grant"):
        station.run(veracity_container_accesses, containers=[{"container": "shipdata", "access": access}])


def test_nothing_at_all(station: Station) -> None:
    with station.watched():
        found = station.run(veracity_container_accesses, containers=[])
        assert found == {"changed": False, "outcomes": [], "diff": []}
        assert station.simulator.counters()["reads"] == 0


def test_containers_that_are_not_there_yet_in_check_mode(station: Station) -> None:
    containers = [{"container": name, "access": [READ, OF_BOB]} for name in ("onedata", "twodata")]
    predicted = station.run(veracity_container_accesses, check_mode=True, containers=containers)
    assert [outcome["container_id"] for outcome in predicted["outcomes"]] == [None, None]
    assert len(station.warnings) == 2
    station.simulator.seed({"short_name": "onedata"}, {"short_name": "twodata"})
    done = station.run(veracity_container_accesses, containers=containers)
    assert done["diff"] == predicted["diff"]


def test_duplicates_in_many_containers_are_one_warning(station: Station) -> None:
    ids = station.simulator.seed(*[{"short_name": f"ship{number:04}"} for number in range(12)])
    station.simulator.seed_accesses(*[grant(container) for container in ids for _copy in range(5)])
    containers = [{"container": f"ship{number:04}", "access": [READ]} for number in range(12)]
    found = station.run(veracity_container_accesses, containers=containers)
    assert not found["changed"]
    assert [len(outcome["duplicates"]) for outcome in found["outcomes"]] == [4] * 12
    (warning,) = station.warnings
    assert "ship0009 (" in warning
    assert ", …) and 2 more" in warning
    folded = run(station, containers, fold_duplicates=True)
    assert len(good(station.simulator)) == 12
    assert all(len(outcome["revoked"]) == 4 for outcome in folded["outcomes"])


@pytest.mark.slow
def test_ten_thousand_grants_on_one_container(station: Station) -> None:
    container = seeded(station)
    people = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(1, 10_001)]
    station.simulator.seed_accesses(*[grant(container, user) for user in people])
    access = [{**READ, "user": user} for user in people]
    with station.watched():
        found = station.run(
            veracity_container_accesses, containers=[{"container": "shipdata", "access": access}], prune=True
        )
        assert not found["changed"]
        assert station.calls(ROWS) == 1
    assert len(found["outcomes"][0]["accesses"]) == 10_000
    station.simulator.clear_requests()
    changed = station.run(
        veracity_container_accesses,
        containers=[{"container": "shipdata", "access": [*access[50:], OF_BOB]}],
        prune=True,
    )
    assert station.calls(REVOKE) == 50
    assert station.calls(SHARE) == 1
    assert len(changed["diff"][0]["before"]["grants"]) == 50
