# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Molecule scenario."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PLAYBOOKS = {"destroy": 2, "create": 1, "converge": 1, "idempotence": 1, "verify": 1}


def test_the_scenario_passes(variables: dict[str, str], collections: Path) -> None:
    """It finds its simulator by itself, and needs nothing of the environment."""
    own = {name: value for name, value in variables.items() if not name.startswith("VERACITY_")}
    result = subprocess.run(
        [Path(sys.executable).with_name("molecule"), "test"],
        cwd=collections / "ansible_collections" / "dnv" / "veracity" / "extensions",
        env=own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    for name, times in PLAYBOOKS.items():
        executed = re.findall(rf"default (?:>|➜) {name}(?:]|:) Executing", result.stdout)
        assert len(executed) == times, result.stdout
    assert "Missing playbook" not in result.stdout, result.stdout
