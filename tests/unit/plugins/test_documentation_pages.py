# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What README and guides are checked for without running them; tests/documentation runs their lines."""

from __future__ import annotations

import ast
import re
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from tests.documentation.pages import LABEL_PREFIX, all_pages, read_page
from tests.documentation.reader import check
from tests.tools.cores import CORES

ROOT = Path(__file__).resolve().parents[3]
GUIDES = ROOT / "docs" / "docsite" / "rst"
NAMED = r":ansplugin:`dnv\.veracity\.(\w+)#{kind}`"
KINDS = {
    "module": (NAMED, "plugins/modules/veracity_*.py"),
    "lookup": (NAMED, "plugins/lookup/*.py"),
    "filter": (NAMED, "plugins/filter/*.yml"),
    "test": (NAMED, "plugins/test/*.yml"),
    "role": (NAMED, "roles/*"),
    "playbook": (r"``dnv\.veracity\.(\w+)`` \({kind}\)", "playbooks/*.yml"),
}
ROLES = [path.relative_to(ROOT) for path in ROOT.glob("roles/*/README.md")]
LINK = re.compile(r"https://github\.com/veracity/dnv\.veracity/(?:blob|tree)/main/([\w./-]+)(#[\w-]+)?")
# A row of the table of options: the option, and its environment variable if it has one.
OPTION = re.compile(
    r"^   \* - :ansopt:`dnv\.veracity\.veracity_api#module:(\w+)`\n     -(?: :envvar:`(\w+)`)?$", re.MULTILINE
)


# Rows of the troubleshooting guide that are no text of ours: of a loop, of ansible-core, and a symptom.
NOT_SAID = (
    "client_id, client_secret: missing",
    "does not support async",
    "The Python library azure-storage-blob is missing for …",
    "The user still has access, although the grant was revoked",
)


def texts_of_the_code() -> t.Iterator[str]:
    """Yield the texts in the code of the plugins, with an ellipsis for what is filled in."""
    for path in ROOT.joinpath("plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_i_the_troubleshooting_guide_has_messages_as_tasks_show_them() -> None:
    """A user searches the page for what the terminal says. A row may leave out a part, with an ellipsis."""
    page = GUIDES.joinpath("troubleshooting.rst").read_text(encoding="utf-8")
    code = "\n".join(re.sub(r"\s+", " ", text) for text in texts_of_the_code()).lower()
    tables = page.split("   * - Message\n")[1:]
    rows = [row for table in tables for row in re.findall(r"^   \* - (.*?)\n     - ", table, re.MULTILINE | re.DOTALL)]
    assert len(rows) > 50
    for row in (re.sub(r"\s+", " ", row).replace("``", "") for row in rows):
        parts = (part.strip(" .,") for part in re.split(r"…|;|\(.*?\)", row))
        said = [part for part in parts if len(part.split()) > 1 and part.lower() in code]
        assert said or row in NOT_SAID, f"no text of the plugins is: {row}"


@pytest.mark.parametrize("name", all_pages())
def test_i_every_block_can_be_run_or_says_why_not(name: str) -> None:
    check(read_page(name))


def test_each_guide_says_where_to_go_next() -> None:
    """A reader who follows these lists from the first guide gets to every guide."""
    next_ones: dict[str, list[str]] = {}
    for path in GUIDES.glob("*.rst"):
        last = read_page(str(path.relative_to(ROOT))).sections[-1]
        assert last.title == "Where to go next", f"{path.name}: the last section is {last.title}"
        next_ones[path.stem] = [label.removeprefix(LABEL_PREFIX) for label in last.references]
        assert next_ones[path.stem] and path.stem not in next_ones[path.stem]
    reached, ahead = set(), {"getting_started"}
    while ahead:
        reached |= ahead
        ahead = {name for guide in ahead for name in next_ones[guide]} - reached
    assert reached == set(next_ones)


def test_references_to_environment_variables_lead_somewhere() -> None:
    """The docs site has an entry for a variable that is an option of a plugin. Any other is written as a literal."""
    named = {name for path in GUIDES.glob("*.rst") for name in re.findall(r":envvar:`(\w+)`", path.read_text("utf-8"))}
    assert named <= {option.env for option in SHARED_OPTIONS.values()}


def test_links_to_the_previous_documentation_have_the_new_address_beside_them() -> None:
    """DNV moved it; a page or module that links to the old address links to the new one, too."""
    pages = [ROOT / "README.md", *GUIDES.glob("*.rst"), *ROOT.glob("plugins/modules/*.py")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in pages}
    old = {name for name, text in texts.items() if "https://developer.veracity.com" in text}
    assert old
    assert all("https://docs.veracity.com" in texts[name] for name in old), old


@pytest.mark.parametrize("kind", KINDS)
def test_i_a_guide_lists_every_plugin_role_and_playbook_once(kind: str) -> None:
    pattern, files = KINDS[kind]
    listed = re.findall(pattern.format(kind=kind), GUIDES.joinpath("plugins.rst").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.stem for path in ROOT.glob(files))


def test_i_a_guide_lists_every_shared_option_with_its_environment_variable() -> None:
    listed = OPTION.findall(GUIDES.joinpath("options.rst").read_text(encoding="utf-8"))
    assert listed == [(name, option.env or "") for name, option in SHARED_OPTIONS.items()]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", *sorted(map(str, ROLES))])
def test_i_links_to_the_repository_lead_somewhere(name: str) -> None:
    for path, anchor in LINK.findall(ROOT.joinpath(name).read_text(encoding="utf-8")):
        assert ROOT.joinpath(path).exists(), path
        titles = [section.title for section in read_page(path).sections] if anchor else []
        anchors = ["#" + re.sub(r"[^\w-]", "", title.lower().replace(" ", "-")) for title in titles]
        assert not anchor or anchor in anchors, f"{path}{anchor}"


def test_i_the_readme_is_for_a_user_with_five_minutes() -> None:
    """Tables belong to the guides."""
    readme = ROOT.joinpath("README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 160
    assert not re.search(r"^\|", readme, re.MULTILINE)


def test_i_the_readme_names_the_cores_that_are_tested() -> None:
    readme = ROOT.joinpath("README.md").read_text(encoding="utf-8")
    sentence = readme.partition("Tested with ")[2].partition(".\n")[0]
    assert re.findall(r"\d+\.\d+", sentence) == [core.series for core in CORES]


def test_the_map_of_the_code_names_every_folder_and_nothing_that_is_not_there() -> None:
    """A newcomer who knows Veracity finds a file from names alone."""
    text = ROOT.joinpath("CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Find your way in the code\n")[2].partition("\n## ")[0]
    core = ROOT / "plugins" / "module_utils" / "_core"
    listed = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    assert listed == {path.name for path in core.iterdir() if path.is_dir() and path.name != "__pycache__"}
    files = re.findall(r"`([\w/]+\.py)`", section)
    assert [file for file in files if not any((base / file).exists() for base in (core, ROOT))] == []


def test_contributing_names_every_folder_of_the_tests() -> None:
    text = ROOT.joinpath("CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| \[?`tests/(\w+)`", text, re.MULTILINE))
    folders = {path.name for path in ROOT.joinpath("tests").iterdir() if path.is_dir() and any(path.glob("[!_]*"))}
    assert listed == folders - {"output"}
