# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Making and updating what a template describes, one resource after the other."""

from __future__ import annotations

import copy
import secrets
import typing as t
import uuid

from .registrations import Application, audiences
from .service_catalogue import Service
from .state import State
from .vrm_checks import TemplateError
from .vrm_projects import Project, Resource, ResourceGroup
from .vrm_schema import API_PRODUCT, APPLICATION, PLATFORM_PRODUCT, SERVICE

_MOST_SECRETS = 2
_PLATFORM_SCOPES = ("user_impersonation",)


def provision_group(project: Project, description: dict[str, t.Any]) -> ResourceGroup:
    """Make the resource group, or update what can be updated of it."""
    group = project.groups.get(description["name"])
    if group is None:
        tags = tuple(description.get("tags") or ())
        group = ResourceGroup(description["name"], description.get("description"), tags)
        project.groups[group.name] = group
    # What is not given stays.
    group.is_production = _given(description.get("isProduction"), group.is_production)
    group.locked = _given(description.get("locked"), group.locked)
    return group


def provision(
    state: State, project: Project, group: ResourceGroup, path: str, description: dict[str, t.Any]
) -> dict[str, t.Any]:
    """Make or update a resource and return it as expressions see it; raises TemplateError, and then nothing is done."""
    name, kind = description["name"], description["resourceType"]
    resource = project.resources.get(name)
    if resource is None:
        prefix = "ppa" if kind == API_PRODUCT else ""
        resource = Resource(f"{prefix}{uuid.uuid4()}", name, kind, group.name)
    elif resource.kind != kind:
        raise TemplateError(f"{path}.name", f"belongs to a {resource.kind}")
    result = {"id": resource.id, **copy.deepcopy(description)}
    if kind == SERVICE:
        _provision_service(state, project, path, resource, result)
    elif kind == APPLICATION:
        _provision_application(state, project, path, resource, result)
    project.resources[name] = resource
    resource.submissions += 1
    resource.document = copy.deepcopy(description)
    return result


def _provision_service(state: State, project: Project, path: str, resource: Resource, result: dict[str, t.Any]) -> None:
    sections = result["sections"]
    advanced = sections.get("advanced") or {}
    levels = advanced.get("accessLevels") or {}
    names = [level["accessLevelName"] for level in levels.get("accessLevels") or ()]
    parent_id = advanced.get("parentServiceId")
    if parent_id is not None and state.catalogue.find(parent_id) is None:
        raise TemplateError(f"{path}.sections.advanced.parentServiceId", "is not a service")
    service = state.catalogue.find(resource.id)
    if service is None:
        service = state.catalogue.add(Service(resource.id, resource.name, client_ids=set(project.client_ids)))
        state.company_tenants.install(resource.id, resource.name)
    service.description = sections["properties"].get("description")
    service.parent_id = parent_id
    state.catalogue.set_levels(service, names if levels.get("useAccessLevels") else ())


def _provision_application(
    state: State, project: Project, path: str, resource: Resource, result: dict[str, t.Any]
) -> None:
    properties = result["sections"]["properties"]
    advanced = result["sections"].setdefault("advanced", {})
    where = f"{path}.sections"
    services = _linked_services(state, project, resource, f"{where}.properties.services", properties)
    _check_accesses(project, f"{where}.advanced", advanced)
    _check_clients(project, f"{where}.advanced.clients", advanced, properties)
    products = _products(project, f"{where}.advanced.apiProductSubscriptions", advanced)

    before = (resource.document.get("sections") or {}).get("properties", {}).get("services") or ()
    for service_id in before:
        service = state.catalogue.find(service_id)
        if service is not None:
            service.client_ids.discard(resource.id)
    for service in services:
        service.client_ids.add(resource.id)
    state.company_tenants.admit(resource.id)
    for entry in products:
        entry["key"] = resource.keys.setdefault(entry["productId"], secrets.token_hex(16))
    advanced["apiProductSubscriptions"] = products
    properties["secrets"] = _new_secrets(resource, properties.get("secretManagementOptions"))
    # Without a secret the application is registered all the same, and no secret is the right one.
    newest, *further = reversed(resource.secrets or [secrets.token_urlsafe(32)])
    state.applications.put(Application(resource.id, newest, role=None, further_secrets=tuple(further)))


def _new_secrets(resource: Resource, option: str | None) -> list[dict[str, str]]:
    if option != "rollover" and not (option == "onlyIfEmpty" and not resource.secrets):
        return []
    secret = secrets.token_urlsafe(30)
    resource.secrets = [*resource.secrets, secret][-_MOST_SECRETS:]
    return [{"secretText": secret}]


def _linked_services(
    state: State, project: Project, resource: Resource, path: str, properties: dict[str, t.Any]
) -> list[Service]:
    found = []
    for position, service_id in enumerate(properties.get("services") or ()):
        known = _with_id(project, service_id)
        service = state.catalogue.find(service_id) if isinstance(service_id, str) else None
        if known is None or service is None or known.kind != SERVICE or known.group != resource.group:
            raise TemplateError(f"{path}[{position}]", "is not a service of the same resource group")
        found.append(service)
    return found


def _check_accesses(project: Project, path: str, advanced: dict[str, t.Any]) -> None:
    for position, access in enumerate(advanced.get("apiAcceses") or ()):
        _check_scopes(project, f"{path}.apiAcceses[{position}]", access["apiClientId"], access["scopes"])


def _check_scopes(project: Project, path: str, client_id: t.Any, wanted: list[str]) -> None:
    client_id = client_id[0] if isinstance(client_id, list) else client_id
    if _is_platform(client_id):
        published: tuple[str, ...] = _PLATFORM_SCOPES
    else:
        api = _with_id(project, client_id)
        if api is None or api.kind != APPLICATION:
            raise TemplateError(f"{path}.apiClientId", "is neither the Veracity platform nor an API of the project")
        published = _published(api.document["sections"]["properties"])
    _check_subset(f"{path}.scopes", wanted, published)


def _check_clients(project: Project, path: str, advanced: dict[str, t.Any], properties: dict[str, t.Any]) -> None:
    for position, client in enumerate(advanced.get("clients") or ()):
        where = f"{path}[{position}]"
        if "apiClientId" in client:
            # What the documentation shows for an access that stands in the wrong list.
            _check_scopes(project, where, client["apiClientId"], client["scopes"])
            continue
        known = _with_id(project, client.get("clientId"))
        if known is None or known.kind != APPLICATION:
            raise TemplateError(f"{where}.clientId", "is not an application of the project")
        _check_subset(f"{where}.scopes", client["scopes"], _published(properties))


def _products(project: Project, path: str, advanced: dict[str, t.Any]) -> list[dict[str, t.Any]]:
    entries = [dict(entry) for entry in advanced.get("apiProductSubscriptions") or ()]
    for position, entry in enumerate(entries):
        product = _with_id(project, entry["productId"])
        if entry["productId"] != PLATFORM_PRODUCT and (product is None or product.kind != API_PRODUCT):
            raise TemplateError(f"{path}[{position}].productId", "is not a product that can be subscribed to")
    if all(entry["productId"] != PLATFORM_PRODUCT for entry in entries):
        entries.append({"productId": PLATFORM_PRODUCT, "productName": "Veracity Platform API"})
    return entries


def _check_subset(path: str, wanted: list[str], published: tuple[str, ...]) -> None:
    unknown = [scope for scope in wanted if scope not in published]
    if unknown:
        raise TemplateError(path, f"{', '.join(unknown)}: no such scope is published")


def _published(properties: dict[str, t.Any]) -> tuple[str, ...]:
    return tuple(scope["scopeName"] for scope in properties.get("publishedScopes") or ())


def _with_id(project: Project, resource_id: t.Any) -> Resource | None:
    return next((entry for entry in project.resources.values() if entry.id == resource_id), None)


def _is_platform(client_id: t.Any) -> bool:
    environments = ("production", "staging", "test")
    return any(client_id in audiences("services", environment) for environment in environments)


def _given(value: bool | None, otherwise: bool) -> bool:
    return otherwise if value is None else value
