# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which key template gives what is wanted."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.durations import parse
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.key_templates import (
    Catalog,
    public,
    spelled,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.accesses import KeyTemplate
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError


def template(number: int, name: str, hours: int, *rights: str) -> KeyTemplate:
    return KeyTemplate(f"00000000-0000-0000-0000-{number:012}", name, hours, frozenset(rights))


READ_HOUR = template(1, "Read 1h", 1, "read", "list")
READ_720 = template(2, "Read month", 720, "read", "list")
READ_730 = template(3, "Read average month", 730, "read", "list")
ALL_HOUR = template(4, "All 1h", 1, "read", "write", "delete", "list")
WRITE_HOUR = template(5, "Write", 1, "write")
WRITE_TWICE = template(6, "Write", 8, "write")
CATALOG = Catalog([READ_HOUR, READ_720, READ_730, ALL_HOUR, WRITE_HOUR, WRITE_TWICE])


def test_rights_are_exact() -> None:
    assert CATALOG.exact(["list", "read"], parse("1h")) == READ_HOUR
    assert CATALOG.exact(["write"], parse("8h")) == WRITE_TWICE
    with pytest.raises(InputError) as caught:
        CATALOG.exact(["write", "read"], parse("1h"))
    assert "No key template has exactly the rights read+write and the duration 1h." in str(caught.value)
    assert "Available: read+list (1h, 1 month); read+write+delete+list (1h); write (1h, 8h)." in str(caught.value)


def test_the_nearest_month() -> None:
    assert CATALOG.exact(["read", "list"], parse("1 month")) == READ_730
    assert Catalog([READ_720]).exact(["read", "list"], parse("1 month")) == READ_720
    with pytest.raises(InputError, match="the duration 2 months"):
        CATALOG.exact(["read", "list"], parse("2 months"))


def test_the_fewest_rights_that_suffice() -> None:
    assert CATALOG.least(["read"], parse("1h")) == READ_HOUR
    assert CATALOG.least(["write"], parse("1h")) == WRITE_HOUR
    assert CATALOG.least(["delete"], parse("1h")) == ALL_HOUR
    with pytest.raises(InputError, match="the rights delete and the duration 8h"):
        CATALOG.least(["delete"], parse("8h"))


def test_by_id_or_name() -> None:
    assert CATALOG.called(READ_720.id.upper()) == READ_720
    assert CATALOG.called("{" + READ_720.id + "}") == READ_720
    assert CATALOG.called(" read MONTH ") == READ_720
    with pytest.raises(InputError, match=r"(?s)no key template has the id or the name 'Reed'.*Available: "):
        CATALOG.called("Reed")
    with pytest.raises(InputError, match=rf"(?s)2 key templates have the name 'write'.*{WRITE_TWICE.id}"):
        CATALOG.called("write")


def test_nothing_at_all() -> None:
    with pytest.raises(InputError, match="offers no key templates"):
        Catalog([]).exact(["write"], parse("1h"))
    assert Catalog([]).get(None) is None
    assert spelled([]) == "none"


def test_how_it_is_shown() -> None:
    assert public(READ_730) == {
        "id": READ_730.id,
        "name": "Read average month",
        "rights": ["read", "list"],
        "duration_hours": 730,
        "duration": "1 month",
    }
