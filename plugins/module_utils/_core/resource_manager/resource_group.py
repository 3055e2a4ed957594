# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Resource groups of the Veracity Resource Manager. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ..api_fields import guid
from ..errors import AmbiguousError, ApiError, ConnectionFailedError, StateError, UnknownStateError, VeracityError
from ..reconcile.locks import alone
from ..redaction.scrubber import Scrubber
from .api import Reply, ResourceManager
from .secret_outputs import KeptOutputs, empty, filled
from .submissions import Submissions, Submitted
from .template.check import Checked, check
from .template.documents import as_json, parameter_list, read_file
from .template.fingerprint import fingerprint, public
from .template.ignored_changes import unheeded
from .template.secret_values import named_secrets, secret_texts, secrets_of, tells_secret
from .template.strict_json import parse_json

if t.TYPE_CHECKING:
    from ..client import Client
    from ..task import Task

# Seconds that a submission may take.
_LONGEST = 900.0
# With these Veracity says that it has not looked at the template. A 429 is of a gateway, which may have passed it on.
_NOT_BEGUN = (401, 403, 404)


def ensure(task: Task, client: Client) -> dict[str, t.Any]:
    """Submit the template of a task, unless it was submitted before, and return the result of the module.

    Raises InputError for mistakes in it before anything is sent, UnknownStateError when the answer was lost, and what
    ``ResourceManager.submit`` raises.
    """
    project = guid(task.params["project_id"], "project_id")
    checked = read(task)
    scrub = Scrubber(checked.secrets)
    for warning in checked.warnings:
        task.warn(scrub.mask(warning))
    return _Group(task, client, project, checked).ensure()


def secrets_in(params: t.Mapping[str, t.Any]) -> list[str]:
    """Return the secrets in the parameters of a task, as they were given."""
    parameters = params.get("parameters")
    if isinstance(parameters, str):
        try:
            parameters = parse_json(parameters, "parameters")
        except VeracityError:
            return []
    return secrets_of(parameters)


def read(task: Task) -> Checked:
    """Return the template and parameters of a task, checked. Secrets in them are masked from now on."""
    template, what = _document(task.params, "template")
    given, whose = _document(task.params, "parameters")
    parameters = parameter_list([] if given is None else given, whose)
    for secret in secrets_of(parameters):
        task.learn(secret)
    # A file of parameters may serve several templates.
    return check(template, parameters, what, unused=not task.params.get("parameters_file"))


def _document(params: t.Mapping[str, t.Any], option: str) -> tuple[t.Any, str]:
    """Return what an option or its file holds, and which it is."""
    path = params.get(f"{option}_file")
    if path is not None:
        what = f"{option}_file {path}"
        return as_json(read_file(path, f"{option}_file"), what), what
    value = params.get(option)
    return as_json(parse_json(value, option) if isinstance(value, str) else value, option), option


class _Group:
    """One resource group, as one task describes it."""

    def __init__(self, task: Task, client: Client, project: str, checked: Checked) -> None:
        self._task = task
        self._api = ResourceManager(client)
        self._project = project
        self._checked = checked
        self._submissions = Submissions(task, client)
        self._key = f"{project}/{checked.group}"
        self._identity = f"{client.base_url}\n{self._key}"
        self._kept = KeptOutputs(task, self._identity)
        self._fingerprint = fingerprint(checked, self._key)
        self._shown = public(checked)
        # Of each secret output what it is made from. An answer may show that there are more.
        self._sources = {output.name: output.source for output in checked.outputs if output.secret}
        # And the secret ones that the template does not name.
        self._unnamed: list[str] = []

    def ensure(self) -> dict[str, t.Any]:
        """Submit where there is a reason, and return the result."""
        submitted = self._submissions.get(self._key)
        if not self._differs(submitted):
            return self._result(submitted, changed=False)
        self._warn(submitted)
        if self._task.check_mode:
            return self._result(submitted, changed=True)
        what = f"resource group {self._checked.group}"
        with alone(self._task, self._identity, "submission", what, longest=_LONGEST):
            # What another process has submitted meanwhile is not submitted again.
            self._submissions.refresh()
            submitted = self._submissions.get(self._key)
            if not self._differs(submitted):
                return self._result(submitted, changed=False)
            return self._submit(submitted)

    def _differs(self, submitted: Submitted | None) -> bool:
        """Return whether there is a reason to submit."""
        force = bool(self._task.params.get("force"))
        return force or submitted is None or submitted.fingerprint != self._fingerprint

    def _warn(self, submitted: Submitted | None) -> None:
        """Say what a submission does beside what is asked for, and what it does not do."""
        for name in self._checked.rolling:
            self._task.warn(
                f"{name}: secretManagementOptions is rollover, so each submission replaces the older of two secrets. "
                "onlyIfEmpty creates one secret and keeps it."
            )
        if submitted is not None and submitted.template:
            for warning in unheeded(submitted.template, self._shown):
                self._task.warn(warning)

    def _submit(self, before: Submitted | None) -> dict[str, t.Any]:
        """Submit, and remember it. Whatever stops it in between, the next run submits again."""
        self._submissions.put(self._key, replace(before or Submitted(), fingerprint=None))
        try:
            reply = self._api.submit(
                self._project, self._checked.template, self._checked.parameters, once=bool(self._checked.rolling)
            )
        except AmbiguousError as error:
            raise UnknownStateError(
                f"Resource group {self._checked.group}: Veracity did not confirm the template, so its outcome is not "
                f"known. {error.summary}",
                hint="Run again. The next run submits it again and creates nothing twice, because Veracity identifies "
                "resources by name. A secret that was created meanwhile is not returned again.",
                exchange=error.exchange,
            ) from None
        except (ApiError, ConnectionFailedError) as error:
            if not isinstance(error, ApiError) or error.status in _NOT_BEGUN:
                self._submissions.put(self._key, before)
            raise
        secret = self._learn(reply)
        if reply.errors:
            raise StateError(
                f"Resource group {self._checked.group}: Veracity reports errors: {self._masked(reply.errors, secret)}",
                hint="Correct the template and run again. Resources before the failed one may have been created or "
                "changed. The next run submits the template again.",
            )
        after = Submitted(self._fingerprint, self._shown, self._known(reply))
        self._submissions.put(self._key, after)
        return self._result(after, changed=True, before=before, secret=secret, others=reply)

    def _learn(self, reply: Reply) -> dict[str, t.Any]:
        """Keep the secret outputs of an answer, and return them with what was kept of them before."""
        told = {name: reply.values.get(name) for name in self._sources}
        texts = list(self._checked.secrets)
        for value in told.values():
            texts += named_secrets(value) or secret_texts(value)
        for output in self._checked.outputs:
            value = reply.values.get(output.name)
            if output.name not in told and tells_secret(value, texts):
                self._sources[output.name] = output.source
                told[output.name] = value
        unnamed = {name: value for name, value in self._extra(reply) if tells_secret(value, texts, name)}
        self._unnamed = list(unnamed)
        for text in secret_texts([*told.values(), *unnamed.values()]):
            self._task.learn(text)
        kept = self._kept.read(self._sources)
        found = {name: filled(value, kept.get(name)) for name, value in told.items()}
        self._kept.keep(found, self._sources)
        return found

    def _remembered(self, known: Submitted) -> dict[str, t.Any]:
        """Return the secret outputs that are kept, also of those that an answer showed to be secret."""
        shown = {each.name: each.source for each in self._checked.outputs if each.name not in known.outputs}
        kept = self._kept.read({**shown, **self._sources})
        self._sources.update({name: shown[name] for name in kept if name in shown})
        for text in secret_texts(list(kept.values())):
            self._task.learn(text)
        return kept

    def _masked(self, text: str, secret: dict[str, t.Any]) -> str:
        """Return a text of Veracity without the secrets of this template."""
        return Scrubber([*self._checked.secrets, *secret_texts(list(secret.values()))])(text)

    def _known(self, reply: Reply) -> dict[str, dict[str, t.Any]]:
        """Return the outputs that are not secret as they are remembered."""
        return {
            output.name: {"value": reply.values.get(output.name), "source": output.source}
            for output in self._checked.outputs
            if output.name not in self._sources
        }

    def _extra(self, reply: Reply) -> list[tuple[str, t.Any]]:
        """Return the outputs that the template does not name."""
        names = {output.name for output in self._checked.outputs}
        return [(name, value) for name, value in reply.values.items() if name not in names]

    def _result(
        self,
        known: Submitted | None,
        *,
        changed: bool,
        before: Submitted | None = None,
        secret: dict[str, t.Any] | None = None,
        others: Reply | None = None,
    ) -> dict[str, t.Any]:
        """Return the result of the module. ``before`` is what was submitted before, when ``known`` is newer."""
        known = known or Submitted()
        if secret is None:
            # A secret that is going to be replaced is not the one that is kept.
            secret = {} if changed and self._checked.rolling else self._remembered(known)
        outputs = {
            output.name: secret.get(output.name)
            if output.name in self._sources
            else known.output(output.name, output.source)
            for output in self._checked.outputs
        }
        unknown = [name for name, value in outputs.items() if empty(value)]
        extra = self._extra(others) if others is not None else []
        outputs.update(extra)
        return {
            "changed": changed,
            "project_id": self._project,
            "resource_group": self._checked.group,
            "fingerprint": self._fingerprint,
            "outputs": outputs,
            "secret_outputs": [*self._sources, *self._unnamed],
            "outputs_known": not unknown,
            "diff": self._diff(before if others is not None else known if changed else None, changed=changed),
        }

    def _diff(self, before: Submitted | None, *, changed: bool) -> dict[str, t.Any]:
        """Return the difference to what was submitted before, in the form that Ansible prints."""
        title = f"resource group {self._checked.group}"
        old = (before or Submitted()).template if changed else self._shown
        return {
            "before_header": title,
            "after_header": title,
            "before": {"template": "too large to be remembered"} if old is None else old,
            "after": self._shown,
        }
