# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a module's work is given. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .clock import Clock
from .errors import InputError
from .private_files.directory import SafeDirectory
from .private_files.secret_store import StoredSecrets


def _ignore(text: str) -> None:
    """Do nothing with the text."""


def _as_it_is(text: str) -> str:
    """Return the text."""
    return text


def max_concurrency(params: t.Mapping[str, t.Any], most: int | None = None) -> int:
    """Return the option ``max_concurrency``, 1 where there is none. Raises InputError, also if it is above ``most``."""
    found: int = params.get("max_concurrency", 1)
    if found < 1 or (most is not None and found > most):
        limits = "at least 1" if most is None else f"between 1 and {most}"
        raise InputError(f"max_concurrency: must be {limits}.")
    return found


@dataclass
class Task:
    """The validated options of a task and its surroundings, as plain values and callbacks.

    ``progress`` shows a line while the task works, ``warn`` a warning with its result. ``state_directory`` is where
    things are remembered between runs; None means that there is no safe place. ``learn`` is told every secret that the
    work comes by, before it can be printed. ``keys`` keeps claimed keys between runs; None: they are not kept.
    ``mask`` returns a text with what is secret masked.
    """

    params: dict[str, t.Any]
    check_mode: bool = False
    clock: Clock = field(default_factory=Clock)
    progress: t.Callable[[str], None] = _ignore
    warn: t.Callable[[str], None] = _ignore
    state_directory: SafeDirectory | None = None
    learn: t.Callable[[str], None] = _ignore
    keys: StoredSecrets | None = None
    mask: t.Callable[[str], str] = _as_it_is

    def __post_init__(self) -> None:
        """Raises InputError for a wrong ``max_concurrency``, before any work."""
        self.concurrency = max_concurrency(self.params)
