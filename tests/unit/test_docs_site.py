# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ``make docs`` adds to the pages of antsibull-docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.docs_site.__main__ import guides
from tests.docs_site.grouping import grouped, products

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "docsite" / "rst" / "plugins.rst").read_text(encoding="utf-8")
INDEX = """\
Modules
~~~~~~~

* :ansplugin:`veracity_api module <dnv.veracity.veracity_api#module>` -- Call any endpoint of a Veracity API
* :ansplugin:`veracity_token module <dnv.veracity.veracity_token#module>` -- Obtain a token
* :ansplugin:`veracity_user module <dnv.veracity.veracity_user#module>` -- Register a user

.. toctree::
    :maxdepth: 1
    :hidden:

    veracity_api_module
    veracity_token_module
    veracity_user_module


.. _filter_plugins_in_dnv.veracity:
"""
SMALL = """\
Tokens
------

:ansplugin:`dnv.veracity.veracity_token#module`, :ansplugin:`dnv.veracity.veracity_api#module`

Services
--------

:ansplugin:`dnv.veracity.veracity_user#module`, :ansplugin:`dnv.veracity.veracity_api#module`
"""


def test_the_modules_of_the_index_are_grouped_as_in_the_guide() -> None:
    text = grouped(INDEX, SMALL)
    order = re.findall(
        r"^(Tokens|Services|\* .*?<dnv\.veracity\.\w+|    \w+_module|\.\. _filter.*)", text, re.MULTILINE
    )
    assert [line.split("<dnv.veracity.")[-1].strip() for line in order] == [
        "Tokens",
        "veracity_token",
        "veracity_api",
        "veracity_token_module",
        "veracity_api_module",
        "Services",
        "veracity_user",
        "veracity_user_module",
        ".. _filter_plugins_in_dnv.veracity:",
    ]


def test_a_module_that_the_guide_does_not_list_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not list veracity_user"):
        grouped(INDEX, SMALL.replace("veracity_user", "veracity_token"))


def test_the_guide_has_every_module_below_a_product() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    listed = [name for names in products(GUIDE).values() for name in names]
    assert sorted(listed) == sorted(runtime["action_groups"]["veracity"])


def test_the_landing_page_has_every_guide_once() -> None:
    names = [path.stem for path in (ROOT / "docs" / "docsite" / "rst").glob("*.rst")]
    assert sorted(re.findall(r"^   collection/docsite/(\w+)$", guides(), re.MULTILINE)) == sorted(names)
