# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job as AWX runs it, with ansible-runner: what the platform counts in it, and where a secret shows."""

from __future__ import annotations

import json
import subprocess
import sys
import typing as t
from pathlib import Path

import jq
import pytest
import yaml

from tests.documentation.pages import ROOT

QUERIES: dict[str, dict[str, str]] = yaml.safe_load(
    (ROOT / "extensions" / "audit" / "event_query.yml").read_text(encoding="utf-8")
)
RUNNER = Path(sys.executable).with_name("ansible-runner")
TENANT = "7e0a1b2c-3d4e-4f50-9162-738495a6b7c8"
PLACE = {"region": "northeurope", "may_contain_personal_data": False}
ROLE = {
    "name": "Provision",
    "ansible.builtin.include_role": {"name": "dnv.veracity.data_fabric"},
    "vars": {
        "data_fabric_containers": [
            {"short_name": "shipnordlys", **PLACE},
            {"short_name": "shippolarlys", **PLACE},
            {"short_name": "shipgone", "state": "absent"},
        ],
        "data_fabric_wait_interval": 1,
    },
}
TEMPLATE = {
    "resourceGroup": {"name": "fleet-portal", "isProduction": False},
    "resources": [
        {
            "name": "Fleet portal two",
            "sku": "standard",
            "resourceType": "veracity.service",
            "sections": {"properties": {"serviceUrl": "https://fleet.example.com"}},
        }
    ],
}
TASKS: list[dict[str, t.Any]] = [
    ROLE,
    # Nothing changes any more: here the validation tells which containers there are.
    ROLE,
    {
        "name": "Manage a container by itself",
        "dnv.veracity.veracity_container": {"short_name": "{{ item }}", **PLACE, "wait_interval": 1},
        "loop": ["shiplofoten", "shipscrapped"],
    },
    {
        "name": "Scrap a ship",
        "dnv.veracity.veracity_container": {"short_name": "shipscrapped", "state": "absent", "wait_interval": 1},
    },
    {
        "name": "Copy a container",
        "dnv.veracity.veracity_container_copy": {
            "source": "shipnordlys",
            "short_name": "nordlyscopy",
            "may_contain_personal_data": False,
            "wait_interval": 1,
        },
    },
    {
        "name": "Predict a container",
        "dnv.veracity.veracity_container": {"short_name": "shippredicted", **PLACE},
        "check_mode": True,
    },
    {"name": "Only read", "dnv.veracity.veracity_container_info": {}},
    {
        "name": "Manage a workspace",
        "dnv.veracity.veracity_workspace": {"tenant": TENANT, "name": "MS Nordlys", "region": "EU"},
    },
    {
        "name": "Deploy a template",
        "dnv.veracity.veracity_resource_group": {
            "project_id": "5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11",
            "template": TEMPLATE,
        },
    },
    {
        "name": "Hide the result",
        "dnv.veracity.veracity_container": {"short_name": "shipnordlys", **PLACE},
        "no_log": True,
    },
]


class Job(t.NamedTuple):
    """A job that ran: what is left of it, and the results of its tasks by the names of their modules."""

    artifacts: Path
    results: list[tuple[str, dict[str, t.Any]]]


@pytest.fixture(scope="module")
def job(job_variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Run the tasks once."""
    folder = tmp_path_factory.mktemp("job")
    (folder / "project").mkdir()
    play = {"name": "A job", "hosts": "localhost", "gather_facts": False, "tasks": TASKS}
    (folder / "project" / "site.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
    result = subprocess.run(
        [RUNNER, "run", folder, "-p", "site.yml", "-i", "job", "--cmdline=-vvv"],
        env=job_variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    artifacts = folder / "artifacts" / "job"
    events = [json.loads(path.read_text(encoding="utf-8")) for path in (artifacts / "job_events").glob("*.json")]
    found = [event["event_data"] for event in events if "res" in event.get("event_data", {})]
    return Job(artifacts, [(data["resolved_action"], data["res"]) for data in found])


def counted(job: Job) -> set[tuple[str, str]]:
    """Return name and kind of everything that the platform counts in a job, once for the same canonical facts."""
    nodes: dict[str, tuple[str, str]] = {}
    for module, result in job.results:
        if module not in QUERIES:
            continue
        for node in jq.compile(QUERIES[module]["query"]).input_value(result).all():
            facts = node["canonical_facts"]
            assert facts and all(isinstance(value, str) and value for value in facts.values()), (module, node)
            assert node["name"] and node["facts"]["infra_type"] and node["facts"]["infra_bucket"]
            nodes[json.dumps(facts, sort_keys=True)] = (node["facts"]["device_type"], node["name"])
    assert len(nodes) == len(set(nodes.values()))
    return set(nodes.values())


def test_what_a_job_manages_is_counted_once(job: Job) -> None:
    containers = {"shipnordlys", "shippolarlys", "shiplofoten", "shipscrapped", "nordlyscopy"}
    assert counted(job) == {
        *(("Data Fabric container", name) for name in containers),
        ("Data Workbench workspace", "MS Nordlys"),
        ("Resource Manager resource group", "fleet-portal"),
    }


def test_every_query_has_found_something(job: Job) -> None:
    """A query that fits no result is wrong, or the module has changed."""
    for module, entry in QUERIES.items():
        found = [jq.compile(entry["query"]).input_value(result).all() for name, result in job.results if name == module]
        assert any(found), module


def test_a_secret_shows_where_the_guide_says_and_nowhere_else(job: Job, job_variables: dict[str, str]) -> None:
    """ansible-runner writes the environment of a job in clear text; the collection keeps secrets out of the rest."""
    secrets = [job_variables[f"VERACITY_{name}"] for name in ("CLIENT_SECRET", "SUBSCRIPTION_KEY", "AUTOMATION_TOKEN")]
    files = [path for path in job.artifacts.rglob("*") if path.is_file()]
    showing = {path.name for path in files if any(secret in path.read_text(encoding="utf-8") for secret in secrets)}
    assert showing == {"command"}
    assert (job.artifacts / "command").stat().st_mode & 0o777 == 0o600
    guide = (ROOT / "docs" / "docsite" / "rst" / "awx.rst").read_text(encoding="utf-8")
    assert ":file:`artifacts/*/command`" in guide
