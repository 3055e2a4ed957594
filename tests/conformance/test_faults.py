# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind of fault really does what it says."""

from __future__ import annotations

import base64
import errno
import http.client
import socket
import ssl
import threading
import time
import typing as t

import pytest
import requests

from tests.conformance.calls import DATA, ORDER, PROVISIONING, Caller, Form, ask_for_token, session
from tests.simulator.fixture import Simulator

RESOURCES = f"{DATA}/resources"
CONTAINER = f"{PROVISIONING}/container"


def test_scripted_answers(simulator: Simulator, caller: Caller) -> None:
    """Status, headers and body are sent as given, and nothing is done."""
    simulator.fault(path="/container$", method="POST", status=503, headers={"Retry-After": "2"}, json={"a": 1})
    response = caller.call("POST", CONTAINER, ORDER)
    assert (response.status_code, response.headers["Retry-After"], response.json()) == (503, "2", {"a": 1})
    simulator.fault(path="resources", status=200, headers={"Content-Type": "text/html", "Date": "x"}, body="<html>")
    response = caller.call("GET", RESOURCES)
    assert (response.text, response.headers["Content-Type"], response.headers["Date"]) == ("<html>", "text/html", "x")
    simulator.fault(path="token", status=200, body_base64=base64.b64encode(b"\xef\xbb\xbf\xff").decode())
    assert ask_for_token(simulator, Form("b2c")).content == b"\xef\xbb\xbf\xff"
    simulator.fault(path="resources", status=204)
    assert "Content-Length" not in caller.call("GET", RESOURCES).headers
    assert caller.ids() == []
    assert [record["status"] for record in simulator.requests()[-5:]] == [503, 200, 200, 204, 200]


def test_how_often(simulator: Simulator, caller: Caller) -> None:
    """``skip`` lets requests pass, ``times`` ends a fault, 0 never does; other methods and paths are spared."""
    simulator.fault(path=r"/resources$", method="GET", skip=1, times=2, status=500)
    statuses = [caller.call("GET", RESOURCES).status_code for _count in range(4)]
    assert statuses == [200, 500, 500, 200]
    first = simulator.fault(path=r"/resources$", method="GET", times=0, status=502)
    second = simulator.fault(path=r"/resources$", method="DELETE", status=500)
    assert second > first
    assert {caller.call("GET", RESOURCES).status_code for _count in range(5)} == {502}
    assert caller.call("GET", f"{DATA}/application").status_code == 200
    simulator.clear_faults()
    assert caller.call("GET", RESOURCES).status_code == 200


def test_faults_take_turns(simulator: Simulator, caller: Caller) -> None:
    """The first one that is due is met; what follows waits."""
    simulator.fault(path="resources", status=500)
    simulator.fault(path="resources", status=503)
    assert [caller.call("GET", RESOURCES).status_code for _count in range(3)] == [500, 503, 200]


def test_a_status_after_the_deed(simulator: Simulator, caller: Caller) -> None:
    """With ``apply`` the container is ordered although the answer is an error."""
    simulator.fault(path="container", status=500, apply=True)
    assert caller.call("POST", CONTAINER, ORDER).status_code == 500
    assert len(caller.ids()) == 1


@pytest.mark.parametrize(("when", "created"), [("before", 0), ("after", 1)])
def test_dropped_connections(simulator: Simulator, caller: Caller, when: str, created: int) -> None:
    """The connection is closed without an answer, before or after the deed."""
    simulator.fault(path="container", drop=when)
    with pytest.raises(requests.ConnectionError, match="RemoteDisconnected"):
        caller.call("POST", CONTAINER, ORDER)
    assert simulator.requests()[-1]["status"] is None
    assert len(caller.ids()) == created


@pytest.mark.parametrize("secure", [False, True])
def test_resets(simulator: Simulator, caller: Caller, secure: bool) -> None:
    """The connection breaks in the middle of the answer; the deed is done."""
    simulator.fault(path="container", reset=True)
    base = simulator.https if secure else simulator.http
    with session() as client, pytest.raises(requests.RequestException):
        client.post(base + CONTAINER, json=ORDER, headers=caller.headers, verify=simulator.ca, timeout=5)
    assert len(caller.ids()) == 1


@pytest.mark.parametrize("secure", [False, True])
def test_a_reset_is_a_real_one(simulator: Simulator, caller: Caller, secure: bool) -> None:
    """The operating system reports it; TLS libraries may call it an early end."""
    simulator.fault(path="resources", reset=True)
    with _connect(simulator, caller, secure=secure) as connection:
        received = connection.recv(1000)
        deadline = time.monotonic() + 5
        while (error := connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)) == 0 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert received.endswith(b"\r\n\r\n[")
    assert error == errno.ECONNRESET


def _connect(simulator: Simulator, caller: Caller, *, secure: bool = False) -> socket.socket:
    """Send a request for the list and return the socket."""
    host, _colon, port = (simulator.https if secure else simulator.http).partition("//")[2].partition(":")
    connection = socket.create_connection((host, int(port)), timeout=10)
    if secure:
        context = ssl.create_default_context(cafile=simulator.ca)
        connection = context.wrap_socket(connection, server_hostname=host)
    head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": host, **caller.headers}.items())
    connection.sendall(f"GET {RESOURCES} HTTP/1.1\r\n{head}\r\n".encode())
    return connection


@pytest.mark.parametrize(("start", "first"), [("head", b"H"), ("body", b"[")])
def test_trickle(simulator: Simulator, caller: Caller, start: str, first: bytes) -> None:
    """One byte at a time, from the status line on or from the body on; the end of the fault lets the rest through."""
    simulator.fault(path="resources", trickle=0.2, trickle_from=start)
    with _connect(simulator, caller) as connection:
        if start == "body":
            received = b""
            while not received.endswith(b"\r\n\r\n"):
                received += connection.recv(1)
        begin = time.monotonic()
        assert connection.recv(1000) == first
        assert len(connection.recv(1000)) == 1
        assert time.monotonic() - begin >= 0.1
        simulator.clear_faults()
        rest = connection.recv(1000) if start == "head" else b"[]"
        assert rest.endswith(b"[]")


@pytest.mark.parametrize(("apply", "created"), [(False, 0), (True, 1)])
def test_hanging(simulator: Simulator, caller: Caller, apply: bool, created: int) -> None:
    """Nothing is ever answered, and the socket is held."""
    simulator.fault(path="container", hang=30, apply=apply)
    with pytest.raises(requests.ReadTimeout):
        caller.call("POST", CONTAINER, ORDER, timeout=0.3)
    assert len(caller.ids()) == created
    simulator.fault(path="resources", hang=0.3)
    with _connect(simulator, caller) as connection:
        begin = time.monotonic()
        assert connection.recv(1) == b""
        assert time.monotonic() - begin > 0.2


def test_delay(simulator: Simulator, caller: Caller) -> None:
    """The request is carried out late, with its real answer or a scripted one."""
    simulator.fault(path="resources", delay=0.3)
    simulator.fault(path="resources", delay=0.3, status=500)
    for status in (200, 500):
        begin = time.monotonic()
        assert caller.call("GET", RESOURCES).status_code == status
        assert time.monotonic() - begin >= 0.3


def test_a_delayed_deed_happens_although_the_caller_left(simulator: Simulator, caller: Caller) -> None:
    """The caller's timeout does not take the order back."""
    simulator.fault(path="container", delay=0.4)
    with pytest.raises(requests.ReadTimeout):
        caller.call("POST", CONTAINER, ORDER, timeout=0.2)
    assert caller.ids() == []
    time.sleep(0.4)
    assert len(caller.ids()) == 1


def test_a_cleared_delay_does_nothing(simulator: Simulator, caller: Caller) -> None:
    """What is still delayed when the faults are cleared never happens: it belongs to an earlier test."""
    simulator.fault(path="container", delay=30)
    with pytest.raises(requests.ReadTimeout):
        caller.call("POST", CONTAINER, ORDER, timeout=0.2)
    simulator.clear_faults()
    assert caller.ids() == []


def test_endless_answers(simulator: Simulator, caller: Caller) -> None:
    """Zeros without end, until the caller goes away."""
    simulator.fault(path="resources", endless=True)
    host = simulator.http.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=5)
    connection.request("GET", RESOURCES, headers=caller.headers)
    response = connection.getresponse()
    assert response.getheader("Transfer-Encoding") == "chunked"
    received = sum(len(response.read(0x100000)) for _count in range(8))
    assert received == 8 * 0x100000
    response.close()
    connection.close()
    assert caller.ids() == []


def test_a_fault_holds_up_nobody_else(simulator: Simulator, caller: Caller) -> None:
    """Other connections are served meanwhile."""
    simulator.fault(path="application", hang=30)

    def hang() -> None:
        with session() as client, pytest.raises(requests.RequestException):
            client.get(f"{simulator.http}{DATA}/application", headers=caller.headers, timeout=5)

    thread = threading.Thread(target=hang)
    thread.start()
    assert caller.ids() == []
    assert thread.is_alive()
    simulator.clear_faults()
    thread.join(5)
    assert not thread.is_alive()


def test_the_next_request_of_a_connection_is_unharmed(simulator: Simulator, caller: Caller) -> None:
    """Scripted answers leave a connection usable."""
    ports: list[t.Any] = []
    connection = http.client.HTTPConnection(simulator.http.removeprefix("http://"), timeout=5)
    simulator.fault(path="resources", status=500, body="x")
    for status in (500, 200):
        connection.request("GET", RESOURCES, headers=caller.headers)
        response = connection.getresponse()
        response.read()
        assert response.status == status
        ports.append(connection.sock.getsockname())
    connection.close()
    assert ports[0] == ports[1]
