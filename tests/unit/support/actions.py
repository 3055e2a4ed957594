# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the actions and the modules of the collection in this process, as ansible-core does."""

from __future__ import annotations

import importlib
import json
import typing as t
from pathlib import Path

import pytest
from ansible.module_utils import basic
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import connection_loader
from ansible.template import Templar

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import Definition

PACKAGE = "ansible_collections.dnv.veracity.plugins"
MODULES = sorted(path.stem for path in (Path(__file__).resolve().parents[3] / "plugins/modules").glob("veracity_*.py"))


def definition(module: str) -> Definition:
    """Return the definition of a module."""
    found: Definition = importlib.import_module(f"{PACKAGE}.modules.{module}").DEFINITION
    return found


def action_of(
    module: str, args: dict[str, t.Any], *, check_mode: bool = False, environment: dict[str, t.Any] | None = None
) -> t.Any:
    """Return the action of a task on a local connection."""
    task = Task()
    task.action = f"dnv.veracity.{module}"
    task.args = args
    # What is written in the playbook, for actions that say where a value comes from.
    task._ds = {task.action: args}
    task.check_mode = check_mode
    task.environment = [environment] if environment else []
    context, loader = PlayContext(), DataLoader()
    connection = connection_loader.get("ansible.builtin.local", context, "/dev/null")
    plugin = importlib.import_module(f"{PACKAGE}.action.{module}").ActionModule
    return plugin(task, connection, context, loader, Templar(loader=loader, variables={}), None)


def run_action(
    module: str, args: dict[str, t.Any], *, check_mode: bool = False, environment: dict[str, t.Any] | None = None
) -> dict[str, t.Any]:
    """Return the result of a task on a local connection."""
    found: dict[str, t.Any] = action_of(module, args, check_mode=check_mode, environment=environment).run(None, {})
    return found


def run_module(
    module: str, args: dict[str, t.Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """Return what a module prints as a process of its own."""
    monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": args}).encode())
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
    capsys.readouterr()
    with pytest.raises(SystemExit):
        importlib.import_module(f"{PACKAGE}.modules.{module}").main()
    return capsys.readouterr().out
