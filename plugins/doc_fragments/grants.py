# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options that describe a grant, and of what modules do with grants."""

from __future__ import annotations

import textwrap
import typing as t

from ansible_collections.dnv.veracity.plugins.doc_fragments.data_fabric import CONTAINER

# References to options beside an option begin with @, because these can be below another option.
_GRANT = r"""
user:
  description:
    - ID of the user or application that the grant is for, a GUID. Data Fabric must know it.
    - It can be this application itself. An application needs a grant to work with the content of its own containers,
      because owning a container gives no key.
  type: str
  required: true
rights:
  description:
    - Rights of the keys. They must match a key template exactly. Data Fabric offers V(write); V(list); V(read) and
      V(list); V(read), V(list) and V(write); and all four.
    - Requires O(@duration). Together they select a key template when the task runs. Mutually exclusive with
      O(@key_template).
  type: list
  elements: str
  choices: [read, write, delete, list]
duration:
  description:
    - Validity of a key from when it is claimed, for example V(1h), V(8h), V(1 month) or V(6 months). Data Fabric offers
      1 and 8 hours, and 1 to 6 months.
    - Hours must match exactly. How many hours a month has is not documented, so a month matches any duration that is
      offered from 28 to 31 days.
  type: str
key_template:
  description:
    - ID or name of a key template, instead of O(@rights) and O(@duration).
      M(dnv.veracity.veracity_key_template_info) lists them.
    - Grants with the rights and the duration of the key template are the same, whichever key template they were created
      with.
  type: str
renewable:
  description:
    - Whether the user can claim another key when one has expired. Veracity calls it C(autoRefreshed).
    - If omitted, a described grant is not renewable. It ends with its first key, and the task creates a new grant as
      soon as that key has expired.
  type: bool
ip_range:
  description:
    - IPv4 addresses from which a key works, both ends included.
    - If omitted, a grant matches whatever its addresses are, and the keys of a new grant work from everywhere.
    - If empty (V({})), only a grant whose keys work from everywhere matches. If no grant matches, a new grant is
      created and the old one is revoked.
  type: dict
  suboptions:
    start:
      description: First address.
      type: str
    end:
      description: Last address. If omitted, it is O(@ip_range.start).
      type: str
comment:
  description:
    - Comment of a new grant. If omitted, a new grant has none.
    - It is not compared with the comment of an existing grant, because that cannot be changed. Another comment would
      cost the user a new key.
  type: str
"""


class ModuleDocFragment:
    """For one grant (DOCUMENTATION), and for those of many containers (MANY); for what both do with them (CHANGES)."""

    DOCUMENTATION: t.ClassVar[str] = "options:\n" + textwrap.indent(_GRANT.replace("O(@", "O("), 2 * " ")

    MANY: t.ClassVar[str] = f"""
options:
  containers:
    description: Containers, each once.
    type: list
    elements: dict
    required: true
    suboptions:
      container:
        description: {CONTAINER}
        type: str
        required: true
      access:
        description:
          - Grants of the container.
          - If omitted, the grants of the container are not changed. If empty, no user is described, which matters to
            O(prune).
        type: list
        elements: dict
        suboptions:
""" + textwrap.indent(_GRANT.replace("O(@", "O(containers[].access[]."), 10 * " ")

    CHANGES = r"""
options:
  replace:
    description:
      - Whether to revoke the other grants of a described user on the same container, after the new grants are created.
      - Only grants that this application created are revoked. It keeps those that it created for its own keys
        (M(dnv.veracity.veracity_container_key)).
    type: bool
    default: true
  fold_duplicates:
    description:
      - Whether to revoke duplicates of a grant. The grant whose key is valid longest is kept, otherwise the first one.
        Only grants that this application created are revoked.
      - Duplicates are returned and warned of in any case.
    type: bool
    default: false
notes:
  - A grant is identified by its container, user, rights, duration, and whether it is renewable. Data Fabric cannot
    change any of these. For a change, the module creates a new grant, and revokes the old one afterwards. A run that is
    interrupted in between leaves both, and the next run revokes the old one.
  - An existing grant matches the description, whoever created it.
  - B(Revocation only ends the renewal.) A claimed key opens the container until it expires, which can take six months.
    C(key_valid_until) in the result tells when. A grant that is not renewable and whose key was claimed ends by itself.
    It is not revoked, and is not a change.
  - Data Fabric lists revoked grants like any other. The module records what it revoked for 400 days in a private file
    beside the token cache. On another computer, or if that file is lost, a revoked grant whose key was never claimed
    looks like a valid one.
  - Each request creates another grant. If a response is lost, the task looks for the grant before it sends the request
    again. Runs on one computer change the grants of a container one after the other, and read them again before they
    write. Runs on different computers can create duplicates, which the next run reports.
  - Only the owner of a container and its data stewards can create and revoke grants. For a container that is only
    shared with this application, the task sees the grants to this application, and fails if something must be changed.
"""
