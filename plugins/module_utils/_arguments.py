# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options that all modules and lookups share, as one table. Private: for use inside dnv.veracity only.

Argument specs, documentation fragments, action group and AWX credential type are checked against it by a test.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible.module_utils.common.parameters import env_fallback
from ansible.module_utils.errors import AnsibleFallbackNotFound

if t.TYPE_CHECKING:
    from ._core.task import Task


@dataclass(frozen=True)
class SharedOption:
    """One shared option: its type, the environment variable it is taken from, and whether it must never be printed."""

    type: str = "str"
    env: str | None = None
    secret: bool = False
    default: t.Any = None
    choices: tuple[str, ...] | None = None


SHARED_OPTIONS: t.Mapping[str, SharedOption] = {
    "client_id": SharedOption(env="VERACITY_CLIENT_ID"),
    "client_secret": SharedOption(env="VERACITY_CLIENT_SECRET", secret=True),
    "access_token": SharedOption(env="VERACITY_ACCESS_TOKEN", secret=True),
    "subscription_key": SharedOption(env="VERACITY_SUBSCRIPTION_KEY", secret=True),
    "veracity_environment": SharedOption(
        env="VERACITY_ENVIRONMENT", default="production", choices=("production", "staging", "test")
    ),
    "endpoint": SharedOption(env="VERACITY_ENDPOINT", choices=("b2c", "entra_v2", "entra_v1")),
    "policy": SharedOption(env="VERACITY_POLICY"),
    "token_url": SharedOption(env="VERACITY_TOKEN_URL"),
    "scope": SharedOption(),
    "resource": SharedOption(),
    "api_url": SharedOption(env="VERACITY_API_URL"),
    "token_cache": SharedOption("bool", env="VERACITY_TOKEN_CACHE", default=True),
    "token_cache_dir": SharedOption("path", env="VERACITY_TOKEN_CACHE_DIR"),
    "ca_path": SharedOption("path", env="VERACITY_CA_PATH"),
    "validate_certs": SharedOption("bool", env="VERACITY_VALIDATE_CERTS", default=True),
    "proxy": SharedOption(env="VERACITY_PROXY"),
    "timeout": SharedOption("float", env="VERACITY_TIMEOUT", default=30.0),
    "retries": SharedOption("int", env="VERACITY_RETRIES", default=3),
}


@dataclass(frozen=True)
class Definition:
    """A module: what it does, its own options and the rules between them, and the API it works with.

    ``takes_session``: whether ``ensure`` gets the session in place of a client.
    ``remembers``: whether it keeps something between runs. ``keeps_keys``: whether it keeps claimed keys, encrypted.
    ``variables``: its own options that can come from an environment variable as well, with the name of that.
    ``calls_if``: whether it calls the API with these options, where more than one option decides it.
    ``api_of``: the API for these options, where it is not always the same.
    ``token_option``: its own option whose value is the token. None is asked for then, and no other credential is used.
    ``least_timeout``: the least number of seconds for one answer, whatever the option ``timeout`` says.
    ``secret_results``: the documented keys of its result that hold secrets. Everywhere else in it they are masked.
    ``verbatim_results``: the keys of what it was given, and returns for later tasks.
    ``more_secrets``: returns the secrets in its options that ``no_log`` cannot tell, from the options as given.
    ``calls_with``: the option without which it never calls the API, and so needs no credentials; None: it always does.
    """

    ensure: t.Callable[[Task, t.Any], dict[str, t.Any]]
    spec: t.Mapping[str, t.Any]
    api: str | None = None
    remembers: bool = False
    keeps_keys: bool = False
    takes_session: bool = False
    calls_with: str | None = None
    calls_if: t.Callable[[t.Mapping[str, t.Any]], bool] | None = None
    api_of: t.Callable[[t.Mapping[str, t.Any]], str] | None = None
    variables: t.Mapping[str, str] = field(default_factory=dict)
    token_option: str | None = None
    least_timeout: float = 0.0
    mutually_exclusive: t.Sequence[t.Sequence[str]] = ()
    required_one_of: t.Sequence[t.Sequence[str]] = ()
    required_together: t.Sequence[t.Sequence[str]] = ()
    required_if: t.Sequence[t.Sequence[t.Any]] = ()
    required_by: t.Mapping[str, t.Any] = field(default_factory=dict)
    secret_results: t.Sequence[str] = ()
    verbatim_results: t.Sequence[str] = ()
    more_secrets: t.Callable[[t.Mapping[str, t.Any]], t.Iterable[str]] | None = None

    def calls_api(self, params: t.Mapping[str, t.Any]) -> bool:
        """Return whether a task with these options calls the API."""
        if self.calls_if is not None:
            return self.calls_if(params)
        return self.calls_with is None or params.get(self.calls_with) is not None

    def api_for(self, params: t.Mapping[str, t.Any]) -> str | None:
        """Return the API that a task with these options works with."""
        return self.api if self.api_of is None else self.api_of(params)

    @property
    def name(self) -> str:
        """The name of the module."""
        return self.ensure.__module__.rpartition(".")[2]

    def argument_spec(self, *, environment: bool = True) -> dict[str, t.Any]:
        """Return the argument spec; ``environment``: whether options fall back to environment variables."""
        shared = {name: _argument(option, environment) for name, option in SHARED_OPTIONS.items()}
        own = dict(self.spec)
        for name, variable in self.variables.items() if environment else ():
            own[name] = {**own[name], "fallback": (_from_environment, [variable])}
        return {**shared, **own}

    def shared_options(self, params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        """Return the options from which settings are made for a task. Raises InputError for an unusable token."""
        found = dict(params)
        timeout = found.get("timeout")
        if timeout is not None and timeout > 0:
            found["timeout"] = max(timeout, self.least_timeout)
        if self.token_option is not None:
            found.update(dict.fromkeys(_FOR_OAUTH))
            found["access_token"] = _bare_token(params.get(self.token_option), self.token_option, self.variables)
        return found

    def rules(self) -> dict[str, t.Any]:
        """Return the rules between options, under the names that ansible-core knows."""
        return {
            "mutually_exclusive": list(self.mutually_exclusive),
            "required_one_of": list(self.required_one_of),
            "required_together": list(self.required_together),
            "required_if": list(self.required_if),
            "required_by": dict(self.required_by),
        }


# What is about OAuth tokens, and the key that goes with them.
_FOR_OAUTH = ("client_id", "client_secret", "subscription_key", "endpoint", "policy", "token_url", "scope", "resource")


def _bare_token(value: str | None, option: str, variables: t.Mapping[str, str]) -> str:
    """Return the token that an option holds. Raises InputError, with the name of the option."""
    from ._core.errors import InputError
    from ._core.given import PLACEHOLDERS
    from ._core.invisible import invisible_in

    text = (value or "").rstrip("\r\n")
    if not text.strip():
        variable = f", or the environment variable {variables[option]}" if option in variables else ""
        raise InputError(f"{option}: missing. Set the option{variable}.")
    invisible = invisible_in(text)
    if invisible is not None:
        raise InputError(f"{option}: contains the invisible character {invisible}. Copy the value again without it.")
    if text.strip() in PLACEHOLDERS or not all("!" <= letter <= "~" for letter in text):
        raise InputError(
            f"{option}: is a masked placeholder, or contains a space or another character that is not allowed in a "
            f"header. Pass "
            "the value itself."
        )
    return text


def _from_environment(variable: str) -> str:
    """Return the value of an environment variable. One that is empty counts as not set, as on the controller."""
    value: str = env_fallback(variable)
    if not value:
        raise AnsibleFallbackNotFound
    return value


def _argument(option: SharedOption, environment: bool) -> dict[str, t.Any]:
    """Return one option as ansible-core wants it."""
    argument: dict[str, t.Any] = {"type": option.type, "no_log": option.secret}
    if option.default is not None:
        argument["default"] = option.default
    if option.choices:
        argument["choices"] = list(option.choices)
    if environment and option.env:
        argument["fallback"] = (_from_environment, [option.env])
    return argument
