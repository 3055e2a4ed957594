# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter access_report."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import filter_error
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.html import html
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.markdown import markdown
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import ReportError, clean, read
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain, untrusted

_FORMATS = {"markdown": markdown, "html": html}
_TITLE = "Access to Data Fabric containers"


def access_report(
    picture: t.Any,
    format: str = "markdown",
    title: str = _TITLE,
    names: t.Any = None,
    limit: int = 40,
) -> str:
    """Return who may open which container, and until when, as Markdown or HTML. Raises AnsibleFilterError."""
    write = _FORMATS.get(plain(format))
    if write is None:
        raise filter_error(f"access_report: format must be one of {', '.join(_FORMATS)}, not {format!r}.")
    called = plain(names) or {}
    if not isinstance(called, Mapping):
        raise filter_error("access_report: names must be a dictionary of names by the ids of users.")
    try:
        return write(read(plain(picture), called), clean(plain(title)), int(limit))
    except ReportError as error:
        raise filter_error(f"access_report: {error}") from None
    except (TypeError, ValueError):
        raise filter_error(f"access_report: limit must be a number, not {limit!r}.") from None


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return them by name."""
        return {"access_report": untrusted(access_report)}
