# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Templates brought to the spelling that Veracity takes. Private: for use inside dnv.veracity only.

Veracity itself misspells some names, and its documentation shows some things in the wrong place. What is meant is
accepted and sent as documented elsewhere.
"""

from __future__ import annotations

import re
import typing as t

from .findings import Findings, Path
from .resource_types import APPLICATION, INTERVAL_TYPES, SCOPES

# Each right spelling, and the one that Veracity takes.
FIELDS: t.Mapping[str, str] = {"apiAccesses": "apiAcceses"}
VALUES: t.Mapping[str, str] = {"veracity-platform-api": "veracity-platfrom-api"}

_IDS = frozenset({"clientId", "apiClientId"})
_IN_EXPRESSIONS = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, {**FIELDS, **VALUES}))})(?![\w-])")


def corrected(value: t.Any, path: Path, findings: Findings) -> t.Any:
    """Return a document with names and values as Veracity spells them; notes a name that is there in both."""
    if isinstance(value, dict):
        found: dict[t.Any, t.Any] = {}
        for name, member in value.items():
            right = FIELDS.get(name, name)
            if right in found:
                findings.error((*path, name), f"is defined twice. Veracity spells it {right}. Keep that one.")
            found[right] = corrected(member, (*path, name), findings)
        return found
    if isinstance(value, list):
        return [corrected(member, (*path, number), findings) for number, member in enumerate(value)]
    if isinstance(value, str) and value.startswith("$"):
        return _IN_EXPRESSIONS.sub(lambda match: {**FIELDS, **VALUES}[match[0]], value)
    return VALUES.get(value, value) if isinstance(value, str) else value


def placed(resource: t.Any, path: Path, findings: Findings) -> t.Any:
    """Return a resource with everything in its place, where an example of the documentation has it elsewhere."""
    sections = resource.get("sections") if isinstance(resource, dict) else None
    if not isinstance(sections, dict) or not isinstance(sections.get("advanced"), dict):
        return resource
    place = (*path, "sections", "advanced")
    found = dict(sections["advanced"])
    if resource.get("resourceType") == APPLICATION:
        _place_accesses(found, place, findings)
    _place_cors(found, place, findings)
    _number_policy(found)
    return {**resource, "sections": {**sections, "advanced": found}}


def _place_accesses(advanced: dict[str, t.Any], path: Path, findings: Findings) -> None:
    """Move what gives access to an API from the clients, and take the API's id out of a list of one."""
    clients = advanced.get("clients")
    if isinstance(clients, list):
        misplaced = [each for each in clients if isinstance(each, dict) and set(each) & _IDS == {"apiClientId"}]
        if misplaced and isinstance(advanced.get("apiAcceses") or [], list):
            findings.warn(
                (*path, "clients"), "an entry with apiClientId gives access to an API; it is sent under apiAcceses."
            )
            moved = [{name: each[name] for name in each if name != "apiName"} for each in misplaced]
            advanced["clients"] = [each for each in clients if each not in misplaced]
            advanced["apiAcceses"] = [*(advanced.get("apiAcceses") or []), *moved]
    accesses = advanced.get("apiAcceses")
    if isinstance(accesses, list):
        advanced["apiAcceses"] = [_without_list(each) for each in accesses]


def _without_list(access: t.Any) -> t.Any:
    """Return an access to an API with its id as a text."""
    identifier = access.get("apiClientId") if isinstance(access, dict) else None
    if isinstance(identifier, list) and len(identifier) == 1:
        return {**access, "apiClientId": identifier[0]}
    return access


def _place_cors(advanced: dict[str, t.Any], path: Path, findings: Findings) -> None:
    """Move cors out of throttling, where the table of the documentation has it and its example does not."""
    throttling = advanced.get("throttling")
    if isinstance(throttling, dict) and "cors" in throttling and "cors" not in advanced:
        findings.warn((*path, "throttling", "cors"), "belongs beside throttling; it is sent there.")
        advanced["throttling"] = {name: value for name, value in throttling.items() if name != "cors"}
        advanced["cors"] = throttling["cors"]


def _number_policy(advanced: dict[str, t.Any]) -> None:
    """Write scope and unit of a password policy as numbers: an older page has words."""
    policy = advanced.get("passwordPolicy")
    if isinstance(policy, dict):
        words = {"scope": SCOPES, "intervalType": INTERVAL_TYPES}
        advanced["passwordPolicy"] = {
            name: words[name].index(value) if name in words and value in words[name] else value
            for name, value in policy.items()
        }
