#!/usr/bin/python

# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: veracity_container_copy
short_description: Copy a Data Fabric container
version_added: 1.0.0
description:
  - Has Veracity copy a container of Data Fabric with its content, into a new container of this application in the
    same region.
  - When this application owns a container of that short name already, nothing is copied. Its title, description, icon
    and tags are brought to what is described.
author:
  - DNV Veracity collection contributors (@veracity)
extends_documentation_fragment:
  - dnv.veracity.data_fabric
  - dnv.veracity.auth
  - dnv.veracity.connection
  - dnv.veracity.attributes.changes
options:
  source:
    description:
      - What is copied, as the short name of a container that this application owns or the id of any container that it
        may see.
      - Needed for the copying only. When the copy is there, its source is not looked at and need not be there any
        more.
    type: str
    required: true
  short_name:
    description:
      - What the copy is called by. Veracity appends a GUID to it to make the name of the container in its storage
        account.
      - 5 to 32 lower-case letters and digits. It cannot be changed later.
    type: str
    required: true
  may_contain_personal_data:
    description:
      - Sent to Veracity as C(copyResourceMayContainPersonalData). Veracity documents it as whether the user has
        accepted that the container will B(not) contain personal data, while its examples send V(false) for ordinary
        containers. Find out what holds for you; for this reason there is no default.
      - Needed for the copying. It cannot be changed later; a container with the opposite makes the task fail.
    type: bool
  title:
    description:
      - The title that people see.
      - Leave it out to leave it as it is; an empty string removes it. A new copy has an empty one then.
    type: str
  description:
    description:
      - What the copy is for, in at most 500 characters.
      - Leave it out to leave it as it is; an empty string removes it. A new copy has an empty one then.
    type: str
  icon:
    description: What the portal draws for the copy. What is left out stays as it is.
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
      - The titles of the tags that the copy has. Upper and lower case make no difference.
      - Leave it out to leave them as they are; an empty list removes them. A new copy has none then.
    type: list
    elements: str
  group:
    description:
      - The group that the copy is put into when it is made, by its id or its title. It has to be there.
      - Leave it out for none. The group of a copy that is there already is not looked at;
        M(dnv.veracity.veracity_container_group) brings it about.
    type: str
  access_id:
    description:
      - The id of the grant that Veracity copies with. It has to allow reading and listing the source.
      - Leave it out to take a grant that this application has, and to have one made with O(ensure_access) where it
        has none.
    type: str
  ensure_access:
    description:
      - Whether to make a grant to this application when it has none that lets it read and list the source, which only
        the owner and the data stewards of the source may do. Owning a container is not enough for reading it.
      - The grant is for one hour, renewable, allows as little as possible beyond reading and listing, and has the
        comment C(For this application's own work (dnv.veracity)). It stays, and later copies and keys use it.
    type: bool
    default: true
  wait:
    description:
      - Whether to wait until the copy is visible. Its content can take longer; Veracity does not tell when all of it
        is there.
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
  - A copy is known by its short name among the containers of this application. Whether it was copied from O(source),
    and what is in it, cannot be seen and is not compared. To copy anew, delete the copy first.
  - A copy is never asked for twice. What is to be copied is written into a private file beside the token cache before
    it is asked for. When the answer is lost or the run is killed, the next run on the same computer looks for the
    copy for 15 minutes before it asks for one, and so does a second run at the same time. On other computers, or when
    that file is lost, nothing is known of it.
  - When Veracity refuses a copy, it does not say why. The message names what it can be.
  - How long the grant has to last while Veracity copies is not documented. For large containers, make a longer grant
    and name it in O(access_id).
  - Check mode and diff show what the run then does. A source or a group that is named by a short name or a
    title and is not there yet is taken as created before this task, with a warning.
seealso:
  - module: dnv.veracity.veracity_container
  - module: dnv.veracity.veracity_container_access
  - module: dnv.veracity.veracity_container_group
"""

EXAMPLES = r"""
---
- name: Keep a copy of the data as it is at the end of the year
  dnv.veracity.veracity_container_copy:
    source: shipdata
    short_name: shipdata2026
    may_contain_personal_data: false
    title: Ship data 2026
    group: Archive
"""

RETURN = r"""
---
container:
  description: The copy as Veracity shows it; in check mode, and while it is provisioned, as it is going to be.
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
      description: The region, which is that of the source.
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
access_id:
  description: The id of the grant that Veracity copies with. None when nothing was copied, and in check mode.
  returned: success
  type: str
  sample: 0f4cb9a0-7d1c-4a46-8f0b-3a1d5e6c7b80
made_access:
  description: Whether a grant was made for it; in check mode whether one would be.
  returned: success
  type: bool
  sample: true
diff:
  description: What differs between what was there and what is described.
  returned: success
  type: dict
  contains:
    before:
      description: What was there before.
      type: dict
    after:
      description: What is there now.
      type: dict
    before_header:
      description: What it is about.
      type: str
      sample: container shipdata2026, a copy of shipdata
    after_header:
      description: What it is about.
      type: str
      sample: container shipdata2026, a copy of shipdata
error:
  description: >-
    The failure as data, without secrets. C(summary) is always set. Where known, C(hint) says what to do, and C(method),
    C(url), C(status), C(error), C(codes), C(request_id) and C(correlation_id) describe the request and its response.
  returned: failure
  type: dict
  sample: {summary: The call quota of the subscription key is used up., status: 403}
"""

import dataclasses
import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition
from ansible_collections.dnv.veracity.plugins.module_utils._container_options import CONTAINER_OPTIONS, WAIT_OPTIONS
from ansible_collections.dnv.veracity.plugins.module_utils._core.client import Client
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric import container_copy as copies
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.apply import apply
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.context import Tools
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.inventory import look
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.containers.operation import prepare
from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.about import about
from ansible_collections.dnv.veracity.plugins.module_utils._core.task import Task
from ansible_collections.dnv.veracity.plugins.module_utils._module import run

SPEC: dict[str, t.Any] = {
    "source": {"type": "str", "required": True},
    "short_name": {"type": "str", "required": True},
    **{name: CONTAINER_OPTIONS[name] for name in ("may_contain_personal_data", "title", "description", "icon", "tags")},
    "group": {"type": "str"},
    "access_id": {"type": "str"},
    "ensure_access": {"type": "bool", "default": True},
    **WAIT_OPTIONS,
}


@about("Container", "short_name")
def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Have a copy of a container."""
    description, wanted = copies.describe(task.params)
    tools = Tools.of(task, client)
    copying = copies.Copying(task, client, tools.api, wanted)
    inventory = look(tools.api, description, tools.journal.dying)
    work = prepare(description, inventory, tools.journal, tools.patience)
    if work.does("create"):
        copying.prepare(work, inventory)
    if not task.check_mode:
        apply([work], dataclasses.replace(tools, creator=copying.create))
    if work.error is not None:
        raise work.error
    return {**work.result, "access_id": copying.used, "made_access": copying.made_grant}


DEFINITION = Definition(ensure=ensure, spec=SPEC, api="data_fabric", remembers=True)


def main() -> None:
    """Run the module."""
    run(DEFINITION)


if __name__ == "__main__":
    main()
