# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control interface: for tests and demonstrations, unlike anything that Veracity has."""

from __future__ import annotations

import typing as t

from .clock import timestamp
from .messages import Request, Response, json_response
from .seeding import seed
from .state import State

PREFIX = "/_simulator"
SHUTDOWN = f"{PREFIX}/shutdown"


def answer_control_request(state: State, request: Request) -> Response:
    """Return the answer of the control interface; mistakes are answered with 400 and a text that says which.

    A shutdown is only confirmed here: the server carries it out once the answer is sent.
    """
    try:
        body = request.json() if request.body else {}
        return json_response(200, _answer(state, f"{request.method} {request.path[len(PREFIX) :]}", body))
    except (ValueError, TypeError, KeyError) as error:
        return json_response(400, {"error": str(error)})


def _answer(state: State, call: str, body: t.Any) -> t.Any:
    match call:
        case "GET /health":
            return {"status": "ok", "time": timestamp(state.clock.now())}
        case "POST /reset":
            state.reset()
        case "POST /shutdown":
            pass
        case "POST /settings":
            state.settings.update(body)
        case "POST /clock":
            _advance(state, body)
        case "POST /applications":
            return {"client_id": state.applications.register(body).client_id}
        case "POST /tokens/revoke":
            state.tokens.revoke_all()
        case "POST /containers":
            return seed(state.containers, body)
        case "GET /containers":
            return _containers(state)
        case "POST /faults":
            return {"id": state.faults.add(body)}
        case "DELETE /faults":
            state.faults.clear()
        case "GET /requests":
            return state.recorder.requests()
        case "DELETE /requests":
            state.recorder.clear()
        case "GET /counters":
            return state.recorder.counters()
        case _:
            raise ValueError(f"there is no {call}")
    return {}


def _advance(state: State, body: t.Any) -> None:
    seconds = body.get("advance") if isinstance(body, dict) and set(body) == {"advance"} else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds < 0:
        raise ValueError('the clock takes {"advance": seconds}')
    state.clock.advance(seconds)


def _containers(state: State) -> list[dict[str, t.Any]]:
    now = state.clock.now()
    return [
        {
            **container.resource("owner" if container.shared_as is None else container.shared_as),
            "shortName": container.content.short_name,
            "state": container.state(now),
        }
        for container in state.containers.all()
    ]
