# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The surroundings of a run, healthy at first: what is set where, the network, the clock, and the platform."""

from __future__ import annotations

import contextlib
import typing as t
from pathlib import Path

from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.company import API, LOGIN, STORAGE, Company

DIRECTORY = "dnvglb2cprod.onmicrosoft.com"
TOKEN_PATH = f"/{DIRECTORY}/oauth2/token"


class Surroundings:
    """What one run of the diagnosis meets.

    ``options`` are those of the task, ``variables`` the environment of the process, ``facts`` what the managed host has
    said. What is changed about this process itself goes on ``stack``.
    """

    def __init__(self, simulator: Simulator, company: Company, folder: Path, *, through_proxy: bool) -> None:
        self.simulator = simulator
        self.company = company
        self.folder = folder
        self.clock = SleeplessClock()
        self.facts: dict[str, t.Any] = {}
        self.stack = contextlib.ExitStack()
        self.secrets = [DEFAULT_CLIENT_SECRET, DEFAULT_SUBSCRIPTION_KEY]
        self.options: dict[str, t.Any] = {}
        self.workspace: str | None = None
        self.login, self.api = (f"https://{LOGIN}", f"https://{API}") if through_proxy else (simulator.http,) * 2
        self.storage_hosts = (STORAGE if through_proxy else simulator.http,)
        self.variables = {
            "HOME": str(folder),
            "VERACITY_CLIENT_ID": DEFAULT_CLIENT_ID,
            "VERACITY_CLIENT_SECRET": DEFAULT_CLIENT_SECRET,
            "VERACITY_SUBSCRIPTION_KEY": DEFAULT_SUBSCRIPTION_KEY,
            "VERACITY_TOKEN_URL": self.login + TOKEN_PATH,
            "VERACITY_API_URL": self.api,
            "VERACITY_TOKEN_CACHE_DIR": str(folder / "cache"),
            "VERACITY_RETRIES": "0",
            "VERACITY_TIMEOUT": "5",
        }
        if through_proxy:
            self.variables |= {"HTTPS_PROXY": company.url, "VERACITY_CA_PATH": company.ca_path}

    def set(self, **variables: str) -> None:
        """Set options by their environment variables."""
        self.variables.update({f"VERACITY_{name.upper()}": value for name, value in variables.items()})

    def unset(self, *options: str) -> None:
        """Let environment variables be gone."""
        for option in options:
            self.variables.pop(f"VERACITY_{option.upper()}", None)

    def reset(self) -> None:
        """Let the platform and the network be healthy again."""
        self.simulator.reset()
        self.simulator.settings(visibility_delay=0, deletion_delay=0, tenant_delay=0, user_visibility_delay=0)
        self.company.reset()
