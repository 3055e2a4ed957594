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
  - Sends one request to a Veracity API, for endpoints that no other module covers. Tokens, the subscription key,
    retries and error messages are the same as in other modules.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes
attributes:
  diff_mode:
    support: none
    details: The module does not know what an endpoint changes.
  idempotent:
    support: partial
    details: With O(idempotent_by).
options:
  method:
    description: HTTP method.
    type: str
    choices: [GET, HEAD, POST, PUT, PATCH, DELETE]
    default: GET
  path:
    description:
      - Path on the API host (O(api_url)) without a query, for example V(/veracity/services/v3/this/services).
      - Paths of Data Workbench begin with V(/veracity/dw/gateway/api/v2) or V(/veracity/dw/gateway/api/v1).
    type: str
    required: true
  query:
    description: Query parameters. A parameter with a list is sent once for each of its values.
    type: dict
  body:
    description: Body, which is sent as JSON.
    type: raw
  headers:
    description: Additional headers. The module sets the headers with credentials.
    type: dict
  status_code:
    description: HTTP status codes that mean success. If omitted, all from 200 to 299.
    type: list
    elements: int
  api:
    description:
      - API whose token is sent. For another API, use O(scope) or O(resource).
    type: str
    choices: [services, data_fabric, data_workbench, iot]
  idempotent_by:
    description:
      - How to find out whether the request is necessary. The module sends a GET first. If the response contains
        O(idempotent_by.match), the request is not sent and nothing is changed. For V(DELETE), it is the other way
        round.
      - Only this response is compared. If a list has several pages, use O(idempotent_by.query) or O(idempotent_by.path)
        to select the entry.
      - Also used to find out whether a request was applied if its response is lost.
    type: dict
    suboptions:
      path:
        description: Path of the GET. If omitted, O(path).
        type: str
      query:
        description: Query parameters of the GET.
        type: dict
      match:
        description:
          - What the response must contain. Of an object, the keys that are given here. Of a list, an entry for each
            entry that is given here. If omitted, O(body).
          - If omitted for V(DELETE), any response matches.
        type: raw
notes:
  - RV(ignore:changed) is V(true) for every request that is sent with a method other than V(GET) and V(HEAD).
  - Check mode only sends V(GET) and V(HEAD), and predicts whether the request would be sent.
  - A request that may have been applied although its response was lost is not sent again. The task fails, unless
    O(idempotent_by) tells whether it was applied. The same applies to V(POST) and V(PATCH) that are refused with
    HTTP 429 or 503, because a gateway may have passed the request on. With O(idempotent_by), the request is sent again
    if its effect is not found.
  - The response is returned as it is, but the credentials of the task are masked. If it contains another secret, such
    as a SAS URL, set C(no_log) for the task.
seealso:
  - module: dnv.veracity.veracity_token
"""

EXAMPLES = r"""
---
- name: Get this application in Data Fabric
  dnv.veracity.veracity_api:
    api: data_fabric
    path: /veracity/datafabric/data/api/1/application
  register: me

- name: Add a tag to the catalog
  dnv.veracity.veracity_api:
    api: data_fabric
    method: POST
    path: /veracity/datafabric/data/api/1/tags
    body:
      - title: noon-reports
    idempotent_by:
      match:
        - title: noon-reports

- name: Request data from another workspace of Data Workbench (each run sends another request)
  dnv.veracity.veracity_api:
    api: data_workbench
    method: POST
    path: /veracity/dw/gateway/api/v2/workspaces/b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b/shareRequests
    body:
      receiverWorkspaceId: "{{ yard.workspace.id }}"
      schemaVersionId: "{{ noon.schema.versions[0].id }}"
      columns: [imo, fuel]
      queryFilters:
        - column: imo
          filterType: List
          filterValues: ["9226425", "9626053"]
      requestorNotes: Noon reports of two ships
  register: asked

- name: Accept the request in the workspace that received it
  dnv.veracity.veracity_api:
    api: data_workbench
    method: POST
    path: /veracity/dw/gateway/api/v2/workspaces/{{ yard.workspace.id }}/sharerequests/resolve
    body:
      action: Accept
      shareRequestIds: ["{{ asked.json.id }}"]
      receiverNote: Until the end of the year

- name: List the policies of keys, which are in version 1 only
  dnv.veracity.veracity_api:
    api: data_workbench
    path: /veracity/dw/gateway/api/v1/workspaces/b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b/storages/policies
"""

RETURN = r"""
---
sent:
  description: Whether the request was sent. The GET for O(idempotent_by) does not count.
  returned: success
  type: bool
  sample: true
status:
  description: HTTP status code. V(null) if the request was not sent, or if its response was lost.
  returned: success
  type: int
  sample: 200
json:
  description: Response, if it is JSON.
  returned: when there is a response
  type: raw
content:
  description: Response, if it is not JSON.
  returned: when there is a response that is not JSON
  type: str
headers:
  description: Headers of the response that are informative and contain no secret.
  returned: when there is a response
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
from ansible_collections.dnv.veracity.plugins.module_utils._core import generic_request
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.endpoints import APIS
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "method": {"type": "str", "choices": list(generic_request.METHODS), "default": "GET"},
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
    return generic_request.ensure(task, client, generic_request.request_of(task.params))


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
