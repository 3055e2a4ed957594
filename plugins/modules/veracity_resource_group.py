#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_resource_group
short_description: Have services and applications as a template describes them
version_added: 1.0.0
description:
  - Submits a template to the Veracity Resource Manager (VRM), which creates and changes the services, applications, API
    specifications and API products in it.
  - The template is checked before anything is sent. All mistakes are named at once, each with its place in it.
  - The Resource Manager does not tell what is there. The module remembers what it submitted last for each resource
    group, and submits again when that differs.
  - A result that holds a secret output is hidden in all output. The registered variable works all the same.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    details:
      - The template is checked, and RV(ignore:changed) predicted from what was submitted last. Outputs that were never
        returned are V(null).
  diff_mode:
    details:
      - Shows the template, with the values of its parameters, against the one that was submitted last, without secrets.
      - When the result is hidden because an output is secret, the diff is shown all the same.
  idempotent:
    details:
      - From what was submitted last. What somebody changed in the portal is not seen; O(force=true) submits again.
  async:
    support: none
    details:
      - Refused, because the job file of an asynchronous task would hold secrets in clear text.
options:
  project_id:
    description: The id of the project, a GUID. The Developer portal shows it under C(Settings) of the project.
    type: str
    required: true
  automation_token:
    description:
      - The automation token of the project. C(Settings) of the project in the Developer portal generates it.
      - It is no OAuth token, so O(client_id), O(client_secret), O(access_token) and O(subscription_key) are not used.
      - Taken from the environment variable E(VERACITY_AUTOMATION_TOKEN) when not set. One of them is needed.
    type: str
  template:
    description:
      - The template, as Veracity documents it. Exactly one of O(template) and O(template_file) is needed.
      - A text that begins with C($) is an expression in JMESPath, with C(parameter('name')), C(variable('name')) and
        C(concat(a, b)) in addition. It may refer to resources that stand before it.
      - C(apiAcceses) and C(veracity-platfrom-api) are what Veracity calls them. The right spellings are accepted, too,
        and sent as Veracity takes them.
    type: dict
  template_file:
    description:
      - A file with the template. C(.yml) and C(.yaml) are read as YAML, everything else as JSON.
      - A relative path is looked for as M(ansible.builtin.template) looks for its sources. It is read on the controller
        and not templated by Ansible.
    type: path
  parameters:
    description:
      - The values of the parameters of the template, by name, or as a list of C({name, value, type}).
      - Every parameter that the template uses must be there, and the template must use every one.
      - A value whose name ends like that of a secret (C(secret), C(password), C(token), C(key)) is not shown anywhere.
      - At most one of O(parameters) and O(parameters_file) may be given; without both there are none.
    type: raw
  parameters_file:
    description:
      - A file with the parameters, in either form of O(parameters), found and read like O(template_file).
      - One that the template does not use is warned of, as a file may serve several templates.
    type: path
  state_file:
    description:
      - A file that remembers what was submitted, for instance on storage that several machines share, or in a
        repository. It holds nothing secret. A relative path starts at the directory of the playbook.
      - Without it this is remembered beside the token cache, for this computer and user.
    type: path
  force:
    description: Whether to submit although the template is the one that was submitted last.
    type: bool
    default: false
requirements:
  - jmespath
notes:
  - Veracity knows resources by their name in the project. Another name makes another resource, and a resource that is
    not in the template any more stays; the task warns of it.
  - The description and the tags of a resource group are taken when it is created, and not later; the task warns of it.
  - With C(secretManagementOptions) set to C(rollover) each submission replaces a secret; the task warns of it.
  - Resources are created and changed one after the other, and nothing is undone when one fails. After a failure, and
    when the answer is lost, the next run submits the template again.
  - Veracity returns a secret in the answer to the submission that makes it. The module keeps it for later runs beside
    the token cache, encrypted under the automation token, for 200 days, unless O(token_cache=false). On another
    computer and with another automation token a secret output is V(null), and RV(outputs_known) V(false). Put secrets
    where they belong in the run that makes them.
  - O(timeout) is at least 300 seconds here, because Veracity answers when everything is done.
  - The published schema of templates is not complete, so fields that it does not have are warned of and sent.
  - The task works on the controller, whichever host it is for.
seealso:
  - name: Veracity Resource Manager
    description: The documentation of templates.
    link: https://developer.veracity.com/docs/section/developerexperience/vrm
"""

EXAMPLES = r"""
---
# The token comes from VERACITY_AUTOMATION_TOKEN here.
- name: Have a service with an application for automation
  dnv.veracity.veracity_resource_group:
    project_id: 5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11
    template_file: fleet-portal.vrm.yml
    parameters:
      group: fleet-portal
      service: Fleet portal
      application: Fleet portal automation
      url: https://fleet.example.com
  register: portal

- name: Hand the secret to a vault file
  ansible.builtin.copy:
    content: "{{ portal.outputs.secret | ansible.builtin.vault(vault_secret) }}"
    dest: secrets/fleet-portal.yml
    mode: "0600"
    # Otherwise it is decrypted on its way, when Ansible has the password.
    decrypt: false
  when: portal.outputs.secret is not none
  no_log: true

- name: Deploy the files that the PowerShell module takes
  dnv.veracity.veracity_resource_group:
    project_id: 5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11
    automation_token: "{{ vault_automation_token }}"
    template_file: template.json
    parameters_file: parameters.json
    state_file: state/veracity.json

- name: Have a service with two access levels, described in the task
  dnv.veracity.veracity_resource_group:
    project_id: 5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11
    template:
      resourceGroup:
        name: fleet-portal
        isProduction: false
      resources:
        - name: Fleet portal
          sku: standard
          resourceType: veracity.service
          sections:
            properties:
              serviceUrl: https://fleet.example.com
              visible: false
              openInNewTab: true
            advanced:
              passwordPolicy: null
              accessLevels:
                useAccessLevels: true
                accessLevels:
                  - accessLevelName: reader
                  - accessLevelName: editor
      outputs:
        - name: serviceId
          value: $resources[?name=='Fleet portal'].id
          type: string
"""

RETURN = r"""
---
project_id:
  description: The id of the project.
  returned: success
  type: str
  sample: 5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11
resource_group:
  description: The name of the resource group.
  returned: success
  type: str
  sample: fleet-portal
outputs:
  description:
    - The outputs of the template by name. Secret.
    - When nothing was submitted, those that were returned last. V(null) for one that is not known.
  returned: success
  type: dict
  sample:
    serviceId: 197d9a24-9c26-42bc-8fda-dd21d4531016
    clientId: fee9bbeb-2938-4f3a-8896-6a928aea3034
    secret: null
secret_outputs:
  description: The names of the outputs that are secret, by what they lead to or by their name.
  returned: success
  type: list
  elements: str
  sample: [secret]
outputs_known:
  description:
    - Whether every output has a value. Otherwise it was never returned, or it is a secret that is not kept on this
      computer.
  returned: success
  type: bool
  sample: false
fingerprint:
  description: A hash that is equal for templates with the same effect.
  returned: success
  type: str
  sample: 1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014
diff:
  description: The template that was submitted before, and this one, without secrets.
  returned: success
  type: dict
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample:
    summary: 'template: resources[1].sections.properties.clientType: must be one of None, Confidential, …'
"""

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager import (
    resource_group as resource_groups,
)
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

if t.TYPE_CHECKING:
    from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
    from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task

SPEC: dict[str, t.Any] = {
    "project_id": {"type": "str", "required": True},
    "automation_token": {"type": "str", "no_log": True},
    "template": {"type": "dict"},
    "template_file": {"type": "path"},
    "parameters": {"type": "raw"},
    "parameters_file": {"type": "path"},
    "state_file": {"type": "path"},
    "force": {"type": "bool", "default": False},
}


@about("Resource group", "project_id")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Have the resources of a template."""
    return resource_groups.ensure(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="services",
    remembers=True,
    variables={"automation_token": "VERACITY_AUTOMATION_TOKEN"},
    token_option="automation_token",
    least_timeout=300.0,
    secret_results=("outputs",),
    more_secrets=resource_groups.secrets_in,
    required_one_of=[["template", "template_file"]],
    mutually_exclusive=[["template", "template_file"], ["parameters", "parameters_file"]],
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
