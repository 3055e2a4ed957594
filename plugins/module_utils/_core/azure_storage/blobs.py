# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The blobs of a container, or of a folder in one, as a key shows them. Private: for use inside dnv.veracity only.

Every request of azure-storage-blob is made here.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import threading
import typing as t
from dataclasses import dataclass
from urllib.parse import quote

from ..clock import Clock
from ..errors import StateError
from .block_ids import BlockIds, no_room
from .calls import StorageCalls, check_origin
from .failures import code_of
from .keyring import Keyring
from .library import open_container

if t.TYPE_CHECKING:
    from ..transport.session import Route
    from .sas_url import SasUrl

_PAGE = 5000

Thing = t.TypeVar("Thing")


@dataclass(frozen=True)
class Blob:
    """A blob as the listing shows it. ``md5`` is in hexadecimal digits; ``modified`` in seconds since the epoch.

    ``is_folder``: it is the placeholder of a folder, written by other programs, without content.
    """

    name: str
    size: int
    md5: str | None = None
    modified: float = 0.0
    etag: str | None = None
    content_type: str | None = None
    is_folder: bool = False


class _Checked:
    """A client of the library whose requests go to its present address, or nowhere."""

    def __init__(self, client: t.Any) -> None:
        self._client = client
        self._address = client.url

    def __getattr__(self, name: str) -> t.Any:
        return functools.partial(getattr(self._client, name), raw_request_hook=self._check)

    def _check(self, request: t.Any) -> None:
        """Raise StateError when a request is for another blob."""
        if request.http_request.url.partition("?")[0] != self._address:
            raise StateError(
                "This release of azure-storage-blob addresses a different file than the requested one.",
                hint="Install another release.",
            )


class Blobs:
    """One container, or a folder in one. Threads may share it. Every method raises VeracityError.

    Names are those below the folder.
    """

    def __init__(
        self,
        keyring: Keyring[SasUrl],
        route: Route,
        *,
        clock: Clock,
        connections: int,
        block_size: int,
        notify: t.Callable[[str], None],
    ) -> None:
        """``block_size`` is in bytes. ``notify`` is told when a request is tried again."""
        self._keyring = keyring
        self._calls = StorageCalls(keyring, route, clock=clock, notify=notify)
        self._address = keyring.sas.address
        self._prefix = keyring.sas.prefix
        self._container = open_container(
            keyring.sas, keyring.credential, route, connections=connections, block_size=block_size
        )
        self._of_thread = threading.local()

    @property
    def can_read(self) -> bool:
        """Whether the key gives the right to read, as far as it says."""
        return not self._keyring.sas.lacks(["read"])

    def one(self, name: str) -> Blob | None:
        """Return the blob of this name, None when there is none. A listing is in order, so it comes first."""
        first = next(self.all(name, page=1), None)
        return first if first is not None and first.name == name else None

    def all(self, prefix: str, *, page: int = _PAGE) -> t.Iterator[Blob]:
        """Yield the blobs with this prefix in alphabetical order, page by page (List Blobs)."""
        token: str | None = None
        while True:
            pages = self._container.list_blobs(
                name_starts_with=self._prefix + prefix or None, results_per_page=page, include=["metadata"]
            ).by_page(token)
            yield from self._call("GET", "", functools.partial(_page, pages, len(self._prefix)))
            token = pages.continuation_token
            if not token:
                return

    def is_there(self) -> bool:
        """Return whether the folder exists (Get Blob Properties). A container is not asked."""
        from azure.core.exceptions import ResourceNotFoundError

        if not self._prefix:
            return True
        client = self._container.get_blob_client(self._prefix.rstrip("/"))

        def ask() -> bool:
            try:
                found = client.get_blob_properties()
            except ResourceNotFoundError as error:
                if code_of(error) != "BlobNotFound":
                    raise
                return False
            check_origin(found.etag)
            return says_folder(found.metadata or {})

        return self._call("HEAD", "", ask)

    def put(self, name: str, data: bytes, md5: bytes, content_type: str) -> None:
        """Write a blob in one request (Put Blob). ``md5`` is stored with it, and compared with what arrives."""
        client = self._one(name)
        settings = _settings(md5, content_type)
        self._call(
            "PUT",
            name,
            lambda: client.upload_blob(
                # The library would hash the data again for its own checksum.
                data,
                length=len(data),
                overwrite=True,
                content_settings=settings,
                headers={"Content-MD5": base64.b64encode(md5).decode()},
            ),
        )

    def staged(self, name: str) -> dict[bytes, int]:
        """Return the blocks that were sent for a blob and not put together, with their sizes (Get Block List)."""
        return dict(self._block_list(name, "uncommitted"))

    def committed(self, name: str) -> list[tuple[bytes, int]]:
        """Return the blocks that a blob is made of, with their sizes, in their order (Get Block List)."""
        return self._block_list(name, "committed")

    def stage(self, name: str, block: str, data: bytes) -> None:
        """Send a block of a blob (Put Block). The storage compares its MD5 with what arrives."""
        client = self._one(name)
        self._call("PUT", name, lambda: client.stage_block(block, data, length=len(data), validate_content=True))

    def commit(self, name: str, blocks: t.Sequence[str], md5: bytes, content_type: str) -> None:
        """Make a blob of blocks that were sent (Put Block List)."""
        self._commit(name, blocks, _settings(md5, content_type))

    def drop_staged(self, name: str, most: int) -> None:
        """Have the storage forget what was sent for a blob and not put together: putting it together does that.

        The blob stays as it is: it is put together from its own blocks or, where it has none and is no larger than
        ``most``, from one that is sent again. Where there is no blob an empty one stands in its place until it is
        written. Raises StateError when that cannot be done.
        """
        from azure.core import MatchConditions

        blob = self.one(name)
        if blob is None:
            self._commit(name, [], _settings(hashlib.md5(usedforsecurity=False).digest(), None))
            return
        condition = {"etag": blob.etag, "match_condition": MatchConditions.IfNotModified}
        client = self._one(name)
        settings = self._call("GET", name, lambda: client.get_blob_properties(**condition).content_settings)
        staged, own = self.staged(name), [block for block, _size in self.committed(name)]
        if blob.size and not own:
            if blob.size > most:
                raise no_room()
            spare = BlockIds(staged, 1).next(0, "")
            self.stage(name, spare, self.read(blob, 0, blob.size))
            own = [spare.encode()]
        if not staged.keys().isdisjoint(own):
            # The library asks for the latest block of an id, which is what was sent.
            raise no_room()
        try:
            blocks = [block.decode() for block in own]
        except UnicodeDecodeError:
            raise no_room() from None
        self._commit(name, blocks, settings, **condition)

    def _commit(self, name: str, blocks: t.Sequence[str], settings: t.Any, **condition: t.Any) -> None:
        """Make a blob of blocks: the last ones that were sent under these ids, or else its own.

        They may be its own by now: when the answer is lost, it is asked for again.
        """
        from azure.storage.blob import BlobBlock

        client = self._one(name)
        listed = [BlobBlock(block) for block in blocks]
        self._call(
            "PUT",
            name,
            lambda: client.commit_block_list(listed, content_settings=settings, validate_content=True, **condition),
        )

    def _block_list(self, name: str, kind: str) -> list[tuple[bytes, int]]:
        """Return the blocks of a blob; none when there is no blob. Their ids are bytes, which need not be text."""
        from azure.core.exceptions import ResourceNotFoundError

        client = self._one(name)

        def ask() -> list[tuple[bytes, int]]:
            # The library returns an id as it came when it is no text, so that its length cannot be told.
            listed: list[t.Any] = []

            def keep(_response: t.Any, found: t.Any, _headers: t.Any) -> t.Any:
                listed.append(found)
                return found

            try:
                client.get_block_list(kind, cls=keep)
            except ResourceNotFoundError as error:
                if code_of(error) != "BlobNotFound":
                    raise
                return []
            blocks = getattr(listed[0], f"{kind}_blocks") or ()
            return [(base64.b64decode(block.name, validate=True), int(block.size)) for block in blocks]

        return self._call("GET", name, ask)

    def read(self, blob: Blob, offset: int, length: int) -> bytes:
        """Return a part of a blob as it was listed (Get Blob). Raises ContentChangedError when it is another now."""
        from azure.core import MatchConditions

        client = self._one(blob.name)
        condition = {"etag": blob.etag, "match_condition": MatchConditions.IfNotModified} if blob.etag else {}

        def ask() -> bytes:
            found = client.download_blob(
                offset=offset, length=length, max_concurrency=1, decompress=False, **condition
            ).readall()
            return t.cast(bytes, found)

        return self._call("GET", blob.name, ask)

    def delete(self, name: str) -> None:
        """Delete a blob; one that is gone is fine (Delete Blob)."""
        from azure.core.exceptions import ResourceNotFoundError

        client = self._one(name)

        def ask() -> None:
            try:
                client.delete_blob()
            except ResourceNotFoundError as error:
                if code_of(error) != "BlobNotFound":
                    raise

        self._call("DELETE", name, ask)

    def _one(self, name: str) -> _Checked:
        """Return the library's client of a blob. Each thread has one: to make one takes as long as to send a file."""
        client = getattr(self._of_thread, "client", None)
        if client is None:
            client = self._of_thread.client = self._container.get_blob_client(self._prefix + name)
        else:
            client.blob_name = self._prefix + name
            # Choosing a location makes the address anew.
            client.location_mode = client.location_mode
        return _Checked(client)

    def _call(self, method: str, name: str, function: t.Callable[[], Thing]) -> Thing:
        """Return what the function gives, as ``StorageCalls``. ``name`` is that of a blob, empty for the container."""
        address = f"{self._address}/{quote(name)}" if name else self._address
        return self._calls.call(method, address, function)


def _settings(md5: bytes, content_type: str | None) -> t.Any:
    """Return the properties of a blob that is written."""
    from azure.storage.blob import ContentSettings

    return ContentSettings(content_type=content_type, content_md5=bytearray(md5))


def _page(pages: t.Iterator[t.Any], outer: int) -> list[Blob]:
    """Return the next page of a listing; ``outer`` is how much of each name is that of the folder."""
    return [_blob(entry, outer) for entry in next(pages, ())]


def _blob(entry: t.Any, outer: int) -> Blob:
    """Return an entry of a listing."""
    md5 = entry.content_settings.content_md5
    return Blob(
        entry.name[outer:],
        entry.size or 0,
        bytes(md5).hex() if md5 else None,
        entry.last_modified.timestamp() if entry.last_modified else 0.0,
        entry.etag,
        entry.content_settings.content_type,
        not entry.size and says_folder(entry.metadata or {}),
    )


def says_folder(metadata: t.Mapping[str, str]) -> bool:
    """Return whether the metadata of a blob says that it is a folder, as Hadoop and Data Lake Storage do."""
    return any(name.lower() == "hdi_isfolder" and str(value).lower() == "true" for name, value in metadata.items())
