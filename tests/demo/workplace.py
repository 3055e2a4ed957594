# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder as a user would have it, and Ansible in it. Nothing outside of it is written to or looked at."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import typing as t
from pathlib import Path
from types import TracebackType

from tests.demo import terminal
from tests.demo.evidence import Run

ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("LANG", "LC_ALL", "PATH", "TERM", "TZ")
_SECRETS = ("VERACITY_CLIENT_SECRET", "VERACITY_SUBSCRIPTION_KEY")


class Workplace:
    """A temporary folder with the collection installed and an empty home.

    ``exported`` are the environment variables that the user sets; whoever watches sees them.
    """

    def __init__(self, exported: t.Mapping[str, str]) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="veracity-demo-")
        self.path = Path(self._temporary.name)
        self._exported = dict(exported)
        namespace = self.path / "collections" / "ansible_collections" / "dnv"
        namespace.mkdir(parents=True)
        (namespace / "veracity").symlink_to(ROOT, target_is_directory=True)
        (self.path / "home").mkdir()
        self._program = self._find_program()

    def __enter__(self) -> Workplace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._temporary.cleanup()

    def export(self) -> None:
        """Show the environment variables as the user would set them."""
        for name, value in self._exported.items():
            terminal.command(f"export {name}={'********' if name in _SECRETS else shlex.quote(value)}")

    def playbook(self, *arguments: str) -> Run:
        """Show an ansible-playbook command line, run it with its output on the terminal, and return what it printed."""
        terminal.command(shlex.join(["ansible-playbook", *arguments]))
        lines: list[str] = []
        with subprocess.Popen(
            [self._program, *arguments],
            cwd=self.path,
            env=self._variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            for line in t.cast("t.IO[str]", process.stdout):
                sys.stdout.write(line)
                sys.stdout.flush()
                lines.append(line)
        return Run(process.returncode, terminal.without_colors("".join(lines)))

    def _find_program(self) -> str:
        """Return the path of ansible-playbook: beside this Python, otherwise in PATH."""
        beside = Path(sys.executable).with_name("ansible-playbook")
        found = str(beside) if beside.exists() else shutil.which("ansible-playbook")
        if found is None:
            raise SystemExit("ansible-playbook was not found: start the demonstration with make demo.")
        return found

    def _variables(self) -> dict[str, str]:
        """Return the environment of the commands: of the user's own only what a terminal needs."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        color = {"ANSIBLE_FORCE_COLOR": "1"} if terminal.colored() else {"ANSIBLE_NOCOLOR": "1"}
        return {
            "LC_ALL": "C.UTF-8",
            **kept,
            **color,
            **self._exported,
            "ANSIBLE_COLLECTIONS_PATH": str(self.path / "collections"),
            # The implicit localhost is what is wanted here.
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "HOME": str(self.path / "home"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.path),
        }
