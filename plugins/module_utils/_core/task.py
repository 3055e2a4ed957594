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


@dataclass
class Task:
    """The validated options of a task and its surroundings, as plain values and callbacks.

    ``progress`` shows a line while the task works, ``warn`` a warning with its result. ``state_directory`` is where
    things are remembered between runs; None means that there is no safe place. ``learn`` is told every secret that the
    work comes by, before it can be printed. ``keys`` keeps claimed keys between runs; None: they are not kept.
    """

    params: dict[str, t.Any]
    check_mode: bool = False
    clock: Clock = field(default_factory=Clock)
    progress: t.Callable[[str], None] = _ignore
    warn: t.Callable[[str], None] = _ignore
    state_directory: SafeDirectory | None = None
    learn: t.Callable[[str], None] = _ignore
    keys: StoredSecrets | None = None

    @property
    def concurrency(self) -> int:
        """How many things are worked on at a time: the option ``max_concurrency``, otherwise 1. Raises InputError."""
        concurrency: int = self.params.get("max_concurrency", 1)
        if concurrency < 1:
            raise InputError("max_concurrency: must be at least 1.")
        return concurrency
