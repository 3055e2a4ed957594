# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that plugins for File storage share."""

from __future__ import annotations


class ModuleDocFragment:
    """For all (DOCUMENTATION), those that return keys (KEY) or name a storage (STORAGE), for content (FILES), and for
    those that take a key (GIVEN).
    """

    DOCUMENTATION = r"""
options: {}
notes:
  - The workspace must have File storage, which is added to a workspace on request.
"""

    KEY = r"""
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
    aliases: [expires]
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

    STORAGE = r"""
options:
  storage_name:
    description: >-
      Name of the data set of a storage account that is connected to the workspace. If omitted, the storage of the
      workspace itself is used.
    type: str
"""

    FILES = r"""
options:
  path:
    description:
      - Path of a folder in the File storage of the workspace, without a slash at its ends. All names in the storage are
        below this folder.
      - If omitted, the root folder. Mutually exclusive with O(sas_url).
    type: str
notes:
  - The key of the folder is cached for later tasks like that of M(dnv.veracity.veracity_file_storage_key), and is not
    returned. A cached key that allows more, or is for a folder above, is used instead of creating another one, because
    every key that is created is written to the activity log of the workspace.
  - If the key expires or is revoked during the task, another key is created once, and the task continues.
  - The blob endpoint of the storage account is used, with the key of the Data Lake.
"""

    GIVEN = r"""
options:
  sas_url:
    description:
      - SAS URL of a folder, as the portal and M(dnv.veracity.veracity_file_storage_key) return it. It is a secret. It
        must begin with V(https://), except for this computer.
      - With O(sas_url), no credentials for Veracity are used, and no other key is created when it expires.
      - Either O(workspace) or O(sas_url) is required.
    type: str
"""
