# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veracity_container_access_report: the file that it writes, and what it refuses before it reads."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY
from tests.unit.support.actions import run_action
from tests.unit.support.grants import ANN, grant

MODULE = "veracity_container_access_report"


@pytest.fixture
def options(simulator: Simulator, tmp_path: Path) -> dict[str, t.Any]:
    """Return the options of a task, with a container to report on."""
    (container,) = simulator.seed({"short_name": "shipdata", "title": "Ship data"})
    simulator.seed_accesses(grant(container))
    return {
        "client_id": DEFAULT_CLIENT_ID,
        "client_secret": DEFAULT_CLIENT_SECRET,
        "subscription_key": DEFAULT_SUBSCRIPTION_KEY,
        "api_url": simulator.http,
        "token_url": simulator.token_url(),
        "token_cache": False,
        "names": {ANN: "The captain"},
    }


@pytest.mark.parametrize(
    ("suffix", "begin"),
    [
        ("md", "# Who reads"),
        ("HTML", "<!DOCTYPE html>"),
        ("json", '{\n  "title": "Who reads",\n  "as_of": "2026-'),
        ("csv", '\ufeff"container"'),
    ],
)
def test_every_format(options: dict[str, t.Any], tmp_path: Path, suffix: str, begin: str) -> None:
    dest = tmp_path / f"access.{suffix}"
    result = run_action(MODULE, {**options, "dest": str(dest), "title": "Who reads", "as_of": "2026-11-23T09:00:00Z"})
    assert result["changed"], result
    assert result["dest"] == str(dest)
    text = dest.read_bytes().decode()
    assert text.startswith(begin)
    assert "The captain" in text
    assert [row["user"] for row in result["accesses"]] == [ANN]
    assert result["containers"][0]["stewards"] is None
    assert "stewards" not in result


def test_a_second_run_changes_nothing_and_check_mode_tells(
    options: dict[str, t.Any], tmp_path: Path, simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    dest = tmp_path / "access.html"
    args = {**options, "dest": str(dest)}
    assert run_action(MODULE, dict(args), check_mode=True)["changed"]
    assert f"{dest}: written" in capsys.readouterr().out
    assert not dest.exists()
    assert run_action(MODULE, dict(args))["changed"]
    assert f"{dest}: written" in capsys.readouterr().out
    assert dest.stat().st_mode & 0o777 == 0o640
    before = dest.stat().st_ino, dest.stat().st_mtime_ns
    assert not run_action(MODULE, dict(args))["changed"]
    assert not run_action(MODULE, dict(args), check_mode=True)["changed"]
    assert (dest.stat().st_ino, dest.stat().st_mtime_ns) == before
    simulator.seed({"short_name": "otherdata"})
    assert run_action(MODULE, dict(args), check_mode=True)["changed"]
    assert (dest.stat().st_ino, dest.stat().st_mtime_ns) == before
    # Who kept others from reading it keeps them from it.
    dest.chmod(0o604)
    assert run_action(MODULE, dict(args))["changed"]
    assert dest.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["access.html"]


def test_a_link_stays_a_link(options: dict[str, t.Any], tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "access.md")
    assert run_action(MODULE, {**options, "dest": str(tmp_path / "link.md")})["changed"]
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "access.md").read_text(encoding="utf-8").startswith("# Access")


def test_what_is_known_does_not_travel(options: dict[str, t.Any], tmp_path: Path) -> None:
    first = run_action(MODULE, {**options, "dest": str(tmp_path / "a.json")})
    outcome = {"container_id": first["containers"][0]["id"].upper(), "accesses": first["accesses"], "revoked_keys": []}
    again = run_action(MODULE, {**options, "dest": str(tmp_path / "b.json"), "known_access": [outcome]})
    assert again["accesses"] == first["accesses"]
    assert again["invocation"]["module_args"]["known_access"] == [{**outcome, "accesses": []}] or (
        again["invocation"]["module_args"]["known_access"]
        == [{"container_id": outcome["container_id"], "accesses": []}]
    )
    assert json.loads((tmp_path / "a.json").read_bytes()) == json.loads((tmp_path / "b.json").read_bytes())


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"dest": "{}/access.pdf"}, "has no suffix that says what is written"),
        ({"dest": "{}/nowhere/access.md"}, "there is no directory"),
        ({"dest": "{}/folder.md"}, "is not a regular file"),
        ({"dest": "{}/access.md", "as_of": "tomorrow"}, "as_of must be now, or a time"),
        ({"dest": "{}/access.md", "limit": "many"}, "limit"),
        ({"dest": "{}/access.md", "known_access": [{"x": 1}]}, "known_access[0]: has no"),
        ({"dest": "{}/access.md", "known_access": "all"}, "known_access"),
        ({}, "dest"),
    ],
)
def test_refused_before_anything_is_read(
    options: dict[str, t.Any], tmp_path: Path, simulator: Simulator, wrong: dict[str, t.Any], text: str
) -> None:
    (tmp_path / "folder.md").mkdir()
    simulator.clear_requests()
    filled = {name: value.format(tmp_path) if name == "dest" else value for name, value in wrong.items()}
    result = run_action(MODULE, {**options, **filled})
    assert result["failed"]
    assert text in result["msg"]
    assert not [call for call in simulator.requests() if "/datafabric/" in call["path"]]


def test_a_file_that_cannot_be_written(options: dict[str, t.Any], tmp_path: Path) -> None:
    result = run_action(MODULE, {**options, "dest": str(tmp_path / f"{'long' * 80}.md")})
    assert result["failed"]
    assert "dest: " in result["msg"] and "cannot be read: file name too long" in result["msg"]


def test_the_longest_name_of_a_file_can_be_written(options: dict[str, t.Any], tmp_path: Path) -> None:
    dest = tmp_path / f"{'n' * 252}.md"
    assert run_action(MODULE, {**options, "dest": str(dest)})["changed"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".md"] == [dest.name]
    assert list(tmp_path.glob("*.tmp")) + list(tmp_path.glob(".*.tmp")) == []
