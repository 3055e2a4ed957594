# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts the simulator: ``python -m tests.simulator`` from the root of the repository."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from .azurite import Azurite, find_azurite
from .certificates import server_context
from .data_workbench.azurite_backend import AzuriteBackend
from .data_workbench.data_lake import DataLake
from .exports import shell_lines
from .server import Listener
from .state import State
from .storage import AzuriteStorage, Storage

_CLEARING_SECONDS = 0.1
_FOR_PEOPLE = """\
# A simulated Veracity answers here until Ctrl-C is pressed. In the shell in which you run your playbooks:
{exports}"""


def main() -> int:
    """Serve until told to stop; return the exit status."""
    options = _options()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_arguments: stop.set())
    with contextlib.ExitStack() as stack:
        program = options.azurite or (find_azurite() if options.exports else None)
        azurite = None if program is None else Azurite(program)
        if azurite is not None:
            stack.callback(azurite.stop)
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="veracity-simulator-"))
        context, authority = server_context(Path(directory))
        storage = None if azurite is None else AzuriteStorage(azurite.url)
        state = State(storage or Storage())
        if storage is not None:
            _start_data_lake(state, storage)
        listeners = [
            Listener(options.http_port, state, None, stop.set),
            Listener(options.https_port, state, context, stop.set),
        ]
        for listener in listeners:
            threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        if options.stop_with_stdin:
            threading.Thread(target=_wait_for_end_of_input, args=(stop,), daemon=True).start()
        if options.exports:
            print(_FOR_PEOPLE.format(exports=shell_lines(listeners[0].url())), flush=True)
        _announce(
            options,
            {
                "http": listeners[0].url(),
                "https": listeners[1].url(),
                "ca": str(authority),
                "pid": os.getpid(),
                "storage": None if azurite is None else azurite.url,
            },
        )
        while not stop.wait(None if azurite is None else _CLEARING_SECONDS):
            # Keys die with their container, even when nobody calls the APIs.
            state.containers.clear_away()
        # The answer to a shutdown call is still on its way.
        for listener in listeners:
            listener.shutdown()
            listener.server_close()
    return 0


def _start_data_lake(state: State, storage: AzuriteStorage) -> None:
    backend = AzuriteBackend(storage)
    lake = DataLake(state, backend)
    state.workbench.file_storage.url = lake.url
    state.workbench.file_storage.folders = backend
    lake.start()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description="A Veracity on one machine.")
    parser.add_argument("--http-port", type=int, default=0, help="port for HTTP on 127.0.0.1, 0 for any free one")
    parser.add_argument("--https-port", type=int, default=0, help="port for HTTPS on 127.0.0.1, 0 for any free one")
    parser.add_argument("--ready-file", type=Path, help="where to write the addresses; standard output without it")
    parser.add_argument("--stop-with-stdin", action="store_true", help="stop when standard input is closed")
    parser.add_argument(
        "--exports", action="store_true", help="print, for a shell, the variables that point playbooks here"
    )
    parser.add_argument("--azurite", metavar="PATH", help="the program azurite-blob, which then holds the contents")
    return parser.parse_args()


def _announce(options: argparse.Namespace, addresses: dict[str, object]) -> None:
    ready_file: Path | None = options.ready_file
    if ready_file is None:
        if not options.exports:
            print(json.dumps(addresses), flush=True)
        return
    # Readers never see half a file.
    partial = ready_file.with_name(ready_file.name + ".partial")
    partial.write_text(json.dumps(addresses), encoding="utf-8")
    partial.replace(ready_file)


def _wait_for_end_of_input(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


if __name__ == "__main__":
    sys.exit(main())
