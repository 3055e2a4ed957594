# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which version of a schema options mean. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ..api_fields import guid_or_none
from ..errors import NotFoundError, StateError
from ..validation.names import composed

if t.TYPE_CHECKING:
    from .api.schemas import Schema, Schemas, SchemaVersion

_HINT = "Check the names, or create it with veracity_schema."


def find_schema(api: Schemas, schema: str) -> Schema:
    """Return the schema of a name or id, with its versions. Raises StateError if there is none, or several."""
    wanted, identifier = composed(schema), guid_or_none(schema)
    found = [entry for entry in api.all() if composed(entry.name) == wanted or entry.id == identifier]
    if len(found) > 1:
        identifiers = ", ".join(sorted(entry.id for entry in found))
        raise StateError(f"{len(found)} schemas have the name {wanted}: {identifiers}.", hint="Use the id of one.")
    whole = api.get(found[0].id) if found else None
    if whole is None:
        raise MissingSchemaError(f"There is no schema {wanted} in the workspace.", hint=_HINT)
    return whole


def find_version(api: Schemas, schema: str | None, version: str | None) -> tuple[SchemaVersion, str | None]:
    """Return the version of a name or id with its columns, None: the active one; and the schema's name, if known.

    Without a schema a version is looked for in all of them. Raises StateError if there is none, or several.
    """
    identifier = None if version is None else guid_or_none(version)
    if schema is None and identifier is not None:
        try:
            return api.version(identifier), None
        except NotFoundError:
            raise MissingSchemaError(f"There is no schema version {identifier} in the workspace.", hint=_HINT) from None
    if schema is not None:
        schemas = [find_schema(api, schema)]
    else:
        schemas = [whole for entry in api.all() if (whole := api.get(entry.id)) is not None]
    found = [
        (entry, whole.name)
        for whole in schemas
        for entry in whole.versions
        if (entry.active if version is None else composed(entry.name) == composed(version) or entry.id == identifier)
    ]
    place = f"The schema {schema}" if schema is not None else "The workspace"
    what = "active version" if version is None else f"version {version.strip()}"
    if not found:
        raise MissingSchemaError(f"{place} has no {what}.", hint=_HINT)
    if len(found) > 1:
        identifiers = ", ".join(sorted(entry.id for entry, _name in found))
        raise StateError(f"{place} has {len(found)} of the {what}: {identifiers}.", hint="Use the id of one.")
    (only, name), *_others = found
    return dataclasses.replace(only, columns=api.version(only.id).columns), name


class MissingSchemaError(StateError):
    """There is no such schema, or no such version. Check mode takes it as created before."""
