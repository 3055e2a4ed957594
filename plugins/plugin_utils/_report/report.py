# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report in any of its formats. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from datetime import datetime, timezone

from ansible_collections.dnv.veracity.plugins.plugin_utils._report import access_views, members, model
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.data import csv_of, json_of
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.html import page
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.markdown import document
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.sections import Section
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.timeline import Timeline, timeline
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import ReportError, clean, moment

FORMATS = ("markdown", "html", "json", "csv")
LIMIT = 40
# What the suffix of a file says about what is in it.
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".json": "json", ".csv": "csv"}
_TITLE = "Access to Data Fabric containers"
_WORKSPACES_TITLE = "Access to Data Workbench workspaces"
_TIMELINE = "When keys expire"


def report(
    value: t.Any, form: str, *, title: t.Any = None, names: t.Any = None, limit: t.Any = LIMIT, as_of: t.Any = None
) -> str:
    """Return who may open which container, or which workspace, in one of the formats. Raises ReportError."""
    if form not in FORMATS:
        raise ReportError(f"format must be one of {', '.join(FORMATS)}, not {form!r}.")
    if not isinstance(names or {}, Mapping):
        raise ReportError("names must be a dictionary of names by the ids of users.")
    at, most = time_of(as_of), _limit(limit)
    picture: model.Picture | members.MembersPicture
    line: tuple[str, Timeline | None] | None = None
    if isinstance(value, Mapping) and "workspaces" in value:
        called, picture = clean(title) or _WORKSPACES_TITLE, members.read(value, names or {}, at)
    else:
        called, picture = clean(title) or _TITLE, model.read(value, names or {}, at)
        line = (_TIMELINE, timeline(picture, most)) if most > 0 else None
    if form == "json":
        return json_of(called, picture)
    if form == "csv":
        return csv_of(picture)
    write = page if form == "html" else document
    return write(called, picture.summary, _views(picture), picture.as_of, line)


def time_of(as_of: t.Any) -> datetime | None:
    """Return the time that a report states; None: none. Raises ReportError."""
    if isinstance(as_of, str) and as_of.strip().lower() == "now":
        return datetime.now(timezone.utc).replace(microsecond=0)
    try:
        return moment(as_of, "as_of")
    except ReportError:
        raise ReportError("as_of must be now, or a time such as 2026-11-23T09:00:00Z.") from None


def _views(picture: model.Picture | members.MembersPicture) -> list[Section]:
    return members.views(picture) if isinstance(picture, members.MembersPicture) else access_views.views(picture)


def _limit(limit: t.Any) -> int:
    try:
        return int(limit)
    except (TypeError, ValueError):
        raise ReportError(f"limit must be a number, not {limit!r}.") from None
