# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all lookups share: their options as a session. Private: for use inside dnv.veracity only.

A worker imports this anew for each task, so what a token from the cache does not need is imported where it is needed.
"""

from __future__ import annotations

import os
import time
import typing as t

from ansible import constants as C
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.stored import recall
from ansible_collections.dnv.veracity.plugins.module_utils._core.trusted import candidates
from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
    from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Settings

display = Display()


class VeracityLookup(LookupBase):
    """A lookup with the shared options: by keyword, environment variable, configuration file or variable."""

    def asked(self, term: str) -> str:
        """Return everything that is asked for, the secret apart, as it came."""
        options = self._options
        return "\n".join([f"{name}={options[name]}" for name in sorted(options) if name != "client_secret"] + [term])

    def recalled(self, term: str, minimum: float) -> str | None:
        """Return the token that the same options led to before, while it is fresh and may be shared."""
        options = self._options
        secret = str(options["client_secret"] or "")
        if not secret or secret != secret.strip() or options["access_token"] is not None or not options["token_cache"]:
            return None
        directories = candidates(options["token_cache_dir"], os.environ, C.ANSIBLE_HOME)
        token = recall(directories, secret, self.asked(term), minimum, time.time())
        if token is not None:
            register_secret(secret)
            register_secret(token)
        return token

    def settings(self) -> Settings:
        """Return the settings that the options describe. Raises InputError."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
        from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

        options: dict[str, t.Any] = {}
        origins: dict[str, str] = {}
        for name in self._options:
            value, origin = self.get_option_and_origin(name)
            kind, _separator, source = str(origin or "").partition(":")
            # A variable that is set but empty counts as not set.
            options[name] = None if kind == "env" and value == "" else plain(value)
            if kind == "env":
                origins[name] = f"{source.strip()} (from the environment)"
            elif kind == "var":
                origins[name] = f"the variable {source.strip()}"
        return from_options(options, origins=origins, variables=os.environ)

    def session(self, settings: Settings) -> Session:
        """Return the session of one term."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session

        return Session(
            settings,
            ansible_home=C.ANSIBLE_HOME,
            register=register_secret,
            warn=display.warning,
            log=display.vvv,
            notify=display.vv,
        )
