# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a process of its own, for tests and for the demonstration."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import typing as t
from http import HTTPStatus
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
_TENANT = "dnvglb2cprod.onmicrosoft.com"
_POLICY = "B2C_1A_SignInWithADFSIdp"
_TOKEN_PATHS = {
    "entra_v1": f"/{_TENANT}/oauth2/token",
    "entra_v2": f"/{_TENANT}/oauth2/v2.0/token",
    "b2c": f"/{_TENANT}/{_POLICY}/oauth2/v2.0/token",
    "b2c_query": f"/{_TENANT}/oauth2/v2.0/token?p={_POLICY}",
}
_START_SECONDS = 90
_STOP_SECONDS = 5
_CONTROL_SECONDS = 30
# The server closes a connection that is idle for longer than this.
_IDLE_SECONDS = 60


class SimulatorError(Exception):
    """The simulator did not start, or did not take a control call."""


class Simulator:
    """Starts the simulator on free ports and stops it at the end; it also ends when this process dies.

    ``http`` and ``https`` are base addresses, ``ca`` the path of the authority that signed the certificate, ``storage``
    the address of Azurite's account when ``azurite`` names that program, else None.
    """

    def __init__(self, *options: str, azurite: str | None = None) -> None:
        self.scripted = False
        """Whether faults may be scripted, or going on."""
        self._line = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None
        # The process that opened the connection, and when it was used last.
        self._opened = (0, 0.0)
        self._directory = tempfile.TemporaryDirectory(prefix="veracity-simulator-ready-")
        ready_file = Path(self._directory.name, "ready.json")
        command = [sys.executable, "-m", "tests.simulator", "--stop-with-stdin", "--ready-file", str(ready_file)]
        if azurite is not None:
            command += ["--azurite", azurite]
        self._process = subprocess.Popen([*command, *options], cwd=ROOT, stdin=subprocess.PIPE)
        try:
            addresses = self._wait_until_ready(ready_file)
        except BaseException:
            self.stop()
            raise
        self.http: str = addresses["http"]
        self.https: str = addresses["https"]
        self.ca: str = addresses["ca"]
        self.pid: int = addresses["pid"]
        self.storage: str | None = addresses["storage"]

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def token_url(self, kind: str = "entra_v1", *, secure: bool = False) -> str:
        """Return the production token endpoint: ``entra_v1``, ``entra_v2``, ``b2c`` or ``b2c_query``."""
        return (self.https if secure else self.http) + _TOKEN_PATHS[kind]

    def control(self, method: str, path: str, body: t.Any = None) -> t.Any:
        """Make a control call and return its JSON answer; raises SimulatorError when it is refused."""
        if path == "/faults":
            self.scripted = method == "POST"
        with self._line:
            connection = self._connected()
            try:
                connection.request(method, f"/_simulator{path}", None if body is None else json.dumps(body))
                response = connection.getresponse()
                answer = json.load(response)
            except BaseException:
                self._hang_up()
                raise
        if response.status != HTTPStatus.OK:
            raise SimulatorError(f"{method} {path}: {answer['error']}")
        return answer

    def reset(self, **settings: t.Any) -> None:
        """Bring everything back to the start state; then change the behaviour of the server."""
        self.control("POST", "/reset", settings)
        self.scripted = False

    def settings(self, **changes: t.Any) -> None:
        """Change the behaviour of the server."""
        self.control("POST", "/settings", changes)

    def advance(self, seconds: float) -> None:
        """Move the server's time forward."""
        self.control("POST", "/clock", {"advance": seconds})

    def application(self, **description: t.Any) -> None:
        """Register a client application."""
        self.control("POST", "/applications", description)

    def revoke_tokens(self) -> None:
        """Let the APIs refuse every token issued so far."""
        self.control("POST", "/tokens/revoke")

    def seed(self, *containers: dict[str, t.Any]) -> list[str]:
        """Add containers that are there at once; return their ids."""
        return t.cast("list[str]", self.control("POST", "/containers", list(containers)))

    def containers(self) -> list[dict[str, t.Any]]:
        """Return all containers, pending and deleted ones too."""
        return self._listed("/containers")

    def users(self, *descriptions: dict[str, t.Any]) -> None:
        """Let Data Fabric know these users."""
        self.control("POST", "/users", list(descriptions))

    def key_templates(self, templates: list[dict[str, t.Any]] | None) -> None:
        """Offer these key templates; None stands for those of the start, with new ids."""
        self.control("POST", "/keytemplates", templates)

    def seed_accesses(self, *descriptions: dict[str, t.Any]) -> list[str]:
        """Add accesses; return their ids."""
        return t.cast("list[str]", self.control("POST", "/accesses", list(descriptions)))

    def accesses(self) -> list[dict[str, t.Any]]:
        """Return all accesses, and whether each is revoked."""
        return self._listed("/accesses")

    def revoke(self, *ids: str) -> None:
        """Revoke accesses."""
        self.control("POST", "/accesses/revoke", list(ids))

    def seed_stewards(self, *descriptions: dict[str, t.Any]) -> None:
        """Appoint data stewards."""
        self.control("POST", "/stewards", list(descriptions))

    def stewards(self) -> list[dict[str, t.Any]]:
        """Return the data stewards of all containers."""
        return self._listed("/stewards")

    def groups(self) -> list[dict[str, t.Any]]:
        """Return the groups of all callers."""
        return self._listed("/groups")

    def subscriptions(self) -> list[dict[str, t.Any]]:
        """Return the event subscriptions of all callers."""
        return self._listed("/subscriptions")

    def tags(self) -> list[dict[str, t.Any]]:
        """Return all metadata tags."""
        return self._listed("/tags")

    def seed_directory(self, *descriptions: dict[str, t.Any]) -> None:
        """Let Veracity know these people."""
        self.control("POST", "/directory", list(descriptions))

    def directory(self) -> list[dict[str, t.Any]]:
        """Return all people, those whose accounts do not show yet too."""
        return self._listed("/directory")

    def seed_services(self, *descriptions: dict[str, t.Any]) -> list[str]:
        """Add services; return their ids."""
        return t.cast("list[str]", self.control("POST", "/services", list(descriptions)))

    def services(self) -> list[dict[str, t.Any]]:
        """Return all services."""
        return self._listed("/services")

    def seed_subscribers(self, *descriptions: dict[str, t.Any]) -> None:
        """Add subscribers of services."""
        self.control("POST", "/subscribers", list(descriptions))

    def subscribers(self) -> list[dict[str, t.Any]]:
        """Return the subscribers of all services."""
        return self._listed("/subscribers")

    def client_roles(self, client_id: str, *roles: str) -> None:
        """Let a client have these rights in the Services API and no others."""
        self.control("POST", "/clientroles", {"client_id": client_id, "roles": list(roles)})

    def notifications(self) -> list[dict[str, t.Any]]:
        """Return the notifications of all services."""
        return self._listed("/notifications")

    def seed_tenants(self, *descriptions: dict[str, t.Any]) -> list[str]:
        """Add tenants of companies; return their ids."""
        return t.cast("list[str]", self.control("POST", "/tenants", list(descriptions)))

    def tenants(self) -> list[dict[str, t.Any]]:
        """Return all tenants of companies."""
        return self._listed("/tenants")

    def licenses(self) -> list[dict[str, t.Any]]:
        """Return the licences of all tenants."""
        return self._listed("/licenses")

    def seed_projects(self, *descriptions: dict[str, t.Any]) -> list[str]:
        """Add projects of the Resource Manager; return their ids."""
        return t.cast("list[str]", self.control("POST", "/projects", list(descriptions)))

    def resource_groups(self) -> list[dict[str, t.Any]]:
        """Return the resource groups of all projects."""
        return self._listed("/resourcegroups")

    def seed_workspaces(self, *descriptions: dict[str, t.Any]) -> list[str]:
        """Add workspaces of Data Workbench; return their ids."""
        return t.cast("list[str]", self.control("POST", "/workspaces", list(descriptions)))

    def workspaces(self) -> list[dict[str, t.Any]]:
        """Return all workspaces of Data Workbench."""
        return self._listed("/workspaces")

    def seed_folders(self, workspace: str, *paths: str, storage: str | None = None) -> None:
        """Make folders in the File storage of a workspace, or in a storage that is connected to it."""
        self.control("POST", "/folders", {"workspace": workspace, "paths": list(paths), "storage": storage})

    def seed_schemas(self, *descriptions: dict[str, t.Any]) -> list[str]:
        """Add schemas of Data Workbench; return their ids."""
        return t.cast("list[str]", self.control("POST", "/schemas", list(descriptions)))

    def schemas(self) -> list[dict[str, t.Any]]:
        """Return all schemas of Data Workbench with their versions and columns."""
        return self._listed("/schemas")

    def seed_datasets(self, *descriptions: dict[str, t.Any]) -> list[str]:
        """Add data sets of Data Workbench with their rows; return their ids."""
        return t.cast("list[str]", self.control("POST", "/datasets", list(descriptions)))

    def datasets(self) -> list[dict[str, t.Any]]:
        """Return all data sets of Data Workbench with their rows."""
        return self._listed("/datasets")

    def ingest_jobs(self) -> list[dict[str, t.Any]]:
        """Return all ingest jobs of Data Workbench, those that were not started, too."""
        return self._listed("/ingestjobs")

    def fault(self, **description: t.Any) -> int:
        """Script a fault; return its id."""
        return t.cast("int", self.control("POST", "/faults", description)["id"])

    def clear_faults(self) -> None:
        """Remove all faults and end those that are going on."""
        self.control("DELETE", "/faults")

    def requests(self) -> list[dict[str, t.Any]]:
        """Return the requests so far, in order."""
        return self._listed("/requests")

    def clear_requests(self) -> None:
        """Forget the requests so far; the counters start from zero."""
        self.control("DELETE", "/requests")

    def counters(self) -> dict[str, t.Any]:
        """Return the numbers of token requests, reads, writes and calls by operation."""
        return t.cast("dict[str, t.Any]", self.control("GET", "/counters"))

    def stop(self) -> None:
        """End the process; harmless when it has ended."""
        self._hang_up()
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._directory.cleanup()

    def _connected(self) -> http.client.HTTPConnection:
        """Return the connection of this process to the control interface; a new one is slow beside a call."""
        pid, used = self._opened
        now = time.monotonic()
        if self._connection is None or pid != os.getpid() or now - used > _IDLE_SECONDS:
            self._hang_up()
            self._connection = http.client.HTTPConnection(self.http.removeprefix("http://"), timeout=_CONTROL_SECONDS)
        self._opened = (os.getpid(), now)
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _listed(self, path: str) -> list[dict[str, t.Any]]:
        return t.cast("list[dict[str, t.Any]]", self.control("GET", path))

    def _wait_until_ready(self, ready_file: Path) -> dict[str, t.Any]:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if ready_file.exists():
                return t.cast("dict[str, t.Any]", json.loads(ready_file.read_text(encoding="utf-8")))
            if self._process.poll() is not None:
                raise SimulatorError(f"the simulator ended with status {self._process.returncode}")
            time.sleep(0.02)
        raise SimulatorError(f"the simulator was not ready after {_START_SECONDS} s")
