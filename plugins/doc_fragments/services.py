# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules for services and their users share."""

from __future__ import annotations

import textwrap
import typing as t

# References to options beside an option begin with @, because these can be below another option.
_SUBSCRIBER = r"""
user:
  description: ID of the user, a GUID. One of O(@user) and O(@email) is required.
  type: str
email:
  description:
    - Email address of the user. The task fails if no user or more than one user has it, and lists the users.
    - If another task on this computer registers the user at the same time, the module waits for it up to 30 seconds.
  type: str
access_level:
  description:
    - Access level of the user in the service. If omitted, it is not changed, and a new subscriber has none.
  type: str
  aliases: [role]
"""


class ModuleDocFragment:
    """For all modules that call the Services API (DOCUMENTATION), and for what some of them take or do."""

    DOCUMENTATION = r"""
options: {}
notes:
  - Uses the C(/this) endpoints of the Services API with an application token.
"""

    SERVICE = r"""
options:
  service:
    description: ID of the service, a GUID. M(dnv.veracity.veracity_service_info) lists the services of the application.
    type: str
    required: true
notes:
  - Each request names the service. The application can belong to any number of services.
"""

    SUBSCRIBER: t.ClassVar[str] = "options:\n" + textwrap.indent(_SUBSCRIBER.replace("O(@", "O("), 2 * " ")

    SUBSCRIBERS: t.ClassVar[str] = r"""
options:
  subscribers:
    description: Subscribers. Each takes the options of M(dnv.veracity.veracity_service_subscriber).
    type: list
    elements: dict
    required: true
    suboptions:
""" + textwrap.indent(_SUBSCRIBER.replace("O(@", "O(subscribers[]."), 6 * " ")

    CHANGES = r"""
options: {}
notes:
  - The application needs access to the service, and the right to manage its subscriptions (C(MYDNV_ADM_SUBS)).
  - In nested services, users can only subscribe to the root. A service without access levels accepts no access level.
"""

    USERS = r"""
options: {}
notes:
  - The application or its service needs the right to manage subscriptions (C(MYDNV_ADM_SUBS)).
"""

    KNOWN_USERS = r"""
options:
  known_users:
    description:
      - Users that an earlier task found, by email address, each a list like
        RV(dnv.veracity.veracity_user_info#module:users). Veracity is not asked for these addresses again.
    type: dict
"""
