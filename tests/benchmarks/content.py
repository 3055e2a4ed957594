# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files brought into a container, beside azure-storage-blob used directly."""

from __future__ import annotations

import os
import shutil
import sys
import typing as t
from pathlib import Path

import requests

from tests.benchmarks.clients import FORM
from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import play
from tests.benchmarks.results import BenchmarkError, Results
from tests.benchmarks.timing import Sample, least
from tests.benchmarks.workplace import Workplace
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_SUBSCRIPTION_KEY

_SLOWER_AT_MOST = 1.1
_CONCURRENCY = 8
_SMALL_SIZE = 100_000
_MEBIBYTE = 1024 * 1024
_DATA = "/veracity/datafabric/data/api/1/resources"
_SHORT_NAME = "shipdata"


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Compare uploads of many small files and of a large one."""
    if not simulator.storage:
        raise BenchmarkError("there is no Azurite: VERACITY_AZURITE names the program azurite-blob.")
    for what, folder in (
        (f"{effort.small_files} files of 100 kB", small_files(workplace.path, effort.small_files)),
        (f"one file of {effort.large_file // _MEBIBYTE} MiB", _large_file(workplace.path, effort.large_file)),
    ):
        Uploads(Container(simulator), workplace, folder).compare(what, effort, results)
        shutil.rmtree(folder)
    results.note(
        f"Least of {effort.rounds} uploads each, alternated, each to a new prefix of a container in Azurite. Times are "
        "without start-up, of ansible-playbook with a trivial task and of Python, and with the import of the library."
    )
    results.note(
        f"Both sides work on {_CONCURRENCY} files or blocks at a time. The library is used as its documentation shows: "
        "upload_blob for each file, without a listing, without MD5. Ours lists what is there, compares, and stores the "
        "MD5 of each file. The key is at hand on both sides."
    )


class Place(t.Protocol):
    """Where files are uploaded to. ``task`` is a task of ours without source and destination, by name of the module."""

    module: str
    task: dict[str, t.Any]
    library: str
    program: str
    """Uploads directly to the address in the environment variable ``DIRECT_URL``, to names that begin so."""
    url: str
    direct_prefix: str

    def number_of_files(self, prefix: str) -> int:
        """Return how many files have names that begin so."""


class Container:
    """A new container of Data Fabric."""

    module = "dnv.veracity.veracity_container_content"
    library = "azure-storage-blob"
    program = "tests.benchmarks.direct_upload"
    direct_prefix = ""

    def __init__(self, simulator: Simulator) -> None:
        simulator.reset()
        simulator.settings(visibility_delay=0)
        (identifier,) = simulator.seed({"short_name": _SHORT_NAME})
        self.task = {"container": _SHORT_NAME}
        self.url = _claimed(simulator, identifier)

    def number_of_files(self, prefix: str) -> int:
        """Return how many files have names that begin so."""
        from azure.storage.blob import ContainerClient

        with ContainerClient.from_container_url(self.url) as container:
            return sum(1 for _name in container.list_blob_names(name_starts_with=prefix))


class Uploads:
    """Uploads of one folder, ours and direct ones, each to a prefix that is still empty."""

    def __init__(self, place: Place, workplace: Workplace, folder: Path) -> None:
        self._place = place
        self._workplace = workplace
        self._folder = folder
        self._number = 0

    def compare(self, what: str, effort: Effort, results: Results) -> None:
        """Alternate both, and add what they took to the results."""
        self._ours()()
        starts, ours, pythons, direct, again = [], [], [], [], []
        for _round in range(effort.rounds):
            starts.append(self._workplace.start())
            upload = self._ours()
            _settle()
            ours.append(upload())
            self._check()
            again.append(upload())
            pythons.append(self._workplace.command(self._direct(self._workplace.path / "nothing")))
            _settle()
            direct.append(self._workplace.command(self._direct(self._folder), DIRECT_URL=self._place.url))
            self._check()
        start = least(starts)
        size = sum(file.stat().st_size for file in self._folder.iterdir()) / _MEBIBYTE
        results.compare(
            what,
            least(ours).beyond(start),
            self._place.library,
            least(direct).beyond(least(pythons)),
            text=lambda seconds: f"{seconds:.2f} s, {size / seconds:.0f} MiB/s",
            at_most=_SLOWER_AT_MOST,
        )
        unchanged: Sample = least(again).beyond(start)
        results.value(f"{what}, nothing to change", f"{unchanged.wall:.2f} s")

    def _prefix(self) -> str:
        self._number += 1
        return f"upload{self._number}"

    def _ours(self) -> t.Callable[[], Sample]:
        """Return what runs our upload to the next prefix."""
        task = {
            **self._place.task,
            "src": f"{self._folder}/",
            "dest": self._prefix(),
            "max_concurrency": _CONCURRENCY,
        }
        return self._workplace.playbook(play([{self._place.module: task}]))

    def _direct(self, folder: Path) -> list[str]:
        """Return the command of a direct upload to the next prefix."""
        prefix = f"{self._place.direct_prefix}{self._prefix()}"
        return [sys.executable, "-m", self._place.program, str(folder), prefix, str(_CONCURRENCY)]

    def _check(self) -> None:
        """Raise BenchmarkError when the prefix last used does not have all files."""
        there = self._place.number_of_files(f"upload{self._number}/")
        expected = sum(1 for _file in self._folder.iterdir())
        if there != expected:
            raise BenchmarkError(f"{there} files were uploaded instead of {expected}.")


def _settle() -> None:
    """Wait until the disk has what earlier uploads wrote, which would slow down the next one."""
    os.sync()


def _claimed(simulator: Simulator, identifier: str) -> str:
    """Return the URL of a key with all rights."""
    token = requests.post(simulator.token_url("entra_v1"), data=FORM, timeout=30).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Ocp-Apim-Subscription-Key": DEFAULT_SUBSCRIPTION_KEY}
    rights = ["read", "write", "delete", "list"]
    (access,) = simulator.seed_accesses(
        {"container_id": identifier, "user_id": DEFAULT_CLIENT_ID, "rights": rights, "hours": 8, "auto_refreshed": True}
    )
    url = f"{simulator.http}{_DATA}/{identifier}/accesses/{access}/key"
    return t.cast("str", requests.put(url, headers=headers, timeout=30).json()["fullKey"])


def small_files(path: Path, number: int) -> Path:
    """Return a folder with files of random bytes."""
    folder = path / "small"
    folder.mkdir()
    for index in range(number):
        (folder / f"report{index:04d}.bin").write_bytes(os.urandom(_SMALL_SIZE))
    return folder


def _large_file(path: Path, size: int) -> Path:
    """Return a folder with one file of random bytes."""
    folder = path / "large"
    folder.mkdir()
    with (folder / "voyage.bin").open("wb") as file:
        for _part in range(size // _MEBIBYTE):
            file.write(os.urandom(_MEBIBYTE))
    return folder
