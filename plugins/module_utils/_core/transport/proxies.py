# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which proxy a request goes through. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import ipaddress
import typing as t
import urllib.request
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ..settings import Connection, check_not_in_clear, is_loopback

_PORTS = {"http": 80, "https": 443}


def proxies_for(url: str, connection: Connection) -> dict[str, str]:
    """Return the proxy for a URL as requests takes it: the option, otherwise the environment variables.

    Of two spellings of a variable the one in lower case wins, also when it is empty, as with urllib and curl. This
    machine is never reached through a proxy of the environment. Raises InputError when the option would send an
    http:// request, and what is secret in it, through a proxy.
    """
    parts = urlsplit(url)
    if connection.proxy:
        check_not_in_clear(url, f"{parts.scheme}://{parts.hostname}")
        return {parts.scheme: _as_utf8(connection.proxy)}
    host = parts.hostname or ""
    # Lower case sorts last, and so replaces the other spellings.
    variables = {name.lower(): value for name, value in sorted(connection.variables.items())}
    proxy = variables.get(f"{parts.scheme}_proxy") or variables.get("all_proxy")
    port = parts.port or _PORTS.get(parts.scheme)
    if not proxy or is_loopback(host) or _is_excepted(host, port, variables.get("no_proxy", "")):
        return {}
    return {parts.scheme: _as_utf8(proxy)}


def _as_utf8(proxy: str) -> str:
    """Return a proxy whose user name and password are sent as UTF-8, as curl and urllib do: requests takes Latin-1."""
    try:
        parts = urlsplit(proxy)
    except ValueError:
        return proxy
    login, _at, host = parts.netloc.rpartition("@")
    if unquote(login).isascii():
        return proxy
    letters = (unquote(part).encode("utf-8", "surrogateescape").decode("latin-1") for part in login.split(":", 1))
    return urlunsplit(parts._replace(netloc=f"{':'.join(quote(part, safe='') for part in letters)}@{host}"))


def _is_excepted(host: str, port: int | None, exceptions: str) -> bool:
    """Return whether NO_PROXY names a host: by name, domain, address, range, or ``*``; with a port or not."""
    entries = [entry.strip() for entry in exceptions.split(",") if entry.strip()]
    if "*" in entries:
        return True
    address = _address(host)
    if address is not None:
        return any(_covers(entry, address, port) for entry in entries)
    name = f"{host}:{port}" if port else host
    return bool(urllib.request.proxy_bypass_environment(name, {"no": ",".join(entries)}))  # type: ignore[attr-defined]  # no stub


def _covers(entry: str, address: t.Any, port: int | None) -> bool:
    """Return whether an entry of NO_PROXY is this address or a range with it: 10.0.0.0/8, 10.1.2.3:8443, [::1]."""
    name, named_port = entry, None
    if entry.startswith("["):
        name, _bracket, rest = entry[1:].partition("]")
        named_port = rest.removeprefix(":") or None
    elif entry.count(":") == 1:
        name, _colon, named_port = entry.partition(":")
    if named_port is not None and named_port != str(port):
        return False
    try:
        return address in ipaddress.ip_network(name, strict=False)
    except ValueError:
        return False


def _address(host: str) -> t.Any:
    """Return a host as an IP address, None when it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
