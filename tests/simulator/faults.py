# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that the control interface scripts."""

from __future__ import annotations

import base64
import binascii
import itertools
import json
import re
import threading
import typing as t
from dataclasses import dataclass

from .messages import Request, Response


@dataclass
class Fault:
    """What goes wrong, for which requests and how often; see README.md for each part."""

    path: re.Pattern[str]
    method: str | None = None
    times: int = 1
    skip: int = 0
    delay: float = 0.0
    scripted: Response | None = None
    apply: bool = False
    drop: str | None = None
    reset: bool = False
    trickle: float | None = None
    trickle_from: str = "head"
    hang: float | None = None
    endless: bool = False

    def concerns(self, request: Request) -> bool:
        """Return whether the request is one that it is meant for."""
        return self.method in (None, request.method) and self.path.search(request.path) is not None

    def does_it(self) -> bool:
        """Return whether the operation is really carried out."""
        if self.apply or self.drop == "after":
            return True
        return self.scripted is None and self.drop is None and self.hang is None and not self.endless


class Faults:
    """The scripted faults in the order in which they were given."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._cleared = threading.Event()

    def add(self, description: t.Any) -> int:
        """Add a fault and return its id; raises ValueError when the description is not understood."""
        fault = _fault(description)
        with self._lock:
            number = next(self._ids)
            self._faults[number] = fault
        return number

    def clear(self) -> None:
        """Remove all faults and end those that are going on."""
        with self._lock:
            self._faults.clear()
            self._cleared.set()
            self._cleared = threading.Event()

    def take(self, request: Request) -> tuple[Fault | None, threading.Event]:
        """Return the fault that this request meets, if any, and the event that ends it early."""
        with self._lock:
            for number, fault in self._faults.items():
                if not fault.concerns(request):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                if fault.times:
                    fault.times -= 1
                    if not fault.times:
                        del self._faults[number]
                return fault, self._cleared
            return None, self._cleared


def _number(value: t.Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _count(value: t.Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _flag(value: t.Any) -> bool:
    return isinstance(value, bool)


def _text(value: t.Any) -> bool:
    return isinstance(value, str)


_SCRIPT = ("status", "headers", "body", "body_base64", "json")
_EFFECTS = ("delay", "status", "drop", "reset", "trickle", "hang", "endless")
_PARTS: dict[str, t.Callable[[t.Any], bool]] = {
    "method": _text,
    "path": _text,
    "times": _count,
    "skip": _count,
    "delay": _number,
    "status": lambda value: _count(value) and 200 <= value <= 599,
    "headers": lambda value: isinstance(value, dict) and all(map(_text, value.values())),
    "body": _text,
    "body_base64": _text,
    "json": lambda value: True,
    "apply": _flag,
    "drop": lambda value: value in ("before", "after"),
    "reset": _flag,
    "trickle": _number,
    "trickle_from": lambda value: value in ("head", "body"),
    "hang": _number,
    "endless": _flag,
}


def _fault(description: t.Any) -> Fault:
    if not isinstance(description, dict) or "path" not in description:
        raise ValueError("a fault is a JSON object with a path")
    for name, value in description.items():
        if name not in _PARTS:
            raise ValueError(f"unknown part {name!r}, known: {', '.join(_PARTS)}")
        if not _PARTS[name](value):
            raise ValueError(f"part {name!r} cannot be {value!r}")
    if not set(description) & set(_EFFECTS):
        raise ValueError(f"nothing goes wrong: give one of {', '.join(_EFFECTS)}")
    if set(description) & set(_SCRIPT) and "status" not in description:
        raise ValueError("headers and body belong to a status")
    parts = {name: value for name, value in description.items() if name not in _SCRIPT}
    try:
        parts["path"] = re.compile(parts["path"])
    except re.error as error:
        raise ValueError(f"path is not a regular expression: {error}") from None
    return Fault(**parts, scripted=_scripted(description) if "status" in description else None)


def _scripted(description: dict[str, t.Any]) -> Response:
    if len(set(description) & {"body", "body_base64", "json"}) > 1:
        raise ValueError("give one of body, body_base64 and json")
    headers = dict(description.get("headers", {}))
    body = description.get("body", "").encode("utf-8")
    if "body_base64" in description:
        try:
            body = base64.b64decode(description["body_base64"], validate=True)
        except binascii.Error as error:
            raise ValueError(f"body_base64: {error}") from None
    if "json" in description:
        body = json.dumps(description["json"]).encode("utf-8")
        headers = {"Content-Type": "application/json; charset=utf-8", **headers}
    return Response(description["status"], body, headers)
