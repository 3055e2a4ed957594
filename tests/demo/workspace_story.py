# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The story of a Data Workbench from a description, and of ship data in its File storage, step by step."""

from __future__ import annotations

import shutil
import typing as t
from pathlib import Path

from tests.demo import terminal
from tests.demo.evidence import Run, claim
from tests.demo.stage import Sent, Stage
from tests.demo.storage import containers_of, files_of

FILES = Path(__file__).parent
WORKSPACES = "workspaces.yml"
SHIP_DATA = "ship_data.yml"
REPORT = "members.md"
NAME = "Ship performance"
NOON_REPORTS = {
    "2026-11-22.txt": "62.47 N 6.15 E, 11.8 knots",
    "2026-11-23.txt": "67.28 N 14.40 E, 12.1 knots",
}
NOON_CSV = "imo,reported_at,fuel\n9226425,2026-11-22T12:00:00Z,12.5\n9226425,2026-11-23T12:00:00Z,11.75\n"


class WorkspaceStory:
    """The steps, in order: each runs a playbook, and checks its output and what the simulator saw of it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._path = stage.workplace.path

    def tell(self) -> None:
        """Go through all steps."""
        self._introduce()
        self._create()
        self._repeat()
        self._upload()
        self._report()

    def _introduce(self) -> None:
        for name in (WORKSPACES, SHIP_DATA):
            shutil.copy(FILES / name, self._path)
        (self._path / "noon.csv").write_text(NOON_CSV, encoding="utf-8")
        (self._path / "noon-reports").mkdir()
        for name, text in NOON_REPORTS.items():
            (self._path / "noon-reports" / name).write_text(f"{text}\n", encoding="utf-8")
        terminal.heading("Data Workbench from a description in YAML")
        terminal.command(f"cat {WORKSPACES}")
        # Without the licence.
        terminal.excerpt((self._path / WORKSPACES).read_text(encoding="utf-8").partition("\n\n")[2])

    def _create(self) -> None:
        terminal.heading("A. Bring Data Workbench to the description")
        predicted, sent = self._provision("--check", "--diff")
        claim(predicted.status == 0 and sent.writes == 0, "Nothing was written yet.")
        run, sent = self._provision("--diff")
        claim(run.status == 0 and run.diff == predicted.diff, "It did exactly what was predicted.")
        claim(self._workspace()["name"] == NAME, "The workspace is there.")
        claim(
            [schema["name"] for schema in self._of(self._stage.simulator.schemas())] == ["Noon report"],
            "So is the schema.",
        )
        claim(
            [len(dataset["rows"]) for dataset in self._of(self._stage.simulator.datasets())] == [2],
            "The data set has 2 rows.",
        )

    def _repeat(self) -> None:
        terminal.heading("B. Run it again")
        run, sent = self._provision()
        claim(run.status == 0 and run.changed == 0 and sent.writes == 0, "Nothing to do: changed=0.")
        claim(sent.token_requests == 0, "No token was asked for: the one from the first run is still good.")

    def _upload(self) -> None:
        terminal.heading("C. Upload ship data, as a service and without a user")
        terminal.command(f"cat {SHIP_DATA}")
        terminal.excerpt((self._path / SHIP_DATA).read_text(encoding="utf-8").partition("\n\n")[2])
        run, _sent = self._ship_data()
        claim(run.status == 0 and run.changed == 1, "The run succeeded, and reports a change.")
        claim(self._files() == NOON_REPORTS, "The noon reports are in File storage, byte for byte.")
        run, sent = self._ship_data()
        claim(run.status == 0 and run.changed == 0 and sent.writes == 0, "The next night: changed=0, and no new key.")

    def _report(self) -> None:
        terminal.heading("D. Who can open what")
        terminal.command(f"cat {REPORT}")
        text = (self._path / REPORT).read_text(encoding="utf-8")
        terminal.excerpt(text)
        claim(
            NAME in text and "administrator" in text, "The report names the members of the workspace, with their roles."
        )

    def _provision(self, *arguments: str) -> tuple[Run, Sent]:
        return self._stage.run("dnv.veracity.data_workbench", "-e", f"@{WORKSPACES}", *arguments)

    def _ship_data(self) -> tuple[Run, Sent]:
        return self._stage.run("dnv.veracity.ship_data", "-e", f"@{SHIP_DATA}")

    def _workspace(self) -> dict[str, t.Any]:
        """Return the workspace that Veracity has."""
        return next(entry for entry in self._stage.simulator.workspaces() if entry["name"] == NAME)

    def _of(self, entries: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """Return the entries of the workspace."""
        return [entry for entry in entries if entry["workspaceId"] == self._workspace()["id"]]

    def _files(self) -> dict[str, str]:
        """Return the noon reports that the storage has, wherever it keeps the workspace."""
        storage = t.cast("str", self._stage.simulator.storage)
        return {
            name.rpartition("/")[2]: text.rstrip("\n")
            for container in containers_of(storage)
            for name, text in files_of(storage, container).items()
            if "/noon-reports/" in f"/{name}"
        }
