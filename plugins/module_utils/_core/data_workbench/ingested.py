# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What was ingested last into each data set, as Data Workbench does not tell it.

Private: for use inside dnv.veracity only.
"""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..reconcile.state_file import store_of

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

_NOWHERE = (
    "There is no safe place to remember what was ingested, and Data Workbench does not tell it. The next run with "
    "operation ingests the file again. Set state_file or token_cache_dir."
)
# After these the content is what it is after the creation with the same file.
_LIKE_CREATION = ("overwrite", "append", "upsert")


@dataclass(frozen=True)
class Content:
    """A file and what was done with it: ``operation`` is create or one of the option, empty if there is none."""

    sha256: str
    version: str
    operation: str
    file: str = ""
    size: int = 0
    rows: int = 0

    def covers(self, wanted: Content) -> bool:
        """Return whether this record is of the described data."""
        if (self.sha256, self.version) != (wanted.sha256, wanted.version):
            return False
        if self.operation == "create":
            return wanted.operation in ("", "create", *_LIKE_CREATION)
        return wanted.operation in ("", self.operation)


@dataclass(frozen=True)
class Pending:
    """A job whose end is not known yet. ``started``: the start was confirmed."""

    job: str
    content: Content
    started: bool = False


@dataclass(frozen=True)
class Ingested:
    """What is known of a data set: its id, its content after the last job that completed, and a job after that."""

    dataset: str | None = None
    content: Content | None = None
    pending: Pending | None = None


class Record:
    """What was ingested with one address of the API, in a file of the user's or beside the token cache."""

    def __init__(self, task: Task, client: Client) -> None:
        """Raises InputError when the state file cannot be read."""
        self._store = store_of(task, client.base_url, "ingested", "datasets", without=_NOWHERE)

    def get(self, key: str) -> Ingested:
        """Return what is known of a data set, as it is written now."""
        self._store.refresh()
        found = self._store.get(key)
        if not isinstance(found, dict):
            return Ingested()
        dataset, content, pending = (found.get(name) for name in ("dataset", "content", "pending"))
        return Ingested(dataset if isinstance(dataset, str) else None, _content(content), _pending(pending))

    def put(self, key: str, ingested: Ingested) -> None:
        """Remember a data set. Raises StorageError when the state file cannot be written."""
        self._store.remember({key: dataclasses.asdict(ingested)})


def _pending(found: object) -> Pending | None:
    """Return a remembered job, None if it is none."""
    fields = found if isinstance(found, dict) else {}
    job, content = fields.get("job"), _content(fields.get("content"))
    return Pending(job, content, fields.get("started") is True) if isinstance(job, str) and content else None


def _content(found: object) -> Content | None:
    """Return a remembered content, None if it is none."""
    if not isinstance(found, dict):
        return None
    texts: list[t.Any] = [found.get(name) for name in ("sha256", "version", "operation", "file")]
    numbers: list[t.Any] = [found.get(name) for name in ("size", "rows")]
    if not all(isinstance(entry, str) for entry in texts) or not all(isinstance(entry, int) for entry in numbers):
        return None
    return Content(*texts, *numbers)
