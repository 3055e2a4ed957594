# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules for Data Workbench share."""

from __future__ import annotations


class ModuleDocFragment:
    """For all that call Data Workbench (DOCUMENTATION), that take a workspace (WORKSPACE), and whose caller may know it
    already (KNOWN).
    """

    DOCUMENTATION = r"""
options: {}
notes:
  - The subscription key is the API key of the service account that the workspace has for this application. A service
    account is created in the workspace, in API management. Its secret expires after two years without notice.
"""

    WORKSPACE = r"""
options:
  workspace:
    description: Name or ID of the workspace. A name is case-sensitive.
    type: str
  tenant:
    description:
      - ID or alias of the tenant of the workspace.
      - If omitted, a name is searched in all workspaces that this application has access to.
    type: str
"""

    KNOWN = r"""
options:
  workspace_id:
    description:
      - ID of the workspace that O(workspace) names, for example from the result of M(dnv.veracity.veracity_workspace).
      - The workspace is then not searched by its name, which saves a call. O(workspace) is for messages and results.
    type: str
"""
