# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""H: modules end in a result or in an error of ours, whatever the listings that they read hold."""

from __future__ import annotations

import json
import types
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.modules import (
    veracity_container_access_info,
    veracity_container_group_info,
    veracity_container_info,
    veracity_container_key,
    veracity_container_steward_info,
    veracity_container_tag_info,
    veracity_data_fabric_identity_info,
    veracity_key_template_info,
    veracity_region_info,
    veracity_schema_info,
    veracity_service_info,
    veracity_service_subscriber_info,
    veracity_workspace_info,
)
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID as FLEET
from tests.simulator.fixture import Simulator
from tests.unit.core.test_made_once import MAKINGS
from tests.unit.core.test_odd_answers import IDENTITY, ODD, shapes
from tests.unit.support.bench import Bench
from tests.unit.support.office import SERVICE, Leaping, Office
from tests.unit.support.station import Station

# It walks every API, and nothing in it depends on the Python.
pytestmark = pytest.mark.slow

READING: dict[str, tuple[types.ModuleType, dict[str, t.Any], type[Station]]] = {
    "containers": (veracity_container_info, {}, Station),
    "grants": (veracity_container_access_info, {"container": IDENTITY["id"]}, Station),
    "groups": (veracity_container_group_info, {}, Station),
    "key": (veracity_container_key, {"container": IDENTITY["id"], "ensure_access": True}, Station),
    "stewards": (veracity_container_steward_info, {}, Station),
    "tags": (veracity_container_tag_info, {}, Station),
    "identity": (veracity_data_fabric_identity_info, {}, Station),
    "key templates": (veracity_key_template_info, {}, Station),
    "regions": (veracity_region_info, {}, Station),
    "workspaces": (veracity_workspace_info, {"include_members": True, "activity": 3}, Bench),
    "workspace": (veracity_workspace_info, {"tenant": "example-shipping", "workspace": "Fleet"}, Bench),
    "schemas": (veracity_schema_info, {"workspace": FLEET, "include_columns": True}, Bench),
    "services": (veracity_service_info, {}, Office),
    "subscribers": (veracity_service_subscriber_info, {"service": SERVICE}, Office),
    **{name: (making.module, making.params, making.desk) for name, making in MAKINGS.items()},
}
SOME = ["true", "large", "half a character", "no moment", "list"]


@pytest.mark.parametrize("name", READING)
def test_h_odd_listing_ends_in_a_result_or_in_an_error(simulator: Simulator, tmp_path: Path, name: str) -> None:
    module, params, desk = READING[name]
    for odd in SOME:
        for number, body in enumerate(shapes(ODD[odd])):
            # Bare and in lists; what else there is, is a matter of the parsers.
            if number % 5 > 2:
                continue
            if desk is Bench and number % 5 == 1:
                body = f'{{"result": {body}, "totalCount": {ODD[odd]}, "pageIndex": {ODD[odd]}}}'
            station = desk(simulator, tmp_path / "state")
            station.clock = Leaping()
            simulator.clear_faults()
            simulator.fault(method="GET", path="/veracity/", times=0, status=200, body=body)
            waits = {"wait_timeout": 0.0} if "wait" in module.DEFINITION.spec else {}
            try:
                found = station.run(module, check_mode=module is not veracity_container_key, **{**params, **waits})
            except VeracityError as error:
                assert error.summary
            else:
                json.dumps(found, allow_nan=False)
