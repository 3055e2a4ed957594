#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_info
short_description: Gather information about Data Fabric containers
version_added: 1.0.0
description:
  - Returns the containers of Veracity Data Fabric that this application owns, or that are shared with it.
  - Returns all of them if neither O(container) nor O(tag) is set. Returns an empty list if nothing matches.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  container:
    description:
      - Short name of containers, or ID of a container. Several containers can have the same short name.
      - Mutually exclusive with O(id), O(short_name) and O(tag).
    type: str
  id:
    description: ID of a container.
    type: str
  short_name:
    description: Short name of containers. Several containers can have the same.
    type: str
  tag:
    description: Title of a tag, case-insensitive.
    type: str
notes:
  - A new container is not listed until Veracity shows it, which takes up to 15 minutes.
seealso:
  - module: dnv.veracity.veracity_container
"""

EXAMPLES = r"""
---
- name: Gather information about all containers
  dnv.veracity.veracity_container_info:
  register: all_containers

- name: Gather information about the containers of the fleet
  dnv.veracity.veracity_container_info:
    tag: fleet
  register: fleet

- name: Gather information about one container
  dnv.veracity.veracity_container_info:
    container: shipdata
  register: shipdata

- name: Show its URL
  ansible.builtin.debug:
    msg: "{{ shipdata.containers | map(attribute='url') | first | default('not found') }}"
"""

RETURN = r"""
---
containers:
  description: The containers, each as RV(dnv.veracity.veracity_container#module:container).
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.api_fields import guid
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.api.containers import DataFabric
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.inventory import by_id, select
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.naming import (
    Reference,
    reference,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.plan import to_result
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {name: {"type": "str"} for name in ("container", "id", "short_name", "tag")}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return the selected containers."""
    params = task.params
    named = reference(params["container"]) if params["container"] else Reference(params["id"], params["short_name"])
    api = DataFabric.of(task, client)
    found = by_id(api, guid(named.id)) if named.id else select(api.containers(), named.short_name, params["tag"])
    return {"changed": False, "containers": [to_result(container) for container in found]}


DEFINITION = Definition(
    ensure=ensure, spec=SPEC, api="data_fabric", mutually_exclusive=(("container", "id", "short_name", "tag"),)
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
