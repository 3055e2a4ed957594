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
  scope:
    description: >-
      Scope to request at a v2 endpoint, if the ID of the Data Fabric API differs from the published one.
    type: str
  resource:
    description: >-
      Resource to request at the v1 endpoint, if the ID of the Data Fabric API differs from the published one.
    type: str
  access_token:
    description: >-
      Token to call Data Fabric with. No token is requested, and keys are not cached.
    type: str
    env:
      - name: VERACITY_ACCESS_TOKEN
    vars:
      - name: ansible_veracity_access_token
  subscription_key:
    description: >-
      Subscription key of the API. As a secret, it cannot be set in the configuration file.
    type: str
    env:
      - name: VERACITY_SUBSCRIPTION_KEY
    vars:
      - name: ansible_veracity_subscription_key
  api_url:
    description: >-
      Base URL of the API host. The default depends on O(veracity_environment).
    type: str
    env:
      - name: VERACITY_API_URL
    ini:
      - section: veracity
        key: api_url
    vars:
      - name: ansible_veracity_api_url
notes:
  - With C(--check), no key is claimed and no grant is created. The lookup returns a cached key, otherwise the URL of
    the container with C(?check-mode) instead of a key, with a warning. A lookup does not see the C(check_mode) keyword
    of a task, only how the run was started.
  - A key starts to expire when it is claimed, and cannot be revoked. It opens the container until it expires, even if
    its grant is revoked, and whoever has the URL can use it.
  - A cached key is returned without a call to Veracity. If the container was deleted, the storage answers 404.
    Use M(dnv.veracity.veracity_container_key) with its option C(force) then.
  - A variable that contains a lookup is evaluated each time it is used. That reads a file, and claims no key.
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
from urllib.parse import parse_qs

from ansible_collections.dnv.veracity.plugins.module_utils._secrets import register_secret
from ansible_collections.dnv.veracity.plugins.plugin_utils._lookup import VeracityLookup

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session


class LookupModule(VeracityLookup):
    """Returns SAS URLs."""

    def run(self, terms: list[t.Any], variables: dict[str, t.Any] | None = None, **kwargs: t.Any) -> list[str]:
        """Return one SAS URL for each container. Raises AnsibleError."""
        self.set_options(var_options=variables, direct=kwargs)
        check_mode = bool((variables or {}).get("ansible_check_mode"))
        return [self._kept(name) or self._obtain(name, check_mode) for name in map(str, terms)]

    def _kept(self, name: str) -> str | None:
        """Return the SAS URL that the same options led to before, while it is good."""
        url = self.recalled(name, self.get_option("min_validity"))
        if url is not None:
            token = url.partition("?")[2]
            for secret in (token, *parse_qs(token).get("sig", ())):
                register_secret(secret)
        return url

    def _obtain(self, name: str, check_mode: bool) -> str:
        """Return the SAS URL of a container the long way. Raises AnsibleError."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
        from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Settings

        try:
            session = self.session(Settings(**{**vars(self.settings()), "api": "data_fabric"}))
            return self._url(name, session, check_mode)
        except VeracityError as error:
            raise self.error(error, self._options) from None

    def _url(self, name: str, session: Session, check_mode: bool) -> str:
        """Return the SAS URL of a container, in check mode something in its place. Raises VeracityError."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys.obtain import (
            KeyRequest,
            obtain,
            remember,
        )
        from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
        from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain

        params = {option: plain(value) for option, value in self._options.items()}
        task = Task(
            params,
            check_mode=check_mode,
            clock=session.clock,
            progress=session.outlet.progress,
            warn=session.outlet.warn,
            state_directory=session.directory,
            learn=session.outlet.learn,
            keys=session.keys,
        )
        request = KeyRequest.of(params, name)
        found = obtain(task, session.client, request)
        if found.key is None:
            session.outlet.warn(
                f"Container {name}: no key is cached, and check mode does not claim one. Its URL has no key."
            )
            return f"{found.container_url or f'https://{request.container.name}.invalid'}?check-mode"
        remember(task, session.client, found, self.asked(name))
        return found.key.url
