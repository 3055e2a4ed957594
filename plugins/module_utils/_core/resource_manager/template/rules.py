# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Rules for the values of a template, put together from small ones. Private: for use inside dnv.veracity only.

A rule is a function of a value, its path and the findings. Null is fine unless a rule says otherwise.
"""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from ...api_fields import is_guid
from ...settings import is_loopback
from .findings import Findings, Path, closest

Rule = t.Callable[[t.Any, Path, Findings], None]


class _Unknown:
    """The value of what only Veracity knows."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN = _Unknown()


def text(value: t.Any, path: Path, findings: Findings) -> None:
    """Any text."""
    if not isinstance(value, str) and value is not None and value is not UNKNOWN:
        findings.error(path, f"must be a string, not {findings.kind_of(value)}.")


def flag(value: t.Any, path: Path, findings: Findings) -> None:
    """True or false, not null."""
    if not isinstance(value, bool) and value is not UNKNOWN:
        findings.error(path, f"must be true or false, not {findings.kind_of(value)}.")


def anything(value: t.Any, path: Path, findings: Findings) -> None:
    """Whatever there is: the form is not documented."""


def matching(pattern: str, says: str) -> Rule:
    """Return the rule for a text of a pattern; not null."""
    compiled = re.compile(pattern)

    def rule(value: t.Any, path: Path, findings: Findings) -> None:
        if value is not UNKNOWN and not (isinstance(value, str) and compiled.fullmatch(value)):
            findings.error(path, f"must be {says}, not {findings.kind_of(value)}.")

    return rule


def one_of(*choices: t.Any, null: bool = False) -> Rule:
    """Return the rule for one of some values."""

    def rule(value: t.Any, path: Path, findings: Findings) -> None:
        if value is UNKNOWN or (value is None and null):
            return
        if not any(type(value) is type(choice) and value == choice for choice in choices):
            listed = ", ".join(str(choice) for choice in choices)
            near = closest(value, [str(choice) for choice in choices]) if isinstance(value, str) else ""
            findings.error(path, f"must be one of {listed}, not {findings.kind_of(value)}.{near}")

    return rule


def usually(*choices: str) -> Rule:
    """Return the rule for a text of which only some values are documented: another one is warned of."""

    def rule(value: t.Any, path: Path, findings: Findings) -> None:
        text(value, path, findings)
        if isinstance(value, str) and value not in choices:
            known = " and ".join(choices)
            findings.warn(path, f"{findings.kind_of(value)} is not documented, only {known} is; it is sent unchanged.")

    return rule


def at_least(lowest: int) -> Rule:
    """Return the rule for a whole number, null or not below a lowest one."""

    def rule(value: t.Any, path: Path, findings: Findings) -> None:
        if value is None or value is UNKNOWN:
            return
        if isinstance(value, bool) or not isinstance(value, int) or value < lowest:
            findings.error(path, f"must be a whole number of at least {lowest}, not {findings.kind_of(value)}.")

    return rule


def each(rule: Rule) -> Rule:
    """Return the rule for a list, null or with such members."""

    def whole(value: t.Any, path: Path, findings: Findings) -> None:
        if value is None or value is UNKNOWN:
            return
        if not isinstance(value, list):
            findings.error(path, f"must be a list, not {findings.kind_of(value)}.")
            return
        for number, member in enumerate(value):
            rule(member, (*path, number), findings)

    return whole


def fields(
    rules: t.Mapping[str, Rule], *, required: t.Sequence[str] = (), null: bool = True, also: Rule = anything
) -> Rule:
    """Return the rule for an object with such fields. Others are warned of, as the published schema is not complete.

    ``also`` is a rule for the object as a whole.
    """

    def rule(value: t.Any, path: Path, findings: Findings) -> None:
        if value is UNKNOWN or (value is None and null):
            return
        if not isinstance(value, dict):
            findings.error(path, f"must be an object, not {findings.kind_of(value)}.")
            return
        for name in required:
            if value.get(name) is None:
                findings.error((*path, name), "is missing.")
        for name, member in value.items():
            if name in rules and not (name in required and member is None):
                rules[name](member, (*path, name), findings)
            elif name not in rules:
                findings.warn((*path, name), f"is not documented; it is sent unchanged.{closest(str(name), rules)}")
        also(value, path, findings)

    return rule


def by_key(rule: Rule) -> Rule:
    """Return the rule for an object with any keys and such members, or null."""

    def whole(value: t.Any, path: Path, findings: Findings) -> None:
        if value is None or value is UNKNOWN:
            return
        if not isinstance(value, dict):
            findings.error(path, f"must be an object, not {findings.kind_of(value)}.")
            return
        for name, member in value.items():
            rule(member, (*path, name), findings)

    return whole


def identifier(value: t.Any, path: Path, findings: Findings) -> None:
    """A GUID, or null."""
    if value is not None and value is not UNKNOWN and not (isinstance(value, str) and is_guid(value)):
        said = findings.kind_of(value)
        findings.error(path, f"must be an id such as 3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0, not {said}.")


def https(value: t.Any, path: Path, findings: Findings) -> None:
    """An https URL, any URL of this machine, or null."""
    if value is not None and value is not UNKNOWN and not is_https(value):
        findings.error(
            path, f"must be a URL with https:// (http:// for localhost only), not {findings.kind_of(value)}."
        )


def is_https(value: t.Any) -> bool:
    """Return whether a value is an https URL, or one of this machine."""
    if not isinstance(value, str) or not value.isprintable() or " " in value:
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
