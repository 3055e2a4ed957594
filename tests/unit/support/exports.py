# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exported files: read as YAML and by Ansible, and applied as the roles apply them."""

from __future__ import annotations

import typing as t

import yaml
from ansible.parsing.dataloader import DataLoader

from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_application_administrator,
    veracity_container_accesses,
    veracity_container_groups,
    veracity_container_stewards,
    veracity_description,
    veracity_export,
    veracity_file_storage_folder,
    veracity_licenses,
    veracity_schema,
    veracity_service_subscribers,
    veracity_workspace,
)
from tests.unit.support.station import Station


class _Loader(yaml.SafeLoader):
    """The safe loader, which takes texts that are marked as unsafe."""


_Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(t.cast(yaml.ScalarNode, node)))


def loaded(text: str) -> t.Any:
    """Return what YAML makes of a text."""
    return yaml.load(text, _Loader)


def loaded_by_ansible(text: str) -> t.Any:
    """Return what Ansible makes of a text. Fails for a text in it that Ansible would take for a template."""
    found = DataLoader().load(text)
    _refuse_templates(found)
    return _untagged(found)


def _refuse_templates(value: t.Any) -> None:
    """Fail if a text is a template that Ansible trusts."""
    from ansible.template import is_trusted_as_template

    if isinstance(value, dict):
        for item in value.values():
            _refuse_templates(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_templates(item)
    elif isinstance(value, str):
        assert not (is_trusted_as_template(value) and any(mark in value for mark in ("{{", "{%", "{#")))


def _untagged(value: t.Any) -> t.Any:
    """Return a value as plain Python has it."""
    if isinstance(value, dict):
        return {str(name): _untagged(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_untagged(item) for item in value]
    return str(value) if isinstance(value, str) else value


def exported(station: Station, **params: t.Any) -> str:
    """Return what is exported. Nothing is written, and exporting again gives the same bytes."""
    with station.watched():
        found = station.run(veracity_export, **params)
        assert station.run(veracity_export, **params) == found
        assert _writes(station) == 0
    assert found["changed"] is False
    return str(found["content"])


def apply_fabric(station: Station, text: str) -> None:
    """Apply an exported file as the role data_fabric does, with prune on. Fails if anything changes or is written."""
    found = _validated(station, "data_fabric", "data_fabric_", text)
    containers = found["description"].get("containers", [])
    assert found["containers"] is not None, "the containers are not as described"
    assert not found["containers"]["changed"]
    with station.watched():
        for module, kind in ((veracity_container_accesses, "access"), (veracity_container_stewards, "stewards")):
            described = [
                {"container": entry.get("id") or entry["short_name"], kind: entry[kind]}
                for entry in containers
                if kind in entry
            ]
            if described:
                _unchanged(station.run(module, containers=described, prune=True))
        if "groups" in found["description"]:
            _unchanged(station.run(veracity_container_groups, groups=found["description"]["groups"], prune=True))
        assert station.writes == 0


def apply_service(office: Station, text: str) -> None:
    """Apply an exported file as the role service does, with prune on. Fails if anything changes or is written."""
    found = _validated(office, "service", "service_", text)
    described = found["description"]
    with office.watched():
        _unchanged(
            office.run(
                veracity_service_subscribers,
                service=described["id"],
                subscribers=described["subscribers"],
                prune=True,
            )
        )
        place = {"tenant": described.get("tenant"), "application": found.get("application")}
        if "licenses" in described:
            _unchanged(office.run(veracity_licenses, licenses=described["licenses"], prune=True, **place))
        for administrator in described["administrators"]:
            _unchanged(office.run(veracity_application_administrator, **administrator, **place))
        assert office.writes == 0


def apply_workbench(bench: Station, text: str) -> None:
    """Apply an exported file as the role data_workbench does. Fails if anything changes or is written."""
    described = _validated(bench, "data_workbench", "data_workbench_", text)["description"]
    with bench.watched():
        for workspace in described["workspaces"]:
            own = {name: value for name, value in workspace.items() if name in ("id", "name", "description", "region")}
            _unchanged(bench.run(veracity_workspace, tenant=described["tenant"], **own))
            place = {"tenant": described["tenant"], "workspace": workspace.get("id") or workspace["name"]}
            for schema in workspace.get("schemas", ()):
                _unchanged(bench.run(veracity_schema, **place, **schema))
            for folder in workspace.get("folders", ()):
                _unchanged(bench.run(veracity_file_storage_folder, **place, **folder))
        assert _writes(bench) == 0


def _writes(station: Station) -> int:
    """Return how many calls changed something. A key changes nothing, but Data Workbench records it."""
    return station.writes - station.calls("POST /veracity/dw/gateway/api/v2/workspaces/{id}/storages/sas")


def _validated(station: Station, name: str, prefix: str, text: str) -> dict[str, t.Any]:
    """Return what the validation of a role gives for a file."""
    variables = {key.removeprefix(prefix): value for key, value in loaded(text).items() if key.startswith(prefix)}
    mistakes = Mistakes()
    prune = {
        "data_fabric": {"prune": True},
        "service": {f"prune_{kind}": kind in variables for kind in ("subscribers", "licenses")},
    }
    description = checked(KINDS[name], {**variables, **prune.get(name, {})}, mistakes)
    assert mistakes.texts == []
    return station.run(veracity_description, **{name: description})


def _unchanged(result: dict[str, t.Any]) -> None:
    """Fail if a result is a change."""
    assert not result["changed"], result["diff"]
