# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was asked of the simulator, control calls left out."""

from __future__ import annotations

import collections
import threading
import typing as t
from dataclasses import asdict, dataclass

from .clock import Clock
from .messages import Request

API_PREFIXES = ("/veracity/", "/apiv4/", "/developer/")


@dataclass
class Record:
    """One request; ``status`` is None until it is answered, and stays so when it never is."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: str
    status: int | None
    time: float
    operation: str


class Recorder:
    """All requests since the last clearing, in the order of their arrival."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._records: list[Record] = []
        self._storage: collections.Counter[str] = collections.Counter()
        self._lock = threading.Lock()

    def add(self, request: Request, operation: str) -> Record:
        """Remember a request before it is answered."""
        record = Record(
            method=request.method,
            path=request.path,
            query=dict(request.query),
            headers=dict(request.headers.items()),
            body=request.body.decode("utf-8", errors="replace"),
            status=None,
            time=self._clock.now(),
            operation=operation,
        )
        with self._lock:
            self._records.append(record)
        return record

    def count_storage(self, kind: str) -> None:
        """Count a request to File storage, such as ``PUT block``. What it carries is not kept."""
        with self._lock:
            self._storage[kind] += 1

    def clear(self) -> None:
        """Forget all requests, and thereby the counters."""
        with self._lock:
            self._records.clear()
            self._storage.clear()

    def requests(self) -> list[dict[str, t.Any]]:
        """Return every request with its answer's status."""
        with self._lock:
            return [asdict(record) for record in self._records]

    def counters(self) -> dict[str, t.Any]:
        """Return how often tokens were asked for, APIs and File storage read and written, each operation called."""
        with self._lock:
            records, storage = list(self._records), dict(self._storage)
        api = [record for record in records if record.path.lower().startswith(API_PREFIXES)]
        return {
            "token_requests": sum(
                record.method == "POST" and record.operation.partition("?")[0].endswith("/token") for record in records
            ),
            "reads": sum(map(_reads, api)),
            "writes": sum(not _reads(record) for record in api),
            "operations": dict(collections.Counter(record.operation for record in records)),
            "storage": storage,
        }


def _reads(record: Record) -> bool:
    """Return whether a request reads: queries of Data Workbench do, although they are POST."""
    return record.method == "GET" or (record.method == "POST" and record.path.lower().endswith("/query"))
