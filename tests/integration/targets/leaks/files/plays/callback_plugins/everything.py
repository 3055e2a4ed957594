# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write every result that callbacks are shown as a line of JSON, as loggers and web interfaces do."""

from __future__ import annotations

import json
import os
import typing as t

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: everything
type: notification
short_description: Write all results
description: Writes all results to the file that E(EVERYTHING_PATH) names.
"""


class CallbackModule(CallbackBase):
    """Writes what other callbacks print."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "everything"
    CALLBACK_NEEDS_ENABLED = True

    def _write(self, result: t.Any) -> None:
        with open(os.environ["EVERYTHING_PATH"], "a", encoding="utf-8") as output:
            output.write(json.dumps(result._result, default=str) + "\n")

    def v2_runner_on_ok(self, result: t.Any) -> None:
        """Write a success."""
        self._write(result)

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        """Write a failure."""
        self._write(result)

    v2_runner_item_on_ok = v2_runner_on_ok
    v2_runner_item_on_failed = v2_runner_on_ok
    v2_runner_retry = v2_runner_on_ok
    v2_runner_on_async_poll = v2_runner_on_ok
