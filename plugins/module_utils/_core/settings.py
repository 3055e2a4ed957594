# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The shared options, validated, as values. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import ipaddress
import os
import re
import typing as t
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .api_fields import guid, is_guid
from .errors import InputError
from .given import CALLER, refusal

_PLACEHOLDER = re.compile(r"<[^<>]*>|\{[^{}]*\}")
_NO_HEADER_TEXT = re.compile(r"[^\x21-\x7e]")


@dataclass(frozen=True)
class Environment:
    """One of the three Veracity environments: directory, hosts, and the id of the platform API registered there."""

    name: str
    domain: str
    tenant_id: str
    login_host: str
    api_host: str
    platform_api_id: str


# Veracity documentation: authentication references of the developer portal, one row per environment.
ENVIRONMENTS: t.Mapping[str, Environment] = {
    "production": Environment(
        "production",
        "dnvglb2cprod.onmicrosoft.com",
        "a68572e3-63ce-4bc1-acdc-b64943502e9d",
        "login.veracity.com",
        "api.veracity.com",
        "83054ebf-1d7b-43f5-82ad-b2bde84d7b75",
    ),
    "staging": Environment(
        "staging",
        "dnvglb2cstag.onmicrosoft.com",
        "307530a1-6e70-4ef7-8875-daa8f5a664ec",
        "loginstag.veracity.com",
        "api-stag.veracity.com",
        "28b7ec7b-db04-40bb-a042-b7ac5a8b36be",
    ),
    "test": Environment(
        "test",
        "dnvglb2ctest.onmicrosoft.com",
        "ed815121-cdfa-4097-b524-e2b23cd36eb6",
        "logintest.veracity.com",
        "api-test.veracity.com",
        "a4a8e726-c1cc-407c-83a0-4ce37f1ce130",
    ),
}


@dataclass(frozen=True)
class Credentials:
    """Who is calling. ``origins`` says where each value came from ("the environment variable …"), for error texts."""

    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    subscription_key: str | None = field(default=None, repr=False)
    origins: t.Mapping[str, str] = field(default_factory=dict)

    def origin(self, option: str) -> str:
        """Return where an option came from, as words for a sentence."""
        return self.origins.get(option, f"the option {option}")

    def secrets(self) -> list[str]:
        """Return everything here that must never be printed."""
        return [value for value in (self.client_secret, self.access_token, self.subscription_key) if value]


@dataclass(frozen=True)
class Connection:
    """How to connect. ``timeout`` is in seconds for one answer, ``retries`` counts attempts after the first."""

    ca_path: str | None = None
    validate_certs: bool = True
    proxy: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    retries: int = 3
    variables: t.Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Settings:
    """All shared options of one task."""

    credentials: Credentials
    connection: Connection
    environment: Environment = ENVIRONMENTS["production"]
    endpoint: str | None = None
    policy: str | None = None
    token_url: str | None = None
    api: str | None = None
    scope: str | None = None
    resource: str | None = None
    api_url: str | None = None
    token_cache: bool = True
    token_cache_dir: str | None = None
    warnings: tuple[str, ...] = ()


def check_filled_in(text: str, option: str) -> None:
    """Raise InputError when a text has a placeholder of a documentation in it: ``<your app scope>``, ``{tenant}``."""
    found = None if is_guid(text) else _PLACEHOLDER.search(text)
    if found:
        raise InputError(
            f"{option}: {found.group()[:60]} is a placeholder from the documentation. Replace it, brackets included, "
            "with your own value."
        )


def check_url(url: str, option: str) -> str:
    """Return a URL that secrets may be sent to: https, or http to this machine; without user, password and fragment.

    Raises InputError otherwise.
    """
    text = url.strip()
    check_filled_in(text, option)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise InputError(f"{option}: this is not a URL. Use the form https://host/path.") from None
    if parts.scheme not in ("http", "https") or not host or port == 0 or _NO_HEADER_TEXT.search(text):
        raise InputError(f"{option}: this is not a URL. Use the form https://host/path.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise InputError(f"{option}: a URL with a user name, a password or a # fragment is not accepted. Remove them.")
    if parts.scheme == "http" and not is_loopback(host):
        raise InputError(
            f"{option}: http:// sends secrets in clear text and is accepted for this machine only (127.0.0.1, ::1, "
            f"localhost). Write https://{parts.netloc}{parts.path}."
        )
    return text


def check_not_in_clear(url: str, option: str) -> None:
    """Raise InputError when a URL is http://, because a proxy is set that would read what is sent there."""
    if url.strip().lower().startswith("http://"):
        raise InputError(
            f"proxy, {option}: the proxy would read everything that is sent to an http:// URL, secrets included. Omit "
            f"proxy (VERACITY_PROXY), because this machine is reached without one, or use https://."
        )


def is_loopback(host: str) -> bool:
    """Return whether a host name means this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def from_options(
    options: t.Mapping[str, t.Any],
    *,
    api: str | None = None,
    origins: t.Mapping[str, str] | None = None,
    variables: t.Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings that the shared options describe. Raises InputError; makes no network call.

    ``api`` is the API that a module works with, None when only a token is wanted; ``origins`` says where options came
    from, ``variables`` are the environment variables to take proxy and CA settings from.
    """
    warnings: list[str] = []
    secrets = {name: _secret(options.get(name), name, origins or {}, warnings) for name in _SECRET_OPTIONS}
    if options.get("timeout") is not None and not 0 < float(options["timeout"]) <= 3600:
        raise InputError("timeout: must be more than 0 and at most 3600 seconds.")
    if options.get("retries") is not None and not 0 <= int(options["retries"]) <= 20:
        raise InputError("retries: must be between 0 and 20.")
    if api is None and options.get("validate_certs") is False and secrets["access_token"] is None:
        raise InputError(
            "validate_certs: false is not accepted for the token endpoint, because the client secret is sent there. "
            "Set ca_path to the CA file to trust."
        )
    credentials = Credentials(client_id=_client_id(options, origins or {}), origins=dict(origins or {}), **secrets)
    connection = Connection(
        ca_path=options.get("ca_path"),
        validate_certs=options.get("validate_certs") is not False,
        proxy=options.get("proxy"),
        timeout=float(options.get("timeout") or 30),
        retries=3 if options.get("retries") is None else int(options["retries"]),
        # The others are options, and some of them secrets.
        variables={name: value for name, value in (variables or {}).items() if not name.startswith("VERACITY_")},
    )
    for option in ("ca_path", "token_cache_dir"):
        check_path(options.get(option), option)
    if connection.proxy:
        check_proxy(connection.proxy)
        for option in ("token_url", "api_url"):
            check_not_in_clear(str(options.get(option) or ""), option)
    return Settings(
        credentials=credentials,
        connection=connection,
        environment=_environment(options.get("veracity_environment") or "production"),
        endpoint=options.get("endpoint"),
        policy=options.get("policy"),
        token_url=options.get("token_url"),
        api=api or options.get("api"),
        scope=options.get("scope"),
        resource=options.get("resource"),
        api_url=_api_url(options.get("api_url")),
        token_cache=options.get("token_cache") is not False,
        token_cache_dir=options.get("token_cache_dir"),
        warnings=tuple(warnings),
    )


def check_path(path: str | None, option: str) -> None:
    """Raise InputError when no file can be called so. No path is none."""
    try:
        possible = path is None or b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise InputError(f"{option}: this is not a path: it contains a character that is not allowed. Remove it.")


def check_proxy(proxy: str) -> None:
    """Raise InputError when a proxy is not given as a URL; the text shows none of it, as it may hold a password."""
    try:
        parts = urlsplit(proxy)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InputError("proxy: this is not a proxy URL. Use the form http://host:port.")


def _environment(name: str) -> Environment:
    """Return an environment by its name."""
    if name not in ENVIRONMENTS:
        raise InputError(f"veracity_environment: {name!r} is not known. Use one of {', '.join(ENVIRONMENTS)}.")
    return ENVIRONMENTS[name]


def _api_url(url: str | None) -> str | None:
    """Return the base URL of the API host, to which paths are added."""
    if not url:
        return None
    if "?" in url:
        raise InputError("api_url: must not have a query, because paths are added to it. Use the form https://host.")
    return check_url(url, "api_url").rstrip("/")


_SECRET_OPTIONS = tuple(name for name in CALLER if name != "client_id")


def _client_id(options: t.Mapping[str, t.Any], origins: t.Mapping[str, str]) -> str | None:
    """Return the client id, a GUID unless another identity server is named by token_url."""
    value = options.get("client_id")
    if value is None:
        return None
    where = _where("client_id", origins)
    refused = refusal(value, "client_id", where)
    if refused is not None:
        raise InputError(refused)
    text = str(value).strip()
    check_filled_in(text, f"client_id{where}")
    if _NO_HEADER_TEXT.search(text):
        raise InputError(
            f"client_id{where}: contains a space, a line end or another character that an application id cannot have. "
            f"Set the application id that My Projects shows."
        )
    if is_guid(text):
        return guid(text, "client_id")
    if not options.get("token_url"):
        raise InputError(
            f"client_id{where}: this is not an application id. Set the one that My Projects shows, in the form "
            "00000000-0000-0000-0000-000000000000."
        )
    return text


def _secret(value: t.Any, option: str, origins: t.Mapping[str, str], warnings: list[str]) -> str | None:
    """Return a secret as it is sent, without the line end that a file left on it."""
    if value is None:
        return None
    where = _where(option, origins)
    refused = refusal(value, option, where)
    if refused is not None:
        raise InputError(refused)
    text = str(value)
    stripped = text.rstrip("\r\n")
    if stripped != text:
        warnings.append(f"{option}{where}: a trailing line end was removed.")
    if option != "client_secret" and _NO_HEADER_TEXT.search(stripped):
        raise InputError(
            f"{option}{where}: contains a space, a line end or another character that is not allowed in a header. "
            f"Copy the value again without it."
        )
    return stripped


def _where(option: str, origins: t.Mapping[str, str]) -> str:
    """Return where an option came from, when it was not given as such."""
    return f" (from {origins[option]})" if option in origins else ""
