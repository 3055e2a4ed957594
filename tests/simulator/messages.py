# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What comes in and what goes out, apart from sockets."""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """One HTTP request; ``headers`` finds names without case, ``path`` is percent-encoded as received."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    origin: str

    def media_type(self) -> str:
        """Return the media type of the body in lower case and without parameters, empty when none is given."""
        return (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower()

    def json(self) -> t.Any:
        """Return the body as JSON; raises ValueError when it is none."""
        return json.loads(self.body.decode("utf-8"), parse_constant=_refuse_constant)


@dataclass(frozen=True)
class Response:
    """One HTTP answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def json_response(status: int, value: t.Any, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer with ``value`` as its JSON body."""
    return json_bytes_response(status, json.dumps(value).encode("utf-8"), headers)


def json_bytes_response(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer whose JSON body is serialised already."""
    return Response(status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})


def _refuse_constant(name: str) -> t.NoReturn:
    raise ValueError(f"{name} is not JSON")
