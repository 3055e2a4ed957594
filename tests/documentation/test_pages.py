# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each page of the documentation is followed by a reader, from an empty home and a Veracity in its start state."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest
from azure.storage.blob import ContainerClient, generate_container_sas

from tests.documentation.own_api import OwnApi
from tests.documentation.pages import ROOT, PageError, all_pages, read_page
from tests.documentation.reader import Reader, Surroundings
from tests.simulator.azurite import find_azurite
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID
from tests.simulator.exports import exports
from tests.simulator.fixture import Simulator
from tests.simulator.sas import ACCOUNT, KEY
from tests.tools.cores import newest_stable, pythons_for
from tests.tools.environments import environment
from tests.tools.interpreters import find_interpreters
from tests.tools.work_tree import copy_work_tree

# Files of the reader's own.
FILES = {
    "files/crew.txt": "Captain, chief, mate\n",
    "files/noon.csv": "imo,reported_at,fuel\n9226425,2026-11-22T12:00:00Z,12.5\n",
    "files/noon-reports/2026/11-22.txt": "62.47 N 6.15 E, 11.8 knots\n",
    "files/noon-reports/2026/11-23.txt": "67.28 N 14.40 E, 12.1 knots\n",
    "files/noon-reports/2026/11-24.tmp": "to be written\n",
    "srv/noon-reports/2026/11-23.txt": "67.28 N 14.40 E, 12.1 knots\n",
    "drawings/hull.pdf": "%PDF-1.7\n",
    "etc/": "",
    "reports/": "",
}
# Folders in the workspace of the reader.
FOLDERS = ("noon-reports",)
# What tells the collection where Veracity is; everything else the page has to give.
POINTED = ("VERACITY_TOKEN_URL", "VERACITY_API_URL")


@pytest.fixture(scope="module")
def veracity() -> t.Iterator[Simulator]:
    """Start a simulator with contents, once."""
    with Simulator(azurite=find_azurite()) as simulator:
        assert simulator.storage, "Azurite was not found"
        yield simulator


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the collection as it is published."""
    folder = tmp_path_factory.mktemp("archive")
    galaxy = Path(sys.executable).with_name("ansible-galaxy")
    command = [galaxy, "collection", "build", "--output-path", folder]
    subprocess.run(command, cwd=copy_work_tree("documentation"), check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tar.gz"))


def make(packages: tuple[str, ...]) -> Path:
    """Return the programs of an environment with the newest ansible-core and these packages alone."""
    interpreters = find_interpreters()
    core = newest_stable(interpreters)
    assert core is not None
    wanted = (core.requirement, *(package for package in packages if package != "ansible-core"))
    return environment("documentation", pythons_for(core, interpreters)[-1], [], wanted, compiled_once=True) / "bin"


def url_of_the_yard(storage: str) -> str:
    """Make a container that Veracity knows nothing of, and return a key to it."""
    with ContainerClient(storage, "yard", credential={"account_name": ACCOUNT, "account_key": KEY}) as client:
        if not client.exists():
            client.create_container()
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    sas = generate_container_sas(ACCOUNT, "yard", account_key=KEY, permission="rwl", expiry=end)
    return f"{storage}/yard?{sas}"


@pytest.mark.parametrize("name", all_pages())
def test_i_a_reader_can_follow_the_page(name: str, veracity: Simulator, archive: Path, tmp_path: Path) -> None:
    """Every block is run, in its order, or says in the source why it is not."""
    veracity.reset()
    veracity.settings(visibility_delay=0, deletion_delay=0, user_visibility_delay=0, tenant_delay=0)
    veracity.seed_folders(DEFAULT_WORKSPACE_ID, *FOLDERS)
    for file, text in FILES.items():
        path = tmp_path / file
        (path if file.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text, encoding="utf-8")
    known = exports(veracity.http)
    values = {f"{owner}_{name}": known[f"VERACITY_{name.upper()}"] for owner in ("vault", "fleet") for name in KEYS}
    values["vault_sas_url_of_the_yard"] = url_of_the_yard(str(veracity.storage))
    (tmp_path / "tls").mkdir()
    with OwnApi(tmp_path / "tls") as own:
        variables = {
            "HOME": str(tmp_path),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_NOCOLOR": "1",
            # The folders in which ansible-core looks, as far as they are the reader's.
            "ANSIBLE_COLLECTIONS_PATH": f"{tmp_path}/.ansible/collections:{tmp_path}/usr/share/ansible/collections",
            **{name: known[name] for name in POINTED},
            **own.variables,
        }
        page = read_page(name)
        installed = archive.with_name("installed")
        reader = Reader(page, Surroundings(tmp_path, variables, known, values, make, archive, installed))
        failure = ""
        try:
            reader.follow()
        except PageError as error:
            failure = str(error)
        if failure:
            pytest.fail(failure, pytrace=False)
    called = any("https://api.example.com" in block.text for block in page.blocks)
    assert bool(own.calls) == called, "the API of the reader's own was not called as the page says"


KEYS = ("client_id", "client_secret", "subscription_key")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Title\n=====\n\n.. Not run:\n\n.. code-block:: yaml\n\n   a: 1\n", "no reason"),
        ("Title\n=====\n\n.. code-block:: python\n\n   a = 1\n", "language python"),
        ("Title\n=====\n\nLike this::\n\n   a: 1\n", "code-block"),
        ("Title\n=====\n\n.. Not run: no need\n\n.. code-block:: text\n\n   a: 1\n", "needs no mark"),
    ],
)
def test_i_no_block_escapes(text: str, said: str) -> None:
    """A block that is neither run nor marked is an error, and so is a mark without a reason."""
    with pytest.raises(PageError, match=said):
        read_page("page.rst", text)


def test_i_a_mark_stands_directly_before_its_block() -> None:
    """It holds for one block, and not for the next."""
    text = (
        "Title\n=====\n\n.. Not run: it needs\n   a container engine\n\n.. code-block:: console\n\n   $ one\n\n"
        "And then:\n\n.. code-block:: console\n\n   $ two \\\n     three\n"
    )
    first, second = read_page("page.rst", text).blocks
    assert first.reason == "it needs a container engine"
    assert (second.reason, second.commands) == (None, ["two three"])
    fenced = "# Title\n\n<!-- Not run: for a moment -->\n```console\n$ one\n```\n```yaml\na: 1\n```\n"
    assert [block.reason for block in read_page("page.md", fenced).blocks] == ["for a moment", None]
    assert (ROOT / "README.md").exists()
