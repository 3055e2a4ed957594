# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lookups that return SAS URLs share. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from urllib.parse import parse_qs

from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret
from ansible_collections.dnv.veracity.plugins.plugin_utils._lookup import VeracityLookup

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task


class SasLookup(VeracityLookup):
    """Returns one SAS URL for each term. ``api`` is the API that the keys come from."""

    api: t.ClassVar[str]

    def obtain(self, task: Task, client: Client, term: str, asked: str) -> str:
        """Return the SAS URL of a term, in check mode something in its place. Raises VeracityError.

        ``asked`` is everything that is asked for as it came, under which a key is remembered.
        """
        raise NotImplementedError

    def run(self, terms: list[t.Any], variables: dict[str, t.Any] | None = None, **kwargs: t.Any) -> list[str]:
        """Return one SAS URL for each term. Raises AnsibleError."""
        self.set_options(var_options=variables, direct=kwargs)
        check_mode = bool((variables or {}).get("ansible_check_mode"))
        return [self._kept(term) or self._obtain(term, check_mode) for term in map(str, terms)]

    def _kept(self, term: str) -> str | None:
        """Return the SAS URL that the same options led to before, while it is good."""
        url = self.recalled(term, self.get_option("min_validity"))
        if url is not None:
            token = url.partition("?")[2]
            for secret in (token, *parse_qs(token).get("sig", ())):
                register_secret(secret)
        return url

    def _obtain(self, term: str, check_mode: bool) -> str:
        """Return the SAS URL of a term the long way. Raises AnsibleError."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
        from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Settings
        from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
        from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

        try:
            session = self.session(Settings(**{**vars(self.settings()), "api": self.api}))
            task = Task(
                {option: plain(value) for option, value in self._options.items()},
                check_mode=check_mode,
                clock=session.clock,
                progress=session.outlet.progress,
                warn=session.outlet.warn,
                state_directory=session.directory,
                learn=session.learn,
                keys=session.keys,
            )
            return self.obtain(task, session.client, term, self.asked(term))
        except VeracityError as error:
            raise self.error(error, self._options) from None
