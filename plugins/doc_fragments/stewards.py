# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options that describe a data steward, and of what modules do with data stewards."""

from __future__ import annotations

import textwrap
import typing as t

from ansible_collections.dnv.veracity.plugins.doc_fragments.data_fabric import CONTAINER

_STEWARD = r"""
user:
  description: ID of the user or application, a GUID, case-insensitive.
  type: str
  required: true
comment:
  description:
    - Comment, for example why the user is a data steward.
    - If omitted, the comment is not changed, and a new data steward has none. If empty, it is removed.
  type: str
"""


class ModuleDocFragment:
    """For one data steward (DOCUMENTATION), and for those of many containers (MANY); for what both do (CHANGES)."""

    DOCUMENTATION: t.ClassVar[str] = "options:\n" + textwrap.indent(_STEWARD, 2 * " ")

    MANY: t.ClassVar[str] = f"""
options:
  containers:
    description: Containers.
    type: list
    elements: dict
    required: true
    suboptions:
      container:
        description: {CONTAINER}
        type: str
        required: true
      stewards:
        description:
          - Data stewards of the container.
          - If omitted, the data stewards are not changed. If empty and with O(prune), all are removed.
        type: list
        elements: dict
        suboptions:
""" + textwrap.indent(_STEWARD, 10 * " ")

    CHANGES = r"""
options: {}
notes:
  - Only the owner of a container can add and remove its data stewards. Its data stewards can only list them.
  - Veracity documents both that adding a data steward again changes the comment, and that it is refused. The module
    sends the request. If it is refused, the module removes the data steward and adds it again.
  - Grants that a data steward created remain when the data steward is removed.
"""
