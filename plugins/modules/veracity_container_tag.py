#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_tag
short_description: Manage a tag of a Data Fabric container
version_added: 1.0.0
description:
  - Adds one tag to a container of Veracity Data Fabric, or removes it. Other tags are not changed. To describe all tags
    of a container, use the option O(dnv.veracity.veracity_container#module:tags) of
    M(dnv.veracity.veracity_container).
  - Without O(container), adds a tag to the catalog of tags.
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
  title:
    description: Title of the tag, case-insensitive.
    type: str
    required: true
  state:
    description:
      - V(present) adds the tag.
      - V(absent) removes the tag from the container. It requires O(container), because Data Fabric cannot remove a tag
        from the catalog.
    type: str
    choices: [present, absent]
    default: present
notes:
  - Only the owner of a container can change its tags.
  - Data Fabric replaces the tags of a container as a whole. The module reads them immediately before it writes them.
    Runs on one computer write one after the other. They do not wait for runs on other computers.
  - A tag of the type C(systemtag), which belongs to Veracity, is never removed. O(state=absent) warns of it.
  - The catalog only lists tags that Veracity has approved. The module records the tags that it adds in a private file
    beside the token cache, so that a later run on the same computer does not add them again.
seealso:
  - module: dnv.veracity.veracity_container_tag_info
  - module: dnv.veracity.veracity_container
"""

EXAMPLES = r"""
---
- name: Add a tag to a container
  dnv.veracity.veracity_container_tag:
    container: shipdata
    title: noon-reports

- name: Add a tag to the catalog
  dnv.veracity.veracity_container_tag:
    title: noon-reports
"""

RETURN = r"""
---
tag:
  description: The tag. V(null) if the container does not have it.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the tag. V(null) if it is not known, as for tags of a container.
      type: str
      sample: 2b7e1516-28ae-4d2a-a6ab-f7158809cf4f
    title:
      description: Title.
      type: str
      sample: noon-reports
    type:
      description: V(tag), or V(systemtag) if the tag belongs to Veracity.
      type: str
      sample: tag
tags:
  description: Titles of the tags of the container that belong to its owner, sorted. V(null) without O(container).
  returned: success
  type: list
  elements: str
  sample: [fleet, noon-reports]
container:
  description: Short name of the container. V(null) without O(container).
  returned: success
  type: str
  sample: shipdata
container_id:
  description: ID of the container. V(null) without O(container), and if it is not known yet.
  returned: success
  type: str
  sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
diff:
  description: The differences between the current and the described tags.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import tags
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "title": {"type": "str", "required": True},
    "container": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


@about("Tag", "title", "container")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Ensure that a tag is, or is not, on a container, or that it is in the catalog."""
    return tags.ensure(task, client)


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
