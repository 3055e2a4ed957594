# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The document of Data Workbench, written here because none is public, and a judge of requests that were recorded."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterator, Mapping
from pathlib import Path

import requests
import yaml

from tests.conformance.judge import Judge

FILE = Path(__file__).with_name("data_workbench.yaml")
BASE = "/veracity/dw/gateway/api"


def load(base_url: str) -> dict[str, t.Any]:
    """Return the document with ``base_url`` as the address of the server; what it does not list must not be sent."""
    document = t.cast("dict[str, t.Any]", yaml.safe_load(FILE.read_text(encoding="utf-8")))
    document["servers"] = [{"url": base_url + BASE}]
    _close(document["components"])
    return document


def operations(document: Mapping[str, t.Any]) -> Iterator[tuple[str, str, dict[str, t.Any]]]:
    """Yield method, path and description of every operation; parameters of its path are among its own."""
    for path, entry in document["paths"].items():
        for method, operation in entry.items():
            if method != "parameters":
                parameters = [*entry.get("parameters", ()), *operation.get("parameters", ())]
                yield (
                    method.upper(),
                    path,
                    {**operation, "parameters": [_resolved(document, each) for each in parameters]},
                )


class WorkbenchJudge:
    """Judges what was sent to Data Workbench by its document, names of the query included."""

    def __init__(self, base_url: str) -> None:
        document = load(base_url)
        self._base_url = base_url
        self._judge = Judge(document)
        self._known = [
            (method, re.compile(re.sub(r"{\w+}", "[^/]+", BASE + path)), _query_names(operation))
            for method, path, operation in operations(document)
        ]

    def objections(self, records: t.Iterable[Mapping[str, t.Any]]) -> list[str]:
        """Return what was sent and is not allowed, of requests as the simulator recorded them."""
        return [
            f"{record['method']} {record['path']} {record['query']} {record['body']}"
            for record in records
            if record["path"].startswith(BASE) and not self._accepts(record)
        ]

    def _accepts(self, record: Mapping[str, t.Any]) -> bool:
        names = {
            name
            for method, path, query in self._known
            if method == record["method"] and path.fullmatch(record["path"])
            for name in query
        }
        request = requests.Request(
            record["method"],
            self._base_url + record["path"],
            headers=record["headers"],
            params=record["query"],
            data=record["body"] or None,
        )
        return set(record["query"]) <= names and self._judge.accepts_request(request.prepare())


def _query_names(operation: Mapping[str, t.Any]) -> set[str]:
    return {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}


def _resolved(document: Mapping[str, t.Any], entry: Mapping[str, t.Any]) -> Mapping[str, t.Any]:
    if "$ref" not in entry:
        return entry
    return t.cast("Mapping[str, t.Any]", document["components"]["parameters"][entry["$ref"].rpartition("/")[2]])


def _close(node: t.Any) -> None:
    if isinstance(node, dict):
        if node.get("type") == "object" and "properties" in node:
            node.setdefault("additionalProperties", False)
        for entry in node.values():
            _close(entry)
    elif isinstance(node, list):
        for entry in node:
            _close(entry)
