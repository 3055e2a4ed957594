#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_description
short_description: Validate the description that a role is given
version_added: 1.0.0
description:
  - Validates the whole description that a role of this collection is given, before the role writes anything. The roles
    of this collection run it first, also in check mode.
  - Validates the options like the modules that the role uses, and reads what is needed to know whether regions, key
    templates, containers and files exist. All mistakes are reported together, each with its place.
  - Returns the normalized description. Options that are null are removed. Numbers and dates become strings where a
    string is expected, and strings become booleans or numbers where these are expected.
  - The module only reads.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
options:
  data_fabric:
    description:
      - Variables of the role P(dnv.veracity.data_fabric#role), without the prefix C(data_fabric_).
      - They can be given as JSON, with the filter P(ansible.builtin.to_json#filter), so that dates reach the module
        with every release of ansible-core.
      - Secrets, such as callbacks of event subscriptions, are validated on the controller and not passed to the target.
    type: dict
  data_workbench:
    description:
      - Variables of the role P(dnv.veracity.data_workbench#role), without the prefix C(data_workbench_). They can be
        given as JSON, like O(data_fabric).
    type: dict
  service:
    description:
      - Variables of the role P(dnv.veracity.service#role), without the prefix C(service_). The template and its
        parameters, which can contain secrets, are not included. What the role has read of them is.
    type: dict
  mistakes:
    description: Mistakes that were found before. They are reported together with those that the module finds.
    type: list
    elements: str
    default: []
notes:
  - One of O(data_fabric), O(data_workbench) and O(service) is required.
seealso:
  - module: dnv.veracity.veracity_containers
  - module: dnv.veracity.veracity_service_subscribers
"""

EXAMPLES = r"""
---
- name: Validate a description
  dnv.veracity.veracity_description:
    data_fabric:
      containers:
        - short_name: shipdata
          region: northeurope
          may_contain_personal_data: false
"""

RETURN = r"""
---
description:
  description: The normalized description, without secrets.
  returned: success
  type: dict
  sample:
    prune: false
containers:
  description:
    - The result of M(dnv.veracity.veracity_containers), if nothing has to be changed about the containers that must be
      present. V(null) otherwise.
  returned: success, with O(data_fabric)
  type: dict
kinds:
  description:
    - Kinds of things that are described, in the order in which the role manages them. Containers, with which the role
      begins, are not in it.
  returned: success, with O(data_fabric) or O(data_workbench)
  type: list
  elements: str
  sample: [access, stewards]
undescribed:
  description: >-
    Containers that the role deletes because they have the managed tag and are not described, each with C(id),
    C(short_name) and C(title).
  returned: success, with O(data_fabric)
  type: list
  elements: dict
users:
  description: The users with the email addresses in O(service), by address in lower case.
  returned: success, with O(service), when something was read
  type: dict
  sample:
    captain@example.com:
      - id: 11111111-2222-4333-8444-555555555501
        email: captain@example.com
        name: Captain Example
new_users:
  description: Email addresses of described subscribers that must be registered first.
  returned: success, with O(service), when something was read
  type: list
  elements: str
  sample: [cook@example.com]
subscribers_there:
  description: The described subscribers without those in RV(new_users).
  returned: success, with O(service), when something was read
  type: list
  elements: dict
licenses:
  description: The licenses of the application, each as RV(dnv.veracity.veracity_license#module:license).
  returned: success, with O(service) that describes licenses, when they could be read
  type: list
  elements: dict
administrators:
  description: IDs of the administrators of the application.
  returned: success, with O(service) that describes administrators, when they could be read
  type: list
  elements: str
application:
  description: ID of the application in the tenant, as described or as found.
  returned: success, with O(service), when something was read
  type: str
  sample: f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b
workspace_ids:
  description: IDs of the described workspaces that exist, by their IDs or names as described.
  returned: success, with O(data_workbench)
  type: dict
  sample: {Fleet: b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b}
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._core.validation.mistakes import Mistakes
from ansible_collections.dnv.veracity.plugins.module_utils._descriptions import KINDS, kind_of
from ansible_collections.dnv.veracity.plugins.module_utils._known_secrets import secrets_in_options
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    **{name: {"type": "dict"} for name in KINDS},
    "mistakes": {"type": "list", "elements": "str", "default": []},
}


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Read what is needed to validate a description, which the action has checked and normalized."""
    name = kind_of(task.params)
    description = task.params[name]
    mistakes = Mistakes(task.params["mistakes"])
    found = KINDS[name].resolve(task, client, description, mistakes)
    mistakes.refuse()
    return {"changed": False, "description": description, **found}


def _api(params: t.Mapping[str, t.Any]) -> str:
    """Return the API whose token is used."""
    return KINDS[kind_of(params)].api


def _reads(params: t.Mapping[str, t.Any]) -> bool:
    """Return whether there is anything to read."""
    name = kind_of(params)
    return KINDS[name].reads(params.get(name) or {})


def _secrets(params: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    """Yield the secrets in a description, as it was given."""
    for name, kind in KINDS.items():
        if isinstance(params.get(name), dict):
            yield from secrets_in_options(kind.options, params[name])


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="data_fabric",
    api_of=_api,
    calls_if=_reads,
    remembers=True,
    verbatim_results=("description", "new_users", "subscribers_there"),
    more_secrets=_secrets,
    mutually_exclusive=(tuple(KINDS),),
    required_one_of=(tuple(KINDS),),
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
