# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resource groups: submitted once, again when they differ, and never silently lost."""

from __future__ import annotations

import json
import os
import threading
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    ConnectionFailedError,
    InputError,
    ResponseError,
    StateError,
    StorageError,
    UnknownStateError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.session import Session
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import from_options
from ansible_collections.dnv.veracity.plugins.module_utils._execution import execute
from ansible_collections.dnv.veracity.plugins.modules.veracity_resource_group import DEFINITION
from tests.unit.core.resource_manager.template.samples import PARAMETERS, TEMPLATE, template
from tests.unit.support.clocks import RealWaitClock, SleeplessClock
from tests.unit.support.resource_manager import PROJECT, TOKEN, ScriptedManager, reply
from tests.unit.support.servers import answer, closed_port

SECRET = "made-by-veracity-0001~"
VALUES = {"serviceId": "197d9a24-9c26-42bc-8fda-dd21d4531016", "clientId": "fee9bbeb-2938-4f3a-8896-6a928aea3034"}
ALL = {**VALUES, "secret": SECRET}
OTHER = {"template": template(("resources.0.sections.properties.description", "Other"))}
SECRET_OPTIONS = "resources.1.sections.properties.secretManagementOptions"
Result = dict[str, t.Any]


class Desk:
    """Runs the module as a task does; what it keeps lies in ``directory``."""

    def __init__(self, manager: ScriptedManager, directory: Path) -> None:
        self.manager = manager
        self.directory = directory
        self.clock = SleeplessClock()
        self.warnings: list[str] = []
        self.registered: list[str] = []
        self.options: dict[str, t.Any] = {}

    def run(self, *, check_mode: bool = False, **params: t.Any) -> Result:
        """Return the result of a task with the usual template. Raises VeracityError."""
        given = {
            "project_id": PROJECT,
            "automation_token": TOKEN,
            "api_url": self.manager.url,
            "token_cache_dir": str(self.directory),
            "retries": 0,
            **({} if "template_file" in params else {"template": TEMPLATE}),
            **({} if "parameters_file" in params else {"parameters": PARAMETERS}),
            **self.options,
            **params,
        }
        spec = DEFINITION.argument_spec(environment=False)
        validated = ArgumentSpecValidator(spec, **DEFINITION.rules()).validate(given)
        assert not validated.error_messages
        options = dict(validated.validated_parameters)
        settings = from_options(DEFINITION.shared_options(options), api=DEFINITION.api, variables={})
        session = Session(settings, clock=self.clock, warn=self.warnings.append, register=self.registered.append)
        self.warnings.clear()
        return execute(DEFINITION, options, session, check_mode=check_mode)

    @property
    def submitted(self) -> int:
        """How many templates were submitted."""
        return len(self.manager.submissions)

    def remembered(self) -> str:
        """Return everything in the files of the directory that is not encrypted."""
        return "\n".join(path.read_text() for path in self.directory.iterdir() if path.suffix == ".submitted")


@pytest.fixture
def desk(tmp_path: Path) -> t.Iterator[Desk]:
    """Return a desk whose manager returns all outputs."""
    with ScriptedManager() as manager:
        manager.script(reply(ALL))
        yield Desk(manager, tmp_path / "state")


# Twice


def test_first_run_submits_and_the_second_does_not(desk: Desk) -> None:
    first = desk.run()
    assert first["changed"] is True
    assert first["outputs"] == ALL
    assert first["secret_outputs"] == ["secret"]
    assert first["outputs_known"] is True
    assert (first["project_id"], first["resource_group"]) == (PROJECT, "ansible-demo")
    assert first["diff"]["before"] == {}
    assert first["diff"]["after"]["resources"][0]["name"] == "Ansible demo service"
    second = desk.run()
    assert second == {**first, "changed": False, "diff": {**first["diff"], "before": first["diff"]["after"]}}
    assert desk.submitted == 1
    assert desk.manager.submissions[0].document("template") == TEMPLATE
    assert desk.warnings == []


def test_changed_template_is_submitted(desk: Desk) -> None:
    first = desk.run()
    second = desk.run(**OTHER)
    assert second["changed"] is True
    assert second["diff"]["before"] == first["diff"]["after"]
    assert second["diff"]["after"]["resources"][0]["sections"]["properties"]["description"] == "Other"
    assert second["fingerprint"] != first["fingerprint"]
    assert desk.run(**OTHER)["changed"] is False
    assert desk.run()["changed"] is True
    assert desk.submitted == 3


def test_changed_parameter_is_submitted(desk: Desk) -> None:
    desk.run()
    assert desk.run(parameters={**PARAMETERS, "url": "https://other.example.org"})["changed"] is True
    assert desk.submitted == 2


def test_force(desk: Desk) -> None:
    desk.run()
    assert desk.run(force=True, check_mode=True)["changed"] is True
    assert desk.submitted == 1
    assert desk.run(force=True)["changed"] is True
    assert desk.submitted == 2


def test_each_group_project_and_address_has_its_own(desk: Desk) -> None:
    desk.run()
    assert desk.run(parameters={**PARAMETERS, "group": "other"})["diff"]["before"] == {}
    assert desk.run(project_id="5D1C6A0E-8F0B-4A5E-9C6F-0D8B0D5F7A12")["changed"] is True
    with ScriptedManager() as elsewhere:
        assert desk.run(api_url=elsewhere.url)["changed"] is True
    assert desk.run()["changed"] is False
    assert desk.submitted == 3


def test_same_template_in_every_form(desk: Desk, tmp_path: Path) -> None:
    desk.run()
    files = {"t.json": json.dumps(TEMPLATE), "t.yml": yaml.safe_dump(TEMPLATE), "p.json": json.dumps(PARAMETERS)}
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    listed = [{"name": name, "value": value, "type": "string"} for name, value in PARAMETERS.items()]
    assert desk.run(template_file=str(tmp_path / "t.json"))["changed"] is False
    assert desk.run(template_file=str(tmp_path / "t.yml"), parameters_file=str(tmp_path / "p.json"))["changed"] is False
    assert desk.run(parameters=listed)["changed"] is False
    assert desk.run(parameters=json.dumps(listed))["changed"] is False
    assert desk.submitted == 1


def test_two_processes_at_once_submit_once(desk: Desk) -> None:
    desk.clock = RealWaitClock()
    results: list[Result] = []
    threads = [threading.Thread(target=lambda: results.append(desk.run())) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result["changed"] for result in results) == [False, False, False, True]
    assert all(result["outputs"] == ALL for result in results)
    assert desk.submitted == 1


# Check mode


def test_check_mode_sends_nothing_and_predicts(desk: Desk) -> None:
    predicted = desk.run(check_mode=True)
    assert desk.submitted == 0
    assert predicted["outputs"] == {"serviceId": None, "clientId": None, "secret": None}
    assert predicted["outputs_known"] is False
    real = desk.run()
    for name in ("changed", "diff", "fingerprint", "resource_group", "secret_outputs"):
        assert predicted[name] == real[name]
    assert desk.run(check_mode=True) == desk.run()
    predicted = desk.run(check_mode=True, **OTHER)
    # The secret is made when there is none, so the one that is kept stays.
    assert predicted["outputs"] == real["outputs"]
    real = desk.run(**OTHER)
    assert (predicted["changed"], predicted["diff"]) == (real["changed"], real["diff"])
    assert desk.submitted == 2


def test_check_mode_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.run(check_mode=True, state_file=str(tmp_path / "state.json"))
    assert not (tmp_path / "state.json").exists()
    assert desk.run(check_mode=True)["changed"] is True


# Failures


def test_lost_answer_is_submitted_again(desk: Desk) -> None:
    desk.run()
    desk.manager.script(None, reply(ALL))
    with pytest.raises(UnknownStateError) as caught:
        desk.run(**OTHER)
    assert "Resource group ansible-demo: Veracity did not confirm the template" in str(caught.value)
    assert "creates nothing twice" in str(caught.value)
    # Neither the old nor the new template is known to be there.
    assert desk.run(check_mode=True)["changed"] is True
    assert desk.run(**OTHER)["changed"] is True
    assert desk.run(**OTHER)["changed"] is False
    assert desk.submitted == 3


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (answer(b"{}", "500 Internal Server Error"), UnknownStateError),
        (answer(b"{}", "400 Bad Request"), ApiError),
        # G10: a gateway that says so may have passed the template on before.
        (answer(b"{}", "429 Too Many Requests"), ApiError),
        (answer(b"done"), ResponseError),
        (reply(VALUES, errors=["the second resource failed"]), StateError),
    ],
)
def test_after_a_failure_that_may_have_done_something_the_next_run_submits(
    desk: Desk, data: bytes, kind: type[Exception]
) -> None:
    desk.run()
    desk.manager.script(data)
    with pytest.raises(kind):
        desk.run(force=True)
    desk.manager.script(reply(ALL))
    assert desk.run()["changed"] is True
    assert desk.run()["changed"] is False


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
def test_after_a_refusal_at_the_door_nothing_has_changed(desk: Desk, status: str) -> None:
    desk.manager.script(answer(b"{}", status))
    with pytest.raises(ApiError):
        desk.run()
    assert desk.run(check_mode=True)["diff"]["before"] == {}
    desk.manager.script(reply(ALL))
    desk.run()
    desk.manager.script(answer(b"{}", status))
    with pytest.raises(ApiError):
        desk.run(**OTHER)
    assert desk.run()["changed"] is False


def test_without_a_connection_nothing_has_changed(desk: Desk) -> None:
    with pytest.raises(ConnectionFailedError):
        desk.run(api_url=f"http://127.0.0.1:{closed_port()}")


def test_errors_in_the_answer_are_said_without_secrets(desk: Desk) -> None:
    desk.manager.script(reply(ALL, errors=[{"message": f"cannot use {SECRET}"}]))
    with pytest.raises(StateError) as caught:
        desk.run()
    assert "Resource group ansible-demo: Veracity reports errors: " in str(caught.value)
    assert SECRET not in str(caught.value)


def test_secret_of_a_partial_failure_is_not_lost(desk: Desk) -> None:
    desk.manager.script(reply({"secret": SECRET}, errors=["the API failed"]), reply({**VALUES, "secret": None}))
    with pytest.raises(StateError):
        desk.run()
    assert desk.run()["outputs"] == ALL


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"project_id": "demo"}, "project_id"),
        ({"template": {}}, "template: 7 mistakes, and nothing was sent."),
        ({"parameters": {}}, "the parameter group is not defined"),
        ({"parameters": 5}, "parameters: must be a list"),
        ({"parameters": "[1,]"}, "parameters, line 1, column 3: this is not JSON"),
        ({"parameters_file": "/nowhere.json"}, "parameters_file: /nowhere.json cannot be read"),
        ({"template_file": "/nowhere.json"}, "template_file: /nowhere.json cannot be read"),
        ({"automation_token": None}, "automation_token: missing"),
        ({"automation_token": "two words"}, "automation_token: is a masked placeholder, or contains a space"),
        ({"automation_token": "********"}, "automation_token: is a masked placeholder"),
        ({"timeout": 0}, "timeout"),
    ],
)
def test_mistakes_are_found_before_anything_is_sent(desk: Desk, params: dict[str, t.Any], says: str) -> None:
    with pytest.raises(InputError) as caught:
        desk.run(**params)
    assert says in str(caught.value)
    assert desk.submitted == 0


# Secrets


def test_secret_outputs_are_kept_encrypted_and_nowhere_else(desk: Desk) -> None:
    desk.run()
    assert desk.registered.count(SECRET) == 1
    assert VALUES["clientId"] in desk.remembered()
    for path in desk.directory.iterdir():
        assert SECRET.encode() not in path.read_bytes()
        assert TOKEN.encode() not in path.read_bytes()
    assert len(list(desk.directory.glob("*.outputs"))) == 1


def test_without_a_kept_secret_it_is_not_known(desk: Desk) -> None:
    desk.run()
    for options in ({"automation_token": "another-token-of-the-project-01"}, {"token_cache": False}):
        found = desk.run(**options)
        assert found["changed"] is False
        assert found["outputs"] == {**VALUES, "secret": None}
        assert found["outputs_known"] is False
        assert found["secret_outputs"] == ["secret"]


def test_secret_that_is_told_once_is_known_later(desk: Desk) -> None:
    desk.manager.script(reply(ALL), reply({**VALUES, "secret": None}), reply({**VALUES, "secret": "made-later-0002~"}))
    desk.run()
    assert desk.run(**OTHER)["outputs"]["secret"] == SECRET
    assert desk.run()["outputs"]["secret"] == "made-later-0002~"
    assert desk.run()["outputs"]["secret"] == "made-later-0002~"


def test_secret_inside_an_object_is_filled_in(desk: Desk) -> None:
    combined = "$resources[?name== parameter('bot')].{id:id,secret:sections.properties.secrets[0].secretText}"
    document = template(("outputs", [{"name": "combined", "value": combined, "type": "object"}]))
    desk.manager.script(
        reply({"combined": {"id": "1", "secret": SECRET}}), reply({"combined": {"id": "1", "secret": None}})
    )
    desk.run(template=document)
    assert desk.run(template=document, force=True)["outputs"] == {"combined": {"id": "1", "secret": SECRET}}


def test_secret_of_another_application_is_not_taken(desk: Desk) -> None:
    desk.run()
    desk.manager.script(reply({**VALUES, "secret": None}))
    found = desk.run(parameters={**PARAMETERS, "bot": "Another bot"})
    assert found["outputs"]["secret"] is None
    assert found["outputs_known"] is False


def test_output_that_the_template_does_not_name(desk: Desk) -> None:
    desk.manager.script(reply({**ALL, "extra": 5, "extraKey": "extra-key-0001"}))
    found = desk.run()
    assert found["outputs"] == {**ALL, "extra": 5, "extraKey": "extra-key-0001"}
    assert found["secret_outputs"] == ["secret", "extraKey"]
    assert "extra-key-0001" in desk.registered


def test_secret_parameter_is_shown_nowhere(desk: Desk) -> None:
    document = template(("resourceGroup.description", "$parameter('dbPassword')"), ("resourceGroup.colour", "red"))
    found = desk.run(template=document, parameters={**PARAMETERS, "dbPassword": "hunter2-hunter2"})
    assert "hunter2" not in json.dumps(found)
    assert "hunter2" not in desk.remembered()
    assert "hunter2-hunter2" in desk.registered
    assert desk.manager.submissions[0].document("parameters")[-1]["value"] == "hunter2-hunter2"
    assert desk.run(template=document, parameters={**PARAMETERS, "dbPassword": "hunter2-hunter2"})["changed"] is False
    assert desk.run(template=document, parameters={**PARAMETERS, "dbPassword": "hunter3-hunter3"})["changed"] is True


def test_output_made_from_a_secret_parameter_is_secret(desk: Desk) -> None:
    connection = {"name": "connection", "value": "$concat('Password=', parameter('dbPassword'))", "type": "string"}
    given = {
        "template": template(("outputs", [*TEMPLATE["outputs"], connection])),
        "parameters": {**PARAMETERS, "dbPassword": "hunter2-hunter2"},
    }
    desk.manager.script(reply({**ALL, "connection": "Password=hunter2-hunter2"}))
    for _run in range(2):
        found = desk.run(**given)
        assert found["outputs"]["connection"] == "Password=hunter2-hunter2"
        assert found["secret_outputs"] == ["secret", "connection"]
        assert "hunter2" not in json.dumps({**found, "outputs": {}})
        assert "hunter2" not in desk.remembered()
    assert desk.submitted == 1


@pytest.mark.parametrize(
    "told",
    [
        {"id": "1", "subscriptionKey": "key-of-nobody-0001"},
        [{"deep": {"clientSecret": "key-of-nobody-0001"}}],
        f"the secret is {SECRET}",
    ],
)
def test_output_in_which_veracity_tells_a_secret_is_secret(desk: Desk, told: t.Any, tmp_path: Path) -> None:
    """Of what a resource has besides its template no document tells all."""
    service = {"name": "service", "value": "$resources[?name== parameter('svc')]", "type": "object"}
    document = template(("outputs", [*TEMPLATE["outputs"], service]))
    desk.manager.script(reply({**ALL, "service": told}))
    for _run in range(2):
        found = desk.run(template=document, state_file=str(tmp_path / "veracity.json"))
        assert found["outputs"] == {**ALL, "service": told}
        assert sorted(found["secret_outputs"]) == ["secret", "service"]
        remembered = (tmp_path / "veracity.json").read_text()
        assert "key-of-nobody" not in remembered
        assert SECRET not in remembered
        assert ("key-of-nobody-0001" in desk.registered) is isinstance(told, (dict, list))
    without = desk.run(template=document, state_file=str(tmp_path / "veracity.json"), token_cache=False)
    assert without["outputs"]["service"] is None
    assert without["outputs_known"] is False
    assert desk.submitted == 1


def test_what_stands_beside_a_secret_does_not_make_others_secret(desk: Desk) -> None:
    everything = {"name": "all", "value": "$resources", "type": "object"}
    kind = {"name": "url", "value": "$parameter('url')", "type": "string"}
    service = {"id": VALUES["serviceId"], "sections": {"properties": {"serviceUrl": PARAMETERS["url"]}}}
    properties = {"services": [VALUES["serviceId"]], "secrets": [{"secretText": SECRET}]}
    told = [service, {"id": VALUES["clientId"], "sections": {"properties": properties}}]
    desk.manager.script(reply({**ALL, "all": told, "url": PARAMETERS["url"]}))
    found = desk.run(template=template(("outputs", [*TEMPLATE["outputs"], everything, kind])))
    assert found["secret_outputs"] == ["secret", "all"]
    assert SECRET in desk.registered


# Warnings


def test_g10_template_that_replaces_secrets_is_not_submitted_again_when_it_is_turned_away(desk: Desk) -> None:
    document = {"template": template((SECRET_OPTIONS, "rollover"))}
    throttled = answer(b"{}", "429 Too Many Requests", "Retry-After: 0\r\n")
    desk.manager.script(throttled, reply(VALUES))
    with pytest.raises(ApiError, match="cannot be checked, so it is not sent again"):
        desk.run(**document, retries=3)
    assert desk.submitted == 1
    assert desk.run(**document)["changed"] is True


def test_rollover_warns_when_it_is_submitted(desk: Desk) -> None:
    document = {"template": template((SECRET_OPTIONS, "rollover"))}
    for check_mode in (True, False):
        desk.run(check_mode=check_mode, **document)
        assert len(desk.warnings) == 1
        assert desk.warnings[0].startswith("Ansible demo bot: secretManagementOptions is rollover, so each submission")
    desk.run(**document)
    assert desk.warnings == []


def test_what_takes_no_effect_is_said(desk: Desk) -> None:
    desk.run()
    desk.run(template=template(("resourceGroup.tags", ["other"])))
    assert desk.warnings == [
        "resourceGroup.tags: Veracity only applies it when it creates the group. Change it in the portal."
    ]


def test_unknown_fields_are_said(desk: Desk) -> None:
    desk.run(template=template(("resourceGroup.colour", "red")))
    assert desk.warnings == ["resourceGroup.colour: is not documented; it is sent unchanged."]


# Where it is remembered


def test_state_file(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    first = desk.run(state_file=str(file))
    assert desk.run(state_file=str(file))["changed"] is False
    content = json.loads(file.read_text())
    assert content["resource_groups"][f"{PROJECT}/ansible-demo"]["fingerprint"] == first["fingerprint"]
    assert SECRET not in file.read_text()
    assert desk.remembered() == ""
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []
    # On another computer everything but the secret is known.
    desk.directory = tmp_path / "another computer"
    found = desk.run(state_file=str(file))
    assert (found["changed"], found["outputs"]) == (False, {**VALUES, "secret": None})
    assert desk.submitted == 1


def test_state_file_keeps_its_mode_and_its_place(desk: Desk, tmp_path: Path) -> None:
    file, link = tmp_path / "state.json", tmp_path / "link.json"
    link.symlink_to(file)
    desk.run(state_file=str(link))
    file.chmod(0o640)
    desk.run(state_file=str(link), **OTHER)
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640


def test_state_file_of_several_groups(desk: Desk, tmp_path: Path) -> None:
    file = str(tmp_path / "state.json")
    desk.clock = RealWaitClock()
    groups = [{**PARAMETERS, "group": f"group {number}"} for number in range(5)]
    threads = [
        threading.Thread(target=lambda given=given: desk.run(state_file=file, parameters=given)) for given in groups
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [desk.run(state_file=file, parameters=given)["changed"] for given in groups] == [False] * 5


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"version": 2, "resource_groups": {}}', b"\xff"])
def test_damaged_state_file(desk: Desk, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "state.json"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"state_file: .* is not a state file of this collection"):
        desk.run(state_file=str(file))
    assert file.read_bytes() == content
    assert desk.submitted == 0


def test_state_file_that_cannot_be_written(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"state_file: .* cannot be written"):
        desk.run(state_file=str(tmp_path / "nowhere" / "state.json"))
    with pytest.raises(InputError, match=r"state_file: .* cannot be read"):
        desk.run(state_file=str(tmp_path))
    assert desk.submitted == 0


def test_damaged_memory_is_submitted_again(desk: Desk) -> None:
    desk.run()
    (file,) = desk.directory.glob("*.submitted")
    file.write_bytes(b"{")
    assert desk.run()["changed"] is True


def test_memory_of_another_shape(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    desk.run(state_file=str(file))
    content = json.loads(file.read_text())
    key = f"{PROJECT}/ansible-demo"
    for entry in ([], {"fingerprint": 5, "template": [], "outputs": []}, {"outputs": {"serviceId": 5}}):
        content["resource_groups"][key] = entry
        file.write_text(json.dumps(content))
        assert desk.run(state_file=str(file))["changed"] is True


def test_without_a_safe_place(desk: Desk, tmp_path: Path) -> None:
    desk.directory = tmp_path / "open"
    desk.directory.mkdir()
    os.chmod(desk.directory, 0o777)
    assert desk.run()["outputs"] == ALL
    assert any("The next run submits the template again" in warning for warning in desk.warnings)
    assert desk.run()["changed"] is True
    assert desk.run(state_file=str(tmp_path / "state.json"))["changed"] is True
    assert desk.run(state_file=str(tmp_path / "state.json"))["changed"] is False


def test_template_that_is_too_large_to_be_remembered(desk: Desk) -> None:
    document = template(("resourceGroup.tags", ["x" * 1000] * 300))
    desk.run(template=document)
    assert desk.run(template=document)["changed"] is False
    assert desk.run()["diff"]["before"] == {"template": "too large to be remembered"}
