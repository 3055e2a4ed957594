#!/usr/bin/python
# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_key
short_description: Obtain a SAS URL for a Data Fabric container
version_added: 1.0.0
description:
  - Returns a key for a Data Fabric container, which is a SAS URL for Azure Blob Storage.
  - The module claims the key from a grant to this application, and keeps it for later tasks, hosts and runs until it is
    about to expire.
  - Owning a container gives no key. With O(ensure_access=true), the owner or a data steward creates a grant to itself.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric.container
  - dnv.veracity.keys
  - dnv.veracity.keys.validity
  - dnv.veracity.keys.ensure_access
  - dnv.veracity.secrets
  - dnv.veracity.secrets.key
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes
attributes:
  check_mode:
    details:
      - A key starts to expire when it is claimed, so check mode claims none. It returns a valid key from the cache.
        Without one, RV(sas_url) and RV(sas_token) are V(null), and RV(claimed) is V(false).
      - A container or grant that does not exist yet is assumed to be created before this task, with a warning.
options:
  container:
    required: true
  rights:
    choices: [read, write, delete, list]
  ensure_access:
    default: false
  force:
    description:
      - Whether to claim a new key even if a valid one is cached, for example because the container was deleted and
        created again. The old key stays valid.
      - Ignored in check mode.
    type: bool
    default: false
notes:
  - RV(ignore:changed) is only V(true) if a grant was created. Claiming a key is not a change, like obtaining a token.
    Nevertheless, the key then starts to expire, and the grant shows when.
  - A key cannot be revoked. It opens the container until it expires, even if its grant is revoked, and whoever has the
    URL can use it. Use the shortest duration that is sufficient.
  - Keys are cached like tokens in O(token_cache_dir), encrypted under the client secret. A cached key is returned
    without a call to Veracity, so the module does not notice that the container was deleted. The storage then
    answers 404, and O(force=true) helps. A key whose grant was revoked with this collection on the same computer is no
    longer returned. With O(token_cache=false) or O(access_token), nothing is cached, and every task claims a key.
seealso:
  - plugin: dnv.veracity.veracity_sas
    plugin_type: lookup
  - module: dnv.veracity.veracity_container_access
  - module: dnv.veracity.veracity_container_content
"""

EXAMPLES = r"""
---
- name: Obtain a key to read a container that is shared with this application
  dnv.veracity.veracity_container_key:
    container: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
  register: key

- name: Download a file
  ansible.builtin.get_url:
    url: "{{ key.container_url }}/report.csv?{{ key.sas_token }}"
    dest: /srv/reports/report.csv
    mode: '0640'
  no_log: true

- name: Obtain a key to write to an own container, valid for at least two hours
  dnv.veracity.veracity_container_key:
    container: shipdata
    rights: [read, write, list]
    ensure_access: true
    duration: 8h
    min_validity: 7200
  register: key

- name: Copy a folder to the container
  ansible.builtin.command:
    argv: [azcopy, copy, /srv/ships, "{{ key.sas_url }}", --recursive]
  changed_when: true
  no_log: true
"""

RETURN = r"""
---
sas_url:
  description: SAS URL of the container. Secret. V(null) in check mode if no key is cached.
  returned: success
  type: str
  sample: https://ne1dnvglstore.blob.core.windows.net/shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d?sv=...&sr=c&sig=...
sas_token:
  description: Query string of RV(sas_url), which is the key alone. Secret. V(null) in check mode if no key is cached.
  returned: success
  type: str
  sample: sv=2017-04-17&sr=c&sig=...&st=2026-11-23T09%3A00%3A00Z&se=2026-11-23T10%3A00%3A00Z&sp=rl
container_url:
  description: URL of the container. V(null) in check mode if the container does not exist yet.
  returned: success
  type: str
  sample: https://ne1dnvglstore.blob.core.windows.net/shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d
container_id:
  description: ID of the container. V(null) in check mode if the container does not exist yet.
  returned: success
  type: str
  sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
access_id:
  description: ID of the grant that the key comes from. V(null) in check mode if the grant does not exist yet.
  returned: success
  type: str
  sample: 0b6f3c1d-5e2a-4b7c-9d8e-1f2a3b4c5d6e
access_granted:
  description: Whether a grant to this application was created.
  returned: success
  type: bool
  sample: false
rights:
  description: Rights of the key, in the order V(read), V(write), V(delete), V(list).
  returned: success
  type: list
  elements: str
  sample: [read, list]
expires_at:
  description: Expiry of the key in UTC. V(null) without a key.
  returned: success
  type: str
  sample: '2026-11-23T10:00:00Z'
expires_in:
  description: Seconds until the key expires. V(null) without a key.
  returned: success
  type: int
  sample: 3600
renewable:
  description: Whether another key can be claimed from the grant when this key has expired.
  returned: success
  type: bool
  sample: true
claimed:
  description: Whether the task claimed the key.
  returned: success
  type: bool
  sample: true
cached:
  description: Whether the key was claimed earlier and comes from the cache.
  returned: success
  type: bool
  sample: false
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample:
    summary: This application has no access to container shipdata that gives a key with the rights read+list.
    hint: Owning a container gives no key. Set ensure_access to true, or grant access.
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys.obtain import obtain
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys.request import KeyRequest
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC = {
    "container": {"type": "str", "required": True},
    "access_id": {"type": "str"},
    "rights": {
        "type": "list",
        "elements": "str",
        "choices": ["read", "write", "delete", "list"],
        "default": ["read", "list"],
    },
    "min_validity": {"type": "int", "default": 300},
    "ensure_access": {"type": "bool", "default": False},
    "duration": {"type": "str"},
    "allow_wider": {"type": "bool", "default": False},
    "renewable": {"type": "bool", "default": True},
    "force": {"type": "bool", "default": False},
}


@about("Container", "container")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return a key with its properties."""
    request = KeyRequest.of(task.params, task.params["container"])
    return obtain(task, client, request).public(task.clock.time())


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_fabric",
    remembers=True,
    keeps_keys=True,
    secret_results=("sas_url", "sas_token"),
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
