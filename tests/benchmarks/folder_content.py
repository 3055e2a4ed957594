# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files brought into a folder of File storage, beside azure-storage-file-datalake used directly."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
import typing as t

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
_PATH = "ships"


def measure(simulator: Simulator, workplace: Workplace, effort: Effort, results: Results) -> None:
    """Compare uploads of many small files, and count the calls of an upload that changes nothing."""
    if not simulator.storage:
        raise BenchmarkError("there is no Azurite: VERACITY_AZURITE names the program azurite-blob.")
    what = f"{effort.small_files} files of 100 kB"
    files = small_files(workplace.path, effort.small_files)
    place = Folder(simulator)
    # The library sends four requests for a file, through the simulator.
    fewer = dataclasses.replace(effort, rounds=effort.slow_rounds)
    Uploads(place, workplace, files).compare(what, fewer, results)
    again = workplace.playbook(play([{place.module: {**place.task, "src": f"{files}/", "dest": "upload1"}}]))
    simulator.clear_requests()
    again()
    calls = sum(simulator.counters()["operations"].values())
    shutil.rmtree(files)
    results.count(f"{what}, nothing to change: calls of Data Workbench", calls, expected=0)
    results.note(
        "As for containers. The simulated Data Lake stands between both sides and Azurite. The library creates, "
        "appends to and flushes each file. Ours writes it in one request to the blob side."
    )


class Folder:
    """A new folder of File storage."""

    module = "dnv.veracity.veracity_file_storage_content"
    library = "azure-storage-file-datalake"
    program = "tests.benchmarks.direct_lake_upload"

    def __init__(self, simulator: Simulator) -> None:
        simulator.reset()
        simulator.seed_folders(DEFAULT_WORKSPACE_ID, _PATH)
        self.task = {"workspace": DEFAULT_WORKSPACE_ID, "path": _PATH}
        self.url = _key(simulator)

    def number_of_files(self, prefix: str) -> int:
        """Return how many files have names that begin so."""
        from azure.storage.blob import ContainerClient

        address, _mark, token = self.url.partition("?")
        account, filesystem, root, path = address.rsplit("/", 3)
        with ContainerClient(account, filesystem, credential=token) as container:
            blobs = container.list_blobs(name_starts_with=f"{root}/{path}/{prefix}", include=["metadata"])
            return sum(1 for blob in blobs if "hdi_isfolder" not in (blob.metadata or {}))


def _key(simulator: Simulator) -> str:
    """Return the URL of a key to write."""
    form = {**FORM, "resource": _RESOURCE}
    token = requests.post(simulator.token_url("entra_v1"), data=form, timeout=30).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Ocp-Apim-Subscription-Key": DEFAULT_SUBSCRIPTION_KEY}
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)
    body = {"path": _PATH, "readOrWritePermission": "Write", "expiresOn": end.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return t.cast("str", requests.post(f"{simulator.http}{_KEYS}", json=body, headers=headers, timeout=30).json())
