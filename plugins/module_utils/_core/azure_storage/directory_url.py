# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Addresses of directories in a Data Lake with a key in them. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlsplit

from ..errors import InputError, ResponseError
from ..settings import check_url, is_loopback
from .sas_url import SasUrl, moment_of, rights_of

_DATA_LAKE = ".dfs.core."
_BLOBS = ".blob.core."


@dataclass(frozen=True)
class DirectoryUrl:
    """The SAS URL of a directory (``sr=d``), in its parts, none of which is percent-encoded but the token.

    The account answers at two addresses with the same key. ``account_url`` is its Data Lake, as it was given;
    ``blob_account_url`` its Blob service. ``directory`` has no slash at its ends, and is empty for the whole file
    system. ``token`` is the query, which is secret. ``expires`` is in seconds since the epoch. ``policy`` is the
    stored access policy that decides what the key allows, None if there is none.
    """

    account_url: str
    filesystem: str
    directory: str
    token: str = field(repr=False)
    signature: str = field(repr=False)
    expires: float | None = None
    policy: str | None = None

    @property
    def blob_account_url(self) -> str:
        """The Blob service of the account. A host that is not known is used for both."""
        return self._other_side(_DATA_LAKE, _BLOBS)

    @property
    def data_lake_account_url(self) -> str:
        """The Data Lake of the account, whichever side was given."""
        return self._other_side(_BLOBS, _DATA_LAKE)

    @property
    def address(self) -> str:
        """The address of the directory without anything secret, percent-encoded."""
        return f"{self.account_url}/{self._path}"

    @property
    def url(self) -> str:
        """The address with the key. Secret."""
        return f"{self.address}?{self.token}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not be printed."""
        sides = dict.fromkeys((self.account_url, self.data_lake_account_url, self.blob_account_url))
        return (*(f"{side}/{self._path}?{self.token}" for side in sides), self.token, self.signature)

    @property
    def blobs(self) -> SasUrl:
        """The same place with the same key at the Blob service of the account."""
        return SasUrl(
            account_url=self.blob_account_url,
            container=self.filesystem,
            token=self.token,
            signature=self.signature,
            expires=self.expires,
            rights=rights_of(parse_qs(self.token)),
            folder=self.directory,
        )

    def below(self, path: str) -> DirectoryUrl:
        """Return the URL of what is below the directory, with the same key: it is good for everything below."""
        return dataclasses.replace(self, directory="/".join(part for part in (self.directory, path) if part))

    @property
    def _path(self) -> str:
        return quote(f"{self.filesystem}/{self.directory}".rstrip("/"))

    def _other_side(self, this: str, other: str) -> str:
        """Return the address of the account with one name of a service in the host in place of another."""
        parts = urlsplit(self.account_url)
        return f"{parts.scheme}://{parts.netloc.replace(this, other, 1)}{parts.path}"


def parse(address: str, token: str, path: str = "") -> DirectoryUrl:
    """Return the parts of an address and of its token, as a response has them. ``path`` is what was asked for.

    Responses do not say whether names in the address are percent-encoded: what ends with ``path`` as it is, is not.
    Raises ResponseError, with nothing of the token in its text.
    """
    token = token.strip().lstrip("?")
    fields = parse_qs(token)
    scheme, _separator, rest = address.lstrip().partition("://")
    host, _slash, raw = rest.partition("/")
    try:
        account_url = check_url(f"{scheme}://{host}", "resourceUri")
    except InputError:
        raise ResponseError("The key cannot be used: its address is not a URL that a key may be sent to.") from None
    if "sig" not in fields:
        raise ResponseError("The key cannot be used: it has no signature.")
    raw = raw.strip("/")
    if not path or not f"/{raw}".endswith(f"/{path}"):
        raw = unquote(raw.strip().strip("/"))
    segments = raw.split("/")
    prefix = _prefix(urlsplit(account_url).hostname or "", segments, fields)
    if not all(segments[: prefix + 1]) or len(segments) <= prefix:
        raise ResponseError("The key cannot be used: its address has no file system.")
    return DirectoryUrl(
        account_url="/".join([account_url, *segments[:prefix]]),
        filesystem=segments[prefix],
        directory="/".join(segments[prefix + 1 :]),
        token=token,
        signature=fields["sig"][0],
        expires=moment_of((fields.get("se") or [""])[0]),
        policy=fields["si"][0] if "si" in fields else None,
    )


def _prefix(host: str, segments: t.Sequence[str], fields: t.Mapping[str, t.Sequence[str]]) -> int:
    """Return how many segments name the account: one on a host that is not the account's own."""
    if ".core." in host:
        return 0
    depth = (fields.get("sdd") or [""])[0]
    if depth.isdigit() and len(segments) == int(depth) + 2:
        return 1
    return 1 if is_loopback(host) else 0
