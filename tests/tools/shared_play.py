# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the integration targets in one ansible-playbook, which takes more than a second to start.

A target of ansible-test is written for it into the copy of the collection. In it each of the targets has a play, a host
and a folder of its own, so that what one has registered is not there for the next. When one fails, the others are run
all the same, and the last task names it.
"""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

NAME = "shared_play"
# Long enough for a start not to matter.
ALONE = frozenset({"role_data_fabric", "role_service"})
SCRIPT = """\
#!/bin/sh
set -eu
export ANSIBLE_ROLES_PATH=..
for target in {targets}; do mkdir "$OUTPUT_DIR/$target"; done
exec ansible-playbook -i hosts.json plays.json "$@"
"""


def share_play(folder: Path, targets: tuple[str, ...]) -> list[str]:
    """Write the target that runs what can be run together, and return the names to give to ansible-test.

    The folder is that of all targets, which are meant when none are named.
    """
    wanted = targets or tuple(target.name for target in sorted(folder.iterdir()) if not _is_hidden(target))
    together = tuple(name for name in wanted if name not in ALONE)
    if len(together) < 2:
        return list(wanted)
    own = folder / NAME
    own.mkdir()
    (own / "aliases").write_text("".join(f"needs/target/{name}\n" for name in [*together, "setup_simulator"]), "utf-8")
    (own / "hosts.json").write_text(json.dumps(_hosts(together)), "utf-8")
    (own / "plays.json").write_text(json.dumps([*map(_play, together), _verdict()], indent=2), "utf-8")
    script = own / "runme.sh"
    script.write_text(SCRIPT.format(targets=" ".join(together)), "utf-8")
    script.chmod(0o755)
    return [NAME, *(name for name in wanted if name in ALONE)]


def _is_hidden(target: Path) -> bool:
    """Return whether a target is only there for others."""
    aliases = target / "aliases"
    return aliases.exists() and "hidden" in aliases.read_text("utf-8").split()


def _hosts(names: tuple[str, ...]) -> dict[str, t.Any]:
    """Return an inventory that is this machine under each of these names, as that of ansible-test is."""
    told = {"ansible_pipelining": True, "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    return {"targets": {"hosts": dict.fromkeys(names), "vars": told}}


def _play(name: str) -> dict[str, t.Any]:
    """Return the play of one target. It notes at its end that it was reached."""
    run: list[dict[str, t.Any]] = [
        {"name": f"Run {name}", "ansible.builtin.include_role": {"name": name}},
        {"name": "Note that it passed", "ansible.builtin.set_fact": {"target_passed": True}},
    ]
    failed = {"name": "Go on with the others", "ansible.builtin.debug": {"msg": f"{name} failed"}}
    return {
        "name": name,
        "hosts": name,
        "gather_facts": False,
        "vars_files": ["../../integration_config.yml"],
        "vars": {"output_dir": "{{ lookup('ansible.builtin.env', 'OUTPUT_DIR') }}/" + name},
        "tasks": [{"name": f"Check {name}", "block": run, "rescue": [failed]}],
    }


def _verdict() -> dict[str, t.Any]:
    """Return the play that fails with the names of the targets that did not pass."""
    failed = (
        "{{ groups.targets | difference(groups.targets | map('extract', hostvars)"
        " | selectattr('target_passed', 'defined') | map(attribute='inventory_hostname')) }}"
    )
    verdict = {"that": "failed | length == 0", "fail_msg": "Failed: {{ failed | join(', ') }}", "quiet": True}
    return {
        "name": "All targets",
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [{"name": "Name what failed", "ansible.builtin.assert": verdict, "vars": {"failed": failed}}],
    }
