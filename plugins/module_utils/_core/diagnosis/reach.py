# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""How far a host can be reached, step by step. Private: for use inside dnv.veracity only.

Goes the way of a request, without anything secret but what a proxy wants: name, proxy, connection, TLS, answer. The
first step that fails says what is wrong, where a library only says that the request failed.
"""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import ssl
import typing as t
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, unquote, urlsplit

from ..clock import Clock, of_http_date
from ..errors import VeracityError
from ..settings import Connection, is_loopback
from ..transport.proxies import proxies_for
from ..transport.session import USER_AGENT, certificates
from .certificate import issuer_of

_CONNECT_TIMEOUT = 10.0
_ANSWER_TIMEOUT = 20.0
_HEAD_LIMIT = 65536
_PORTS = {"http": 80, "https": 443}

# The steps.
NAME = "name"
CONNECT = "connect"
PROXY_NAME = "proxy_name"
PROXY_CONNECT = "proxy_connect"
PROXY_LOGIN = "proxy_login"
PROXY_REFUSAL = "proxy_refusal"
PROXY_TARGET = "proxy_target"
PROXY_OTHER = "proxy_other"
TLS = "tls"
CERTIFICATE = "certificate"
ANSWER = "answer"


@dataclass(frozen=True)
class Reached:
    """How far a host was reached. ``failed_at`` is the step that failed, with ``reason``; None when it answers.

    ``proxy`` is host and port of the proxy that applies, ``proxy_from`` what named it; ``direct`` says why a proxy of
    the environment does not apply. ``issuer`` signed the certificate, ``verify_code`` is OpenSSL's for one that is not
    trusted. ``date`` is the clock of the server in seconds since the epoch, and ``measured`` ours at that moment.
    """

    host: str
    failed_at: str | None = None
    reason: str = ""
    proxy: str | None = None
    proxy_from: str = ""
    proxy_has_login: bool = False
    direct: str = ""
    addresses: tuple[str, ...] = ()
    issuer: str | None = None
    verify_code: int = 0
    status: int | None = None
    date: float | None = None
    measured: float = 0.0


class _FailedError(Exception):
    """A step failed."""

    def __init__(self, step: str, reason: str, verify_code: int = 0) -> None:
        super().__init__(reason)
        self.step = step
        self.reason = reason
        self.verify_code = verify_code


def reach(address: str, connection: Connection, clock: Clock, *, verify: bool = True) -> Reached:
    """Return how far the host of an address can be reached. Raises nothing; needs the library requests for TLS."""
    parts = urlsplit(address)
    way = _way(address, parts, connection)
    if way.failed_at is not None:
        return way
    try:
        found = _answer(parts, way, connection, clock, verify=verify)
    except _FailedError as failure:
        way = replace(way, failed_at=failure.step, reason=failure.reason, verify_code=failure.verify_code)
        if failure.step != CERTIFICATE:
            return way
        # Nothing secret is sent: only who signed it, and the time, are of interest.
        with contextlib.suppress(_FailedError):
            found = _answer(parts, replace(way, failed_at=None), connection, clock, verify=False)
            way = replace(way, issuer=found.issuer, date=found.date, measured=found.measured, addresses=found.addresses)
        return way
    return found


def _way(address: str, parts: SplitResult, connection: Connection) -> Reached:
    """Return which proxy applies, before anything is tried."""
    host = parts.hostname or ""
    way = Reached(host if parts.port is None else f"{host}:{parts.port}")
    own = is_loopback(host)
    try:
        proxy = proxies_for(address, connection).get(parts.scheme)
    except VeracityError as error:
        return replace(way, failed_at=PROXY_OTHER, reason=error.summary)
    variable, value = _proxy_variable(parts.scheme, connection)
    if not proxy:
        cause = "it is this machine" if own else "NO_PROXY covers the host"
        return replace(way, direct=f"{variable} does not apply, because {cause}") if value else way
    proxy_from = "the option proxy" if connection.proxy else variable
    given = _split_proxy(proxy)
    if given is None or given.scheme not in ("http", "https"):
        kind = f"{given.scheme}://" if given is not None and given.scheme else "this value"
        return replace(
            way,
            failed_at=PROXY_OTHER,
            proxy_from=proxy_from,
            reason=f"{kind} is not a proxy of the kind http://host:port",
        )
    return replace(
        way,
        proxy=f"{given.hostname}:{given.port or _PORTS[given.scheme]}",
        proxy_from=proxy_from,
        proxy_has_login=given.username is not None,
    )


def _proxy_variable(scheme: str, connection: Connection) -> tuple[str, str]:
    """Return the environment variable that names a proxy, as it is spelled, and its value."""
    for wanted in (f"{scheme}_proxy", "all_proxy"):
        spelled = sorted(name for name in connection.variables if name.lower() == wanted)
        # Lower case sorts last, and is preferred.
        if spelled and connection.variables[spelled[-1]]:
            return spelled[-1], connection.variables[spelled[-1]]
    return "", ""


def _split_proxy(proxy: str) -> SplitResult | None:
    """Return a proxy as a URL, None for what is none."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _answer(parts: SplitResult, way: Reached, connection: Connection, clock: Clock, *, verify: bool) -> Reached:
    """Return what is known once the host has answered. Raises _FailedError."""
    timeout = min(_CONNECT_TIMEOUT, connection.timeout)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    with contextlib.ExitStack() as stack:
        if way.proxy is None:
            plain, addresses = _connect(host, port, timeout, NAME, CONNECT)
        else:
            plain, addresses = _through_proxy(host, port, connection, parts.scheme, clock, timeout), ()
        stack.callback(plain.close)
        way = replace(way, addresses=addresses)
        stream: t.Any = plain
        if parts.scheme == "https":
            stream = _secured(plain, host, connection, verify=verify)
            stack.callback(stream.close)
            way = replace(way, issuer=_issuer(stream, verify=verify))
        stream.settimeout(min(_ANSWER_TIMEOUT, connection.timeout))
        status, date = _head(stream, parts.netloc, clock, min(_ANSWER_TIMEOUT, connection.timeout))
    return replace(way, status=status, date=date, measured=clock.time())


def _connect(host: str, port: int, timeout: float, name: str, connect: str) -> tuple[socket.socket, tuple[str, ...]]:
    """Return a connection and the addresses of a name. Raises _FailedError at one of the two steps."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the name is not valid"
        raise _FailedError(name, reason) from None
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    reason = "no address"
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout), addresses
        except TimeoutError:
            reason = f"no answer within {timeout:.0f} s from {address}"
        except OSError as error:
            reason = f"{(os.strerror(error.errno) if error.errno else 'failed').lower()} ({address})"
    raise _FailedError(connect, reason)


def _through_proxy(host: str, port: int, connection: Connection, scheme: str, clock: Clock, timeout: float) -> t.Any:
    """Return a tunnel to a host. Raises _FailedError."""
    proxy = _split_proxy(connection.proxy or _proxy_variable(scheme, connection)[1])
    if proxy is None:
        raise _FailedError(PROXY_OTHER, "this value is not a proxy of the kind http://host:port")
    named = proxy.hostname or ""
    plain, _addresses = _connect(named, proxy.port or _PORTS[proxy.scheme], timeout, PROXY_NAME, PROXY_CONNECT)
    try:
        stream: t.Any = plain
        if proxy.scheme == "https":
            stream = _secured(plain, named, connection, verify=True, step=PROXY_OTHER)
        shown = f"[{host}]" if ":" in host else host
        login = ""
        if proxy.username is not None:
            pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
            login = f"Proxy-Authorization: Basic {base64.b64encode(pair).decode()}\r\n"
        stream.sendall(f"CONNECT {shown}:{port} HTTP/1.1\r\nHost: {shown}:{port}\r\n{login}\r\n".encode())
        status, _headers = _read_head(stream, clock, timeout)
    except TimeoutError:
        plain.close()
        raise _FailedError(PROXY_TARGET, f"no connection to {host} within {timeout:.0f} s") from None
    except OSError as error:
        plain.close()
        raise _FailedError(PROXY_OTHER, f"the proxy closed the connection ({error.strerror or 'no reason'})") from None
    except _FailedError:
        plain.close()
        raise
    if status == 200:
        return stream
    plain.close()
    if status == 407:
        raise _FailedError(PROXY_LOGIN, "HTTP 407")
    if status is None:
        raise _FailedError(PROXY_OTHER, "what answers there is no HTTP proxy")
    raise _FailedError(PROXY_TARGET if status >= 500 else PROXY_REFUSAL, f"HTTP {status}")


def _secured(stream: t.Any, host: str, connection: Connection, *, verify: bool, step: str = TLS) -> t.Any:
    """Return a connection with TLS, as requests opens it. Raises _FailedError."""
    import requests.utils
    from urllib3.util.ssl_ import create_urllib3_context
    from urllib3.util.ssltransport import SSLTransport

    context = create_urllib3_context()
    if verify:
        trusted = certificates(connection)
        path = requests.utils.DEFAULT_CA_BUNDLE_PATH if trusted is True else str(trusted)
        try:
            context.load_verify_locations(**{"capath" if os.path.isdir(path) else "cafile": path})
        except OSError:
            raise _FailedError(step, f"{path} is not a file of certificates") from None
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        if isinstance(stream, ssl.SSLSocket):
            return SSLTransport(stream, context, server_hostname=host)
        return context.wrap_socket(stream, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        message = error.verify_message.rstrip(".")
        raise _FailedError(CERTIFICATE if step == TLS else step, message, error.verify_code) from None
    except TimeoutError:
        raise _FailedError(step, "the TLS handshake was not answered in time") from None
    except ssl.SSLError as error:
        reason = (error.reason or "unknown").replace("_", " ").lower()
        raise _FailedError(step, f"the TLS handshake failed ({reason})") from None
    except OSError as error:
        words = os.strerror(error.errno).lower() if error.errno else "closed"
        raise _FailedError(step, f"the connection was closed during the TLS handshake ({words})") from None


def _issuer(stream: t.Any, *, verify: bool) -> str | None:
    """Return who signed the certificate of a connection."""
    return issuer_of(stream.getpeercert(True), stream.getpeercert() if verify else None)


def _head(stream: t.Any, host: str, clock: Clock, timeout: float) -> tuple[int, float | None]:
    """Ask for nothing in particular, and return the status and the clock of the server. Raises _FailedError."""
    request = f"HEAD / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {USER_AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    try:
        stream.sendall(request.encode())
        status, headers = _read_head(stream, clock, timeout)
    except TimeoutError:
        raise _FailedError(ANSWER, f"no answer within {timeout:.0f} s") from None
    except OSError as error:
        words = os.strerror(error.errno).lower() if error.errno else "closed"
        raise _FailedError(ANSWER, f"the connection was closed before an answer ({words})") from None
    if status is None:
        raise _FailedError(ANSWER, "what answers there is no HTTP server")
    return status, of_http_date(headers.get("date"))


def _read_head(stream: t.Any, clock: Clock, timeout: float) -> tuple[int | None, dict[str, str]]:
    """Return status and headers of an answer, no status for what is no answer. Raises OSError.

    The time is for the whole of it: who sends a byte a second would otherwise hold it up for hours.
    """
    data = b""
    deadline = clock.monotonic() + timeout
    while b"\r\n\r\n" not in data and len(data) < _HEAD_LIMIT:
        if clock.monotonic() >= deadline:
            raise TimeoutError("timed out")
        chunk = stream.recv(4096)
        if not chunk:
            break
        data += chunk
    if not data:
        raise ConnectionResetError(104, "closed")
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    words = first.split(" ")
    if not words[0].startswith("HTTP/") or len(words) < 2 or not words[1].isdigit():
        return None, {}
    headers = {name.strip().lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
    return int(words[1]), headers
