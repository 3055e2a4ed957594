#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_schema_info
short_description: Gather information about schemas of a Data Workbench workspace
version_added: 1.0.0
description:
  - Returns the schemas of a workspace of Veracity Data Workbench with their versions, and on request the columns.
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
  schema:
    description: Name or ID of a schema. Upper and lower case make no difference. If omitted, all schemas.
    type: str
  include_columns:
    description: Whether to return the columns of all versions. One request for each version.
    type: bool
    default: false
seealso:
  - module: dnv.veracity.veracity_schema
"""

EXAMPLES = r"""
---
- name: Gather information about a schema
  dnv.veracity.veracity_schema_info:
    workspace: Fleet
    schema: Noon report
    include_columns: true
  register: result
"""

RETURN = r"""
---
schemas:
  description:
    - Schemas, each as RV(dnv.veracity.veracity_schema#module:schema). Empty if nothing matches.
  returned: success
  type: list
  elements: dict
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import WORKSPACE_OPTIONS

SPEC: dict[str, t.Any] = {
    **WORKSPACE_OPTIONS,
    "workspace": {"type": "str", "required": True},
    "schema": {"type": "str"},
    "include_columns": {"type": "bool", "default": False},
    "max_concurrency": {"type": "int", "default": 8},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return schemas."""
    return {"changed": False, "schemas": schema_writes.gather(task, client)}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_workbench")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
