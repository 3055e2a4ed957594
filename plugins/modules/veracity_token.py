#!/usr/bin/python
# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_token
short_description: Obtain a client credentials token for a Veracity API
version_added: 1.0.0
description:
  - Obtains an access token for a program that calls Veracity APIs without a user (OAuth 2.0 client credentials), from
    C(login.veracity.com) or C(login.microsoftonline.com).
  - Tokens are shared between all tasks, hosts and forks. A run requests a token only once, however often the module and
    the lookup P(dnv.veracity.veracity_token#lookup) are used.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.secrets
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes
attributes:
  check_mode:
    details: Obtaining a token changes nothing. It is also obtained in check mode, for the tasks that need it.
  diff_mode:
    support: N/A
    details: There is nothing to compare.
options:
  api:
    description:
      - API that the token is for. One of O(api), O(scope) and O(resource) is required.
      - O(scope) and O(resource) take precedence over O(api).
    type: str
    choices: [services, data_fabric, data_workbench, iot]
  min_validity:
    description:
      - Number of seconds that the token must be valid, or half of its lifetime if that is shorter. A cached token that
        expires earlier is replaced.
    type: int
    default: 0
requirements:
  - PyJWT, to read the claims
notes:
  - If a playbook contains a secret in clear text, ansible-core can print it when it shows the lines around a failed
    task. Take secrets from the environment, a vault or an AWX credential.
seealso:
  - plugin: dnv.veracity.veracity_token
    plugin_type: lookup
  - plugin: dnv.veracity.token_claims
    plugin_type: filter
  - plugin: dnv.veracity.token_valid
    plugin_type: test
"""

EXAMPLES = r"""
---
# Credentials come from VERACITY_CLIENT_ID and VERACITY_CLIENT_SECRET here.
- name: Obtain a token for Data Fabric
  dnv.veracity.veracity_token:
    api: data_fabric
  register: token

- name: Obtain a token for an own API
  dnv.veracity.veracity_token:
    scope: https://dnvglb2cprod.onmicrosoft.com/14442a14-0313-4c93-8873-1a4faf8cdcf5/.default
  register: token

- name: Call the API with the token
  ansible.builtin.uri:
    url: https://api.example.com/vessels
    headers:
      Authorization: Bearer {{ token.access_token }}
  no_log: true

- name: Obtain a version 1.0 token, as services from before 2022 expect
  dnv.veracity.veracity_token:
    resource: https://dnvglb2cprod.onmicrosoft.com/dfc0f96d-1c85-4334-a600-703a89a32a4c
    client_id: "{{ fleet_client_id }}"
    client_secret: "{{ fleet_client_secret }}"
  register: token

- name: Set the credentials once for all modules of the collection
  module_defaults:
    group/dnv.veracity.veracity:
      client_id: "{{ fleet_client_id }}"
      client_secret: "{{ fleet_client_secret }}"
  block:
    - name: Obtain a token for the Services API from the Entra endpoint
      dnv.veracity.veracity_token:
        api: services
        endpoint: entra_v2
      register: token
"""

RETURN = r"""
---
access_token:
  description: Token. Secret.
  returned: success
  type: str
  sample: eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIs...
token_type:
  description: Type of the token, always V(Bearer).
  returned: success
  type: str
  sample: Bearer
expires_in:
  description: Seconds until the token expires. V(null) for a given token that does not tell.
  returned: success
  type: int
  sample: 3599
expires_at:
  description: Expiry of the token in UTC. V(null) for a given token that does not tell.
  returned: success
  type: str
  sample: '2026-11-23T10:00:00Z'
claims:
  description: Claims of the token for diagnostics, not verified. Empty if the token is not a JSON Web Token.
  returned: success
  type: dict
  sample:
    aud: 14442a14-0313-4c93-8873-1a4faf8cdcf5
    azp: 34065879-a5b2-42a5-8990-79b9663a9ba0
    ver: '2.0'
token_version:
  description:
    - Version of the token, V(1.0), V(2.0) or V(null). It depends on the registration of the API, not on the endpoint.
  returned: success
  type: str
  sample: '2.0'
cached:
  description: Whether the token comes from the cache.
  returned: success
  type: bool
endpoint:
  description: Endpoint that the token comes from, V(b2c), V(entra_v2) or V(entra_v1).
  returned: success
  type: str
  sample: b2c
audience:
  description: Audience that the token names, otherwise the API that was requested.
  returned: success
  type: str
  sample: 14442a14-0313-4c93-8873-1a4faf8cdcf5
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample:
    summary: 'Token request refused: the identity provider does not accept application 3a758d22-…-f4a0.'
    status: 401
    error: invalid_client
    codes: [AADSTS7000215]
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.endpoints import APIS
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import (
    audience,
    claims,
    isoformat,
    moment,
)
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC = {
    "api": {"type": "str", "choices": list(APIS)},
    "min_validity": {"type": "int", "default": 0},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Return a token with its properties."""
    token = client.token(task.params["min_validity"])
    try:
        found = claims(token.value)
    except VeracityError as error:
        task.warn(str(error))
        found = {}
    now = task.clock.time()
    expires_at = moment(found, "exp") if client.token_is_given else token.expires_at
    return {
        "changed": False,
        "access_token": token.value,
        "token_type": token.token_type,
        "expires_in": max(0, int(expires_at - now)) if expires_at is not None else None,
        "expires_at": isoformat(expires_at) if expires_at is not None else None,
        "claims": found,
        "token_version": str(found["ver"]) if found.get("ver") else None,
        "cached": token.cached,
        "endpoint": client.target.endpoint,
        "audience": audience(found) or client.target.audience,
    }


DEFINITION = Definition(
    ensure=ensure, spec=SPEC, mutually_exclusive=[("scope", "resource")], secret_results=("access_token",)
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
