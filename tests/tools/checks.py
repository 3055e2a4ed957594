# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks that need no ansible-test: static ones, pytest, and the archive for Galaxy."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from tests.tools.axe import VARIABLE as AXE
from tests.tools.axe import axe
from tests.tools.azurite import VARIABLE as AZURITE
from tests.tools.azurite import azurite_blob
from tests.tools.cores import Core
from tests.tools.environments import environment
from tests.tools.interpreters import Interpreter
from tests.tools.paths import CACHE, REQUIREMENTS, ROOT
from tests.tools.steps import Report
from tests.tools.surroundings import private_home, variables
from tests.tools.work_tree import copy_work_tree

# Warnings count: with one, ansible-lint says that a lesser profile was reached.
LINT = ("ansible-lint", "--profile", "production", "--strict", "--offline")
# antsibull-docs shows the name of its temporary folder in the pages that it checks. A name that ends with an underscore
# is a reference there, which nothing answers: about one run in 37 would fail.
ANTSIBULL_DOCS = """\
import sys, tempfile
tempfile._RandomNameSequence.characters = "abcdefghijklmnopqrstuvwxyz0123456789"
from antsibull_docs.cli.antsibull_docs import main
sys.exit(main())
"""
CORE_CODE = Path("plugins", "module_utils", "_core")


def static(report: Report, core: Core, interpreter: Interpreter) -> None:
    """Check format, lint, types, roles and playbooks, documentation, changelog and licences."""
    folder = environment("lint", interpreter, [REQUIREMENTS / "lint.txt"], (core.requirement,))
    tree = copy_work_tree("lint")
    surroundings = variables(folder, private_home("lint"))
    # Roles and documentation refer to the collection by its full name, and so it has to be found.
    surroundings["ANSIBLE_COLLECTIONS_PATH"] = str(tree.parents[2])
    commands: dict[str, list[str | Path]] = {
        # First: ansible-lint loads filters, and what Python compiles then has no licence.
        "licences": ["reuse", "lint"],
        "format": ["ruff", "format", "--check", "."],
        "lint": ["ruff", "check", "."],
        "types of the core": ["mypy", CORE_CODE],
        "types of the tools": ["mypy", "tests/tools"],
        "ansible-lint": [*LINT],
        "documentation": [
            "python",
            "-c",
            ANTSIBULL_DOCS,
            "lint-collection-docs",
            "--plugin-docs",
            "--validate-collection-refs",
            "all",
            "--disallow-unknown-collection-refs",
            ".",
        ],
        "changelog": ["antsibull-changelog", "lint"],
    }
    for name, (program, *arguments) in commands.items():
        report.step(name, [folder / "bin" / program, *arguments], variables=surroundings, directory=tree)
    _users_playbooks(report, folder, surroundings)


def _users_playbooks(report: Report, folder: Path, surroundings: dict[str, str]) -> None:
    """Check the playbooks of the documentation as a user does, outside of the collection: its roles are checked too."""
    playbooks = CACHE / "playbooks"
    save: list[str | Path] = [folder / "bin" / "python", "-m", "tests.documentation", playbooks]
    if report.step("playbooks of the documentation", save, variables=surroundings, directory=ROOT):
        command: list[str | Path] = [folder / "bin" / LINT[0], *LINT[1:], "."]
        report.step("ansible-lint of a user's playbooks", command, variables=surroundings, directory=playbooks)


def pytest(report: Report, core: Core, interpreter: Interpreter, suite: str, *, everything: bool = True) -> None:
    """Run one folder of pytest tests in the checkout, on one Python, with one ansible-core beside it.

    Unless everything, without the tests marked as slow: they are about size and waiting, not about a Python.
    """
    name = f"{suite} tests on Python {interpreter.series}"
    if not any((ROOT / "tests" / suite).rglob("test_*.py")):
        report.skip(name, "there are no tests")
        return
    # Other programs are tried in an environment of their own.
    kind = "extensions" if suite == "extensions" else "unit"
    folder = environment(kind, interpreter, [REQUIREMENTS / f"{kind}.txt"], (core.requirement,))
    surroundings = variables(folder, private_home(f"{suite}-{interpreter.series}", fresh=True))
    surroundings[AZURITE] = str(azurite_blob())
    if suite == "unit" and everything:
        surroundings[AXE] = str(axe())
    selected = [] if everything else ["-m", "not slow"]
    junit = CACHE / "logs" / f"{suite}-{interpreter.series}.xml"
    report.step(
        name,
        [folder / "bin" / "python", "-m", "pytest", f"tests/{suite}", f"--junitxml={junit}", *selected],
        variables=surroundings,
        directory=ROOT,
        junit=junit,
    )


def docs(report: Report, core: Core, interpreter: Interpreter) -> None:
    """Build the docs site, without a warning, with the changes of the next release."""
    folder = environment("docs", interpreter, [REQUIREMENTS / "docs.txt"], (core.requirement,))
    tree = copy_work_tree("docs")
    surroundings = variables(folder, private_home("docs"))
    surroundings["ANSIBLE_COLLECTIONS_PATH"] = str(tree.parents[2])
    programs, pages, site = folder / "bin", CACHE / "docs" / "rst", CACHE / "docs" / "html"
    shutil.rmtree(CACHE / "docs", ignore_errors=True)
    # antsibull-docs fills no folder that others may write to.
    (pages / "collection").mkdir(parents=True, mode=0o755)
    commands: dict[str, list[str | Path]] = {
        "pages of the docs site": [
            *(programs / "antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error"),
            *("--dest-dir", pages / "collection", "dnv.veracity"),
        ],
        "frame of the docs site": [programs / "python", "-m", "tests.docs_site", pages],
        "docs site": [programs / "sphinx-build", "-b", "html", "-W", "--keep-going", "-q", pages, site],
    }
    if any((tree / "changelogs" / "fragments").iterdir()):
        # What the next release will say, in the copy alone.
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        commands = {"changelog": [programs / "antsibull-changelog", "release", "--date", today], **commands}
    for name, command in commands.items():
        if not report.step(name, command, variables=surroundings, directory=tree):
            return
    print(site / "index.html", flush=True)


def package(report: Report, core: Core, interpreter: Interpreter) -> None:
    """Build the archive and check it as Galaxy does when it is uploaded."""
    folder = environment("package", interpreter, [REQUIREMENTS / "package.txt"], (core.requirement,))
    tree = copy_work_tree("package")
    output = CACHE / "package"
    surroundings = variables(folder, private_home("package", fresh=True))
    configuration = output / "galaxy-importer.cfg"
    output.mkdir(parents=True, exist_ok=True)
    configuration.write_text(
        "[galaxy-importer]\nCHECK_REQUIRED_TAGS = True\nRUN_ANSIBLE_TEST = False\n", encoding="utf-8"
    )
    surroundings["GALAXY_IMPORTER_CONFIG"] = str(configuration)
    for stale in output.glob("*.tar.gz"):
        stale.unlink()
    build: list[str | Path] = [
        folder / "bin" / "ansible-galaxy",
        "collection",
        "build",
        "--force",
        "--output-path",
        output,
    ]
    if report.step("build of the archive", build, variables=surroundings, directory=tree):
        archive = next(output.glob("*.tar.gz"))
        check: list[str | Path] = [folder / "bin" / "python", "-m", "galaxy_importer.main", archive]
        report.step("import of the archive", check, variables=surroundings, directory=output)
