# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The published API documents, made consistent where they contradict themselves."""

from __future__ import annotations

import os
import typing as t
from pathlib import Path

import yaml

FILES = {
    "provisioning": "datafabric-provisionapi-openapi.yaml",
    "data": "datafabric-dataapi-openapi.yaml",
    "services": "services-v3-openapi.yaml",
}
VARIABLE = "VERACITY_SPECS"


def folder() -> Path | None:
    """Return the folder with the documents, None when the environment names none."""
    name = os.environ.get(VARIABLE)
    return Path(name) if name else None


def load(api: str) -> dict[str, t.Any]:
    """Return the document of an API as it was published."""
    directory = folder()
    assert directory is not None, f"{VARIABLE} is not set"
    return t.cast("dict[str, t.Any]", yaml.safe_load((directory / FILES[api]).read_text(encoding="utf-8")))


def adjusted(api: str, base_url: str) -> dict[str, t.Any]:
    """Return the document with its contradictions resolved and ``base_url`` as the address of the server."""
    document = load(api)
    document["servers"] = [{"url": base_url}]
    schemas = document["components"]["schemas"]
    if api == "provisioning":
        _adjust_patch(schemas)
        _adjust_order(schemas)
        _adjust_copy(schemas)
    elif api == "data":
        _adjust_distribution_list(document)
    else:
        _adjust_answers(document)
    # The documents list properties and say nothing of others: here, what is not listed must not be sent.
    for schema in schemas.values():
        if schema.get("type") == "object":
            schema["additionalProperties"] = False
    return document


def declared(api: str) -> set[tuple[str, str, int]]:
    """Return method, path and status of every answer that the document of an API declares."""
    return {
        (method.upper(), path, int(status))
        for path, operations in load(api)["paths"].items()
        for method, operation in operations.items()
        for status in operation["responses"]
    }


def _adjust_patch(schemas: dict[str, t.Any]) -> None:
    # Declared as an array without items that requires the property "Operations"; all examples are bare arrays.
    patch = schemas["JsonPatchDocument_ResourceMetadata_"]
    assert patch.pop("required") == ["Operations"]
    patch["items"] = patch.pop("properties")["operations"]["items"]
    # A value is declared as an object; the examples replace a title by a string and tags by an array.
    operation = schemas["Operation_ResourceMetadata_"]
    assert operation["properties"]["value"] == {"type": "object"}
    operation["properties"]["value"] = {}


def _adjust_order(schemas: dict[str, t.Any]) -> None:
    # The description of the operation requires a short name, its schema forgets it; the rule is in prose only.
    order = schemas["ContainerInput"]
    assert "containerShortName" not in order["required"]
    order["required"].append("containerShortName")
    order["properties"]["containerShortName"]["pattern"] = "^[a-z0-9]{5,32}$"


def _adjust_copy(schemas: dict[str, t.Any]) -> None:
    # A copy is ordered like a container, and its short name has the same rule in prose.
    order = schemas["CopyContainerInputVM"]
    assert "copyResourceShortName" not in order["required"]
    order["required"].append("copyResourceShortName")
    order["properties"]["copyResourceShortName"]["pattern"] = "^[a-z0-9]{5,32}$"


def _adjust_answers(document: dict[str, t.Any]) -> None:
    # Statuses are written without quotes, which makes them numbers; some errors are declared for any content type.
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
            for answer in operation["responses"].values():
                content = answer.get("content", {})
                if "*/*" in content:
                    content["application/json"] = content.pop("*/*")
                if not content:
                    # The library takes an empty list of contents for contents that are missing.
                    answer.pop("content", None)


def _adjust_distribution_list(document: dict[str, t.Any]) -> None:
    # A list of users by name, summary and description; its schema is that of one user.
    answer = document["paths"]["/api/1/users/ResourceDistributionList"]["get"]["responses"]["200"]
    for content in answer["content"].values():
        assert content["schema"] == {"$ref": "#/components/schemas/ResourceDistributedUser"}
        content["schema"] = {"type": "array", "items": content["schema"]}
