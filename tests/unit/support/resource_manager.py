# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Resource Manager of a few lines that answers what a test wants, in each form that is known."""

from __future__ import annotations

import base64
import json
import socket
import typing as t

from tests.unit.support.servers import RawServer, answer

PROJECT = "5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a11"
TOKEN = "automation-token-of-a-test-0001"
FORMS = ("quoted", "bare", "json")


class ScriptedManager:
    """Answers each submission with the next of ``answers``, the last one for ever; None closes the connection."""

    def __init__(self) -> None:
        self.answers: list[bytes | None] = [reply({})]
        self._server = RawServer(self._answer)

    def __enter__(self) -> ScriptedManager:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.__exit__(*error)

    @property
    def url(self) -> str:
        """The address."""
        return self._server.url

    @property
    def submissions(self) -> list[Submission]:
        """What was submitted, in order."""
        return [Submission(request) for request in self._server.requests]

    def script(self, *answers: bytes | None) -> None:
        """Answer with these from now on."""
        self.answers = list(answers)

    def _answer(self, connection: socket.socket, _request: bytes) -> None:
        """Send the next answer."""
        data = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if data is not None:
            # Otherwise the next request is sent on a connection that is about to be closed.
            connection.sendall(data.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))


class Submission:
    """One request, taken apart."""

    def __init__(self, request: bytes) -> None:
        head, _blank, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        self.method, self.path, _version = first.split(" ")
        self.headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
        self.body: dict[str, t.Any] = json.loads(body)

    def document(self, name: str) -> t.Any:
        """Return the template or the parameters."""
        return json.loads(base64.b64decode(self.body[name], validate=True))


def reply(values: dict[str, t.Any], errors: t.Any = None, form: str = "quoted") -> bytes:
    """Return an answer with outputs, in one of the known forms."""
    document = {"errors": errors, "values": [{"name": name, "value": value} for name, value in values.items()]}
    text = json.dumps(document)
    if form == "json":
        return answer(text.encode())
    encoded = base64.b64encode(text.encode()).decode()
    if form == "bare":
        return answer(encoded.encode(), headers="Content-Type: text/plain\r\n")
    return answer(json.dumps(encoded).encode())
