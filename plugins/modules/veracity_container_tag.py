#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_tag
short_description: Tag a Data Fabric container, or add a tag to the catalogue
version_added: 1.0.0
description:
  - Gives a container of Veracity Data Fabric one tag, or takes one from it. Its other tags stay. To describe all tags
    of a container, use the option O(dnv.veracity.veracity_container#module:tags) of
    M(dnv.veracity.veracity_container).
  - Without O(container), adds a tag to the catalogue of tags.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  title:
    description: The title of the tag. Upper and lower case make no difference.
    type: str
    required: true
  container:
    description:
      - The short name of a container that this application owns, or its id.
      - Leave it out to have the tag in the catalogue of tags.
    type: str
  state:
    description:
      - V(present) adds the tag.
      - V(absent) takes it from the container. It needs O(container), because Data Fabric has no operation that
        removes a tag from the catalogue.
    type: str
    choices: [present, absent]
    default: present
notes:
  - Only the owner can change the tags of a container.
  - Data Fabric replaces the tags of a container as a whole. The module reads them immediately before it writes, and
    runs at the same time on one computer wait for each other. Other computers are not waited for.
  - A tag that belongs to Veracity (of type C(systemtag)) is never removed; O(state=absent) warns of it.
  - The list of the catalogue has only what Veracity has approved. What was added from here is remembered in a private
    file beside the token cache, so that a later run on the same computer does not add it again.
  - Check mode and diff show what the run then does. A container that is named by a short name and is not
    there yet is taken as created before this task, with a warning.
seealso:
  - module: dnv.veracity.veracity_container_tag_info
  - module: dnv.veracity.veracity_container
"""

EXAMPLES = r"""
---
- name: Mark the container
  dnv.veracity.veracity_container_tag:
    container: shipdata
    title: noon-reports

- name: Have the tag in the catalogue
  dnv.veracity.veracity_container_tag:
    title: noon-reports
"""

RETURN = r"""
---
tag:
  description: The tag; in check mode as it is going to be. None when the container does not have it.
  returned: success
  type: dict
  contains:
    id:
      description: The id of the tag. None where it is not known, as for tags of a container.
      type: str
      sample: 2b7e1516-28ae-4d2a-a6ab-f7158809cf4f
    title:
      description: The title.
      type: str
      sample: noon-reports
    type:
      description: V(tag), or V(systemtag) for a tag that belongs to Veracity.
      type: str
      sample: tag
tags:
  description: The titles of the owner's tags that the container has now, sorted. None without O(container).
  returned: success
  type: list
  elements: str
  sample: [fleet, noon-reports]
container:
  description: The short name of the container. None without O(container).
  returned: success
  type: str
  sample: shipdata
container_id:
  description: The id of the container. None without O(container), and where it is not known yet.
  returned: success
  type: str
  sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
diff:
  description: What differs between what was there and what is described.
  returned: success
  type: dict
  contains:
    before:
      description: The tags before.
      type: dict
    after:
      description: The tags now.
      type: dict
    before_header:
      description: What it is about.
      type: str
      sample: tags of container shipdata
    after_header:
      description: What it is about.
      type: str
      sample: tags of container shipdata
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
    """Have a tag on a container, or in the catalogue."""
    desired = tags.describe(task.params)
    if desired.reference is None:
        return tags.ensure_in_catalog(task, client, desired)
    return tags.ContainerTag(task, client, desired, desired.reference).ensure()


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
