# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is asked of data sets: which of them, and which of their rows."""

from __future__ import annotations

import typing as t

from ..inputs import BadInputError, flag, guid, items, json_object, name_text, text
from .datasets import Dataset, Datasets, Row, tag_map
from .values import WrongValueError, moment, read_value, sort_key

_LARGEST_PAGE = 1000
_DEFAULT_PAGE = 50
_SORTED_BY = {"name": "name", "createdon": "createdOn", "lastmodifiedon": "lastModifiedOn"}
_DIRECTIONS = {"Ascending": False, "Descending": True}
_COMPARED: dict[str, t.Callable[[t.Any, t.Any], bool]] = {
    "Greater": lambda value, limit: value > limit,
    "Less": lambda value, limit: value < limit,
    "GreaterOrEqual": lambda value, limit: value >= limit,
    "LessOrEqual": lambda value, limit: value <= limit,
}
_ONE_OF = ("Equals", "List")
Columns = dict[str, dict[str, t.Any]]


def find_datasets(value: t.Any, known: t.Sequence[Dataset], datasets: Datasets) -> tuple[list[t.Any], int, int]:
    """Return the views of the data sets that a body asks for, sorted, the index of the page and its size."""
    filters = {
        "isBaseDataset",
        "datasetName",
        "tags",
        "createdAfter",
        "createdBefore",
        "schemaVersionIds",
        "schemaId",
    }
    given = json_object(value, frozenset(), {"pageIndex", "pageSize", "sortColumn", "sortDirection", *filters})
    index, size = _page(given)
    tests = [_TESTS[name](given[name]) for name in filters if given.get(name) is not None]
    found = [dataset for dataset in known if all(test(dataset, datasets) for test in tests)]
    views = [datasets.view(dataset) for dataset in found]
    column = text("sortColumn", given.get("sortColumn") or "createdOn").lower()
    if column not in _SORTED_BY:
        raise BadInputError("sortColumn has to be Name, CreatedOn or LastModifiedOn")
    views.sort(key=lambda view: str(view[_SORTED_BY[column]]).casefold(), reverse=_descending(given, "sortDirection"))
    return views, index, size


def find_rows(value: t.Any, rows: t.Sequence[Row], columns: Columns) -> tuple[list[Row], int, int]:
    """Return the rows that a body asks for, sorted and with the columns that it names, page index and page size."""
    optional = {"queryFilters", "columnFilter", "sorting", "sortColumn", "sortDirection"}
    given = json_object(value, frozenset(), {"pageIndex", "pageSize", *optional})
    index, size = _page(given)
    tests = [_row_test(entry, columns) for entry in items("queryFilters", given.get("queryFilters") or [])]
    found = [row for row in rows if all(test(row) for test in tests)]
    if given.get("sorting") is not None:
        sorting = json_object(given["sorting"], {"column"}, {"order"})
        column = _column("sorting", sorting["column"], columns)
        if not column["isSortable"]:
            raise BadInputError(f"the column {column['name']} cannot be sorted by")
        found.sort(key=lambda row: sort_key(row[column["name"]], column["type"]), reverse=_descending(sorting, "order"))
    wanted = items("columnFilter", given.get("columnFilter") or [])
    names = [_column("columnFilter", name, columns)["name"] for name in wanted] or list(columns)
    return [{name: row[name] for name in names} for row in found], index, size


def _page(given: t.Mapping[str, t.Any]) -> tuple[int, int]:
    """Return index and size of the page; the first page is number 1."""
    index, size = (given.get(name) for name in ("pageIndex", "pageSize"))
    found = (1 if index is None else index, _DEFAULT_PAGE if size is None else size)
    for name, number, largest in (("pageIndex", found[0], None), ("pageSize", found[1], _LARGEST_PAGE)):
        if not isinstance(number, int) or isinstance(number, bool) or number < 1 or number > (largest or number):
            raise BadInputError(f"{name} has to be a whole number from 1{f' to {largest}' if largest else ''}")
    return found


def _descending(given: t.Mapping[str, t.Any], name: str) -> bool:
    """Return whether the order is turned round."""
    direction = given.get(name) or "Ascending"
    if direction not in _DIRECTIONS:
        raise BadInputError(f"{name} has to be Ascending or Descending")
    return _DIRECTIONS[direction]


def _column(name: str, wanted: t.Any, columns: Columns) -> dict[str, t.Any]:
    """Return a column of the data set."""
    if text(name, wanted) not in columns:
        raise BadInputError(f"{name}: there is no column {wanted}")
    return columns[wanted]


def _row_test(value: t.Any, columns: Columns) -> t.Callable[[Row], bool]:
    """Return the test of one filter."""
    given = json_object(value, {"column", "filterType", "filterValues"}, frozenset())
    column, kind = _column("queryFilters", given["column"], columns), given["filterType"]
    if not column["isFilterable"]:
        raise BadInputError(f"the column {column['name']} cannot be filtered by")
    try:
        written = [
            read_value(text("filterValues", each), column) for each in items("filterValues", given["filterValues"])
        ]
    except WrongValueError as error:
        raise BadInputError(f"filterValues: {error}") from None
    values = [sort_key(each, column["type"]) for each in written]
    if not values or (kind in _COMPARED and len(values) > 1):
        raise BadInputError("filterValues: Equals and List take at least one value, the others exactly one")
    if kind in _ONE_OF:
        return lambda row: sort_key(row[column["name"]], column["type"]) in values
    if kind not in _COMPARED:
        raise BadInputError(f"filterType has to be one of {', '.join([*_ONE_OF, *_COMPARED])}")

    def test(row: Row) -> bool:
        found = sort_key(row[column["name"]], column["type"])
        return found[0] and _COMPARED[kind](found, values[0])

    return test


_Test = t.Callable[[Dataset, Datasets], bool]


def _is_base(value: t.Any) -> _Test:
    wanted = flag("isBaseDataset", value)
    return lambda dataset, _all: dataset.base is wanted


def _named(value: t.Any) -> _Test:
    part = text("datasetName", value).casefold()
    return lambda dataset, _all: part in dataset.name.casefold()


def _tagged(value: t.Any) -> _Test:
    wanted = tag_map(value)
    return lambda dataset, _all: all(
        key in dataset.tags and (not values or set(values) & set(dataset.tags[key])) for key, values in wanted.items()
    )


def _after(value: t.Any) -> _Test:
    limit = _limit("createdAfter", value)
    return lambda dataset, _all: dataset.created > limit


def _before(value: t.Any) -> _Test:
    limit = _limit("createdBefore", value)
    return lambda dataset, _all: dataset.created < limit


def _of_versions(value: t.Any) -> _Test:
    wanted = [guid("schemaVersionIds", each) for each in items("schemaVersionIds", value)]
    return lambda dataset, _all: not wanted or dataset.version_id in wanted


def _of_schema(value: t.Any) -> _Test:
    wanted = guid("schemaId", value)
    return lambda dataset, known: known.schema_of(dataset)[0].id == wanted


def _limit(name: str, value: t.Any) -> float:
    """Return a moment in seconds."""
    try:
        return moment(name_text(name, value))
    except WrongValueError as error:
        raise BadInputError(f"{name}: {error}") from None


_TESTS: dict[str, t.Callable[[t.Any], _Test]] = {
    "isBaseDataset": _is_base,
    "datasetName": _named,
    "tags": _tagged,
    "createdAfter": _after,
    "createdBefore": _before,
    "schemaVersionIds": _of_versions,
    "schemaId": _of_schema,
}
