# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter access_report."""

from __future__ import annotations

import typing as t

from ansible_collections.dnv.veracity.plugins.plugin_utils._outlet import filter_error
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.report import LIMIT, report
from ansible_collections.dnv.veracity.plugins.plugin_utils._report.words import ReportError
from ansible_collections.dnv.veracity.plugins.plugin_utils._values import plain, untrusted


def access_report(
    picture: t.Any,
    format: str = "markdown",
    title: str | None = None,
    names: t.Any = None,
    limit: int = LIMIT,
    as_of: t.Any = None,
) -> str:
    """Return who may open which container, or which workspace, in a format. Raises AnsibleFilterError."""
    try:
        return report(
            plain(picture),
            plain(format),
            title=plain(title),
            names=plain(names),
            limit=plain(limit),
            as_of=plain(as_of),
        )
    except ReportError as error:
        raise filter_error(f"access_report: {error}") from None


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return them by name."""
        return {"access_report": untrusted(access_report)}
