# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module veracity_file_storage_folder against the simulated Data Lake."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import requests

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.file_storage import folders, keys
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ForbiddenError,
    InputError,
    StateError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_file_storage_folder, veracity_file_storage_key
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.unit.support.bench import WITH_FILES
from tests.unit.support.office import Leaping
from tests.unit.support.station import Station

pytestmark = WITH_FILES

MAKE = "POST /veracity/dw/gateway/api/v2/workspaces/{id}/storages/sas"
LAKE = "^/prdstorage"


def run(bench: Station, path: str, **options: t.Any) -> dict[str, t.Any]:
    return bench.run(veracity_file_storage_folder, workspace="Fleet", path=path, **options)


def test_create_with_parents_once(bench: Station) -> None:
    made = run(bench, "reports/noon/")
    assert made["changed"]
    assert made["folder"] == {"path": "reports/noon", "workspace_id": FLEET}
    assert (made["diff"]["before"], made["diff"]["after"]) == ({"state": "absent"}, {"state": "present"})
    assert not run(bench, "reports/noon")["changed"]
    assert not run(bench, "reports")["changed"]
    # One key to look and one to write, and both were kept.
    assert bench.calls(MAKE) == 2


def test_check_mode_makes_no_key_and_says_so(bench: Station) -> None:
    predicted = run(bench, "reports", check_mode=True)
    assert predicted["changed"]
    assert bench.calls(MAKE) == 0
    assert bench.warnings == [
        "Folder reports of Fleet: whether it exists is not known, and check mode assumes that it has to be created. No "
        "key is cached, and check mode creates none. To look, obtain one with veracity_file_storage_key and "
        "check_mode: false first."
    ]
    assert run(bench, "old", state="absent", check_mode=True)["changed"]
    assert "Folder old of Fleet: " in bench.warnings[1]
    assert "has to be deleted" in bench.warnings[1]
    run(bench, "reports")
    bench.warnings.clear()
    with bench.watched():
        assert not run(bench, "reports", check_mode=True)["changed"]
        predicted = run(bench, "other", check_mode=True)
        assert bench.calls(MAKE) == 0
    assert predicted["changed"]
    assert not bench.warnings
    assert run(bench, "other")["diff"] == predicted["diff"]


def test_check_mode_is_exact_after_a_key_was_obtained_for_it(bench: Station) -> None:
    bench.simulator.seed_folders(FLEET, "reports")
    bench.simulator.settings(workbench_role="reader")
    # As a task with check_mode: false does it, for half of the time that others ask for at least.
    bench.run(veracity_file_storage_key, workspace="Fleet", duration="1m")
    with bench.watched():
        assert not run(bench, "reports", check_mode=True)["changed"]
        assert run(bench, "other", check_mode=True)["changed"]
        assert run(bench, "reports", state="absent", check_mode=True)["changed"]
        assert not run(bench, "other", state="absent", check_mode=True)["changed"]
        assert bench.calls(MAKE) == 0
    assert not bench.warnings


def test_delete_only_what_is_empty_or_recursively(bench: Station) -> None:
    bench.simulator.seed_folders(FLEET, "old/a", "old/b/c")
    with pytest.raises(StateError, match=r"Folder old: The folder is not empty: 3 entries \(a/, b/, b/c/\)"):
        run(bench, "old", state="absent")
    predicted = run(bench, "old", state="absent", recursive=True, check_mode=True)
    assert predicted["diff"]["before"] == {"state": "present", "content": ["a/", "b/", "b/c/"]}
    gone = run(bench, "old", state="absent", recursive=True)
    assert gone["diff"] == predicted["diff"]
    assert gone["folder"] is None
    assert not run(bench, "old", state="absent", recursive=True)["changed"]
    bench.simulator.seed_folders(FLEET, "empty")
    assert run(bench, "empty", state="absent")["changed"]


def test_long_deletion_goes_on_to_its_end(bench: Station) -> None:
    bench.simulator.seed_folders(FLEET, *(f"old/{number}" for number in range(5)))
    bench.simulator.settings(data_lake_page=2)
    assert run(bench, "old", state="absent", recursive=True)["changed"]
    assert not run(bench, "old", state="absent")["changed"]


@pytest.mark.parametrize(
    "name",
    ["100%", "a#b", "c+d", "e%20f", "n\u0303", "x" * 255, "\u00f8" * 127 + "x", " blank ", ".dot", "a.b", "?&=;'"],
)
def test_names_that_need_care(bench: Station, name: str) -> None:
    assert run(bench, f"{name}/in")["changed"]
    assert not run(bench, f"{name}/in")["changed"]
    with pytest.raises(StateError) as caught:
        run(bench, name, state="absent")
    assert "(in/)" in str(caught.value)
    assert run(bench, name, state="absent", recursive=True)["changed"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"path": "/"}, "path: must name a folder"),
        ({"path": "a//b"}, "path: has an empty name"),
        ({"path": "a/../b"}, "path"),
        ({"path": "a."}, "path: .*ends with a dot"),
        ({"path": "a./b"}, "path: .*ends with a dot"),
        ({"path": "a\\b"}, "path: .*backslash"),
        ({"path": "a\nb"}, "path: .*control character"),
        ({"path": "a", "recursive": True}, "recursive: is for state absent only"),
    ],
)
def test_mistakes_before_any_request(bench: Station, options: dict[str, t.Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        run(bench, **options)
    assert bench.simulator.counters()["operations"] == {}


def test_reader_looks_and_is_told_what_a_change_needs(bench: Station) -> None:
    bench.simulator.seed_folders(FLEET, "reports")
    bench.simulator.settings(workbench_role="reader")
    assert not run(bench, "reports")["changed"]
    with pytest.raises(ForbiddenError, match="needs the role Admin in the workspace"):
        run(bench, "other")


def write_key(bench: Station) -> keys.Obtained:
    """Obtain a key to write for the root, which is kept."""
    session = bench.session()
    wanted = keys.KeyRequest.of({"workspace": "Fleet", "path": "", "access": "write"})
    return keys.obtain(bench.task(session), session.client, wanted)


def test_file_is_no_folder(bench: Station) -> None:
    sas = write_key(bench).key.below("reports")
    requests.put(sas.url, data=b"x", headers={"x-ms-blob-type": "BlockBlob"}, timeout=10).raise_for_status()
    for options in ({}, {"state": "absent", "recursive": True}):
        with pytest.raises(StateError, match="Folder reports: There is a file of this name"):
            run(bench, "reports", **options)


def test_kept_key_to_write_serves_to_look(bench: Station) -> None:
    write_key(bench)
    assert run(bench, "reports")["changed"]
    assert bench.calls(MAKE) == 1


def test_workspace_without_file_storage(bench: Station) -> None:
    bench.simulator.settings(file_storage=False)
    with pytest.raises(VeracityError, match="File storage"):
        run(bench, "reports")


@pytest.mark.parametrize("drop", ["before", "after"])
@pytest.mark.parametrize("method", ["HEAD", "PUT"])
def test_lost_answers(bench: Station, method: str, drop: str) -> None:
    bench.options["retries"] = 2
    bench.simulator.fault(method=method, path=LAKE, drop=drop, times=1)
    assert run(bench, "reports")["changed"]
    assert not run(bench, "reports")["changed"]


PAGE = {"headers": {"Content-Type": "text/html"}, "body": "<html><body>Blocked</body></html>"}


@pytest.mark.parametrize("method", ["HEAD", "PUT", "GET", "DELETE"])
@pytest.mark.parametrize(
    ("status", "says"), [(200, "response"), (403, "Something between this machine and the storage")]
)
def test_page_of_a_proxy_is_no_answer_of_the_storage(bench: Station, method: str, status: int, says: str) -> None:
    bench.simulator.seed_folders(FLEET, "old/a")
    write_key(bench)
    bench.simulator.fault(method=method, path=LAKE, times=0, status=status, **PAGE)
    options = {} if method == "PUT" else {"state": "absent", "recursive": True}
    path = "new" if method == "PUT" else "old"
    with bench.watched():
        with pytest.raises(VeracityError, match=says):
            run(bench, path, **options)
        # It is no reason to ask for another key.
        assert bench.calls(MAKE) == 0
    bench.simulator.clear_faults()
    assert run(bench, path, **options)["changed"]


def test_list_that_is_cut_off_is_no_empty_folder(bench: Station) -> None:
    bench.simulator.seed_folders(FLEET, "old/a")
    cut = {"headers": {"Content-Type": "application/json"}, "body": '{"paths": [{"name": "ro'}
    bench.simulator.fault(method="GET", path=LAKE, times=0, status=200, **cut)
    with pytest.raises(VeracityError, match="response"):
        run(bench, "old", state="absent")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("method", ["HEAD", "PUT"])
def test_storage_that_is_busy_is_waited_for(bench: Station, method: str, status: int) -> None:
    bench.clock = Leaping()
    bench.options["retries"] = 2
    bench.simulator.fault(method=method, path=LAKE, times=2, status=status, headers={"Retry-After": "7"})
    assert run(bench, "reports")["changed"]
    assert 14 <= bench.clock.offset < 30


def test_key_that_was_revoked_is_replaced_once(bench: Station) -> None:
    run(bench, "reports")
    bench.simulator.fault(method="HEAD", path=LAKE, status=403, times=1)
    assert not run(bench, "reports")["changed"]
    assert bench.calls(MAKE) == 3
    bench.simulator.fault(method="HEAD", path=LAKE, status=403, times=2)
    with pytest.raises(ForbiddenError, match="Folder reports: The storage does not accept the key"):
        run(bench, "reports")
    assert bench.calls(MAKE) == 4


def on_another_host(bench: Station, there: Station, path: str, **options: t.Any) -> dict[str, t.Any]:
    """Run the module as the action does it: there, with a key from here."""
    params = {"workspace": "Fleet", "tenant": None, "path": path, "state": "present", "recursive": False, **options}
    params["sas_url"] = None
    session = bench.session()
    first = folders.first_key(bench.task(session, params), session.client)
    session = there.session()
    found = folders.ensure(there.task(session, {**params, "sas_url": first.url}), session.client)
    first.complete(found)
    if found.pop("veracity_key_replaced", False):
        first.renew()
    return found


@pytest.fixture
def there(bench: Station, tmp_path: Path) -> Station:
    """A host that keeps nothing of what the controller keeps."""
    folder = tmp_path / "there"
    folder.mkdir(mode=0o700)
    return Station(bench.simulator, folder, api="data_workbench")


def test_one_key_serves_all_tasks_on_other_hosts(bench: Station, there: Station) -> None:
    for number in range(3):
        made = on_another_host(bench, there, f"reports/{number}")
        assert made["changed"]
        assert made["folder"] == {"path": f"reports/{number}", "workspace_id": FLEET}
    assert not on_another_host(bench, there, "reports/0")["changed"]
    assert on_another_host(bench, there, "reports", state="absent", recursive=True)["changed"]
    assert bench.calls(MAKE) == 1


def test_reader_on_another_host_looks_and_is_told_what_a_change_needs(bench: Station, there: Station) -> None:
    bench.simulator.seed_folders(FLEET, "reports")
    bench.simulator.settings(workbench_role="reader")
    assert not on_another_host(bench, there, "reports")["changed"]
    with pytest.raises(ForbiddenError, match="needs the role Admin in the workspace"):
        on_another_host(bench, there, "other")


def test_key_that_another_host_finds_revoked_is_replaced_here(bench: Station, there: Station) -> None:
    on_another_host(bench, there, "reports")
    bench.simulator.fault(method="HEAD", path=LAKE, status=403, times=1)
    assert not on_another_host(bench, there, "reports")["changed"]
    with bench.watched():
        assert not on_another_host(bench, there, "reports")["changed"]
        assert bench.calls(MAKE) == 0


def test_sas_url_opens_its_folder_without_any_call(bench: Station) -> None:
    url = write_key(bench).key.url
    with bench.watched():
        options = {"sas_url": url, "path": "reports/noon"}
        predicted = bench.run(veracity_file_storage_folder, check_mode=True, **options)
        made = bench.run(veracity_file_storage_folder, **options)
        assert predicted["diff"] == made["diff"]
        assert made["folder"] == {"path": "reports/noon", "workspace_id": None}
        assert bench.simulator.counters()["operations"] == {}
    with pytest.raises(InputError, match="sas_url: this is not the SAS URL of a folder"):
        bench.run(veracity_file_storage_folder, sas_url="https://a.example/b", path="reports")
