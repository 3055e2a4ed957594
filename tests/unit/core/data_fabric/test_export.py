# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever Data Fabric returns, the role accepts what is exported of it, and its plans change nothing, with prune."""

from __future__ import annotations

import typing as t

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import groups as fabric_groups
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import stewards as fabric_stewards
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access import description
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.key_templates import Catalog
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.plan import (
    OWN_USE,
    Policy,
    Situation,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.plan import plan as access_plan
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import (
    RIGHTS,
    Access,
    IpRange,
    KeyTemplate,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import Container, Icon, Tag
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.groups import Group
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.stewards import Steward
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers import (
    description as container_description,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers import plan as container_plan
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.inventory import Inventory
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.naming import Reference
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.export import Fabric, export
from ansible_collections.dnv.veracity.plugins.module_utils._core.exported import People
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._core.yaml_text import document
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from tests.unit.support.exports import loaded

NOW = 1_000_000.0
USERS = [f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "12345"]
ME = USERS[0]
IDS = [f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "6789a"]
HOURS = [0, 1, 24, 671, 672, 720, 730, 744, 745, 4380, 99999, 100000]
TEMPLATES = [
    KeyTemplate("b" * 8 + "-bbbb-4bbb-8bbb-" + "b" * 12, "Odd", 100000, frozenset()),
    KeyTemplate("c" * 8 + "-cccc-4ccc-8ccc-" + "c" * 12, "Read", 1, frozenset({"read"})),
]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ranges = st.builds(IpRange, *[st.sampled_from(["", "192.0.2.1", "192.0.2.9", "2001:db8::1", " 192.0.2.1", "x"])] * 2)
tags = st.lists(st.builds(Tag, st.one_of(texts, st.sampled_from(["A", "a"])), st.sampled_from(["tag", "systemtag"])))
containers = st.builds(
    Container,
    st.sampled_from(["shipdata", "twins", "12345", None]),
    region=st.sampled_from(["northeurope", "North Europe", " ", None]),
    may_contain_personal_data=st.sampled_from([True, False, None]),
    title=texts,
    description=st.one_of(texts, st.just("x" * 501)),
    icon=st.builds(Icon, texts, texts),
    tags=tags.map(tuple),
    access_level=st.sampled_from(["owner", "Owner", "dataSteward", "consumer"]),
)


@st.composite
def rows(draw: st.DrawFn) -> list[Access]:
    one = st.builds(
        Access,
        id=st.uuids().map(str),
        container_id=st.just(""),
        user=st.sampled_from(USERS),
        rights=st.frozensets(st.sampled_from(RIGHTS)),
        hours=st.sampled_from(HOURS),
        renewable=st.booleans(),
        claimed=st.booleans(),
        expires=st.sampled_from([None, NOW - 1, NOW + 1]),
        granted_by=st.sampled_from([ME, ME, USERS[1], None]),
        template_id=st.sampled_from([None, "x", *(template.id for template in TEMPLATES)]),
        ip_range=st.one_of(st.none(), ranges),
        comment=st.one_of(texts, st.just(OWN_USE)),
    )
    return draw(st.lists(one, max_size=6))


@st.composite
def fabrics(draw: st.DrawFn) -> Fabric:
    found = [
        Container(**{**vars(draw(containers)), "id": identifier})
        for identifier in IDS[: draw(st.integers(0, len(IDS)))]
    ]
    chosen = [container for container in found if (container.access_level or "").casefold() != "consumer"]
    stewards = st.lists(st.builds(Steward, st.sampled_from(USERS), texts), unique_by=lambda steward: steward.user)
    members = st.lists(st.sampled_from([*IDS, USERS[0]]), max_size=2, unique=True).map(tuple)
    orders = st.sampled_from([None, 0.0, 1.5, -1e300])
    titles = st.one_of(texts, st.sampled_from(["Fleet", "fleet"]))
    groups = [
        draw(st.builds(Group, st.just(f"group{number}"), titles, texts, members, orders))
        for number in range(draw(st.integers(0, 3)))
    ]
    return Fabric(
        chosen,
        found,
        Catalog(TEMPLATES),
        NOW,
        ME,
        {str(container.id): draw(rows()) for container in chosen if draw(st.booleans())},
        {str(container.id): draw(stewards) for container in chosen if draw(st.booleans())},
        groups,
        dying=frozenset(draw(st.sets(st.sampled_from(IDS), max_size=1))) - {container.id for container in chosen},
    )


@settings(max_examples=100, deadline=None)
@given(fabrics())
def test_the_plans_of_the_role_have_nothing_to_do(fabric: Fabric) -> None:
    found = export(fabric, People(), lambda text: text)
    variables = loaded(document(found.variables, found.omitted))
    mistakes = Mistakes()
    described = checked(
        KINDS["data_fabric"],
        {name.removeprefix("data_fabric_"): value for name, value in variables.items()},
        mistakes,
    )
    assert mistakes.texts == []
    inventory = Inventory(fabric.everything, fabric.dying)
    for options in described["containers"]:
        container = inventory.find(options.get("id"), options.get("short_name"))
        assert container in fabric.chosen
        assert not container_plan.plan(container, container_description.describe(options)).changed
        _check_access(fabric, container, options)
        if "stewards" in options:
            present = fabric_stewards.check(options["stewards"], "", Mistakes())
            wanted = fabric_stewards.StewardDescription(Reference(), present, prune=True)
            assert not fabric_stewards.plan(fabric.stewards[str(container.id)], wanted).changed
    _check_groups(fabric, inventory, described.get("groups"))


def _check_access(fabric: Fabric, container: Container, options: dict[str, t.Any]) -> None:
    if "access" not in options:
        return
    there = fabric.rows[str(container.id)]
    situation = Situation(str(container.id), there, (), NOW, fabric.catalog, lambda: ME)
    grants = [description.describe(entry).resolved(fabric.catalog) for entry in options["access"]]
    assert not access_plan(situation, grants, Policy(prune=True)).changed


def _check_groups(fabric: Fabric, inventory: Inventory, groups: list[dict[str, t.Any]] | None) -> None:
    if groups is None:
        return
    assert len(groups) == len(fabric.groups or ())
    for options in groups:
        group = fabric_groups.by_title(fabric.groups or (), options["title"])
        assert group is not None
        wanted = fabric_groups.describe(options)
        members = [inventory.find(entry.id, entry.short_name) for entry in wanted.containers or ()]
        assert None not in members
        ids = {member.id for member in members if member}
        assert wanted.containers is None or ids == set(group.container_ids)
        assert wanted.sorting_order in (None, group.sorting_order)
