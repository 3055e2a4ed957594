# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the storage has, as its owner sees it and not as the collection does."""

from __future__ import annotations

from azure.storage.blob import BlobServiceClient, ContainerClient

# Azurite has one account, whose name and key are the same everywhere and published by Microsoft.
_ACCOUNT = "devstoreaccount1"
_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


def files_of(storage: str, container: str) -> dict[str, str]:
    """Return the texts of all files in a container, by name. ``storage`` is the address of the account."""
    credential = {"account_name": _ACCOUNT, "account_key": _KEY}
    with ContainerClient(storage, container, credential=credential) as client:
        return {name: client.download_blob(name, encoding="utf-8").readall() for name in client.list_blob_names()}


def containers_of(storage: str) -> list[str]:
    """Return the names of all containers, which File storage calls file systems."""
    with BlobServiceClient(storage, credential={"account_name": _ACCOUNT, "account_key": _KEY}) as client:
        return [container.name for container in client.list_containers()]
