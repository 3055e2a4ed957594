# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The story of a Data Fabric from a description, step by step."""

from __future__ import annotations

import shutil
import typing as t
from pathlib import Path

from tests.demo import terminal
from tests.demo.evidence import Run, claim
from tests.demo.stage import Stage
from tests.demo.storage import files_of
from tests.simulator.registrations import DEFAULT_CLIENT_ID

FILES = Path(__file__).parent
PLAYBOOK = "provision.yml"
DESCRIPTION = "fleet.yml"
REPORT = "access.md"
# How long the simulator takes to show a new container, and to remove one. Veracity takes up to 15 minutes.
CREATION_SECONDS = 5.0
DELETION_SECONDS = 2.0
SHIP = "shipnordlys"
OLD_TITLE = "MS Nordlys"
NEW_TITLE = "MS Nordlys in dock"
CAPTAIN = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
YARD = "c2a4e6f8-1b3d-4c5e-8f70-a1b2c3d4e5f6"
STEWARD = "14442a14-0313-4c93-8873-1a4faf8cdcf5"
STRANGER = "0d1e2f30-4a5b-4c6d-8e7f-90a1b2c3d4e5"
NOON_REPORTS = {
    "2026-11-22.txt": "62.47 N 6.15 E, 11.8 knots",
    "2026-11-23.txt": "67.28 N 14.40 E, 12.1 knots",
}
CORRECTED = ("2026-11-23.txt", "67.28 N 14.40 E, 12.4 knots")


class ContainerStory:
    """The steps, in order: each runs the playbook, and checks its output and what the simulator saw of it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._simulator = stage.simulator
        workplace = self._workplace = stage.workplace
        self._file = workplace.path / DESCRIPTION
        self._reports = workplace.path / "noon-reports"

    def tell(self) -> None:
        """Go through all steps."""
        self._introduce()
        self._create()
        self._repeat("2. Run it again")
        predicted = self._interfere()
        self._repair(predicted)
        self._repeat("5. And again")
        self._report()
        self._remove()

    def _introduce(self) -> None:
        for name in (PLAYBOOK, DESCRIPTION):
            shutil.copy(FILES / name, self._workplace.path)
        self._reports.mkdir(exist_ok=True)
        for name, text in NOON_REPORTS.items():
            (self._reports / name).write_text(f"{text}\n", encoding="utf-8")
        terminal.heading("Data Fabric from a description in YAML")
        terminal.say(
            "Before Data Workbench there was Data Fabric, with containers. A new container becomes visible after\n"
            f"{CREATION_SECONDS:.0f} seconds here; Veracity itself takes up to 15 minutes.\n"
        )
        terminal.command(f"cat {DESCRIPTION}")
        # Without the licence.
        terminal.excerpt(self._file.read_text(encoding="utf-8").partition("\n\n")[2])
        terminal.say(f"\n{PLAYBOOK} is a play with the role dnv.veracity.data_fabric.\n")

    def _create(self) -> None:
        terminal.heading("1. Bring Data Fabric to the description")
        run, sent = self._stage.run(PLAYBOOK, "-e", f"@{DESCRIPTION}")
        claim(run.status == 0 and bool(run.changed), "The run succeeded, and reports changes.")
        claim(run.waits > 0, f"It waited until the containers were visible, and said so ({run.waits} times).")
        claim(
            len(self._titles()) == 3 and sent.count("POST", "/container") == 3,
            "3 containers are there; each was asked for once.",
        )
        claim(
            self._users() == sorted([CAPTAIN, CAPTAIN, YARD, DEFAULT_CLIENT_ID]),
            "The captain and the yard have access, and so has this service, which needs a key for the files.",
        )
        claim([steward["userId"] for steward in self._simulator.stewards()] == [STEWARD], "The data steward is named.")
        claim(self._files() == NOON_REPORTS, "The noon reports are in the container, byte for byte.")
        claim(sent.token_requests == 1, "1 token was asked for, as Data Fabric takes another one.")

    def _repeat(self, title: str) -> None:
        terminal.heading(title)
        run, sent = self._stage.run(PLAYBOOK, "-e", f"@{DESCRIPTION}")
        claim(run.status == 0 and run.changed == 0, "Nothing to do: changed=0.")
        claim(sent.writes == 0, "Nothing was written, and no key was claimed.")
        claim(sent.token_requests == 0, "No token was asked for: the one from the first run is still good.")

    def _interfere(self) -> Run:
        terminal.heading("3. Things change, on both sides")
        terminal.say("In the portal somebody ends the access of the captain, and lets in a stranger in our name.")
        ship = self._ids()[SHIP]
        self._simulator.revoke(
            *(row["accessSharingId"] for row in self._rows() if (row["userId"], row["resourceId"]) == (CAPTAIN, ship))
        )
        self._simulator.seed_accesses(
            {
                "container_id": ship,
                "user_id": STRANGER,
                "rights": ["read", "list"],
                "hours": 730,
                "auto_refreshed": True,
            }
        )
        terminal.say("Here a noon report is corrected, and a title changed:")
        name, text = CORRECTED
        terminal.command(f"echo '{text}' > noon-reports/{name}")
        (self._reports / name).write_text(f"{text}\n", encoding="utf-8")
        description = self._file.read_text(encoding="utf-8")
        self._file.write_text(description.replace(f"title: {OLD_TITLE}\n", f"title: {NEW_TITLE}\n"), encoding="utf-8")
        terminal.command(f"sed -i 's/title: {OLD_TITLE}$/title: {NEW_TITLE}/' {DESCRIPTION}")
        run, sent = self._stage.run(PLAYBOOK, "-e", f"@{DESCRIPTION}", "--check", "--diff")
        claim(run.status == 0 and run.changed == 3, "It would change 3 things: the title, the access, the content.")
        claim(
            all(part in run.diff for part in (NEW_TITLE, CAPTAIN, STRANGER, name)),
            "It shows the title, the captain, the stranger and the noon report.",
        )
        claim(sent.writes == 0 and self._titles()[SHIP] == OLD_TITLE, "Nothing was written.")
        return run

    def _repair(self, predicted: Run) -> None:
        terminal.heading("4. Do it")
        run, sent = self._stage.run(PLAYBOOK, "-e", f"@{DESCRIPTION}", "--diff")
        claim(run.status == 0 and run.changed == 3, "The run succeeded, and changed 3 things.")
        claim(run.diff == predicted.diff, "It did exactly what was predicted: the two diffs are the same.")
        claim(self._titles()[SHIP] == NEW_TITLE, "The title is the new one.")
        claim(
            self._users() == sorted([CAPTAIN, CAPTAIN, YARD, DEFAULT_CLIENT_ID]),
            "The captain has access again, and the stranger has none.",
        )
        claim(self._files() == {**NOON_REPORTS, CORRECTED[0]: CORRECTED[1]}, "The corrected noon report is there.")
        claim(
            (sent.writes, sent.count("POST", "/accesses"), sent.count("PUT", "/accesses/{id}")) == (4, 1, 2),
            "4 writes in all: the title, 1 grant, 2 revocations. The others were left alone.",
        )

    def _report(self) -> None:
        terminal.heading("6. Who can open what")
        terminal.command(f"cat {REPORT}")
        text = (self._workplace.path / REPORT).read_text(encoding="utf-8")
        terminal.excerpt(text)
        claim("The captain" in text and "The yard" in text, "The report calls users by their names.")
        claim(STRANGER not in text, "Nobody is in it who should not be.")

    def _remove(self) -> None:
        terminal.heading("7. Describe nothing any more")
        terminal.say("data_fabric_prune is true: what is ours and not described is removed.")
        run, sent = self._stage.run(
            PLAYBOOK, "-e", f"@{DESCRIPTION}", "-e", '{"data_fabric_containers": [], "data_fabric_groups": []}'
        )
        claim(
            run.status == 0 and run.changed == 2, "The run succeeded, and changed 2 things: the groups, the containers."
        )
        claim(sent.writes == 4 and not self._titles(), "1 group and 3 containers were deleted, and are gone.")

    def _visible(self) -> list[dict[str, t.Any]]:
        """Return the containers that Veracity shows."""
        return [entry for entry in self._simulator.containers() if entry["state"] in ("visible", "deleting")]

    def _titles(self) -> dict[str, str]:
        """Return their titles, by short name."""
        return {entry["shortName"]: entry["metadata"]["title"] for entry in self._visible()}

    def _ids(self) -> dict[str, str]:
        """Return their ids, by short name."""
        return {entry["shortName"]: entry["id"] for entry in self._visible()}

    def _rows(self) -> list[dict[str, t.Any]]:
        """Return the grants that were not revoked."""
        return [row for row in self._simulator.accesses() if not row["revoked"]]

    def _users(self) -> list[str]:
        """Return whom they are for."""
        return sorted(row["userId"] for row in self._rows())

    def _files(self) -> dict[str, str]:
        """Return what is in the noon reports that the storage has."""
        reference = next(entry["reference"] for entry in self._visible() if entry["shortName"] == SHIP)
        found = files_of(t.cast("str", self._simulator.storage), reference)
        return {name.removeprefix("noon-reports/"): text.rstrip("\n") for name, text in found.items()}
