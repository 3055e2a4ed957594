# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that the simulator remembers."""

from __future__ import annotations

from .accesses import Accesses
from .clock import Clock
from .company_tenants import CompanyTenants
from .containers import Containers
from .data_workbench.workbench import Workbench
from .directory import Directory
from .faults import Faults
from .groups import Groups
from .key_templates import KeyTemplates
from .recorder import Recorder
from .registrations import Applications
from .relations import Relations
from .service_catalogue import Catalogue
from .settings import Settings
from .signing import SigningKeys
from .stewards import Stewards
from .storage import Storage
from .subscriptions import Subscriptions
from .tags import Tags
from .tokens import Tokens
from .users import Users
from .vrm_projects import Projects


class State:
    """The parts of the simulator, made once; ``reset`` brings each back to its start."""

    def __init__(self, storage: Storage) -> None:
        self.clock = Clock()
        self.settings = Settings()
        self.storage = storage
        self.applications = Applications()
        self.users = Users(self.applications)
        self.keys = SigningKeys()
        self.tokens = Tokens(self.clock, self.settings, self.keys)
        self.tags = Tags()
        self.containers = Containers(self.clock, storage, self.tags)
        self.stewards = Stewards()
        self.accesses = Accesses(self.clock)
        self.relations = Relations(self.containers, self.stewards, self.accesses)
        self.key_templates = KeyTemplates(self.settings)
        self.groups = Groups()
        self.subscriptions = Subscriptions()
        self.directory = Directory(self.clock)
        self.catalogue = Catalogue(self.directory)
        self.company_tenants = CompanyTenants(self.directory, self.catalogue)
        self.projects = Projects()
        self.workbench = Workbench(self.clock, self.settings)
        self.faults = Faults()
        self.recorder = Recorder(self.clock)

    def reset(self) -> None:
        """Go back to the start state; signing keys stay, so earlier tokens remain genuine."""
        for part in (
            self.clock,
            self.settings,
            self.applications,
            self.users,
            self.tokens,
            self.containers,
            self.tags,
            self.stewards,
            self.accesses,
            self.key_templates,
            self.groups,
            self.subscriptions,
            self.directory,
            self.catalogue,
            self.company_tenants,
            self.projects,
            self.workbench,
        ):
            part.reset()
        self.faults.clear()
        self.recorder.clear()
