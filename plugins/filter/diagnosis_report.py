# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter diagnosis_report."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import filter_error
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.diagnosis import html, markdown, read
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.model import ReportError, clean
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain, untrusted

_FORMATS = {"markdown": markdown, "html": html}


def diagnosis_report(diagnosis: t.Any, format: str = "markdown", title: str = "Veracity diagnosis") -> str:
    """Return a diagnosis as Markdown or HTML. Raises AnsibleFilterError."""
    wanted = plain(format)
    if wanted not in _FORMATS:
        raise filter_error(f"diagnosis_report: format must be one of {', '.join(_FORMATS)}, not {format!r}.")
    try:
        return _FORMATS[wanted](read(plain(diagnosis)), clean(plain(title)))
    except ReportError as error:
        raise filter_error(f"diagnosis_report: {error}") from None


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return them by name."""
        return {"diagnosis_report": untrusted(diagnosis_report)}
