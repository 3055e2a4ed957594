# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that modules for Data Fabric share."""

from __future__ import annotations

import typing as t

CONTAINER = "Short name of a container that this application owns, or ID of any container that it has access to."


class ModuleDocFragment:
    """For all that call Data Fabric (DOCUMENTATION), and for those that take a container (CONTAINER, PREDICTED)."""

    DOCUMENTATION = r"""
options: {}
notes:
  - DNV closed Data Fabric on 2025-01-01 and kept the data for about a year after that. The file storage of Data
    Workbench replaces it. This module works with a Data Fabric that still answers, at the address in O(api_url).
    Without O(api_url), the task warns when it calls Data Fabric.
"""

    CONTAINER: t.ClassVar[str] = f"""
options:
  container:
    description: {CONTAINER}
    type: str
"""

    OWN_CONTAINER = r"""
options:
  container:
    description: Short name or ID of a container that this application owns.
    type: str
"""

    PREDICTED = r"""
options: {}
notes:
  - In check mode, a container that is given by its short name and does not exist yet is assumed to be created before
    this task, with a warning.
"""
