#!/usr/bin/python
# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_key
version_added: 1.0.0
short_description: Obtain a SAS URL for a Data Fabric container
description:
  - Returns the key of a Data Fabric container, a SAS URL that any tool for Azure Blob Storage takes.
  - A key comes from a grant. The module takes the grants that the application itself has on the container, claims a
    key, and keeps it for later tasks, hosts and runs until it is about to end.
  - Owning a container gives no key. O(ensure_access=true) has the owner or a data steward grant access to itself.
  - A successful result is hidden in all output. The registered variable works all the same.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes
attributes:
  check_mode:
    details:
      - Claiming a key starts its time, so check mode claims none. It returns the key that is kept, when there is a good
        one. Otherwise RV(sas_url) and RV(sas_token) are V(null) and RV(claimed) is V(false).
      - A container or a grant that is not there yet is taken as made before this task, with a warning.
  diff_mode:
    support: none
    details:
      - A result that holds a key is hidden, and a diff would be hidden with it.
  async:
    support: none
    details:
      - Refused, because the job file of an asynchronous task would hold the key in clear text.
options:
  container:
    description: The short name of a container that this application owns, or the id of any container that it may see.
    type: str
    required: true
  access_id:
    description:
      - The id of the grant to claim the key from. It must be a grant to this application.
      - If omitted, the module takes, of the grants to this application that allow O(rights), the one that allows least,
        then the one whose keys end first and are valid for O(min_validity). With O(duration) it takes the one that
        comes nearest to it. Grants that are limited to some addresses are taken last.
      - Mutually exclusive with O(ensure_access).
    type: str
  rights:
    description:
      - What the key must allow. A key that allows more is returned only when Veracity offers none that allows less, or
        with O(allow_wider=true).
    type: list
    elements: str
    choices: [read, write, delete, list]
    default: [read, list]
  min_validity:
    description:
      - For how many seconds the key must be valid, for instance because a long task follows. A key that is kept but
        ends earlier is replaced.
      - For keys that live shorter, half of their life is taken instead.
    type: int
    default: 300
  ensure_access:
    description:
      - Whether to make a grant to this application when it has none that suits. It must own the container or be a data
        steward of it.
      - The grant has the comment C(For this application's own work (dnv.veracity)), and allows the least of what
        Veracity offers that includes O(rights). One is enough, so a later run makes no other.
    type: bool
    default: false
  duration:
    description:
      - How long the key may be valid, V(1h), V(8h), or V(1 month) to V(6 months). A key that lives longer is returned
        only with O(allow_wider=true). For how long it must be valid, O(min_validity) says.
      - A grant that O(ensure_access) makes has this duration.
      - If omitted, the key may be valid for any time, and O(ensure_access) makes a grant of V(1h).
    type: str
  allow_wider:
    description:
      - Whether a key will do that allows more than O(rights), or lives longer than O(duration), where no grant gives
        less. It then takes precedence over O(ensure_access), so that no grant is made.
      - Whoever gets the key can do more with it than is wanted.
      - A grant that O(access_id) names is taken whatever it allows.
    type: bool
    default: false
  renewable:
    description:
      - Whether another key can be claimed of a grant that O(ensure_access) makes when the first has ended. V(false)
        makes a grant for one key.
      - It says nothing about grants that are there.
    type: bool
    default: true
  force:
    description:
      - Whether to claim a key even when a good one is kept, for instance because the kept one is of a container that
        was deleted and created again. The old key is not ended by that.
      - In check mode it has no effect.
    type: bool
    default: false
notes:
  - RV(ignore:changed) is true only when a grant was made. Claiming a key is no change, like obtaining a token. Still,
    the claim starts the time of the key, and the grant then shows when the key ends.
  - A key cannot be taken back. It opens the container until it ends, even when its grant is revoked meanwhile, and
    whoever has the URL can use it. Take the shortest duration that does.
  - A key is kept like tokens are, in O(token_cache_dir), encrypted under the client secret, and used again without any
    call to Veracity. So it is not noticed when the container was deleted meanwhile. The storage then answers 404, and
    O(force=true) helps. A key whose grant was revoked with this collection on the same machine is not returned any
    more. With O(token_cache=false) or O(access_token) nothing is kept, and every task claims a key.
  - The key is claimed on the controller, whichever host the task is for. Nothing is written to the target.
  - M(ansible.builtin.debug) prints the registered variable like any other before ansible-core 2.22. Facts that are
    cached (C(cacheable)) and C(set_stats) store it in clear text.
seealso:
  - plugin: dnv.veracity.veracity_sas
    plugin_type: lookup
  - module: dnv.veracity.veracity_container_access
  - module: dnv.veracity.veracity_container_content
"""

EXAMPLES = r"""
---
- name: Obtain a key that reads a container which somebody shared with us
  dnv.veracity.veracity_container_key:
    container: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
  register: key

- name: Download a file with it
  ansible.builtin.get_url:
    url: "{{ key.container_url }}/report.csv?{{ key.sas_token }}"
    dest: /srv/reports/report.csv
    mode: '0640'
  no_log: true

- name: Obtain a key that writes to our own container, for two hours of work
  dnv.veracity.veracity_container_key:
    container: shipdata
    rights: [read, write, list]
    ensure_access: true
    duration: 8h
    min_validity: 7200
  register: key

- name: Copy a folder with it
  ansible.builtin.command:
    argv: [azcopy, copy, /srv/ships, "{{ key.sas_url }}", --recursive]
  changed_when: true
  no_log: true
"""

RETURN = r"""
---
sas_url:
  description: The URL of the container with its key. V(null) in check mode when no key is kept. Secret.
  returned: success
  type: str
  sample: https://ne1dnvglstore.blob.core.windows.net/shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d?sv=...&sr=c&sig=...
sas_token:
  description: The key alone, what stands after the question mark. V(null) in check mode when no key is kept. Secret.
  returned: success
  type: str
  sample: sv=2017-04-17&sr=c&sig=...&st=2026-11-23T09%3A00%3A00Z&se=2026-11-23T10%3A00%3A00Z&sp=rl
container_url:
  description: The URL of the container. V(null) in check mode for a container that is not there yet.
  returned: success
  type: str
  sample: https://ne1dnvglstore.blob.core.windows.net/shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d
container_id:
  description: The id of the container. V(null) in check mode for a container that is not there yet.
  returned: success
  type: str
  sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
access_id:
  description: The id of the grant that the key comes from. V(null) in check mode for a grant that is not there yet.
  returned: success
  type: str
  sample: 0b6f3c1d-5e2a-4b7c-9d8e-1f2a3b4c5d6e
rights:
  description: What the key allows, in the order read, write, delete, list.
  returned: success
  type: list
  elements: str
  sample: [read, list]
expires_at:
  description: When the key ends, in UTC. V(null) without a key.
  returned: success
  type: str
  sample: '2026-11-23T10:00:00Z'
expires_in:
  description: For how many seconds from now the key is valid. V(null) without a key.
  returned: success
  type: int
  sample: 3600
renewable:
  description: Whether another key can be claimed of the same grant when this one has ended.
  returned: success
  type: bool
  sample: true
access_granted:
  description: Whether a grant to this application was created for the key.
  returned: success
  type: bool
  sample: false
claimed:
  description: Whether the task claimed a key. V(false) when it returns one that was kept.
  returned: success
  type: bool
  sample: true
cached:
  description: Whether the key was claimed earlier and kept.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys import obtain as keys
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
    """Return the key that is wanted and what is known about it."""
    wanted = keys.KeyWish.of(task.params, task.params["container"])
    return keys.obtain(task, client, wanted).public(task.clock.time())


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_fabric",
    remembers=True,
    keeps_keys=True,
    secret_results=("sas_url", "sas_token"),
)


def main() -> None:
    """Run as a module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
