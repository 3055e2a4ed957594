# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a service and its tenant return, the role accepts what is exported of it, and its plans change nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.exported import People
from ansible_collections.dnv.veracity.plugins.module_utils._core.services import subscribers
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.api import Subscription, User
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.export import (
    ServiceState,
    ServiceTenant,
    export,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants import licenses
from ansible_collections.dnv.veracity.plugins.module_utils._core.tenants.api import License
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._core.yaml_text import document
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, checked
from tests.unit.support.exports import loaded
from tests.unit.support.office import APPLICATION, CAPTAIN, CHIEF, MATE, OFFICERS, SERVICE, TENANT

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
levels = st.one_of(st.none(), texts.filter(bool), st.sampled_from(["reader", " ", "no"]))
holders = st.sampled_from([CAPTAIN, CHIEF, MATE, OFFICERS])
subscriptions = st.builds(Subscription, st.builds(User, holders), st.just("subscribing"), levels)
pairs = st.lists(st.tuples(st.one_of(texts, st.just("demo_a")), texts), max_size=3).map(tuple)
kinds = st.sampled_from(["user", "user", "group", "servicePrincipal"])
tenants = st.builds(
    ServiceTenant,
    st.just(TENANT),
    st.just(APPLICATION),
    st.booleans(),
    st.sampled_from([[], ["READER", "no"]]),
    st.lists(st.builds(License, holders, kinds, levels, pairs), max_size=4),
    st.lists(holders, max_size=3),
)
states = st.builds(
    ServiceState,
    st.just(SERVICE),
    texts,
    st.lists(subscriptions, max_size=4, unique_by=lambda found: found.user.id),
    st.one_of(st.none(), tenants),
)


@settings(max_examples=200, deadline=None)
@given(states)
def test_the_plans_of_the_role_have_nothing_to_do(state: ServiceState) -> None:
    found = export(state, People({CAPTAIN: "The captain"}), lambda text: text)
    text = document(found.variables, found.omitted)
    variables = {name.removeprefix("service_"): value for name, value in loaded(text).items()}
    prune = {f"prune_{kind}": kind in variables for kind in ("subscribers", "licenses")}
    mistakes = Mistakes()
    described = checked(KINDS["service"], {**variables, **prune}, mistakes)
    assert mistakes.texts == []
    there = {subscription.user.id: subscription for subscription in state.subscriptions}
    for entry in subscribers.describe_all(described["subscribers"]):
        assert not subscribers.plan(there.pop(entry.user.id), entry).changed
    assert not there
    if "licenses" in described:
        assert state.tenant is not None
        held = {license_.entity: license_ for license_ in state.tenant.licenses}
        for wanted in licenses.describe_all(described["licenses"]):
            assert held[wanted.entity].kind == wanted.kind
            assert not licenses.plan(held.pop(wanted.entity), wanted).changed
            assert (wanted.access_level or "").casefold() in ("", "reader", "no") or not state.tenant.levels
        assert not held
    elif state.tenant is not None:
        assert "Licenses, because some are neither of a user nor of a group" in " ".join(found.omitted)
    if state.tenant is not None:
        users = [entry["user"] for entry in described["administrators"]]
        assert users == sorted(set(state.tenant.administrators))
