#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_diagnose
short_description: Find out why calls of Veracity fail
version_added: 1.0.0
description:
  - Checks everything between a task and the Veracity APIs, in the order in which a cause hides those after it. The
    first line of the result names the cause.
  - "The checks are: options and where they come from; placeholders and invisible characters in them; Python and its
    libraries; the clock; names, proxies and certificates; the metadata of the directory; tokens and their claims; the
    subscription key; each API and the rights that the application has there; the directory for tokens and its locks;
    the hosts of the storage."
  - A check that depends on a failed one is skipped.
  - Shows the checks as a table while the task runs. The playbook C(dnv.veracity.diagnose) saves them as a
    report, too.
  - On a connection other than local, the checks of options and tokens run on the controller, and the others on the
    target, where the modules would run. Libraries, the clock and the connection are checked on both.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.reads
attributes:
  async:
    support: none
options:
  apis:
    description:
      - APIs to check. All of them must accept the application.
      - If omitted, all APIs are checked, and one must accept the application. The others are warnings.
    type: list
    elements: str
    choices: [services, data_fabric, data_workbench]
  workspace:
    description: Name or ID of a Data Workbench workspace that the service account must see.
    type: str
  storage_hosts:
    description:
      - Hosts or URLs of Azure Storage to reach, for example V(fleet.dfs.core.windows.net). The path and query of a URL
        are ignored.
      - If omitted, the hosts of the visible Data Fabric containers.
    type: list
    elements: str
  access_tokens:
    description: >-
      Access tokens to check, by API. They take precedence over O(access_token). For an API without one, the module
      obtains a token.
    type: dict
    suboptions:
      services:
        description: Access token for the Services API.
        type: str
      data_fabric:
        description: Access token for Data Fabric.
        type: str
      data_workbench:
        description: Access token for Data Workbench.
        type: str
  fail:
    description: Whether the task fails if a check fails.
    type: bool
    default: true
notes:
  - Tokens are obtained and not taken from the cache. A token that is given with O(access_token) is checked by itself,
    even if O(client_secret) is set.
  - Nothing that is shown or returned contains a secret. Host names, proxies, IDs and paths of this machine are shown.
seealso:
  - module: dnv.veracity.veracity_token
  - plugin: dnv.veracity.diagnosis_report
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Find out why calls of Veracity fail
  dnv.veracity.veracity_diagnose:

- name: Check a service account of Data Workbench before a maintenance window
  dnv.veracity.veracity_diagnose:
    apis: [data_workbench]
    workspace: Fleet
    storage_hosts: [fleet.dfs.core.windows.net]

- name: Check without failing
  dnv.veracity.veracity_diagnose:
    fail: false
  register: diagnosis

- name: Show the cause
  ansible.builtin.debug:
    msg: "{{ diagnosis.verdict }}"
  when: not diagnosis.healthy
"""

RETURN = r"""
---
healthy:
  description: Whether no check failed.
  returned: always
  type: bool
  sample: false
verdict:
  description: The cause on the first line, and what to do below.
  returned: always
  type: str
  sample: |-
    Subscription key: NOT ACCEPTED (HTTP 401): the key belongs to another product or was made a moment ago.
      Developer portal -> your resource -> Settings shows the key of this API.
now:
  description: When the checks ran, by the clock of this machine.
  returned: always
  type: str
  sample: "2026-11-23T09:00:00Z"
checks:
  description: The checks, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: Name of the check.
      type: str
      sample: subscription_key
    title:
      description: Name as it is shown.
      type: str
      sample: Subscription key
    outcome:
      description: V(ok), V(warning), V(failed) or V(skipped).
      type: str
      sample: failed
    evidence:
      description: What shows the outcome.
      type: str
      sample: "NOT ACCEPTED (HTTP 401): the key belongs to another product or was made a moment ago."
    hint:
      description: What to do. Empty if nothing is wrong.
      type: str
      sample: Developer portal -> your resource -> Settings shows the key of this API.
    host:
      description: Where the check ran. Empty on a local connection.
      type: str
      sample: the controller
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample: {summary: "Token: FAILED: the client secret is not valid (HTTP 401, invalid_client, AADSTS7000215)."}
"""

import os
import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS, Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.run import diagnose
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.situation import APIS, TARGET, Situation
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._diagnosis import apis_of, checked, tokens_of
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "apis": {"type": "list", "elements": "str", "choices": list(APIS)},
    "workspace": {"type": "str"},
    "storage_hosts": {"type": "list", "elements": "str"},
    "access_tokens": {
        "type": "dict",
        "no_log": False,
        "options": {api: {"type": "str", "no_log": True} for api in APIS},
    },
    "fail": {"type": "bool", "default": True},
}


def ensure(task: Task, session: Session) -> dict[str, t.Any]:
    """Carry out the checks of a target. Those of the controller, the action has carried out."""
    params = task.params
    situation = Situation(
        {name: params[name] for name in SHARED_OPTIONS},
        variables=os.environ,
        apis=apis_of(params),
        asked=bool(params["apis"]),
        tokens=tokens_of(params),
        storage_hosts=tuple(params["storage_hosts"] or ()),
        workspace=params["workspace"],
        part=TARGET,
        clock=session.clock,
        outlet=session.outlet,
    )
    return checked(diagnose(situation), session.clock.time(), fail=params["fail"])


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api_of=lambda params: apis_of(params)[0],
    takes_session=True,
    mutually_exclusive=[("scope", "resource")],
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
