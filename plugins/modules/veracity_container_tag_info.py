#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_tag_info
short_description: Gather information about tags of Data Fabric
version_added: 1.0.0
description:
  - Returns the catalog of tags that containers of Veracity Data Fabric can have.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  include_deleted:
    description: Whether to also return deleted tags. The application needs the role V(dataAdmin) for it.
    type: bool
    default: false
  include_unapproved:
    description:
      - Whether to also return tags that Veracity has not approved. The application needs the role V(dataAdmin) for it.
    type: bool
    default: false
notes:
  - M(dnv.veracity.veracity_container_info) returns the tags of a container.
seealso:
  - module: dnv.veracity.veracity_container_tag
  - module: dnv.veracity.veracity_container_info
"""

EXAMPLES = r"""
---
- name: Gather information about all tags
  dnv.veracity.veracity_container_tag_info:
  register: result
"""

RETURN = r"""
---
tags:
  description: The tags, each as RV(dnv.veracity.veracity_container_tag#module:tag).
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.api_refusals import only_for
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.tags import Tags
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.tags import to_result
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "include_deleted": {"type": "bool", "default": False},
    "include_unapproved": {"type": "bool", "default": False},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the tags of the catalog."""
    DataFabric.of(task, client)
    with only_for("include_deleted and include_unapproved need the role dataAdmin in Data Fabric."):
        found = Tags(client).all(deleted=task.params["include_deleted"], unapproved=task.params["include_unapproved"])
    return {"changed": False, "tags": [to_result(tag) for tag in found]}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric")


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
