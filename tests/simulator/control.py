# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control interface: for tests and demonstrations, unlike anything that Veracity has."""

from __future__ import annotations

import typing as t

from . import access_seeding
from .clock import timestamp
from .control_services import answer_services_call
from .messages import Request, Response, json_response
from .seeding import seed
from .state import State
from .tags import tag_view

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
    if call not in _CALLS:
        return answer_services_call(state, call, body)
    answer = _CALLS[call](state, body)
    return {} if answer is None else answer


def _reset(state: State, body: t.Any) -> None:
    state.reset()
    state.settings.update(body)


def _advance(state: State, body: t.Any) -> None:
    seconds = body.get("advance") if isinstance(body, dict) and set(body) == {"advance"} else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds < 0:
        raise ValueError('the clock takes {"advance": seconds}')
    state.clock.advance(seconds)
    state.containers.clear_away()


def _containers(state: State) -> list[dict[str, t.Any]]:
    now = state.clock.now()
    return [
        {
            **container.resource(container.shared_as or "owner"),
            "shortName": container.content.short_name,
            "state": container.state(now),
        }
        for container in state.containers.all()
    ]


def _groups(state: State) -> list[dict[str, t.Any]]:
    return [{**group.view(lambda _container_id: True), "owner": group.owner} for group in state.groups.all()]


def _make_folders(state: State, body: t.Any) -> None:
    workspace = state.workbench.workspaces.find(body["workspace"])
    if workspace is None:
        raise ValueError("there is no such workspace")
    state.workbench.file_storage.seed(workspace, body["paths"], body.get("storage"))


def _datasets(state: State, _body: t.Any) -> list[dict[str, t.Any]]:
    with state.workbench.workspaces.lock:
        state.workbench.jobs.settle()
        return state.workbench.datasets.described()


def _jobs(state: State, _body: t.Any) -> list[dict[str, t.Any]]:
    with state.workbench.workspaces.lock:
        state.workbench.jobs.settle()
        return [{**job.view(), "started": job.started is not None} for job in state.workbench.jobs.all()]


_CALLS: dict[str, t.Callable[[State, t.Any], t.Any]] = {
    "GET /health": lambda state, _body: {"status": "ok", "time": timestamp(state.clock.now())},
    "POST /reset": _reset,
    "POST /shutdown": lambda _state, _body: None,
    "POST /settings": lambda state, body: state.settings.update(body),
    "POST /clock": _advance,
    "POST /applications": lambda state, body: {"client_id": state.applications.register(body).client_id},
    "POST /tokens/revoke": lambda state, _body: state.tokens.revoke_all(),
    "POST /containers": lambda state, body: seed(state.containers, body),
    "GET /containers": lambda state, _body: _containers(state),
    "POST /users": lambda state, body: state.users.seed(body),
    # Nothing at all stands for null.
    "POST /keytemplates": lambda state, body: state.key_templates.replace(None if body == {} else body),
    "POST /accesses": access_seeding.seed_accesses,
    "GET /accesses": lambda state, _body: access_seeding.list_accesses(state),
    "POST /accesses/revoke": access_seeding.revoke_accesses,
    "POST /stewards": access_seeding.seed_stewards,
    "GET /stewards": lambda state, _body: [steward.view() for steward in state.stewards.all()],
    "GET /groups": lambda state, _body: _groups(state),
    "GET /subscriptions": lambda state, _body: state.subscriptions.all(),
    "GET /tags": lambda state, _body: [{**tag_view(known.tag), "owner": known.owner} for known in state.tags.all()],
    "POST /workspaces": lambda state, body: state.workbench.workspaces.seed(body),
    "GET /workspaces": lambda state, _body: [entry.view() for entry in state.workbench.workspaces.all()],
    "POST /schemas": lambda state, body: state.workbench.schemas.seed(body),
    "GET /schemas": lambda state, _body: state.workbench.schemas.described(),
    "POST /datasets": lambda state, body: state.workbench.datasets.seed(body),
    "GET /datasets": _datasets,
    "GET /ingestjobs": _jobs,
    "POST /folders": _make_folders,
    "POST /faults": lambda state, body: {"id": state.faults.add(body)},
    "DELETE /faults": lambda state, _body: state.faults.clear(),
    "GET /requests": lambda state, _body: state.recorder.requests(),
    "DELETE /requests": lambda state, _body: state.recorder.clear(),
    "GET /counters": lambda state, _body: state.recorder.counters(),
}
