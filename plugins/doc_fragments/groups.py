# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options that describe a group of containers, and of what modules do with groups."""

from __future__ import annotations

import textwrap
import typing as t

_GROUP = r"""
id:
  description:
    - ID of the group, a GUID. Veracity assigns it, so a group that does not exist yet has none.
    - Needed only to change the title of a group, and if several groups have the same title.
  type: str
title:
  description:
    - Title of the group. Without an ID, the group is found by its title, case-insensitive, and keeps it.
    - With an ID, the group gets this title.
  type: str
description:
  description:
    - Purpose of the group.
    - If omitted, it is not changed, and a new group has none. If empty, it is removed.
  type: str
containers:
  description:
    - Containers in the group, each as the short name of a container that this application owns, or as the ID of any
      container that it has access to. The order makes no difference.
    - If omitted, the containers are not changed, and a new group has none. If empty, all are removed from the group.
  type: list
  elements: str
sorting_order:
  description:
    - Position of the group among the groups.
    - If omitted, it is not changed, and Veracity decides on that of a new group.
  type: float
state:
  description:
    - V(present) creates or updates the group.
    - V(absent) deletes it. Its containers remain.
  type: str
  choices: [present, absent]
  default: present
"""


class ModuleDocFragment:
    """For one group (DOCUMENTATION), and for many (MANY); for what both do (CHANGES)."""

    DOCUMENTATION: t.ClassVar[str] = "options:\n" + textwrap.indent(_GROUP, 2 * " ")

    MANY: t.ClassVar[str] = r"""
options:
  groups:
    description: Groups. No title can be listed twice, and no container can be in two of them.
    type: list
    elements: dict
    required: true
    suboptions:
""" + textwrap.indent(_GROUP, 6 * " ")

    CHANGES = r"""
options: {}
notes:
  - Groups arrange containers in the portal. They belong to the caller alone, and give nobody access.
  - A container is in one group of a caller at most. Adding it to a group removes it from its previous group.
  - If the response to the creation of a group is lost, the module finds the group by its title before it sends the
    request again. Tasks on one computer that create groups wait for each other.
"""
