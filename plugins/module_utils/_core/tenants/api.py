# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Tenants, their applications and licenses: the Services API V4. Private: for use inside dnv.veracity only.

Its OpenAPI document is not published in full. Field names that no document gives are read in either case, and listings
in either form, as an array or as an OData object.
"""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ..api_fields import guid, guid_or_none, objects, text
from ..api_refusals import explained
from ..errors import InputError, NotFoundError, ResponseError

if t.TYPE_CHECKING:
    from ..client import Applied, Client

DEFAULT_PATH = "/veracity/graph/v4"
_RIGHT = (
    "The application probably lacks a right. It acts through its service principal in the tenant, which exists once "
    "the application is installed there, and can only manage its own application. Whether this call accepts "
    "application tokens is not documented."
)
_MISSING = "Check tenant and application, and that user is the id of an account, not of a profile."
# A listing that does not end is not read for ever.
_MOST_PAGES = 10_000
_NEXT = ("@odata.nextLink", "@nextLink", "odata.nextLink", "nextLink")


class Place(t.NamedTuple):
    """An application of a tenant."""

    tenant: str
    application: str

    @classmethod
    def of(cls, params: t.Mapping[str, t.Any]) -> Place:
        """Return what the options ``tenant`` and ``application`` say. Raises InputError."""
        return cls(guid(params["tenant"], "tenant"), guid(params["application"], "application"))


@dataclass(frozen=True)
class License:
    """What a user or a group may do in an application: ``kind`` is ``user`` or ``group``.

    ``properties`` are in the order of the API: changes name them by their place.
    """

    entity: str
    kind: str
    access_level: str | None
    properties: tuple[tuple[str, str], ...] = ()


class Tenants:
    """The API as the caller of ``client`` sees it. Writes are accepted with 202 and become visible later.

    Every method raises what the client raises, and ResponseError when an answer lacks what is needed.
    """

    def __init__(self, client: Client, path: str = DEFAULT_PATH) -> None:
        """``path`` is where the API is on its host; sources disagree. Raises InputError when it is no path."""
        self._client = client
        self._base = check_path(path)

    def tenants(self) -> list[dict[str, t.Any]]:
        """Return the tenants that are linked to the service (GET /tenants)."""
        return self._all("/tenants", "The list of tenants")

    def applications(self, tenant: str) -> list[dict[str, t.Any]]:
        """Return the applications of a tenant (GET /tenants/{t}/applications)."""
        return self._all(f"/tenants/{guid(tenant)}/applications", "The list of applications")

    def groups(self, tenant: str) -> list[dict[str, t.Any]]:
        """Return the groups of a tenant (GET /tenants/{t}/groups)."""
        return self._all(f"/tenants/{guid(tenant)}/groups", "The list of groups")

    def members(self, tenant: str, group: str) -> list[dict[str, t.Any]]:
        """Return the direct members of a group (GET /tenants/{t}/groups/{g}/members)."""
        return self._all(f"/tenants/{guid(tenant)}/groups/{guid(group)}/members", "The list of members")

    def profiles(self, tenant: str, email: str | None = None) -> list[dict[str, t.Any]]:
        """Return the user profiles of a tenant, or those with an e-mail address (GET …/users/.email({email}))."""
        users = f"/tenants/{guid(tenant)}/users"
        if email is None:
            return self._all(users, "The list of users")
        try:
            return self._all(f"{users}/.email({quote(email, safe='@')})", "The list of users")
        except NotFoundError:
            return []

    def licenses(self, tenant: str, application: str) -> list[License]:
        """Return the licenses of an application (GET …/licenses)."""
        return [_license(entry) for entry in self._all(_licenses(tenant, application), "The list of licenses")]

    def license(self, tenant: str, application: str, entity: str, kind: str) -> License | None:
        """Return the license of a user or group, None when there is none (GET …/licenses/{userId}, …/licenses).

        Only users have a documented way to read one.
        """
        if kind != "user":
            return next((found for found in self.licenses(tenant, application) if found.entity == guid(entity)), None)
        try:
            with explained(_RIGHT, _MISSING):
                answer = self._client.get(f"{self._base}{_licenses(tenant, application)}/{guid(entity)}").json()
        except NotFoundError:
            return None
        if not isinstance(answer, dict):
            raise ResponseError("The license is not valid: the response is not an object.")
        found = _license(answer)
        # What a user has by a group is the group's.
        return None if found.kind == "group" else found

    def add_license(self, tenant: str, application: str, wanted: License, *, applied: Applied) -> None:
        """Ask for a license (POST …/licenses)."""
        body: dict[str, t.Any] = {"entityId": wanted.entity, "entityType": wanted.kind}
        if wanted.access_level is not None:
            body["accessLevel"] = wanted.access_level
        with explained(_RIGHT, _MISSING):
            self._client.post(f"{self._base}{_licenses(tenant, application)}", body=body, applied=applied)

    def set_access_level(self, tenant: str, application: str, entity: str, level: str) -> None:
        """Ask for another access level (PUT …/licenses/{entityId}); twice has the effect of once."""
        path = f"{self._base}{_licenses(tenant, application)}/{guid(entity)}"
        with explained(_RIGHT, _MISSING):
            self._client.put(path, body={"accessLevel": level}, repeatable=True)

    def patch_license(
        self, tenant: str, application: str, entity: str, patch: list[dict[str, t.Any]], *, applied: Applied
    ) -> None:
        """Ask for changes of properties, as a JSON Patch (PATCH …/licenses/{entityId})."""
        with explained(_RIGHT, _MISSING):
            self._client.patch(
                f"{self._base}{_licenses(tenant, application)}/{guid(entity)}", body=patch, applied=applied
            )

    def remove_license(self, tenant: str, application: str, entity: str) -> None:
        """Ask for the removal of a license (DELETE …/licenses/{entityId}). One that is not there is fine."""
        self._delete(f"{_licenses(tenant, application)}/{guid(entity)}")

    def administrators(self, tenant: str, application: str) -> list[dict[str, t.Any]]:
        """Return the administrators of an application (GET …/administrators)."""
        return self._all(_administrators(tenant, application), "The list of administrators")

    def add_administrator(self, tenant: str, application: str, user: str, *, applied: Applied) -> None:
        """Ask for an administrator (POST …/administrators/{userId})."""
        with explained(_RIGHT, _MISSING):
            self._client.post(f"{self._base}{_administrators(tenant, application)}/{guid(user)}", applied=applied)

    def remove_administrator(self, tenant: str, application: str, user: str) -> None:
        """Ask for the removal of an administrator (DELETE …/administrators/{userId}). A missing one is fine."""
        self._delete(f"{_administrators(tenant, application)}/{guid(user)}")

    def _delete(self, path: str) -> None:
        try:
            with explained(_RIGHT, _MISSING):
                self._client.delete(f"{self._base}{path}")
        except NotFoundError:
            return

    def _all(self, path: str, what: str) -> list[dict[str, t.Any]]:
        """Return the entries of all pages, each once. A next link is followed on this API only, and never twice."""
        found: dict[str, dict[str, t.Any]] = {}
        seen: set[str] = set()
        link = f"{self._base}{path}"
        for _page in range(_MOST_PAGES):
            seen.add(link)
            with explained(_RIGHT, _MISSING):
                answer = self._client.get(link).json()
            rest = answer if isinstance(answer, list) else answer.get("value") if isinstance(answer, dict) else None
            # What is added meanwhile moves the last entry of a page to the next one.
            found.update({json.dumps(entry, sort_keys=True): entry for entry in objects(rest, what)})
            link = self._next(link, _more(answer), what) if isinstance(answer, dict) else ""
            if not link or link in seen:
                return list(found.values())
        raise ResponseError(f"{what} is not valid: it does not end.")

    def _next(self, link: str, url: str, what: str) -> str:
        """Return path and query of a next link, which may be relative. Raises ResponseError when it leads elsewhere."""
        if not url:
            return ""
        base = urlsplit(self._client.base_url)
        try:
            target = urlsplit(urljoin(self._client.base_url + link, url))
            at_home = _origin(target) == _origin(base)
        except ValueError:
            at_home = False
        if not at_home:
            raise ResponseError(f"{what} continues at another host, and tokens are only sent to this API.")
        return "/" + target.path.removeprefix(base.path).lstrip("/") + (f"?{target.query}" if target.query else "")


def check_path(path: str) -> str:
    """Return the path of the API on its host, without a slash at its end. Raises InputError when it is no path."""
    if not path.startswith("/") or "?" in path or "#" in path or "//" in path:
        raise InputError(f"graph_path: must be a path such as {DEFAULT_PATH}, not {path!r}.")
    return path.rstrip("/")


def _more(answer: dict[str, t.Any]) -> str:
    """Return the link to the next page, empty on the last one. Releases of OData spell its name differently."""
    return next((text(answer, name) for name in _NEXT if text(answer, name)), "")


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port. Raises ValueError when the port is none."""
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _licenses(tenant: str, application: str) -> str:
    """Return the path of the licenses of an application."""
    return f"/tenants/{guid(tenant)}/applications/{guid(application)}/licenses"


def _administrators(tenant: str, application: str) -> str:
    """Return the path of the administrators of an application."""
    return f"/tenants/{guid(tenant)}/applications/{guid(application)}/administrators"


def _license(entry: dict[str, t.Any]) -> License:
    """Return a license of the API. Raises ResponseError when it does not say whose it is."""
    entity = guid_or_none(entry.get("entityId")) or guid_or_none(entry.get("userId")) or guid_or_none(entry.get("id"))
    if entity is None:
        raise ResponseError("A license in the response is not valid: it lacks a holder.")
    found = entry.get("properties")
    properties = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    return License(
        entity,
        text(entry, "entityType").casefold() or "user",
        text(entry, "accessLevel") or None,
        tuple((_either(item, "name"), _either(item, "value")) for item in properties),
    )


def _either(entry: dict[str, t.Any], key: str) -> str:
    """Return a field that is written in lower case in answers and capitalised in examples of requests."""
    return text(entry, key) or text(entry, key.capitalize())
