# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that plugins for File storage share."""

from __future__ import annotations


class ModuleDocFragment:
    """For those that return keys (KEYS), and for all (DOCUMENTATION)."""

    DOCUMENTATION = r"""
options: {}
notes:
  - The workspace must have File storage, which is added to a workspace on request.
"""

    KEYS = r"""
options:
  access:
    description:
      - What the key allows. V(read) is reading and listing. V(write) is everything, also deleting.
      - A key to write needs the role Admin in the workspace.
    type: str
    choices: [read, write]
    default: read
  duration:
    description:
      - Maximum validity of the key in minutes, hours or days, such as V(30m), V(8h) or V(7d). A new key is valid that
        long. O(min_validity) is the minimum. If omitted, one hour. Mutually exclusive with O(expires_at).
      - Data Workbench does not document how long a key can be valid. If the key expires earlier, this is not an error.
    type: str
  expires_at:
    description: Latest expiry of the key in UTC, such as V(2026-12-24T18:00:00Z). A new key expires then.
    type: str
  storage_name:
    description: >-
      Name of the data set of a storage account that is connected to the workspace. If omitted, the storage of the
      workspace itself is used.
    type: str
  allow_wider:
    description:
      - Whether to accept a cached key that allows more than O(access), is for a folder above, or is valid longer than
        O(duration) or O(expires_at). This saves an entry in the activity log. Whoever gets the key can do more with it
        than intended.
    type: bool
    default: false
notes:
  - Every key that is created is written to the activity log of the workspace. So keys are cached like tokens in
    O(token_cache_dir), encrypted under the client secret, and a key is only created if no cached key matches exactly
    and is valid long enough. With O(token_cache=false) or O(access_token), nothing is cached.
  - A key cannot be revoked alone, only together with all keys of its policy, see
    M(dnv.veracity.veracity_file_storage_revocation). Whoever has the URL can use it until then or until it expires.
  - A cached key is returned without a call to Veracity. If the folder was deleted, the storage answers 404. A key that
    was revoked with this collection on the same computer is no longer returned.
"""
