# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A network of its own, in which the real names of Veracity lead to the simulator, and nothing leads out.

``python -m tests.unit.support.island MODULE FUNCTION FOLDER`` runs a function in it and prints what it returns as JSON.
The namespaces of Linux are used, without any privilege where the kernel allows that.
"""

from __future__ import annotations

import ctypes
import fcntl
import functools
import importlib
import json
import os
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import typing as t
from pathlib import Path

from tests.simulator.fixture import Simulator
from tests.unit.support.certificates import Authority
from tests.unit.support.proxies import pump
from tests.unit.support.servers import RawServer

ROOT = Path(__file__).resolve().parents[3]
NAMES = (
    *("login.veracity.com", "loginstag.veracity.com", "login.microsoftonline.com"),
    *("api.veracity.com", "api-stag.veracity.com"),
)
# Of the documentation (RFC 5737); nothing in the island leads there.
NOWHERE = "192.0.2.1"
_BIND = 4096
_SET_FLAGS, _UP, _FLAGS = 0x8914, 0x1, "16sH14s"


class Island:
    """The network from inside. ``ca_path`` signs for all names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hosts = folder / "hosts"
        self.resolve(dict.fromkeys(NAMES, "127.0.0.1"))
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(str(self._hosts).encode(), b"/etc/hosts", None, _BIND, None):
            raise OSError(ctypes.get_errno(), "the file of hosts cannot be replaced")
        self.switch(on=True)
        self.simulator = Simulator()
        authority = Authority(folder, "The authority of an island")
        self.ca_path = str(authority.path)
        self._door = _Door(self.simulator.http, authority.context(*NAMES))

    def resolve(self, addresses: dict[str, str]) -> None:
        """Let these names have these addresses, and no others have any."""
        lines = ["127.0.0.1 localhost", *(f"{address} {name}" for name, address in addresses.items())]
        self._hosts.write_text("\n".join([*lines, ""]), encoding="ascii")

    @staticmethod
    def switch(*, on: bool) -> None:
        """Switch the only interface on or off."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            fcntl.ioctl(control, _SET_FLAGS, struct.pack(_FLAGS, b"lo", _UP if on else 0, b""))

    def stop(self) -> None:
        """End what was started."""
        self._door.__exit__()
        self.simulator.stop()


class _Door(RawServer):
    """TLS at port 443, and the simulator behind it."""

    def __init__(self, simulator: str, context: ssl.SSLContext) -> None:
        self._address = simulator.removeprefix("http://").rpartition(":")
        super().__init__(self._pass_on, context=context, port=443)

    def _pass_on(self, connection: socket.socket, request: bytes) -> None:
        name, _colon, port = self._address
        with socket.create_connection((name, int(port))) as upstream:
            upstream.sendall(request)
            pump(connection, upstream)


@functools.cache
def missing() -> str | None:
    """Return why there can be no island here; None when there can."""
    program = shutil.which("unshare")
    if program is None:
        return "the program unshare is not installed"
    tried = subprocess.run([program, "-rnm", "true"], capture_output=True, text=True, check=False)
    return None if tried.returncode == 0 else f"the kernel gives no namespaces: {tried.stderr.strip()}"


def on_an_island(module: str, function: str, folder: Path) -> t.Any:
    """Return what a function returns that is run on an island."""
    command = ["unshare", "-rnm", sys.executable, "-m", "tests.unit.support.island", module, function, str(folder)]
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{function} failed on the island:\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _main(module: str, function: str, folder: str) -> None:
    island = Island(Path(folder))
    try:
        print(json.dumps(getattr(importlib.import_module(module), function)(island)))
    finally:
        island.stop()


if __name__ == "__main__":
    # Lets the collection be imported.
    importlib.import_module("conftest")
    _main(*sys.argv[1:])
