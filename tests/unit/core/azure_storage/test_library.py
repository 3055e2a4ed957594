# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The library that moves content: missing, too old, and what its logs may hold."""

from __future__ import annotations

import logging
import sys
import types

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage import library
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError


def test_a_missing_library_names_the_python_that_lacks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "azure.storage.blob", None)
    with pytest.raises(InputError, match="azure-storage-blob is missing") as caught:
        library.require()
    assert sys.executable in str(caught.value)


@pytest.mark.parametrize("version", ["12.27.9", "12.9", "1.0b1"])
def test_an_old_library_is_refused(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    found = types.ModuleType("azure.storage.blob")
    found.__version__ = version  # type: ignore[attr-defined]
    for name in ("azure", "azure.storage"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, "azure.storage.blob", found)
    with pytest.raises(InputError, match="too old"):
        library.require()


@pytest.mark.parametrize("version", ["12.28.0", "12.31.0b1", "13.0.0"])
def test_a_recent_library_is_taken(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    found = types.ModuleType("azure.storage.blob")
    found.__version__ = version  # type: ignore[attr-defined]
    for name in ("azure", "azure.storage"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, "azure.storage.blob", found)
    library.require()


def test_what_the_connection_pool_logs_has_no_key() -> None:
    record = logging.LogRecord("x", logging.DEBUG, "x", 1, "%s %s %d", ("GET", "/c/file?se=1&sig=secret", 3), None)
    assert library._FILTER.filter(record)
    assert record.getMessage() == "GET /c/file?******** 3"
