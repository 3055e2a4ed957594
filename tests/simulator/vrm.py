# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Resource Manager: one operation, which takes a template and does what it says."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
import typing as t

from .inputs import BadInputError, json_object, text
from .messages import Request, Response, json_response
from .registrations import GUID
from .state import State
from .vrm_checks import TemplateError
from .vrm_projects import Project
from .vrm_provisioning import provision, provision_group
from .vrm_schema import check_group, check_resource
from .vrm_templates import Evaluation, MissingLibraryError, Template, read_template

PREFIX = "/developer/vrm/"
_BASE = "/developer/vrm/v1"
_PATH = re.compile(rf"(?i:{re.escape(_BASE)})/projects/(?P<project>[^/]+)/resourceGroups/files")
_OPERATION = f"POST {_BASE}/projects/{{id}}/resourceGroups/files"


class _ProvisioningError(Exception):
    """A resource could not be made for a reason on the server's side."""


def operation(request: Request) -> str:
    """Return the name under which a request is counted."""
    if request.method == "POST" and _PATH.fullmatch(request.path):
        return _OPERATION
    return f"{request.method} {GUID.sub('{id}', request.path)}"


def answer_vrm_request(state: State, request: Request) -> Response:
    """Return the answer of the Resource Manager; it looks at the automation token and at no subscription key."""
    found = _PATH.fullmatch(request.path) if request.method == "POST" else None
    if found is None:
        return json_response(404, {"statusCode": 404, "message": "Resource not found"})
    project = _project(state, found["project"], request)
    if project is None:
        return json_response(401, {"message": "The automation token is missing, or it is not one of this project."})
    if request.media_type() != "application/json":
        return json_response(415, {"message": "The content type has to be application/json."})
    try:
        template = read_template(*_files(request))
        with state.projects.lock:
            return _reply(state, 200, None, _submitted(state, project, template))
    except TemplateError as error:
        return _refusal(state, 400, {"path": error.path, "message": error.text})
    except BadInputError as error:
        return _refusal(state, 400, {"path": "", "message": str(error)})
    except _ProvisioningError as error:
        return _refusal(state, 500, {"path": "", "message": str(error)})
    except MissingLibraryError as error:
        return json_response(500, {"message": str(error)})


def _project(state: State, project_id: str, request: Request) -> Project | None:
    project = state.projects.find(project_id)
    scheme, _space, token = (request.headers.get("Authorization") or "").partition(" ")
    if project is None or scheme.lower() != "bearer":
        return None
    right = hmac.compare_digest(token.encode("utf-8"), project.automation_token.encode("utf-8"))
    return project if right else None


def _files(request: Request) -> tuple[str, str]:
    try:
        body = request.json()
    except (ValueError, RecursionError):
        raise BadInputError("the body is not JSON") from None
    parts = json_object(body, {"format", "template", "parameters"}, set())
    if parts["format"] != "json":
        raise BadInputError("format has to be json")
    return _decoded("template", parts["template"]), _decoded("parameters", parts["parameters"])


def _decoded(name: str, value: t.Any) -> str:
    try:
        return base64.b64decode(text(name, value), validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise BadInputError(f"{name} has to be the base64 form of UTF-8 text: {error}") from None


def _submitted(state: State, project: Project, template: Template) -> list[dict[str, t.Any]]:
    """Do what the template says and return its outputs; what is done stays done when a later part fails."""
    evaluation = Evaluation(template)
    description = evaluation.value("resourceGroup", template.group)
    check_group("resourceGroup", description)
    if not description["name"].strip():
        raise TemplateError("resourceGroup.name", "must not be empty")
    group = provision_group(project, description)
    names = set()
    for position, entry in enumerate(template.resources):
        path = f"resources[{position}]"
        resource = evaluation.value(path, entry)
        check_resource(path, resource)
        if resource["name"] in names:
            raise TemplateError(f"{path}.name", "is there twice in the template")
        if resource["name"] == state.settings.vrm_fails_at:
            raise _ProvisioningError(f"{resource['name']} could not be provisioned")
        names.add(resource["name"])
        evaluation.resources.append(provision(state, project, group, path, resource))
    return [
        {"name": output["name"], "value": _output(evaluation, f"outputs[{position}].value", output["value"])}
        for position, output in enumerate(template.outputs)
    ]


def _output(evaluation: Evaluation, path: str, value: t.Any) -> t.Any:
    # An output may be empty, such as a secret that was made in an earlier run.
    if isinstance(value, str) and value.startswith("$"):
        return evaluation.result(path, value)
    return evaluation.value(path, value)


def _refusal(state: State, status: int, error: dict[str, str]) -> Response:
    if state.settings.vrm_error_form == "reply":
        return _reply(state, 200, [error], None)
    return json_response(status, {"errors": [error], "values": None})


def _reply(state: State, status: int, errors: t.Any, values: t.Any) -> Response:
    document = {"errors": errors, "values": values}
    if state.settings.vrm_reply == "json":
        return json_response(status, document)
    encoded = base64.b64encode(json.dumps(document).encode("utf-8")).decode("ascii")
    if state.settings.vrm_reply == "quoted":
        return json_response(status, encoded)
    return Response(status, encoded.encode("ascii"), {"Content-Type": "text/plain; charset=utf-8"})
