# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shared access signatures of Azure storage: what gives access to a container for a time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import typing as t
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from .clock import timestamp

# The published account of the storage emulators; it opens nothing else.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="

# From this version on the string to sign has the fields below, the encryption scope among them.
VERSION = "2020-12-06"
_LETTERS = {"read": "r", "write": "w", "delete": "d", "list": "l"}


@dataclass(frozen=True)
class Account:
    """A storage account: its name, as signatures contain it, and the address that containers are below."""

    name: str
    url: str


def container_sas(
    account: Account, reference: str, rights: Collection[str], start: float, expiry: float, ip_range: t.Any = None
) -> str:
    """Return the service SAS of a container as a query; moments are seconds since the epoch."""
    values = {
        "sv": VERSION,
        "sr": "c",
        "st": _moment(start),
        "se": _moment(expiry),
        # Azure takes the letters in this order only.
        "sp": "".join(letter for right, letter in _LETTERS.items() if right in rights),
        "sip": _addresses(ip_range),
    }
    resource = f"/blob/{account.name}/{reference}"
    return _signed(
        values,
        # Between them and behind them: no stored policy, no protocol, no snapshot, no encryption scope, and none of
        # the five headers that a signature can set.
        [values["sp"], values["st"], values["se"], resource, "", values["sip"], "", VERSION, "c", "", "", *[""] * 5],
    )


def account_sas(account: Account, expiry: float) -> str:
    """Return the SAS of a blob service with all rights, for the simulator's own use."""
    values = {"sv": VERSION, "ss": "b", "srt": "sco", "sp": "rwdlac", "se": _moment(expiry)}
    # Between them: no start, no addresses, no protocol; behind them: no encryption scope, and a line end.
    fields = [account.name, "rwdlac", "b", "sco", "", values["se"], "", "", VERSION, "", ""]
    return _signed(values, fields)


def _signed(values: dict[str, str], fields: list[str]) -> str:
    signature = hmac.new(base64.b64decode(KEY), "\n".join(fields).encode("utf-8"), hashlib.sha256).digest()
    given = {name: value for name, value in values.items() if value}
    return urlencode({**given, "sig": base64.b64encode(signature).decode("ascii")})


def _moment(seconds: float) -> str:
    # Azure writes whole seconds; a fraction is there only where a test asked for a short life.
    return timestamp(seconds).replace(".000Z", "Z")


def _addresses(ip_range: t.Any) -> str:
    return "" if ip_range is None else "-".join(ip_range[name] for name in ("startIp", "endIp") if name in ip_range)
