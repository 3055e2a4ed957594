#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_owner
short_description: Transfer a Data Fabric container to another owner
version_added: 1.0.0
description:
  - Transfers the ownership of a container of Veracity Data Fabric to a user or another application.
  - B(This application cannot take the container back.) Only the new owner can return it. For this reason,
    O(confirm=true) is required.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric.own_container
  - dnv.veracity.data_fabric.predicted
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  container:
    required: true
  user:
    description:
      - ID of the new owner, a GUID, case-insensitive.
      - Data Fabric must know it as a data manager of the same company.
    type: str
    required: true
  keep_stewardship:
    description:
      - Whether this application becomes a data steward of the container. If V(false), it may lose access to the
        container.
      - Only used for the transfer. Afterwards only the new owner can change it.
    type: bool
    default: false
  confirm:
    description: Must be V(true), also in check mode, because this application cannot undo the transfer.
    type: bool
    default: false
notes:
  - A container that belongs to O(user) is not changed. Neither is a container that this application transferred to that
    user earlier and can no longer see. Data Fabric does not tell that, so the module records transfers for 400 days in
    a private file beside the token cache. On other computers such a task fails, because the container is not found.
  - The transfer is recorded before the request is sent. If the response is lost or the run is killed, and the container
    is no longer visible, it is assumed to be transferred.
  - Runs on one computer transfer containers one after the other, and read the owner again before they do. If the
    request is refused and the container is no longer visible, because it was deleted or transferred elsewhere in the
    meantime, the task fails.
  - The grants of the container do not change.
seealso:
  - module: dnv.veracity.veracity_container
  - module: dnv.veracity.veracity_container_steward
"""

EXAMPLES = r"""
---
- name: Transfer a container to the data manager of the company
  dnv.veracity.veracity_container_owner:
    container: shipdata
    user: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    keep_stewardship: true
    confirm: true
"""

RETURN = r"""
---
container:
  description: Short name of the container. V(null) if it is given by its ID and has no short name.
  returned: success
  type: str
  sample: shipdata
container_id:
  description: ID of the container. V(null) if it is not known yet.
  returned: success
  type: str
  sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
owner:
  description: ID of the owner.
  returned: success
  type: str
  sample: 14442a14-0313-4c93-8873-1a4faf8cdcf5
previous_owner:
  description: ID of the owner before this task. The same as RV(owner) if nothing was changed.
  returned: success
  type: str
  sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
diff:
  description: The difference between the current and the described owner.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers import owner
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "container": {"type": "str", "required": True},
    "user": {"type": "str", "required": True},
    "keep_stewardship": {"type": "bool", "default": False},
    "confirm": {"type": "bool", "default": False},
}


@about("Container", "container")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a container has the described owner."""
    return owner.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
