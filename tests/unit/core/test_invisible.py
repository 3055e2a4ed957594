# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Characters that nobody sees, in ids and secrets (case B4)."""

from __future__ import annotations

import unicodedata

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.api_fields import guid
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.invisible import invisible_in
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from ansible_collections.dnv.veracity.plugins.modules.veracity_resource_group import DEFINITION as RESOURCE_GROUP

ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
# What comes along with copied text: zero width, byte order mark, soft hyphen, directions, blanks.
INVISIBLE = [
    *"\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *"\u00a0\u1680\u2000\u2003\u2009\u200a\u202f\u205f\u3000\u2028\u2029\u034f\u115f\u1160\u2800\u3164\uffa0\ufe0f",
    *"\u2061\u2062\u2063\u2064\U000e0061\U000e0101",
]


@pytest.mark.parametrize("letter", INVISIBLE, ids=lambda letter: f"U+{ord(letter):04X}")
def test_b4_invisible_character_is_named_in_every_id_and_secret(letter: str) -> None:
    named = f"contains the invisible character U+{ord(letter):04X} ({unicodedata.name(letter)})"
    for text in (letter + ID, ID + letter, ID[:9] + letter + ID[9:]):
        with pytest.raises(InputError) as caught:
            guid(text, "tenant")
        assert str(caught.value).startswith(f"tenant: {named}")
        for option in ("client_id", "client_secret", "access_token", "subscription_key"):
            with pytest.raises(InputError) as caught:
                from_options({option: text}, origins={option: "X (from the environment)"})
            assert str(caught.value).startswith(f"{option} (from X (from the environment)): {named}")
        with pytest.raises(InputError) as caught:
            RESOURCE_GROUP.shared_options({"automation_token": text})
        assert str(caught.value).startswith(f"automation_token: {named}")


@pytest.mark.parametrize("text", ["", ID, "a b\tc\nd\x00e\x7f", "éßø漢字😀", "\udcff", "e\u0301"])
def test_what_can_be_seen_or_is_a_control_character_is_not_meant(text: str) -> None:
    assert invisible_in(text) is None
