# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs on the cores between the oldest and the newest; ``make matrix-full`` runs everything on every core.

The oldest core, the newest and the pre-release run every target; what differs between cores is how options, results,
lookups, filters and roles pass through ansible-core, and not what the collection does with an API. So the cores between
run one target for each adapter, family of modules and role, and of the roles what comes before the changes of what is
there (``veracity_selection``).

Of the sanity tests the newest core runs all, on every Python. The oldest runs all but those of style, which is the same
on every core. On the others, the pre-release among them, pylint is left out, too, and what runs for each Python runs
for one: whether a file can be imported depends on the Python, and the oldest core and the newest ask all of theirs, and
on the core, which is asked once. A core that knows a further Python asks all.
"""

from __future__ import annotations

from tests.tools.paths import ROOT
from tests.tools.steps import PreparationError

TARGETS = ROOT / "tests" / "integration" / "targets"
STYLES = frozenset({"pep8", "shellcheck", "yamllint"})
STYLES_AND_PYLINT = STYLES | {"pylint"}
SELECTED = {
    "veracity_token": "the action that hides its result, options from everywhere, vault, environment of a task",
    "lookup_veracity_token": "the adapter of lookups, its options as variables and keywords",
    "lookup_veracity_sas": "a lookup that calls an API, in check mode too",
    "filter_token_claims": "the adapter of filters, and texts that are not to be templated",
    "test_token_valid": "the adapter of tests",
    "one_token_request": "one token request, however many forks, hosts, tasks and lookups there are",
    "leaks": "what each core prints and keeps of a secret",
    "veracity_api": "the generic module, and results as an API gives them",
    "veracity_container": "a module for one thing of Data Fabric, with progress, check mode and diff",
    "veracity_container_content": "files: the action of its own, and the storage",
    "veracity_container_accesses": "a module for many, with results item by item",
    "veracity_licenses": "the modules for tenants",
    "veracity_file_storage": "keys of File storage in a module and a lookup, revoked and not",
    "veracity_schema": "a module for Data Workbench, with options three levels deep",
    "veracity_resource_group": "the Resource Manager: the action of its own, secret parameters and outputs",
    "role_data_workbench": "the role data_workbench, and its playbook",
    "role_service": "the role service",
    "role_data_fabric": "the role data_fabric, and its playbook",
}


def selection() -> list[str]:
    """Return the names of the selected targets. Raises PreparationError when one of them is not there."""
    gone = sorted(name for name in SELECTED if not (TARGETS / name).is_dir())
    if gone:
        raise PreparationError(f"tests/tools/selection.py names targets that are not there: {', '.join(gone)}")
    return list(SELECTED)
