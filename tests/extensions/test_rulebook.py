# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebook, checked against the schema of ansible-rulebook, and run by it where there is a Java."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import typing as t
from pathlib import Path

import ansible_rulebook
import jsonschema
import pytest
import yaml

from tests.documentation.pages import ROOT, read_page
from tests.documentation.reader import kind_of
from tests.simulator.fixture import Simulator

RULEBOOK = ROOT / "extensions" / "eda" / "rulebooks" / "data_fabric.yml"
JAVA_NEEDED = 17
SECONDS = 90
ACCESS, BLOBS = "3f9d/access", "3f9d/blobs"
VALIDATION = "Microsoft.EventGrid.SubscriptionValidationEvent"
EVENT_GRID = "rp-northeurope.eventgrid.azure.net:553"
VARIABLES = {
    "data_fabric_events_access": ACCESS,
    "data_fabric_events_blobs": BLOBS,
    "data_fabric_events_playbook": "playbooks/new_files.yml",
    "data_fabric_containers": [
        {
            "short_name": "shipnordlys",
            "region": "northeurope",
            "may_contain_personal_data": False,
            "title": "As described",
        }
    ],
}
NEW_FILES = [
    {
        "name": "Note what is new",
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [
            {
                "name": "Write it down",
                "ansible.builtin.copy": {
                    "content": "{{ ansible_eda.event.payload[0].subject }}",
                    "dest": "{{ lookup('env', 'HOME') }}/new",
                    "mode": "0600",
                },
            }
        ],
    }
]


def java() -> int:
    """Return the version of Java, 0 where there is none."""
    program = shutil.which("java", path=os.environ["PATH"])
    if program is None:
        return 0
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


class Proxy:
    """Takes down where programs want to go by HTTPS, and lets nobody through."""

    def __init__(self) -> None:
        self.wanted: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._socket.accept()
                with connection:
                    self.wanted.append(connection.recv(4096).decode("latin-1").partition("\r\n")[0])
                    connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

    def close(self) -> None:
        """Take no more connections."""
        self._socket.close()


def test_the_rulebook_has_the_form_that_ansible_rulebook_knows() -> None:
    schema = Path(ansible_rulebook.__file__).with_name("schema") / "ruleset_schema.json"
    jsonschema.validate(
        yaml.safe_load(RULEBOOK.read_text(encoding="utf-8")), json.loads(schema.read_text(encoding="utf-8"))
    )


def test_the_guide_sets_the_variables_that_the_rulebook_uses() -> None:
    used = set(re.findall(r"\b(data_fabric_(?:events_)?[a-z]+)\b", RULEBOOK.read_text(encoding="utf-8")))
    blocks = [block for block in read_page("docs/docsite/rst/events.rst").blocks if block.language == "yaml"]
    shown = [yaml.safe_load(block.text) for block in blocks if kind_of(block) == "data_fabric"]
    optional = {"data_fabric_events_host", "data_fabric_events_port"}
    assert used - optional == set().union(*shown)
    text = (ROOT / "docs" / "docsite" / "rst" / "events.rst").read_text(encoding="utf-8")
    assert all(f"``{name}``" in text for name in used - {"data_fabric_containers"})


@pytest.mark.skipif(java() < JAVA_NEEDED, reason=f"ansible-rulebook needs Java {JAVA_NEEDED}, which was not found")
def test_events_run_the_role_and_nothing_else_is_followed(
    variables: dict[str, str], veracity: Simulator, tmp_path: Path
) -> None:
    veracity.reset()
    veracity.seed({"short_name": "shipnordlys", "title": "Changed by somebody"})
    proxy = Proxy()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Nobody wants to wait for half a minute.
    text = RULEBOOK.read_text(encoding="utf-8").replace("once_after: 30 seconds", "once_after: 1 seconds")
    (tmp_path / "rulebook.yml").write_text(text, encoding="utf-8")
    (tmp_path / "playbooks").mkdir()
    write(tmp_path / "playbooks" / "new_files.yml", NEW_FILES)
    write(tmp_path / "events.yml", {**VARIABLES, "data_fabric_events_port": port})
    host = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    write(tmp_path / "inventory.yml", {"all": {"hosts": {"localhost": host}}})
    # ansible.eda is not at hand; its webhook has been a part of ansible-rulebook since 1.2.
    plugin = Path(ansible_rulebook.__file__).with_name("event_source") / "webhook.py"
    eda = tmp_path / "collections" / "ansible_collections" / "ansible" / "eda"
    (eda / "extensions" / "eda" / "plugins" / "event_source").mkdir(parents=True)
    shutil.copy(plugin, eda / "extensions" / "eda" / "plugins" / "event_source")
    write(eda / "galaxy.yml", {"namespace": "ansible", "name": "eda", "version": "2.0.0"})
    path = f"{tmp_path / 'collections'}:{variables['ANSIBLE_COLLECTIONS_PATH']}"
    command = [Path(sys.executable).with_name("ansible-rulebook"), "--rulebook", "rulebook.yml"]
    command += ["--inventory", "inventory.yml", "--vars", "events.yml", "--verbose"]
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            env={**variables, "HOME": str(tmp_path), "ANSIBLE_COLLECTIONS_PATH": path, "https_proxy": proxy.url},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait(lambda: is_open(port), process, log)
            send(
                port,
                BLOBS,
                [{"eventType": VALIDATION, "data": {"validationUrl": "https://example.com/?eventgrid.azure.net:"}}],
            )
            send(port, "other/access", [{"eventType": "Microsoft.Storage.BlobCreated", "subject": "/wrong"}])
            send(
                port,
                BLOBS,
                [{"eventType": VALIDATION, "data": {"validationUrl": f"https://{EVENT_GRID}/validate?id=1"}}],
            )
            wait(lambda: bool(proxy.wanted), process, log)
            send(port, BLOBS, [{"eventType": "Microsoft.Storage.BlobCreated", "subject": "/blobs/noon.csv"}])
            wait((tmp_path / "new").exists, process, log)
            assert titles(veracity) == ["Changed by somebody"]
            # In whatever form Data Fabric may send it.
            send(port, ACCESS, {"resourceId": "8c3f4d3e"})
            wait(lambda: titles(veracity) == ["As described"], process, log)
        finally:
            process.terminate()
            process.wait(SECONDS)
            proxy.close()
    assert (tmp_path / "new").read_text(encoding="utf-8") == "/blobs/noon.csv"
    assert {line.split()[1] for line in proxy.wanted} == {EVENT_GRID}


def write(path: Path, content: t.Any) -> None:
    """Write content as YAML."""
    path.write_text(yaml.safe_dump(content), encoding="utf-8")


def wait(done: t.Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until something is so. Fails with the log if the program ends, or if it takes too long."""
    end = time.monotonic() + SECONDS
    while not done():
        assert process.poll() is None and time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.2)


def is_open(port: int) -> bool:
    """Return whether somebody listens on a port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def send(port: int, path: str, body: t.Any) -> None:
    """Send an event, as Event Grid does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", f"/{path}", json.dumps(body), {"Content-Type": "application/json"})
    assert connection.getresponse().status == 200
    connection.close()


def titles(veracity: Simulator) -> list[str]:
    """Return the title of the described container."""
    mine = [entry for entry in veracity.containers() if entry["reference"].startswith("shipnordlys")]
    return [entry["metadata"]["title"] for entry in mine]
