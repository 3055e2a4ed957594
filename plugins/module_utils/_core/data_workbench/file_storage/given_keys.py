# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Keys of folders that are given as an option. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...azure_storage import directory_url
from ...errors import InputError, ResponseError

if t.TYPE_CHECKING:
    from ...azure_storage.directory_url import DirectoryUrl
    from ...task import Task

# What a module on another host says to the action that handed its first key over, if it had to make another.
REPLACED = "veracity_key_replaced"
_FORM = "https://ACCOUNT.dfs.core.windows.net/FILESYSTEM/FOLDER?sv=...&sr=d&sdd=...&sig=..."


def given_key(task: Task) -> DirectoryUrl | None:
    """Return the key in the option ``sas_url``, and have it masked. None without one. Raises InputError."""
    url: str | None = task.params["sas_url"]
    if url is None:
        return None
    task.learn(url)
    address, _separator, token = url.strip().partition("?")
    try:
        sas = directory_url.parse(address, token)
    except ResponseError:
        raise InputError(f"sas_url: this is not the SAS URL of a folder. Give one of the form {_FORM}.") from None
    for secret in sas.secrets:
        task.learn(secret)
    return sas
