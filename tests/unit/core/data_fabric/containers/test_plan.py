# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for containers are pure, complete and minimal."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import Container, Icon, Tag
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.description import (
    Description,
    describe,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.plan import (
    plan,
    to_result,
    view,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, StateError
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.plan import without_empty

ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
TEXT = st.text(max_size=12)
TITLES = st.sampled_from(["Fleet", "fleet", "FLEET", "noon", "Straße", "STRASSE", "certified", "Ⅷ"])
SERVER_TAGS = st.lists(st.builds(Tag, TITLES, st.sampled_from(["tag", "systemtag", "userTag"])), max_size=5)
CURRENT = st.none() | st.builds(
    Container,
    short_name=st.just("shipdata"),
    id=st.just(ID),
    region=st.sampled_from(["northeurope", "North Europe", None]),
    may_contain_personal_data=st.sampled_from([False, None]),
    title=TEXT,
    description=TEXT,
    icon=st.builds(Icon, TEXT, st.sampled_from(["", "#5594aa", "#5594AA"])),
    tags=SERVER_TAGS.map(tuple),
    access_level=st.just("owner"),
)
DESIRED = st.fixed_dictionaries(
    {
        "short_name": st.just("shipdata"),
        "region": st.just("northeurope"),
        "may_contain_personal_data": st.just(False),
        "state": st.sampled_from(["present", "present", "absent"]),
    },
    optional={
        "title": st.none() | TEXT,
        "description": st.none() | TEXT,
        "icon": st.none() | st.fixed_dictionaries({"id": st.none() | TEXT, "background_color": st.none() | TEXT}),
        "tags": st.none() | st.lists(TITLES, max_size=5),
    },
)


def titles(container: Container, *, system: bool = False) -> set[str]:
    return {tag.title.casefold() for tag in container.tags if tag.system is system}


@given(CURRENT, DESIRED, st.none() | TITLES)
def test_what_a_plan_leads_to_needs_no_plan(
    current: Container | None, options: dict[str, t.Any], managed_tag: str | None
) -> None:
    desired = describe(options, managed_tag=managed_tag)
    first = plan(current, desired)
    second = plan(first.after, desired)
    assert not second.changed
    assert second.diff["before"] == second.diff["after"]
    # I: a creation shows nothing that nobody described.
    shown = without_empty(second.diff["after"]) if current is None else second.diff["after"]
    assert first.diff["after"] == shown
    assert first.changed == (first.before != first.after)


@given(CURRENT, DESIRED)
def test_a_plan_does_what_is_described_and_nothing_else(current: Container | None, options: dict[str, t.Any]) -> None:
    desired = describe(options)
    after = plan(current, desired).after
    if not desired.wanted:
        assert after is None
        return
    assert after is not None
    before = current or Container("shipdata")
    for name in ("title", "description"):
        assert getattr(after, name) == (getattr(before, name) if options.get(name) is None else options[name])
    system = titles(before, system=True)
    assert titles(after, system=True) == system
    assert [tag for tag in after.tags if tag.system] == [tag for tag in before.tags if tag.system]
    wanted = titles(before) if desired.tags is None else {title.casefold() for title in desired.tags}
    assert titles(after) - system == wanted - system
    assert {tag for tag in before.tags if tag.title.casefold() in wanted} <= set(after.tags)


@given(CURRENT, DESIRED)
def test_an_update_names_exactly_the_fields_that_differ(current: Container | None, options: dict[str, t.Any]) -> None:
    found = plan(current, describe(options))
    if found.steps and found.steps[0].action == "update":
        assert found.before is not None
        assert found.after is not None
        names = {"title", "description", "icon", "tags"}
        assert set(found.steps[0].fields) == {n for n in names if getattr(found.before, n) != getattr(found.after, n)}


OF_A_CREATION = {"short_name": "shipdata", "region": "northeurope", "may_contain_personal_data": False}


def test_i_a_creation_shows_no_id_and_nothing_that_nobody_described() -> None:
    found = plan(None, describe(OF_A_CREATION))
    assert [step.action for step in found.steps] == ["create"]
    assert found.diff == {
        "before_header": "container shipdata",
        "after_header": "container shipdata",
        "before": {"state": "absent"},
        "after": {
            "short_name": "shipdata",
            "region": "northeurope",
            "may_contain_personal_data": False,
            "state": "present",
        },
    }
    found = plan(None, describe({**OF_A_CREATION, "icon": {"id": "Ship"}, "tags": ["fleet"]}))
    assert found.diff["after"]["icon"] == {"id": "Ship", "background_color": ""}
    assert found.diff["after"]["tags"] == ["fleet"]


@pytest.mark.parametrize(
    ("there", "described"), [("northeurope", "eastus"), ("North Europe", "West Europe"), ("eastus", "eastus2")]
)
def test_another_region_is_an_error(there: str, described: str) -> None:
    current = Container("shipdata", id=ID, region=there, access_level="owner")
    with pytest.raises(StateError, match=f"set region: {there}"):
        plan(current, Description(short_name="shipdata", region=described))


@pytest.mark.parametrize(("there", "described"), [("North Europe", "northeurope"), ("eastus", "EastUS"), (None, "x")])
def test_the_same_region_written_otherwise(there: str | None, described: str) -> None:
    current = Container("shipdata", id=ID, region=there, access_level="owner")
    assert not plan(current, Description(short_name="shipdata", region=described)).changed


@pytest.mark.parametrize(("there", "described"), [(True, False), (False, True)])
def test_the_other_flag_is_an_error(there: bool, described: bool) -> None:
    current = Container("shipdata", id=ID, may_contain_personal_data=there, access_level="owner")
    with pytest.raises(StateError, match=f"set may_contain_personal_data: {str(there).lower()}"):
        plan(current, Description(short_name="shipdata", may_contain_personal_data=described))
    unknown = Container("shipdata", id=ID, access_level="owner")
    assert not plan(unknown, Description(short_name="shipdata", may_contain_personal_data=described)).changed


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        ({"region"}, "region is required"),
        ({"region", "may_contain_personal_data"}, "region and may_contain_personal_data"),
    ],
)
def test_a_creation_names_what_it_lacks(missing: set[str], text: str) -> None:
    options = {"short_name": "shipdata", "region": "northeurope", "may_contain_personal_data": False}
    with pytest.raises(InputError, match=text):
        plan(None, describe({name: value for name, value in options.items() if name not in missing}))


@pytest.mark.parametrize("level", ["dataSteward", "consumer"])
def test_only_the_owner_can_change_it(level: str) -> None:
    current = Container("shipdata", id=ID, title="Theirs", access_level=level)
    assert not plan(current, Description(id=ID, title="Theirs")).changed
    for desired in (Description(id=ID, title="Ours"), Description(id=ID, state="absent")):
        with pytest.raises(StateError, match=level):
            plan(current, desired)


def test_the_public_form() -> None:
    container = Container("shipdata", id=ID, tags=(Tag("b"), Tag("a"), Tag("s", "systemtag")))
    shown = to_result(container, "provisioning")
    assert (shown["tags"], shown["system_tags"], shown["state"]) == (["a", "b"], ["s"], "provisioning")
    assert shown["icon"] == {"id": "", "background_color": ""}
    assert view(None) == {"state": "absent"}
