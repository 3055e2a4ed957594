# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users write is checked before anything is sent."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.description import (
    describe,
    describe_all,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError

ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "one of container, short_name and id is required"),
        ({"short_name": ""}, "short_name: must be 5 to 32 lower-case letters and digits"),
        ({"short_name": "four"}, "short_name: must"),
        ({"short_name": "a" * 33}, "short_name: must"),
        ({"short_name": "Shipdata"}, "'Shipdata'"),
        ({"short_name": "ship-data"}, "short_name: must"),
        ({"short_name": "shipdata\n"}, "short_name: must"),
        ({"short_name": "shipdatä"}, "short_name: must"),
        ({"short_name": "../../x"}, "short_name: must"),
        ({"id": "shipdata"}, "id: must be a GUID"),
        ({"id": ID + "0"}, "id: must be a GUID"),
        ({"id": ""}, "id: must be a GUID"),
        ({"container": "Shipdata"}, "container: must be the short name"),
        ({"container": ID + "0"}, "container: must be a GUID"),
        ({"container": ""}, "container: must be the short name"),
        (
            {"container": "shipdata", "short_name": "shipdata"},
            "container: is mutually exclusive with id and short_name",
        ),
        ({"container": ID, "id": ID}, "container: is mutually exclusive with id and short_name"),
        ({"short_name": "shipdata", "description": "x" * 501}, "501 characters; Data Fabric accepts at most 500"),
        ({"short_name": "shipdata", "region": " "}, "region: must not be empty"),
        ({"short_name": "shipdata", "tags": ["a", " "]}, "empty tag"),
    ],
)
def test_what_is_wrong_is_named(options: dict[str, t.Any], text: str) -> None:
    with pytest.raises(InputError) as caught:
        describe(options)
    assert text in str(caught.value)
    with pytest.raises(InputError, match=r"^containers\[1\]"):
        describe_all([{"short_name": "first1"}, options])


@pytest.mark.parametrize("form", [ID, ID.upper(), f"{{{ID}}}", ID.replace("-", ""), f" {ID} "])
def test_ids_are_brought_to_one_form(form: str) -> None:
    assert describe({"id": form}).id == ID


def test_container_stands_for_the_short_name_or_the_id() -> None:
    assert describe({"container": "shipdata", "title": "a"}) == describe({"short_name": "shipdata", "title": "a"})
    assert describe({"container": ID.upper()}) == describe({"id": ID})
    with pytest.raises(InputError, match=r"containers\[1\]\.short_name: is the same as that of containers\[0\]"):
        describe_all([{"short_name": "shipdata"}, {"container": "shipdata"}])


def test_any_text_is_a_title() -> None:
    title = "\u200f\u0633\u0641\u064a\u0646\u0629 ⚓ {{ x }} 'quoted' \\ " + "x" * 300
    assert describe({"short_name": "shipdata", "title": title, "description": "ä" * 500}).title == title


def test_the_same_container_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"containers\[2\]\.id: is the same as that of containers\[0\]"):
        describe_all([{"id": ID}, {"short_name": "shipdata"}, {"id": ID.upper()}])


def test_none_and_empty_are_kept_apart() -> None:
    empty = describe({"short_name": "shipdata", "title": "", "tags": [], "icon": {"id": "", "background_color": None}})
    assert (empty.title, empty.tags, empty.icon_id, empty.icon_background_color) == ("", (), "", None)
    nothing = describe({"short_name": "shipdata", "icon": None})
    assert (nothing.title, nothing.tags, nothing.icon_id) == (None, None, None)
