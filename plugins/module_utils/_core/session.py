# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Everything that one task works with, opened from its options. Private: for use inside dnv.veracity only.

What the warm path of a lookup does not need (the HTTP client) is imported where it is first needed.
"""

from __future__ import annotations

import dataclasses
import typing as t
from functools import cached_property

from .clock import Clock
from .identity.endpoints import TokenTarget
from .identity.provider import TokenProvider
from .identity.token import Token
from .private_files.directory import SafeDirectory
from .private_files.locations import find_directory
from .redaction.outlet import Outlet, Sink
from .settings import Settings

if t.TYPE_CHECKING:
    from .client import Client
    from .private_files.secret_store import StoredSecrets
    from .transport.session import Transport


class Session:
    """The settings of a task, and what is made from them when it is asked for."""

    def __init__(
        self,
        settings: Settings,
        *,
        ansible_home: str | None = None,
        share_tokens: bool = True,
        outlet: Outlet | None = None,
        clock: Clock | None = None,
        **sinks: Sink,
    ) -> None:
        """``share_tokens``: whether tokens may be stored for other processes of this user.

        ``outlet`` is where texts go; otherwise one is made from ``sinks``.
        """
        self.settings = settings
        self.clock = clock or Clock()
        self.outlet = outlet or Outlet(**sinks)
        self.scrub = self.outlet.scrub
        self._ansible_home = ansible_home
        self._share_tokens = share_tokens and settings.token_cache
        for secret in settings.credentials.secrets():
            self.learn(secret)
        for warning in settings.warnings:
            self.outlet.warn(warning)

    @cached_property
    def directory(self) -> SafeDirectory | None:
        """Where things are kept between runs; None, with a warning, when there is no safe place."""
        found, reason = find_directory(
            self.settings.token_cache_dir, self.settings.connection.variables, self._ansible_home
        )
        if found is None:
            self.outlet.warn(
                f"Nothing can be cached between tasks, not even tokens. {reason} "
                "Set token_cache_dir to a private directory."
            )
        elif reason:
            self.outlet.log(reason)
        return found

    @cached_property
    def tokens(self) -> TokenProvider:
        """The tokens of the task. Raises InputError when the options describe none."""
        # An access token that was given needs no cache, and a lookup of the directory may warn.
        share = self._share_tokens and self.settings.credentials.client_secret is not None
        return TokenProvider(
            self.settings,
            self._request,
            directory=self.directory if share else None,
            clock=self.clock,
            warn=self.outlet.warn,
            learn=self.learn,
        )

    @cached_property
    def keys(self) -> StoredSecrets | None:
        """Where claimed keys are kept between tasks, beside the tokens; None when they are not.

        Nor are they with an access token that was given: it may be somebody else's than the client secret.
        """
        from .private_files.secret_store import StoredSecrets

        credentials = self.settings.credentials
        secret = credentials.client_secret
        if not self._share_tokens or secret is None or credentials.access_token is not None or self.directory is None:
            return None
        try:
            return StoredSecrets(self.directory, secret, "key")
        except ImportError:
            return None

    @cached_property
    def transport(self) -> Transport:
        """The HTTP session."""
        from .transport.session import Transport

        return Transport(self.settings.connection, self.scrub, clock=self.clock, log=self.outlet.log)

    @cached_property
    def client(self) -> Client:
        """The client of the API host."""
        if not self.settings.connection.validate_certs:
            self.outlet.warn(
                "validate_certs is false: the certificate of the API host is not checked. Use ca_path instead."
            )
        return self._client(self.tokens)

    def client_of(self, api: str) -> Client:
        """Return the client of another API of the same caller. Raises InputError when the options describe no token."""
        settings = dataclasses.replace(self.settings, api=api, warnings=())
        other = Session(
            settings,
            ansible_home=self._ansible_home,
            share_tokens=self._share_tokens,
            outlet=self.outlet,
            clock=self.clock,
        )
        return other.client

    def client_without_token(self) -> Client:
        """Return a client for work that does not call the API: it needs no credentials."""
        credentials = dataclasses.replace(self.settings.credentials, access_token="none")
        settings = dataclasses.replace(self.settings, credentials=credentials)
        return self._client(TokenProvider(settings, self._request, clock=self.clock))

    def _client(self, tokens: TokenProvider) -> Client:
        """Return the client with these tokens."""
        from .client import ApiSettings, Client

        settings = ApiSettings.of(self.settings)
        return Client(settings, tokens, self.transport, clock=self.clock, notify=self.outlet.progress)

    def obtain(self, minimum: float = 0.0) -> Token:
        """Return the token, with its value registered as a secret."""
        return self.tokens.token(minimum)

    def _request(self, target: TokenTarget) -> Token:
        """Ask the token endpoint."""
        from .identity.grant import request_token

        return request_token(target, self.settings, self.transport, self.clock, self.outlet.progress)

    def learn(self, secret: str) -> None:
        """Mask a secret from now on."""
        self.outlet.learn(secret)
