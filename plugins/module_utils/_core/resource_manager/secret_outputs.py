# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Secret outputs of resource groups, kept for later runs. Private: for use inside dnv.veracity only.

Veracity tells a secret only in the answer to the submission that makes it.
"""

from __future__ import annotations

import typing as t

from ..private_files.secret_store import StoredSecrets

if t.TYPE_CHECKING:
    from ..task import Task

Values = dict[str, t.Any]


class KeptOutputs:
    """The secret outputs of one group, encrypted under the automation token. Where none can be kept, none is known."""

    def __init__(self, task: Task, identity: str) -> None:
        self._task = task
        self._identity = identity
        self._store = _store(task)

    def read(self, sources: t.Mapping[str, t.Any]) -> Values:
        """Return the kept outputs that are made from the same sources, and have them masked from now on."""
        kept = self._store.read(self._identity) if self._store is not None else {}
        return {
            name: kept[name]["value"]
            for name, source in sources.items()
            if isinstance(kept.get(name), dict) and kept[name].get("source") == source
        }

    def keep(self, values: Values, sources: t.Mapping[str, t.Any]) -> None:
        """Replace the stored values with these."""
        fields = {name: {"value": value, "source": sources[name]} for name, value in values.items() if not empty(value)}
        if fields and self._store is not None:
            self._store.keep(self._identity, fields, clock=self._task.clock, warn=self._task.warn)


def filled(value: t.Any, kept: t.Any) -> t.Any:
    """Return an output with what is kept of it where Veracity does not tell it again."""
    if empty(value):
        return value if kept is None else kept
    if isinstance(value, dict) and isinstance(kept, dict):
        return {name: filled(member, kept.get(name)) for name, member in value.items()}
    return value


def empty(value: t.Any) -> bool:
    """Return whether an output says nothing."""
    return value in (None, "") or (isinstance(value, (list, dict)) and all(empty(member) for member in value))


def _store(task: Task) -> StoredSecrets | None:
    """Return where secrets are kept, None when they are not."""
    token = task.params.get("automation_token")
    if task.state_directory is None or task.params.get("token_cache") is False or not token:
        return None
    try:
        return StoredSecrets(task.state_directory, token, "outputs")
    except ImportError:
        return None
