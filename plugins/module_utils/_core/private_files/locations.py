# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Where things are kept between runs. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t

from .trust import candidates

if t.TYPE_CHECKING:
    from .directory import SafeDirectory


def find_directory(
    explicit: str | None, environment: t.Mapping[str, str], ansible_home: str | None
) -> tuple[SafeDirectory | None, str | None]:
    """Return the first directory that is safe to use, and why there is none or why it is not the preferred one."""
    from ..errors import StorageError
    from .directory import SafeDirectory

    reason: str | None = "There is no home directory."
    for number, path in enumerate(candidates(explicit, environment, ansible_home)):
        try:
            return SafeDirectory(path), reason if number else None
        except StorageError as error:
            reason = error.summary
    return None, reason
