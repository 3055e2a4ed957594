# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One call to the control interface of the simulator, from the controller and without a module process."""

from __future__ import annotations

import json
import typing as t
import urllib.request

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

PREFIX = "/_simulator"
TIMEOUT = 10.0
# A proxy that the user has set is for other hosts.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ActionModule(ActionBase):
    """``simulator: {method, path, body}``; what the simulator answers is the ``json`` of the result."""

    _supports_check_mode = True
    _VALID_ARGS = frozenset({"method", "path", "body"})

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        result = super().run(tmp, task_vars)
        base = (task_vars or {})["simulator_http"]
        method = str(self._task.args.get("method", "GET"))
        body = self._task.args.get("body")
        request = urllib.request.Request(
            f"{base}{PREFIX}{self._task.args['path']}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
        )
        try:
            with OPENER.open(request, timeout=TIMEOUT) as answer:
                result["json"] = json.load(answer)
        except OSError as error:
            raise AnsibleActionFail(f"The simulator does not take {method} {request.full_url}: {error}") from None
        return result
