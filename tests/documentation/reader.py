# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A reader who follows a page from its first line to its last, with an empty home and what the page gives.

Where the page says how a file is run, it is run so. Otherwise it is run at once, in the way that the documentation
gives for such a file: a play with ansible-playbook, variables of a role with the playbook of that role, and tasks in a
play of their own, together with those that follow before something else is run.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import typing as t
from dataclasses import dataclass
from pathlib import Path

import jinja2
import yaml

from tests.documentation.pages import LABEL_PREFIX, ROOT, RUN, Block, Page, PageError, read_page, section_of

SECONDS = 300
# An introduction that refers to one of these sections is for readers who have done what is there.
FIRST_STEPS = (".install", ".credentials", ".description")
# What a reader saves under a name that the text gives.
SAVED = ("template", "requirements", "execution environment")
ROLES = ("data_fabric", "data_workbench", "service", "ship_data", "export")
# The play of tasks that stand in the text without one.
TASKS = """\
---
- name: Do what the page says
  hosts: localhost
  gather_facts: false
  tasks:
"""
FASTER_COPIES = """\
  module_defaults:
    dnv.veracity.veracity_container_copy:
      wait_interval: 1
"""
# The simulator is faster than Veracity, so that there is no need to wait for long.
FASTER = {"data_fabric_wait_interval": 1, "ship_data_wait_interval": 1, "service_wait_interval": 0.5}
# Hosts of the reader's own, where a play is for a group.
HOSTS = ("nordlys", "polarlys")
# How a reader installs the collection.
GALAXY = "ansible-galaxy collection install dnv.veracity"
# Folders of the whole machine: here they lie in the reader's own folder.
_MACHINE = re.compile(r"(?<![\w.}/~-])/(?=(?:srv|etc|opt|usr/share|var/lib)/)")
_PROGRAM = re.compile(r"^/opt/\S*/bin/")
_INSTALL = re.compile(r"(?:python3 -m )?pip install (.*)")
_READ = re.compile(r"\bread -rs (\w+)")
_WARNING = re.compile(r"^\[(?:DEPRECATION )?WARNING\].*", re.MULTILINE)
# What ansible-core says to everybody who has no inventory.
_EXPECTED = ("No inventory was parsed", "provided hosts list is empty", "implicit localhost")
# What the export says to a reader who has no containers.
_EXPECTED += ("only_names, only_tags: nothing matches",)


@dataclass(frozen=True)
class Surroundings:
    """What the reader has beside the page.

    ``folder`` is home and workplace in one; what is in it at the start is the reader's own. ``variables`` is the
    environment, ``answers`` is what is typed for a variable that a line reads, and ``values`` are variables that
    playbooks take from a vault. ``make`` returns the folder with the programs of an environment for these packages.
    ``archive`` is what Galaxy would give. ``installed`` is a folder that keeps what was installed from it: in an empty
    home, the same command installs the same for all readers.
    """

    folder: Path
    variables: dict[str, str]
    answers: dict[str, str]
    values: dict[str, t.Any]
    make: t.Callable[[tuple[str, ...]], Path]
    archive: Path
    installed: Path


class Reader:
    """Follows one page; ``runs`` counts the programs that were run."""

    def __init__(self, page: Page, surroundings: Surroundings) -> None:
        self.runs = 0
        self._page = page
        self._around = surroundings
        self._folder = surroundings.folder
        self._variables = dict(surroundings.variables)
        self._packages: tuple[str, ...] = ()
        self._programs: Path | None = None
        self._tasks: list[Block] = []
        self._fields: list[dict[str, t.Any]] = []
        before = [section_of(label) for label in self._first_steps(page)]
        self._blocks = [block for section in before for block in section.blocks] + page.blocks
        self._playbooks = {block.file for block in self._blocks if kind_of(block) == "plays"}
        self._values = self._folder / "values.yml"

    def follow(self) -> None:
        """Run the page. Raises PageError for the first line that does not hold."""
        check(self._page)
        self._values.write_text(yaml.safe_dump({**FASTER, **self._around.values}), encoding="utf-8")
        self._save_files()
        for number, block in enumerate(self._blocks):
            if block.reason is None and block.language in RUN and not self._is_file(block):
                later = "\n".join(other.text for other in self._blocks[number + 1 :] if other.language == "console")
                self._do(block, later)
        self._run_tasks()

    def _first_steps(self, page: Page) -> list[str]:
        """Return what the page refers to before its first block."""
        labels: list[str] = []
        for section in page.sections:
            labels += section.references
            if section.blocks:
                break
        return [label for label in dict.fromkeys(labels) if label.endswith(FIRST_STEPS) and not _is_on(label, page)]

    def _is_file(self, block: Block) -> bool:
        """Return whether a block is a file that another one names, and is not run by itself."""
        kind = kind_of(block)
        return kind == "template" or (kind == "tasks" and block.file is not None and block.file not in self._playbooks)

    def _save_files(self) -> None:
        """Save the files that blocks name: those of the page, and of the guides that it refers to."""
        guides = {_guide(label) for section in self._page.sections for label in section.references}
        others = [read_page(f"docs/docsite/rst/{guide}.rst") for guide in sorted(guides)]
        for block in [block for page in (*others, self._page) for block in page.blocks]:
            named = block.file is not None and any(block.file in other.text for other in self._blocks)
            if self._is_file(block) and (named or block in self._blocks):
                self._write(str(block.file), block.text)

    def _do(self, block: Block, later: str) -> None:
        """Run a block, unless the console blocks later on the page run the file that it is saved as."""
        kind = kind_of(block)
        if kind == "tasks" and block.file is None:
            self._tasks.append(block)
            return
        self._run_tasks()
        if kind == "console":
            for command in block.commands:
                self._line(block, command)
            return
        name = self._save(block, kind)
        if name is not None and not re.search(rf"[ @]{re.escape(name)}\b", later):
            self._run_file(block, kind, name)

    def _save(self, block: Block, kind: str) -> str | None:
        """Save a block as the text says, and return the name of the file to be run, if any."""
        if kind == "plays":
            return self._write(block.file or f"line-{block.line}.yml", block.text)
        if kind == "tasks":
            existing = self._path(str(block.file)).read_text(encoding="utf-8")
            head = "" if re.search(r"^  tasks:$", existing, re.MULTILINE) else "  tasks:\n"
            return self._write(str(block.file), existing + head + textwrap.indent(bare(block.text), " " * 4))
        if kind == "host variables":
            return self._write("host_vars/localhost.yml", block.text)
        if kind == "credential type":
            return self._credential_type(block)
        name = str(block.file)
        if kind in ROLES and self._path(name).exists():
            known = yaml.safe_load(self._path(name).read_text(encoding="utf-8"))
            return self._write(name, yaml.safe_dump({**known, **yaml.safe_load(block.text)}))
        return self._write(name, block.text)

    def _run_file(self, block: Block, kind: str, name: str) -> None:
        if kind in ("plays", "tasks"):
            groups = {play["hosts"] for play in yaml.safe_load(block.text) if "hosts" in play} - {"localhost"}
            inventory = f" -i {self._inventory(groups)}" if groups else ""
            self._line(block, f"ansible-playbook {name}{inventory}")
        elif kind in ROLES:
            self._line(block, f"ansible-playbook dnv.veracity.{kind} -e @{name}")
        elif kind == "requirements":
            self._line(block, f"ansible-galaxy collection install -r {name}")
        elif kind == "execution environment":
            self._line(block, f"ansible-builder create --file {name}")
        elif kind == "host variables":
            self._line(block, f"ansible localhost -i {self._inventory({'localhost'})} -m ansible.builtin.ping")
        else:
            self._job(block)

    def _credential_type(self, block: Block) -> str | None:
        """Do what AWX does with a credential of the type, when both parts of it are there."""
        shipped = yaml.safe_load((ROOT / "docs" / "awx_credential_type.yml").read_text(encoding="utf-8"))
        part = yaml.safe_load(block.text)
        if "fields" in part:
            self._fields = part["fields"]
            whole = {field["id"]: field for field in shipped["inputs"]["fields"]}
            strange = [field["id"] for field in self._fields if not field.items() <= whole[field["id"]].items()]
            strange += ["required"] if part.get("required") != shipped["inputs"]["required"] else []
        else:
            entered = {field["id"]: self._around.answers[f"VERACITY_{field['id'].upper()}"] for field in self._fields}
            strict = jinja2.Environment(undefined=jinja2.StrictUndefined)
            self._variables |= {name: strict.from_string(text).render(entered) for name, text in part["env"].items()}
            strange = [name for name, text in part["env"].items() if shipped["injectors"]["env"].get(name) != text]
        if strange:
            raise PageError(f"{block.place}: docs/awx_credential_type.yml differs: {', '.join(strange)}")
        return "the credential" if "env" in part else None

    def _job(self, block: Block) -> None:
        """Run a job as AWX does, where the collection and its requirements are in the execution environment."""
        requirements = (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8").splitlines()
        self._programs = self._around.make(tuple(line for line in requirements if line and not line.startswith("#")))
        self._line(block, GALAXY)
        self._line(block, "ansible localhost -m dnv.veracity.veracity_token -a api=services")
        self._programs = None

    def _inventory(self, groups: set[str]) -> str:
        local = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
        if groups == {"localhost"}:
            here = {"localhost": {"ansible_connection": "local"}}
            return self._write("inventory.yml", yaml.safe_dump({"ungrouped": {"hosts": here}}))
        listed = {group: {"hosts": dict.fromkeys(HOSTS, local)} for group in sorted(groups)}
        return self._write("inventory.yml", yaml.safe_dump(listed))

    def _run_tasks(self) -> None:
        """Run the tasks that were gathered."""
        if self._tasks:
            blocks, self._tasks = self._tasks, []
            name = f"line-{blocks[0].line}.yml"
            tasks = "\n".join(textwrap.indent(bare(block.text), " " * 4) for block in blocks)
            self._write(name, TASKS + tasks + FASTER_COPIES)
            self._line(blocks[0], f"ansible-playbook {name}")

    def _line(self, block: Block, command: str) -> None:
        """Run a command line. Lines that install packages choose the environment of those that follow."""
        line = self._here(_PROGRAM.sub("", command))
        if re.fullmatch(r"python3 -m venv \S+", line):
            return
        if install := _INSTALL.fullmatch(line):
            packages = shlex.split(install[1])
            self._packages = (() if "ansible-core" in packages else self._packages) + tuple(packages)
            self._programs = None
            return
        folder = self._programs_folder(line)
        if line.startswith("ansible-galaxy "):
            whole = re.sub(r" dnv\.veracity\b", f" {shlex.quote(str(self._around.archive))}", line) + " --offline"
            if line == GALAXY:
                self._install(block, command, whole, folder)
                return
            line = whole
        elif line.startswith("ansible-playbook "):
            line += f" -e @{self._values}"
        self._shell(block, command, line, folder)

    def _install(self, block: Block, command: str, line: str, programs: Path) -> None:
        """Install the collection for the reader; for all after the first, copy what this gave."""
        own, kept = self._folder / ".ansible" / "collections", self._around.installed
        if kept.exists() and not own.exists():
            shutil.copytree(kept, own)
            return
        empty = not own.exists()
        self._shell(block, command, line, programs)
        if empty:
            shutil.copytree(own, kept)

    def _programs_folder(self, line: str) -> Path:
        if line.startswith("ansible-galaxy "):
            # It comes with ansible-core, and a reader may use it before the libraries are installed.
            return Path(sys.executable).parent
        if self._programs is None:
            self._programs = self._around.make(self._packages)
        return self._programs

    def _shell(self, block: Block, command: str, line: str, programs: Path) -> None:
        exported = self._folder / "exported"
        exported.unlink(missing_ok=True)
        asked = _READ.search(line)
        variables = {**self._variables, "PATH": f"{programs}:{self._variables['PATH']}"}
        result = subprocess.run(
            ["bash", "-c", f"set -e\n{line}\nenv -0 > {shlex.quote(str(exported))}"],
            cwd=self._folder,
            env=variables,
            input=f"{self._around.answers[asked[1]]}\n" if asked else "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        self.runs += 1
        strange = [text for text in _WARNING.findall(result.stdout) if not any(part in text for part in _EXPECTED)]
        if result.returncode or strange:
            raise PageError(f"{block.place}: {command}\n{result.stdout}")
        entries = exported.read_text(encoding="utf-8").rstrip("\0").split("\0")
        self._variables |= dict(entry.split("=", 1) for entry in entries if entry.startswith("VERACITY_"))

    def _path(self, name: str) -> Path:
        return self._folder / self._here(name)

    def _write(self, name: str, text: str) -> str:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._here(text), encoding="utf-8")
        return name

    def _here(self, text: str) -> str:
        return _MACHINE.sub(f"{self._folder}/", text)


def check(page: Page) -> None:
    """Look whether a page can be followed at all. Raises PageError for a block of which that cannot be said."""
    for block in page.blocks:
        if kind_of(block) in (*ROLES, *SAVED) and block.file is None and block.reason is None:
            raise PageError(f"{block.place}: the text does not say under which name this file is saved")


def _guide(label: str) -> str:
    return label.removeprefix(LABEL_PREFIX).partition(".")[0]


def _is_on(label: str, page: Page) -> bool:
    return any(label in section.labels for section in page.sections)


def kind_of(block: Block) -> str:
    """Return what a block is: console, shown, or for YAML what its content tells. Raises PageError."""
    if block.language != "yaml":
        return "console" if block.language == "console" else "shown"
    content = yaml.safe_load(block.text)
    if isinstance(content, list):
        return "plays" if any("hosts" in entry for entry in content) else "tasks"
    if not isinstance(content, dict):
        raise PageError(f"{block.place}: neither a list nor a mapping")
    for role in ROLES:
        if all(name.startswith(f"{role}_") for name in content):
            return role
    for kind, names in _MAPPINGS.items():
        if names & set(content):
            return kind
    if all(name.startswith("ansible_") for name in content):
        return "host variables"
    raise PageError(f"{block.place}: a mapping of an unknown kind: {', '.join(content)}")


_MAPPINGS = {
    "template": {"resourceGroup"},
    "requirements": {"collections"},
    "execution environment": {"images", "dependencies"},
    "credential type": {"fields", "env"},
}


def bare(text: str) -> str:
    """Return YAML without the line that begins a document."""
    return text.removeprefix("---\n")
