# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Times that servers send."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import of_http_date
from tests.simulator.fixture import Simulator
from tests.unit.support.opening import APPLICATION, TOKEN, Opener

_ODD = (
    *("", "x", "0", "Sat, 28 Nov 2026 03:00:00", "Mon, 99 Jan 2026 99:00:00 GMT"),
    "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    "Mon, 01 Jan 2026 00:00:00 +999999999999999999",
    "Mon, 01 Jan 2026 99999999999999999999999:00:00 GMT",
)


def test_an_http_date() -> None:
    assert of_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777.0


@pytest.mark.parametrize("text", [None, *_ODD])
def test_what_is_no_http_date(text: str | None) -> None:
    assert of_http_date(text) is None


@pytest.mark.parametrize("text", _ODD)
@pytest.mark.parametrize("header", ["Date", "Retry-After"])
def test_odd_times_of_servers_end_nothing(simulator: Simulator, opener: Opener, header: str, text: str) -> None:
    for path in (TOKEN, APPLICATION):
        simulator.fault(path=path, status=503, headers={header: text}, body="x")
    assert opener().client.get(APPLICATION).status == 200
