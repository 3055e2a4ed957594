#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_dataset
short_description: Manage a data set of a Data Workbench workspace
version_added: 1.0.0
description:
  - Creates a data set of Veracity Data Workbench from a CSV file, and with O(operation) changes its rows with a file. A
    data set is found by its name.
  - The file is checked before anything is sent. It is then uploaded, a job ingests it, and the module waits for the end
    of the job. If the job finds mistakes in the file, the task fails and lists them row by row.
  - Data Workbench does not tell which file was ingested last, so the module remembers it. A file is ingested again if
    its content, the version of the schema or O(operation) differs from the last ingest.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_workbench
  - dnv.veracity.data_workbench.workspace
  - dnv.veracity.data_workbench.known
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    details:
      - Check mode reads and checks the file, and does not upload it, so it cannot predict what the job finds in rows.
      - A schema that does not exist yet is assumed to be created before this task, with a warning.
  idempotent:
    details: As long as what was ingested last is remembered. See O(state_file).
options:
  workspace:
    required: true
  name:
    description: Name of the data set, case-sensitive. The task fails if several data sets have it.
    type: str
    required: true
  src:
    description:
      - Path of the CSV file, in UTF-8 with commas between the values. The first line has the names of the columns,
        case-sensitive.
      - A relative path is searched as in O(dnv.veracity.veracity_container_content#module:src).
    type: path
    required: true
  description:
    description: Description of a new data set. A later difference is an error, because it cannot be changed.
    type: str
  schema:
    description:
      - Name or ID of the schema. A name is case-sensitive.
      - Required to create the data set, unless O(schema_version) is set.
    type: str
  schema_version:
    description:
      - Name or ID of the version of the schema. A name is case-sensitive.
      - If omitted, a new data set has the active version of O(schema). The version of a data set cannot be changed.
    type: str
  tags:
    description:
      - Tags of a new data set, each name with a list of values. The order of values makes no difference.
      - A later difference is an error, because tags cannot be changed.
    type: dict
  operation:
    description:
      - What to do with the rows of a data set that exists. If omitted, its rows are not changed, with a warning if the
        file differs from the one that was ingested last.
      - V(overwrite) replaces all rows. V(append) adds rows, for schemas without key columns. V(upsert) adds rows, and
        replaces those with the same values in the key columns. V(delete) deletes rows with the same values in the key
        columns.
      - If the data set does not exist, it is created with the file. V(delete) then fails.
    type: str
    choices: [overwrite, append, upsert, delete]
  state_file:
    description:
      - File that records what was ingested, for example on storage that several computers share, or in a repository. It
        contains no secrets. On the controller, a relative path is relative to the directory of the playbook.
      - It is not the state file of M(dnv.veracity.veracity_resource_group).
      - If omitted, it is recorded beside the token cache, for this computer and user.
    type: path
  force:
    description:
      - Whether to ingest the file with O(operation) even if it does not differ from the last ingest, and even if a job
        of an earlier run has not ended. That job can still change the data set.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait for the end of the job.
      - If V(false), the task ends as soon as the job is started. The next task for the data set waits for the job, and
        reports its failure with a warning.
    type: bool
    default: true
  wait_timeout:
    description: Maximum number of seconds to wait for a job. A small file usually takes less than a minute.
    type: float
    default: 900
  wait_interval:
    description: Seconds between two polls.
    type: float
    default: 5
requirements:
  - azure-storage-blob
notes:
  - Only an administrator of the workspace can ingest files. Data Workbench has no operation that deletes a data set.
  - No file is ingested twice. Before a job is started, the module records it. If the response is lost, the run is
    killed or the time to wait is over, the next run on the same computer looks at this job first. The same holds for
    other computers with the same O(state_file). If Data Workbench no longer knows the job, O(operation=append) fails
    until O(force=true).
  - If a job completes and reports errors of rows all the same, the task fails, and so does the next one with the same
    file, because rows may be missing.
  - Large files are uploaded in blocks, which are sent again after passing faults. Data Workbench gives each job a
    folder of its own, so an upload that was killed starts from the beginning in the next run. The storage compares
    checksums.
  - The whole file is read once before anything is sent. Memory does not grow with its size.
seealso:
  - module: dnv.veracity.veracity_dataset_info
  - module: dnv.veracity.veracity_schema
"""

EXAMPLES = r"""
---
- name: Create a data set from a file
  dnv.veracity.veracity_dataset:
    workspace: Fleet
    name: Noon reports 2026
    description: Noon reports of all ships
    schema: Noon report
    src: noon-2026.csv
    tags:
      fleet: [north, south]

- name: Add and update the rows of a file, by the key columns of the schema
  dnv.veracity.veracity_dataset:
    workspace: Fleet
    name: Noon reports 2026
    schema: Noon report
    src: noon-2026.csv
    operation: upsert
    state_file: state/datasets.json
"""

RETURN = r"""
---
dataset:
  description: Data set, in check mode as it is going to be.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the data set. V(null) if it does not exist yet, in check mode and with O(wait=false).
      type: str
      sample: 6f5e4d3c-2b1a-4f0e-9d8c-7b6a59483726
    name:
      description: Name of the data set.
      type: str
      sample: Noon reports 2026
    description:
      description: Description of the data set.
      type: str
      sample: Noon reports of all ships
    schema:
      description: Name of the schema. V(null) if it is not known.
      type: str
      sample: Noon report
    schema_version:
      description: ID of the version of the schema. V(null) in check mode for one that does not exist yet.
      type: str
      sample: 1a2b3c4d-5e6f-4708-9a1b-2c3d4e5f6071
    tags:
      description: Tags, each name with its values.
      type: dict
      sample: {fleet: [north, south]}
    created:
      description: When the data set was created, in UTC.
      type: str
      sample: '2026-11-27T12:00:00Z'
    last_modified:
      description: When the data set was changed last, in UTC.
      type: str
      sample: '2026-11-27T12:00:00Z'
row_errors:
  description: What the job found in the file, at most 200 entries.
  returned: when the job finds mistakes in the file
  type: list
  elements: dict
  contains:
    row:
      description: Number of the row. The first one below the header is row 1. Empty if the job does not tell it.
      type: str
      sample: '17'
    column:
      description: Name of the column. Empty if the job does not tell it.
      type: str
      sample: fuel
    msg:
      description: What is wrong.
      type: str
      sample: "'n/a' is no Decimal"
    severity:
      description: Severity, as the job tells it.
      type: str
      sample: Error
diff:
  description:
    - Differences between the current and the described state. C(content) is the file that was ingested last, as far as
      it is known, with its operation, number of rows, size and SHA-256.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_workbench import dataset_writes
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._workbench_options import (
    DATASET_OPTIONS,
    KNOWN_WORKSPACE_OPTIONS,
)

SPEC: dict[str, t.Any] = {
    **KNOWN_WORKSPACE_OPTIONS,
    "workspace": {"type": "str", "required": True},
    **DATASET_OPTIONS,
    "state_file": {"type": "path"},
    "force": {"type": "bool", "default": False},
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "float", "default": 900.0},
    "wait_interval": {"type": "float", "default": 5.0},
}


@about("Data set", "name")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a data set is as described."""
    return dataset_writes.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_workbench", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
