# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of the connection: names, proxies, certificates. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from . import reach
from .check import FAILED, Finding, failed, ok, warning
from .situation import TITLES

if t.TYPE_CHECKING:
    from .reach import Reached
    from .situation import Situation

# Of OpenSSL (x509_vfy.h).
_EXPIRED, _NOT_YET, _SELF_SIGNED, _SELF_SIGNED_ROOT, _UNKNOWN_ISSUER, _UNKNOWN_LEAF, _OTHER_HOST = (
    *(10, 9, 18, 19, 20, 21),
    62,
)
_UNKNOWN = frozenset({_SELF_SIGNED, _SELF_SIGNED_ROOT, _UNKNOWN_ISSUER, _UNKNOWN_LEAF})
_CA = (
    "If a proxy of your company inspects TLS, or the authority is your own, save the certificate of the authority in a "
    "file, and set ca_path (VERACITY_CA_PATH)."
)


def check(situation: Situation) -> Finding:
    """Reach every host, and say by which way."""
    found = reached_all(situation, situation.hosts)
    unneeded = _perhaps_unneeded(situation) if found.result == FAILED else ""
    if unneeded:
        return warning(found.evidence, f"If {unneeded} is not needed, ignore this. {found.advice}")
    return found


def _perhaps_unneeded(situation: Situation) -> str:
    """Return the APIs whose tokens come from hosts that cannot be reached, if nobody asked for them.

    Empty when no other API is left, or when the APIs themselves cannot be reached.
    """
    away = {address for address in situation.hosts if situation.reached(address).failed_at is not None}
    lost = [api for api in situation.apis if situation.token_host(api) in away]
    if situation.asked or situation.api_host in away or len(lost) == len(situation.apis):
        return ""
    return " and ".join(TITLES[api] for api in lost)


def reached_all(situation: Situation, addresses: list[str]) -> Finding:
    """Reach these hosts, and say by which way."""
    found = [situation.reached(address) for address in addresses]
    for reached in found:
        if reached.failed_at is not None:
            return _failure(reached, situation)
    ways: dict[str, list[str]] = {}
    for reached in found:
        ways.setdefault(_way(reached), []).append(reached.host)
    return ok("; ".join(f"{' and '.join(hosts)} {way}" for way, hosts in ways.items()))


def _way(reached: Reached) -> str:
    """Return how a host is reached, as words."""
    if reached.proxy:
        way = f"through {reached.proxy} ({reached.proxy_from})"
    else:
        way = f"directly ({reached.direct})" if reached.direct else "directly"
    if reached.issuer:
        way += f', certificate signed by "{reached.issuer}"'
    return way


def _failure(reached: Reached, situation: Situation) -> Finding:
    """Return what is wrong with the way to a host, and what to do."""
    host, proxy, source = reached.host, reached.proxy, reached.proxy_from
    step, reason = reached.failed_at, reached.reason
    also = f". {reached.direct}." if reached.direct else ""
    if step == reach.NAME:
        return failed(
            f"the name {host} is not known ({reason}){also}",
            "Check the spelling of the host in the options, and the name resolution (DNS) of this machine. If this "
            "network needs a proxy, set proxy or HTTPS_PROXY, and check NO_PROXY.",
        )
    if step == reach.CONNECT:
        return failed(
            f"no connection to {host}: {reason}{also}",
            "Check firewalls and routes. If this network needs a proxy, set proxy or HTTPS_PROXY, and check NO_PROXY.",
        )
    if step == reach.PROXY_NAME:
        return failed(f"the name of the proxy {proxy} ({source}) is not known ({reason})", f"Correct {source}.")
    if step == reach.PROXY_CONNECT:
        return failed(
            f"no connection to the proxy {proxy} ({source}): {reason}",
            f"Check {source}, and that the proxy runs. If {host} is reached without it, add {host} to NO_PROXY.",
        )
    if step == reach.PROXY_LOGIN:
        given = "does not accept its user name and password" if reached.proxy_has_login else "wants a user name"
        return failed(
            f"the proxy {proxy} ({source}) {given} ({reason})",
            f"Set user name and password in {source}, in front of the host (user:password@host:port), with special "
            "characters encoded (@ is %40).",
        )
    if step == reach.PROXY_REFUSAL:
        return failed(
            f"the proxy {proxy} ({source}) does not allow {host} ({reason})",
            f"Ask its administrators to allow {host}, or add it to NO_PROXY if it is reached without the proxy.",
        )
    if step == reach.PROXY_TARGET:
        return failed(
            f"the proxy {proxy} ({source}) cannot connect to {host} ({reason})",
            f"Check the spelling of {host} in the options, and ask the administrators of the proxy.",
        )
    if step == reach.PROXY_OTHER:
        named = f"the proxy {proxy} ({source})" if proxy else f"the proxy ({source or 'the option proxy'})"
        return failed(f"{named} cannot be used: {reason}", f"Correct {source or 'proxy'}.")
    if step == reach.CERTIFICATE:
        return _untrusted(reached, situation)
    if step == reach.TLS:
        return failed(
            f"no TLS with {host}: {reason}",
            "Check the port in the options. A firewall that filters by name closes connections, too: ask its "
            f"administrators to allow {host}.",
        )
    return failed(f"{host} does not answer: {reason}", "Run again. Check firewalls, and proxy or HTTPS_PROXY.")


def _untrusted(reached: Reached, situation: Situation) -> Finding:
    """Return what is wrong with a certificate."""
    by = f' It is signed by "{reached.issuer}".' if reached.issuer else ""
    through = f" The connection goes through {reached.proxy} ({reached.proxy_from})." if reached.proxy else ""
    evidence = f"the certificate of {reached.host} is not trusted: {reached.reason}.{by}{through}"
    if reached.verify_code in (_EXPIRED, _NOT_YET):
        return failed(evidence, "Check the clock of this machine first. If it is right, tell who runs the server.")
    if reached.verify_code == _OTHER_HOST:
        return failed(evidence, "Check the host in the options. A proxy or captive portal may answer in its place.")
    path = situation.options.get("ca_path")
    if reached.verify_code in _UNKNOWN and path:
        return failed(evidence, f"{path} (ca_path) does not contain the authority that signed it. {_CA}")
    return failed(evidence, _CA)
