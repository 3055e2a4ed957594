# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: veracity_sas
version_added: 1.0.0
short_description: Obtain SAS URLs for Data Fabric containers
description:
  - Returns one SAS URL for each container, claimed from a grant to this application. Keys are cached and shared between
    all tasks, hosts and forks, and with M(dnv.veracity.veracity_container_key). A key is only claimed if no cached key
    is valid long enough.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.keys
  - dnv.veracity.keys.validity
  - dnv.veracity.keys.lookups
  - dnv.veracity.keys.ensure_access
  - dnv.veracity.auth.plugins
  - dnv.veracity.connection.plugins
options:
  _terms:
    description:
      - Containers. Each is the short name of a container that this application owns, or the ID of any container that it
        has access to.
    type: list
    elements: str
    required: true
  ensure_access:
    default: false
notes:
  - With C(--check), no key is claimed and no grant is created. The lookup returns a cached key, otherwise the URL of
    the container with C(?check-mode) instead of a key, with a warning. A lookup does not see the C(check_mode) keyword
    of a task, only how the run was started.
  - A key starts to expire when it is claimed, and cannot be revoked. It opens the container until it expires, even if
    its grant is revoked, and whoever has the URL can use it.
  - A cached key is returned without a call to Veracity. If the container was deleted, the storage answers 404.
    Use M(dnv.veracity.veracity_container_key) with its option C(force) then.
seealso:
  - module: dnv.veracity.veracity_container_key
  - module: dnv.veracity.veracity_container_access
"""

EXAMPLES = r"""
- name: Read a file from a container that is shared with this application
  ansible.builtin.uri:
    url: "{{ sas | replace('?', '/report.csv?') }}"
    return_content: true
  no_log: true
  vars:
    sas: "{{ lookup('dnv.veracity.veracity_sas', '8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6') }}"

- name: Configure a service with a key to write to an own container
  ansible.builtin.template:
    src: uploader.conf.j2
    dest: /etc/uploader.conf
    mode: '0600'
  no_log: true
  vars:
    upload_url: >-
      {{ lookup('dnv.veracity.veracity_sas', 'shipdata', rights=['read', 'write', 'list'], ensure_access=true,
                duration='1 month', min_validity=86400) }}
"""

RETURN = r"""
_raw:
  description: One SAS URL for each container. Secret.
  type: list
  elements: str
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.plugin_utils._sas_lookup import SasLookup

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task


class LookupModule(SasLookup):
    """Returns SAS URLs of containers."""

    api = "data_fabric"

    def obtain(self, task: Task, client: Client, term: str, asked: str) -> str:
        """Return the SAS URL of a container, in check mode something in its place. Raises VeracityError."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys import obtain

        request = obtain.KeyRequest.of(task.params, term)
        found = obtain.obtain(task, client, request)
        if found.key is None:
            task.warn(f"Container {term}: no key is cached, and check mode does not claim one. Its URL has no key.")
            return f"{found.container_url or f'https://{request.container.name}.invalid'}?check-mode"
        obtain.remember(task, client, found, asked)
        return found.key.url
