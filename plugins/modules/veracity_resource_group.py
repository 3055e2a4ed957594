#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_resource_group
short_description: Deploy a Resource Manager template
version_added: 1.0.0
description:
  - Submits a template to the Veracity Resource Manager (VRM), which creates and updates the services, applications, API
    specifications and API products in it.
  - The template is validated before anything is sent. All mistakes are reported together, each with its place.
  - The Resource Manager does not return the current state. The module records the last submission of each resource
    group, and submits a template again if it differs.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.secrets
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
attributes:
  check_mode:
    details:
      - The template is validated, and RV(ignore:changed) is predicted from the last submission. Outputs that were never
        returned are V(null).
  diff_mode:
    details:
      - Shows the last submitted and the current template, with the values of their parameters and without secrets.
      - The diff is also shown if the result is hidden because an output is secret.
  idempotent:
    details:
      - Compared with the last submission. Changes in the portal are not detected. O(force=true) submits the template
        again.
options:
  project_id:
    description: ID of the project, a GUID. The Developer portal shows it under C(Settings) of the project.
    type: str
    required: true
  automation_token:
    description:
      - Automation token of the project, which is generated under C(Settings) of the project in the Developer portal.
      - It is not an OAuth token. O(client_id), O(client_secret), O(access_token) and O(subscription_key) are not used.
      - If not set, the environment variable E(VERACITY_AUTOMATION_TOKEN) is used. One of them is required.
    type: str
  template:
    description:
      - Template, as documented by Veracity. One of O(template) and O(template_file) is required.
      - A string that begins with C($) is a JMESPath expression, with the additional functions C(parameter('name')),
        C(variable('name')) and C(concat(a, b)). It can refer to previous resources.
      - Veracity spells C(apiAcceses) and C(veracity-platfrom-api) like this. The correct spellings are also accepted,
        and sent as Veracity expects them.
    type: dict
  template_file:
    description:
      - File with the template. C(.yml) and C(.yaml) are read as YAML, all other files as JSON.
      - A relative path is searched like the sources of M(ansible.builtin.template). The file is read on the controller,
        and not templated by Ansible.
    type: path
  parameters:
    description:
      - Values of the parameters of the template, by name, or as a list of C({name, value, type}).
      - They must include every parameter that the template uses, and no other.
      - Values whose names end like that of a secret (C(secret), C(password), C(token), C(key)) are never shown.
      - Mutually exclusive with O(parameters_file). If both are omitted, there are no parameters.
    type: raw
  parameters_file:
    description:
      - File with the parameters, in either form of O(parameters), which is found and read like O(template_file).
      - A parameter that the template does not use causes a warning, because a file can be for several templates.
    type: path
  state_file:
    description:
      - File that records submissions, for example on storage that several computers share, or in a repository. It
        contains no secrets. A relative path is relative to the directory of the playbook.
      - If omitted, submissions are recorded beside the token cache, for this computer and user.
    type: path
  force:
    description: Whether to submit the template even if it does not differ from the last submission.
    type: bool
    default: false
requirements:
  - jmespath
notes:
  - Veracity identifies resources by their name in the project. Another name creates another resource. A resource that
    is removed from the template is not deleted, with a warning.
  - The description and the tags of a resource group are only used when it is created. A later difference causes a
    warning.
  - If C(secretManagementOptions) is C(rollover), each submission replaces a secret, with a warning.
  - Resources are created and updated one after the other. If one fails, nothing is undone. After a failure, and if the
    response is lost, the next run submits the template again.
  - Veracity only returns a secret in the response to the submission that creates it. The module keeps it for later runs
    beside the token cache, encrypted under the automation token, for 200 days, unless O(token_cache=false). On another
    computer and with another automation token, a secret output is V(null), and RV(outputs_known) is V(false). Store
    secrets where they belong in the run that creates them.
  - The minimum of O(timeout) is 300 seconds, because Veracity responds when everything is done.
  - The published schema of templates is not complete. Fields that are not in the schema are sent, with a warning.
seealso:
  - name: Documentation of Veracity
    description: Documentation of all APIs.
    link: https://docs.veracity.com
  - name: Veracity Resource Manager
    description: Documentation of templates, at its previous address.
    link: https://developer.veracity.com/docs/section/developerexperience/vrm
"""

EXAMPLES = r"""
---
# The token comes from VERACITY_AUTOMATION_TOKEN here.
- name: Deploy a service with an application for automation
  dnv.veracity.veracity_resource_group:
    project_id: 5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11
    template_file: fleet-portal.vrm.yml
    parameters:
      group: fleet-portal
      service: Fleet portal
      application: Fleet portal automation
      url: https://fleet.example.com
  register: portal

- name: Store the secret in a vault file
  ansible.builtin.copy:
    content: "{{ portal.outputs.secret | ansible.builtin.vault(vault_secret) }}"
    dest: secrets/fleet-portal.yml
    mode: "0600"
    # Otherwise Ansible decrypts it before it writes, if it has the password.
    decrypt: false
  when: portal.outputs.secret is not none
  no_log: true

- name: Deploy the files of the PowerShell module
  dnv.veracity.veracity_resource_group:
    project_id: 5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11
    automation_token: "{{ vault_automation_token }}"
    template_file: template.json
    parameters_file: parameters.json
    state_file: state/veracity.json

- name: Deploy a service with two access levels
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
  description: ID of the project.
  returned: success
  type: str
  sample: 5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11
resource_group:
  description: Name of the resource group.
  returned: success
  type: str
  sample: fleet-portal
outputs:
  description:
    - Outputs of the template by name. Secret.
    - If nothing was submitted, the outputs that were returned last. V(null) for an output that is not known.
  returned: success
  type: dict
  sample:
    serviceId: 197d9a24-9c26-42bc-8fda-dd21d4531016
    clientId: fee9bbeb-2938-4f3a-8896-6a928aea3034
    secret: null
secret_outputs:
  description: Names of the outputs that are secret, according to their value or name.
  returned: success
  type: list
  elements: str
  sample: [secret]
outputs_known:
  description:
    - Whether every output has a value. If V(false), an output was never returned, or it is a secret that this computer
      does not keep.
  returned: success
  type: bool
  sample: false
fingerprint:
  description: Hash that is equal for templates with the same effect.
  returned: success
  type: str
  sample: 1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014
diff:
  description: The differences between the last submitted and the current template, without secrets.
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
from ansible_collections.dnv.veracity.plugins.module_utils._core.resource_manager import resource_group
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
    """Deploy a template."""
    return resource_group.ensure(task, client)


DEFINITION = Definition(
    ensure=ensure,
    spec=SPEC,
    api="services",
    remembers=True,
    variables={"automation_token": "VERACITY_AUTOMATION_TOKEN"},
    token_option="automation_token",
    least_timeout=300.0,
    secret_results=("outputs",),
    more_secrets=resource_group.secrets_in,
    required_one_of=[["template", "template_file"]],
    mutually_exclusive=[["template", "template_file"], ["parameters", "parameters_file"]],
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
