# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which proxy a request goes through, and which never goes through one."""

from __future__ import annotations

import itertools
import os
import typing as t
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError, VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import Scrubber
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Connection, from_options
from ansible_collections.dnv.veracity.plugins.module_utils._core.transport.proxies import proxies_for
from ansible_collections.dnv.veracity.plugins.module_utils._core.transport.session import Transport
from ansible_collections.dnv.veracity.plugins.modules.veracity_token import DEFINITION
from ansible_collections.dnv.veracity.plugins.plugin_utils._task_options import gather
from tests.simulator.fixture import Simulator
from tests.unit.support.certificates import Authority
from tests.unit.support.opening import APPLICATION, CLIENT_SECRET, Opener
from tests.unit.support.proxies import Proxy
from tests.unit.support.servers import RawServer, answer, answering

A, B = "http://a.example:1", "http://b.example:2"
API = "https://api.example/x"


def proxy_for(url: str = API, proxy: str | None = None, **variables: str) -> str | None:
    """Return the proxy for a URL with these environment variables."""
    found = proxies_for(url, Connection(proxy=proxy, variables=variables))
    assert len(found) <= 1
    return next(iter(found.values()), None)


# A2: this machine is not reached through a proxy


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST", "127.1.2.3", "[::1]", "127.0.0.1:8080", "[::1]:8080"]
)
@pytest.mark.parametrize(
    "variable", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a2_this_machine_is_never_reached_through_a_proxy_of_the_environment(
    scheme: str, variable: str, host: str
) -> None:
    assert proxy_for(f"{scheme}://{host}/oauth2/token", **{variable: A}) is None


def test_a2_no_secret_reaches_a_proxy_of_the_environment(simulator: Simulator, opener: Opener) -> None:
    with Proxy() as proxy:
        variables = {"HTTP_PROXY": proxy.url, "ALL_PROXY": proxy.url, "http_proxy": proxy.url}
        session = opener(variables=variables)
        assert session.client.get(APPLICATION).status == 200
        # What the storage library is told is decided by the same rule.
        assert session.client.route("http://127.0.0.1:10000/account").proxies == {}
        assert proxy.connections == 0


@pytest.mark.parametrize("option", ["token_url", "api_url"])
@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x/oauth2/token", " HTTP://localhost/x/oauth2/token"])
def test_a2_a_proxy_option_and_a_url_in_clear_text_are_refused_before_any_request(option: str, url: str) -> None:
    with pytest.raises(InputError) as caught:
        from_options({option: url, "proxy": "http://user:pass-word@proxy.example:3128"})
    assert str(caught.value).startswith(f"proxy, {option}: ")
    assert "https://" in str(caught.value)
    assert "pass-word" not in str(caught.value)


def test_a2_a_proxy_option_is_fine_with_https() -> None:
    options = {"token_url": "https://login.example/x/oauth2/token", "api_url": "https://127.0.0.1:1", "proxy": A}
    assert from_options(options).connection.proxy == A


def test_a2_whatever_is_http_is_not_sent_through_a_proxy_option() -> None:
    with Proxy() as proxy, RawServer(answering(answer(b"{}"))) as server:
        transport = Transport(Connection(proxy=proxy.url), Scrubber())
        with pytest.raises(InputError, match=r"^proxy, http://127\.0\.0\.1: "):
            transport.send("GET", server.url, headers={}, deadline=9e9, limit=100)
        with pytest.raises(InputError, match=r"^proxy, http://127\.0\.0\.1: "):
            transport.route(f"{server.url}/account?sig=x")
        assert proxy.connections == server.connections == 0


# A3: which of several variables counts


@pytest.mark.parametrize("names", list(itertools.permutations(["https_proxy", "HTTPS_PROXY"])))
def test_a3_lower_case_wins_in_either_order(names: tuple[str, str]) -> None:
    values = {"https_proxy": A, "HTTPS_PROXY": B}
    assert proxy_for(**{name: values[name] for name in names}) == A


@pytest.mark.parametrize("names", list(itertools.permutations(["https_proxy", "HTTPS_PROXY"])))
def test_a3_lower_case_wins_when_it_is_empty_too(names: tuple[str, str]) -> None:
    values = {"https_proxy": "", "HTTPS_PROXY": B}
    assert proxy_for(**{name: values[name] for name in names}) is None


@pytest.mark.parametrize("names", list(itertools.permutations(["no_proxy", "NO_PROXY"])))
@pytest.mark.parametrize(("lower", "found"), [("api.example", None), ("other.example", A), ("", A)])
def test_a3_lower_case_no_proxy_wins(names: tuple[str, str], lower: str, found: str | None) -> None:
    values = {"no_proxy": lower, "NO_PROXY": "api.example" if found else "other.example"}
    assert proxy_for(HTTPS_PROXY=A, **{name: values[name] for name in names}) == found


def test_a3_variable_of_the_scheme_wins_over_that_for_all() -> None:
    assert proxy_for(ALL_PROXY=B, HTTPS_PROXY=A) == A
    assert proxy_for(all_proxy=B, HTTPS_PROXY=A) == A
    assert proxy_for(all_proxy=A, ALL_PROXY=B) == A


@pytest.mark.parametrize("switched_off", ["", None])
@pytest.mark.parametrize("names", list(itertools.permutations(["https_proxy", "HTTPS_PROXY"])))
def test_a3_the_environment_of_a_task_switches_a_proxy_off(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, str], switched_off: str | None
) -> None:
    for name in names:
        monkeypatch.setenv(name, B)
    _args, _origins, variables = gather(DEFINITION, {}, [{"https_proxy": switched_off}])
    assert proxies_for(API, Connection(variables=variables)) == {}
    assert proxies_for(API, Connection(variables=dict(os.environ))) == {"https": B}


EXCEPTED = [
    ("https://10.1.2.3/x", "10.0.0.0/8"),
    ("https://10.1.2.3:8443/x", "10.1.2.0/24"),
    ("https://10.1.2.3/x", "example.com, 10.1.2.3/32"),
    ("https://10.1.2.3/x", "10.1.2.3"),
    ("https://10.1.2.3:8443/x", "10.1.2.3:8443"),
    ("https://10.1.2.3/x", "10.1.2.3:443"),
    ("https://10.1.2.3/x", "10.1.2.9/8"),
    ("https://[2001:db8::1]/x", "[2001:db8::1]"),
    ("https://[2001:db8::1]/x", "2001:db8:0::1"),
    ("https://[2001:db8::1]:8443/x", "[2001:db8::1]:8443"),
    ("https://[2001:db8::1]/x", "2001:db8::/32"),
    ("https://api.example/x", "api.example"),
    ("https://api.example/x", ".example"),
    ("https://api.example/x", "example"),
    ("https://API.Example/x", "aPi.eXample"),
    ("https://api.example:8443/x", "api.example:8443"),
    ("https://api.example/x", "api.example:443"),
    ("https://api.example/x", "*"),
    ("https://10.1.2.3/x", "*"),
    ("https://api.example/x", "localhost, *"),
    ("https://api.example/x", " , other.example ,api.example "),
]
NOT_EXCEPTED = [
    ("https://11.1.2.3/x", "10.0.0.0/8"),
    ("https://10.1.2.3/x", "10.1.2.3:8443"),
    ("https://10.1.2.3/x", "0.1.2.3"),
    ("https://10.1.2.3/x", "10.1.2"),
    ("https://10.1.2.3/x", "10.0.0.0/99"),
    ("https://10.1.2.3/x", "2001:db8::/32"),
    ("https://[2001:db8::1]/x", "[2001:db8::2]"),
    ("https://[2001:db8::1]/x", "[2001:db8::1]:8443"),
    ("https://[2001:db8::1]/x", "10.0.0.0/8"),
    ("https://api.example/x", "pi.example"),
    ("https://api.example/x", "api.example:8443"),
    ("https://api.example/x", ""),
    ("https://api.example/x", ","),
    ("https://api.example/x", "[, [:, [::, /, :"),
    ("https://10.1.2.3/x", "[, [:, [::, /, :"),
]


@pytest.mark.parametrize("variable", ["no_proxy", "NO_PROXY"])
@pytest.mark.parametrize(("url", "exceptions"), EXCEPTED)
def test_a3_what_no_proxy_names(url: str, exceptions: str, variable: str) -> None:
    assert proxy_for(url, https_proxy=A, **{variable: exceptions}) is None
    # An option was given for this one connection: the exceptions of all programs do not concern it.
    assert proxy_for(url, proxy=B, https_proxy=A, **{variable: exceptions}) == B


@pytest.mark.parametrize(("url", "exceptions"), NOT_EXCEPTED)
def test_a3_what_no_proxy_does_not_name(url: str, exceptions: str) -> None:
    assert proxy_for(url, https_proxy=A, NO_PROXY=exceptions) == A


def test_a3_environment_of_the_process_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", B)
    monkeypatch.setenv("no_proxy", "*")
    assert proxy_for() is None
    assert proxy_for(HTTPS_PROXY=A) == A


def test_explicit_proxy_of_https_sees_no_secret(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    handler = answering(answer(b'{"access_token": "abc", "token_type": "Bearer", "expires_in": 3599}'))
    with Proxy() as proxy, RawServer(handler, context=authority.context("api.example")) as server:
        transport = Transport(Connection(proxy=proxy.url, ca_path=str(authority.path)), Scrubber())
        body = f"client_secret={CLIENT_SECRET}".encode()
        url = f"https://api.example:{server.port}/oauth2/token"
        assert transport.send("POST", url, headers={}, body=body, deadline=9e9, limit=1000).status == 200
        assert CLIENT_SECRET.encode() in server.requests[0]
        assert not any(CLIENT_SECRET.encode() in request for request in proxy.requests)


def test_an_unusable_proxy_is_an_error_of_ours(tmp_path: Path) -> None:
    errors: list[t.Any] = []
    for proxy in ("socks5://127.0.0.1:1080", "ftp://127.0.0.1:1", "http://"):
        transport = Transport(Connection(variables={"ALL_PROXY": proxy}), Scrubber())
        with pytest.raises(VeracityError) as caught:
            transport.send("POST", API, headers={}, body=b"{}", deadline=9e9, limit=100)
        errors.append(caught.value)
    assert all("proxy" in str(error).lower() for error in errors)


@pytest.mark.parametrize("password", ["plain", "pröxy/pass+word@1%", "Ünïcödé 密码"])
def test_a_login_at_a_proxy_is_sent_as_utf_8(tmp_path: Path, password: str) -> None:
    authority = Authority(tmp_path)
    handler = answering(answer(b"{}"))
    with Proxy(f"flåte:{password}") as proxy, RawServer(handler, context=authority.context("api.example")) as server:
        url = proxy.url.replace("//", f"//fl%C3%A5te:{quote(password, safe='')}@")
        for connection in (Connection(proxy=url), Connection(variables={"HTTPS_PROXY": url})):
            transport = Transport(replace(connection, ca_path=str(authority.path)), Scrubber())
            address = f"https://api.example:{server.port}/x"
            assert transport.send("GET", address, headers={}, deadline=9e9, limit=1000).status == 200
