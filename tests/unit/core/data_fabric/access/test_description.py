# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the options say of a grant, and what they must not."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.description import (
    check_all,
    describe,
    describe_some,
    refuse_same,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.key_templates import Catalog
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import (
    Access,
    IpRange,
    KeyTemplate,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import all_at_once

USER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
READ: dict[str, t.Any] = {"user": USER, "rights": ["list", "read"], "duration": "1 month"}
ROW = Access("a", "c", USER, frozenset({"read", "list"}), 720, False)


def test_the_user_is_compared_without_case() -> None:
    assert describe({**READ, "user": "{" + USER.upper() + "}"}) == describe(READ)
    with pytest.raises(InputError, match=r"^user: must be a GUID"):
        describe({**READ, "user": "somebody"})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rights": ["read"]}, "duration must be set"),
        ({"duration": "1h"}, "rights must be set"),
        ({}, "rights and duration must be set: a grant needs rights and duration, or a key_template"),
        ({"rights": [], "duration": "1h"}, "rights: must be one or more of read, write, delete, list, not none"),
        ({"rights": ["own"], "duration": "1h"}, "not own"),
        (
            {"rights": ["read"], "duration": "1h", "key_template": "x"},
            "key_template and rights/duration are mutually exclusive",
        ),
        ({"key_template": "x", "duration": "1h"}, "key_template and rights/duration"),
        ({"key_template": " "}, "key_template: must not be empty"),
        ({"key_template": "x", "ip_range": {"start": None, "end": "192.0.2.1"}}, "ip_range: start is required"),
        ({"key_template": "x", "ip_range": {"start": "192.0.2.1", "end": "192.0.2.0"}}, "not end before it starts"),
        ({"key_template": "x", "ip_range": {"start": "2001:db8::1", "end": None}}, "must be an IPv4 address"),
        ({"key_template": "x", "ip_range": {"start": "192.0.2.0/24", "end": None}}, "must be an IPv4 address"),
    ],
)
def test_what_is_refused(options: dict[str, t.Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        describe({"user": USER, **options})


def test_addresses() -> None:
    def addresses(ip_range: dict[str, t.Any] | None) -> tuple[bool, IpRange | None]:
        found = describe({**READ, "ip_range": ip_range})
        return found.any_ip, found.ip_range

    assert addresses(None) == (True, None)
    assert addresses({"start": None, "end": None}) == (False, None)
    assert addresses({"start": "192.0.2.1", "end": None}) == (False, IpRange("192.0.2.1", "192.0.2.1"))
    assert addresses({"start": " 192.0.2.9", "end": "192.0.2.10"}) == (False, IpRange("192.0.2.9", "192.0.2.10"))


def test_what_fits() -> None:
    assert describe(READ).fits(ROW)
    for changes in (
        {"user": "c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6"},
        {"rights": ["read"]},
        {"duration": "1h"},
        {"duration": "730h"},
        {"renewable": True},
        {"ip_range": {"start": "192.0.2.1", "end": None}},
    ):
        assert not describe({**READ, **changes}).fits(ROW), changes
    assert describe({**READ, "ip_range": {"start": None, "end": None}, "comment": "Other"}).fits(ROW)


def test_what_is_left_out_means_any_when_it_selects() -> None:
    assert describe_some({"user": USER}).fits(ROW)
    assert describe_some({"user": USER, "rights": ["read", "list"]}).fits(ROW)
    assert describe_some({"user": USER, "duration": "1 month"}).fits(ROW)
    assert not describe_some({"user": USER, "renewable": True}).fits(ROW)


def test_a_template_stands_for_its_rights_and_duration() -> None:
    catalog = Catalog([KeyTemplate(USER, "Reading", 730, frozenset({"read", "list"}))])
    wish = describe({"user": USER, "key_template": "reading"}).resolved(catalog)
    assert wish.fits(ROW)
    assert wish.template(catalog).id == USER
    assert describe(READ).resolved(catalog).template(catalog).id == USER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"comment": "Other"}),
        ({}, {"ip_range": {"start": "192.0.2.1", "end": None}}),
        ({}, {"duration": "720h"}),
        ({"rights": ["read", "list"]}, {"user": USER.upper()}),
        (
            {"rights": None, "duration": None, "key_template": "A"},
            {"rights": None, "duration": None, "key_template": "a"},
        ),
    ],
)
def test_two_of_one_identity(one: dict[str, t.Any], other: dict[str, t.Any]) -> None:
    with (
        pytest.raises(InputError, match=r"^access\[1\]: is the same grant as access\[0\]: "),
        all_at_once() as mistakes,
    ):
        check_all([{**READ, **one}, {**READ, **other}], "access", mistakes)


def test_two_of_different_identity() -> None:
    entries = [READ, {**READ, "duration": "8h"}, {**READ, "renewable": True}, {**READ, "rights": ["write"]}]
    with all_at_once() as mistakes:
        assert len(check_all(entries, "access", mistakes)) == 4


def test_a_template_that_turns_out_to_be_the_same() -> None:
    catalog = Catalog([KeyTemplate(USER, "Reading", 720, frozenset({"read", "list"}))])
    with all_at_once() as mistakes:
        found = check_all([READ, {"user": USER, "key_template": "Reading"}], "access", mistakes)
    with pytest.raises(InputError, match="the same grant"):
        refuse_same([wish.resolved(catalog) for wish in found], where="")
