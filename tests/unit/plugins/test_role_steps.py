# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps of the roles: a header for what is described only, a tag and an entry point for each."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import yaml

ROLES = sorted((Path(__file__).resolve().parents[3] / "roles").iterdir())
# What validates, what only a failure or a template needs, and what makes other steps known.
HELPERS = {"failure", "look", "outputs", "rest", "secrets", "validate", "application"}
Tasks = list[dict[str, t.Any]]


def tasks_of(path: Path) -> Tasks:
    """Return the tasks of a file."""
    return t.cast("Tasks", yaml.safe_load(path.read_text(encoding="utf-8")))


def tags_of(task: dict[str, t.Any]) -> set[str]:
    """Return the tags of a task."""
    tags = task.get("tags", [])
    return {tags} if isinstance(tags, str) else set(tags)


def steps_of(role: Path) -> dict[str, Tasks]:
    """Return the steps of a role, by their names."""
    return {path.stem: tasks_of(path) for path in sorted(role.glob("tasks/steps/*.yml"))}


def step_tags(role: Path) -> set[str]:
    """Return the tags of all steps."""
    tags = {tag for tasks in steps_of(role).values() for task in tasks for tag in tags_of(task)}
    return tags - {"always"}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_main_prints_no_header_for_what_is_not_described(role: Path) -> None:
    """Validation and the steps: nothing else runs, unless one of its tags is given, and nothing can be skipped."""
    main = tasks_of(role / "tasks" / "main.yml")
    assert len([task for task in main if "never" not in tags_of(task)]) <= 2
    assert not any("when" in task for task in main)
    for tasks in steps_of(role).values():
        assert not [task for task in tasks if "when" in task]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_tags_are_listed_and_are_entry_points(role: Path) -> None:
    listed = next(task for task in tasks_of(role / "tasks" / "main.yml") if "never" in tags_of(task))
    assert listed["ansible.builtin.meta"] == "noop"
    assert tags_of(listed) - {"never"} == step_tags(role)
    entries = {path.stem for path in role.glob("tasks/*.yml")}
    assert entries - {"main", "validate"} == step_tags(role)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_step_has_a_tag_and_counts_what_it_changed_before_it_failed(role: Path) -> None:
    for name, tasks in steps_of(role).items():
        if name == "failure":
            continue
        assert all(tags_of(task) for task in tasks), name
        if name in HELPERS | {"report", "unchanged_containers"}:
            continue
        (block,) = tasks
        assert [task["ansible.builtin.import_tasks"] for task in block["rescue"]] == ["failure.yml"], name
        # One header, or that of the deletions and their result.
        assert len(block["block"]) == (2 if name == "deletion" else 1), name


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_tags_are_in_the_readme_and_the_documentation(role: Path) -> None:
    readme = (role / "README.md").read_text(encoding="utf-8")
    specs = (role / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
    for tag in step_tags(role):
        assert f"`{tag}`" in readme
        assert f"C({tag})" in specs
