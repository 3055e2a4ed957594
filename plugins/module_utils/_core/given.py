# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What counts as given. Private: for use inside dnv.veracity only.

An option that says who calls, or that is secret, is given as soon as it is there. If its value is empty, a lookup or a
template has failed, and the next source would be somebody else's: so it is refused. Blank text in an option that says
where and how to connect is not set, as null is in every other option. Small, because every lookup passes here.
"""

from __future__ import annotations

import typing as t

CALLER = ("client_id", "client_secret", "access_token", "subscription_key")
# Shared options that are not set when they are blank. A blank scope or resource is refused: it says what is asked for.
_CONNECTION = frozenset(
    {
        *("veracity_environment", "endpoint", "policy", "token_url", "api_url", "token_cache", "token_cache_dir"),
        *("ca_path", "validate_certs", "proxy", "timeout", "retries"),
    }
)
PLACEHOLDERS = frozenset({"VALUE_SPECIFIED_IN_NO_LOG_PARAMETER", "$REDACTED$", "********"})


def is_blank(value: t.Any) -> bool:
    """Return whether a value is null or blank text."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_set(option: str, value: t.Any) -> bool:
    """Return whether an option counts as set, once ``refusal`` has seen those that say who calls."""
    return not is_blank(value) if option in _CONNECTION else value is not None


def refusal(value: t.Any, option: str, where: str = "") -> str | None:
    """Return why a value that was given cannot say who calls or be a secret; None when it can.

    ``where`` says where the value came from, as a part of a sentence.
    """
    if is_blank(value) or value in ([], {}) or (isinstance(value, str) and value.strip() in PLACEHOLDERS):
        if option == "client_id":
            return (
                f"{option}{where}: is empty or a masked placeholder. Set the application id that My Projects shows, "
                f"or omit the option."
            )
        return (
            f"{option}{where}: is empty or a masked placeholder, not a secret. Pass the value itself, or omit the "
            f"option. A result that Ansible has masked, or a lookup that failed with errors='ignore', "
            "cannot be used."
        )
    if isinstance(value, (bool, list, tuple, dict)):
        return f"{option}{where}: is not a string. Pass the value itself, as one string."
    text = str(value)
    if text.isascii():
        return None
    from .invisible import invisible_in

    found = invisible_in(text)
    return found and f"{option}{where}: contains the invisible character {found}. Copy the value again without it."


def from_environment(value: t.Any) -> str:
    """Return the value of an environment variable as the task keyword gives it. Null is empty, and so not set."""
    return "" if value is None else str(value)
