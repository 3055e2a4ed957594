# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the lookup of SAS URLs: those of the table, and those of the module."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.module_utils._arguments import SHARED_OPTIONS
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_key
from tests.unit.support.documentation import PLUGINS, documentation_of

OPTIONS: dict[str, dict[str, t.Any]] = documentation_of(PLUGINS / "lookup" / "veracity_sas.py")["options"]
# What only a module has: who wants another key than the one that is kept can use that.
OF_THE_MODULE = {"container", "force"}


def test_options_of_the_key_are_those_of_the_module() -> None:
    spec = veracity_container_key.SPEC
    assert set(OPTIONS) - set(SHARED_OPTIONS) - {"_terms"} == set(spec) - OF_THE_MODULE
    for name in set(spec) - OF_THE_MODULE:
        assert OPTIONS[name]["type"] == spec[name]["type"]
        assert OPTIONS[name].get("default") == spec[name].get("default")


def test_shared_options_have_the_sources_of_the_table() -> None:
    for name in ("api_url", "subscription_key", "access_token"):
        option, fields = SHARED_OPTIONS[name], OPTIONS[name]
        assert fields["type"] == option.type
        assert fields["env"] == [{"name": option.env}]
        assert fields["vars"] == [{"name": f"ansible_veracity_{name}"}]
        # A secret does not belong into a configuration file.
        assert fields.get("ini") == (None if option.secret else [{"section": "veracity", "key": name}])
