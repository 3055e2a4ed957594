# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Addresses of containers, and of folders in them, with a key. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlsplit

from ..api_fields import moment
from ..errors import InputError
from ..settings import check_url, is_loopback

# What the letters of sp stand for; c (create) is enough for a new blob only.
_LETTERS = {"read": "r", "write": "w", "delete": "d", "list": "l"}
_FORM = "https://ACCOUNT.blob.core.windows.net/CONTAINER?sv=...&se=...&sp=...&sig=..."


@dataclass(frozen=True)
class SasUrl:
    """The SAS URL of a container, or of a folder in one, in its parts.

    ``token`` is the query, which is secret. ``expires`` is in seconds since the epoch; it and ``rights`` are None when
    a policy that is stored at the container decides. ``folder`` has no slash at its ends; empty is the container.
    """

    account_url: str
    container: str
    token: str = field(repr=False)
    signature: str = field(repr=False)
    expires: float | None = None
    rights: frozenset[str] | None = None
    folder: str = ""

    @property
    def address(self) -> str:
        """The address of the place without anything secret."""
        return "/".join([self.account_url, self.container, *([quote(self.folder)] if self.folder else ())])

    @property
    def prefix(self) -> str:
        """What the names of all blobs in the place begin with in the container."""
        return f"{self.folder}/" if self.folder else ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not be printed."""
        return (f"{self.address}?{self.token}", self.token, self.signature)

    def lacks(self, needed: t.Iterable[str]) -> list[str]:
        """Return which of these rights the key does not give, as far as it says."""
        return [] if self.rights is None else [right for right in needed if right not in self.rights]


def parse(url: str, option: str = "sas_url") -> SasUrl:
    """Return a SAS URL in its parts. Raises InputError, with nothing of the URL in its text."""
    address, _separator, token = url.strip().partition("?")
    parts = urlsplit(check_url(address, option))
    fields = parse_qs(token)
    segments = [segment for segment in parts.path.split("/") if segment]
    resource = (fields.get("sr") or ["c"])[0]
    if "sig" not in fields:
        raise InputError(f"{option}: this URL has no signature (sig). Set the complete SAS URL: {_FORM}.")
    if resource != "c" or not _is_container(parts.hostname or "", segments):
        raise InputError(f"{option}: this is not the SAS URL of a container. Use the form {_FORM}.")
    return SasUrl(
        account_url="/".join([f"{parts.scheme}://{parts.netloc}", *segments[:-1]]),
        container=unquote(segments[-1]),
        token=token,
        signature=fields["sig"][0],
        expires=moment_of((fields.get("se") or [""])[0]),
        rights=rights_of(fields),
    )


def rights_of(fields: t.Mapping[str, t.Sequence[str]]) -> frozenset[str] | None:
    """Return the rights that the query of a SAS gives, None when a stored policy decides."""
    if "sp" not in fields:
        return None
    return frozenset(name for name, letter in _LETTERS.items() if letter in fields["sp"][0])


def moment_of(value: str) -> float | None:
    """Return a time of a SAS: an ISO 8601 date, with or without time and seconds."""
    if "T" not in value and value:
        value += "T00:00:00Z"
    if value.count(":") == 1:
        value = value.removesuffix("Z") + ":00Z"
    return moment({"se": value}, "se")


def _is_container(host: str, segments: t.Sequence[str]) -> bool:
    """Return whether a path names a container: on a host without a name of its own the account stands before it."""
    if "core.windows.net" in host:
        return len(segments) == 1
    if is_loopback(host):
        return len(segments) == 2
    return len(segments) in (1, 2)
