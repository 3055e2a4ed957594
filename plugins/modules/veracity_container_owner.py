#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_owner
short_description: Give a Data Fabric container to another owner
version_added: 1.0.0
description:
  - Transfers the ownership of a container of Veracity Data Fabric to a user or another application.
  - B(This application cannot take the container back.) Only the new owner can return it. For this reason
    O(confirm=true) is required.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  container:
    description: The short name of a container that this application owns, or its id.
    type: str
    required: true
  user:
    description:
      - The id of the new owner, a GUID. Upper and lower case make no difference.
      - It has to be known to Data Fabric as a data manager, in the same company.
    type: str
    required: true
  keep_stewardship:
    description:
      - Whether this application becomes a data steward of the container. With V(false) it may not see the container
        any more.
      - Only looked at when the container is given away. Afterwards only the new owner can change it.
    type: bool
    default: false
  confirm:
    description: Has to be V(true), also in check mode, because the transfer cannot be undone from here.
    type: bool
    default: false
notes:
  - A container that belongs to O(user) already is left alone. One that this application gave to that user earlier and
    cannot see any more is left alone too. Data Fabric does not tell that, so it is remembered in a private file
    beside the token cache, on the same computer, for 400 days. On other computers such a task fails, because there
    the container is not found.
  - The transfer is remembered before it is asked for. When the answer is lost or the run is killed and the container
    is out of sight afterwards, it is taken as given away.
  - Of several runs at once on one computer, one at a time gives containers away, and the others look again before
    they do. When the request is refused and the container is out of sight, because it was deleted or given away from
    elsewhere since the task has looked, the task fails.
  - Grants stay as they are.
  - Check mode and diff show what the run then does. A container that is named by a short name and is not
    there yet is taken as created before this task, with a warning.
seealso:
  - module: dnv.veracity.veracity_container
  - module: dnv.veracity.veracity_container_steward
"""

EXAMPLES = r"""
---
- name: Hand the container over to the company's data manager
  dnv.veracity.veracity_container_owner:
    container: shipdata
    user: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    keep_stewardship: true
    confirm: true
"""

RETURN = r"""
---
container:
  description: The short name of the container. None for a container that is named by its id and has no short name.
  returned: success
  type: str
  sample: shipdata
container_id:
  description: The id of the container. None where it is not known yet.
  returned: success
  type: str
  sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
owner:
  description: The id of the owner; in check mode the one that is going to be.
  returned: success
  type: str
  sample: 14442a14-0313-4c93-8873-1a4faf8cdcf5
previous_owner:
  description: The id of the owner before this task. The same as RV(owner) when nothing was changed.
  returned: success
  type: str
  sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
diff:
  description: What differs between what was there and what is described.
  returned: success
  type: dict
  contains:
    before:
      description: The owner before.
      type: dict
    after:
      description: The owner now.
      type: dict
    before_header:
      description: What it is about.
      type: str
      sample: owner of container shipdata
    after_header:
      description: What it is about.
      type: str
      sample: owner of container shipdata
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
    """Give a container to another owner."""
    return owner.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
