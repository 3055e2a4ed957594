# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn what Ansible hands over into plain Python values. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import functools
import typing as t
from collections.abc import Mapping, Sequence

from ansible.release import __version__
from jinja2 import pass_context

_TRUST_IS_EXPLICIT = tuple(int(part) for part in __version__.split(".")[:2]) >= (2, 19)


def plain(value: t.Any) -> t.Any:
    """Return a value without tags, lazy containers and vault wrappers: dict, list, str, int, float, bool or None."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    # Before ansible-core 2.19 a vaulted string is a sequence that is decrypted when it becomes a string.
    if type(value).__name__ == "AnsibleVaultEncryptedUnicode":
        return str(value)
    if isinstance(value, Mapping):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, (Sequence, set, frozenset)):
        return [plain(item) for item in value]
    return str(value)


def untrusted(function: t.Callable[..., t.Any]) -> t.Callable[..., t.Any]:
    """Return a filter whose results are never taken for templates, whatever a server wrote into them.

    Since ansible-core 2.19 only what an author wrote is taken for one. Before, everything is that has no mark. A value
    loses its mark when it becomes a part of a text, so the whole expression is marked as well.
    """
    if _TRUST_IS_EXPLICIT:
        return function

    from ansible.utils.unsafe_proxy import wrap_var

    @pass_context
    @functools.wraps(function)
    def marked(context: t.Any, *args: t.Any, **options: t.Any) -> t.Any:
        context.unsafe = True
        return wrap_var(function(*args, **options))

    return marked
