# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing that a network or a server does makes the diagnosis hang, end with an exception, or tell a secret."""

from __future__ import annotations

import socket
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.clock import Clock
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis import reach as steps
from ansible_collections.dnv.veracity.plugins.module_utils._core.diagnosis.reach import reach
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Connection
from tests.simulator.fixture import Simulator
from tests.unit.core.diagnosis.examination import examine
from tests.unit.core.diagnosis.surroundings import Surroundings
from tests.unit.support.company import Company
from tests.unit.support.leaks import leaks
from tests.unit.support.opening import CLIENT_ID, CLIENT_SECRET
from tests.unit.support.servers import RawServer, answering

_SECONDS = 0.6


@pytest.fixture
def around(simulator: Simulator, company: Company, tmp_path: Path) -> Surroundings:
    """Return healthy surroundings."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    found = Surroundings(simulator, company, folder, through_proxy=False)
    found.reset()
    return found


def drip(data: bytes) -> t.Callable[[socket.socket, bytes], None]:
    """Return a handler that sends a byte every tenth of a second."""

    def handler(connection: socket.socket, _request: bytes) -> None:
        for number in range(len(data)):
            connection.sendall(data[number : number + 1])
            time.sleep(0.1)

    return handler


_HEAD = b"HTTP/1.1 200 OK\r\nX-Waiting: " + b"x" * 300


@pytest.mark.parametrize("through_proxy", [False, True])
def test_a_server_that_drips_does_not_hold_it_up(through_proxy: bool) -> None:
    with RawServer(drip(_HEAD)) as server:
        address = "https://api.example" if through_proxy else server.url
        proxy = server.url if through_proxy else None
        began = time.monotonic()
        found = reach(address, Connection(timeout=_SECONDS, proxy=proxy), Clock())
        assert time.monotonic() - began < 4 * _SECONDS
    assert found.failed_at == (steps.PROXY_TARGET if through_proxy else steps.ANSWER)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\xff" * 70000,
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200\r\nDate: \xff\r\n\r\n",
    ],
)
def test_what_is_no_http_server_is_told(data: bytes) -> None:
    with RawServer(answering(data)) as server:
        found = reach(server.url, Connection(timeout=_SECONDS), Clock())
        assert found.failed_at == (None if b"200" in data else steps.ANSWER)
        found = reach("https://api.example", Connection(timeout=_SECONDS, proxy=server.url), Clock())
        assert found.failed_at in (steps.PROXY_OTHER, steps.TLS)


def test_this_machine_is_not_said_to_be_covered_by_no_proxy() -> None:
    with RawServer(answering(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) as server:
        found = reach(server.url, Connection(variables={"HTTP_PROXY": "http://proxy.example:3128"}), Clock())
    assert (found.failed_at, found.status) == (None, 404)
    assert "NO_PROXY" not in found.direct
    assert "this machine" in found.direct


_ODD: tuple[t.Any, ...] = (
    *(None, True, 7, 1e308, "text", [], {}, [None], [7], [[]], [{}], {"role": None}, {"role": [], "value": 3}),
    [{"id": 7, "name": None, "workspaces": "x", "roleName": []}],
    [{"id": "x" * 5000, "name": "a\nb\x1b[31m", "workspaces": [None, 7, {"id": None, "name": ["x"]}]}],
    [{"accessLevel": {}, "url": 7}, {"url": "https://[::1"}, {"url": "http://\x00"}],
)


@pytest.mark.slow
@pytest.mark.parametrize("odd", _ODD, ids=lambda odd: repr(odd)[:40])
@pytest.mark.parametrize("path", ["^/veracity/services/", "^/apiv4/|graph", "^/veracity/datafabric/", "^/veracity/dw/"])
def test_odd_answers_of_apis_end_in_an_outcome(around: Surroundings, path: str, odd: t.Any) -> None:
    around.storage_hosts = ()
    around.simulator.fault(path=path, status=200, json=odd, times=0)
    diagnosis = examine(around)
    assert len(diagnosis.outcomes) == 13
    assert all(outcome.evidence for outcome in diagnosis.outcomes)
    assert "\x1b" not in str([outcome.evidence for outcome in diagnosis.outcomes])


@pytest.mark.slow
@pytest.mark.parametrize(
    "odd", [*_ODD, {"issuer": 7}, {"issuer": ""}, {"issuer": ["x"]}], ids=lambda odd: repr(odd)[:40]
)
@pytest.mark.parametrize("path", ["openid-configuration$", "oauth2/.*token$"])
def test_odd_answers_of_the_directory_end_in_an_outcome(around: Surroundings, path: str, odd: t.Any) -> None:
    around.simulator.fault(path=path, status=200, json=odd, times=0)
    diagnosis = examine(around)
    assert len(diagnosis.outcomes) == 13


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("timeout", "abc"), ("timeout", "-1"), ("timeout", "nan"), ("retries", "x"), ("retries", "99")),
        *(("environment", "prod"), ("endpoint", "v2"), ("policy", "a b"), ("validate_certs", "maybe")),
        *(
            ("token_url", "nonsense"),
            ("token_url", "https://"),
            ("token_url", "https://[x"),
            ("token_url", "ftp://x/y"),
        ),
        *(("api_url", "https://api.example?x=1"), ("api_url", "http://api.example"), ("proxy", "nonsense")),
        *(
            ("ca_path", "/etc/hostname"),
            ("ca_path", "/"),
            ("token_cache_dir", "\udcff/x"),
            ("token_cache_dir", "~nobody~/x"),
        ),
        *(
            ("client_secret", "\udcff\udcfe"),
            ("client_id", "\udcff"),
            ("subscription_key", "\udcff"),
            ("access_token", "a.b.c"),
        ),
        *(("access_token", "e30.e30.e30"), ("access_token", f"e30.{'e' * 70000}.e30"), ("access_token", "a.bnVsbA.c")),
    ],
)
def test_odd_options_end_in_an_outcome(around: Surroundings, option: str, value: str) -> None:
    around.set(**{option: value})
    diagnosis = examine(around)
    assert len(diagnosis.outcomes) == 13
    assert diagnosis.verdict


@pytest.mark.parametrize("host", ["https://[::1", "", "a b", "https://", "x:99999", "http://storage.example"])
def test_odd_hosts_of_the_storage_end_in_an_outcome(around: Surroundings, host: str) -> None:
    around.storage_hosts = (host,)
    diagnosis = examine(around)
    assert len(diagnosis.outcomes) == 13


def test_an_id_and_a_secret_that_are_swapped_are_told_without_the_secret(around: Surroundings) -> None:
    around.set(client_id=CLIENT_SECRET, client_secret=CLIENT_ID)
    diagnosis = examine(around)
    shown = "\n".join([diagnosis.verdict, *(str(outcome.data()) for outcome in diagnosis.outcomes)])
    assert "swapped" in diagnosis.verdict.partition("\n")[0]
    assert leaks(shown, CLIENT_SECRET) == []


@pytest.mark.parametrize("status", [403, 404])
def test_a_workspace_is_found_by_its_id_where_nobody_may_ask_which_there_are(around: Surroundings, status: int) -> None:
    around.simulator.fault(path="/me/tenants$", status=status, json={"title": "No"}, times=0)
    around.workspace = "b2c4d6e8-0a1c-4e3f-8a5b-7c9d1e3f5a7b"
    diagnosis = examine(around, ("data_workbench",))
    assert diagnosis.verdict == "No problem found."
    assert "workspace Fleet;" in str(diagnosis.outcomes)
    around.workspace = "5b8f0a4e-0d0e-4b1a-9a57-1f7b9d9f0c11"
    assert not examine(around, ("data_workbench",)).healthy
