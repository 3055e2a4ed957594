# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files brought into a folder of File storage, beside Microsoft's libraries for both sides of it used directly."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
import sys
import typing as t
from pathlib import Path

import requests

from tests.benchmarks.clients import FORM
from tests.benchmarks.content import Uploads, small_files
from tests.benchmarks.effort import Effort
from tests.benchmarks.plays import play
from tests.benchmarks.results import BenchmarkError, Results
from tests.benchmarks.workplace import Workplace
from tests.simulator.data_workbench.workspaces import DEFAULT_WORKSPACE_ID
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_SUBSCRIPTION_KEY

_KEYS = f"/veracity/dw/gateway/api/v2/workspaces/{DEFAULT_WORKSPACE_ID}/storages/sas"
_RESOURCE = "https://dnvglb2cprod.onmicrosoft.com/83054ebf-1d7b-43f5-82ad-b2bde84d7b75"


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Compare uploads of many small files, and count the calls of an upload that changes nothing."""
    if not simulator.storage:
        raise BenchmarkError("there is no Azurite: VERACITY_AZURITE names the program azurite-blob.")
    simulator.reset()
    what = f"{effort.small_files} files of 100 kB"
    files = small_files(workplace.path, effort.small_files)
    # Each request takes the simulator as long as several of Azurite's.
    fewer = dataclasses.replace(effort, rounds=effort.slow_rounds)
    for kind in (BlobSide, Folder):
        place = kind(simulator)
        Uploads(place, workplace, files).compare(what, fewer, results)
    asked = counted(simulator, workplace.playbook(upload(place, files, "upload1")))
    results.count(f"{what}, nothing to change: calls of Data Workbench", asked["operations"], expected=0)
    results.count(f"{what}, nothing to change: requests to File storage", asked["storage"], expected=1)
    asked = counted(simulator, workplace.playbook(upload(place, files, "counted")))
    results.count(f"{what}: requests to File storage", asked["storage"], expected=effort.small_files + 1)
    direct = [sys.executable, "-m", place.program, str(files), "counted_too", "8"]
    asked = counted(simulator, lambda: workplace.command(direct, DIRECT_URL=place.url))
    results.value(f"{what}: requests of {place.library}", str(asked["storage"]))
    shutil.rmtree(files)
    results.note(
        "As for containers. The simulated Data Lake stands between both sides and Azurite, and takes most of the time: "
        "see the numbers of requests and the CPU ratio, which includes no server. azure-storage-file-datalake is used "
        "as its documentation shows: upload_data creates, appends to and flushes each file. azure-storage-blob writes "
        "a file in one request to the blob side of the same folder, as ours does."
    )


def upload(place: Folder, files: Path, dest: str) -> list[dict[str, t.Any]]:
    """Return a play that uploads a folder."""
    return play([{place.module: {**place.task, "src": f"{files}/", "dest": dest}}])


def counted(simulator: Simulator, run: t.Callable[[], object]) -> dict[str, int]:
    """Return how many requests a run sends."""
    simulator.clear_requests()
    run()
    return {name: sum(found.values()) for name, found in simulator.counters().items() if isinstance(found, dict)}


class Folder:
    """A new folder of File storage."""

    path = "lake"
    module = "dnv.veracity.veracity_file_storage_content"
    library = "azure-storage-file-datalake"
    program = "tests.benchmarks.direct_lake_upload"
    direct_prefix = ""

    def __init__(self, simulator: Simulator) -> None:
        simulator.seed_folders(DEFAULT_WORKSPACE_ID, self.path)
        self.task = {"workspace": DEFAULT_WORKSPACE_ID, "path": self.path}
        self.url = self._folder = _key(simulator, self.path)

    def number_of_files(self, prefix: str) -> int:
        """Return how many files have names that begin so."""
        from azure.storage.blob import ContainerClient

        address, _mark, token = self._folder.partition("?")
        account, filesystem, root, path = address.rsplit("/", 3)
        with ContainerClient(account, filesystem, credential=token) as container:
            blobs = container.list_blobs(name_starts_with=f"{root}/{path}/{prefix}", include=["metadata"])
            return sum(1 for blob in blobs if "hdi_isfolder" not in (blob.metadata or {}))


class BlobSide(Folder):
    """The same for the library of the blob side, which is given the file system and names from its root."""

    path = "blobs"
    library = "azure-storage-blob"
    program = "tests.benchmarks.direct_upload"

    def __init__(self, simulator: Simulator) -> None:
        super().__init__(simulator)
        address, _mark, token = self.url.partition("?")
        filesystem, root, path = address.rsplit("/", 2)
        self.direct_prefix = f"{root}/{path}/"
        self.url = f"{filesystem}?{token}"


def _key(simulator: Simulator, path: str) -> str:
    """Return the URL of a key to write."""
    form = {**FORM, "resource": _RESOURCE}
    token = requests.post(simulator.token_url("entra_v1"), data=form, timeout=30).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Ocp-Apim-Subscription-Key": DEFAULT_SUBSCRIPTION_KEY}
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)
    body = {"path": path, "readOrWritePermission": "Write", "expiresOn": end.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return t.cast("str", requests.post(f"{simulator.http}{_KEYS}", json=body, headers=headers, timeout=30).json())
