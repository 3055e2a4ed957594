# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which container an option means."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers import (
    reference as container_reference,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, StateError
from tests.unit.support.station import Station

ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"


def test_short_names_and_ids() -> None:
    assert container_reference.reference("shipdata") == container_reference.Reference(short_name="shipdata")
    assert container_reference.reference(ID.upper()) == container_reference.Reference(id=ID)
    assert container_reference.reference(f"{{{ID}}}") == container_reference.Reference(id=ID)
    digits = ID.replace("-", "")
    assert container_reference.reference(digits) == container_reference.Reference(short_name=digits)


@pytest.mark.parametrize("option", ["", "Ship", "ship data", "abc", "a" * 33, ID[:-1], "ship-data"])
def test_anything_else_is_refused(option: str) -> None:
    with pytest.raises(InputError, match="source: must be"):
        container_reference.reference(option, "source")


def test_containers_are_found_by_one_call(station: Station) -> None:
    (own,) = station.simulator.seed({"short_name": "shipdata"})
    (foreign,) = station.simulator.seed({"short_name": "theirs", "access_level": "consumer"})
    api = DataFabric(station.session().client)
    for option, expected in (("shipdata", own), (own, own), (foreign, foreign)):
        with station.watched():
            assert container_reference.needed(api, container_reference.reference(option)).id == expected
            assert station.simulator.counters()["reads"] == 1


def test_a_container_of_someone_else_has_no_short_name_here(station: Station) -> None:
    station.simulator.seed({"short_name": "theirs", "access_level": "consumer"})
    api = DataFabric(station.session().client)
    assert container_reference.find(api, container_reference.reference("theirs")) is None
    with pytest.raises(StateError, match="owns no container with the short name theirs"):
        container_reference.needed(api, container_reference.reference("theirs"))
    with pytest.raises(StateError, match="There is no container with the id"):
        container_reference.needed(api, container_reference.reference(ID))


def test_of_several_none_is_picked(station: Station) -> None:
    station.simulator.seed({"short_name": "shipdata"}, {"short_name": "shipdata"})
    with pytest.raises(StateError, match="2 containers have this short name"):
        container_reference.find(DataFabric(station.session().client), container_reference.reference("shipdata"))
