# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SAS URLs, and what is refused before anything is sent."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.sas_url import parse
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError

ACCOUNT = "https://ne1dnvglstore.blob.core.windows.net"
TOKEN = "sv=2017-04-17&sr=c&sig=c2VjcmV0%2Bsecret%3D&st=2026-11-23T09%3A00%3A00Z&se=2026-11-23T10%3A00%3A00Z&sp=rwdl"


def test_the_parts_of_a_url() -> None:
    sas = parse(f"{ACCOUNT}/shipdata5b6c7d8e?{TOKEN}")
    assert (sas.account_url, sas.container, sas.token) == (ACCOUNT, "shipdata5b6c7d8e", TOKEN)
    assert sas.signature == "c2VjcmV0+secret="
    assert sas.expires == 1795428000.0
    assert sas.lacks(["read", "write", "delete", "list"]) == []
    assert "secret" not in repr(sas)


@pytest.mark.parametrize("end", ["2026-11-23T10:00:00.0000000Z", "2026-11-23T10:00Z", "2026-11-23T10%3A00Z"])
def test_times_are_read_in_every_form_that_azure_takes(end: str) -> None:
    assert parse(f"{ACCOUNT}/ships?sr=c&sig=abcd&se={end}").expires == 1795428000.0
    assert parse(f"{ACCOUNT}/ships?sr=c&sig=abcd&se=2026-11-23").expires == 1795392000.0


def test_rights_that_are_missing_are_named_in_the_order_asked_for() -> None:
    sas = parse(f"{ACCOUNT}/ships?sr=c&sig=abcd&sp=rl")
    assert sas.lacks(["read", "write", "delete", "list"]) == ["write", "delete"]


def test_a_stored_policy_says_nothing_about_rights_and_end() -> None:
    sas = parse(f"{ACCOUNT}/ships?sr=c&si=policy&sig=abcd")
    assert sas.expires is None
    assert sas.lacks(["write"]) == []


def test_an_emulator_has_its_account_in_the_path() -> None:
    sas = parse("http://127.0.0.1:10000/devstoreaccount1/ships?sr=c&sig=abcd")
    assert (sas.account_url, sas.container) == ("http://127.0.0.1:10000/devstoreaccount1", "ships")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ships",
        f"{ACCOUNT}/ships",
        f"{ACCOUNT}/ships?sv=1&se=2026-11-23T10:00:00Z",
        f"{ACCOUNT}/?sr=c&sig=verysecret",
        f"{ACCOUNT}/ships/file.csv?sr=b&sig=verysecret",
        f"{ACCOUNT}/ships/folder?sr=c&sig=verysecret",
        f"{ACCOUNT}/ships?sr=b&sig=verysecret",
        "http://ne1dnvglstore.blob.core.windows.net/ships?sr=c&sig=verysecret",
        "https://user:verysecret@ne1dnvglstore.blob.core.windows.net/ships?sr=c&sig=verysecret",
        "https://[::1/ships?sr=c&sig=verysecret",
        "http://127.0.0.1:10000/ships?sr=c&sig=verysecret",
    ],
)
def test_what_is_no_sas_url_of_a_container_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(url)
    assert "sas_url" in str(caught.value)
    assert "verysecret" not in str(caught.value)
