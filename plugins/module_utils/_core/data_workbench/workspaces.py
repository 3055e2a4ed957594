# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Workspaces: description, plan, and what is gathered about them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
from dataclasses import dataclass

from ..api_fields import guid, text
from ..errors import ForbiddenError, InputError, StateError
from ..reconcile import engine, lost_answers
from ..reconcile.engine import Item, Kind
from ..reconcile.local_store import Memory
from ..reconcile.locks import alone
from ..reconcile.parallel import each
from ..reconcile.plan import Plan, Step
from ..validation.mistakes import Mistakes, all_at_once, within
from ..validation.names import checked_name, composed
from . import workspace_reference
from .api.workspaces import VerbError, Workspace, Workspaces

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# Seconds for which the verb of updates is remembered.
_RUN = 86400.0
_WITHOUT = "There is no safe place to remember how Data Workbench takes updates. Each task that updates finds out."
_TENANT_ADMIN = "Only an administrator of the tenant can create and change its workspaces. Run as one."


@dataclass(frozen=True)
class WorkspaceDescription:
    """What a workspace is to be like. None leaves things as they are."""

    tenant: str
    id: str | None = None
    name: str | None = None
    description: str | None = None
    region: str | None = None

    @property
    def title(self) -> str:
        """What to call it in messages."""
        return self.name or self.id or ""


def describe(params: t.Mapping[str, t.Any]) -> WorkspaceDescription:
    """Return the options of a workspace, checked. Raises InputError with all that is wrong."""
    tenant = ""
    with all_at_once() as mistakes:
        with mistakes.collected():
            tenant = workspace_reference.checked_tenant(params["tenant"])
        return check(params, tenant, "", mistakes)


def check(options: t.Mapping[str, t.Any], tenant: str, place: str, mistakes: Mistakes) -> WorkspaceDescription:
    """Return the options of a workspace in a tenant; what is wrong with them is added to ``mistakes``."""
    name, identifier = options.get("name"), options.get("id")
    with mistakes.collected():
        name = None if name is None else checked_name(name, within(place, "name"), "the name of the workspace")
    with mistakes.collected():
        identifier = None if identifier is None else guid(identifier, within(place, "id"))
    return WorkspaceDescription(tenant, identifier, name, options.get("description"), options.get("region"))


def plan(current: Workspace | None, desired: WorkspaceDescription) -> Plan[Workspace]:
    """Return what leads from the workspace that is there (or None) to the described one. Pure.

    Raises InputError if a workspace is to be created without its region, and StateError for what cannot be changed.
    """
    title = f"workspace {desired.title}"
    if current is None:
        if desired.id is not None:
            raise workspace_reference.missing(f"the id {desired.id}")
        if desired.region is None:
            raise InputError("region: is required to create a workspace. Set EU or US.")
        after = Workspace("", desired.title, desired.description or "", desired.region, desired.tenant)
        return Plan(title, None, after, _diff_view, (Step("create"),))
    if desired.region is not None and current.region is not None and desired.region != current.region:
        raise StateError(
            f"The region is {current.region} and cannot be changed to {desired.region}.",
            hint="Omit region, or create a workspace of another name.",
        )
    after = dataclasses.replace(
        current,
        name=current.name if desired.name in (None, composed(current.name)) else desired.title,
        description=desired.description if desired.description is not None else current.description,
    )
    fields = tuple(name for name in ("name", "description") if getattr(after, name) != getattr(current, name))
    return Plan(title, current, after, _diff_view, (Step("update", fields),) if fields else ())


def to_result(workspace: Workspace | None) -> dict[str, t.Any] | None:
    """Return a workspace as results show it."""
    return None if workspace is None else {**dataclasses.asdict(workspace), "id": workspace.id or None}


class TenantWorkspaces(Kind[WorkspaceDescription, Workspace]):
    """The workspaces of a tenant."""

    noun = "Workspace"
    plural = "workspaces"
    doing = "changed"

    def __init__(self, task: Task, client: Client) -> None:
        self._task = task
        self._client = client
        self._api = Workspaces(client)
        self._listed: dict[str, list[Workspace]] = {}
        self._verbs = Memory.of(task, client.identity, "workspace-verb", keep=_RUN, without=_WITHOUT)

    def name(self, desired: WorkspaceDescription) -> str:
        """Return the name or the id of the workspace."""
        return desired.title

    def nothing(self, desired: WorkspaceDescription) -> Plan[Workspace]:
        """Return the plan of a workspace that is not there and stays so."""
        return Plan(f"workspace {desired.title}", None, None, _diff_view)

    def begin(self, desired: t.Sequence[WorkspaceDescription]) -> None:
        """List the workspaces of each tenant once, for those that are described by their names."""
        for tenant in dict.fromkeys(entry.tenant for entry in desired if entry.id is None):
            self._listed[tenant] = self._api.of_tenant(tenant)

    def find(self, item: Item[WorkspaceDescription, Workspace]) -> Workspace | None:
        """Return the workspace, by its id or by its name."""
        desired = item.desired
        if desired.id is not None:
            return self._api.get(desired.id, desired.tenant)
        listed = self._listed.get(desired.tenant)
        found = self._named(desired) if listed is None else workspace_reference.named_so(listed, desired.title)
        return workspace_reference.one_of(found, desired.title)

    def plan(self, item: Item[WorkspaceDescription, Workspace], current: Workspace | None) -> Plan[Workspace]:
        """Return what leads to the description."""
        return plan(current, item.desired)

    def alone(
        self, item: Item[WorkspaceDescription, Workspace] | None
    ) -> contextlib.AbstractContextManager[bool] | None:
        """Return the lock of a tenant's workspaces: their names do not keep a second one away."""
        if item is None:
            return None
        return self._alone(item.desired.tenant)

    @contextlib.contextmanager
    def _alone(self, tenant: str) -> t.Iterator[bool]:
        """Hold the lock of a tenant's workspaces. What was listed before is not what there is now."""
        with alone(self._task, self._client.identity, "workspaces", "workspaces", thing=tenant) as held:
            self._listed.clear()
            yield held

    def write(self, item: Item[WorkspaceDescription, Workspace], step: Step) -> None:
        """Create the workspace, or set its name and description."""
        after = t.cast(Workspace, item.plan.after)
        try:
            item.wrote(self._create(item.desired, after) if step.action == "create" else self._update(item, after))
        except ForbiddenError as error:
            error.hint = _TENANT_ADMIN
            raise

    def _create(self, desired: WorkspaceDescription, after: Workspace) -> Workspace:
        """Create a workspace, once: the name of one whose creation was confirmed by nobody is looked for."""
        made = lost_answers.confirmed(
            lambda applied: self._api.create(desired.tenant, after, applied=applied),
            lambda: workspace_reference.one_of(self._named(desired), desired.title),
            clock=self._task.clock,
            unknown=f"Whether the workspace {desired.title} was created",
        )
        return dataclasses.replace(made, region=made.region or after.region)

    def _update(self, item: Item[WorkspaceDescription, Workspace], after: Workspace) -> Workspace:
        """Set name and description, by the verb that the gateway takes."""
        tenant = item.desired.tenant
        known = self._verbs.get(tenant)
        verbs = sorted(("PATCH", "PUT"), key=lambda verb: verb != known)
        for last, verb in enumerate(verbs, start=1):
            try:
                self._send(tenant, after, verb)
            except VerbError:
                if last == len(verbs):
                    self._verbs.forget([tenant])
                    raise
                continue
            self._verbs.remember({tenant: verb})
            break
        return after

    def _send(self, tenant: str, after: Workspace, verb: str) -> None:
        """Set name and description by one verb."""
        lost_answers.done(
            lambda applied: self._api.update(tenant, after, verb, applied=applied),
            lambda: self._is(tenant, after),
            clock=self._task.clock,
            unknown=f"Whether the workspace {after.name} was changed",
        )

    def _is(self, tenant: str, after: Workspace) -> bool:
        """Return whether the workspace is as it is to be."""
        found = self._api.get(after.id, tenant)
        return found is not None and (found.name, found.description) == (after.name, after.description)

    def _named(self, desired: WorkspaceDescription) -> list[Workspace]:
        """Return the workspaces of the described name."""
        return workspace_reference.named_so(self._api.of_tenant(desired.tenant), desired.title)


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a workspace is as described. Returns the result of the module."""
    (item,) = engine.reconcile(TenantWorkspaces(task, client), [describe(task.params)], task)
    return engine.result_of_one(item, {"workspace": to_result(item.state)})


def gather(task: Task, client: Client) -> list[dict[str, t.Any]]:
    """Return one workspace, those of a tenant, or all that the caller sees, with members and activity on request.

    Raises InputError and StateError, and what the client raises.
    """
    api, params = Workspaces(client), task.params
    tenant = None if params["tenant"] is None else workspace_reference.checked_tenant(params["tenant"])
    activity: int | None = params["activity"]
    if activity is not None and activity < 1:
        raise InputError("activity: must be at least 1. Set the number of entries.")
    if params["workspace"] is not None:
        workspaces = [workspace_reference.find(client, params["workspace"], tenant)]
    else:
        workspaces = api.visible() if tenant is None else api.of_tenant(tenant)
    more: dict[str, dict[str, t.Any]] = {workspace.id: {} for workspace in workspaces}

    def read(workspace: Workspace) -> None:
        if params["include_members"]:
            more[workspace.id]["members"] = [_member(entry) for entry in api.members(workspace.id)]
        if activity is not None:
            more[workspace.id]["activity"] = [_entry(found) for found in api.activity(workspace.id, activity)]

    if params["include_members"] or activity is not None:
        for _workspace in each(read, workspaces, task.concurrency):
            pass
    return [{**t.cast("dict[str, t.Any]", to_result(entry)), **more[entry.id]} for entry in workspaces]


def _member(entry: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return a member as results show it. The response nests the role in ``roleScope``."""
    scope = entry.get("roleScope")
    role = scope if isinstance(scope, dict) else {}
    return {
        "user": text(entry, "userId"),
        "email": text(entry, "email") or None,
        "name": text(entry, "name") or None,
        "service_account": entry.get("isServicePrincipal") is True,
        "role": text(role, "role") or None,
        "scope": text(role, "scopeType").casefold() or None,
    }


def _entry(entry: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return an entry of the activity log as results show it."""
    return {
        "event": text(entry, "eventName"),
        "user": text(entry, "userId") or None,
        "name": text(entry, "userName") or None,
        "timestamp": text(entry, "timestamp") or None,
        "resource": entry.get("resource"),
        "payload": entry.get("payload"),
    }


def _diff_view(workspace: Workspace | None) -> dict[str, t.Any]:
    """Return what a diff shows."""
    if workspace is None:
        return {"state": "absent"}
    return {
        "name": workspace.name,
        "description": workspace.description,
        "region": workspace.region,
        "state": "present",
    }
