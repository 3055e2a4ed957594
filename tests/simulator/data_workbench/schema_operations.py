# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on schemas: only an administrator of the workspace changes them."""

from __future__ import annotations

import typing as t
import uuid

from ..inputs import BadInputError, guid, json_object, name_text, text
from ..messages import Response, json_response
from ..routing import Call
from .lookups import administrator, body_of, refuse, workspace_of
from .schemas import Schema, SchemaVersion, columns, new_schema


def list_schemas(call: Call) -> Response:
    """GET /workspaces/{workspaceId}/schemas, with the active version on request."""
    found = call.state.workbench.schemas.of_workspace(workspace_of(call).id)
    with_default = (call.query("includeDefaultSchemaVersion") or "false").lower() == "true"
    return json_response(
        200,
        {
            "result": [
                {**schema.summary(), **({"schemaVersions": [schema.active().summary()]} if with_default else {})}
                for schema in found
            ]
        },
    )


def get_schema(call: Call) -> Response:
    """GET /workspaces/{workspaceId}/schemas/{schemaId}, with its versions and without their columns."""
    return json_response(200, _shown(_schema_of(call)))


def get_version(call: Call) -> Response:
    """GET /workspaces/{workspaceId}/schemas/schemaversions/{versionId}, with its columns."""
    schema, version = _version_of(call)
    return json_response(200, {**version.summary(), "schemaId": schema.id, "columns": version.columns})


def add_schema(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/schemas/add."""
    workspace = workspace_of(call)
    administrator(call)
    wanted = body_of(call, new_schema)
    schema = call.state.workbench.schemas.make(workspace.id, wanted, call.caller.client_id)
    call.state.workbench.workspaces.log(workspace, call.caller.client_id, "Schema created", schema=schema.name)
    return json_response(201, _shown(schema))


def change_schema(call: Call) -> Response:
    """PATCH /workspaces/{workspaceId}/schemas/{schemaId}: name, description and short name."""
    schema = _schema_of(call)
    administrator(call)
    wanted = body_of(call, _names)
    schema.name = wanted.get("name", schema.name)
    schema.short_name = wanted.get("shortName", schema.short_name)
    schema.description = wanted.get("description", schema.description)
    call.state.workbench.schemas.touch(schema, call.caller.client_id)
    return json_response(200, _shown(schema))


def add_version(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/schemas/schemaversions/add: not active, until it is made so."""
    workspace = workspace_of(call)
    administrator(call)
    wanted = body_of(call, _new_version)
    schema = call.state.workbench.schemas.find(workspace.id, wanted["schemaId"])
    if schema is None:
        refuse(404, "There is no such schema.")
    version = SchemaVersion(str(uuid.uuid4()), wanted["name"], wanted["description"], wanted["columns"])
    schema.versions.append(version)
    call.state.workbench.schemas.touch(schema, call.caller.client_id)
    return json_response(201, {**version.summary(), "schemaId": schema.id, "columns": version.columns})


def change_version(call: Call) -> Response:
    """PATCH /workspaces/{workspaceId}/schemas/{schemaId}/schemaversions/{versionId}: the whole list of columns."""
    schema, version = _version_of(call)
    administrator(call)
    if version.locked:
        refuse(400, "The version is locked.")
    wanted = body_of(
        call, lambda value: json_object(value, {"columns"}, {"schemaId", "schemaVersionName", "description"})
    )
    if "schemaId" in wanted and body_of(call, lambda _value: guid("schemaId", wanted["schemaId"])) != schema.id:
        refuse(400, "schemaId has to be that of the path.")
    version.columns = body_of(call, lambda _value: columns(wanted["columns"]))
    if "schemaVersionName" in wanted:
        version.name = body_of(call, lambda _value: name_text("schemaVersionName", wanted["schemaVersionName"]))
    if "description" in wanted:
        version.description = body_of(call, lambda _value: text("description", wanted["description"]))
    call.state.workbench.schemas.touch(schema, call.caller.client_id)
    return json_response(200, {**version.summary(), "schemaId": schema.id, "columns": version.columns})


def activate(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/schemas/{schemaId}/schemaversions/{versionId}/activate."""
    schema, version = _version_of(call)
    administrator(call)
    for other in schema.versions:
        other.active = other is version
    call.state.workbench.schemas.touch(schema, call.caller.client_id)
    return json_response(200, version.summary())


def lock(call: Call) -> Response:
    """POST /workspaces/{workspaceId}/schemas/{schemaId}/schemaversions/{versionId}/lock, which cannot be undone."""
    schema, version = _version_of(call)
    administrator(call)
    version.locked = True
    call.state.workbench.schemas.touch(schema, call.caller.client_id)
    return Response(204)


def _schema_of(call: Call) -> Schema:
    """Return the schema of the path."""
    schema = call.state.workbench.schemas.find(workspace_of(call).id, call.parameters["schemaId"])
    if schema is None:
        refuse(404, "There is no such schema.")
    return schema


def _version_of(call: Call) -> tuple[Schema, SchemaVersion]:
    """Return the version of the path with its schema, which has to be that of the path."""
    found = call.state.workbench.schemas.version(workspace_of(call).id, call.parameters["versionId"])
    if found is None or call.parameters.get("schemaId", found[0].id).lower() != found[0].id:
        refuse(404, "There is no such version of a schema.")
    return found


def _names(value: t.Any) -> dict[str, str]:
    """Return the body of a change of a schema."""
    given = json_object(value, frozenset(), {"name", "description", "shortName"})
    if not given:
        raise BadInputError("nothing is to be changed")
    found = {key: text(key, entry) for key, entry in given.items()}
    if "name" in found:
        name_text("name", found["name"])
    return found


def _new_version(value: t.Any) -> dict[str, t.Any]:
    """Return the body of a new version."""
    given = json_object(value, {"schemaId", "schemaVersionName", "columns"}, {"description"})
    return {
        "schemaId": guid("schemaId", given["schemaId"]),
        "name": name_text("schemaVersionName", given["schemaVersionName"]),
        "description": text("description", given.get("description") or ""),
        "columns": columns(given["columns"]),
    }


def _shown(schema: Schema) -> dict[str, t.Any]:
    """Return a schema with its versions."""
    return {**schema.summary(), "schemaVersions": [version.summary() for version in schema.versions]}
