# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A description of a service, validated as a whole. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ..api_fields import guid
from ..errors import InputError
from ..reconcile.polling import WaitOptions
from ..task import max_concurrency
from ..tenants import licenses
from ..tenants.api import check_path
from ..validation.mistakes import Mistakes, told
from . import subscribers, users
from .resolution import ServiceReading

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

Fields = dict[str, t.Any]

_PREFIX = "service_"
_OUTPUTS = ("client_id_output", "client_secret_output", "subscription_key_output")


def check(found: Fields, mistakes: Mistakes) -> None:
    """Add to ``mistakes`` what can be seen without a request."""
    # A template may hold secrets, and nobody needs it here.
    found["template"] = found.get("template", False) not in (False, "False")
    found.pop("template_parameters", None)
    for name in ("project_id", "id", "tenant", "application"):
        with mistakes.collected():
            if name in found:
                found[name] = guid(found[name], f"{_PREFIX}{name}")
    _check_template(found, mistakes)
    _check_place(found, mistakes)
    names = []
    for number, options in enumerate(found.get("users", ())):
        names.append(users.check(options, f"{_PREFIX}users[{number}]", mistakes).email)
    mistakes.described_once(f"{_PREFIX}users", names)
    subscribers.check_all(found.get("subscribers", ()), f"{_PREFIX}subscribers", mistakes)
    licenses.check_all(found.get("licenses", ()), f"{_PREFIX}licenses", mistakes)
    _check_administrators(found, mistakes)
    _check_settings(found, mistakes)


def reads(found: Fields) -> bool:
    """Return whether there is anything to read, and an application to read it as."""
    named = [*found.get("users", ()), *found.get("subscribers", ())]
    return bool(found.get("readable", True)) and (
        any(options.get("email") for options in named)
        or bool(found.get("licenses") or found.get("administrators"))
        or _looks_for_application(found)
    )


def resolve(task: Task, client: Client, found: Fields, mistakes: Mistakes) -> Fields:
    """Add to ``mistakes`` what reading shows, and return what the role is told beside the description.

    ``users``: those with the e-mail addresses that are described. ``new_users``: addresses of subscribers who are
    registered first. ``subscribers_there``: the other subscribers. ``application``: the application in the tenant.
    """
    if not reads(found):
        return {}
    return ServiceReading(task, client, found, mistakes).read(looks_for_application=_looks_for_application(found))


def _looks_for_application(found: Fields) -> bool:
    """Return whether the application is the one of the service, which is known."""
    wanted = "licenses" in found or bool(found.get("administrators"))
    known = bool(found.get("id") or found.get("told_id"))
    return wanted and known and "tenant" in found and "application" not in found


def _check_template(found: Fields, mistakes: Mistakes) -> None:
    """Check what goes with the template."""
    needs = ("resource_group", "secrets_handler", "client_id_output", "subscription_key_output")
    if not found.get("template"):
        for name in needs:
            if found.get(name):
                mistakes.add(f"{_PREFIX}{name}", "requires service_template. Set it.")
    elif "project_id" not in found:
        mistakes.add(
            f"{_PREFIX}project_id",
            "is required with service_template. The Developer portal shows it under Settings of the project.",
        )
    group = found.get("template_group")
    if group is not None and found.get("resource_group") not in (None, group):
        mistakes.add(
            f"{_PREFIX}resource_group",
            f"the template is for the resource group {group}, and service_resource_group is {found['resource_group']}. "
            "Omit service_resource_group, or use the template of that group.",
        )
    if bool(found.get("client_id_output")) != bool(found.get("client_secret_output")):
        mistakes.add(
            f"{_PREFIX}client_id_output",
            "service_client_id_output and service_client_secret_output are required together. Set both or neither.",
        )
    outputs = found.get("template_outputs")
    names = [*_OUTPUTS, *(["id_output"] if _needs_id(found) and "id" not in found else [])]
    for name in names:
        if outputs is not None and found.get(name) and found[name] not in outputs:
            mistakes.add(
                f"{_PREFIX}{name}",
                f"the template has no output {found[name]}. "
                + (
                    f"The template has: {', '.join(sorted(outputs))}. Use one of them."
                    if outputs
                    else "Add it to the template."
                ),
            )


def _needs_id(found: Fields) -> bool:
    """Return whether the id of the service is needed."""
    return "subscribers" in found or (_wants_tenant(found) and "application" not in found)


def _wants_tenant(found: Fields) -> bool:
    """Return whether something is described of a tenant."""
    return "licenses" in found or bool(found.get("administrators"))


def _check_place(found: Fields, mistakes: Mistakes) -> None:
    """Check that it is said where the described things are."""
    known = "id" in found or bool(found.get("template"))
    if "subscribers" in found and not known:
        mistakes.add(f"{_PREFIX}subscribers", "requires a service. Set service_id or service_template.")
    if _wants_tenant(found) and "tenant" not in found:
        mistakes.add(f"{_PREFIX}tenant", "is required with service_licenses and service_administrators. Set it.")
    if _wants_tenant(found) and "application" not in found and not known:
        mistakes.add(
            f"{_PREFIX}application",
            "service_licenses and service_administrators require service_application, or a service with an "
            "application in the tenant. Set one of them.",
        )
    for name, what in (("subscribers", "the service"), ("licenses", "a license")):
        if found.get(f"prune_{name}") and name not in found:
            mistakes.add(
                f"{_PREFIX}prune_{name}",
                f"is set without {_PREFIX}{name}. Set it, too: an empty list means that nobody has {what}.",
            )


def _check_administrators(found: Fields, mistakes: Mistakes) -> None:
    """Check administrators. Nobody is described twice, whatever the state."""
    names = []
    for number, options in enumerate(found.get("administrators", ())):
        name = ""
        with mistakes.collected():
            if "user" in options:
                name = options["user"] = guid(options["user"], f"{_PREFIX}administrators[{number}].user")
        names.append(name)
    mistakes.described_once(f"{_PREFIX}administrators", names)


def _check_settings(found: Fields, mistakes: Mistakes) -> None:
    """Check how to work and to wait."""
    for prove in (
        lambda: max_concurrency(found),
        lambda: WaitOptions.of({"wait": True, "wait_timeout": 120, "wait_interval": 2, **found}),
        lambda: check_path(found.get("graph_path", "/")),
    ):
        try:
            prove()
        except InputError as error:
            mistakes.add("", f"{_PREFIX}{told(error)}")
