# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a diagnosis looks at, and what it has found out so far. Private: for use inside dnv.veracity only.

Hosts, tokens and calls are asked for once, when the first check needs them, and the other checks look at the same
answer.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import typing as t
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from ..api_fields import is_guid
from ..clock import Clock
from ..errors import InputError, VeracityError
from ..identity.endpoints import TokenTarget, resolve
from ..identity.token import Token, claims
from ..redaction.outlet import Outlet
from ..session import Session
from ..settings import Settings, from_options
from ..transport.session import certificates
from .reach import Reached, reach
from .suspicious_values import Suspicion, suspicions

if t.TYPE_CHECKING:
    from ..client import Client, Query

APIS = ("services", "data_fabric", "data_workbench")
TITLES: t.Mapping[str, str] = {
    "services": "Services API",
    "data_fabric": "Data Fabric",
    "data_workbench": "Data Workbench",
}
# Where the checks are carried out: all here, or those of tokens here and those of the APIs on another host.
EVERYTHING, CONTROLLER, TARGET = "everything", "controller", "target"
# Enough to survive one bad answer, and little enough to wait for.
_RETRIES = 1
# What the servers of a gateway need to tell each other.
_MOMENT = 2.0


@dataclass(frozen=True)
class Answer:
    """What an API answered to a read: the JSON, or the error."""

    content: t.Any = None
    error: VeracityError | None = None

    @property
    def status(self) -> int | None:
        """The HTTP status of an error, None when there was no answer, 200 for a success."""
        if self.error is None:
            return 200
        return self.error.exchange.status if self.error.exchange is not None else None

    @property
    def text(self) -> str:
        """What the server says about an error."""
        return (self.error.exchange.server_text if self.error and self.error.exchange else None) or ""

    @property
    def refuses_key(self) -> bool:
        """Whether it is the gateway's 401 about the subscription key."""
        return self.status == 401 and "subscription key" in self.text.lower()


@dataclass
class Situation:
    """The shared options as they were given, and the surroundings.

    ``origins`` says where options came from, in words: ``VERACITY_CLIENT_ID``, ``module_defaults``. ``variables`` are
    the environment variables, ``notes`` what else is to be said of the options. ``apis`` are those to look at;
    ``asked`` says whether somebody named them: all of these have to work then, and otherwise one. ``refused`` is what
    was wrong with the options before they came here. ``versions`` are of what only the caller knows, such as
    ansible-core. ``tokens`` are tokens that are given, by API. ``part`` says which checks are carried out here.
    """

    options: t.Mapping[str, t.Any]
    origins: t.Mapping[str, str] = field(default_factory=dict)
    variables: t.Mapping[str, str] = field(default_factory=dict)
    apis: tuple[str, ...] = APIS
    asked: bool = False
    refused: VeracityError | None = None
    versions: t.Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    tokens: t.Mapping[str, str] = field(default_factory=dict, repr=False)
    storage_hosts: tuple[str, ...] = ()
    workspace: str | None = None
    ansible_home: str | None = None
    part: str = EVERYTHING
    host: str = ""
    clock: Clock = field(default_factory=Clock)
    outlet: Outlet = field(default_factory=Outlet)

    def __post_init__(self) -> None:
        self._reached: dict[str, Reached] = {}
        self._sessions: dict[str, Session] = {}
        self._tokens: dict[str, Token | VeracityError] = {}
        self._answers: dict[tuple[str, str, str], Answer] = {}
        for name in ("client_secret", "access_token", "subscription_key"):
            if isinstance(self.options.get(name), str) and self.options[name].strip():
                self.outlet.learn(self.options[name].strip())
        for token in self.tokens.values():
            self.outlet.learn(token)
        identity = str(self.options.get("client_id") or "").strip()
        if identity and not is_guid(identity):
            # It may be the secret, put in the wrong place.
            self.outlet.learn(identity)
        if "@" in str(self.options.get("proxy") or ""):
            self.outlet.learn(str(self.options["proxy"]))

    def origin(self, option: str) -> str:
        """Return where an option came from, as words."""
        return self.origins.get(option, "the task").removesuffix(" (from the environment)")

    @cached_property
    def suspicions(self) -> list[Suspicion]:
        """What is odd about the values of the options."""
        return suspicions(self.options, self.origin)

    @cached_property
    def problem(self) -> VeracityError | None:
        """Why there are no settings; None when there are."""
        try:
            for api in self.apis:
                self.settings(api)
                if self.part != TARGET:
                    self.target(api)
            self._check_credentials()
            certificates(self.settings(self.apis[0]).connection)
        except VeracityError as error:
            return error
        return None

    def is_given(self, api: str) -> bool:
        """Return whether the token for an API is one that was given."""
        return bool(self.tokens.get(api)) or self.options.get("access_token") is not None

    def obtained(self) -> dict[str, str]:
        """Return the tokens that the checks have obtained, by API."""
        return {api: token.value for api, token in self._tokens.items() if isinstance(token, Token)}

    def settings(self, api: str) -> Settings:
        """Return the settings for an API. Raises VeracityError when the options describe none.

        With a token that was given, the client secret is left aside, as the token is what is to be judged.
        """
        if self.refused is not None:
            raise self.refused
        options = dict(self.options)
        if self.is_given(api):
            options["access_token"] = self.tokens.get(api) or options["access_token"]
            options["client_secret"] = None
        if options.get("retries") is not None:
            options["retries"] = min(int(options["retries"]), _RETRIES)
        origins = {
            name: f"{words} (from the environment)" if words.startswith("VERACITY_") else f"{name} in {words}"
            for name, words in self.origins.items()
        }
        found = from_options(options, api=api, origins=origins, variables=self.variables)
        connection = found.connection
        return dataclasses.replace(
            found, connection=dataclasses.replace(connection, retries=min(connection.retries, _RETRIES)), warnings=()
        )

    def target(self, api: str) -> TokenTarget:
        """Return which token is asked for. Raises InputError when the options contradict each other."""
        return resolve(self.settings(api))

    def session(self, api: str) -> Session:
        """Return the session for an API. It neither takes tokens from the cache nor keeps them."""
        if api not in self._sessions:
            # What it would warn of, the checks say.
            self._sessions[api] = Session(
                self.settings(api),
                share_tokens=False,
                clock=self.clock,
                register=self.outlet.learn,
                log=self.outlet.log,
            )
        return self._sessions[api]

    def client(self, api: str) -> Client:
        """Return the client for an API."""
        return self.session(api).client

    def token(self, api: str) -> Token | VeracityError:
        """Return the token for an API, asked for once, or why there is none."""
        if api not in self._tokens:
            try:
                self._tokens[api] = self.session(api).obtain()
            except VeracityError as error:
                self._tokens[api] = error
        return self._tokens[api]

    def refused_token(self, api: str) -> bool:
        """Return whether there is no token for an API."""
        return isinstance(self.token(api), VeracityError)

    def claims(self, api: str) -> dict[str, t.Any]:
        """Return the claims of the token; nothing for an opaque one."""
        found = self.token(api)
        if isinstance(found, VeracityError):
            return {}
        try:
            return claims(found.value)
        except VeracityError:
            return _claims_without_library(found.value)

    def get(self, api: str, path: str, query: Query | None = None) -> Answer:
        """Return what an API answers to a read, asked for once."""
        key = (api, path, repr(query))
        if key not in self._answers:
            self._answers[key] = self._get(api, path, query)
        return self._answers[key]

    def get_again(self, api: str, path: str, query: Query | None = None) -> Answer:
        """Return what an API answers to the same read a moment later, asked for once."""
        key = (api, path, f"again {query!r}")
        if key not in self._answers:
            if not any(read.startswith("again ") for _api, _path, read in self._answers):
                self.clock.sleep(_MOMENT)
            self._answers[key] = self._get(api, path, query)
        return self._answers[key]

    def _get(self, api: str, path: str, query: Query | None) -> Answer:
        token = self.token(api)
        if isinstance(token, VeracityError):
            return Answer(error=token)
        try:
            return Answer(self.client(api).get(path, query=query).json())
        except VeracityError as error:
            return Answer(error=error)

    @cached_property
    def token_hosts(self) -> list[str]:
        """The addresses of the hosts that tokens come from, none for tokens that were given."""
        return list(dict.fromkeys(filter(None, map(self.token_host, self.apis))))

    def token_host(self, api: str) -> str | None:
        """Return the address of the host that the token for an API comes from, None for one that was given."""
        return None if self.part == TARGET or self.is_given(api) else _origin(self.target(api).url)

    @cached_property
    def api_host(self) -> str:
        """The address of the host of the APIs."""
        settings = self.settings(self.apis[0])
        return _origin(settings.api_url or f"https://{settings.environment.api_host}")

    @cached_property
    def hosts(self) -> list[str]:
        """The addresses of the hosts that are reached from here."""
        apis = [] if self.part == CONTROLLER else [self.api_host]
        return list(dict.fromkeys([*self.token_hosts, *apis]))

    def reached(self, address: str) -> Reached:
        """Return how far a host can be reached, tried once."""
        if address not in self._reached:
            settings = self.settings(self.apis[0])
            self._reached[address] = reach(
                address, settings.connection, self.clock, verify=self._verified(address, settings)
            )
        return self._reached[address]

    def _verified(self, address: str, settings: Settings) -> bool:
        """Return whether the certificate of a host counts: that of the token endpoint always does."""
        return settings.connection.validate_certs or address in self.token_hosts

    def _check_credentials(self) -> None:
        """Raise InputError when what is needed to obtain a token is missing."""
        if self.part == TARGET or all(map(self.is_given, self.apis)):
            return
        missing = [name for name in ("client_id", "client_secret") if self.options.get(name) is None]
        if missing:
            named = {name: f"VERACITY_{name.upper()}" for name in missing}
            raise InputError(
                f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set.",
                hint=f"Set {' and '.join(named.values())}, or {' and '.join(missing)} in the task. An application of "
                "the type ClientCredentials in My Projects has them.",
            )


def _claims_without_library(token: str) -> dict[str, t.Any]:
    """Return the claims of a token where PyJWT is missing: that must not hide what else is wrong."""
    try:
        encoded = token.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _origin(url: str) -> str:
    """Return scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
