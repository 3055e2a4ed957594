# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations on metadata tags."""

from __future__ import annotations

import typing as t

from .bodies import checked_body, checked_query
from .container_input import Tag, tag
from .inputs import guid, items, query_flag
from .messages import Response, json_response
from .routing import Call, message
from .tags import tag_view

_FLAGS = ("includeDeleted", "includeNonVeracityApproved")


def list_tags(call: Call) -> Response:
    """List the tags; there are no deleted ones, and all are approved."""
    asked = checked_query(lambda: [query_flag(name, call.query(name) or "false") for name in _FLAGS])
    if isinstance(asked, Response):
        return asked
    if any(asked) and call.caller.role != "dataAdmin":
        return message(403, "Missing correct role to perform this action")
    return json_response(200, [tag_view(known.tag) for known in call.state.tags.all()])


def create_tags(call: Call) -> Response:
    """Make tags, and return them with their ids; a title that is there already keeps its id."""
    tags = checked_body(call, _tags)
    if isinstance(tags, Response):
        return tags
    return json_response(200, [tag_view(entry) for entry in call.state.tags.add(tags, call.caller.client_id)])


def _tags(value: t.Any) -> list[Tag]:
    return [_tag(entry) for entry in items("the body", value)]


def _tag(value: t.Any) -> Tag:
    if isinstance(value, dict) and "id" in value:
        # The document has an id here; it is the server that gives ids.
        guid("id", value["id"])
        value = {name: part for name, part in value.items() if name != "id"}
    return tag(value)
