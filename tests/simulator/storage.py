# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the contents of containers are: in Azurite, or nowhere."""

from __future__ import annotations

import concurrent.futures
import contextlib
import http.client
import re
import time
import typing as t
from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

from . import sas

_SECONDS = 60
_YEAR = 366 * 24 * 3600
_WORKERS = 8
# What Azure storage takes as the name of a container.
_NAME = re.compile(r"(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*")


class StorageError(Exception):
    """Azurite did not do what was asked of it."""


class Storage:
    """No contents: containers have addresses at which nothing answers."""

    def account(self, region: str) -> sas.Account:
        """Return the storage account of a region."""
        return sas.Account(f"simulator{region}", f"https://simulator{region}.blob.core.windows.net")

    def create(self, references: Iterable[str]) -> None:
        """Create containers."""

    def delete(self, references: Iterable[str]) -> None:
        """Delete containers with all that is in them; one that is not there is none to delete."""

    def copy(self, source: str, target: str) -> None:
        """Copy what is in one container into another one."""


class AzuriteStorage(Storage):
    """Contents in Azurite, which keeps the containers of all regions in its one account."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._account = sas.Account(sas.ACCOUNT, url)
        self._host = parts.netloc
        self._path = parts.path
        self._key = sas.account_sas(self._account, time.time() + _YEAR)

    def account(self, region: str) -> sas.Account:
        """Return Azurite's account, whatever the region."""
        return self._account

    @property
    def service(self) -> tuple[str, str, str]:
        """The host, the path of the account and the key of the blob service."""
        return self._host, self._path, self._key

    def create(self, references: Iterable[str]) -> None:
        """Create containers; raises StorageError. A name that Azure would refuse is left out."""
        self._with_each(references, lambda reference: self._call("PUT", reference, {"restype": "container"}, (201,)))

    def delete(self, references: Iterable[str]) -> None:
        """Delete containers; raises StorageError."""
        each = {"restype": "container"}
        self._with_each(references, lambda reference: self._call("DELETE", reference, each, (202, 404)))

    def copy(self, source: str, target: str) -> None:
        """Copy all blobs with what belongs to them; Azurite does it by itself. Raises StorageError."""
        if not _NAME.fullmatch(source) or not _NAME.fullmatch(target):
            return

        def copy_one(blob: str) -> None:
            name = quote(blob)
            address = f"{self._account.url}/{source}/{name}?{self._key}"
            self._call("PUT", f"{target}/{name}", {}, (202,), {"x-ms-copy-source": address})

        with concurrent.futures.ThreadPoolExecutor(_WORKERS) as workers:
            list(workers.map(copy_one, self._blobs(source)))

    def _blobs(self, reference: str) -> t.Iterator[str]:
        marker = ""
        while True:
            answer = self._call("GET", reference, {"restype": "container", "comp": "list", "marker": marker}, (200,))
            listing = ElementTree.fromstring(answer)
            for blob in listing.iterfind("Blobs/Blob/Name"):
                yield blob.text or ""
            marker = listing.findtext("NextMarker") or ""
            if not marker:
                return

    def _with_each(self, references: Iterable[str], call: t.Callable[[str], bytes]) -> None:
        names = [reference for reference in references if _NAME.fullmatch(reference)]
        if len(names) == 1:
            call(names[0])
        elif names:
            with concurrent.futures.ThreadPoolExecutor(_WORKERS) as workers:
                list(workers.map(call, names))

    def _call(
        self, method: str, path: str, query: dict[str, str], expected: tuple[int, ...], headers: t.Any = None
    ) -> bytes:
        address = f"{self._path}/{path}?{urlencode(query)}&{self._key}"
        try:
            with contextlib.closing(http.client.HTTPConnection(self._host, timeout=_SECONDS)) as connection:
                more = {"Content-Length": "0"} if method == "PUT" else {}
                connection.request(method, address, headers={"x-ms-version": sas.VERSION, **more, **(headers or {})})
                answer = connection.getresponse()
                body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise StorageError(f"Azurite: {error}") from None
        if answer.status not in expected:
            raise StorageError(f"Azurite answers {method} {path} with {answer.status}: {body[:200]!r}")
        return body
