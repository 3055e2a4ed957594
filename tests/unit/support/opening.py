# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Open sessions of the code under test as its adapters do."""

from __future__ import annotations

import typing as t
from pathlib import Path

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from tests.simulator.fixture import Simulator

CLIENT_ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
CLIENT_SECRET = "simulator-secret-of-the-fleet-0001~"
SUBSCRIPTION_KEY = "5f9d7b1c3e5a4c7d8e9fa0b1c2d3e4f5"
APPLICATION = "/veracity/datafabric/data/api/1/application"
RESOURCES = "/veracity/datafabric/data/api/1/resources"
CONTAINER = "/veracity/datafabric/provisioning/api/1/container"
TOKEN = "/oauth2/"


class Opened(Session):
    """A session that remembers what it told its surroundings."""

    def __init__(self, settings: t.Any, **surroundings: t.Any) -> None:
        self.warnings: list[str] = []
        self.lines: list[str] = []
        self.notices: list[str] = []
        self.registered: list[str] = []
        super().__init__(
            settings,
            register=self.registered.append,
            warn=self.warnings.append,
            log=self.lines.append,
            progress=self.notices.append,
            **surroundings,
        )

    def said(self) -> str:
        """Return everything that it told its surroundings, registered secrets apart."""
        return "\n".join([*self.warnings, *self.lines, *self.notices])


class Opener:
    """Opens sessions against the simulator."""

    def __init__(self, simulator: Simulator, clock: Clock, home: Path) -> None:
        self._simulator = simulator
        self._clock = clock
        self._home = home

    def __call__(
        self,
        *,
        api: str | None = "data_fabric",
        variables: t.Mapping[str, str] | None = None,
        share: bool = True,
        clock: Clock | None = None,
        origins: t.Mapping[str, str] | None = None,
        **options: t.Any,
    ) -> Opened:
        """Return a session as the default application, with other options where they are given."""
        shared = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "subscription_key": SUBSCRIPTION_KEY,
            "token_url": self._simulator.token_url("entra_v1"),
            "api_url": self._simulator.http,
            **options,
        }
        settings = from_options(shared, api=api, variables=dict(variables or {}), origins=origins)
        return Opened(settings, ansible_home=str(self._home), share_tokens=share, clock=clock or self._clock)
