# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Data Lake in front of Azurite, which has none: a storage account with a hierarchical namespace.

One address for both sides, as the Microsoft library uses one when it is not ``*.dfs.core.windows.net``. Directories are
blobs with the metadata ``hdi_isfolder``; the calls of the Data Lake are carried out here, those of blobs are passed on.
Keys are those of directories, which Azurite does not know either: they are checked here.
"""

from __future__ import annotations

import base64
import http.server
import json
import threading
import typing as t
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPMessage
from urllib.parse import parse_qs, unquote, urlencode

from ..messages import Request
from ..state import State
from .appended import Appended
from .azurite_backend import FOLDER, AzuriteBackend
from .file_storage import ACCOUNT

_SIGNATURE = frozenset({"sv", "si", "st", "se", "sr", "sdd", "sig", "sp", "spr"})
_CHUNK = 1024 * 1024
_OWN_HEADERS = frozenset({"host", "connection", "authorization", "accept-encoding", "expect", "keep-alive"})
_HOP_HEADERS = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})
_CONDITIONS = ("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "x-ms-lease-id")
_PROPERTIES = (
    "x-ms-content-type",
    "x-ms-content-md5",
    "x-ms-content-encoding",
    "x-ms-content-language",
    "x-ms-content-disposition",
    "x-ms-cache-control",
)
_PAGE = 5000
# Rights that no policy gives, so that nothing more is simulated: reading and setting access control. Moving takes m.
_RIGHTS_OF_ACTIONS = {"getAccessControl": "e", "setAccessControl": "p", "setAccessControlRecursive": "p"}


class RefusedError(Exception):
    """The request ends with this error."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class DataLake(http.server.ThreadingHTTPServer):
    """The listener; ``url`` is the address of the account."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, state: State, backend: AzuriteBackend) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.state = state
        self.backend = backend
        self.url = f"http://127.0.0.1:{self.server_address[1]}/{ACCOUNT}"
        self.appended = Appended(backend)

    def start(self) -> None:
        """Serve in a thread of its own."""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    server: DataLake
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def serve(self) -> None:
        """Answer one request."""
        path, _mark, query = self.path.partition("?")
        self.query = parse_qs(query, keep_blank_values=True)
        self.unread = int(self.headers.get("Content-Length") or 0)
        account, _slash, rest = path.lstrip("/").partition("/")
        filesystem, _slash, raw = rest.partition("/")
        self.filesystem, self.raw, self.file = unquote(filesystem), raw, unquote(raw).strip("/")
        what = self._value("comp") or self._value("resource") or self._value("action")
        self.server.state.recorder.count_storage(f"{self.command} {what}".strip())
        try:
            if self._meets_fault():
                return
            if account != ACCOUNT:
                raise RefusedError(404, "ResourceNotFound")
            self._route()
        except RefusedError as refused:
            self._refuse(refused.status, refused.code)
        finally:
            if not self.close_connection:
                self._skip()

    # The base class calls these names.
    do_GET = do_HEAD = do_PUT = do_PATCH = do_POST = do_DELETE = serve

    def log_message(self, format: str, *args: t.Any) -> None:
        """Write no log."""

    def _route(self) -> None:
        """Carry out a call of the Data Lake, or pass one of the blob service on."""
        method, resource, action = self.command, self._value("resource"), self._value("action")
        if method == "GET" and resource == "filesystem":
            self._may("l", self._value("directory"))
            self._list_paths()
        elif method == "GET" and not self.file and self._value("comp") == "list":
            self._may("l", self._value("prefix"))
            self._pass_on()
        elif not self.file:
            raise RefusedError(403, "AuthorizationPermissionMismatch")
        elif action in _RIGHTS_OF_ACTIONS:
            self._may(_RIGHTS_OF_ACTIONS[action], self.file)
            raise RefusedError(400, "UnsupportedRestVersion")
        elif method == "PUT" and "x-ms-rename-source" in self.headers:
            self._may("m", self.file)
            raise RefusedError(400, "UnsupportedRestVersion")
        elif method == "PUT" and resource in ("directory", "file"):
            self._may("c", self.file)
            self._create(resource)
        elif method == "PATCH" and action in ("append", "flush"):
            self._may("w", self.file)
            self._append() if action == "append" else self._flush(self._value("position"), 200)
        elif method == "DELETE":
            self._may("d", self.file)
            self._delete()
        elif method in ("GET", "HEAD"):
            self._may("r", self.file)
            self._pass_on()
        elif method == "PUT":
            self._may("w", self.file)
            self._write_blob()
        else:
            raise RefusedError(400, "UnsupportedHttpVerb")

    def _may(self, letter: str, path: str) -> None:
        """Refuse what the key does not give."""
        now = self.server.state.clock.now()
        rights = self.server.state.workbench.file_storage.signer.rights(self.filesystem, path, self.query, now)
        if not rights:
            raise RefusedError(403, "AuthenticationFailed")
        if letter not in rights:
            raise RefusedError(403, "AuthorizationPermissionMismatch")

    def _create(self, resource: str) -> None:
        """PUT ?resource=directory|file: an existing file is overwritten, unless a condition forbids it."""
        backend = self.server.backend
        kind = backend.kind(self.filesystem, self.file)
        if kind is not None and self.headers.get("If-None-Match") == "*":
            raise RefusedError(409, "PathAlreadyExists")
        if kind is not None and kind != resource:
            raise RefusedError(409, "ResourceTypeMismatch" if resource == "directory" else "PathAlreadyExists")
        if resource == "directory":
            self._make_parents(self.file + "/x")
            if self._metadata():
                backend.call(
                    "PUT", f"{self.filesystem}/{self.file}", {"comp": "metadata"}, {**self._metadata(), **FOLDER}
                )
        else:
            self._make_parents(self.file)
            headers = {
                "x-ms-blob-type": "BlockBlob",
                **self._conditions(),
                **self._content_headers(),
                **self._metadata(),
            }
            status, answer, _body = backend.call("PUT", f"{self.filesystem}/{self.file}", headers=headers)
            if status != HTTPStatus.CREATED:
                raise RefusedError(status, answer.get("x-ms-error-code", "InvalidInput"))
            self.server.appended.forget(self.filesystem, self.file)
        _status, properties, _body = backend.call("HEAD", f"{self.filesystem}/{self.file}")
        self._answer(201, _validators(properties))

    def _append(self) -> None:
        """PATCH ?action=append: keep data until it is flushed."""
        position, length = self._value("position"), self.unread
        if not position.isdigit() or not length:
            raise RefusedError(400, "InvalidQueryParameterValue" if not position.isdigit() else "InvalidInput")
        if self.server.backend.kind(self.filesystem, self.file) == "directory":
            raise RefusedError(409, "ResourceTypeMismatch")
        checksum = {name: value for name in ("Content-MD5",) if (value := self.headers.get(name))}
        status, answer = self.server.appended.keep(
            self.filesystem, self.file, int(position), length, self._body(), checksum
        )
        if status != HTTPStatus.CREATED:
            # Azurite has another name for it.
            damaged = bool(checksum) and status == HTTPStatus.BAD_REQUEST
            raise RefusedError(status, "Md5Mismatch" if damaged else answer.get("x-ms-error-code", "InvalidInput"))
        if self._value("flush") == "true":
            self._flush(str(int(position) + length), 202)
        else:
            self._answer(202)

    def _flush(self, position: str, accepted: int) -> None:
        """PATCH ?action=flush: what was appended up to a position becomes content, without a gap."""
        kind = self.server.backend.kind(self.filesystem, self.file)
        if kind is None and not self.server.appended.has(self.filesystem, self.file):
            raise RefusedError(404, "PathNotFound")
        if self._value("retainUncommittedData") == "true":
            # Azurite forgets blocks that are not in the list that it is given.
            raise RefusedError(400, "UnsupportedQueryParameter")
        if kind == "file" and self.headers.get("If-None-Match") == "*":
            raise RefusedError(412, "ConditionNotMet")
        self._make_parents(self.file)
        headers = {**self._conditions(), **self._content_headers()}
        status, answer = self.server.appended.flush(self.filesystem, self.file, position, headers)
        if status not in (200, 201):
            raise RefusedError(status, answer.get("x-ms-error-code", "InvalidFlushPosition"))
        self._answer(accepted, _validators(answer))

    def _write_blob(self) -> None:
        """PUT of the blob service: what is written makes the directories above it, and none of them is a file."""
        comp = self._value("comp")
        if comp in ("", "blocklist"):
            if self.server.backend.kind(self.filesystem, self.file) == "directory":
                raise RefusedError(409, "ResourceTypeMismatch")
            self._make_parents(self.file)
        if comp == "metadata" and self.server.backend.kind(self.filesystem, self.file) == "directory":
            # Metadata is replaced as a whole, and a directory stays one.
            self.headers["x-ms-meta-hdi_isfolder"] = "true"
        self._pass_on()

    def _delete(self) -> None:
        """DELETE: of a directory only when it is empty, or recursively."""
        backend = self.server.backend
        # With one address for both sides, a deletion is told by what else it asks for.
        of_the_lake = "recursive" in self.query or "json" in (self.headers.get("Accept") or "")
        kind = backend.kind(self.filesystem, self.file)
        if kind is None:
            raise RefusedError(404, "PathNotFound" if of_the_lake else "BlobNotFound")
        if kind == "directory":
            below = [entry["name"] for entry in backend.below(self.filesystem, self.file)]
            if below and self._value("recursive") != "true":
                raise RefusedError(409, "DirectoryNotEmpty" if of_the_lake else "DirectoryIsNotEmpty")
            limit = self.server.state.settings.data_lake_page
            # The deepest first, so that what is left is always whole.
            for name in sorted(below, key=len, reverse=True)[:limit]:
                backend.call("DELETE", f"{self.filesystem}/{name}")
            if limit is not None and len(below) > limit:
                self._answer(200, {"x-ms-continuation": "more"})
                return
        status, answer, _body = backend.call("DELETE", f"{self.filesystem}/{self.file}", headers=self._conditions())
        if status != HTTPStatus.ACCEPTED:
            raise RefusedError(status, answer.get("x-ms-error-code", "InvalidInput"))
        self._answer(200 if of_the_lake else 202)

    def _list_paths(self) -> None:
        """GET ?resource=filesystem: what is in a directory, at any depth when recursive, in pages."""
        directory = self._value("directory").strip("/")
        backend = self.server.backend
        if backend.kind(self.filesystem, directory) != "directory":
            raise RefusedError(404, "PathNotFound")
        entries = list(backend.below(self.filesystem, directory))
        if self._value("recursive").lower() != "true":
            depth = directory.count("/") + 1
            entries = [entry for entry in entries if entry["name"].count("/") == depth]
        size = min(int(self._value("maxResults") or _PAGE), self.server.state.settings.data_lake_page or _PAGE)
        start = int(self._value("continuation") or 0)
        body = {"paths": [_path(entry) for entry in entries[start : start + size]]}
        more = {"x-ms-continuation": str(start + size)} if start + size < len(entries) else {}
        self._answer(200, {"Content-Type": "application/json", **more}, json.dumps(body).encode())

    def _make_parents(self, path: str) -> None:
        """Make the directories above a path; refuse when one of them is a file."""
        parts = path.split("/")[:-1]
        # A directory has directories above it.
        if self.server.backend.kind(self.filesystem, "/".join(parts)) == "directory":
            return
        for end in range(1, len(parts) + 1):
            above = "/".join(parts[:end])
            kind = self.server.backend.kind(self.filesystem, above)
            if kind == "file":
                raise RefusedError(409, "ParentPathIsNotADirectory")
        self.server.backend.make_directory(self.filesystem, "/".join(parts))

    def _pass_on(self) -> None:
        """Send a request of the blob service to Azurite, and its response back."""
        query = urlencode({k: v for k, v in self.query.items() if k not in _SIGNATURE}, doseq=True)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN_HEADERS}
        path = f"{self.filesystem}/{self.raw}" if self.raw else self.filesystem
        body = self._body() if self.unread else None
        response = self.server.backend.open(self.command, path, query, headers, body)
        more = {}
        if self.command in ("GET", "HEAD") and response.status < 300 and self.file:
            folder = response.headers.get("x-ms-meta-hdi_isfolder") == "true"
            more["x-ms-resource-type"] = "directory" if folder else "file"
        self.send_response(response.status)
        for name, value in [*response.headers.items(), *more.items()]:
            if name.lower() not in _HOP_HEADERS:
                self.send_header(name, value)
        length = response.headers.get("Content-Length")
        if length is None and self.command != "HEAD":
            content = response.read()
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        while chunk := response.read(_CHUNK):
            self.wfile.write(chunk)

    def _meets_fault(self) -> bool:
        """Carry out a scripted fault: a status, a dropped connection, a delay."""
        request = Request(self.command, self.path.partition("?")[0], self.query, t.cast("t.Any", self.headers), b"", "")
        fault, ended = self.server.state.faults.take(request)
        if fault is None:
            return False
        if fault.delay:
            ended.wait(fault.delay)
        if fault.drop == "after":
            self._route()
        if fault.drop is not None:
            self.close_connection = True
            return True
        if fault.scripted is None:
            return False
        scripted = fault.scripted
        if scripted.body:
            # Something else answers, such as a proxy.
            self._skip()
            self.send_response(scripted.status)
            for name, value in {**scripted.headers, "Content-Length": str(len(scripted.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(scripted.body)
            return True
        code = scripted.headers.get("x-ms-error-code", "ServerBusy")
        later = {name: value for name, value in scripted.headers.items() if name.lower() == "retry-after"}
        self._refuse(scripted.status, code, later)
        return True

    def _refuse(self, status: int, code: str, more: Mapping[str, str] | None = None) -> None:
        """Answer with an error, in the shape of the Data Lake."""
        body = json.dumps({"error": {"code": code, "message": code}}).encode()
        self._answer(status, {"Content-Type": "application/json", "x-ms-error-code": code, **(more or {})}, body)

    def _answer(self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        """Answer."""
        self._skip()
        self.send_response(status)
        identity = {"x-ms-version": "2021-12-02", "x-ms-request-id": str(uuid.uuid4())}
        for name, value in {**identity, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _body(self) -> t.Iterator[bytes]:
        """Yield the body of the request."""
        while self.unread:
            chunk = self.rfile.read(min(self.unread, _CHUNK))
            if not chunk:
                self.close_connection = True
                return
            self.unread -= len(chunk)
            yield chunk

    def _skip(self) -> None:
        """Read what is left of the body."""
        for _chunk in self._body():
            pass

    def _conditions(self) -> dict[str, str]:
        """Return under which conditions something is done."""
        return {name: value for name in _CONDITIONS if (value := self.headers.get(name))}

    def _content_headers(self) -> dict[str, str]:
        """Return the properties of a file as the blob service calls them."""
        return {
            name.replace("x-ms-content", "x-ms-blob-content").replace("x-ms-cache", "x-ms-blob-cache"): value
            for name in _PROPERTIES
            if (value := self.headers.get(name))
        }

    def _metadata(self) -> dict[str, str]:
        """Return the metadata of a new file: names with values in base64."""
        pairs = [pair.partition("=") for pair in (self.headers.get("x-ms-properties") or "").split(",") if pair]
        return {f"x-ms-meta-{name.strip()}": base64.b64decode(value).decode("latin-1") for name, _is, value in pairs}

    def _value(self, name: str) -> str:
        """Return a parameter of the query, empty when it is not there."""
        return self.query.get(name, [""])[-1]


def _path(entry: Mapping[str, t.Any]) -> dict[str, str]:
    """Return an entry of a listing."""
    folder = {"isDirectory": "true"} if entry["directory"] else {}
    return {
        "name": entry["name"],
        **folder,
        "contentLength": entry["size"],
        "etag": entry["etag"],
        "lastModified": entry["modified"],
    }


def _validators(answer: HTTPMessage) -> dict[str, str]:
    """Return by what a later request can tell whether the file has changed."""
    return {name: value for name in ("ETag", "Last-Modified") if (value := answer.get(name))}
