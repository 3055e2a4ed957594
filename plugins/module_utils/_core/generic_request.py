# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One request to any endpoint, made only when it is needed. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from .client import harmless
from .errors import AmbiguousError, InputError, ResponseError, UnknownStateError

if t.TYPE_CHECKING:
    from .client import Applied, Client, Query
    from .task import Task
    from .transport.session import Response

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_READS = ("GET", "HEAD")
_RESERVED = ("authorization", "ocp-apim-subscription-key", "host", "content-length", "transfer-encoding")
# What tells something and is no secret.
_SHOWN = ("content-type", "date", "etag", "last-modified", "location", "retry-after", "x-supportcode", "x-sub-status")
_HEADER = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True)
class ApiRequest:
    """The request, and how to see that it is not needed. ``match`` is what the answer to the read must contain."""

    method: str
    path: str
    query: Query
    body: t.Any
    headers: t.Mapping[str, str]
    accepted: t.Container[int]
    read_path: str | None = None
    read_query: Query | None = None
    match: t.Any = None

    @property
    def writes(self) -> bool:
        """Whether it is meant to change something."""
        return self.method not in _READS


def request_of(params: t.Mapping[str, t.Any]) -> ApiRequest:
    """Return what the options of a task ask for. Raises InputError."""
    method, path = params["method"], _path(params["path"], "path")
    headers = {str(name): str(value) for name, value in (params["headers"] or {}).items()}
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or any(letter in value for letter in "\r\n\0"):
            raise InputError(f"headers: {name!r} is not a valid header. Correct or remove it.")
        if name.casefold() in _RESERVED:
            raise InputError(f"headers: {name} is set by the module. Use the options for credentials instead.")
    if params["body"] is not None and method in _READS:
        raise InputError(f"body: not allowed with {method}. Use query.")
    statuses = params["status_code"]
    if statuses and not all(100 <= status <= 599 for status in statuses):
        raise InputError("status_code: must be a list of HTTP status codes.")
    by = params["idempotent_by"]
    if by is not None and method in _READS:
        raise InputError(f"idempotent_by: does not apply to {method}, which changes nothing. Omit it.")
    match = None
    if by is not None:
        match = params["body"] if by["match"] is None else by["match"]
        if match is None and method != "DELETE":
            raise InputError("idempotent_by.match: required if body is omitted. Set it.")
    return ApiRequest(
        method,
        path,
        _query(params["query"], "query"),
        params["body"],
        headers,
        frozenset(statuses) if statuses else range(200, 300),
        None if by is None else _path(by["path"] or params["path"], "idempotent_by.path"),
        None if by is None else _query(by["query"], "idempotent_by.query"),
        match,
    )


def ensure(task: Task, client: Client, request: ApiRequest) -> dict[str, t.Any]:
    """Send the request unless it is not needed, or only checked, and return the result of the task."""
    if request.read_path is not None and _reached(client, request):
        return {"changed": False, "sent": False, "status": None}
    if request.writes and task.check_mode:
        return {"changed": True, "sent": False, "status": None}
    try:
        response = client.request(
            request.method,
            request.path,
            body=request.body,
            query=request.query,
            headers=request.headers,
            accepted=request.accepted,
            applied=_applied(client, request),
        )
    except AmbiguousError as error:
        if request.read_path is not None and _reached(client, request):
            return {"changed": True, "sent": True, "status": None}
        raise UnknownStateError(
            f"{request.method} {request.path}: Veracity did not confirm the request, which may have been applied.",
            hint="Check its effect before you run again, or set idempotent_by so that the module can check it.",
            exchange=error.exchange,
        ) from None
    return {"changed": request.writes, "sent": True, **_shown(response)}


def contains(found: t.Any, match: t.Any) -> bool:
    """Return whether a JSON value has everything that ``match`` has: keys of objects, and entries of lists."""
    if isinstance(match, dict):
        return isinstance(found, dict) and all(key in found and contains(found[key], match[key]) for key in match)
    if isinstance(match, list):
        return isinstance(found, list) and all(any(contains(entry, wanted) for entry in found) for wanted in match)
    # true is not 1 in JSON.
    return isinstance(found, bool) is isinstance(match, bool) and bool(found == match)


def _applied(client: Client, request: ApiRequest) -> Applied | None:
    """Return how to see that a request was applied, None where nothing tells it. A PUT twice has the effect of one."""
    if request.read_path is not None:
        return lambda: _reached(client, request)
    return harmless if request.method == "PUT" else None


def _reached(client: Client, request: ApiRequest) -> bool:
    """Return whether what is there is what the request would bring about."""
    path = t.cast(str, request.read_path)
    response = client.request("GET", path, query=request.read_query, accepted=frozenset({*range(200, 300), 404, 410}))
    absent = response.status in (404, 410)
    if request.method == "DELETE" and request.match is None:
        return absent
    if absent:
        return request.method == "DELETE"
    try:
        is_contained = contains(response.json(), request.match)
    except ResponseError:
        return False
    return is_contained is not (request.method == "DELETE")


def _shown(response: Response) -> dict[str, t.Any]:
    """Return an answer as results show it: what it says of our own credentials is masked, all else is as it came."""
    headers = {name: response.headers[name] for name in response.headers if name.casefold() in _SHOWN}
    try:
        found: dict[str, t.Any] = {"json": response.json()}
    except ResponseError:
        found = {"json": None, "content": response.body.decode("utf-8-sig", "replace")}
    # Decoded before: a secret that JSON escapes is masked, and the mask breaks no JSON.
    return {"status": response.status, **response.scrub.data({"headers": headers, **found}, short=True)}


def _path(value: str, name: str) -> str:
    """Return a path on the API host. Raises InputError."""
    if not value.startswith("/") or value.startswith("//") or any(letter in value for letter in "?# \r\n\\"):
        raise InputError(
            f"{name}: must be a path on the API host such as /veracity/services/v3/this/services, without a query, not "
            f"{value!r}."
        )
    return value


def _query(values: t.Mapping[str, t.Any] | None, name: str) -> dict[str, str | list[str]]:
    """Return query parameters as text, and lists as several values of one. Raises InputError."""
    found: dict[str, str | list[str]] = {}
    for key, value in (values or {}).items():
        if isinstance(value, list):
            found[str(key)] = [_written(entry, key, name) for entry in value]
        elif value is not None:
            found[str(key)] = _written(value, key, name)
    return found


def _written(value: t.Any, key: object, name: str) -> str:
    """Return one value of a query parameter; booleans as JSON writes them. Raises InputError."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        raise InputError(f"{name}: {key} must be a string, a number, a boolean or a list of them, not {value!r}.")
    return str(value)
