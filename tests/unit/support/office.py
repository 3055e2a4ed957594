# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A place to run the modules for services and tenants from, in this process, against the simulator."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY
from tests.unit.support.station import Forward, Station

# What the simulator has from its start.
SERVICE = "9c1b2a37-5d4e-4f6a-8b7c-0d1e2f3a4b5c"
TENANT = "7e0a1b2c-3d4e-4f50-9162-738495a6b7c8"
APPLICATION = "f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b"
OFFICERS = "a7b8c9d0-e1f2-4a3b-8c4d-5e6f7a8b9c0d"
CAPTAIN = "11111111-2222-4333-8444-555555555501"
CHIEF = "11111111-2222-4333-8444-555555555502"
MATE = "11111111-2222-4333-8444-555555555503"


class Leaping(Forward):
    """A clock that waits in no time."""

    def monotonic(self) -> float:
        return super().monotonic() + self.offset

    def sleep(self, seconds: float) -> None:
        self.offset += seconds


class Office(Station):
    """A station for the Services API."""

    def __init__(self, simulator: Simulator, directory: Path) -> None:
        super().__init__(simulator, directory)
        self.clock = Leaping()

    def session(self) -> Session:
        options = {
            "client_id": DEFAULT_CLIENT_ID,
            "client_secret": DEFAULT_CLIENT_SECRET,
            "subscription_key": DEFAULT_SUBSCRIPTION_KEY,
            "api_url": self.simulator.http,
            "token_url": self.simulator.token_url(),
            "token_cache_dir": str(self.directory),
            "retries": 0,
            **self.options,
        }
        return Session(from_options(options, api="services", variables={}), warn=self.warnings.append, clock=self.clock)
