# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What was last submitted for each resource group. Private: for use inside dnv.veracity only.

The Resource Manager tells neither what is there nor whether a submission changed anything.
"""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, field

from ..reconcile.state_file import store_of

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_LARGEST = 200_000
_NOWHERE = (
    "There is no private directory to store what was submitted, and Veracity does not return it. The next run submits "
    "the "
    "template again. Set state_file or token_cache_dir."
)


@dataclass(frozen=True)
class Submitted:
    """The last submission of a group: ``fingerprint`` is None while its outcome is not known.

    ``template`` is as it may be shown, None when it was too large to be kept. ``outputs`` are those that are not
    secret, each as {value, source}, the source being what it is made from.
    """

    fingerprint: str | None = None
    template: dict[str, t.Any] | None = field(default_factory=dict)
    outputs: dict[str, dict[str, t.Any]] = field(default_factory=dict)

    def output(self, name: str, source: t.Any) -> t.Any:
        """Return the value of an output that is made from the same source, None when it is not known."""
        found = self.outputs.get(name)
        return found.get("value") if found is not None and found.get("source") == source else None


class Submissions:
    """What was submitted with one address of the API, in a file of the user's or beside the token cache."""

    def __init__(self, task: Task, client: Client) -> None:
        """Raises InputError when the state file cannot be read."""
        self._store = store_of(task, client.base_url, "submitted", "resource_groups", without=_NOWHERE)

    def refresh(self) -> None:
        """Read again what other processes wrote."""
        self._store.refresh()

    def get(self, key: str) -> Submitted | None:
        """Return the last submission of a group, None when none is known."""
        found = self._store.get(key)
        if not isinstance(found, dict):
            return None
        fingerprint, template, outputs = (found.get(name) for name in ("fingerprint", "template", "outputs"))
        return Submitted(
            fingerprint if isinstance(fingerprint, str) else None,
            template if isinstance(template, dict) else None,
            {name: each for name, each in outputs.items() if isinstance(each, dict)}
            if isinstance(outputs, dict)
            else {},
        )

    def put(self, key: str, submitted: Submitted | None) -> None:
        """Remember a submission; None: forget it. Raises StorageError when the state file cannot be written."""
        if submitted is None:
            self._store.forget([key])
            return
        small = len(json.dumps(submitted.template)) <= _LARGEST
        self._store.remember({key: {**vars(submitted), "template": submitted.template if small else None}})
