#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_copy
short_description: Copy a Data Fabric container
version_added: 1.0.0
description:
  - Copies a container of Data Fabric with its content into a new container of this application, in the same region.
  - If this application already owns a container with that short name, nothing is copied. Its title, description, icon
    and tags are updated as described.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.containers.properties
  - dnv.veracity.containers.creation
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  source:
    description:
      - Container to copy. Short name of a container that this application owns, or ID of any container that it has
        access to.
      - Only used to create the copy. If the copy exists, the source is not read and does not have to exist.
    type: str
    required: true
  short_name:
    required: true
  group:
    description:
      - ID or title of an existing group. A new copy is added to it.
      - If omitted, a new copy is in no group. The group of an existing copy is not changed. To change it, use
        M(dnv.veracity.veracity_container_group).
    type: str
  access_id:
    description:
      - ID of the grant that Veracity copies with. It must allow to read and list the source.
      - If omitted, an existing grant to this application is used. If there is none, O(ensure_access) decides.
    type: str
  ensure_access:
    description:
      - Whether to create a grant to this application if it has none that allows to read and list the source. Only the
        owner and the data stewards of the source can do so. Owning a container is not enough to read its content.
      - The grant is renewable, lasts one hour, and allows as little as possible beyond reading and listing. Its comment
        is C(For this application's own work (dnv.veracity)). It is kept, and later copies and keys use it.
    type: bool
    default: true
notes:
  - The wait ends when the copy is visible. Its content can take longer. Veracity does not tell when it is complete.
  - A copy is found by its short name among the containers of this application. Veracity does not tell what it was
    copied from, so neither its source nor its content is compared. To copy again, delete the copy first.
  - If Veracity refuses a copy, it does not say why. The error message lists the possible reasons.
  - How long the grant must last while Veracity copies is not documented. For large containers, create a longer grant
    and set O(access_id) to it.
  - Check mode and diff show what the run does. A source that is given by its short name, or a group that is given by
    its title, and that does not exist yet, is assumed to be created before this task, with a warning.
seealso:
  - module: dnv.veracity.veracity_container
  - module: dnv.veracity.veracity_container_access
  - module: dnv.veracity.veracity_container_group
"""

EXAMPLES = r"""
---
- name: Keep a copy of the data at the end of the year
  dnv.veracity.veracity_container_copy:
    source: shipdata
    short_name: shipdata2026
    may_contain_personal_data: false
    title: Ship data 2026
    group: Archive
"""

RETURN = r"""
---
container:
  description: The copy, as RV(dnv.veracity.veracity_container#module:container).
  returned: success
  type: dict
access_id:
  description: ID of the grant that Veracity copies with. V(null) if nothing was copied, and in check mode.
  returned: success
  type: str
  sample: 0f4cb9a0-7d1c-4a46-8f0b-3a1d5e6c7b80
access_granted:
  description: Whether a grant to this application was created for the copy.
  returned: success
  type: bool
  sample: true
diff:
  description: The differences between the current and the described state of the copy.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import container_copy
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run
from ansible_collections.dnv.veracity.plugins.module_utils._options import CONTAINER_OPTIONS, WAIT_OPTIONS

SPEC: dict[str, t.Any] = {
    "source": {"type": "str", "required": True},
    "short_name": {"type": "str", "required": True},
    **{name: CONTAINER_OPTIONS[name] for name in ("may_contain_personal_data", "title", "description", "icon", "tags")},
    "group": {"type": "str"},
    "access_id": {"type": "str"},
    "ensure_access": {"type": "bool", "default": True},
    **WAIT_OPTIONS,
}


@about("Container", "short_name")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that there is a copy of a container."""
    return container_copy.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
