#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_description
short_description: Validate a description before anything is written
version_added: 1.0.0
description:
  - Validates the whole description that a role of this collection is given, before the role writes anything. The roles
    of this collection run it first, in check mode as well.
  - Checks the options as the modules do that the role uses, and reads what is needed to know whether regions, key
    templates, containers and files exist. All mistakes are reported at once, each with its place.
  - Returns the description in one form. Options that are null are removed, numbers and dates become text where text is
    expected, and text becomes a boolean or a number where one is expected.
  - The module reads and never writes.
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
      - It may be given as JSON, by the filter P(ansible.builtin.to_json#filter), so that dates in it reach the module
        with every ansible-core.
      - Secrets, such as the callbacks of subscriptions, are checked on the controller and not handed to the target.
    type: dict
  service:
    description:
      - Variables of the role P(dnv.veracity.service#role), without the prefix C(service_). The template and its
        parameters, which may hold secrets, are not part of it; what the role has read of them is.
    type: dict
  mistakes:
    description: Mistakes that were found before. They are reported with those that the module finds.
    type: list
    elements: str
    default: []
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
  description: The description in one form, without secrets.
  returned: success
  type: dict
  sample:
    prune: false
containers:
  description: With O(data_fabric), what M(dnv.veracity.veracity_containers) would return, if there is nothing to be
    done about the containers that shall be present. V(null) otherwise.
  returned: success with O(data_fabric)
  type: dict
users:
  description: The users with the e-mail addresses that O(service) describes, by address in lower case.
  returned: success, with O(service), when there was something to read
  type: dict
  sample:
    captain@example.com:
      - id: 11111111-2222-4333-8444-555555555501
        email: captain@example.com
        name: Captain Example
new_users:
  description: The e-mail addresses of described subscribers who are to be registered first.
  returned: success, with O(service), when there was something to read
  type: list
  elements: str
  sample: [cook@example.com]
subscribers_there:
  description: The described subscribers without those of RV(new_users).
  returned: success, with O(service), when there was something to read
  type: list
  elements: dict
licenses:
  description: The licenses of the application, each as RV(dnv.veracity.veracity_licenses#module:outcomes[].license).
  returned: success, with O(service) that describes licenses, when they could be read
  type: list
  elements: dict
administrators:
  description: The ids of the administrators of the application.
  returned: success, with O(service) that describes administrators, when they could be read
  type: list
  elements: str
application:
  description: The id of the application in the tenant, as it is described or was found.
  returned: success, with O(service), when there was something to read
  type: str
  sample: f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b
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
    """Read what is needed to validate a description, which the action has checked and brought into one form."""
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
