# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules veracity_dataset and veracity_dataset_info against the simulator and Azurite."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    BulkError,
    ForbiddenError,
    InputError,
    ResponseError,
    StateError,
    UnknownStateError,
    WaitTimeoutError,
)
from ansible_collections.dnv.veracity.plugins.modules import veracity_dataset, veracity_dataset_info
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.unit.support.bench import WITH_FILES
from tests.unit.support.station import Station

IMO = {"name": "imo", "type": "String", "isKey": True, "isRequired": True}
FUEL = {"name": "fuel", "type": "Decimal", "precision": 12, "scale": 3}
NOTE = {"name": "note", "type": "String"}
NOON = {"workspace": FLEET, "name": "Noon", "columns": [IMO, FUEL, NOTE]}
LOG = {"workspace": FLEET, "name": "Log", "columns": [{**IMO, "isKey": False}, FUEL]}
ROWS = 'imo,fuel,note\n9074729,1.5,calm\n9074730,2.25,"a, b"\n'

pytestmark = WITH_FILES


class Desk:
    """A station with a schema and a CSV file."""

    def __init__(self, bench: Station, folder: Path) -> None:
        self.bench = bench
        self.simulator = bench.simulator
        self.folder = folder
        bench.simulator.settings(job_seconds=0.1)
        bench.simulator.seed_schemas(NOON, LOG)

    def file(self, content: str | bytes = ROWS, name: str = "noon.csv") -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def run(self, content: str | bytes = ROWS, *, check_mode: bool = False, **options: t.Any) -> dict[str, t.Any]:
        """Run the module with a file."""
        wanted = {"workspace": FLEET, "name": "Noon 2026", "schema": "Noon", "src": self.file(content), **options}
        return self.bench.run(veracity_dataset, check_mode=check_mode, **wanted)

    def rows(self) -> list[dict[str, t.Any]]:
        """Return the rows of the only data set."""
        (dataset,) = self.simulator.datasets()
        return t.cast("list[dict[str, t.Any]]", dataset["rows"])

    def ingests(self) -> int:
        """Return how many jobs were started."""
        return sum(request["path"].endswith("/start") for request in self.simulator.requests())


@contextlib.contextmanager
def during(desk: Desk, path: str, deed: t.Callable[[], object]) -> t.Iterator[None]:
    """Do something as soon as a request for a path has come."""

    def wait() -> None:
        while not any(request["path"].endswith(path) for request in desk.simulator.requests()):
            time.sleep(0.02)
        deed()

    thread = threading.Thread(target=wait)
    thread.start()
    yield
    thread.join()


@pytest.fixture
def desk(bench: Station, tmp_path: Path) -> Desk:
    return Desk(bench, tmp_path)


def test_create_once_and_predict(desk: Desk) -> None:
    options = {"description": "All ships", "tags": {"fleet": ["north", "south"]}}
    predicted = desk.run(check_mode=True, **options)
    assert predicted["changed"]
    assert desk.bench.writes == 0
    assert desk.simulator.ingest_jobs() == []
    made = desk.run(**options)
    assert made["diff"] == predicted["diff"]
    assert made["diff"]["after"]["content"] == {
        "operation": "create",
        "file": "noon.csv",
        "rows": 2,
        "size": len(ROWS),
        "sha256": hashlib.sha256(ROWS.encode()).hexdigest(),
    }
    assert made["dataset"]["id"]
    assert made["dataset"]["schema"] == "Noon"
    options["tags"]["fleet"].reverse()
    again = desk.run(**options)
    assert not again["changed"]
    assert again["dataset"] == made["dataset"]
    assert [row["fuel"] for row in desk.rows()] == [1.5, 2.25]
    (dataset,) = desk.simulator.datasets()
    assert (dataset["description"], set(dataset["tags"]["fleet"])) == ("All ships", {"north", "south"})


def test_operations_change_the_rows_once(desk: Desk) -> None:
    desk.run()
    assert not desk.run(operation="upsert")["changed"]
    more = "imo,fuel,note\n9074730,3,x\n9074731,4,y\n"
    predicted = desk.run(more, operation="upsert", check_mode=True)
    changed = desk.run(more, operation="upsert")
    assert changed["changed"]
    assert predicted["diff"] == changed["diff"]
    assert changed["diff"]["before"]["content"]["rows"] == 2
    assert not desk.run(more, operation="upsert")["changed"]
    assert [row["imo"] for row in desk.rows()] == ["9074729", "9074730", "9074731"]
    # Another operation with the same file is another content.
    assert desk.run(more, operation="overwrite")["changed"]
    assert [row["imo"] for row in desk.rows()] == ["9074730", "9074731"]
    assert desk.run("imo\n9074731\n", operation="delete")["changed"] is True
    assert [row["imo"] for row in desk.rows()] == ["9074730"]
    desk.simulator.clear_requests()
    assert desk.run("imo\n9074731\n", operation="delete", force=True)["changed"]
    assert desk.ingests() == 1


def test_append_never_doubles_rows(desk: Desk) -> None:
    log = {"name": "Log 2026", "schema": "Log", "operation": "append"}
    desk.run("imo,fuel\n1,1\n", **log)
    assert not desk.run("imo,fuel\n1,1\n", **log)["changed"]
    assert desk.run("imo,fuel\n2,2\n", **log)["changed"]
    assert not desk.run("imo,fuel\n2,2\n", **log)["changed"]
    assert [row["imo"] for row in desk.rows()] == ["1", "2"]


def test_without_an_operation_nothing_is_changed(desk: Desk) -> None:
    desk.run()
    assert not desk.run("imo\n1\n")["changed"]
    assert desk.bench.warnings == [
        "Data set Noon 2026: the file differs from what was ingested last, and is not ingested, because operation is "
        "omitted. Set operation."
    ]
    assert len(desk.rows()) == 2


def test_what_was_ingested_is_known_to_who_shares_the_state_file(desk: Desk, tmp_path: Path) -> None:
    state = str(tmp_path / "state.json")
    desk.run(state_file=state)
    document = json.loads(Path(state).read_text())
    (entry,) = document["datasets"].values()
    assert (entry["content"]["rows"], entry["pending"]) == (2, None)
    other = Station(desk.simulator, tmp_path / "elsewhere", api="data_workbench")
    wanted = {"workspace": FLEET, "name": "Noon 2026", "src": desk.file(), "operation": "overwrite"}
    assert not other.run(veracity_dataset, state_file=state, **wanted)["changed"]
    # Without it nothing is known.
    assert other.run(veracity_dataset, **wanted)["changed"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("imo,fuel,note\n1,2\n", "line 2 has 2"),
        ("imo,fuel,note,imo\n1,2,3,4\n", "'imo' is there twice"),
        ("fuel,note\n1,2\n", "required columns are missing: imo"),
        ("imo,beam\n1,2\n", "the schema has no column 'beam'"),
        ("Imo,fuel\n1,2\n", "no column 'Imo'. Use 'imo'"),
        ("imo;fuel;note\n1;2;3\n", "separated by semicolons"),
        ("imo\tfuel\n1\t2\n", "separated by tabs"),
        ('imo,fuel\n1,"2\n', "is not a CSV file"),
        ("imo,note\n1,ø\n".encode("latin-1"), "is not a text in UTF-8"),
        ("imo,note\n1,2\n".encode("utf-16"), "is not a text in UTF-8"),
    ],
)
def test_mistakes_in_the_file_before_anything_is_sent(desk: Desk, content: str | bytes, says: str) -> None:
    for check_mode in (True, False):
        with pytest.raises(InputError, match=says):
            desk.run(content, check_mode=check_mode)
    assert desk.simulator.ingest_jobs() == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"schema": "Log", "operation": "upsert"}, "the schema has none"),
        ({"schema": "Log", "operation": "delete"}, "There is no data set|the schema has none"),
        ({"operation": "append"}, "append is for schemas without key columns, and this one has imo"),
        ({"operation": "delete"}, "no data set of this name to delete rows from"),
        ({"schema": None}, "schema: is required to create a data set"),
        ({"schema": "Beam"}, "There is no schema Beam"),
        ({"schema_version": "Noon V9"}, "The schema Noon has no version Noon V9"),
        ({"tags": {"fleet": "north"}}, r"tags.fleet: must be a list"),
        ({"tags": {"fleet": [None]}}, r"tags.fleet: must be a list"),
        ({"name": " "}, "name: must not be empty"),
        ({"src": "nowhere.csv"}, "nowhere.csv cannot be read"),
        ({"src": "/"}, "src: /"),
        ({"wait_interval": 0}, "wait_interval: must be"),
    ],
)
def test_mistakes_in_the_options_before_anything_is_sent(desk: Desk, options: dict[str, t.Any], says: str) -> None:
    content = "imo,fuel\n1,2\n"
    with pytest.raises((InputError, StateError), match=says):
        desk.run(content, **options)
    assert desk.simulator.ingest_jobs() == []


def test_byte_order_mark_and_quotes_are_read(desk: Desk) -> None:
    desk.run(b'\xef\xbb\xbf"imo","note"\r\n1,"two\r\nlines"\r\n')
    assert desk.rows()[0]["note"] == "two\r\nlines"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"description": "Other"}, "description differs and cannot be changed"),
        ({"tags": {"fleet": ["west"]}}, "tags differ and cannot be changed. They are fleet: north"),
        ({"schema": "Log"}, "The schema is Noon and cannot be changed to Log"),
        ({"schema": None, "schema_version": "Log V1"}, "The schema version is .* and cannot be changed"),
    ],
)
def test_drift_of_what_cannot_be_changed(desk: Desk, options: dict[str, t.Any], says: str) -> None:
    desk.run(description="All ships", tags={"fleet": ["north"]})
    with pytest.raises(StateError, match=rf"Data set Noon 2026: .*{says}"):
        desk.run(**options)


def test_the_version_of_a_schema_is_found_without_the_schema(desk: Desk) -> None:
    made = desk.run(schema=None, schema_version="Noon V1")
    version = made["dataset"]["schema_version"]
    assert not desk.run(schema=None, schema_version=version)["changed"]
    assert not desk.run(schema=None)["changed"]
    assert desk.run(schema=None, schema_version=version, name="Other")["changed"]


def test_several_of_one_name_are_listed(desk: Desk) -> None:
    version = desk.simulator.schemas()[0]["versions"][0]["id"]
    seeded = {"workspace": FLEET, "name": "Noon 2026", "schema_version": version}
    ids = desk.simulator.seed_datasets(seeded, seeded, {**seeded, "name": "Noon 2026 b"})
    with pytest.raises(StateError, match="2 data sets have the name Noon 2026") as caught:
        desk.run()
    assert all(identifier in str(caught.value) for identifier in ids[:2])
    assert ids[2] not in str(caught.value)


def test_what_the_job_finds_is_told_row_by_row(desk: Desk) -> None:
    content = "imo,fuel,note\n" + "".join(f"{number},x,\n" for number in range(1, 301))
    for form in ("objects", "texts"):
        desk.simulator.settings(job_errors=form, job_failed_status="Broken")
        with pytest.raises(BulkError) as caught:
            desk.run(content)
        text = str(caught.value)
        assert "ended with the status Broken, and nothing was ingested" in text
        assert "ow 1, column fuel: 'x' is no Decimal" in text
        assert "and 280 more" in text
        errors = caught.value.result["row_errors"]
        assert len(errors) == 200
        if form == "objects":
            assert errors[1] == {"row": "2", "column": "fuel", "msg": "'x' is no Decimal.", "severity": "Error"}
    assert not caught.value.result["changed"]
    # Nothing of it is remembered: the corrected file is ingested.
    assert desk.run()["changed"]


def test_failure_keeps_what_was_ingested_before(desk: Desk) -> None:
    desk.run()
    with pytest.raises(BulkError):
        desk.run("imo,fuel\n1,x\n", operation="overwrite")
    assert not desk.run(operation="overwrite")["changed"]
    # The job was reported once.
    assert desk.bench.warnings == []


@pytest.mark.parametrize("drop", ["before", "after"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/ingest/dataset$"), ("PUT", "/ingest/dataset/"), ("POST", "/start$"), ("GET", "/status$")],
)
def test_lost_answers_never_make_two(desk: Desk, method: str, path: str, drop: str) -> None:
    options: dict[str, t.Any] = {}
    if method == "PUT":
        desk.run("imo\n1\n")
        options = {"operation": "upsert"}
    desk.bench.options["retries"] = 1 if method in ("PUT", "GET") else 0
    desk.simulator.fault(method=method, path=path, drop=drop, times=1)
    assert desk.run(**options)["changed"]
    assert len(desk.rows()) == 2 + (method == "PUT")
    # A start that is seen by the end of the job is not sent again.
    if path == "/start$" and drop == "after":
        assert desk.ingests() == 1
    completed = [job for job in desk.simulator.ingest_jobs() if job["status"] == "Completed"]
    assert len(completed) == 1 + (method == "PUT")
    assert not desk.run(operation="upsert")["changed"]


def test_job_that_was_started_already_is_not_a_failure(desk: Desk) -> None:
    desk.simulator.fault(method="POST", path="/start$", drop="after", times=1)
    desk.simulator.settings(job_seconds=2.6)
    assert desk.run()["changed"]
    assert desk.ingests() == 2
    assert len(desk.rows()) == 2


def test_start_that_is_refused_is_an_error(desk: Desk) -> None:
    desk.simulator.fault(method="POST", path="/start$", status=400, json={"title": "No."})
    with pytest.raises(ApiError, match="The API refused the request"):
        desk.run()


def test_lost_start_is_found_by_the_next_run(desk: Desk) -> None:
    desk.simulator.fault(method="POST", path="/start$", drop="after", times=2)
    desk.simulator.settings(job_seconds=3600)
    with pytest.raises(UnknownStateError, match=r"Whether the job .* was started is not known"):
        desk.run()
    desk.simulator.settings(job_seconds=0)
    assert not desk.run(operation="upsert")["changed"]
    assert len(desk.rows()) == 2
    assert [job["status"] for job in desk.simulator.ingest_jobs()] == ["Completed"]


def test_start_that_did_not_arrive_is_sent_by_the_next_run(desk: Desk) -> None:
    desk.simulator.fault(method="POST", path="/start$", drop="before", times=2)
    with pytest.raises(UnknownStateError):
        desk.run()
    assert not desk.run()["changed"]
    assert len(desk.rows()) == 2
    assert len(desk.simulator.ingest_jobs()) == 1


def test_job_that_never_ends_is_waited_for_by_the_next_run(desk: Desk) -> None:
    desk.simulator.settings(job_seconds=3600)
    with pytest.raises(BulkError, match=r"has not ended after 0.3 s(?s:.)*Run again: the next run waits for the same"):
        desk.run(wait_timeout=0.3)
    assert any("waiting for the job of Noon 2026: " in line for line in desk.bench.lines)
    with pytest.raises(WaitTimeoutError, match=r"Data set Noon 2026: .*has not ended"):
        desk.run(wait_timeout=0.2)
    assert not desk.run(check_mode=True)["changed"]
    assert len(desk.simulator.ingest_jobs()) == 1
    desk.simulator.settings(job_seconds=0)
    found = desk.run()
    assert not found["changed"]
    assert found["dataset"]["id"]
    assert len(desk.simulator.ingest_jobs()) == 1


def test_without_waiting_the_next_run_looks_first(desk: Desk) -> None:
    desk.simulator.settings(job_seconds=3600)
    made = desk.run(wait=False)
    assert made["changed"]
    assert made["dataset"]["id"] is None
    assert not desk.run(wait=False)["changed"]
    with pytest.raises(WaitTimeoutError):
        desk.run("imo\n1\n", wait=False, operation="overwrite")
    desk.simulator.settings(job_seconds=0)
    assert not desk.run()["changed"]
    assert len(desk.simulator.ingest_jobs()) == 1
    assert desk.run("imo,fuel\n1,x\n", wait=False, operation="overwrite")["changed"]
    assert desk.run("imo,fuel\n1,2\n", operation="overwrite")["changed"]
    assert "ended with the status Failed, and nothing was ingested by it" in desk.bench.warnings[-1]


def test_data_set_that_a_lost_creation_has_made_is_used(desk: Desk) -> None:
    version = desk.simulator.schemas()[0]["versions"][0]["id"]
    made = {"workspace": FLEET, "name": "Noon 2026", "schema_version": version}
    desk.simulator.fault(method="POST", path="/ingest/dataset$", drop="before", delay=0.6)
    with during(desk, "/ingest/dataset", lambda: desk.simulator.seed_datasets(made)):
        assert desk.run()["changed"]
    assert len(desk.rows()) == 2


def test_file_that_changes_after_it_was_read_is_not_ingested(desk: Desk) -> None:
    desk.simulator.fault(method="POST", path="/ingest/dataset$", delay=0.6)
    with (
        during(desk, "/ingest/dataset", lambda: desk.file("imo\n1\n")),
        pytest.raises(StateError, match="file changed while the task ran"),
    ):
        desk.run()
    assert desk.simulator.datasets() == []


def test_revoked_key_is_replaced_once(desk: Desk) -> None:
    refused = {"status": 403, "headers": {"x-ms-error-code": "AuthenticationFailed"}}
    desk.simulator.fault(path="/ingest/.*noon.csv", times=1, **refused)
    assert desk.run()["changed"]
    assert len(desk.rows()) == 2
    desk.simulator.fault(path="/ingest/.*noon.csv", times=0, **refused)
    with pytest.raises(ForbiddenError, match=r"Check that no administrator(?s:.)*Nothing was ingested"):
        desk.run("imo\n2\n", operation="overwrite")
    desk.simulator.clear_faults()
    assert len(desk.rows()) == 2


def test_large_file_goes_in_blocks(desk: Desk) -> None:
    rows = "".join(f"{number},1.5,{'x' * 1000}\n" for number in range(9_000))
    assert desk.run("imo,fuel,note\n" + rows)["changed"]
    assert len(desk.rows()) == 9_000


@pytest.mark.parametrize("name", ["100 % #1+2.csv", "e%20f.csv", "Bo\u0308rse.csv", "æ" * 125 + "x.csv", " blank "])
def test_any_name_of_a_file(desk: Desk, name: str) -> None:
    assert desk.run(src=desk.file(name=name))["changed"]
    (body,) = (
        json.loads(each["body"]) for each in desk.simulator.requests() if each["path"].endswith("/ingest/dataset")
    )
    assert body["files"] == [{"fileName": name, "operation": "Create"}]
    assert len(desk.rows()) == 2


def test_reader_is_told_what_is_needed(desk: Desk) -> None:
    desk.simulator.settings(workbench_role="reader")
    with pytest.raises(ForbiddenError, match="needs the role Admin in the workspace"):
        desk.run()


def test_no_key_is_shown(desk: Desk) -> None:
    result = desk.run()
    assert any("sig=" in secret for secret in desk.bench.learned)
    assert "sig=" not in json.dumps([result, desk.bench.lines, desk.bench.warnings])


def test_schema_is_taken_as_created_before_in_check_mode(desk: Desk) -> None:
    assert desk.run(check_mode=True, schema="Later")["changed"]
    assert "Schema Later does not exist yet" in desk.bench.warnings[0]


def test_workspace_is_taken_as_created_before_in_check_mode(desk: Desk) -> None:
    assert desk.run(check_mode=True, workspace="Later")["changed"]
    assert "The workspace Later does not exist yet" in desk.bench.warnings[0]
    with pytest.raises(StateError, match="no workspace with the name Later"):
        desk.run(workspace="Later")


def test_names_are_compared_as_people_read_them(desk: Desk) -> None:
    assert desk.run(name="Bo\u0308rse")["changed"]
    assert not desk.run(name=" B\u00f6rse", operation="upsert")["changed"]
    assert [entry["name"] for entry in gathered(desk, dataset="Bo\u0308rse")] == ["B\u00f6rse"]
    with pytest.raises(InputError, match=r"name: contains the invisible character U.200B"):
        desk.run(name="B\u200bx")


@pytest.mark.parametrize("name", ["100 %", "a#b", "c+d", "e%20f", "x" * 255, "\u00f8" * 127 + "x", "dots...", "?&=;'"])
def test_names_that_need_care(desk: Desk, name: str) -> None:
    tags = {name: [name]}
    made = desk.run(name=name, tags=tags)["dataset"]
    assert (made["name"], made["tags"]) == (name, tags)
    assert not desk.run(name=name, tags=tags, operation="upsert")["changed"]
    assert gathered(desk, dataset=name, tags=tags) == [made]


def gathered(desk: Desk, **options: t.Any) -> list[dict[str, t.Any]]:
    found = desk.bench.run(veracity_dataset_info, workspace="Fleet", **options)["datasets"]
    return t.cast("list[dict[str, t.Any]]", found)


def test_gather(desk: Desk) -> None:
    first = desk.run(tags={"fleet": ["north"]})["dataset"]
    second = desk.run("imo,fuel\n1,1\n", name="Noon", schema="Log")["dataset"]
    assert {entry["id"] for entry in gathered(desk)} == {first["id"], second["id"]}
    assert gathered(desk, dataset="Noon") == [second]
    assert gathered(desk, dataset=first["id"].upper()) == [first]
    assert gathered(desk, dataset=first["id"], schema="Log") == []
    assert gathered(desk, schema="Log") == [second]
    assert gathered(desk, schema_version=first["schema_version"]) == [first]
    assert gathered(desk, tags={"fleet": ["north", "west"]}) == [first]
    assert gathered(desk, tags={"fleet": ["west"]}) == []
    assert gathered(desk, created_after="2100-01-01T00:00:00Z") == []
    assert len(gathered(desk, created_before="2100-01-01T00:00:00Z")) == 2
    assert gathered(desk, dataset="8d7c6b5a-4f3e-4d2c-9b1a-0f9e8d7c6b5a") == []


def test_pages_are_read_to_their_end(desk: Desk) -> None:
    version = desk.simulator.schemas()[0]["versions"][0]["id"]
    seeded = {"workspace": FLEET, "schema_version": version}
    rows = [{"imo": str(number), "fuel": number} for number in range(1201)]
    desk.simulator.seed_datasets(*({**seeded, "name": f"Set {number}"} for number in range(501)))
    desk.simulator.seed_datasets({**seeded, "name": "All", "rows": rows})
    assert len(gathered(desk)) == 502
    (found,) = gathered(desk, dataset="All", rows={"limit": 1100})
    assert [row["imo"] for row in found["rows"]] == [str(number) for number in range(1100)]
    (found,) = gathered(desk, dataset="All", rows={"limit": 5000})
    assert len(found["rows"]) == 1201


def test_pages_without_a_total_end_at_an_empty_one(desk: Desk) -> None:
    entry = desk.run()["dataset"]
    page = {"result": [{"id": entry["id"], "name": "Noon 2026"}]}
    path = "/datasets/query$"
    desk.simulator.fault(path=path, status=200, json=page, times=1)
    desk.simulator.fault(path=path, status=200, json={"result": None}, times=1)
    assert [found["id"] for found in gathered(desk)] == [entry["id"]]
    desk.simulator.fault(path=path, status=200, json=page, times=2)
    with pytest.raises(ResponseError, match="the same page twice"):
        gathered(desk)


def test_rows_are_filtered_and_sorted(desk: Desk) -> None:
    desk.run("imo,fuel\n1,1\n2,2\n3,3\n4,4\n")
    asked = {
        "filters": [
            {"column": "fuel", "type": "greater_or_equal", "values": ["2"]},
            {"column": "imo", "type": "list", "values": ["1", "2", "4"]},
        ],
        "columns": ["imo"],
        "sort_column": "imo",
        "sort_direction": "descending",
    }
    (found,) = gathered(desk, rows=asked)
    assert found["rows"] == [{"imo": "4"}, {"imo": "2"}]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"dataset": " "}, "dataset: must not be empty"),
        ({"created_after": "yesterday"}, "created_after: must be a time"),
        ({"rows": {"limit": 0}}, "rows.limit: must be at least 1"),
        ({"rows": {"filters": [{"column": "imo", "values": []}]}}, r"rows.filters\[0\].values: must not be empty"),
        ({"rows": {"filters": [{"column": "imo", "values": ["1", "2"]}]}}, "equals takes one value"),
        ({"tags": {"fleet": 1}}, "tags.fleet: must be a list"),
    ],
)
def test_mistakes_in_a_query_before_anything_is_sent(desk: Desk, options: dict[str, t.Any], says: str) -> None:
    desk.simulator.clear_requests()
    with pytest.raises(InputError, match=says):
        gathered(desk, **options)
    assert desk.simulator.counters()["operations"] == {}
