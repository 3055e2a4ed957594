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
from functools import cached_property

from ansible import constants as C
from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ansible_collections.dnv.veracity.plugins.module_utils._core.given import is_set
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.stored import recall
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.trust import candidates
from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret
from ansible_collections.dnv.veracity.plugins.plugin_utils._given import (
    PREFIX,
    forget_empty_variables,
    given,
    variable_of,
)

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet
    from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
    from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Settings


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

    def set_options(
        self,
        task_keys: dict[str, t.Any] | None = None,
        var_options: dict[str, t.Any] | None = None,
        direct: dict[str, t.Any] | None = None,
    ) -> None:
        """Take options from everywhere. Raises AnsibleError for what must not be taken, before anything is sent."""
        definitions = C.config.get_configuration_definitions(self.plugin_type, self._load_name)
        forget_empty_variables()
        self._keywords, self._variables = direct or {}, {}
        try:
            self._keywords, self._variables = given(definitions, self._keywords, var_options or {}, self._templar)
            super().set_options(task_keys=task_keys, var_options=self._variables, direct=self._keywords)
        except AnsibleError as error:
            # Ansible-core quotes the value that is wrong, and that may be a secret.
            raise self.error(error, self._variables, self._keywords) from None

    def settings(self) -> Settings:
        """Return the settings that the options describe. Raises InputError."""
        from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
        from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
        from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

        options = {name: plain(value) for name, value in self._options.items() if is_set(name, value)}
        origins: dict[str, str] = {}
        # Before ansible-core 2.19 get_option_and_origin() knows neither keywords nor variables.
        for name, option in SHARED_OPTIONS.items():
            variable = variable_of(name)
            if name in self._keywords:
                continue
            if variable in self._variables:
                origins[name] = f"the variable {variable}"
            elif option.env and option.env in os.environ:
                origins[name] = f"{option.env} (from the environment)"
        return from_options(options, origins=origins, variables=os.environ)

    def session(self, settings: Settings) -> Session:
        """Return the session of one term."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session

        return Session(
            settings,
            ansible_home=C.ANSIBLE_HOME,
            outlet=self.outlet,
        )

    @cached_property
    def outlet(self) -> Outlet:
        """Where everything goes that is shown, apart from what the lookup returns."""
        from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import outlet_of_lookup

        return outlet_of_lookup()

    def error(self, error: Exception, *options: t.Mapping[str, t.Any]) -> AnsibleError:
        """Return the error to raise for another. ``options`` are what the lookup was given, by whatever names."""
        from ansible_collections.dnv.veracity.plugins.module_utils._known_secrets import secrets_of_lookup
        from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import lookup_error
        from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

        for secret in secrets_of_lookup(PREFIX, os.environ, *map(plain, options)):
            self.outlet.learn(secret)
        return lookup_error(error, self.outlet)
