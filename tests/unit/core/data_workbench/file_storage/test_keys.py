# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of File storage: kept and reused, made when needed, revoked."""

from __future__ import annotations

import multiprocessing
import time
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import keys
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ForbiddenError,
    InputError,
    StateError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_file_storage_folder, veracity_file_storage_key
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID
from tests.unit.support.bench import WITH_FILES
from tests.unit.support.key_support import together
from tests.unit.support.office import Leaping
from tests.unit.support.station import Station

MAKE = "POST /veracity/dw/gateway/api/v2/workspaces/{id}/storages/sas"


ODD = ("100%", "100%/a#b", "c+d", "e%20f", "n\u0303", "\u00f8" * 127 + "x", " blank ", "?&=;'")


@pytest.fixture(autouse=True)
def folders(bench: Station) -> None:
    bench.simulator.seed_folders(DEFAULT_WORKSPACE_ID, "ships/atlantic", *ODD)


def obtain(bench: Station, *, check_mode: bool = False, **options: t.Any) -> keys.Obtained:
    """Obtain a key as a task of its own."""
    session = bench.session()
    task = bench.task(session, check_mode=check_mode)
    wanted = keys.KeyRequest.of({"workspace": DEFAULT_WORKSPACE_ID, "path": "ships", **options})
    return keys.obtain(task, session.client, wanted)


def test_key_is_kept_and_reused(bench: Station) -> None:
    first = obtain(bench)
    second = obtain(bench)
    assert (first.made, first.cached, second.made, second.cached) == (True, False, False, True)
    assert first.sas == second.sas
    assert first.key.directory.endswith("/ships")
    assert first.key.policy == "rl-policy"
    assert bench.calls(MAKE) == 1


def test_key_is_found_by_the_name_of_its_workspace_without_a_call(bench: Station) -> None:
    first = obtain(bench, workspace="Fleet")
    with bench.watched():
        second = obtain(bench, workspace="Fleet")
        assert bench.simulator.counters()["operations"] == {}
    assert first.key.token == second.key.token


def test_everything_about_a_key_is_learned(bench: Station) -> None:
    sas = obtain(bench).key
    assert {sas.url, sas.token, sas.signature} <= set(bench.learned)
    bench.learned.clear()
    obtain(bench)
    assert {sas.url, sas.token, sas.signature} <= set(bench.learned)
    assert sas.token not in repr(sas) and sas.signature not in repr(sas)


@pytest.mark.parametrize("path", ODD)
def test_folder_of_any_name_has_its_address(bench: Station, path: str) -> None:
    sas = obtain(bench, path=path).key
    assert sas.directory.endswith(f"/{path}")
    assert not set("# \u0303\u00f8").intersection(sas.url)
    assert obtain(bench, path=path).sas == sas
    assert obtain(bench, path=f"/{path}/", allow_wider=True).sas == sas


def test_no_key_is_made_in_check_mode(bench: Station) -> None:
    found = obtain(bench, check_mode=True)
    assert found.sas is None and not found.made
    assert bench.simulator.counters()["operations"] == {}
    made = obtain(bench)
    assert obtain(bench, check_mode=True, force=True).sas == made.sas


def test_wider_key_serves_only_where_that_is_asked_for(bench: Station) -> None:
    above = obtain(bench, access="write")
    exact = obtain(bench, path="ships/atlantic")
    assert exact.made
    assert obtain(bench, path="ships/atlantic", access="write", allow_wider=True).key.token == above.key.token
    below = obtain(bench, path="ships/atlantic", allow_wider=True)
    assert below.key.token == exact.key.token
    assert obtain(bench, path="", allow_wider=True).made
    assert bench.calls(MAKE) == 3


def test_key_for_a_folder_above_is_addressed_below(bench: Station) -> None:
    above = obtain(bench)
    below = obtain(bench, path="ships/atlantic", allow_wider=True)
    assert below.key.address == f"{above.key.address}/atlantic"
    assert (below.path, below.cached) == ("ships", True)
    assert below.key.url in bench.learned


def test_key_that_lives_too_long_serves_only_where_that_is_asked_for(bench: Station) -> None:
    long = obtain(bench, duration="8h")
    assert obtain(bench, duration="8h", min_validity=7200).cached
    assert obtain(bench, allow_wider=True).key.token == long.key.token
    assert obtain(bench, duration="1h").made


def test_key_that_ends_too_early_is_replaced(bench: Station) -> None:
    first = obtain(bench, duration="1h")
    bench.clock.offset = 3400
    second = obtain(bench, duration="1h")
    assert second.made and second.key.token != first.key.token


def test_renewal_makes_another_key_once(bench: Station) -> None:
    session = bench.session()
    task = bench.task(session)
    wanted = keys.KeyRequest(DEFAULT_WORKSPACE_ID, path="ships")
    old = keys.obtain(task, session.client, wanted)
    bench.clock.offset = 2
    new = keys.renew(task, session.client, wanted, old)
    assert new.key.token != old.key.token
    assert keys.renew(task, session.client, wanted, old).key.token == new.key.token
    assert bench.calls(MAKE) == 2


def test_lost_response_is_asked_for_again(bench: Station) -> None:
    bench.simulator.fault(path="/veracity/dw/gateway/api/v2/workspaces", drop="after", times=1)
    assert obtain(bench).made


@pytest.mark.parametrize("access", ["read", "write"])
def test_reader_writes_nothing(bench: Station, access: str) -> None:
    bench.simulator.settings(workbench_role="reader")
    if access == "read":
        assert obtain(bench).made
        return
    with pytest.raises(ForbiddenError, match="needs the role Admin in the workspace"):
        obtain(bench, access="write")


@pytest.mark.parametrize("access", ["read", "write"])
def test_workspace_without_file_storage_is_told(bench: Station, access: str) -> None:
    bench.simulator.settings(file_storage=False)
    with pytest.raises(ForbiddenError, match="has no File storage"):
        obtain(bench, access=access)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"path": "nowhere"}, "There is no folder nowhere"),
        ({"workspace": "00000000-0000-4000-8000-000000000000"}, "There is no workspace with the id"),
        ({"workspace": "Nobody"}, "There is no workspace with the name Nobody"),
    ],
)
def test_what_is_missing_is_told(bench: Station, options: dict[str, str], message: str) -> None:
    with pytest.raises(StateError, match=message):
        obtain(bench, **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"expires_at": "2020-01-01T00:00:00Z"}, "is past"),
        ({"expires_at": "tomorrow"}, "must be a time in UTC"),
        ({"expires_at": "2099-01-01T00:00:00Z", "duration": "1h"}, "set one of them"),
        ({"duration": "1 month"}, "must be minutes, hours or days"),
        ({"path": "a/../b"}, "path"),
        ({"path": "a//b"}, "empty name"),
        ({"workspace": " "}, "must not be empty"),
        ({"storage_name": ""}, "must not be empty"),
        ({"min_validity": -1}, "must not be negative"),
        ({"access": "delete"}, "must be read or write"),
    ],
)
def test_wrong_options_are_refused_before_any_call(bench: Station, options: dict[str, t.Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        obtain(bench, **options)
    assert bench.simulator.counters()["operations"] == {}


@pytest.mark.parametrize("fault", [{"status": 429, "times": 2}, {"status": 503, "times": 2}, {"drop": "before"}])
def test_gateway_that_is_busy_is_asked_again(bench: Station, fault: dict[str, t.Any]) -> None:
    bench.clock = Leaping()
    bench.options["retries"] = 2
    later = {"headers": {"Retry-After": "7"}} if "status" in fault else {}
    bench.simulator.fault(path="/storages/sas$", **fault, **later)
    assert obtain(bench).made
    assert not later or 14 <= bench.clock.offset < 30


@pytest.mark.parametrize("body", ["<html><body>Blocked</body></html>", '{"sasToken": "sv=1&sig=secr'])
def test_page_of_a_proxy_and_half_an_answer_are_no_keys(bench: Station, body: str) -> None:
    bench.simulator.fault(path="/storages/sas$", times=0, status=200, body=body)
    with pytest.raises(VeracityError) as caught:
        obtain(bench)
    assert "secr" not in str(caught.value)
    bench.simulator.clear_faults()
    assert obtain(bench).made


@pytest.mark.parametrize("offset", [-7200, 7200])
def test_clock_that_is_wrong_is_told(bench: Station, offset: int) -> None:
    """Behind by more than the duration, the key that is asked for would have ended; ahead, it would not last."""
    obtain(bench, path="ships/atlantic")
    bench.clock.offset = offset
    if offset < 0:
        with pytest.raises(VeracityError, match=r"here it is .*: check the clock of this machine"):
            obtain(bench)
        return
    bench.simulator.settings(workbench_key_lifetime=3600)
    with pytest.raises(StateError, match="Check the clock of this machine"):
        obtain(bench)


@pytest.mark.parametrize(
    ("access", "said", "says"),
    [
        ("write", "The workspace has no FILE STORAGE.", "has no File storage"),
        ("write", "There is no subscription.", "has no File storage"),
        ("write", "Not allowed.", "needs the role Admin in the workspace"),
        ("read", "Not allowed.", "the workspace has no File storage, or the application no access to it"),
    ],
)
def test_refusal_of_a_key_is_told_by_its_words(bench: Station, access: str, said: str, says: str) -> None:
    bench.simulator.fault(path="/storages/sas$", status=403, json={"title": said})
    with pytest.raises(ForbiddenError, match=says):
        obtain(bench, access=access)


def test_where_nothing_is_kept_every_key_is_made(bench: Station) -> None:
    bench.options["token_cache"] = False
    for workspace in ("Fleet", DEFAULT_WORKSPACE_ID):
        assert obtain(bench, check_mode=True, workspace=workspace).sas is None
        for _time in range(2):
            found = obtain(bench, workspace=workspace, allow_wider=True)
            assert (found.made, found.cached) == (True, False)
    assert bench.calls(MAKE) == 4


def test_key_that_is_kept_is_not_taken_by_force(bench: Station) -> None:
    obtain(bench)
    with bench.watched():
        assert obtain(bench, force=True).made
        assert bench.calls(MAKE) == 1


def test_key_whose_policy_says_when_it_ends_is_kept_as_asked_for(bench: Station) -> None:
    """It has no time of its own, so it is taken to end when it was asked to."""
    answer = "https://a.dfs.core.windows.net/fs/root/ships?sv=2023-11-03&si=rl-policy&sr=d&sdd=2&sig=c2ln"
    bench.simulator.fault(path="/storages/sas$", status=200, json=answer)
    now = bench.clock.time()
    assert now + 3590 < (obtain(bench).key.expires or 0.0) < now + 3610
    assert obtain(bench).cached
    bench.clock.offset = 3590
    assert obtain(bench).made


def test_root_that_is_not_found_is_no_file_storage(bench: Station) -> None:
    bench.simulator.fault(path="/storages/sas$", status=404, json={"title": "Not found."})
    with pytest.raises(StateError, match="The workspace has no File storage"):
        obtain(bench, path="")


def test_error_says_nothing_of_the_key(bench: Station) -> None:
    bench.simulator.settings(workbench_key_lifetime=1)
    bench.clock.offset = 100
    with pytest.raises(VeracityError) as caught:
        obtain(bench)
    assert "sig=" not in str(caught.value)
    assert any("sig=" in secret for secret in bench.learned)


@pytest.mark.parametrize("access", ["read", "write"])
def test_many_processes_make_one_key(bench: Station, access: str) -> None:
    bench.simulator.settings(latency=0.05)
    results = together(
        bench, [{"workspace": "Fleet", "path": "ships", "access": access}] * 12, veracity_file_storage_key
    )
    assert len({result["sas_url"] for result in results}) == 1
    assert sorted(result["created"] for result in results) == [False] * 11 + [True]
    assert bench.calls(MAKE) == 1


@WITH_FILES
def test_many_tasks_about_folders_share_two_keys(bench: Station) -> None:
    bench.simulator.settings(latency=0.05)
    jobs = [{"workspace": "Fleet", "path": f"ships/{number}"} for number in range(8)]
    assert all(result["changed"] for result in together(bench, jobs, veracity_file_storage_folder))
    # One to look, and one to write.
    assert bench.calls(MAKE) == 2


def test_process_that_is_killed_while_it_makes_a_key_stops_nobody(bench: Station) -> None:
    bench.simulator.fault(method="POST", path="/storages/sas$", hang=30)
    victim = multiprocessing.get_context("fork").Process(target=obtain, args=(bench,))
    victim.start()
    while not bench.calls(MAKE):
        time.sleep(0.01)
    victim.kill()
    victim.join()
    bench.simulator.clear_faults()
    assert obtain(bench).made
    assert obtain(bench).cached


YARD = {"name": "Yard", "storages": ["Drone images"]}


def test_storage_that_is_connected_has_keys_of_its_own(bench: Station) -> None:
    (yard,) = bench.simulator.seed_workspaces(YARD)
    bench.simulator.seed_folders(yard, "ships", storage="Drone images")
    bench.simulator.seed_folders(yard, "ships")
    options = {"workspace": "Yard", "path": "ships"}
    own = bench.run(veracity_file_storage_key, **options)
    connected = bench.run(veracity_file_storage_key, storage_name="Drone images", **options)
    assert own["created"]
    assert connected["created"]
    assert own["folder_url"] != connected["folder_url"]
    for name, key in ((None, own), ("Drone images", connected)):
        again = bench.run(veracity_file_storage_key, storage_name=name, **options)
        assert again["cached"]
        assert again["sas_url"] == key["sas_url"]
    wider = bench.run(veracity_file_storage_key, workspace="Yard", storage_name="Drone images", allow_wider=True)
    assert wider["created"]


@pytest.mark.parametrize("path", ["ships", ""])
def test_storage_that_is_not_there_is_told(bench: Station, path: str) -> None:
    with pytest.raises(StateError, match=r"There is no storage Drone images in the workspace, or no .*folder.* in it"):
        bench.run(veracity_file_storage_key, workspace="Fleet", path=path, storage_name="Drone images")
