# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: veracity_token
version_added: 1.0.0
short_description: Obtain client credentials tokens for Veracity APIs
description:
  - Returns one access token for each term. Tokens are shared between all tasks, hosts and forks, and with the modules,
    so that a run requests one token for each API.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth.plugins
  - dnv.veracity.connection.plugins
options:
  _terms:
    description:
      - APIs to obtain tokens for. Each is the name of an API (V(services), V(data_fabric), V(data_workbench), V(iot)),
        a scope, or the resource URI of an API.
      - If omitted, O(scope) or O(resource) is used.
    type: list
    elements: str
  min_validity:
    description:
      - Number of seconds that the token must be valid. A cached token that expires earlier is replaced.
    type: int
    default: 0
notes:
  - A variable that contains a lookup is evaluated each time it is used. That reads a file, and requests no token.
  - With C(errors='ignore'), a lookup that fails returns an empty value. The modules of this collection refuse it as a
    token.
seealso:
  - module: dnv.veracity.veracity_token
"""

EXAMPLES = r"""
- name: Call Data Fabric
  ansible.builtin.uri:
    url: https://api.veracity.com/veracity/datafabric/data/api/1/application
    headers:
      Authorization: Bearer {{ lookup('dnv.veracity.veracity_token', 'data_fabric') }}
      Ocp-Apim-Subscription-Key: "{{ fleet_subscription_key }}"
  no_log: true

- name: Configure a service with a token for an own API
  ansible.builtin.template:
    src: service.conf.j2
    dest: /etc/fleet/service.conf
    mode: '0600'
  no_log: true
  vars:
    ansible_veracity_client_id: "{{ fleet_client_id }}"
    ansible_veracity_client_secret: "{{ fleet_client_secret }}"
    service_token: >-
      {{ lookup('dnv.veracity.veracity_token',
                'https://dnvglb2cprod.onmicrosoft.com/14442a14-0313-4c93-8873-1a4faf8cdcf5/.default') }}
"""

RETURN = r"""
_raw:
  description: One access token for each term. Secret.
  type: list
  elements: str
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.plugin_utils._lookup import VeracityLookup


class LookupModule(VeracityLookup):
    """Returns tokens."""

    def run(self, terms: list[t.Any], variables: dict[str, t.Any] | None = None, **kwargs: t.Any) -> list[str]:
        """Return one token for each term. Raises AnsibleError."""
        self.set_options(var_options=variables, direct=kwargs)
        minimum = self.get_option("min_validity")
        wanted = [str(term) for term in terms] or [""]
        return [self.recalled(term, minimum) or self._obtain(term, minimum) for term in wanted]

    def _obtain(self, term: str, minimum: float) -> str:
        """Return the token for a term, empty for the options alone, the long way. Raises AnsibleError."""
        from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
        from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.endpoints import for_term

        try:
            settings = self.settings()
            session = self.session(for_term(settings, term) if term else settings)
            token = session.obtain(minimum)
            session.tokens.remember(self.asked(term))
            return token.value
        except VeracityError as error:
            raise self.error(error, self._options) from None
