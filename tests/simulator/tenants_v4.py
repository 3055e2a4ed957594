# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Services API V4: tenants, their applications, licences, administrators, groups and profiles."""

from __future__ import annotations

from collections.abc import Callable

from . import tenant_licenses as licenses
from .company_tenants import CompanyTenant
from .delayed import Delayed
from .inputs import guid, items
from .messages import Response, json_response
from .routing import Api, Call, Route
from .tenant_lookups import (
    accepted,
    account_of,
    application_of,
    body_of,
    group_of,
    guarded,
    known,
    patch,
    problem,
    tenant_of,
    user_of,
)
from .tenant_views import application_view, group_view, member_view, paged, people_views, profile_view, tenant_view


def _list_tenants(call: Call) -> Response:
    tenants = call.state.company_tenants.of_client(call.caller.client_id)
    return json_response(200, [tenant_view(tenant) for tenant in tenants])


def _get_tenant(call: Call) -> Response:
    return json_response(200, tenant_view(tenant_of(call)))


def _list_tenant_admins(call: Call) -> Response:
    return json_response(200, people_views(call, tenant_of(call).admins))


def _get_tenant_admin(call: Call) -> Response:
    tenant = tenant_of(call)
    user_id = call.parameters["userId"].lower()
    return json_response(200, people_views(call, [known(user_id in tenant.admins, user_id)])[0])


def _list_applications(call: Call) -> Response:
    tenant = tenant_of(call)
    return paged(call, [application_view(call, entry) for entry in tenant.applications.values()])


def _get_application(call: Call) -> Response:
    return json_response(200, application_view(call, application_of(call, tenant_of(call))))


def _patch_application(call: Call) -> Response:
    application = application_of(call, tenant_of(call))
    patch(call, {"extensionProperties": application.extension})
    return accepted(application_view(call, application, latest=True))


def _tenants_of_application(call: Call) -> Response:
    wanted = call.parameters["applicationId"].lower()
    tenants = call.state.company_tenants.of_client(call.caller.client_id)
    found = [tenant for tenant in tenants if wanted in tenant.applications]
    known(bool(found), wanted)
    return json_response(200, [tenant_view(tenant) for tenant in found])


def _list_groups(call: Call) -> Response:
    return paged(call, [group_view(call, group) for group in tenant_of(call).groups.values()])


def _get_group(call: Call) -> Response:
    return json_response(200, group_view(call, group_of(call, tenant_of(call))))


def _patch_group(call: Call) -> Response:
    group = group_of(call, tenant_of(call))
    patch(call, {"extensionProperties": group.extension})
    return accepted(group_view(call, group, latest=True))


def _list_members(call: Call) -> Response:
    tenant = tenant_of(call)
    return json_response(200, [member_view(tenant, member) for member in group_of(call, tenant).members])


def _list_members_exploded(call: Call) -> Response:
    tenant = tenant_of(call)
    users = dict.fromkeys(tenant.exploded(group_of(call, tenant).id))
    return json_response(200, [member_view(tenant, user) for user in users])


def _patch_member(call: Call) -> Response:
    tenant = tenant_of(call)
    group = group_of(call, tenant)
    member = call.parameters["memberId"].lower()
    known(member in group.members, member)
    patch(call, {"extensionProperties": group.member_extensions.setdefault(member, Delayed([]))})
    return accepted(member_view(tenant, member))


def _groups_of_group(call: Call) -> Response:
    tenant = tenant_of(call)
    return json_response(200, [group_view(call, entry) for entry in tenant.groups_of(group_of(call, tenant).id)])


def _applications_of_group(call: Call) -> Response:
    tenant = tenant_of(call)
    return _applications_of(call, tenant, {group_of(call, tenant).id})


def _list_users(call: Call) -> Response:
    tenant = tenant_of(call)
    return paged(call, [profile_view(call, tenant, user) for user in tenant.users])


def _read_users(call: Call) -> Response:
    tenant = tenant_of(call)
    wanted = body_of(call, lambda value: [guid("the body", entry) for entry in items("the body", value)])
    return json_response(200, [profile_view(call, tenant, user) for user in wanted if user in tenant.users])


def _users_with_email(call: Call) -> Response:
    tenant = tenant_of(call)
    people = call.state.directory.with_email(call.parameters["email"])
    return json_response(200, [profile_view(call, tenant, person.id) for person in people if person.id in tenant.users])


def _get_user(call: Call) -> Response:
    tenant = tenant_of(call)
    return json_response(200, profile_view(call, tenant, user_of(call, tenant)))


def _patch_user(call: Call) -> Response:
    tenant = tenant_of(call)
    user_id = user_of(call, tenant)
    patch(call, {"extensionProperties": tenant.users[user_id]})
    return accepted(profile_view(call, tenant, user_id))


def _groups_of_user(call: Call) -> Response:
    tenant = tenant_of(call)
    return json_response(200, [group_view(call, group) for group in tenant.groups_of(user_of(call, tenant))])


def _applications_of_user(call: Call) -> Response:
    tenant = tenant_of(call)
    user_id = user_of(call, tenant)
    inside = {group.id for group in tenant.groups.values() if user_id in tenant.exploded(group.id)}
    return _applications_of(call, tenant, inside | {user_id})


def _get_account(call: Call) -> Response:
    return json_response(200, people_views(call, [account_of(call)])[0])


def _tenants_of_account(call: Call) -> Response:
    user_id = account_of(call)
    tenants = call.state.company_tenants.of_client(call.caller.client_id)
    return json_response(200, [tenant_view(tenant) for tenant in tenants if user_id in tenant.users])


def _only_for_users(call: Call) -> Response:
    return problem(403, "The operation needs the access token of a user.")


def _health(call: Call) -> Response:
    return json_response(200, {"status": "Healthy"})


def _applications_of(call: Call, tenant: CompanyTenant, entities: set[str]) -> Response:
    now = call.state.clock.now()
    found = [
        application
        for application in tenant.applications.values()
        if any(entity in entities and history.seen(now) for entity, history in application.licenses.items())
    ]
    return json_response(200, [application_view(call, application) for application in found])


_TENANT = "/tenants/{tenantId}"
_APPLICATION = f"{_TENANT}/applications/{{applicationId}}"
_GROUP = f"{_TENANT}/groups/{{groupId}}"
_USER = f"{_TENANT}/users/{{userId}}"
_OPERATIONS: tuple[tuple[str, str, Callable[[Call], Response]], ...] = (
    ("GET", "/tenants", _list_tenants),
    ("GET", _TENANT, _get_tenant),
    ("GET", f"{_TENANT}/admins", _list_tenant_admins),
    ("GET", f"{_TENANT}/admins/{{userId}}", _get_tenant_admin),
    ("GET", f"{_TENANT}/applications", _list_applications),
    ("GET", _APPLICATION, _get_application),
    ("PATCH", _APPLICATION, _patch_application),
    ("GET", "/applications/{applicationId}/tenants", _tenants_of_application),
    ("GET", f"{_APPLICATION}/licenses", licenses.list_licenses),
    ("POST", f"{_APPLICATION}/licenses", licenses.post_license),
    ("GET", f"{_APPLICATION}/licenses/{{userId}}", licenses.get_license),
    ("PUT", f"{_APPLICATION}/licenses/{{entityId}}", licenses.put_license),
    ("PATCH", f"{_APPLICATION}/licenses/{{entityId}}", licenses.patch_license),
    ("DELETE", f"{_APPLICATION}/licenses/{{entityId}}", licenses.delete_license),
    ("GET", f"{_APPLICATION}/users", licenses.licensed_users),
    ("GET", f"{_APPLICATION}/administrators", licenses.list_administrators),
    ("POST", f"{_APPLICATION}/administrators/{{userId}}", licenses.post_administrator),
    ("DELETE", f"{_APPLICATION}/administrators/{{userId}}", licenses.delete_administrator),
    ("GET", f"{_TENANT}/groups", _list_groups),
    ("GET", _GROUP, _get_group),
    ("PATCH", _GROUP, _patch_group),
    ("GET", f"{_GROUP}/members", _list_members),
    ("GET", f"{_GROUP}/members/exploded", _list_members_exploded),
    ("PATCH", f"{_GROUP}/members/{{memberId}}", _patch_member),
    ("GET", f"{_GROUP}/memberOf", _groups_of_group),
    ("GET", f"{_GROUP}/applications", _applications_of_group),
    ("GET", f"{_TENANT}/users", _list_users),
    ("POST", f"{_TENANT}/users", _read_users),
    ("GET", f"{_TENANT}/users/.email({{email}})", _users_with_email),
    ("GET", _USER, _get_user),
    ("PATCH", _USER, _patch_user),
    ("GET", f"{_USER}/groups", _groups_of_user),
    ("GET", f"{_USER}/applications", _applications_of_user),
    ("GET", "/users/{userId}", _get_account),
    ("GET", "/users/{userId}/tenants", _tenants_of_account),
    ("GET", "/me", _only_for_users),
    ("GET", "/me/applications", _only_for_users),
    ("GET", "/me/tenants", _only_for_users),
    ("GET", "/me/tenants/{tenantId}/applications", _only_for_users),
    ("GET", "/me/tenants/{tenantId}/groups", _only_for_users),
    ("GET", "/me/applications/{applicationId}/tenants", _only_for_users),
    ("POST", "/me/applications/{applicationId}/.policy()", _only_for_users),
    ("POST", "/me/policy-verifications/{serviceId}", _only_for_users),
    ("GET", "/health", _health),
)
_ROUTES = tuple(Route(method, template, guarded(handler)) for method, template, handler in _OPERATIONS)

APIS = tuple(
    Api(base=base, registration="services", routes=_ROUTES, admits=lambda _caller: True)
    for base in ("/veracity/graph/v4", "/apiv4/v1")
)
"""The same API under both addresses that the sources name."""
