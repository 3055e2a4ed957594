# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Tokens for one task: given, cached, or asked for. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import threading
import typing as t

from ..clock import Clock
from ..errors import InputError
from ..private_files.directory import SafeDirectory
from ..settings import Settings
from .cache import TokenCache
from .endpoints import TokenTarget, resolve
from .token import UNKNOWN_LIFETIME, Token


class TokenProvider:
    """Gives the token of a task's settings. Threads may share it."""

    def __init__(
        self,
        settings: Settings,
        request: t.Callable[[TokenTarget], Token],
        *,
        directory: SafeDirectory | None = None,
        clock: Clock | None = None,
        warn: t.Callable[[str], None] | None = None,
        learn: t.Callable[[str], None] | None = None,
    ) -> None:
        """``request`` asks the token endpoint; ``directory`` is where tokens are shared over processes, None: nowhere.

        ``learn`` is told every token before it is used, a stored one too, so that it can be masked.
        Raises InputError when the settings describe no token, or credentials are missing.
        """
        self._settings = settings
        self._request = request
        self._clock = clock or Clock()
        self._warn = warn or (lambda text: None)
        self._learn = learn or (lambda text: None)
        self._lock = threading.Lock()
        self._current: Token | None = None
        credentials = settings.credentials
        self._given = credentials.access_token
        self.target = resolve(settings)
        for warning in self.target.warnings:
            self._warn(warning)
        if self._given is None:
            self._check_credentials()
        self._cache = self._open_cache(directory) if directory is not None and credentials.client_secret else None

    @property
    def given(self) -> bool:
        """Whether the token in use is one that was given."""
        return self._given is not None

    def token(self, minimum: float = 0.0) -> Token:
        """Return a token with at least ``minimum`` seconds left, where the identity provider gives any that long."""
        if self._given is not None:
            return Token(self._given, "Bearer", UNKNOWN_LIFETIME, self._clock.time())
        with self._lock:
            return self._obtain(minimum, None)

    def replace(self, rejected: Token) -> Token | None:
        """Return another token after an API has refused one, None when there is no other to be had."""
        with self._lock:
            credentials = self._settings.credentials
            if rejected.value == self._given:
                if not (credentials.client_id and credentials.client_secret):
                    return None
                self._given = None
            if self._current is not None and self._current.value != rejected.value:
                return self._current
            self._current = None
            return self._obtain(0.0, rejected.value)

    def remember(self, asked: str) -> None:
        """Note, where tokens are shared, that these options as they came lead to this token."""
        if self._cache is not None and not self.given:
            self._cache.remember(asked)

    def _obtain(self, minimum: float, rejected: str | None) -> Token:
        """Return the token at hand while it lasts, otherwise one from the cache or the identity provider."""
        now = self._clock.time()
        current = self._current
        if current is not None and current.is_fresh(now) and current.remaining(now) > minimum:
            return current
        if self._cache is not None:
            self._current = self._cache.get(
                lambda: self._request(self.target), clock=self._clock, minimum=minimum, rejected=rejected
            )
        else:
            self._current = self._request(self.target)
        self._learn(self._current.value)
        for warning in self._current.warnings:
            self._warn(warning)
        return self._current

    def _open_cache(self, directory: SafeDirectory) -> TokenCache | None:
        """Return the cache of this identity, None where cryptography is missing."""
        credentials = self._settings.credentials
        try:
            return TokenCache(
                directory, credentials.client_secret or "", f"{credentials.client_id}\n{self.target.identity}"
            )
        except ImportError:
            return None

    def _check_credentials(self) -> None:
        """Raise InputError when client_id or client_secret is missing."""
        credentials = self._settings.credentials
        missing = [name for name in ("client_id", "client_secret") if not getattr(credentials, name)]
        if missing:
            options, word = ("option", "variable") if len(missing) == 1 else ("options", "variables")
            variables = " and ".join(f"VERACITY_{name.upper()}" for name in missing)
            raise InputError(
                f"{', '.join(missing)}: missing. Set the {options}, or the environment {word} {variables}; an "
                "application of the type ClientCredentials in My Projects has them. Or give access_token."
            )
