# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Addresses of containers with a key in them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from ..api_fields import moment
from ..errors import InputError
from ..settings import check_url, is_loopback

# What the letters of sp stand for; c (create) is enough for a new blob only.
_LETTERS = {"read": "r", "write": "w", "delete": "d", "list": "l"}
_FORM = "https://ACCOUNT.blob.core.windows.net/CONTAINER?sv=...&se=...&sp=...&sig=..."


@dataclass(frozen=True)
class SasUrl:
    """The SAS URL of a container, in its parts.

    ``token`` is the query, which is secret. ``expires`` is in seconds since the epoch; it and ``rights`` are None when
    a policy that is stored at the container decides.
    """

    account_url: str
    container: str
    token: str = field(repr=False)
    signature: str = field(repr=False)
    expires: float | None = None
    rights: frozenset[str] | None = None

    @property
    def address(self) -> str:
        """The address of the container without anything secret."""
        return f"{self.account_url}/{self.container}"

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
    allowed = fields["sp"][0] if "sp" in fields else None
    return SasUrl(
        account_url="/".join([f"{parts.scheme}://{parts.netloc}", *segments[:-1]]),
        container=unquote(segments[-1]),
        token=token,
        signature=fields["sig"][0],
        expires=_moment((fields.get("se") or [""])[0]),
        rights=None if allowed is None else frozenset(name for name, letter in _LETTERS.items() if letter in allowed),
    )


def _moment(value: str) -> float | None:
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
