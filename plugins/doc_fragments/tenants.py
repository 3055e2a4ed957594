# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules for tenants and their licenses share."""

from __future__ import annotations

import textwrap
import typing as t

# References to options beside an option begin with @, because these can be below another option.
_LICENSE = r"""
user:
  description: ID of the user that has the license, a GUID. One of O(@user) and O(@group) is required.
  type: str
group:
  description: ID of the group that has the license, a GUID.
  type: str
access_level:
  description:
    - Access level. If omitted, it is not changed, and a new license has none. Only applications with access levels
      accept one.
  type: str
properties:
  description:
    - Properties of the license to set, by name. Other properties are not changed. Their names have a prefix of the
      application, for example V(demo_).
  type: dict
remove_properties:
  description: Names of properties to remove.
  type: list
  elements: str
"""


class ModuleDocFragment:
    """For all modules that call the API of tenants (DOCUMENTATION), and for what some of them take or do."""

    DOCUMENTATION = r"""
options:
  graph_path:
    description: Path of the API on its host. The sources disagree. The other path is V(/apiv4/v1).
    type: str
    default: /veracity/graph/v4
notes:
  - The OpenAPI document of this API (V4) is not published in full. It is not documented which of its endpoints accept
    application tokens, what a request for a license contains, and which field of a response has the ID of the
    transaction. The guide on services lists what this collection assumes.
"""

    TENANT = r"""
options:
  tenant:
    description:
      - ID of the tenant, a GUID. M(dnv.veracity.veracity_tenant_info) lists tenants that are linked to the service.
    type: str
    required: true
"""

    APPLICATION = r"""
options:
  application:
    description: ID of the application in the tenant, a GUID. M(dnv.veracity.veracity_application_info) lists them.
    type: str
    required: true
"""

    READ_ONLY = r"""
options: {}
notes:
  - The public API cannot create or change tenants, groups, users, and the members of groups.
"""

    CHANGES = r"""
options:
  wait:
    description:
      - Whether to wait until a change is visible. Veracity accepts changes immediately and applies them later.
    type: bool
    default: true
  wait_timeout:
    description: Maximum number of seconds to wait.
    type: float
    default: 120
  wait_interval:
    description: Seconds between two polls.
    type: float
    default: 2
notes:
  - Veracity answers changes with 202 and applies them later. Only domain events tell whether a change is refused in the
    end. To this module, such a change does not become visible in time.
  - If the response to a write is lost, the module does not send it again. It looks for the effect, and fails if that
    does not become visible in time, because the state is unknown then.
"""

    LICENSE: t.ClassVar[str] = "options:\n" + textwrap.indent(_LICENSE.replace("O(@", "O("), 2 * " ")

    LICENSES: t.ClassVar[str] = r"""
options:
  licenses:
    description: Licenses. Each takes the options of M(dnv.veracity.veracity_license).
    type: list
    elements: dict
    required: true
    suboptions:
""" + textwrap.indent(_LICENSE.replace("O(@", "O(licenses[]."), 6 * " ")

    PROPERTIES = r"""
options: {}
notes:
  - A new license with properties is always waited for, because its properties can only be set once it exists.
  - A property is changed by its position in a list, which is read immediately before. Runs on one computer change them
    one after the other, and wait until the previous change is visible. A change that is refused because of a change by
    another computer is planned again once that is visible, within O(wait_timeout). The API does not prevent that two
    computers change the properties of one license at the same time.
"""
