#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_dataset_info
short_description: Gather information about data sets of a Data Workbench workspace
version_added: 1.0.0
description:
  - Returns the data sets of a workspace of Veracity Data Workbench, and on request their rows. Options that choose data
    sets are combined.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.bulk.reads
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  workspace:
    required: true
  dataset:
    description: Name or ID of a data set. A name is case-sensitive. If omitted, all data sets.
    type: str
  tags:
    description:
      - Tags of the data sets, each name with a list of values. A data set matches if it has all of the names, each with
        one of the values. An empty list matches any value.
    type: dict
  schema:
    description: Name or ID of the schema of the data sets. A name is case-sensitive.
    type: str
  schema_version:
    description: Name or ID of the version of the schema of the data sets. A name is case-sensitive.
    type: str
  created_after:
    description: Time in UTC after which the data sets were created, for example V(2026-11-01T00:00:00Z).
    type: str
  created_before:
    description: Time in UTC before which the data sets were created, for example V(2026-12-01T00:00:00Z).
    type: str
  rows:
    description:
      - Which rows of the data sets to return. If omitted, no rows are returned. V({}) returns the first rows.
    type: dict
    suboptions:
      filters:
        description: Conditions that a row must meet, all of them. The schema must declare the columns as filterable.
        type: list
        elements: dict
        suboptions:
          column:
            description: Name of the column, case-sensitive.
            type: str
            required: true
          type:
            description: How to compare the value of a row. V(list) matches each of several values.
            type: str
            choices: [equals, list, greater, greater_or_equal, less, less_or_equal]
            default: equals
          values:
            description: Values to compare with. All types but V(list) take one.
            type: list
            elements: str
            required: true
      columns:
        description: Names of the columns to return, case-sensitive. If omitted, all columns.
        type: list
        elements: str
      sort_column:
        description: Name of the column to sort the rows by, case-sensitive. The schema must declare it as sortable.
        type: str
      sort_direction:
        description: Direction of O(rows.sort_column).
        type: str
        choices: [ascending, descending]
        default: ascending
      limit:
        description: Maximum number of rows of each data set, at least 1.
        type: int
        default: 1000
seealso:
  - module: dnv.veracity.veracity_dataset
"""

EXAMPLES = r"""
---
- name: Find data sets of a fleet
  dnv.veracity.veracity_dataset_info:
    workspace: Fleet
    schema: Noon report
    tags:
      fleet: [north]
  register: result

- name: Read the last ten reports of a ship
  dnv.veracity.veracity_dataset_info:
    workspace: Fleet
    dataset: Noon reports 2026
    rows:
      filters:
        - {column: imo, values: ['9074729']}
        - {column: reported_at, type: greater, values: ['2026-11-01']}
      columns: [reported_at, fuel]
      sort_column: reported_at
      sort_direction: descending
      limit: 10
  register: reports
"""

RETURN = r"""
---
datasets:
  description:
    - Data sets, each as RV(dnv.veracity.veracity_dataset#module:dataset). Empty if nothing matches.
  returned: success
  type: list
  elements: dict
  contains:
    rows:
      description: Rows, each with the names of columns and their values.
      returned: if O(rows) is set
      type: list
      elements: dict
      sample: [{reported_at: '2026-11-27T12:00:00Z', fuel: 12.5}]
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample: {summary: The call quota of the subscription key is used up., status: 403}
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench import dataset_queries
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import WORKSPACE_OPTIONS

SPEC: dict[str, t.Any] = {
    **WORKSPACE_OPTIONS,
    "workspace": {"type": "str", "required": True},
    "dataset": {"type": "str"},
    "tags": {"type": "dict"},
    "schema": {"type": "str"},
    "schema_version": {"type": "str"},
    "created_after": {"type": "str"},
    "created_before": {"type": "str"},
    "rows": {
        "type": "dict",
        "options": {
            "filters": {
                "type": "list",
                "elements": "dict",
                "options": {
                    "column": {"type": "str", "required": True},
                    "type": {
                        "type": "str",
                        "choices": ["equals", "list", "greater", "greater_or_equal", "less", "less_or_equal"],
                        "default": "equals",
                    },
                    "values": {"type": "list", "elements": "str", "required": True},
                },
            },
            "columns": {"type": "list", "elements": "str"},
            "sort_column": {"type": "str"},
            "sort_direction": {"type": "str", "choices": ["ascending", "descending"], "default": "ascending"},
            "limit": {"type": "int", "default": 1000},
        },
    },
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return data sets."""
    return {"changed": False, "datasets": dataset_queries.gather(task, client)}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_workbench")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
