# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays as data: JSON is YAML."""

from __future__ import annotations

import typing as t

Task = dict[str, t.Any]

STATION = "station"
"""This machine over the local connection: the actions of the collection work in process."""
APART = "apart"
"""This machine over a connection of another name: modules are processes, as on a target."""
FLEET = "fleet"
"""Ten hosts over the local connection."""
FLEET_SIZE = 10
CONSTANT: Task = {"ansible.builtin.debug": {"msg": "a constant"}}


def play(tasks: t.Iterable[Task], *, hosts: str = STATION, **keywords: t.Any) -> dict[str, t.Any]:
    """Return a play without facts; tasks get names."""
    named = [{"name": f"Task {number}", **task} for number, task in enumerate(tasks)]
    return {"name": "Measured", "hosts": hosts, "gather_facts": False, "tasks": named, **keywords}
