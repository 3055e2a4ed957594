# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all lookups share: their options as a session. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import os
import typing as t

from ansible import constants as C
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Settings, from_options
from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

display = Display()


class VeracityLookup(LookupBase):
    """A lookup with the shared options: by keyword, environment variable, configuration file or variable."""

    def settings(self) -> Settings:
        """Return the settings that the shared options describe. Raises InputError."""
        options: dict[str, t.Any] = {}
        origins: dict[str, str] = {}
        for name in SHARED_OPTIONS:
            value, origin = self.get_option_and_origin(name)
            value = plain(value)
            origin = str(origin or "")
            # A variable that is set but empty counts as not set.
            if value == "" and origin.startswith("env:"):
                value = None
            options[name] = value
            if origin.startswith("env:"):
                origins[name] = f"{origin[4:].strip()} (from the environment)"
            elif origin.startswith("var:"):
                origins[name] = f"the variable {origin[4:].strip()}"
        return from_options(options, origins=origins, variables=os.environ)

    def session(self, settings: Settings) -> Session:
        """Return the session of one term."""
        return Session(
            settings,
            ansible_home=C.ANSIBLE_HOME,
            register=register_secret,
            warn=display.warning,
            log=display.vvv,
            notify=display.vv,
        )
