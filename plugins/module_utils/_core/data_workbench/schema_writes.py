# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Finding and changing the schemas of a workspace. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t

from ..api_fields import guid_or_none
from ..errors import ForbiddenError, StateError
from ..reconcile import engine, lost_answers
from ..reconcile.engine import Item, Kind
from ..reconcile.locks import alone
from ..reconcile.parallel import each
from ..reconcile.plan import Plan, Step
from ..validation.names import checked_name, composed
from . import schemas, workspace_reference
from .api.schemas import Schema, Schemas, SchemaVersion
from .schemas import SchemaDescription

if t.TYPE_CHECKING:
    import contextlib

    from ..client import Client
    from ..task import Task

SchemaItem = Item[SchemaDescription, Schema]


class WorkspaceSchemas(Kind[SchemaDescription, Schema]):
    """The schemas of a workspace, found by their names."""

    noun = "Schema"
    plural = "schemas"
    doing = "changed"

    def __init__(self, task: Task, client: Client, workspace: str | None) -> None:
        """Without a ``workspace``, which check mode does not create, there is no schema yet."""
        self._task = task
        self._identity = client.identity
        self._workspace = workspace or ""
        self._schemas = None if workspace is None else Schemas(client, workspace)

    def name(self, desired: SchemaDescription) -> str:
        """Return the name of the schema."""
        return desired.name

    def nothing(self, desired: SchemaDescription) -> Plan[Schema]:
        """Return the plan of a schema that is not there and stays so."""
        return Plan(f"schema {desired.name}", None, None, schemas.diff_view)

    def find(self, item: SchemaItem) -> Schema | None:
        """Return the schema with its versions, and the columns of those that are described."""
        found = None if self._schemas is None else self._named(item)
        current = None if found is None else self._api.get(found.id)
        if current is None:
            return None
        schemas.check_duplicates(current, item.desired)
        return _with_columns(self._api, current, {version.name for version in item.desired.versions})

    def plan(self, item: SchemaItem, current: Schema | None) -> Plan[Schema]:
        """Return what leads to the description."""
        return schemas.plan(current, item.desired)

    def alone(self, item: SchemaItem | None) -> contextlib.AbstractContextManager[bool] | None:
        """Return the lock of the schemas of a workspace: names do not keep a second schema away."""
        if item is None:
            return None
        return alone(self._task, self._identity, "schemas", "schemas", thing=self._workspace)

    def write(self, item: SchemaItem, step: Step) -> None:
        """Carry out one step."""
        try:
            if step.action == "create":
                item.wrote(self._create(item))
            elif step.action == "update":
                self._update(item)
            else:
                self._change_version(item, step.action, step.fields[0])
        except ForbiddenError as error:
            error.hint = workspace_reference.ADMIN
            raise

    def outcome(self, item: SchemaItem) -> dict[str, t.Any]:
        """Return the schema."""
        return {"name": item.name, "schema": schemas.to_result(item.state)}

    @property
    def _api(self) -> Schemas:
        """The schemas of the workspace, which is there."""
        return t.cast(Schemas, self._schemas)

    def _named(self, item: SchemaItem) -> Schema | None:
        """Return the schema of the described name, without its versions."""
        return one_of([entry for entry in self._api.all() if composed(entry.name) == item.desired.name], item.name)

    def _create(self, item: SchemaItem) -> Schema:
        """Create the schema with its first version."""
        after = t.cast(Schema, item.plan.after)
        columns = after.versions[0].columns or ()
        made = lost_answers.confirmed(
            lambda applied: self._api.create(after, columns, applied=applied),
            lambda: self._named(item),
            clock=self._task.clock,
            unknown=f"Whether the schema {item.name} was created",
        )
        # The list, where a lost creation is found, has no versions.
        return _with_columns(self._api, self._api.get(made.id) or made, {after.versions[0].name})

    def _update(self, item: SchemaItem) -> None:
        """Set short name and description."""
        current, after = t.cast(Schema, item.state), t.cast(Schema, item.plan.after)
        wanted = dataclasses.replace(current, short_name=after.short_name, description=after.description)
        lost_answers.done(
            lambda applied: self._api.update(wanted, applied=applied),
            lambda: (
                (found := self._api.get(current.id)) is not None
                and (found.short_name, found.description) == (wanted.short_name, wanted.description)
            ),
            clock=self._task.clock,
            unknown=f"Whether the schema {item.name} was changed",
        )
        item.wrote(wanted)

    def _change_version(self, item: SchemaItem, action: str, name: str) -> None:
        """Add a version, set its columns, activate or lock it."""
        current = t.cast(Schema, item.state)
        after = _version_of(t.cast(Schema, item.plan.after), name)
        clock, unknown = self._task.clock, f"Whether the version {name} was changed"
        if action == "add":
            made = lost_answers.confirmed(
                lambda applied: self._api.add_version(current.id, after, after.columns or (), applied=applied),
                lambda: _named(self._api.get(current.id), name),
                clock=clock,
                unknown=f"Whether the version {name} was added",
            )
            changed = dataclasses.replace(made, name=name, columns=after.columns)
            item.wrote(dataclasses.replace(current, versions=(*current.versions, changed)))
            return
        there = _version_of(current, name)
        send: dict[str, t.Callable[[t.Callable[[], bool]], None]] = {
            "columns": lambda applied: self._api.set_columns(current.id, there, after.columns or (), applied=applied),
            "activate": lambda applied: self._api.activate(current.id, there.id, applied=applied),
            "lock": lambda applied: self._api.lock(current.id, there.id, applied=applied),
        }
        done: dict[str, t.Callable[[SchemaVersion], bool]] = {
            "columns": lambda seen: self._api.version(seen.id).columns == after.columns,
            "activate": lambda seen: seen.active,
            "lock": lambda seen: seen.locked,
        }
        lost_answers.done(
            send[action],
            lambda: (seen := _named(self._api.get(current.id), name)) is not None and done[action](seen),
            clock=clock,
            unknown=unknown,
        )
        item.wrote(_after(current, after, action))


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a schema is as described. Returns the result of the module."""
    description = schemas.describe(task.params)
    known = workspace_reference.known_id(task.params)
    workspace = workspace_reference.expected(task, client, task.params["workspace"], task.params["tenant"], known=known)
    kind = WorkspaceSchemas(task, client, None if workspace is None else workspace.id)
    with workspace_reference.checked_after(client, known):
        (item,) = engine.reconcile(kind, [description], task)
        return engine.result_of_one(item, {"schema": schemas.to_result(item.state)})


def gather(task: Task, client: Client) -> list[dict[str, t.Any] | None]:
    """Return the schemas of a workspace with their versions, or one by its name or id; with columns on request."""
    wanted = task.params["schema"]
    if wanted is not None:
        wanted = checked_name(wanted, "schema", "the name or the ID of a schema")
        wanted = guid_or_none(wanted) or wanted.casefold()
    workspace = workspace_reference.find(client, task.params["workspace"], task.params["tenant"])
    api = Schemas(client, workspace.id)
    chosen = [entry for entry in api.all() if wanted is None or wanted in _names(entry)]
    found: dict[str, Schema] = {}

    def read(schema: Schema) -> None:
        current = api.get(schema.id)
        if current is not None:
            names = {composed(entry.name) for entry in current.versions} if task.params["include_columns"] else set()
            found[schema.id] = _with_columns(api, current, names)

    for _schema in each(read, chosen, task.concurrency):
        pass
    return [schemas.to_result(found[schema.id]) for schema in chosen if schema.id in found]


def one_of(found: t.Sequence[Schema], name: str) -> Schema | None:
    """Return the one schema of a name, None if there is none. Raises StateError if there are several."""
    if len(found) > 1:
        identifiers = ", ".join(sorted(schema.id for schema in found))
        raise StateError(
            f"{len(found)} schemas have the name {name}: {identifiers}.",
            hint="Rename all but one of them in the user interface.",
        )
    return found[0] if found else None


def _names(schema: Schema) -> tuple[str, str]:
    """Return what a schema can be called by, case-folded."""
    return schema.id, composed(schema.name).casefold()


def _with_columns(api: Schemas, schema: Schema, names: t.Container[str]) -> Schema:
    """Return a schema with the columns of the named versions."""
    versions = tuple(
        dataclasses.replace(version, columns=api.version(version.id).columns)
        if composed(version.name) in names
        else version
        for version in schema.versions
    )
    return dataclasses.replace(schema, versions=versions)


def _named(schema: Schema | None, name: str) -> SchemaVersion | None:
    """Return the version of a name, None if there is none."""
    return next((version for version in schema.versions if composed(version.name) == name), None) if schema else None


def _version_of(schema: Schema, name: str) -> SchemaVersion:
    """Return the version of a name. Raises StateError if it is not there, although it was before."""
    found = _named(schema, name)
    if found is None:
        raise StateError(f"The version {name} is not there.", hint="Run again to compare with what is there now.")
    return found


def _after(schema: Schema, after: SchemaVersion, action: str) -> Schema:
    """Return a schema after a change of one of its versions."""

    def changed(version: SchemaVersion) -> SchemaVersion:
        if version.name != after.name:
            return dataclasses.replace(version, active=False) if action == "activate" else version
        fields: dict[str, dict[str, t.Any]] = {
            "columns": {"columns": after.columns},
            "activate": {"active": True},
            "lock": {"locked": True},
        }
        return dataclasses.replace(version, **fields[action])

    return dataclasses.replace(schema, versions=tuple(changed(version) for version in schema.versions))
