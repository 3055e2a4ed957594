# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A grant that an application makes to itself, for its own work. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from ...errors import ForbiddenError, NotFoundError, StateError
from ..access.description import GrantDescription
from ..access.key_templates import Templates
from ..access.plan import OWN_USE, NewGrant
from ..access.writes import Granting
from ..api.accesses import Access, Accesses, KeyTemplate
from ..api.containers import Container
from ..containers import reference as container_reference
from .request import KeyRequest

if t.TYPE_CHECKING:
    from ...clock import Clock
    from ...reconcile.local_store import Memory

_WHO_MAY = (
    "ensure_access creates a grant, which only the owner and the data stewards of a container can do. Ask one of them "
    "to grant access to this application."
)


def make_own_grant(
    accesses: Accesses,
    revoked: Memory,
    clock: Clock,
    *,
    container_id: str,
    user: str,
    request: KeyRequest,
    there: t.Collection[str],
) -> Access:
    """Grant the caller, whose id is ``user``, the least that the request needs, and return the row of the grant.

    ``there``: the ids of the rows that the container has already. Raises StateError when no key template has the
    rights and the duration, or the container has gone, and what ``Granting.give`` raises.
    """
    templates = Templates(accesses)
    template = templates.catalog().least(request.rights, request.granted_duration)
    grant = GrantDescription(
        user, template.rights, request.granted_duration, renewable=request.renewable, comment=OWN_USE
    )
    row = Access(
        id="",
        container_id=container_id,
        user=user,
        rights=template.rights,
        hours=template.hours,
        renewable=request.renewable,
        granted_by=user,
        template_id=template.id,
        comment=OWN_USE,
    )
    try:
        return Granting(accesses, templates, revoked, clock).give(NewGrant(0, grant, template, row), there)
    except NotFoundError as error:
        raise container_reference.gone(request.container, error) from None
    except ForbiddenError as error:
        error.summary = f"Container {request.container.name}: {error.summary}"
        error.hint = _WHO_MAY
        raise


def predict_own_grant(accesses: Accesses, container: Container | None, request: KeyRequest) -> KeyTemplate:
    """Return the template of the grant that would be made; ``container`` is None when it is not there yet.

    Raises StateError when the caller may not make a grant, or there is no such template.
    """
    if container is not None and (container.access_level or "").casefold() == "consumer":
        raise StateError(f"This application cannot grant access to container {request.container.name}.", hint=_WHO_MAY)
    return Templates(accesses).catalog().least(request.rights, request.granted_duration)
