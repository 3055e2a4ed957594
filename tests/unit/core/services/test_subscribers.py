# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subscribers of a service: what is to be done."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.services import subscribers
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.api import Subscription, User
from ansible_collections.dnv.veracity.plugins.module_utils._core.services.subscribers import SubscriberDescription

USER = "11111111-2222-4333-8444-555555555501"
CAPTAIN = User(USER, "captain@example.com", "Captain")


def there(role: str | None = "reader", state: str = "subscribing") -> Subscription:
    return Subscription(CAPTAIN, state, role)


@pytest.mark.parametrize(
    ("current", "desired", "steps"),
    [
        (None, SubscriberDescription(CAPTAIN, "editor"), ["create"]),
        (None, SubscriberDescription(CAPTAIN), ["create"]),
        (there(), SubscriberDescription(CAPTAIN, "reader"), []),
        (there(), SubscriberDescription(CAPTAIN), []),
        (there(), SubscriberDescription(CAPTAIN, "editor"), ["update"]),
        (there(None), SubscriberDescription(CAPTAIN, "editor"), ["update"]),
        (there(), SubscriberDescription(CAPTAIN, state="absent"), ["delete"]),
        (None, SubscriberDescription(CAPTAIN, state="absent"), []),
    ],
)
def test_steps(current: Subscription | None, desired: SubscriberDescription, steps: list[str]) -> None:
    plan = subscribers.plan(current, desired)
    assert [step.action for step in plan.steps] == steps
    assert (plan.diff["before"] == plan.diff["after"]) is not plan.changed


@pytest.mark.parametrize(
    ("state", "subscribed"),
    [
        ("subscribing", True),
        ("Pending", True),
        ("notSubscribing", False),
        ("rejected", False),
        ("error", False),
        ("", False),
    ],
)
def test_states(state: str, subscribed: bool) -> None:
    assert there(state=state).subscribed is subscribed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "one of user and email"),
        ({"user": USER, "email": "a@example.com"}, "one of user"),
        ({"user": "captain"}, "user: must be a GUID"),
        ({"email": "captain"}, "email: must be an e-mail address"),
        ({"email": "a b@example.com"}, "email: must be an e-mail address"),
        ({"user": USER, "access_level": ""}, "access_level: must not be empty"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: dict[str, t.Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        subscribers.describe(options)


def test_one_user_is_described_once() -> None:
    with pytest.raises(InputError, match=r"subscribers\[1\]: .* is described by subscribers\[0\] already"):
        subscribers.describe_all([{"email": "Captain@example.com"}, {"email": "captain@example.com"}])
