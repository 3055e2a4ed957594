# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Who may open a container: grants, key templates, keys. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ...api_fields import confirming, flag, guid, guid_or_none, moment, number, objects, required_guid, text
from ...errors import ResponseError
from .containers import DATA

if t.TYPE_CHECKING:
    from ...client import Applied, Client

# attribute1 to attribute4 of key templates and grants, in this order.
RIGHTS = ("read", "write", "delete", "list")
# A listing that does not end is not read for ever.
_MOST_PAGES = 1000


@dataclass(frozen=True)
class IpRange:
    """The addresses from which a key works, both ends included."""

    start: str
    end: str


@dataclass(frozen=True)
class KeyTemplate:
    """What keys can be asked for: the rights and for how many hours."""

    id: str
    name: str
    hours: int
    rights: frozenset[str]


@dataclass(frozen=True)
class Access:
    """A grant: a user or application may claim keys for a container. Times are seconds since the epoch.

    ``claimed``: whether a key was ever claimed; ``expires`` is when the last one ends.
    ``renewable``: whether another key can be claimed when it has ended (``autoRefreshed``).
    """

    id: str
    container_id: str
    user: str
    rights: frozenset[str]
    hours: int
    renewable: bool
    claimed: bool = False
    valid_from: float | None = None
    expires: float | None = None
    granted_by: str | None = None
    template_id: str | None = None
    ip_range: IpRange | None = None
    comment: str = ""

    def key_valid(self, now: float) -> bool:
        """Return whether a claimed key opens the container now."""
        return self.claimed and self.expires is not None and self.expires > now

    def usable(self, now: float) -> bool:
        """Return whether it gives access, as far as its row tells: a revocation does not show in it."""
        return self.renewable or not self.claimed or self.key_valid(now)


@dataclass(frozen=True)
class Key:
    """A claimed key. ``url`` and ``token`` are secret; ``expires`` is in seconds since the epoch."""

    url: str = field(repr=False)
    token: str = field(repr=False)
    expires: float | None
    renewable: bool


class Accesses:
    """The grants of containers as the caller of ``client`` sees them. Every method raises what the client raises."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def templates(self) -> list[KeyTemplate]:
        """Return the key templates (GET /keytemplates). Their ids are published nowhere else."""
        entries = objects(self._client.get(f"{DATA}/keytemplates").json(), "The list of key templates")
        return [
            KeyTemplate(
                required_guid(entry, "id", "A key template"),
                text(entry, "name"),
                number(entry, "totalHours"),
                _rights(entry),
            )
            for entry in entries
        ]

    def all(self, container_id: str) -> list[Access]:
        """Return every grant of a container, each once, in the order of the API: active, expired and revoked alike.

        Who neither owns nor stewards the container sees the own grants only (GET /resources/{id}/accesses). A negative
        page size asks for everything; a server that answers with a page all the same is asked for the others.
        """
        found: dict[str, Access] = {}
        for page in range(1, _MOST_PAGES + 1):
            answer = self._client.get(
                f"{DATA}/resources/{guid(container_id)}/accesses", query={"pageNo": str(page), "pageSize": "-1"}
            ).json()
            if not isinstance(answer, dict):
                raise ResponseError("The list of accesses is not valid: it is not an object.")
            before = len(found)
            for entry in objects(answer.get("results"), "The list of accesses"):
                access = _access(entry, guid(container_id))
                found[access.id] = access
            if len(found) == before or _complete(answer, page, len(found)):
                break
        return list(found.values())

    def share(
        self,
        container_id: str,
        user: str,
        template_id: str,
        *,
        renewable: bool,
        ip_range: IpRange | None = None,
        comment: str = "",
        applied: Applied,
    ) -> str:
        """Make a grant and return its id. Every call makes another one (POST /resources/{id}/accesses)."""
        body: dict[str, t.Any] = {"userId": user, "accessKeyTemplateId": template_id}
        if comment:
            body["comment"] = comment
        if ip_range is not None:
            body["ipRange"] = {"startIp": ip_range.start, "endIp": ip_range.end}
        answer = self._client.post(
            f"{DATA}/resources/{guid(container_id)}/accesses",
            body=body,
            query={"autoRefreshed": "true" if renewable else "false"},
            applied=applied,
        )
        with confirming():
            made = answer.json()
            return required_guid(made if isinstance(made, dict) else {}, "accessSharingId", "The new access")

    def revoke(self, container_id: str, access_id: str) -> None:
        """End the renewal of a grant: a PUT without a body. A key that was claimed lives until it expires."""
        self._client.put(f"{DATA}/resources/{guid(container_id)}/accesses/{guid(access_id)}", repeatable=True)

    def claim(self, container_id: str, access_id: str) -> Key:
        """Claim a key of the caller's grant, or renew it: its time starts to run (PUT …/accesses/{id}/key)."""
        answer = self._client.put(
            f"{DATA}/resources/{guid(container_id)}/accesses/{guid(access_id)}/key", repeatable=True
        ).json()
        if not isinstance(answer, dict):
            raise ResponseError("The key is not valid: the response is not an object.")
        url, token, address = (text(answer, name) for name in ("fullKey", "sasKey", "sasuRi"))
        token = token.lstrip("?") or url.partition("?")[2]
        if not url and address and token:
            url = f"{address}?{token}"
        if "?" not in url or not token:
            raise ResponseError("The key is not valid: the response has no complete SAS URL in fullKey.")
        return Key(url, token, moment(answer, "sasKeyExpiryTimeUTC"), flag(answer, "autoRefreshed"))


def _complete(answer: dict[str, t.Any], page: int, found: int) -> bool:
    """Return whether a page says that it is the last one, or that everything was found. A count of 0 says nothing."""
    total, pages = number(answer, "totalResults"), number(answer, "totalPages")
    return found >= total if total > 0 else 0 < pages <= page


def _rights(entry: dict[str, t.Any]) -> frozenset[str]:
    """Return the rights that attribute1 to attribute4 stand for."""
    return frozenset(right for number_, right in enumerate(RIGHTS, 1) if flag(entry, f"attribute{number_}"))


def _access(entry: dict[str, t.Any], container_id: str) -> Access:
    """Return a ProviderAccessVM as a grant. Raises ResponseError when it lacks what identifies it."""
    addresses = entry.get("ipRange")
    addresses = addresses if isinstance(addresses, dict) else {}
    start, end = text(addresses, "startIp"), text(addresses, "endIp")
    return Access(
        id=required_guid(entry, "accessSharingId", "An access"),
        container_id=container_id,
        user=required_guid(entry, "userId", "An access"),
        rights=_rights(entry),
        hours=number(entry, "accessHours"),
        renewable=flag(entry, "autoRefreshed"),
        claimed=flag(entry, "keyCreated"),
        valid_from=moment(entry, "keyCreatedTimeUTC"),
        expires=moment(entry, "keyExpiryTimeUTC"),
        granted_by=guid_or_none(entry.get("grantedById")),
        template_id=guid_or_none(entry.get("accessKeyTemplateId")),
        ip_range=IpRange(start, end or start) if start or end else None,
        comment=text(entry, "comment"),
    )
