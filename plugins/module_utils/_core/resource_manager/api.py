# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The Veracity Resource Manager (VRM). Private: for use inside dnv.veracity only.

It has one endpoint, which takes a template: no reading, no deletion, no job to ask about. Its token is a project's
automation token.
"""

from __future__ import annotations

import base64
import binascii
import json
import typing as t
from dataclasses import dataclass
from urllib.parse import quote

from ..client import harmless
from ..errors import ApiError, ForbiddenError, NotFoundError, ResponseError

if t.TYPE_CHECKING:
    from ..client import Client
    from ..transport.session import Response

_BASE = "/developer/vrm/v1"
_TEXT_LIMIT = 1000
_PORTAL = "developer.veracity.com/projects, under Settings of the project"


@dataclass(frozen=True)
class Reply:
    """What Veracity says to a template: ``errors`` in short, empty when there are none, and the outputs by name."""

    errors: str
    values: dict[str, t.Any]


class ResourceManager:
    """The API as the holder of the automation token of ``client`` sees it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def submit(self, project: str, template: t.Any, parameters: t.Any, *, once: bool = False) -> Reply:
        """Have resources created and changed (POST /projects/{id}/resourceGroups/files), and return the answer.

        Raises AmbiguousError when it may have been applied, ResponseError when it was and the answer cannot be read,
        ApiError when it was refused. Resources before the one that is at fault may be there all the same.
        A template that was turned away is submitted again, because resources are known by their names; not with
        ``once``, for one that replaces secrets each time.
        """
        body = {"format": "json", "template": _encoded(template), "parameters": _encoded(parameters)}
        path = f"{_BASE}/projects/{quote(project, safe='')}/resourceGroups/files"
        try:
            response = self._client.post(path, body=body, applied=None if once else harmless)
        except ApiError as error:
            raise _explained(error, project) from None
        return _reply(response)


def _encoded(document: t.Any) -> str:
    """Return a document as Veracity takes it: JSON in UTF-8 in base64."""
    return base64.b64encode(json.dumps(document, ensure_ascii=False, indent=2).encode()).decode()


def _explained(error: ApiError, project: str) -> ApiError:
    """Return an error in the words of this API."""
    if error.status == 401:
        return ApiError(
            "Veracity does not accept the automation token.",
            hint=f"It is not an OAuth token. Generate one in {_PORTAL}, and set automation_token or "
            "VERACITY_AUTOMATION_TOKEN.",
            exchange=error.exchange,
        )
    if error.status == 403:
        return ForbiddenError(
            f"The automation token is not valid for project {project}.",
            hint=f"Each project has its own token. Generate one in {_PORTAL}.",
            exchange=error.exchange,
        )
    if isinstance(error, NotFoundError):
        return NotFoundError(
            f"There is no project {project}.",
            hint="Check project_id, which the portal shows under Settings of the project, and veracity_environment.",
            exchange=error.exchange,
        )
    if error.status in (400, 409, 422):
        return type(error)(
            "Veracity refused the template.",
            hint="Resources before the failed one may have been created or changed. The next run submits "
            "the template again.",
            exchange=error.exchange,
        )
    return error


def _reply(response: Response) -> Reply:
    """Return the answer: a JSON string that holds base64, bare base64, or plain JSON."""
    document = _document(response)
    if not isinstance(document, dict) or not {"errors", "values"} & set(document):
        raise ResponseError(
            "Veracity accepted the template, but the response cannot be read: it has neither errors nor values.",
            exchange=response.exchange,
        )
    errors = document.get("errors")
    values: dict[str, t.Any] = {}
    listed = document.get("values") or []
    for entry in listed if isinstance(listed, list) else [listed]:
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            raise ResponseError(
                "Veracity accepted the template, but the response cannot be read: an output has no name.",
                exchange=response.exchange,
            )
        values[entry["name"]] = entry.get("value")
    said = errors if isinstance(errors, str) else json.dumps(errors, ensure_ascii=False)
    return Reply(response.scrub(said, _TEXT_LIMIT) if errors else "", values)


def _document(response: Response) -> t.Any:
    """Return the document of an answer, whichever form it has."""
    text = response.body.decode("utf-8-sig", "replace").strip()
    for _layer in range(3):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = text
        if not isinstance(found, str):
            return found
        try:
            text = base64.b64decode("".join(found.split()), validate=True).decode("utf-8-sig")
        except (binascii.Error, ValueError):
            if found == text:
                return None
            text = found
    return None
