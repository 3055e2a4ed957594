# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request over real sockets: time and size bounds, TLS, proxies, and errors that say what happened."""

from __future__ import annotations

import json
import os
import resource
import socket
import struct
import threading
import time
import typing as t
from pathlib import Path

import pytest
import yaml
from azure.core.credentials import AzureSasCredential
from azure.core.exceptions import AzureError

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.library import open_container
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.sas_url import parse
from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    ConnectionFailedError,
    InputError,
    ResponseError,
    UntrustedError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import Scrubber
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Connection
from ansible_collections.dnv.veracity.plugins.module_utils._core.transport.session import Response, Transport
from tests.simulator.fixture import Simulator
from tests.unit.support.certificates import Authority
from tests.unit.support.clocks import FastClock, SleeplessClock
from tests.unit.support.leaks import leaks
from tests.unit.support.opening import APPLICATION, Opener
from tests.unit.support.proxies import Proxy
from tests.unit.support.servers import RawServer, answer, answering, closed_port, kept

GOOD = answer(b'{"good": true}')
PROXY_PASSWORD = "pr0xy-pass-word"


class Sender:
    """Sends requests with one transport."""

    def __init__(self, clock: Clock | None = None, secrets: t.Iterable[str] = (), **connection: t.Any) -> None:
        self._clock = clock or Clock()
        self.lines: list[str] = []
        self.transport = Transport(
            Connection(**connection), Scrubber(secrets), clock=self._clock, log=self.lines.append
        )

    def __call__(
        self, url: str, *, method: str = "GET", seconds: float = 30.0, limit: int = 65536, **options: t.Any
    ) -> Response:
        deadline = self._clock.monotonic() + seconds
        headers = options.pop("headers", {"Accept": "application/json"})
        return self.transport.send(method, url, headers=headers, deadline=deadline, limit=limit, **options)

    def error(self, url: str, **options: t.Any) -> VeracityError:
        """Return the error of a request that fails."""
        with pytest.raises(VeracityError) as caught:
            self(url, **options)
        return caught.value


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return an authority for the servers of these tests."""
    return Authority(tmp_path_factory.mktemp("authority"))


def test_answer_as_a_whole() -> None:
    headers = "Date: Mon, 23 Nov 2026 09:00:00 GMT\r\nx-ms-request-id: 42\r\nX-Correlation-ID: 6f1c\r\n"
    sender = Sender()
    with RawServer(answering(answer(b"{}", "201 Created", headers))) as server:
        response = sender(f"{server.url}/a/path?secret=query")
        assert response.status == 201
        assert response.headers["x-MS-request-id"] == "42"
        assert response.json() == {}
        assert response.date == 1795424400.0
        host = server.url.removeprefix("http://")
        assert str(response.exchange) == f"GET {host}/a/path, HTTP 201, request id 42, correlation id 6f1c"
        assert len(sender.lines) == 1
        assert sender.lines[0].startswith(f"GET {host}/a/path 201 ")
        assert sender.lines[0].endswith(" ms")
        assert b"User-Agent: dnv.veracity/" in server.requests[0]
        assert b"Accept-Encoding: identity" in server.requests[0]


def test_request_ids_of_a_server_are_cut_and_scrubbed() -> None:
    headers = f"x-ms-request-id: my-secret-value {'x' * 500}\r\n"
    with RawServer(answering(answer(b"{}", headers=headers))) as server:
        exchange = Sender(secrets=["my-secret-value"])(server.url).exchange
        assert exchange.request_id is not None
        assert exchange.request_id.startswith("******** x")
        assert len(exchange.request_id) == 60


@pytest.mark.parametrize(
    ("body", "found"),
    [(b"", None), (b"  \r\n", None), (b'\xef\xbb\xbf{"a": "\xc3\xa9"}', {"a": "é"}), (b"[1]", [1]), (b"0", 0)],
    ids=["empty", "blank", "byte order mark", "list", "number"],
)
def test_json_of_an_answer(body: bytes, found: object) -> None:
    with RawServer(answering(answer(body))) as server:
        assert Sender()(server.url).json() == found


def test_204_has_no_body() -> None:
    with RawServer(answering(b"HTTP/1.1 204 No Content\r\n\r\n")) as server:
        assert Sender()(server.url).json() is None


@pytest.mark.parametrize("part", ["head", "body", "status line"])
def test_a_byte_now_and_then_does_not_outlast_the_deadline(part: str) -> None:
    def trickle(connection: socket.socket, _request: bytes) -> None:
        start = {"head": b"HTTP/1.1 200 OK\r\n", "body": b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"}
        connection.sendall(start.get(part, b""))
        for _byte in range(500):
            connection.sendall(b"X")
            if server.ended.wait(0.02):
                return

    with RawServer(trickle) as server:
        # A minute by this clock is a third of a second: no single receive is ever late.
        error = Sender(FastClock(180)).error(server.url, seconds=60)
        assert isinstance(error, AmbiguousError)
        assert "did not answer within" in error.summary


def test_trickled_answer_that_ends_in_time_is_an_answer(simulator: Simulator, opener: Opener) -> None:
    simulator.fault(path=APPLICATION, trickle=0.0005)
    assert opener().client.get(APPLICATION).status == 200


class Drip:
    """Sends a byte now and then, after a beginning, and for much longer than anybody may wait.

    With ``hello`` the beginning of a TLS handshake comes before that, once the other side has begun one.
    """

    def __init__(self, start: bytes = b"", *, hello: bool = False) -> None:
        self._start = start
        self._hello = hello
        self.ended = threading.Event()

    def __call__(self, connection: socket.socket, _request: bytes) -> None:
        connection.sendall(self._start)
        if self._hello:
            connection.recv(1)
            connection.sendall(HELLO)
        for _byte in range(1000):
            connection.sendall(b"X")
            if self.ended.wait(0.02):
                return

    def wrap_socket(self, sock: socket.socket, server_side: bool) -> socket.socket:
        """Stand in for a TLS context whose handshake never ends."""
        assert server_side
        self(sock, b"")
        return sock


# The head of a TLS record with 16 KiB of a handshake, which never come.
HELLO = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc"
ESTABLISHED = b"HTTP/1.1 200 OK\r\n\r\n"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("start", "says"),
    [
        (b"", "The proxy did not connect to"),
        (b"HTTP/1.1 200 ", "The proxy did not connect to"),
        (b"HTTP/1.1 200 OK\r\nX-Waiting: ", "The proxy did not connect to"),
        (ESTABLISHED, "did not answer within"),
    ],
    ids=["status line", "reason", "head", "TLS handshake"],
)
def test_a4_proxy_that_drips_does_not_outlast_the_deadline(
    authority: Authority, scheme: str, start: bytes, says: str
) -> None:
    drip = Drip(start, hello=start == ESTABLISHED)
    context = authority.context() if scheme == "https" else None
    with RawServer(drip, context=context) as proxy, RawServer(answering(GOOD), context=authority.context()) as server:
        sender = Sender(ca_path=str(authority.path), proxy=proxy.url, timeout=0.3)
        error = sender.error(server.url, method="POST", body=b"client_secret=x")
        drip.ended.set()
        assert isinstance(error, ConnectionFailedError)
        assert says in error.summary
        assert server.connections == 0


def test_a4_deadline_of_a_call_bounds_the_tunnel(authority: Authority) -> None:
    drip = Drip()
    with RawServer(drip) as proxy:
        # A minute by this clock is a third of a second.
        sender = Sender(FastClock(180), ca_path=str(authority.path), proxy=proxy.url, timeout=3600)
        error = sender.error("https://api.example/", seconds=5)
        drip.ended.set()
        assert "The proxy did not connect to api.example within" in error.summary


def test_a4_handshake_that_drips_does_not_outlast_the_timeout(authority: Authority) -> None:
    drip = Drip(hello=True)
    with RawServer(answering(GOOD), context=t.cast("t.Any", drip)) as server:
        error = Sender(ca_path=str(authority.path), timeout=0.3).error(server.url, method="POST", body=b"{}")
        drip.ended.set()
        assert isinstance(error, ConnectionFailedError)
        assert "did not answer within" in error.summary


def test_a4_storage_behind_a_proxy_that_drips(authority: Authority) -> None:
    drip = Drip(b"HTTP/1.1 200 ")
    with RawServer(drip) as proxy:
        transport = Sender(ca_path=str(authority.path), proxy=proxy.url, timeout=0.3).transport
        sas = parse("https://account.blob.core.windows.net/container?sv=1&sig=x")
        route = transport.route(sas.account_url)
        container = open_container(sas, AzureSasCredential(sas.token), route, connections=1, block_size=1024)
        with pytest.raises(AzureError, match="timed out"):
            container.get_container_properties()
        drip.ended.set()
        assert len(proxy.requests) == 1


def test_deadline_bounds_each_receive_and_not_their_sum_alone() -> None:
    clock = SleeplessClock()
    left_early: list[bool] = []

    def stall(connection: socket.socket, _request: bytes) -> None:
        # All but a moment of the deadline is over when the first bytes come, and then nothing comes for long.
        clock.ahead = 29.8
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
        connection.settimeout(10)
        try:
            left_early.append(connection.recv(1) == b"")
        except TimeoutError:
            left_early.append(False)

    with RawServer(stall) as server:
        error = Sender(clock, timeout=3600).error(server.url, seconds=30)
        assert isinstance(error, AmbiguousError)
        assert server.closed.acquire(timeout=20)
    assert left_early == [True]


def test_h_of_a_large_error_no_more_is_read_than_is_shown() -> None:
    sent: list[int] = []

    def pour(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b'HTTP/1.1 400 Bad Request\r\nContent-Length: 66060288\r\n\r\n{"message": "no: ')
        sent.append(0)
        while sent[0] < 63 * 1024 * 1024:
            connection.sendall(b"0" * 0x10000)
            sent[0] += 0x10000

    with RawServer(pour) as server:
        response = Sender()(server.url, limit=64 * 1024 * 1024)
        assert server.closed.acquire(timeout=20)
    assert response.status == 400
    assert len(response.body) == 65536
    # What fits into the buffers of two sockets is more than was read, and far from all.
    assert sent[0] < 32 * 1024 * 1024


def test_h_error_status_that_was_asked_for_is_read_as_a_whole() -> None:
    body = json.dumps({"missing": "x" * 100_000}).encode()
    with RawServer(answering(answer(body, "404 Not Found"))) as server:
        assert len(Sender()(server.url, limit=200_000).body) == 65536
        assert Sender()(server.url, limit=200_000, accepted={404}).json() == json.loads(body)
        assert isinstance(Sender().error(server.url, limit=50_000, accepted={404}), ResponseError)


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "utf8", "Identity", " utf-8 "])
def test_e7_character_set_in_place_of_an_encoding_is_taken(encoding: str) -> None:
    headers = f"Content-Type: application/json\r\nContent-Encoding: {encoding}\r\n"
    with RawServer(answering(answer(b'{"good": true}', headers=headers))) as server:
        assert Sender()(server.url).json() == {"good": True}


def test_i_version_that_is_sent_is_that_of_the_collection() -> None:
    described = yaml.safe_load((Path(__file__).parents[4] / "galaxy.yml").read_text())
    with RawServer(answering(GOOD)) as server:
        Sender()(server.url)
        assert f"User-Agent: dnv.veracity/{described['version']} (Ansible collection)".encode() in server.requests[0]


def test_endless_interim_answers_do_not_outlast_the_deadline() -> None:
    def repeat(connection: socket.socket, _request: bytes) -> None:
        # Without a pause, so that no single receive has to wait.
        while not server.ended.is_set():
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    with RawServer(repeat) as server:
        assert isinstance(Sender(FastClock(120)).error(server.url, seconds=30), AmbiguousError)


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"], ids=["no", "half an"])
def test_server_that_stops_answering(start: bytes) -> None:
    def stop(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(start)
        server.ended.wait(20)

    with RawServer(stop) as server:
        error = Sender(timeout=0.3).error(server.url)
        assert isinstance(error, AmbiguousError)
        assert "did not answer within 0 s" in error.summary


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 2000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
    ],
    ids=[
        "nothing",
        "short body",
        "chunk cut",
        "chunk without length",
        "no HTTP at all",
        "too many headers",
        "too long a header",
    ],
)
def test_connection_that_ends_too_early_or_speaks_nonsense(data: bytes) -> None:
    with RawServer(answering(data)) as server:
        error = Sender().error(server.url)
        assert isinstance(error, AmbiguousError)
        assert "closed the connection before the response was complete" in error.summary


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"], ids=["head", "body"])
def test_reset_instead_of_an_answer(start: bytes) -> None:
    def reset(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(start)
        time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with RawServer(reset) as server:
        error = Sender().error(server.url, method="POST", body=b"{}")
        assert isinstance(error, AmbiguousError)
        assert not isinstance(error, ConnectionFailedError)
        assert "connection reset by peer" in error.summary


def test_refused_connection_names_host_and_cause() -> None:
    port = closed_port()
    error = Sender().error(f"http://127.0.0.1:{port}/path?query")
    assert isinstance(error, ConnectionFailedError)
    assert str(error) == (
        f"No connection to 127.0.0.1:{port}: connection refused.\n  (GET 127.0.0.1:{port}/path).\n"
        "  Check the network, firewalls, and proxy (or HTTPS_PROXY)."
    )


def test_unknown_host() -> None:
    error = Sender().error("https://no-such-host.invalid/path")
    assert isinstance(error, ConnectionFailedError)
    assert error.summary == "The host no-such-host.invalid is not known (name resolution failed)."


def test_connection_that_is_not_accepted_is_not_ambiguous() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        # Whoever comes after these finds the queue full, and waits.
        crowd = []
        for _number in range(4):
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
            crowd.append(waiting)
        error = Sender(timeout=0.3).error(f"http://127.0.0.1:{port}/", method="POST", body=b"{}")
        for waiting in crowd:
            waiting.close()
    assert error.__class__ is ConnectionFailedError
    assert "within 0 s" in error.summary


@pytest.mark.parametrize("chunked", [True, False], ids=["chunked", "with a length"])
def test_endless_body_is_cut_off_in_bounded_memory(chunked: bool) -> None:
    def pour(connection: socket.socket, _request: bytes) -> None:
        head = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 5368709120"
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")
        block = b"0" * 0x100000
        while not server.ended.is_set():
            connection.sendall(b"100000\r\n" + block + b"\r\n" if chunked else block)

    sender = Sender()
    with RawServer(answering(GOOD)) as warming:
        sender(warming.url)
    with RawServer(pour) as server:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        error = sender.error(server.url, limit=1024 * 1024)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert isinstance(error, ResponseError)
    assert "longer than 1048576 bytes" in error.summary
    assert grown < 20 * 1024


def test_one_chunk_without_end_is_cut_off() -> None:
    def pour(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n")
        while not server.ended.is_set():
            connection.sendall(b"0" * 0x10000)

    with RawServer(pour) as server:
        assert isinstance(Sender().error(server.url), ResponseError)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP", "gzip, gzip"])
def test_compressed_answer_is_not_unpacked(encoding: str) -> None:
    with RawServer(
        answering(answer(b"\x1f\x8b\x08" + b"\0" * 200, headers=f"Content-Encoding: {encoding}\r\n"))
    ) as server:
        error = Sender().error(server.url)
        assert isinstance(error, ResponseError)
        assert f"encoded ({encoding.lower()})" in error.summary


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_an_answer(status: int) -> None:
    with RawServer(answering(GOOD)) as other:
        location = f"Location: {other.url}/\r\n"
        with RawServer(answering(answer(b"", f"{status} Moved", location))) as server:
            assert Sender()(server.url).status == status
        assert other.connections == 0


def test_kept_connection_is_used_again() -> None:
    sender = Sender()
    with RawServer(answering(kept(GOOD)), rounds=3) as server:
        for _round in range(3):
            assert sender(server.url).json() == {"good": True}
        assert server.connections == 1


def test_kept_connection_that_the_server_has_closed_is_replaced() -> None:
    sender = Sender()
    with RawServer(answering(kept(GOOD))) as server:
        assert sender(server.url).status == 200
        assert server.closed.acquire(timeout=10)
        assert sender(server.url, method="POST", body=b"{}").status == 200
        assert server.connections == 2


def test_kept_connection_that_dies_under_a_write_is_ambiguous() -> None:
    def once(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET"):
            connection.sendall(kept(GOOD))

    sender = Sender()
    with RawServer(once, rounds=2) as server:
        sender(server.url)
        assert isinstance(sender.error(server.url, method="POST", body=b"{}"), AmbiguousError)
        assert len(server.requests) == 2


def test_short_deadline_of_one_call_does_not_shorten_the_next() -> None:
    def second_is_slow(connection: socket.socket, request: bytes) -> None:
        if b"/second" in request:
            time.sleep(0.6)
        connection.sendall(kept(GOOD))

    sender = Sender()
    with RawServer(second_is_slow, rounds=2) as server:
        sender(server.url, seconds=0.4)
        assert sender(f"{server.url}/second", seconds=10).status == 200


def test_threads_have_deadlines_of_their_own() -> None:
    def slow(connection: socket.socket, request: bytes) -> None:
        if b"/never" in request:
            server.ended.wait(20)
        time.sleep(0.3)
        connection.sendall(GOOD)

    sender = Sender()
    errors: list[VeracityError] = []
    with RawServer(slow) as server:
        thread = threading.Thread(target=lambda: errors.append(sender.error(f"{server.url}/never", seconds=0.1)))
        thread.start()
        assert sender(server.url, seconds=20).status == 200
        thread.join()
    assert isinstance(errors[0], AmbiguousError)


# TLS


def test_trusted_certificate(authority: Authority) -> None:
    with RawServer(answering(GOOD), context=authority.context()) as server:
        assert Sender(ca_path=str(authority.path))(server.url).json() == {"good": True}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"expired": True}, "expired"),
        ({"self_signed": True}, "self-signed certificate"),
        ({"name": "elsewhere.example"}, "localhost"),
        ({"old": True}, "TLS handshake failed"),
    ],
    ids=["expired", "self-signed", "wrong host", "TLS 1.1"],
)
def test_wrong_certificate_is_refused(authority: Authority, how: dict[str, t.Any], says: str) -> None:
    with RawServer(answering(GOOD), context=authority.context(**how)) as server:
        error = Sender(ca_path=str(authority.path)).error(server.url, method="POST", body=b"client_secret=x")
        assert isinstance(error, UntrustedError)
        assert "No trusted connection to localhost" in error.summary
        assert says in error.summary
        assert "ca_path" in (error.hint or "")
        assert "validate_certs" not in str(error)
        assert not server.requests


def test_unknown_authority_is_refused(authority: Authority) -> None:
    with RawServer(answering(GOOD), context=authority.context()) as server:
        assert isinstance(Sender().error(server.url), UntrustedError)
        assert not server.requests


def test_server_that_speaks_no_tls(authority: Authority) -> None:
    with RawServer(answering(GOOD)) as server:
        error = Sender(timeout=0.5).error(server.url.replace("http", "https"))
        assert isinstance(error, ConnectionFailedError)


def test_broken_tls_after_the_request_is_ambiguous(authority: Authority) -> None:
    def break_it(connection: socket.socket, _request: bytes) -> None:
        os.write(connection.fileno(), b"this is no TLS record at all, but plain text in the middle of a connection")
        time.sleep(0.1)

    with RawServer(break_it, context=authority.context()) as server:
        error = Sender(ca_path=str(authority.path)).error(server.url, method="POST", body=b"{}")
        assert len(server.requests) == 1
        assert isinstance(error, AmbiguousError)


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_verification_can_be_left_out_for_one_call_only(authority: Authority) -> None:
    with RawServer(answering(kept(GOOD)), context=authority.context(self_signed=True), rounds=5) as server:
        sender = Sender(ca_path=str(authority.path))
        assert sender(server.url, verify=False).status == 200
        assert isinstance(sender.error(server.url), UntrustedError)


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_usual_variables_name_the_authority(authority: Authority, variable: str) -> None:
    with RawServer(answering(GOOD), context=authority.context()) as server:
        assert Sender(variables={variable: str(authority.path)})(server.url).status == 200


def test_ca_path_wins_over_the_environment(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Authority(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other.path))
    with RawServer(answering(GOOD), context=authority.context()) as server:
        variables = dict(os.environ)
        assert Sender(ca_path=str(authority.path), variables=variables)(server.url).status == 200
        assert isinstance(Sender(variables=variables).error(server.url), UntrustedError)


def test_environment_of_the_process_does_not_count(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    with RawServer(answering(GOOD), context=authority.context()) as server:
        assert isinstance(Sender(variables={}).error(server.url), UntrustedError)


@pytest.mark.parametrize("how", [{"ca_path": "/no/such/file"}, {"variables": {"REQUESTS_CA_BUNDLE": "/no/such/file"}}])
def test_authority_that_is_not_there(how: dict[str, t.Any]) -> None:
    with pytest.raises(InputError, match=r"(ca_path|REQUESTS_CA_BUNDLE): there is no file /no/such/file"):
        Sender(**how)


def test_authority_that_is_no_certificate(tmp_path: Path, authority: Authority) -> None:
    path = tmp_path / "garbage.pem"
    path.write_text("this is no certificate")
    with RawServer(answering(GOOD), context=authority.context()) as server:
        error = Sender(ca_path=str(path)).error(server.url)
        assert isinstance(error, UntrustedError)
        assert "ca_path" in (error.hint or "")


# Proxies


def test_https_goes_through_a_tunnel(authority: Authority) -> None:
    with Proxy() as proxy, RawServer(answering(GOOD), context=authority.context()) as server:
        sender = Sender(ca_path=str(authority.path), proxy=proxy.url)
        assert sender(server.url).json() == {"good": True}
        assert proxy.tunnels == [server.url.removeprefix("https://")]


def test_tunnel_through_a_proxy_that_speaks_tls(authority: Authority) -> None:
    body = json.dumps(["x" * 1000] * 200).encode()
    with (
        Proxy(context=authority.context()) as proxy,
        RawServer(answering(answer(body)), context=authority.context("api.example")) as server,
    ):
        sender = Sender(ca_path=str(authority.path), proxy=proxy.url)
        assert sender(f"https://api.example:{server.port}", limit=300_000).json() == json.loads(body)
        assert proxy.tunnels == [f"api.example:{server.port}"]


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_proxy_of_the_environment(authority: Authority, variable: str) -> None:
    with Proxy() as proxy, RawServer(answering(GOOD), context=authority.context("api.example")) as server:
        sender = Sender(ca_path=str(authority.path), variables={variable: proxy.url})
        assert sender(f"https://api.example:{server.port}").status == 200
        assert proxy.tunnels == [f"api.example:{server.port}"]


def test_exceptions_do_not_concern_the_option(authority: Authority) -> None:
    with Proxy() as proxy, RawServer(answering(GOOD), context=authority.context()) as server:
        sender = Sender(ca_path=str(authority.path), proxy=proxy.url, variables={"NO_PROXY": "*"})
        assert sender(server.url).status == 200
        assert len(proxy.tunnels) == 1


def test_proxy_of_the_process_does_not_count(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    with RawServer(answering(GOOD), context=authority.context()) as server:
        assert Sender(ca_path=str(authority.path))(server.url).status == 200


def test_proxy_with_a_password(authority: Authority) -> None:
    with Proxy(f"user:{PROXY_PASSWORD}") as proxy, RawServer(answering(GOOD), context=authority.context()) as server:
        url = proxy.url.replace("://", f"://user:{PROXY_PASSWORD}@")
        assert Sender(ca_path=str(authority.path), proxy=url)(server.url).status == 200


@pytest.mark.parametrize("what", ["wants another password", "is not there", "does not answer"])
def test_proxy_that_does_not_work_is_named_without_its_password(authority: Authority, what: str) -> None:
    def silent(_connection: socket.socket, _request: bytes) -> None:
        mute.ended.wait(20)

    login = f"user:{PROXY_PASSWORD}@"
    with (
        Proxy("user:another") as proxy,
        RawServer(silent) as mute,
        RawServer(answering(GOOD), context=authority.context()) as server,
    ):
        port = {"wants another password": proxy.port, "is not there": closed_port(), "does not answer": mute.port}[what]
        url = f"http://{login}127.0.0.1:{port}"
        error = Sender(ca_path=str(authority.path), proxy=url, timeout=0.5).error(server.url, method="POST", body=b"")
        assert isinstance(error, ConnectionFailedError)
        assert not leaks(f"{error} {error.details()} {error!r}", PROXY_PASSWORD)
        assert server.connections == 0


# Credentials that nobody gave


def test_netrc_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login thief password taken\ndefault login thief password taken\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    with RawServer(answering(GOOD)) as server:
        Sender()(server.url, headers={"Authorization": "Bearer mine"})
        Sender()(server.url)
        assert b"Authorization: Bearer mine" in server.requests[0]
        assert b"Authorization" not in server.requests[1]


def test_failure_shows_no_query_and_no_header() -> None:
    error = Sender().error(
        f"http://127.0.0.1:{closed_port()}/path?sig=very-secret", headers={"Authorization": "Bearer very-secret"}
    )
    text = f"{error} {json.dumps(error.details())} {error!r}"
    assert "very-secret" not in text
    assert error.__cause__ is None
    assert error.__suppress_context__
