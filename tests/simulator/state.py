# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that the simulator remembers."""

from __future__ import annotations

from .clock import Clock
from .containers import Containers
from .faults import Faults
from .recorder import Recorder
from .registrations import Applications
from .settings import Settings
from .signing import SigningKeys
from .tokens import Tokens


class State:
    """The parts of the simulator, made once; ``reset`` brings each back to its start."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.settings = Settings()
        self.applications = Applications()
        self.keys = SigningKeys()
        self.tokens = Tokens(self.clock, self.settings, self.keys)
        self.containers = Containers(self.clock)
        self.faults = Faults()
        self.recorder = Recorder(self.clock)

    def reset(self) -> None:
        """Go back to the start state; signing keys stay, so earlier tokens remain genuine."""
        self.clock.reset()
        self.settings.reset()
        self.applications.reset()
        self.tokens.reset()
        self.containers.reset()
        self.faults.clear()
        self.recorder.clear()
