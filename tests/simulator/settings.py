# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the control interface can set."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, fields

from .identity_errors import CODES

KEY_PRODUCTS = ("data_fabric", "data_workbench", "services")
"""The APIs that are told apart by subscription keys: one key per product, and one per service account."""


@dataclass
class Settings:
    """The behaviour of the server; times are in seconds."""

    visibility_delay: float = 0.3
    deletion_delay: float = 0.3
    latency: float = 0.0
    token_lifetime: float = 3599
    token_format: str = "jwt"
    token_version: str | None = None
    token_refusal: str | None = None
    require_subscription_key: bool = True
    subscription_key_apis: tuple[str, ...] | list[str] = KEY_PRODUCTS
    accepted_token_version: str | None = None
    provisioning_fails: bool = False
    hidden_status: int = 404
    short_name_conflict: bool = False
    environment: str = "production"
    hours_per_month: int = 730
    steward_upsert: bool = False
    guid_case: str = "lower"
    key_lifetime: float | None = None
    user_visibility_delay: float = 0.3
    absent_subscriber: str = "404"
    services_first_page: int = 0
    services_page_zero: str = "first"
    services_page_cap: int | None = None
    tenant_delay: float = 0.3
    workbench_role: str = "administrator"
    workbench_first_page: int = 0
    workbench_key_lifetime: float | None = None
    workbench_policies: str = "objects"
    file_storage: bool = True
    data_lake_page: int | None = None
    workspace_update_verb: str = "PATCH"
    job_seconds: float = 0.3
    job_failed_status: str = "Failed"
    job_errors: str = "objects"
    vrm_reply: str = "quoted"
    vrm_error_form: str = "status"
    vrm_fails_at: str | None = None

    def update(self, changes: t.Any) -> None:
        """Apply ``changes``, all or none; raises ValueError when a name or a value is not known."""
        if not isinstance(changes, dict):
            raise ValueError("settings are a JSON object")
        for name, value in changes.items():
            if name not in _ALLOWED:
                raise ValueError(f"unknown setting {name!r}, known: {', '.join(sorted(_ALLOWED))}")
            if not _ALLOWED[name](value):
                raise ValueError(f"setting {name!r} cannot be {value!r}")
        for name, value in changes.items():
            setattr(self, name, value)

    def reset(self) -> None:
        """Go back to the start values."""
        for entry in fields(self):
            setattr(self, entry.name, entry.default)


def _seconds(value: t.Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _flag(value: t.Any) -> bool:
    return isinstance(value, bool)


def _one_of(*values: t.Any) -> t.Callable[[t.Any], bool]:
    return lambda value: value in values


_ALLOWED: dict[str, t.Callable[[t.Any], bool]] = {
    "visibility_delay": _seconds,
    "deletion_delay": _seconds,
    "latency": _seconds,
    "token_lifetime": _seconds,
    "token_format": _one_of("jwt", "opaque"),
    "token_version": _one_of("1.0", "2.0", None),
    "token_refusal": _one_of(None, *CODES),
    "require_subscription_key": _flag,
    "subscription_key_apis": lambda value: isinstance(value, list) and set(value) <= set(KEY_PRODUCTS),
    "accepted_token_version": _one_of("1.0", "2.0", None),
    "provisioning_fails": _flag,
    "hidden_status": _one_of(403, 404),
    "short_name_conflict": _flag,
    "environment": _one_of("production", "staging", "test"),
    "hours_per_month": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "steward_upsert": _flag,
    "guid_case": _one_of("lower", "upper"),
    "key_lifetime": lambda value: value is None or (_seconds(value) and value > 0),
    "user_visibility_delay": _seconds,
    "absent_subscriber": _one_of("404", "notSubscribing"),
    "services_first_page": lambda value: value in (0, 1) and not isinstance(value, bool),
    "services_page_zero": _one_of("first", "empty", "refused"),
    "services_page_cap": lambda value: value is None or (isinstance(value, int) and _seconds(value) and value > 0),
    "tenant_delay": _seconds,
    "workbench_role": _one_of("administrator", "reader", "datasets"),
    "workbench_first_page": lambda value: value in (0, 1) and not isinstance(value, bool),
    "workbench_key_lifetime": lambda value: value is None or (_seconds(value) and value > 0),
    "workbench_policies": _one_of("names", "objects"),
    "file_storage": _flag,
    "data_lake_page": lambda value: value is None or (isinstance(value, int) and _seconds(value) and value > 0),
    "workspace_update_verb": _one_of("PATCH", "PUT"),
    "job_seconds": _seconds,
    "job_failed_status": lambda value: isinstance(value, str) and value not in ("", "Running", "Completed"),
    "job_errors": _one_of("objects", "texts"),
    "vrm_reply": _one_of("quoted", "bare", "json"),
    "vrm_error_form": _one_of("status", "reply"),
    "vrm_fails_at": lambda value: value is None or isinstance(value, str),
}
