#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_api
short_description: Call any endpoint of a Veracity API
version_added: 1.0.0
description:
  - Sends one request to a Veracity API, for what no other module covers. Token, subscription key, retries, and texts of
    errors are those of all modules.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes
attributes:
  diff_mode:
    support: none
    details: What an endpoint changes is not known.
  idempotent:
    support: partial
    details: With O(idempotent_by).
options:
  method:
    description: The HTTP method.
    type: str
    choices: [GET, HEAD, POST, PUT, PATCH, DELETE]
    default: GET
  path:
    description: The path on the API host (O(api_url)), without a query, for example
      V(/veracity/services/v3/this/services).
    type: str
    required: true
  query:
    description: The query parameters. One with a list is sent once for each of its values.
    type: dict
  body:
    description: The body, which is sent as JSON.
    type: raw
  headers:
    description:
      - Further headers. Those that carry the credentials are set by the module.
    type: dict
  status_code:
    description: The HTTP statuses that are a success. Left out, all from 200 to 299.
    type: list
    elements: int
  api:
    description:
      - Whose token is sent, V(services), V(data_fabric), V(data_workbench) or V(iot). For another API give O(scope) or
        O(resource).
    type: str
    choices: [services, data_fabric, data_workbench, iot]
  idempotent_by:
    description:
      - How to see that the request is not needed. A GET is sent first. When its answer has everything in
        O(idempotent_by.match), nothing more is sent and nothing is changed. For a C(DELETE) it is the other way round.
      - Only this one answer is looked at. Of a list that comes in pages, ask with O(idempotent_by.query) or
        O(idempotent_by.path) for the entry itself.
      - Also used to see what became of a request whose answer was lost.
    type: dict
    suboptions:
      path:
        description: What to read. Left out, O(path).
        type: str
      query:
        description: The query parameters of the GET.
        type: dict
      match:
        description:
          - What the answer must contain. Of an object, the keys that are named here; of a list, an entry for each
            that is given here. Left out, O(body).
          - Left out for a C(DELETE), what counts is that there is an answer at all.
        type: raw
notes:
  - The result is C(changed) for every request that is sent with another method than V(GET) or V(HEAD).
  - Check mode sends V(GET) and V(HEAD) only, and tells whether the request would be sent.
  - A request that may have been applied although its answer was lost is not sent again. The task fails and says so,
    unless O(idempotent_by) tells what became of it. The same holds for a C(POST) or C(PATCH) that was refused with
    HTTP 429 or 503, because a gateway may have passed it on; with O(idempotent_by) it is sent again when its effect is
    not there.
  - The answer is returned as it is, except that the credentials of the task itself are masked in it. When it holds
    another secret, such as a SAS URL, set C(no_log) for the task.
seealso:
  - module: dnv.veracity.veracity_token
"""

EXAMPLES = r"""
---
- name: Ask who we are in Data Fabric
  dnv.veracity.veracity_api:
    api: data_fabric
    path: /veracity/datafabric/data/api/1/application
  register: me

- name: Have a tag in the catalogue
  dnv.veracity.veracity_api:
    api: data_fabric
    method: POST
    path: /veracity/datafabric/data/api/1/tags
    body:
      - title: noon-reports
    idempotent_by:
      match:
        - title: noon-reports
"""

RETURN = r"""
---
sent:
  description: Whether the request was sent; what is read first for O(idempotent_by) does not count.
  returned: success
  type: bool
  sample: true
status:
  description: The HTTP status. None when the request was not sent, and when its answer was lost.
  returned: success
  type: int
  sample: 200
json:
  description: The answer, where it is JSON.
  returned: when an answer came
  type: raw
content:
  description: The answer, where it is something else.
  returned: when an answer came that is not JSON
  type: str
headers:
  description: The headers of the answer that tell something and hold no secret.
  returned: when an answer came
  type: dict
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
from ansible_collections.dnv.veracity.plugins.module_utils._core import generic_request as any_endpoint
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.endpoints import APIS
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "method": {"type": "str", "choices": list(any_endpoint.METHODS), "default": "GET"},
    "path": {"type": "str", "required": True},
    "query": {"type": "dict"},
    "body": {"type": "raw"},
    "headers": {"type": "dict"},
    "status_code": {"type": "list", "elements": "int"},
    "api": {"type": "str", "choices": list(APIS)},
    "idempotent_by": {
        "type": "dict",
        "options": {"path": {"type": "str"}, "query": {"type": "dict"}, "match": {"type": "raw"}},
    },
}


@about("", "path")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Call an endpoint."""
    return any_endpoint.ensure(task, client, any_endpoint.wish(task.params))


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    mutually_exclusive=[("scope", "resource"), ("api", "scope"), ("api", "resource")],
    required_one_of=[("api", "scope", "resource", "access_token")],
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
