# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter access_report."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import filter_error
from ansible_collections.dnv.veracity.plugins.plugin_utils._report import members
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.html import html
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.markdown import markdown
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import ReportError, clean, read
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain, untrusted

_FORMATS = {"markdown": markdown, "html": html}
_TITLE = "Access to Data Fabric containers"
_WORKSPACES_TITLE = "Access to Data Workbench workspaces"


def access_report(
    picture: t.Any,
    format: str = "markdown",
    title: str | None = None,
    names: t.Any = None,
    limit: int = 40,
) -> str:
    """Return who may open which container, or which workspace, as Markdown or HTML. Raises AnsibleFilterError."""
    given, wanted = plain(picture), plain(format)
    if wanted not in _FORMATS:
        raise filter_error(f"access_report: format must be one of {', '.join(_FORMATS)}, not {format!r}.")
    called = plain(names) or {}
    if not isinstance(called, Mapping):
        raise filter_error("access_report: names must be a dictionary of names by the ids of users.")
    try:
        called_so = None if title is None else clean(plain(title))
        if isinstance(given, Mapping) and "workspaces" in given:
            write = members.html if wanted == "html" else members.markdown
            return write(members.read(given, called), called_so or _WORKSPACES_TITLE, int(limit))
        return _FORMATS[wanted](read(given, called), called_so or _TITLE, int(limit))
    except ReportError as error:
        raise filter_error(f"access_report: {error}") from None
    except (TypeError, ValueError):
        raise filter_error(f"access_report: limit must be a number, not {limit!r}.") from None


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return them by name."""
        return {"access_report": untrusted(access_report)}
