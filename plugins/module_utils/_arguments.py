# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options that all modules and lookups share, as one table. Private: for use inside dnv.veracity only.

Argument specs, documentation fragments, action group and AWX credential type are checked against it by a test.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible.module_utils.basic import env_fallback

if t.TYPE_CHECKING:
    from ._core.client import Client
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

    ``remembers``: whether it keeps something between runs. ``keeps_keys``: whether it keeps claimed keys, encrypted.
    """

    ensure: t.Callable[[Task, Client], dict[str, t.Any]]
    spec: t.Mapping[str, t.Any]
    api: str | None = None
    remembers: bool = False
    keeps_keys: bool = False
    mutually_exclusive: t.Sequence[t.Sequence[str]] = ()
    required_one_of: t.Sequence[t.Sequence[str]] = ()
    required_together: t.Sequence[t.Sequence[str]] = ()
    required_if: t.Sequence[t.Sequence[t.Any]] = ()
    required_by: t.Mapping[str, t.Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the module."""
        return self.ensure.__module__.rpartition(".")[2]

    def argument_spec(self, *, environment: bool = True) -> dict[str, t.Any]:
        """Return the argument spec; ``environment``: whether options fall back to environment variables."""
        shared = {name: _argument(option, environment) for name, option in SHARED_OPTIONS.items()}
        return {**shared, **self.spec}

    def rules(self) -> dict[str, t.Any]:
        """Return the rules between options, under the names that ansible-core knows."""
        return {
            "mutually_exclusive": list(self.mutually_exclusive),
            "required_one_of": list(self.required_one_of),
            "required_together": list(self.required_together),
            "required_if": list(self.required_if),
            "required_by": dict(self.required_by),
        }


def _argument(option: SharedOption, environment: bool) -> dict[str, t.Any]:
    """Return one option as ansible-core wants it."""
    argument: dict[str, t.Any] = {"type": option.type, "no_log": option.secret}
    if option.default is not None:
        argument["default"] = option.default
    if option.choices:
        argument["choices"] = list(option.choices)
    if environment and option.env:
        argument["fallback"] = (env_fallback, [option.env])
    return argument
