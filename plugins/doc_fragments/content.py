# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules share which work with the content of containers."""

from __future__ import annotations


class ModuleDocFragment:
    """For modules that read or write blobs."""

    DOCUMENTATION = r"""
options:
  sas_url:
    description:
      - SAS URL of a container, as others hand it out. It is a secret. It must begin with V(https://), except for this
        computer.
      - With O(sas_url), no credentials for Veracity are used, and no other key is claimed when it expires.
      - Either O(container) or O(sas_url) is required.
    type: str
requirements:
  - azure-storage-blob >= 12.28.0, on the host that the task runs on
notes:
  - The token and the subscription key are never sent to the storage.
  - Blobs without content that other programs mark as folders (with the metadata C(hdi_isfolder)) are not treated as
    files.
"""
