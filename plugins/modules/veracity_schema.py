#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_schema
short_description: Manage a schema of a Data Workbench workspace
version_added: 1.0.0
description:
  - Creates a schema with its versions in a workspace of Veracity Data Workbench, adds versions, changes the columns of
    versions, and activates and locks versions. A schema is found by its name.
  - A version that is locked is never changed. If its columns differ from the description, the task fails.
  - Versions that are not described are not changed. Data Workbench has no operation that deletes a schema or a version.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.data_workbench.known
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  workspace:
    required: true
  name:
    description: Name of the schema, case-sensitive.
    type: str
    required: true
  short_name:
    description: Short name of the schema. If omitted, it is not changed.
    type: str
  description:
    description: Description of the schema. If omitted, it is not changed. If empty, it is removed.
    type: str
  versions:
    description: Versions of the schema. Required to create the schema.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the version. If omitted, the name of the schema with V1, V2 and so on, by the position in the list.
          - Data Workbench gives the first version of a new schema this name, so no other one can be set for it.
        type: str
      description:
        description: Description of a new version. It is not compared, because it cannot be changed.
        type: str
      columns:
        description:
          - All columns of the version, in their order. If omitted, they are not changed.
          - A property that is omitted is not changed. For a new column, the default of the property is used.
        type: list
        elements: dict
        suboptions:
          name:
            description: Name of the column. Upper and lower case make no difference.
            type: str
            required: true
          type:
            description: Type, such as V(String), V(Int), V(Double), V(Decimal), V(DateTime) or V(Boolean).
            type: str
            required: true
          display_name:
            description: Name of the column in the user interface. The default is O(versions[].columns[].name).
            type: str
          description:
            description: Description of the column.
            type: str
          format:
            description: Format of the values, for example of a date.
            type: str
          key:
            description: Whether the column is a key of the rows. The default is V(false).
            type: bool
          required:
            description: Whether each row needs a value. The default is V(false).
            type: bool
          sortable:
            description: Whether rows can be sorted by the column. The default is V(true).
            type: bool
          filterable:
            description: Whether rows can be filtered by the column. The default is V(true).
            type: bool
          precision:
            description: Number of digits of a V(Decimal), from 1 to 28. The default is 28.
            type: int
          scale:
            description: Number of decimal places of a V(Decimal), at most O(versions[].columns[].precision).
            type: int
          meta_type:
            description: Meta type of the column, such as V(Validation).
            type: str
          validations:
            description: Validators of the values. An empty list removes them.
            type: list
            elements: dict
            suboptions:
              id:
                description: ID of the validator.
                type: str
                required: true
              severity:
                description: Severity of a value that is not valid.
                type: str
                default: Error
      active:
        description:
          - Whether the version is the active one. One version always is, so V(true) makes the others inactive.
        type: bool
      locked:
        description:
          - Whether to lock the version. This cannot be undone, so V(false) does not unlock it.
        type: bool
notes:
  - Only an administrator of the workspace can change schemas.
  - The documents do not list the types of columns and the validators. Data Workbench refuses those it does not know.
seealso:
  - module: dnv.veracity.veracity_schema_info
  - module: dnv.veracity.veracity_workspace
"""

EXAMPLES = r"""
---
- name: Manage the schema of noon reports
  dnv.veracity.veracity_schema:
    workspace: Fleet
    name: Noon report
    description: One row for each ship and day
    versions:
      - columns:
          - name: imo
            type: String
            key: true
            required: true
          - name: reported_at
            type: DateTime
            key: true
            required: true
          - name: fuel
            type: Decimal
            precision: 12
            scale: 3

- name: Add a version with another column, and make it the active one
  dnv.veracity.veracity_schema:
    workspace: Fleet
    name: Noon report
    versions:
      - name: Noon report V1
        locked: true
      - name: Noon report V2
        active: true
        columns:
          - {name: imo, type: String, key: true, required: true}
          - {name: reported_at, type: DateTime, key: true, required: true}
          - {name: fuel, type: Decimal, precision: 12, scale: 3}
          - {name: remarks, type: String}
"""

RETURN = r"""
---
schema:
  description: Schema, in check mode as it is going to be.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the schema. None in check mode for one that does not exist yet.
      type: str
      sample: 0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3
    name:
      description: Name of the schema.
      type: str
      sample: Noon report
    short_name:
      description: Short name of the schema.
      type: str
      sample: noon
    description:
      description: Description of the schema.
      type: str
      sample: One row for each ship and day
    versions:
      description: Versions of the schema.
      type: list
      elements: dict
      contains:
        id:
          description: ID of the version. None in check mode for one that does not exist yet.
          type: str
          sample: 1a2b3c4d-5e6f-4708-9a1b-2c3d4e5f6071
        name:
          description: Name of the version.
          type: str
          sample: Noon report V1
        description:
          description: Description of the version.
          type: str
          sample: One row for each ship and day
        active:
          description: Whether the version is the active one.
          type: bool
          sample: true
        locked:
          description: Whether the version is locked.
          type: bool
          sample: false
        columns:
          description: Columns, as in O(versions[].columns). None for a version that is not described.
          type: list
          elements: dict
diff:
  description: Differences between the current and the described state.
  returned: success
  type: dict
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench import schema_writes
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import (
    KNOWN_WORKSPACE_OPTIONS,
    SCHEMA_OPTIONS,
)

SPEC: dict[str, t.Any] = {
    **KNOWN_WORKSPACE_OPTIONS,
    "workspace": {"type": "str", "required": True},
    **SCHEMA_OPTIONS,
}


@about("Schema", "name")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a schema is as described."""
    return schema_writes.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_workbench", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
