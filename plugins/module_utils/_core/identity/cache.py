# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A token cache that all processes of a user share. Private: for use inside dnv.veracity only.

One token request per kind of token, however many processes need it, and nothing on disk that is of use without the
client secret: an entry is encrypted under a key derived from the secret, and its name is a keyed hash.
"""

from __future__ import annotations

import hmac
import math
import random
import re
import typing as t
from dataclasses import replace

from ..clock import Clock
from ..errors import Exchange, StorageError, TokenError, VeracityError
from ..private_files.directory import SafeDirectory
from ..private_files.seal import VERSION, Seal
from .stored import seconds_needed
from .token import Token

LOCK_WAIT = 130.0
KEEP = 2 * 86400.0
PAUSE_AFTER_FAILURE = 30.0
# Nothing is remembered for longer: what says so was written by another clock.
_LONGEST_MEMORY = 3700.0
# Lock files are not among them: they are never removed.
_ENTRIES = re.compile(rf"{VERSION}-[0-9a-f]{{40}}\.(token|refusal|options)")


class TokenCache:
    """The entries of one secret and one kind of token in a directory."""

    def __init__(self, directory: SafeDirectory, secret: str, identity: str, *, lock_wait: float = LOCK_WAIT) -> None:
        """``identity`` is everything that makes the token another one. Raises ImportError without cryptography."""
        self._seal = Seal(secret)
        self._directory = directory
        self._lock_wait = lock_wait
        self._token, self._refusal, self._lock = (
            self._seal.name(identity, kind) for kind in ("token", "refusal", "lock")
        )

    def remember(self, asked: str) -> None:
        """Note that these options, as they came, lead to this entry, so that ``recall`` finds it."""
        name = self._seal.name(asked, "options")
        if self._read(name).get("entry") != self._token:
            self._store(name, {"entry": self._token})

    def get(
        self, request: t.Callable[[], Token], *, clock: Clock, minimum: float = 0.0, rejected: str | None = None
    ) -> Token:
        """Return a token, asking for one only when nobody else has or is about to.

        Above five minutes left the stored token is returned; below that one process asks while the others go on with
        the old one; below thirty seconds all wait for the one that asks. ``minimum`` is how many seconds must be left,
        ``rejected`` a token that an API has refused. Raises what ``request`` raises; a refusal that another process
        met a moment ago is raised again without asking, and so is any failure that it met while this one waited for it.
        """
        stored = self._load(rejected)
        now = clock.time()
        if stored is not None and _suffices(stored, minimum, now):
            return stored if stored.is_fresh(now) else self._refresh_early(stored, request, clock)

        def outcome() -> Token | TokenError | None:
            found = self._load(rejected)
            if found is not None and _suffices(found, minimum, clock.time()):
                return found
            return self._remembered(clock, "until", since=now)

        with self._directory.lock(
            self._lock, wait=self._lock_wait, clock=clock, meanwhile=lambda: outcome() is not None
        ) as held:
            others = outcome()
            if others is None and not held:
                # The lock cannot be had, or its holder hangs: not all who waited should ask at once.
                clock.sleep(random.uniform(0, 0.5))
                others = outcome()
            if isinstance(others, Token):
                return others
            if others is not None:
                raise others
            return self._ask(request, clock)

    def _refresh_early(self, stored: Token, request: t.Callable[[], Token], clock: Clock) -> Token:
        """Return a new token if it falls to this process to ask for it and that works, otherwise the stored one."""
        if self._remembered(clock, "pause_until") is not None:
            return stored
        with self._directory.lock(self._lock, wait=0, clock=clock) as held:
            if not held:
                return stored
            newer = self._load(None)
            if newer is not None and newer.is_fresh(clock.time()):
                return newer
            try:
                return self._ask(request, clock)
            except VeracityError as error:
                left = stored.remaining(clock.time())
                warning = f"The token could not be renewed and is used for another {left:.0f} s. {error.summary}"
                return replace(stored, warnings=(*stored.warnings, warning))

    def _ask(self, request: t.Callable[[], Token], clock: Clock) -> Token:
        """Ask, and store what comes of it: the token, or when asking failed and for how long that is pointless.

        Who still has a token pauses longer than who has none.
        """
        try:
            token = request()
        except VeracityError as error:
            now = clock.time()
            remember = error.remember if isinstance(error, TokenError) else 0.0
            times = {"at": now, "until": now + remember, "pause_until": now + max(remember, PAUSE_AFTER_FAILURE)}
            self._store(self._refusal, {**times, "error": _error_fields(error)})
            raise
        if token.expires_in > 0:
            fields = {
                "value": token.value,
                "token_type": token.token_type,
                "expires_in": token.expires_in,
                "obtained_at": token.obtained_at,
            }
            problem = self._store(self._token, fields)
            self._directory.delete(self._refusal)
            self._directory.sweep(_ENTRIES, clock.time(), KEEP)
            if problem:
                token = replace(
                    token, warnings=(*token.warnings, f"The token is not cached for later tasks. {problem}")
                )
        return token

    def _load(self, rejected: str | None) -> Token | None:
        """Return the stored token, unless it is the one that was refused by an API."""
        fields = self._read(self._token)
        try:
            token = Token(
                str(fields["value"]),
                str(fields["token_type"]),
                int(fields["expires_in"]),
                float(fields["obtained_at"]),
                cached=True,
            )
        except (KeyError, TypeError, ValueError):
            return None
        return None if rejected is not None and hmac.compare_digest(token.value.encode(), rejected.encode()) else token

    def _remembered(self, clock: Clock, until: str, since: float = math.inf) -> TokenError | None:
        """Return the failure that is not worth provoking again before ``until``, or that happened after ``since``."""
        fields = self._read(self._refusal)
        try:
            left = float(fields[until]) - clock.time()
            error = fields["error"]
            if not (0 < left <= _LONGEST_MEMORY or since < float(fields["at"]) <= clock.time()):
                return None
            exchange = error["exchange"] and Exchange(
                **{**error["exchange"], "codes": tuple(error["exchange"]["codes"])}
            )
            again = f"no new request for {left:.0f} s" if left > 0 else "by another process"
            hint = f"{error['hint'] or ''} (Refused a moment ago; {again}.)".strip()
            return TokenError(str(error["summary"]), hint=hint, exchange=exchange, remember=max(0.0, left))
        except (KeyError, TypeError, ValueError):
            return None

    def _read(self, name: str) -> dict[str, t.Any]:
        """Return the fields of an entry; nothing when it is missing, damaged, or another secret's."""
        return self._seal.open(name, self._directory.read(name))

    def _store(self, name: str, fields: dict[str, t.Any]) -> str | None:
        """Write an entry. Returns why it could not be written, in words."""
        try:
            self._directory.write(name, self._seal.close(name, fields))
        except StorageError as error:
            return error.summary
        return None


def _suffices(token: Token, minimum: float, now: float) -> bool:
    """Return whether a token is valid for this many seconds, or for half of its lifetime if that is shorter."""
    return token.is_usable(now) and token.remaining(now) > seconds_needed(minimum, token.expires_in)


def _error_fields(error: VeracityError) -> dict[str, t.Any]:
    """Return an error as data that can be read back."""
    exchange = error.exchange._asdict() if error.exchange else None
    return {"summary": error.summary, "hint": error.hint, "exchange": exchange}
