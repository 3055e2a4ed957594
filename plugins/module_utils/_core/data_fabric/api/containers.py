# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The Data Fabric APIs: one method per endpoint. Private: for use inside dnv.veracity only.

The names that Veracity gives to fields are translated here and nowhere else.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from ...api_fields import guid, guid_or_none, objects, text
from ...client import harmless
from ...errors import ConnectionFailedError, NotFoundError, ResponseError

if t.TYPE_CHECKING:
    from ...client import Applied, Client
    from ...task import Task

CLOSED = (
    "DNV closed Data Fabric on 2025-01-01 and kept the data for about a year after that. The replacement is the file "
    "storage of Data Workbench. For another Data Fabric, set api_url."
)

DATA = "/veracity/datafabric/data/api/1"
PROVISIONING = "/veracity/datafabric/provisioning/api/1"
# A container's full name is its short name followed by a GUID, with or without hyphens.
_REFERENCE = re.compile(r"([a-z0-9]{5,32})-?(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True)
class Tag:
    """A tag of a container. Tags of type ``systemtag`` belong to Veracity, all others to the owner."""

    title: str
    type: str = "tag"

    @property
    def system(self) -> bool:
        """Whether it belongs to Veracity."""
        return self.type.casefold() == "systemtag"


@dataclass(frozen=True)
class Icon:
    """What the portal draws for a container; empty strings where there is nothing."""

    id: str = ""
    background_color: str = ""


@dataclass(frozen=True)
class Container:
    """A container. What is not known, as of one that is still to be created, is None."""

    short_name: str | None
    id: str | None = None
    reference: str | None = None
    url: str | None = None
    region: str | None = None
    may_contain_personal_data: bool | None = None
    title: str = ""
    description: str = ""
    icon: Icon = Icon()
    tags: tuple[Tag, ...] = ()
    access_level: str | None = None
    owner: str | None = None
    created: str | None = None
    last_modified: str | None = None
    key_status: str | None = None

    @property
    def owned(self) -> bool:
        """Whether the caller owns it."""
        return (self.access_level or "").casefold() == "owner"


@dataclass(frozen=True)
class Region:
    """A region in which containers can be created; ``azure_name`` is what a creation asks for."""

    azure_name: str
    display_name: str
    full_name: str
    short_name: str
    location: str
    group_name: str


class DataFabric:
    """Data Fabric as the caller of ``client`` sees it. Every method raises what the client raises, and ResponseError
    when an answer lacks what is needed."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._closed = _host(client.base_url).endswith(".veracity.com")

    @classmethod
    def of(cls, task: Task, client: Client) -> DataFabric:
        """Return the API for a task. Warns when it is DNV's own, which was closed."""
        api = cls(client)
        if api._closed:
            task.warn(CLOSED)
        return api

    def containers(self) -> list[Container]:
        """Return every container that the caller has to do with, each once; the API has neither pages nor a filter."""
        try:
            answer = self._client.get(f"{DATA}/resources").json()
        except NotFoundError as error:
            error.hint = CLOSED
            raise
        except ConnectionFailedError as error:
            if self._closed:
                error.hint = f"{error.hint} {CLOSED}" if error.hint else CLOSED
            raise
        if not isinstance(answer, list):
            raise ResponseError("The list of containers is not valid: it is not a list.")
        return list({container.id: container for container in map(_container, answer)}.values())

    def container(self, identifier: str) -> Container:
        """Return one container. Raises NotFoundError or ForbiddenError when it is not there, or not for the caller."""
        return _container(self._client.get(f"{DATA}/resources/{guid(identifier)}").json())

    def create_container(self, wanted: Container, *, applied: Applied) -> str | None:
        """Ask for a container and return its id, or None when the answer has none, as before 2024.

        It becomes visible up to 15 minutes later.
        """
        body: dict[str, t.Any] = {
            "containerShortName": wanted.short_name,
            "storageLocation": wanted.region,
            "mayContainPersonalData": wanted.may_contain_personal_data,
            "title": wanted.title,
            "description": wanted.description,
            "tags": [_tag_body(tag) for tag in wanted.tags],
        }
        if wanted.icon != Icon():
            body["icon"] = _icon_body(wanted.icon)
        return self._ordered(f"{PROVISIONING}/container", body, applied)

    def copy_container(
        self, source_id: str, access_id: str, wanted: Container, group_id: str | None, *, applied: Applied
    ) -> str | None:
        """Ask for a copy of a container and its content, in the same region (POST /container/copycontainer).

        Returns the id of the copy, or None when the answer has none. ``access_id`` is a grant that lets the caller read
        and list the source. The copy becomes visible up to 15 minutes later, its content perhaps later than that.
        """
        body: dict[str, t.Any] = {
            "sourceResourceId": guid(source_id),
            "copyResourceShortName": wanted.short_name,
            "copyResourceMayContainPersonalData": wanted.may_contain_personal_data,
            "copyResourceTitle": wanted.title,
            "copyResourceDescription": wanted.description,
            "copyResourceTags": [_tag_body(tag) for tag in wanted.tags],
        }
        if wanted.icon != Icon():
            body["copyResourceIcon"] = _icon_body(wanted.icon)
        if group_id is not None:
            body["groupId"] = guid(group_id)
        query = {"accessId": guid(access_id)}
        return self._ordered(f"{PROVISIONING}/container/copycontainer", body, applied, query)

    def _ordered(
        self, path: str, body: dict[str, t.Any], applied: Applied, query: t.Mapping[str, str] | None = None
    ) -> str | None:
        """Ask for a container and return its id, or None when the answer has none."""
        response = self._client.post(path, body=body, query=query, applied=applied)
        try:
            answer = response.json()
        except ResponseError:
            return None
        return guid_or_none(answer)

    def update_metadata(self, identifier: str, wanted: Container, fields: t.Iterable[str]) -> Container | None:
        """Set the named fields (of title, description, icon, tags) to what ``wanted`` has, in one JSON Patch.

        Returns the container as the server then shows it, or None when the answer has none.
        """
        values = {
            "title": wanted.title,
            "description": wanted.description,
            "icon": _icon_body(wanted.icon),
            "tags": [_tag_body(tag) for tag in wanted.tags],
        }
        patch = [{"op": "replace", "path": f"/{field}", "value": values[field]} for field in fields]
        path = f"{PROVISIONING}/container/{guid(identifier)}/metadata"
        response = self._client.patch(path, body=patch, applied=harmless)
        try:
            return _container(response.json())
        except ResponseError:
            return None

    def delete_container(self, identifier: str) -> None:
        """Ask for the deletion of a container and all its content; it is gone some time later."""
        self._client.delete(f"{PROVISIONING}/container/{guid(identifier)}")

    def regions(self) -> list[Region]:
        """Return the regions in which containers can be created."""
        try:
            answer = self._client.get(f"{PROVISIONING}/regions").json()
        except NotFoundError as error:
            error.hint = CLOSED
            raise
        return [_region(entry) for entry in objects(answer, "The list of regions")]


def _host(url: str) -> str:
    """Return the host of a base URL, with a leading dot."""
    return "." + url.partition("://")[2].partition("/")[0].partition(":")[0].casefold()


def _container(entry: object) -> Container:
    """Return a Resource of the Data API as a container. Raises ResponseError when it lacks what identifies it."""
    if not isinstance(entry, dict):
        raise ResponseError("A container in the response is not valid: it is not an object.")
    identifier, reference, access = (text(entry, key) for key in ("id", "reference", "accessLevel"))
    normal = guid_or_none(identifier)
    if normal is None or not reference or not access:
        missing = [key for key in ("id", "reference", "accessLevel") if not text(entry, key)] or ["a valid id"]
        raise ResponseError(f"A container in the response is not valid: it lacks {', '.join(missing)}.")
    metadata = entry.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    icon = metadata.get("icon")
    icon = icon if isinstance(icon, dict) else {}
    tags = metadata.get("tags")
    name = _REFERENCE.fullmatch(reference.casefold())
    return Container(
        short_name=name.group(1) if name else None,
        id=normal,
        reference=reference,
        url=text(entry, "url") or None,
        region=text(entry, "region") or None,
        may_contain_personal_data={"true": True, "false": False}.get(text(entry, "mayContainPersonalData").casefold()),
        title=text(metadata, "title"),
        description=text(metadata, "description"),
        icon=Icon(text(icon, "id"), text(icon, "backgroundColor")),
        tags=tuple(_tag(tag) for tag in (tags if isinstance(tags, list) else ()) if isinstance(tag, dict)),
        access_level=access,
        owner=text(entry, "ownerId") or None,
        created=text(entry, "creationDateTimeUTC") or None,
        last_modified=text(entry, "lastModifiedUTC") or None,
        key_status=text(entry, "keyStatus") or None,
    )


def _tag(entry: dict[str, t.Any]) -> Tag:
    """Return a Tag of the Data API."""
    return Tag(text(entry, "title"), text(entry, "type") or "tag")


def _region(entry: dict[str, t.Any]) -> Region:
    """Return a StorageRegion of the Provisioning API."""
    names = ("azureName", "displayName", "fullName", "shortName", "location", "groupName")
    return Region(*(text(entry, name) for name in names))


def _tag_body(tag: Tag) -> dict[str, str]:
    """Return a tag as the API takes it."""
    return {"title": tag.title, "type": tag.type}


def _icon_body(icon: Icon) -> dict[str, str]:
    """Return an icon as the API takes it."""
    return {"id": icon.id, "backgroundColor": icon.background_color}
