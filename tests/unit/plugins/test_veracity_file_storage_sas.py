# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the lookup of SAS URLs for File storage: those of the table, and those of the module."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from ansible_collections.dnv.veracity.plugins.modules import veracity_file_storage_key
from tests.unit.support.documentation import PLUGINS, documentation_of

OPTIONS = documentation_of(PLUGINS / "lookup" / "veracity_file_storage_sas.py")["options"]
# What only a module has: who wants another key than the one that is kept can use that.
OF_THE_MODULE = {"path", "force"}
SPEC = {name: option for name, option in veracity_file_storage_key.SPEC.items() if name not in OF_THE_MODULE}


def test_options_of_the_key_are_those_of_the_module() -> None:
    assert set(OPTIONS) - set(SHARED_OPTIONS) - {"_terms"} == set(SPEC)


@pytest.mark.parametrize("name", SPEC)
def test_option_of_the_key_is_that_of_the_module(name: str) -> None:
    for field in ("type", "default", "choices", "required"):
        assert OPTIONS[name].get(field) == SPEC[name].get(field)
