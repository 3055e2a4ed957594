# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever Data Workbench returns, the role accepts what is exported of it, and its plans change nothing."""

from __future__ import annotations

import typing as t

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench import schemas, workspaces
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.api.schemas import (
    Schema,
    SchemaVersion,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.api.workspaces import Workspace
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench.description.export import (
    Workbench,
    choose,
    export,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.exported import Selection
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.names import composed
from ansible_collections.dnv.veracity.plugins.module_utils._core.yaml_text import document
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from tests.unit.support.exports import loaded

TENANT = "example-shipping"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
# Names that are equal to people, that nobody sees, and that are none.
names = st.one_of(
    texts, st.sampled_from(["Fleet", "Fleet ", "A\u030a", "\u00c5", "\u200b", "", "no", "Noon V10", "Noon V2"])
)
flags = st.booleans()
validations = st.lists(
    st.fixed_dictionaries({"id": texts, "severity": st.sampled_from(["Error", "error", "Warning", ""])}), max_size=2
)
columns = st.fixed_dictionaries(
    {
        "name": names,
        "display_name": names,
        "type": st.sampled_from(["String", "Decimal", "decimal", "DateTime", ""]),
        "format": texts,
        "required": flags,
        "sortable": flags,
        "filterable": flags,
        "key": flags,
        "description": texts,
        "meta_type": texts,
        "validations": validations,
    },
    optional={"precision": st.sampled_from([0, 1, 10, 28, 38]), "scale": st.sampled_from([0, 3, 38])},
)
versions = st.builds(
    SchemaVersion,
    st.uuids().map(str),
    names,
    texts,
    flags,
    flags,
    st.one_of(st.none(), st.lists(columns, max_size=3).map(tuple)),
)
found_schemas = st.builds(Schema, st.uuids().map(str), names, texts, texts, st.lists(versions, max_size=3).map(tuple))
found_workspaces = st.builds(
    Workspace, st.uuids().map(str), names, texts, st.sampled_from(["EU", "US", "eu", "Mars", None]), st.just(TENANT)
)
paths = st.sampled_from(["noon/2026", "no", "1e3", " x", "a/../b", "{{ ship }}", "ø", "a\u200bb"])


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(found_workspaces, max_size=3))
def test_the_plans_of_the_role_have_nothing_to_do(data: st.DataObject, everything: list[Workspace]) -> None:
    there = {entry.id: data.draw(st.lists(found_schemas, max_size=3)) for entry in everything}
    folders = {entry.id: data.draw(st.lists(paths, max_size=3, unique=True)) for entry in everything}
    workbench = Workbench(TENANT, everything, choose(everything, Selection()), folders, there)
    found = export(workbench, lambda text: text)
    variables = loaded(document(found.variables, found.omitted))
    mistakes = Mistakes()
    described = checked(
        KINDS["data_workbench"],
        {name.removeprefix("data_workbench_"): value for name, value in variables.items()},
        mistakes,
    )
    assert mistakes.texts == []
    assert len(described["workspaces"]) == len(everything)
    for options in described["workspaces"]:
        fitting = [
            entry
            for entry in everything
            if options.get("id", entry.id) == entry.id
            and options.get("name", composed(entry.name)) == composed(entry.name)
        ]
        (current,) = fitting
        wanted = workspaces.check(options, TENANT, "", Mistakes())
        assert not workspaces.plan(current, wanted).changed
        for entry in options.get("schemas", ()):
            _check_schema(entry, there[current.id])


def _check_schema(options: dict[str, t.Any], there: list[Schema]) -> None:
    (current,) = [schema for schema in there if composed(schema.name) == options["name"]]
    wanted = schemas.describe(options)
    schemas.check_duplicates(current, wanted)
    assert not schemas.plan(current, wanted).changed


def test_versions_are_in_the_order_of_their_numbers_and_columns_in_theirs() -> None:
    column = schemas.completed({"name": "b", "type": "Decimal"})
    other = schemas.completed({"name": "a", "type": "String", "key": True})
    versions = tuple(
        SchemaVersion(f"{number}" * 8, f"Noon V{number}", active=number == 2, columns=(column, other))
        for number in (10, 2, 1)
    )
    there = [Schema("1", "Noon", versions=versions), Schema("2", "Twin"), Schema("3", "Twin ")]
    workspace = Workspace("1", "Fleet", region="EU")
    text = document(export(Workbench(TENANT, [workspace], [workspace], schemas={"1": there}), str).variables, ())
    (shown,) = loaded(text)["data_workbench_workspaces"]
    (noon,) = shown["schemas"]
    assert [version["name"] for version in noon["versions"]] == ["Noon V1", "Noon V2", "Noon V10"]
    assert [version.get("active") for version in noon["versions"]] == [None, True, None]
    assert "- {name: b, type: Decimal}\n" in text
    assert "- {name: a, type: String, key: true}\n" in text
    assert "The schemas Twin are not exported: the role cannot tell them apart" in text
