# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One HTTP request and its answer, bounded in time and size. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import typing as t
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..clock import Clock, of_http_date
from ..errors import (
    AmbiguousError,
    ConnectionFailedError,
    Exchange,
    InputError,
    ResponseError,
    UntrustedError,
    VeracityError,
)
from ..redaction.scrubber import Scrubber
from ..settings import Connection
from .deadline import Deadline, deadline_adapter
from .proxies import proxies_for

if t.TYPE_CHECKING:
    import requests

# That of galaxy.yml, which a module on a target cannot read. A test compares them.
VERSION = "1.0.0"
USER_AGENT = f"dnv.veracity/{VERSION} (Ansible collection)"
_CONNECT_TIMEOUT = 10.0
_CHUNK = 65536
_REACH = "Check the network, firewalls, and proxy (or HTTPS_PROXY)."
_SLOW = "Run again. If the error persists, raise timeout, and check proxy (or HTTPS_PROXY)."
_CLOSED = "Run again. If the error persists, check firewalls, and proxy (or HTTPS_PROXY)."
# More of an error is never shown, so no more is read.
_ERROR_LIMIT = _CHUNK
# Some servers put the character set here.
_NOT_ENCODED = frozenset({"", "identity", "utf-8", "utf8"})
# The Services API calls it a support code.
_CORRELATION = ("x-correlation-id", "client-request-id", "x-supportcode")


@dataclass(frozen=True)
class Response:
    """An answer, read to its end. ``date`` is the server's clock in seconds since the epoch, where it said it."""

    status: int
    headers: t.Mapping[str, str]
    body: bytes
    exchange: Exchange
    scrub: Scrubber
    date: float | None = None

    def json(self) -> t.Any:
        """Return the body as data, None when it is empty. Raises ResponseError when it is something else than JSON."""
        text = self.body.decode("utf-8-sig", "replace").strip()
        if not text:
            return None
        try:
            return json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            kind = self.headers.get("Content-Type", "no content type").split(";")[0]
            raise ResponseError(
                f"The response is not JSON ({kind}, {len(self.body)} bytes): {self.scrub(text, 80)}",
                hint="A proxy or captive portal may have responded instead. Check proxy and the URL.",
                exchange=self.exchange,
            ) from None


@dataclass(frozen=True)
class Route:
    """How to reach a host, for libraries that make their own requests. ``proxies`` may hold a password.

    ``verify`` is as requests takes it, ``timeout`` in seconds, ``retries`` counts attempts after the first.
    """

    verify: bool | str
    proxies: dict[str, str] = field(repr=False)
    connect_timeout: float
    timeout: float
    retries: int
    scrub: Scrubber = field(repr=False)


def _refuse_constant(name: str) -> t.NoReturn:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(name)


class Transport:
    """A hardened session: no netrc, no redirects, verified certificates, a deadline and a size limit on each answer."""

    def __init__(
        self,
        connection: Connection,
        scrub: Scrubber,
        *,
        clock: Clock | None = None,
        log: t.Callable[[str], None] | None = None,
        connections: int = 10,
    ) -> None:
        """Raises VeracityError when requests is missing, InputError when ca_path names no file."""
        try:
            import requests
        except ImportError:
            raise VeracityError(
                f"The Python library requests is missing for {sys.executable}.",
                hint="Install it for that Python, or set ansible_python_interpreter to the Python that has it "
                "(on the controller: ansible_python_interpreter: '{{ ansible_playbook_python }}').",
            ) from None
        if not connection.validate_certs:
            import urllib3

            # The session warns of it, once and where users see it.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._connection = connection
        self._scrub = scrub
        self._clock = clock or Clock()
        self._log = log
        self._deadline = Deadline()
        self._verify = certificates(connection)
        self._session = requests.Session()
        # Otherwise requests takes credentials from a netrc file and puts them in the place of our token.
        self._session.trust_env = False
        adapter = deadline_adapter(self._deadline, self._clock, connections)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def route(self, url: str) -> Route:
        """Return how to reach the host of a URL by the same rules."""
        connection = self._connection
        return Route(
            self._verify if connection.validate_certs else False,
            proxies_for(url, connection),
            min(_CONNECT_TIMEOUT, connection.timeout),
            connection.timeout,
            connection.retries,
            self._scrub,
        )

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: t.Mapping[str, str],
        deadline: float,
        limit: int,
        body: bytes | None = None,
        verify: bool = True,
        accepted: t.Container[int] = range(200, 300),
    ) -> Response:
        """Send one request and return the answer, whatever its status; redirects are answers.

        ``deadline`` (monotonic) is for the whole exchange, ``limit`` for the bytes of an answer with one of the
        ``accepted`` statuses. Any other is an error, of which only the beginning is read. Raises ConnectionFailedError
        when nothing was sent, AmbiguousError when the answer was lost, ResponseError when it is larger than the limit
        or encoded.
        """
        import requests
        import urllib3.exceptions

        started = self._clock.monotonic()
        shown = Exchange(method, _without_query(url))
        self._deadline.moment = min(deadline, started + _CONNECT_TIMEOUT + self._connection.timeout)
        self._deadline.connecting = self._deadline.tunneling = False
        timeout = max(0.001, min(self._connection.timeout, deadline - started))
        try:
            with self._session.request(
                method,
                url,
                data=body,
                headers={"Accept-Encoding": "identity", "User-Agent": USER_AGENT, **headers},
                timeout=(min(_CONNECT_TIMEOUT, timeout), timeout),
                verify=self._verify if verify else False,
                allow_redirects=False,
                stream=True,
                proxies=proxies_for(url, self._connection),
            ) as answer:
                content = self._read(answer, limit if answer.status_code in accepted else None, shown)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise self._failure(error, shown, self._clock.monotonic() - started) from None
        if self._log is not None:
            took = (self._clock.monotonic() - started) * 1000
            self._log(f"{method} {shown.url} {answer.status_code} {took:.0f} ms")
        exchange = Exchange(
            method,
            shown.url,
            status=answer.status_code,
            request_id=self._id(answer.headers.get("x-ms-request-id") or answer.headers.get("request-id")),
            correlation_id=self._id(
                next((answer.headers[name] for name in _CORRELATION if answer.headers.get(name)), None)
            ),
        )
        return Response(
            answer.status_code, answer.headers, content, exchange, self._scrub, of_http_date(answer.headers.get("Date"))
        )

    def _read(self, answer: requests.Response, limit: int | None, shown: Exchange) -> bytes:
        """Return the body, or raise when it is longer than the limit or not as it was asked for.

        Without a limit it is an error, and its beginning is returned.
        """
        encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in _NOT_ENCODED:
            raise ResponseError(
                f"The answer is encoded ({encoding[:20]}) although no encoding was requested.", exchange=shown
            )
        content = bytearray()
        for chunk in answer.raw.stream(_CHUNK, decode_content=False):
            content += chunk
            if limit is None and len(content) >= _ERROR_LIMIT:
                return bytes(content[:_ERROR_LIMIT])
            if limit is not None and len(content) > limit:
                raise ResponseError(
                    f"The response is longer than {limit} bytes and was not read further.", exchange=shown
                )
            if self._clock.monotonic() >= self._deadline.moment:
                raise TimeoutError("timed out")
        return bytes(content)

    def _id(self, value: str | None) -> str | None:
        """Return an id that a server sent, cut to the size of one."""
        return self._scrub(value, 60) if value else None

    def _failure(self, error: Exception, shown: Exchange, took: float) -> VeracityError:
        """Return our error for one of requests, urllib3 or the operating system, without its text: that has the URL."""
        import requests

        host = shown.url.split("/")[0]
        causes = list(_causes(error))
        names = {type(cause).__name__ for cause in causes}
        connecting = self._deadline.connecting
        if connecting and isinstance(error, requests.exceptions.SSLError):
            reason = next(
                (str(getattr(cause, "verify_message", "")) for cause in causes if hasattr(cause, "verify_message")), ""
            )
            return UntrustedError(
                f"No trusted connection to {host}: {reason or 'the TLS handshake failed'}.",
                hint="If a proxy or a private certificate authority is in use, set ca_path to its CA file.",
                exchange=shown,
            )
        if isinstance(error, requests.exceptions.ProxyError):
            return UntrustedError(
                f"The proxy did not connect to {host}.",
                hint="Check proxy (or HTTPS_PROXY), and its user name and password.",
                exchange=shown,
            )
        if isinstance(error, ValueError):
            return UntrustedError(
                f"No request to {host} can be made with this URL and proxy.",
                hint="Check proxy (or HTTPS_PROXY and ALL_PROXY): it must be http:// or https://, not SOCKS.",
                exchange=shown,
            )
        timed_out = isinstance(error, requests.exceptions.Timeout) or any(
            isinstance(cause, TimeoutError) for cause in causes
        )
        if self._deadline.tunneling and timed_out:
            return ConnectionFailedError(
                f"The proxy did not connect to {host} within {took:.0f} s.",
                hint="Check proxy (or HTTPS_PROXY), and whether it allows connections to this host.",
                exchange=shown,
            )
        resolution = next((cause for cause in causes if isinstance(cause, socket.gaierror)), None)
        if resolution is not None or "NameResolutionError" in names:
            return ConnectionFailedError(
                f"The host {host} is not known (name resolution failed).",
                hint="Check the spelling of the host in the options, and the name resolution (DNS) of this machine.",
                exchange=shown,
            )
        if isinstance(error, requests.exceptions.ConnectTimeout):
            return ConnectionFailedError(f"No connection to {host} within {took:.0f} s.", hint=_REACH, exchange=shown)
        code = next((cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno), None)
        if "NewConnectionError" in names:
            return ConnectionFailedError(f"No connection to {host}: {_words(code)}.", hint=_REACH, exchange=shown)
        kind = ConnectionFailedError if connecting else AmbiguousError
        if timed_out:
            return kind(f"{host} did not answer within {took:.0f} s.", hint=_SLOW, exchange=shown)
        return kind(
            f"{host} closed the connection before the response was complete ({_words(code)}).",
            hint=_CLOSED,
            exchange=shown,
        )


def _words(code: int | None) -> str:
    """Return an errno as words."""
    return os.strerror(code).lower() if code is not None and code in errno.errorcode else "connection lost"


def _causes(error: BaseException) -> t.Iterator[BaseException]:
    """Yield an error and everything that it was raised from or wraps."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]


def _without_query(url: str) -> str:
    """Return host and path of a URL."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"


def certificates(connection: Connection) -> bool | str:
    """Return what to verify certificates against: ca_path, the usual environment variables, or the built-in list."""
    for origin, path in (
        ("ca_path", connection.ca_path),
        ("REQUESTS_CA_BUNDLE", connection.variables.get("REQUESTS_CA_BUNDLE")),
        ("CURL_CA_BUNDLE", connection.variables.get("CURL_CA_BUNDLE")),
        ("SSL_CERT_FILE", connection.variables.get("SSL_CERT_FILE")),
    ):
        if path:
            path = os.path.expanduser(path)
            if not os.path.exists(path):
                raise InputError(f"{origin}: there is no file {path}. Correct the path.")
            return path
    return True
