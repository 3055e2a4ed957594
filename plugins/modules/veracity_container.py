#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container
short_description: Create, change and delete a Data Fabric container
version_added: 1.0.0
description:
  - Brings a container of Veracity Data Fabric to the state that is described, and changes nothing when it is so
    already.
  - For many containers use M(dnv.veracity.veracity_containers), which needs one call to look at all of them.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  id:
    description:
      - The id of the container, a GUID. Veracity gives it, so a container that is still to be created has none.
      - Needed only when several containers have the same short name. Without it the container is found by
        O(short_name) among those that this application owns.
    type: str
  short_name:
    description:
      - What the container is called by. Veracity appends a GUID to it to make the name of the container in its
        storage account.
      - 5 to 32 lower-case letters and digits. It cannot be changed later.
    type: str
  region:
    description:
      - The Azure name of the region in which the container is created, for example V(northeurope).
        M(dnv.veracity.veracity_region_info) lists them.
      - Needed for the creation. It cannot be changed later; a container in another region makes the task fail.
      - It is compared with the regions of Data Fabric before the container is created, which takes one request.
    type: str
  may_contain_personal_data:
    description:
      - Sent to Veracity as C(mayContainPersonalData) when the container is created. Veracity documents it as
        whether the user has accepted that the container will B(not) contain personal data, while its examples send
        V(false) for ordinary containers. Find out what holds for you; for this reason there is no default.
      - Needed for the creation. It cannot be changed later; a container with the opposite makes the task fail.
    type: bool
  title:
    description:
      - The title that people see.
      - Leave it out to leave it as it is; an empty string removes it.
    type: str
  description:
    description:
      - What the container is for, in at most 500 characters.
      - Leave it out to leave it as it is; an empty string removes it.
    type: str
  icon:
    description: What the portal draws for the container. What is left out stays as it is.
    type: dict
    suboptions:
      id:
        description: The name of the drawing, for example V(Automatic_Information_Display).
        type: str
      background_color:
        description: The color behind it, for example V(#5594aa).
        type: str
  tags:
    description:
      - The titles of the tags that the container has. Upper and lower case make no difference.
      - Tags that belong to Veracity (of type C(systemtag)) are left alone.
      - Leave it out to leave them as they are; an empty list removes them.
    type: list
    elements: str
  state:
    description:
      - V(present) creates the container, or changes its title, description, icon and tags.
      - V(absent) deletes it with everything in it. This cannot be undone.
    type: str
    choices: [present, absent]
    default: present
  wait:
    description:
      - Whether to wait until a new container is visible, and until a deleted one is gone.
      - With V(false) the task ends when Veracity has accepted the request. A later task does not ask for it again.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds to wait at most. Veracity takes up to 15 minutes to make a container visible.
    type: float
    default: 900
  wait_interval:
    description: How many seconds lie between two looks.
    type: float
    default: 15
notes:
  - Veracity accepts a creation at once and shows the container up to 15 minutes later.
  - A container is never asked for twice. What is to be created is written into a private file beside the token
    cache before it is asked for. When the answer is lost or the run is killed, the next run on the same computer
    looks for the container for 15 minutes before it creates one, and so does a second run at the same time. On other
    computers, or when that file is lost, nothing is known of it.
  - Check mode and diff show what the run then does, as far as what is there can be seen. For a container that
    is still being created nothing can be seen; it is taken to be as described.
  - The region, the short name and O(may_contain_personal_data) of a container cannot be changed.
    A difference makes the task fail. It never leads to a deletion and a new creation.
seealso:
  - module: dnv.veracity.veracity_containers
  - module: dnv.veracity.veracity_container_info
  - module: dnv.veracity.veracity_region_info
"""

EXAMPLES = r"""
---
- name: Have a container for noon reports
  dnv.veracity.veracity_container:
    short_name: shipdata
    region: northeurope
    may_contain_personal_data: false
    title: Ship data
    description: Noon reports, updated by the fleet service
    tags:
      - fleet
      - noon-reports
  register: shipdata

- name: Change its title and leave everything else as it is
  dnv.veracity.veracity_container:
    short_name: shipdata
    title: Noon reports

- name: Remove its tags
  dnv.veracity.veracity_container:
    id: "{{ shipdata.container.id }}"
    tags: []

- name: Ask for a container and do not wait for it
  dnv.veracity.veracity_container:
    short_name: archive2026
    region: northeurope
    may_contain_personal_data: false
    wait: false

- name: Delete a container and everything in it
  dnv.veracity.veracity_container:
    short_name: shipdata
    state: absent
"""

RETURN = r"""
---
container:
  description: The container as Veracity shows it; in check mode, and while it is provisioned, as it is going to be.
  returned: success
  type: dict
  contains:
    id:
      description: The id of the container. None where it is not known yet.
      type: str
      sample: 8c3f4d3e-2a0b-4d5e-9f60-718293a4b5c6
    short_name:
      description: The short name. None for a container whose name does not begin with one.
      type: str
      sample: shipdata
    reference:
      description: The name of the container in its storage account, which is the short name followed by a GUID.
      type: str
      sample: shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d
    url:
      description: The address of the container. It opens with a key only.
      type: str
      sample: https://ne1dnvglstore.blob.core.windows.net/shipdata5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d
    region:
      description: The region.
      type: str
      sample: northeurope
    may_contain_personal_data:
      description: What was said when it was created. None where Veracity does not know.
      type: bool
      sample: false
    title:
      description: The title.
      type: str
      sample: Ship data
    description:
      description: The description.
      type: str
      sample: Noon reports
    icon:
      description: The icon.
      type: dict
      contains:
        id:
          description: The name of the drawing.
          type: str
          sample: Automatic_Information_Display
        background_color:
          description: The color behind it.
          type: str
          sample: "#5594aa"
    tags:
      description: The titles of the owner's tags, sorted.
      type: list
      elements: str
      sample: [fleet, noon-reports]
    system_tags:
      description: The titles of Veracity's tags, sorted.
      type: list
      elements: str
      sample: []
    access_level:
      description: What the application is to the container, V(owner), V(dataSteward) or V(consumer).
      type: str
      sample: owner
    owner_id:
      description: The id of the owner.
      type: str
      sample: 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0
    created:
      description: When it was created, as Veracity writes it.
      type: str
      sample: "2026-11-23T09:00:00Z"
    last_modified:
      description: When it was last changed, as Veracity writes it.
      type: str
      sample: "2026-11-23T09:00:00Z"
    key_status:
      description:
        - Whether the application has a key to the content, V(noKeys), V(expired), V(available) or V(active).
      type: str
      sample: noKeys
    state:
      description: V(present), or V(provisioning) while Veracity still creates it.
      type: str
      sample: present
diff:
  description: What differs between what was there and what is described.
  returned: success
  type: dict
  contains:
    before:
      description: What was there.
      type: dict
    after:
      description: What is there now.
      type: dict
    before_header:
      description: Which container it is about.
      type: str
      sample: container shipdata
    after_header:
      description: Which container it is about.
      type: str
      sample: container shipdata
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
from ansible_collections.dnv.veracity.plugins.module_utils._container_options import CONTAINER_OPTIONS, WAIT_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers import regions
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.apply import apply
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.context import Tools
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.description import describe
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.inventory import look
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.operation import prepare
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {**CONTAINER_OPTIONS, **WAIT_OPTIONS}


@about("Container", "short_name", "id")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Bring one container to its description."""
    description = describe(task.params)
    tools = Tools.of(task, client)
    work = prepare(description, look(tools.api, description, tools.journal.dying), tools.journal, tools.patience)
    regions.settle([work], "region", tools.api)
    if not task.check_mode:
        apply([work], tools)
    if work.error is not None:
        raise work.error
    return work.result


DEFINITION = Definition(
    ensure=ensure, spec=SPEC, api="data_fabric", remembers=True, required_one_of=(("id", "short_name"),)
)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
