# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Where the gateway of Data Workbench is, and how it pages. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...api_fields import finite, objects, text
from ...errors import ResponseError

if t.TYPE_CHECKING:
    from ...client import Client, Query

V1 = "/veracity/dw/gateway/api/v1"
V2 = "/veracity/dw/gateway/api/v2"
_PAGE_SIZE = 100
# In samples of queries.
_QUERY_PAGE_SIZE = 500

Body = t.Mapping[str, t.Any]
Entries = list[dict[str, t.Any]]


def pages(client: Client, path: str, *, limit: int | None = None) -> list[dict[str, t.Any]]:
    """Return the entries of a list in pages (``PageIndex``, ``PageSize``), at most ``limit`` of them.

    The documents do not say whether the first page is 0 or 1, so its number is taken from the first response.
    Raises what the client raises, and ResponseError for a list that does not end.
    """
    size = _PAGE_SIZE if limit is None else min(limit, _PAGE_SIZE)
    found: list[dict[str, t.Any]] = []
    before: list[dict[str, t.Any]] = []
    known: set[str] = set()
    read = 0
    query: Query = {"PageSize": str(size)}
    while limit is None or len(found) < limit:
        answer = client.get(path, query=query).json()
        entries = objects(answer.get("result") if isinstance(answer, dict) else answer, "A page of Data Workbench")
        if entries and entries == before:
            raise ResponseError("Data Workbench returned the same page twice.")
        # Entries that are added meanwhile move those of the page before onto this one.
        found += [entry for entry in entries if text(entry, "id") not in known]
        known |= {text(entry, "id") for entry in entries} - {""}
        before, read = entries, read + len(entries)
        if not entries or not isinstance(answer, dict):
            break
        total = finite(answer, "totalCount")
        if len(entries) < (finite(answer, "pageSize") or size) if total is None else read >= total:
            break
        index = answer.get("pageIndex")
        if not isinstance(index, int) or str(index + 1) == query.get("PageIndex"):
            raise ResponseError("Data Workbench returned a page without its number.")
        query = {"PageSize": str(size), "PageIndex": str(index + 1)}
    return found if limit is None else found[:limit]


def queried(
    client: Client,
    path: str,
    body: Body,
    read: t.Callable[[t.Any], tuple[Entries, float | None]],
    *,
    limit: int | None = None,
) -> Entries:
    """Return what a query by POST finds, page by page from page 1, at most ``limit`` of it.

    ``read`` gives the entries of a response, and the number of all entries if the response has it. Raises what the
    client raises, and ResponseError for pages that do not end.
    """
    size = _QUERY_PAGE_SIZE if limit is None else min(limit, _QUERY_PAGE_SIZE)
    found: Entries = []
    before: Entries = []
    index = 1
    while limit is None or len(found) < limit:
        page = {**body, "pageIndex": index, "pageSize": size}
        entries, total = read(client.post(path, body=page, repeatable=True).json())
        if entries and entries == before and total is None:
            raise ResponseError("Data Workbench returned the same page twice.")
        found, before, index = found + entries, entries, index + 1
        # A page may be smaller than what was asked for, so only an empty one is the last.
        if not entries or (total is not None and len(found) >= total):
            break
    return found if limit is None else found[:limit]
