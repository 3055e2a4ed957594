# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: veracity_sas
version_added: 1.0.0
short_description: Obtain SAS URLs for Data Fabric containers
description:
  - Returns one SAS URL for each container, claimed from a grant that the application itself has on it. Keys are kept
    and shared between all tasks, hosts and forks, and with M(dnv.veracity.veracity_container_key), so that one is
    claimed only when none that is kept is valid for long enough.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth.plugins
  - dnv.veracity.connection.plugins
options:
  _terms:
    description:
      - The containers. Each is the short name of a container that this application owns, or the id of any container
        that it may see.
    type: list
    elements: str
    required: true
  access_id:
    description: >-
      The id of the grant to claim the key from. If omitted, the grant to this application is taken that allows least
      beside O(rights). Mutually exclusive with O(ensure_access).
    type: str
  rights:
    description: >-
      What the key must allow, one or more of V(read), V(write), V(delete) and V(list). A key that allows more is
      returned only when Veracity offers none that allows less, or with O(allow_wider=true).
    type: list
    elements: str
    default: [read, list]
  min_validity:
    description: >-
      For how many seconds the key must be valid, or half of its life where keys live shorter. A key that is kept but
      ends earlier is replaced.
    type: int
    default: 300
  ensure_access:
    description: >-
      Whether to make a grant to this application when it has none that suits. Owning a container gives no key. The
      application must own the container or be a data steward of it.
    type: bool
    default: false
  duration:
    description: >-
      How long the key may be valid, V(1h), V(8h), or V(1 month) to V(6 months). A key that lives longer is returned
      only with O(allow_wider=true). A grant that O(ensure_access) makes has this duration. If omitted, the key may be
      valid for any time, and O(ensure_access) makes a grant of V(1h).
    type: str
  allow_wider:
    description: >-
      Whether a key will do that allows more than O(rights), or lives longer than O(duration), where no grant gives
      less.
    type: bool
    default: false
  renewable:
    description: >-
      Whether another key can be claimed of a grant that O(ensure_access) makes when the first has ended.
    type: bool
    default: true
  scope:
    description: >-
      Scope to ask for at a v2 endpoint, where the id of the Data Fabric API is another than is published.
    type: str
  resource:
    description: >-
      Resource to ask for at the v1 endpoint, where the id of the Data Fabric API is another than is published.
    type: str
  access_token:
    description: >-
      Call Data Fabric with this token and ask for none. Keys are not kept then.
    type: str
    env:
      - name: VERACITY_ACCESS_TOKEN
    vars:
      - name: ansible_veracity_access_token
  subscription_key:
    description: >-
      Subscription key of the API. It cannot be set in the configuration file, which is no place for secrets.
    type: str
    env:
      - name: VERACITY_SUBSCRIPTION_KEY
    vars:
      - name: ansible_veracity_subscription_key
  api_url:
    description: >-
      Base URL of the API host. The default goes with O(veracity_environment).
    type: str
    env:
      - name: VERACITY_API_URL
    ini:
      - section: veracity
        key: api_url
    vars:
      - name: ansible_veracity_api_url
notes:
  - With C(--check) nothing is claimed and no grant is made. The lookup then returns the key that is kept, otherwise the
    URL of the container with C(?check-mode) in place of a key, and warns. A lookup does not see the C(check_mode)
    keyword of a task, only how the run was started.
  - Claiming a key starts its time, and a key cannot be taken back. It opens the container until it ends, even when its
    grant is revoked meanwhile, and whoever has the URL can use it.
  - A key that is kept is returned without any call to Veracity. That the container was deleted meanwhile is not
    noticed, and the storage answers 404. M(dnv.veracity.veracity_container_key) with its option C(force) helps.
  - A variable that holds a lookup is evaluated each time it is used. That costs a file read, not a claim.
  - The C(environment) keyword of a task does not reach lookups. Use the environment of the run, or variables.
  - A variable C(ansible_veracity_*) that comes from the facts of a host is refused.
  - O(client_id) and every secret option are refused if they are given and empty. Use C(omit) to leave them out.
seealso:
  - module: dnv.veracity.veracity_container_key
  - module: dnv.veracity.veracity_container_access
"""

EXAMPLES = r"""
- name: Read a file of a container which somebody shared with us
  ansible.builtin.uri:
    url: "{{ sas | replace('?', '/report.csv?') }}"
    return_content: true
  no_log: true
  vars:
    sas: "{{ lookup('dnv.veracity.veracity_sas', '8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6') }}"

- name: Give a service a key to write to our own container
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
        from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys import obtain as keys
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
            learn=session.learn,
            keys=session.keys,
        )
        wanted = keys.KeyWish.of(params, name)
        found = keys.obtain(task, session.client, wanted)
        if found.key is None:
            session.outlet.warn(f"Container {name}: no key is kept, and check mode claims none. Its URL has no key.")
            return f"{found.container_url or f'https://{wanted.container.name}.invalid'}?check-mode"
        keys.remember(task, session.client, found, self.asked(name))
        return found.key.url
