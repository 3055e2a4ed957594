# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people have met in other modules does not happen with Data Workbench. Each test has the letter of its kind."""

from __future__ import annotations

import contextlib
import datetime
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    InputError,
    UnknownStateError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_dataset,
    veracity_description,
    veracity_file_storage_content,
    veracity_file_storage_folder,
    veracity_schema,
)
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.unit.support.bench import WITH_FILES
from tests.unit.support.station import Hurried, Station

COLUMNS = [{"name": "imo", "type": "String"}, {"name": "fuel", "type": "Decimal"}]
LOG = {"workspace": FLEET, "name": "Log", "columns": COLUMNS}
USELESS = ["", '"x"', "[]", "{}", "null", "<html>Log in</html>", "true", "1e308", "[{}]", '{"jobId": []}']


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return the path of a CSV file."""
    path = tmp_path / "log.csv"
    path.write_text("imo,fuel\n1,2\n")
    return str(path)


def ingest(bench: Station, file: str, **options: t.Any) -> dict[str, t.Any]:
    wanted = {"workspace": FLEET, "name": "Log 2026", "schema": "Log", "src": file, **options}
    return bench.run(veracity_dataset, **wanted)


def validate(bench: Station, *workspaces: dict[str, t.Any], **more: t.Any) -> dict[str, t.Any]:
    """Validate as the role does. Raises InputError."""
    mistakes = Mistakes()
    given = {"tenant": "example-shipping", "workspaces": list(workspaces), **more}
    found = checked(KINDS["data_workbench"], given, mistakes)
    return bench.run(veracity_description, data_workbench=found, mistakes=mistakes.texts)


@pytest.mark.parametrize("name", [9074729, 2026.5, True, datetime.date(2026, 11, 28)])
def test_e2_what_yaml_may_type_is_a_name(bench: Station, file: str, name: t.Any) -> None:
    # The role hands its description over as JSON, where a date is a text.
    name = str(name) if isinstance(name, datetime.date) else name
    columns = [{"name": name, "type": "String"}]
    described = {
        "name": name,
        "region": "EU",
        "schemas": [{"name": name, "short_name": name, "versions": [{"columns": columns}]}],
        "folders": [{"path": name}],
        "content": [{"path": name, "src": file}],
    }
    (found,) = validate(bench, described)["description"]["workspaces"]
    text = "true" if name is True else str(name)
    schema = found["schemas"][0]
    assert [found["name"], schema["name"], schema["versions"][0]["columns"][0]["name"]] == [text] * 3
    assert [found["folders"][0]["path"], found["content"][0]["path"]] == [text] * 2


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"schemas": [{"name": "Sjo\u0308"}, {"name": "Sj\u00f6"}]}, r"schemas\[1\]"),
        ({"datasets": [{"name": "Sjo\u0308"}, {"name": "Sj\u00f6"}]}, r"datasets\[1\]"),
        ({"folders": [{"path": "a/b/"}, {"path": "/a/b"}]}, r"folders\[1\]"),
        ({"folders": [{"path": "a"}, {"path": "a", "state": "absent"}]}, r"folders\[1\]"),
    ],
)
def test_e3_one_thing_is_described_once(bench: Station, file: str, entries: dict[str, t.Any], says: str) -> None:
    for entry in entries.get("datasets", ()):
        entry.update(src=file, schema="Log")
    with pytest.raises(InputError, match=rf"{says}: .* is described by .* already"):
        validate(bench, {"name": "Fleet", **entries})
    assert bench.writes == 0


@pytest.mark.parametrize("option", ["folders", "content", "schemas", "datasets", "description", "region", "id"])
def test_e1_null_is_left_alone(bench: Station, option: str) -> None:
    found = validate(bench, {"name": "Fleet", option: None}, report=None, max_concurrency=None)
    assert option not in found["description"]["workspaces"][0]


def test_d5_entries_that_undo_each_other_are_refused(bench: Station, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "reports").mkdir(parents=True)
        (tmp_path / name / "reports" / "x.txt").write_text(name)
    first = {"path": "ships", "src": f"{tmp_path}/a/", "delete_extraneous": True}
    second = {"path": "ships/reports", "src": f"{tmp_path}/b/reports/"}
    with pytest.raises(InputError, match=r"(?s)content\[0\].*content\[1\]|content\[1\].*content\[0\]"):
        validate(bench, {"name": "Fleet", "content": [first, second]})


@pytest.mark.parametrize(
    "entry",
    [
        {"content": [{"src": "FILE", "duration": "5 weeks"}]},
        {"content": [{"src": "/nowhere"}]},
        {"content": [{"src": "FILE", "include": ["a//b"], "compare": "sha"}]},
        {"datasets": [{"name": "Log", "src": "/nowhere.csv", "schema": "Log"}]},
        {"datasets": [{"name": "Log", "src": "FILE", "schema": "Nowhere"}]},
        {"datasets": [{"name": "Log", "src": "FILE", "schema": "Log", "schema_version": "Log V2"}]},
        {"datasets": [{"name": "Log", "src": "FILE", "schema_version": "Log V2"}]},
        {"datasets": [{"name": "Log", "src": "FILE", "schema": "Log", "operation": "upsert"}]},
        {"folders": [{"path": "a"}], "colour": "blue"},
        {"region": "norheurope"},
    ],
)
def test_f_everything_is_looked_at_before_the_first_write(bench: Station, file: str, entry: dict[str, t.Any]) -> None:
    bench.simulator.seed_schemas(LOG)
    for kind in ("content", "datasets"):
        for each in entry.get(kind, ()):
            each["src"] = file if each["src"] == "FILE" else each["src"]
    with pytest.raises(InputError):
        validate(bench, {"name": "New", "region": "EU", "schemas": []}, {"name": "Fleet", **entry})
    assert bench.writes == 0


@WITH_FILES
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/ingest/dataset$"), ("PUT", "/ingest/dataset/"), ("GET", "/status$")]
)
@pytest.mark.parametrize("body", USELESS)
def test_g9_h_a_useless_answer_ends_in_an_error_with_the_name(
    bench: Station, file: str, method: str, path: str, body: str
) -> None:
    bench.simulator.seed_schemas(LOG)
    bench.simulator.settings(job_seconds=0)
    bench.clock = Hurried()
    options: dict[str, t.Any] = {}
    if method == "PUT":
        ingest(bench, file)
        Path(file).write_text("imo,fuel\n2,3\n")
        options = {"operation": "append"}
    headers = {"Content-Type": "application/json"}
    bench.simulator.fault(method=method, path=path, status=200, body=body, headers=headers, times=0)
    with pytest.raises(VeracityError, match="Data set Log 2026: ") as caught:
        ingest(bench, file, wait_timeout=0.2, **options)
    assert str(caught.value).splitlines()[-1].rstrip().endswith(".")
    bench.simulator.clear_faults()
    ingest(bench, file, **options)
    rows = [row["imo"] for dataset in bench.simulator.datasets() for row in dataset["rows"]]
    assert rows == (["1", "2"] if method == "PUT" else ["1"])


@WITH_FILES
@pytest.mark.parametrize("status", [429, 503, 500, 502])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/ingest/dataset$"), ("PUT", "/ingest/dataset/"), ("POST", "/start$")]
)
def test_g10_what_was_carried_out_in_spite_of_the_answer_is_not_done_twice(
    bench: Station, file: str, method: str, path: str, status: int
) -> None:
    bench.simulator.seed_schemas(LOG)
    bench.simulator.settings(job_seconds=0)
    bench.clock = Hurried()
    options: dict[str, t.Any] = {}
    if method == "PUT":
        ingest(bench, file)
        Path(file).write_text("imo,fuel\n2,3\n")
        options = {"operation": "append"}
    bench.options["retries"] = 2
    headers = {"Retry-After": "0"}
    bench.simulator.fault(method=method, path=path, status=status, apply=True, headers=headers, times=2)
    # After two answers that say nothing, the run may end with an error. The next one does what is missing.
    with contextlib.suppress(UnknownStateError):
        ingest(bench, file, **options)
    ingest(bench, file, operation="append")
    rows = [row["imo"] for dataset in bench.simulator.datasets() for row in dataset["rows"]]
    assert rows == (["1", "2"] if method == "PUT" else ["1"])


@WITH_FILES
def test_d7_an_empty_source_deletes_nothing(bench: Station, tmp_path: Path) -> None:
    bench.simulator.seed_folders(FLEET, "ships")
    empty, full = tmp_path / "empty", tmp_path / "full"
    for folder in (empty, full):
        folder.mkdir()
    (full / "x.txt").write_text("x")
    place = {"workspace": "Fleet", "path": "ships"}
    bench.run(veracity_file_storage_content, src=f"{full}/", **place)
    with pytest.raises(InputError, match="allow_empty_source"):
        bench.run(veracity_file_storage_content, src=f"{empty}/", delete_extraneous=True, **place)


@WITH_FILES
@pytest.mark.parametrize("name", ["a.", "a/.", "tab\there", "\x7f", "x" * 1025, "/".join("a" * 255)])
def test_d3_names_that_the_storage_changes_are_no_folders(bench: Station, name: str) -> None:
    with pytest.raises(InputError, match="path"):
        bench.run(veracity_file_storage_folder, workspace="Fleet", path=name)
    assert bench.simulator.counters()["operations"] == {}


def test_c_a_secret_in_an_answer_is_masked(bench: Station) -> None:
    from tests.simulator.registrations import DEFAULT_CLIENT_SECRET

    echo = {"title": f"No: {DEFAULT_CLIENT_SECRET}", "detail": DEFAULT_CLIENT_SECRET}
    bench.simulator.fault(method="POST", path="/schemas/add$", status=400, json=echo)
    with pytest.raises(VeracityError) as caught:
        bench.run(veracity_schema, workspace="Fleet", name="Noon", versions=[{"columns": COLUMNS}])
    assert DEFAULT_CLIENT_SECRET not in str(caught.value)
