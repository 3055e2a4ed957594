# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Import what actions need before the workers are forked. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import contextlib
import hmac
import importlib

from ansible.plugins.loader import lookup_loader

_LIBRARIES = ("requests", "jwt", "encodings.utf_8_sig")
_OWN = ("client", "transport.session", "identity.grant", "identity.cache")
_CORE = "ansible_collections.dnv.veracity.plugins.module_utils._core"


def preload() -> None:
    """Import the libraries and the client, so that workers inherit them instead of importing them once a task.

    A library that is missing is no error here: an ImportError would end the whole run before a task could explain it.
    """
    for name in _LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for name in _OWN:
        importlib.import_module(f"{_CORE}.{name}")
    _look_up_algorithms()
    # The lookup of tokens too: its options are parsed once, and not in each worker that uses it.
    lookup_loader.get("dnv.veracity.veracity_token", class_only=True)


def _look_up_algorithms() -> None:
    """Use the algorithms of the token cache once: OpenSSL looks them up once a process, which takes it some time."""
    hmac.digest(b"key", b"message", "sha256")
    with contextlib.suppress(ImportError):
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        AESGCM(bytes(32))
