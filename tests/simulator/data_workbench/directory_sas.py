# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shared access signatures of directories (``sr=d``), bound to a stored access policy of their workspace."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ..clock import timestamp

VERSION = "2023-11-03"
POLICIES = {"read": "rl-policy", "write": "racwdl-policy"}
_RIGHTS = {"rl-policy": frozenset("rl"), "racwdl-policy": frozenset("racwdl")}


@dataclass(frozen=True)
class DirectoryKey:
    """What a signature says: a directory with all that is below it, a policy, and moments in seconds."""

    filesystem: str
    directory: str
    policy: str
    start: float
    expiry: float


class Signer:
    """Signs keys, and tells those that are still good: one of a policy that was revoked since is not."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._generations: dict[tuple[str, str], int] = {}

    def reset(self) -> None:
        """Forget what was revoked, and all keys."""
        self._key = secrets.token_bytes(32)
        self._generations.clear()

    def revoke(self, filesystem: str, policy: str) -> None:
        """End all keys of a policy. The next key makes the policy anew."""
        self._generations[filesystem, policy] = self._generations.get((filesystem, policy), 0) + 1

    def sign(self, key: DirectoryKey) -> str:
        """Return the query of a signature."""
        values = {
            "sv": VERSION,
            "si": key.policy,
            "st": _moment(key.start),
            "se": _moment(key.expiry),
            "sr": "d",
            "sdd": str(len(key.directory.split("/"))),
        }
        return urlencode({**values, "sig": self._signature(key.filesystem, key.directory, values)})

    def rights(self, filesystem: str, path: str, query: Mapping[str, list[str]], now: float) -> frozenset[str]:
        """Return the letters that the signature of a query gives for a path; none when it is not good for it."""
        values = {name: query.get(name, [""])[-1] for name in ("sv", "si", "st", "se", "sr", "sdd")}
        depth = int(values["sdd"]) if values["sdd"].isdigit() else 0
        parts = [part for part in path.split("/") if part]
        if values["sr"] != "d" or not 0 < depth <= len(parts):
            return frozenset()
        expected = self._signature(filesystem, "/".join(parts[:depth]), values)
        good = hmac.compare_digest(expected.encode(), query.get("sig", [""])[-1].encode())
        if not good or not values["st"] <= _moment(now) < values["se"]:
            return frozenset()
        return _RIGHTS.get(values["si"], frozenset())

    def _signature(self, filesystem: str, directory: str, values: Mapping[str, t.Any]) -> str:
        """Return the signature of a directory."""
        generation = self._generations.get((filesystem, values["si"]), 0)
        text = "\n".join([filesystem, directory, str(generation), *(values[name] for name in sorted(values))])
        return base64.b64encode(hmac.new(self._key, text.encode(), hashlib.sha256).digest()).decode()


def _moment(seconds: float) -> str:
    """Return a moment in whole seconds, as signatures have it."""
    return timestamp(seconds)[:19] + "Z"
