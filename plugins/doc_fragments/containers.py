# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options that describe a container, and of what holds for its creation."""

from __future__ import annotations

import textwrap
import typing as t

# References to options beside an option begin with @, because these can be below another option.
_PROPERTIES = r"""
short_name:
  description:
    - Short name of the container, 5 to 32 lower-case letters and digits. It cannot be changed.
    - Veracity appends a GUID to it to form the name of the container in its storage account.
  type: str
may_contain_personal_data:
  description:
    - Value of C(mayContainPersonalData) for a new container, or of C(copyResourceMayContainPersonalData) for a copy.
    - Veracity documents it as whether the user has accepted that the container will B(not) contain personal data,
      while its examples send V(false) for ordinary containers. Find out which applies to you. For this reason there is
      no default.
    - Required to create the container. It cannot be changed. The task fails if an existing container has the other
      value.
  type: bool
title:
  description:
    - Title of the container.
    - If omitted, the title is not changed, and a new container has none. If empty, it is removed.
  type: str
description:
  description:
    - Description of the container, at most 500 characters.
    - If omitted, the description is not changed, and a new container has none. If empty, it is removed.
  type: str
icon:
  description: Icon of the container in the portal. Suboptions that are omitted are not changed.
  type: dict
  suboptions:
    id:
      description: Name of the image, for example V(Automatic_Information_Display).
      type: str
    background_color:
      description: Background color, for example V(#5594aa).
      type: str
tags:
  description:
    - Titles of the tags of the container, case-insensitive.
    - Tags of the type C(systemtag), which belong to Veracity, are not changed.
    - If omitted, the tags are not changed, and a new container has none. If empty, they are removed.
  type: list
  elements: str
"""

_CONTAINER = (
    r"""
container:
  description:
    - Short name or ID of the container, as in the other modules for containers. It stands for O(@short_name) or for
      O(@id).
    - Mutually exclusive with O(@short_name) and O(@id). One of the three is required.
  type: str
id:
  description:
    - ID of the container, a GUID. Veracity assigns it when it creates the container.
    - Only required if several containers have the same short name. If omitted, the container is found by O(@short_name)
      among the containers that this application owns.
  type: str
region:
  description:
    - Azure name of the region of the container, for example V(northeurope).
      M(dnv.veracity.veracity_region_info) lists them.
    - Required to create the container. It cannot be changed. The task fails if an existing container is in another
      region.
  type: str
state:
  description:
    - V(present) creates the container, or updates its title, description, icon and tags.
    - V(absent) deletes the container with its content. This cannot be undone.
  type: str
  choices: [present, absent]
  default: present
"""
    + _PROPERTIES
)

_NOTES = r"""
notes:
  - Check mode and diff show what the run does, as far as the current state is visible. A container that is still being
    created is not visible, and is assumed to be as described.
  - O(@region), O(@short_name) and O(@may_contain_personal_data) of a container cannot be changed. A difference makes
    the task fail. The container is never deleted and created again.
"""


def _options(text: str) -> str:
    """Return the documentation of options of a module."""
    return "options:\n" + textwrap.indent(text.replace("O(@", "O("), 2 * " ")


class ModuleDocFragment:
    """For one container (DOCUMENTATION), many (MANY) and a copy (PROPERTIES); for what is created (CREATION)."""

    DOCUMENTATION: t.ClassVar[str] = _options(_CONTAINER) + _NOTES.replace("O(@", "O(")

    PROPERTIES: t.ClassVar[str] = _options(_PROPERTIES)

    MANY: t.ClassVar[str] = """
options:
  containers:
    description: Containers. Each takes the options of M(dnv.veracity.veracity_container).
    type: list
    elements: dict
    required: true
    suboptions:
""" + (textwrap.indent(_CONTAINER, 6 * " ") + _NOTES).replace("O(@", "O(containers[].")

    CREATION = r"""
options:
  wait:
    description:
      - Whether to wait until a new container is visible, and until a deleted container is gone.
      - If V(false), the task ends as soon as Veracity accepts the request. A later task does not
        send the request again.
    type: bool
    default: true
  wait_timeout:
    description: Maximum number of seconds to wait. Veracity takes up to 15 minutes to make a container visible.
    type: float
    default: 900
  wait_interval:
    description: Seconds between two polls.
    type: float
    default: 15
notes:
  - Veracity accepts the creation of a container immediately, and shows the container up to 15 minutes later.
  - A container is never created twice. The module records the creation in a private file beside the token cache before
    it sends the request. If the response is lost or the run is killed, the next run on the same computer looks for the
    container for 15 minutes before it creates one. So does a second run at the same time. Other computers know nothing
    of it, nor does this one if the file is lost.
"""
