# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""H: whatever JSON an API answers with, its parser ends in a value or in an error of ours, never in a traceback."""

from __future__ import annotations

import ast
import base64
import copy
import functools
import gc
import importlib
import inspect
import json
import math
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.client import harmless
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import Access
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import (
    Container,
    DataFabric,
    Icon,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.groups import Group
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys.selection import suitable
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.api.datasets import Dataset, Datasets
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.api.schemas import Schema
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.api.workspaces import (
    Workspace,
    Workspaces,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import Exchange, ResponseError, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import Scrubber
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.api import Notification, Registration
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import License
from ansible_collections.dnv.veracity.plugins.module_utils._core.transport.session import Response

# It walks every API, and nothing in it depends on the Python.
pytestmark = pytest.mark.slow

CORE = Path(__file__).resolve().parents[3] / "plugins" / "module_utils" / "_core"
API_FILES = sorted([*CORE.glob("api_*.py"), *CORE.glob("*/api.py"), *CORE.glob("*/api/*.py")])
PACKAGE = "ansible_collections.dnv.veracity.plugins.module_utils._core"
ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
NOW = 1_000_000.0

# As JSON: some of it Python would not write.
ODD = {
    "null": "null",
    "true": "true",
    "false": "false",
    "zero": "0",
    "minus one": "-1",
    "fraction": "0.5",
    "large": "1e308",
    "too large": "1e999",
    "minus large": "-1e308",
    "long": "9" * 400,
    "too long": "9" * 5000,
    "empty text": '""',
    "text": '"x"',
    "blank": '" "',
    "nought": '"\\u0000"',
    "half a character": '"\\ud800"',
    "other digits": '"\\u0661\\u0662"',
    "a number as text": '"1e308"',
    "not a number": '"NaN"',
    "infinite": '"-Infinity"',
    "no moment": '"9999-99-99T99:99:99Z"',
    "last moment": '"9999-12-31T23:59:59.9999999Z"',
    "no day": '"2026-02-30T00:00:00Z"',
    "no second": '"2026-02-03T24:60:61Z"',
    "year nought": '"0000-00-00T00:00:00Z"',
    "empty list": "[]",
    "list": "[1, null, true, [], {}]",
    "empty object": "{}",
    "object": '{"a": null}',
    "deep": "[" * 400 + "]" * 400,
    "deeper": "[" * 990 + "]" * 990,
    "deepest": '{"a":' * 30000 + "1" + "}" * 30000,
}
# What has to be right for a parser to look at the rest.
IDENTITY = {
    "id": ID,
    "identity": ID,
    "userId": ID,
    "entityId": ID,
    "accessSharingId": ID,
    "reference": f"shipdata{ID}",
    "accessLevel": "owner",
    "fullKey": "https://ne1.blob.core.windows.net/c?sig=x&se=2026-11-23",
    "sasKey": "sig=x",
}


def _fields() -> list[str]:
    """Return the names of all fields that the API classes read."""
    readers = {"text", "flag", "number", "moment", "required_guid", "get", "_either"}
    found = {"totalResults", "totalPages", "azureName", "location", "fullKey", "sasKey", "sasuRi"}
    found |= {f"attribute{number}" for number in (1, 2, 3, 4)}
    for path in API_FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in readers:
                found |= {item.value for item in node.args if isinstance(item, ast.Constant) and item.value is not None}
    return sorted(map(str, found))


FIELDS = _fields()


def shapes(odd: str) -> t.Iterator[str]:
    """Yield answers with something odd in each place where a parser may look."""
    names = FIELDS if len(odd) < 1000 else [*IDENTITY, "title", "tags", "comment", "totalHours"]
    entry = "{" + ", ".join(f"{json.dumps(name)}: {odd}" for name in names) + "}"
    valid = json.dumps(IDENTITY)[:-1] + "".join(
        f", {json.dumps(name)}: {odd}" for name in names if name not in IDENTITY
    )
    inner = dict.fromkeys(("metadata", "ipRange", "icon"), entry)
    inner |= dict.fromkeys(("properties", "tags", "resourceIds"), f"[{entry}, {odd}]")
    nested = valid + "".join(f", {json.dumps(name)}: {value}" for name, value in inner.items()) + "}"
    tagged = valid + f', "metadata": {{"tags": [{entry}], "icon": {entry}}}' + "}"
    things = [odd, nested, tagged]
    if len(odd) > 10000:
        things = [odd]
    for thing in things:
        yield thing
        yield f"[{thing}]"
        yield f'{{"results": [{thing}], "totalResults": {odd}, "totalPages": {odd}}}'
        yield f'{{"value": [{thing}], "@odata.nextLink": {odd}}}'
        yield f'{{"values": [{thing}], "errors": {odd}}}'
    for name in ("results", "value", "values"):
        yield f'{{"{name}": {odd}}}'


@functools.cache
def refused(body: bytes) -> ResponseError | None:
    """Return the error for a body that is no JSON."""
    try:
        Response(200, {}, body, Exchange("GET", "api"), Scrubber()).json()
    except ResponseError as error:
        return error.with_traceback(None)
    return None


class Answer(Response):
    """An answer that is refused as the same body was before: it does not depend on the method that asks."""

    def json(self) -> t.Any:
        error = refused(self.body)
        if error is not None:
            raise copy.copy(error)
        return super().json()


class Odd:
    """A client that always gets the same answer."""

    base_url = "https://api.veracity.com"
    caller = ID

    def __init__(self, body: str) -> None:
        self._response = Answer(
            200, {"Content-Type": "application/json"}, body.encode(), Exchange("GET", "api"), Scrubber()
        )

    def get(self, path: str, **options: t.Any) -> Response:
        return self._response

    post = put = patch = delete = request = get


ARGUMENTS: dict[str, t.Any] = {
    "wanted": None,
    "identifier": ID,
    "container_id": ID,
    "access_id": ID,
    "source_id": ID,
    "group_id": None,
    "template_id": ID,
    "user": ID,
    "service": ID,
    "tenant": ID,
    "application": ID,
    "group": ID,
    "entity": ID,
    "kind": "user",
    "level": "reader",
    "role": "manager",
    "company_id": ID,
    "email": "captain@example.com",
    "title": "Fleet",
    "name": "loader",
    "events": ["upserted"],
    "regions": ["northeurope"],
    "callback": "https://example.com",
    "comment": "",
    "fields": ["title"],
    "patch": [],
    "renewable": True,
    "keep_stewardship": False,
    "channel": None,
    "notification": Notification("a", "b", 1, False),
    "project": "p",
    "template": {},
    "parameters": [],
    "applied": harmless,
    "workspace": ID,
    "path": "ships",
    "access": "read",
    "expires": NOW + 3600,
    "limit": 5,
    "schema": ID,
    "version": ID,
    "columns": [],
    "dataset": ID,
    "job": ID,
    "file_name": "noon.csv",
    "operation": "Upsert",
}
WANTED: dict[str, t.Any] = {
    "DataFabric": Container("shipdata", icon=Icon()),
    "Groups": Group(ID, "Fleet"),
    "Services": Registration("captain@example.com", "Anne", "Example"),
    "Tenants": License(ID, "user", "reader"),
    "Workspaces": Workspace("", "Fleet"),
    "Schemas": Schema("", "Voyages"),
    "Datasets": Dataset("", "Voyages", schema_version=ID),
    # Bodies of queries.
    "Datasets.query": {},
    "Datasets.rows": {},
}


def _methods() -> list[tuple[type, str]]:
    """Return every public method of every API class that returns something."""
    found = []
    for path in API_FILES:
        place = ".".join(path.relative_to(CORE).with_suffix("").parts)
        module = importlib.import_module(f"{PACKAGE}.{place}")
        for _name, owner in inspect.getmembers(module, inspect.isclass):
            if owner.__module__ != f"{PACKAGE}.{place}" or "client" not in inspect.signature(owner).parameters:
                continue
            methods = {
                name: method for name, method in vars(owner).items() if not name.startswith("_") and name != "of"
            }
            found += [(owner, name) for name in methods if inspect.signature(methods[name]).return_annotation != "None"]
    return found


METHODS = _methods()


def _arguments(owner: type, called: t.Callable[..., t.Any], *given: str) -> dict[str, t.Any]:
    """Return what a class or a method needs beside what is given."""
    wanted = WANTED.get(f"{owner.__name__}.{called.__name__}", WANTED.get(owner.__name__))
    return {
        parameter.name: wanted if parameter.name == "wanted" else ARGUMENTS[parameter.name]
        for parameter in inspect.signature(called).parameters.values()
        if parameter.default is inspect.Parameter.empty and parameter.name not in given
    }


def call(owner: type, name: str, body: str) -> t.Any:
    """Return what a method makes of an answer, or the error of ours that it raises."""
    made = owner(Odd(body), **_arguments(owner, owner, "client"))
    method = getattr(made, name)
    arguments = _arguments(owner, method)
    try:
        return method(**arguments)
    except VeracityError as error:
        return error


def usable(value: t.Any) -> None:
    """Assert that what a parser made can be shown, compared and kept."""
    shown = json.dumps(
        value, allow_nan=False, default=lambda item: sorted(item) if isinstance(item, frozenset) else vars(item)
    )
    assert "\\ud800" not in shown
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Access):
            suitable([item], [], 300.0, NOW)
            assert item.expires is None or math.isfinite(item.expires)


ANSWERS = [body for odd in ODD.values() for body in shapes(odd)]


@pytest.fixture(autouse=True)
def _nothing_to_collect() -> t.Iterator[None]:
    """Do without the garbage collector: it would go through millions of lists, none of which contains itself."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(("owner", "name"), METHODS, ids=lambda value: getattr(value, "__name__", value))
def test_h_odd_answer_ends_in_a_value_or_in_an_error(owner: type, name: str) -> None:
    """What others wrote is returned as it came: tenants, members, activity, rows, and outputs of templates."""
    of_templates = owner.__module__.endswith(".resource_manager.api")
    of_tenants = owner.__module__.endswith(".tenants.api") and not name.startswith("license")
    listed = {(Workspaces, "members"), (Workspaces, "activity"), (Datasets, "rows")}
    as_they_came = of_templates or of_tenants or (owner, name) in listed
    for body in ANSWERS:
        found = call(owner, name, body)
        if isinstance(found, VeracityError):
            assert str(found)
            assert found.details()["summary"]
        elif not as_they_came:
            usable(found)
        if of_templates:
            call(owner, name, json.dumps(base64.b64encode(body.encode()).decode()))


def test_h_every_parser_is_reached() -> None:
    names = {f"{owner.__name__}.{name}" for owner, name in METHODS}
    assert {"DataFabric.containers", "Accesses.claim", "Services.subscribers", "Tenants.licenses"} <= names
    assert "ResourceManager.submit" in names
    assert len(names) > 25
    good = "{" + ", ".join(f'"{key}": "{value}"' for key, value in IDENTITY.items()) + "}"
    assert isinstance(call(DataFabric, "container", good), Container)
