# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules and lookups share which return keys."""

from __future__ import annotations


class ModuleDocFragment:
    """For the module and the lookup that return keys (DOCUMENTATION), and for all that claim one (ENSURE_ACCESS)."""

    DOCUMENTATION = r"""
options:
  access_id:
    description:
      - ID of the grant to claim the key from. It must be a grant to this application. Mutually exclusive with
        O(ensure_access).
      - If omitted, the grant is selected from the grants to this application that allow O(rights). The one that allows
        least is preferred, then the one whose keys expire first and are valid for O(min_validity). With O(duration),
        the one that comes nearest to it is preferred. Grants that are limited to some addresses are used last.
    type: str
  rights:
    description:
      - Rights that the key must allow, one or more of V(read), V(write), V(delete) and V(list). A key that allows more
        is only returned if Veracity offers none that allows less, or with O(allow_wider=true).
    type: list
    elements: str
    default: [read, list]
  duration:
    description:
      - Maximum validity of the key, V(1h), V(8h), or V(1 month) to V(6 months). A key that is valid longer is only
        returned with O(allow_wider=true). O(min_validity) is the minimum.
      - A grant that O(ensure_access) creates has this duration.
      - If omitted, the key can have any validity, and O(ensure_access) creates a grant of V(1h).
    type: str
  allow_wider:
    description:
      - Whether to accept a key that allows more than O(rights) or is valid longer than O(duration), if no grant gives
        less. This takes precedence over O(ensure_access), so that no grant is created.
      - Whoever gets the key can do more with it than intended. A grant in O(access_id) is used whatever it allows.
    type: bool
    default: false
  renewable:
    description:
      - Whether another key can be claimed from a grant that O(ensure_access) creates, when the first key has expired.
        It does not affect existing grants.
    type: bool
    default: true
"""

    ENSURE_ACCESS = r"""
options:
  ensure_access:
    description:
      - Whether to create a grant to this application if it has none that matches. The application must own the
        container or be a data steward of it. Owning a container gives no key.
      - The grant has the comment C(For this application's own work (dnv.veracity)). It allows the least that Veracity
        offers and that includes the required rights. Later runs use it.
    type: bool
"""

    VALIDITY = r"""
options:
  min_validity:
    description:
      - Number of seconds that the key must be valid, or half of its lifetime if that is shorter. A cached key that
        expires earlier is replaced.
    type: int
    default: 300
"""

    LOOKUPS = r"""
options:
  scope:
    description: >-
      Scope to request at a v2 endpoint, if the ID of the API differs from the published one.
    type: str
  resource:
    description: >-
      Resource to request at the v1 endpoint, if the ID of the API differs from the published one.
    type: str
  access_token:
    description: >-
      Token to call the API with. No token is requested, and keys are not cached.
    type: str
    env:
      - name: VERACITY_ACCESS_TOKEN
    vars:
      - name: ansible_veracity_access_token
  subscription_key:
    description: >-
      Subscription key of the API. As a secret, it cannot be set in the configuration file.
    type: str
    env:
      - name: VERACITY_SUBSCRIPTION_KEY
    vars:
      - name: ansible_veracity_subscription_key
  api_url:
    description: >-
      Base URL of the API host. The default depends on O(veracity_environment).
    type: str
    env:
      - name: VERACITY_API_URL
    ini:
      - section: veracity
        key: api_url
    vars:
      - name: ansible_veracity_api_url
notes:
  - A variable that contains a lookup is evaluated each time it is used. With a cached key, that only reads a file.
"""
