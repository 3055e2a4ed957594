# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations of an API and how a request finds its own."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from .messages import Request, Response, json_response
from .registrations import Application
from .state import State


@dataclass(frozen=True)
class Call:
    """A request that has passed the gateway; ``parameters`` are decoded parts of the path."""

    state: State
    request: Request
    caller: Application
    parameters: Mapping[str, str]

    def query(self, name: str) -> str | None:
        """Return a parameter of the query, None when it is not there; one that is given twice is joined by commas."""
        values = self.request.query.get(name)
        return None if values is None else ",".join(values)


@dataclass(frozen=True)
class Route:
    """One operation; ``template`` is spelled as in the OpenAPI document."""

    method: str
    template: str
    handler: Callable[[Call], Response]

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """Return the decoded parameters when method and path are those of this operation."""
        found = _pattern(self.template).fullmatch(path) if method == self.method else None
        return None if found is None else {name: unquote(value) for name, value in found.groupdict().items()}


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)))


@dataclass(frozen=True)
class Api:
    """One API behind the gateway: where it is, whose tokens it takes and what it can do.

    ``admits`` says whether an application may call it at all, ``finish`` adds to every answer of its own.
    """

    base: str
    registration: str
    routes: tuple[Route, ...]
    admits: Callable[[Application], bool] = Application.in_data_fabric
    finish: Callable[[Request, Response], Response] = lambda _request, response: response

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return the operation and its parameters; the base is compared without case, the rest exactly."""
        if path[: len(self.base)].lower() != self.base:
            return None
        for route in self.routes:
            parameters = route.match(method, path[len(self.base) :])
            if parameters is not None:
                return route, parameters
        return None

    def operation(self, route: Route) -> str:
        """Return the name under which calls of a route are counted."""
        template = re.sub(r"{\w*[iI]d}", "{id}", route.template)
        return f"{route.method} {self.base}{template}"


def message(status: int, text: str) -> Response:
    """Return an error as the APIs word it."""
    return json_response(status, {"Message": text})
