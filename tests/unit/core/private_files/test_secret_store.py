# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that all processes of a user share: encrypted, asked for once, and another secret's are other entries."""

from __future__ import annotations

import json
import multiprocessing
import os
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import StateError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.stored import recall
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.secret_store import (
    KEEP,
    Fields,
    StoredSecrets,
)
from tests.unit.support.clocks import RealWaitClock, SleeplessClock

SECRET = "simulator-secret-of-the-fleet-0001~"
FIELDS = {"value": "https://store/ship?sig=abc", "number": 7}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a directory that is not there yet."""
    return tmp_path / "kept"


@pytest.fixture
def warnings() -> list[str]:
    """Return where warnings go."""
    return []


def store(path: Path, secret: str = SECRET, kind: str = "key") -> StoredSecrets:
    """Return the entries of a kind."""
    return StoredSecrets(SafeDirectory(str(path)), secret, kind)


def keep(kept: StoredSecrets, identity: str, fields: Fields, ahead: float = 0.0) -> list[str]:
    """Keep an entry, and return what was warned of."""
    warnings: list[str] = []
    kept.keep(identity, fields, clock=SleeplessClock(ahead), warn=warnings.append)
    return warnings


def entries(path: Path) -> list[Path]:
    """Return the files of entries."""
    return sorted(path.glob("*.key"))


def test_what_is_kept_is_read_and_forgotten(path: Path) -> None:
    kept = store(path)
    assert kept.read("ship") == {}
    assert keep(kept, "ship", FIELDS) == []
    assert store(path).read("ship") == FIELDS
    assert store(path).read("boat") == {}
    kept.forget("ship")
    kept.forget("ship")
    assert store(path).read("ship") == {}


def test_another_secret_and_another_kind_are_other_entries(path: Path) -> None:
    keep(store(path), "ship", FIELDS)
    assert store(path, "rotated-secret-of-the-fleet-0002~").read("ship") == {}
    assert store(path, kind="other").read("ship") == {}
    keep(store(path, "rotated-secret-of-the-fleet-0002~"), "ship", {"value": "other"})
    assert store(path).read("ship") == FIELDS
    assert len(entries(path)) == 2


def test_nothing_on_disk_can_be_read(path: Path) -> None:
    kept = store(path)
    keep(kept, "ship", FIELDS)
    kept.remember("options", "ship", undone=["grant"], undone_in="list")
    assert path.stat().st_mode & 0o777 == 0o700
    for file in path.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
        content = file.read_bytes() + file.name.encode()
        for text in (b"sig", b"https", b"store", b"ship", b"value", b"grant"):
            assert text not in content


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 100, b"\0" * 2_000_000])
def test_what_is_damaged_counts_as_missing(path: Path, damage: bytes) -> None:
    kept = store(path)
    keep(kept, "ship", FIELDS)
    (file,) = entries(path)
    file.write_bytes(damage)
    assert kept.read("ship") == {}


def test_entries_cannot_be_swapped(path: Path) -> None:
    kept = store(path)
    keep(kept, "ship", FIELDS)
    (file,) = entries(path)
    keep(kept, "boat", {"value": "other"})
    (other,) = set(entries(path)) - {file}
    other.write_bytes(file.read_bytes())
    assert kept.read("boat") == {}


def test_what_others_may_read_or_link_to_is_not_trusted(path: Path, tmp_path: Path) -> None:
    kept = store(path)
    keep(kept, "ship", FIELDS)
    (file,) = entries(path)
    file.chmod(0o644)
    assert kept.read("ship") == {}
    file.chmod(0o600)
    os.link(file, tmp_path / "link")
    assert kept.read("ship") == {}


def test_old_entries_are_removed_when_one_is_stored(path: Path) -> None:
    kept = store(path)
    keep(kept, "ship", FIELDS)
    (path / "notes.txt").write_text("the user's own", encoding="utf-8")
    keep(kept, "boat", FIELDS, ahead=KEEP - 10)
    assert kept.read("ship") == FIELDS
    keep(kept, "boat", FIELDS, ahead=KEEP + 10)
    assert kept.read("ship") == {}
    assert (path / "notes.txt").exists()


def test_what_cannot_be_stored_is_still_returned_with_a_warning(
    path: Path, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(path)

    def full(*_arguments: t.Any, **_options: t.Any) -> t.NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    found = kept.get("ship", good=bool, ask=lambda: FIELDS, clock=SleeplessClock(), warn=warnings.append)
    assert found == FIELDS
    assert len(warnings) == 1
    assert warnings[0].startswith("A key is not cached for later tasks. ")
    assert "sig" not in warnings[0]


def test_a_good_entry_is_taken_and_another_is_replaced(path: Path, warnings: list[str]) -> None:
    kept, asked = store(path), []

    def ask() -> Fields:
        asked.append(1)
        return {"number": len(asked)}

    def number(good: t.Callable[[Fields], bool]) -> int:
        found = kept.get("ship", good=good, ask=ask, clock=SleeplessClock(), warn=warnings.append)
        return t.cast("int", found["number"])

    assert number(bool) == 1
    assert number(bool) == 1
    assert number(lambda fields: fields.get("number") == 2) == 2
    assert kept.read("ship") == {"number": 2}
    assert not warnings


def test_what_asking_raises_is_raised_and_nothing_is_kept(path: Path) -> None:
    kept = store(path)

    def ask() -> Fields:
        raise StateError("refused")

    with pytest.raises(StateError, match="refused"):
        kept.get("ship", good=bool, ask=ask, clock=SleeplessClock(), warn=pytest.fail)
    assert entries(path) == []
    assert kept.get("ship", good=bool, ask=lambda: FIELDS, clock=SleeplessClock(), warn=pytest.fail) == FIELDS


def _ask_once(path: Path, gate: t.Any, number: int) -> None:
    """Get an entry in a process of its own, and note in the directory above that it was asked for."""
    kept, clock = store(path), RealWaitClock()

    def ask() -> Fields:
        (path.parent / f"asked-{number}").touch()
        clock.sleep(0.2)
        return {"number": number}

    gate.wait()
    found = kept.get("ship", good=bool, ask=ask, clock=clock, warn=print)
    (path.parent / f"got-{number}").write_text(json.dumps(found), encoding="utf-8")


def test_of_20_processes_one_asks(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(20)
    crew = [context.Process(target=_ask_once, args=(path, gate, number)) for number in range(20)]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
        assert process.exitcode == 0
    assert len(list(path.parent.glob("asked-*"))) == 1
    got = {file.read_text(encoding="utf-8") for file in path.parent.glob("got-*")}
    assert len(got) == 1


# Notes by which lookups find an entry


def noted(path: Path, life: float = 3600.0) -> StoredSecrets:
    """Keep an entry with a note."""
    kept = store(path)
    now = SleeplessClock().time()
    keep(kept, "ship", {"value": "the URL", "obtained_at": now, "expires_in": life})
    kept.remember("options", "ship", undone=["grant"], undone_in="revoked")
    return kept


def found(path: Path, asked: str = "options", minimum: float = 0.0, secret: str = SECRET) -> str | None:
    """Return what a lookup finds."""
    return recall([str(path)], secret, asked, minimum, SleeplessClock().time())


def test_note_leads_to_an_entry_that_lasts(path: Path) -> None:
    noted(path)
    assert found(path) == "the URL"
    assert found(path, minimum=1700) == "the URL"
    assert found(path, "other options") is None
    assert found(path, secret="rotated-secret-of-the-fleet-0002~") is None
    noted(path, life=-1.0)
    assert found(path) is None


def test_note_of_an_entry_without_an_end_leads_nowhere(path: Path) -> None:
    kept = store(path)
    keep(kept, "ship", {"value": "the URL", "obtained_at": SleeplessClock().time(), "expires_in": None})
    kept.remember("options", "ship", undone=["grant"], undone_in="revoked")
    assert found(path) is None


@pytest.mark.parametrize("content", ["", "no JSON", "[]", '{"another": 1}'])
def test_note_counts_until_it_is_undone(path: Path, content: str) -> None:
    noted(path)
    undone = path / "revoked"
    undone.touch(mode=0o600)
    undone.write_text(content, encoding="utf-8")
    assert found(path) in (None, "the URL")
    undone.write_text('{"grant": 1}', encoding="utf-8")
    assert found(path) is None
    undone.unlink()
    assert found(path) == "the URL"


def test_note_is_written_once_and_anew_where_it_leads_elsewhere(path: Path) -> None:
    kept = noted(path)
    (note,) = path.glob("*.options")
    before = note.read_bytes()
    kept.remember("options", "ship", undone=["grant"], undone_in="revoked")
    assert note.read_bytes() == before
    kept.remember("options", "ship", undone=["other grant"], undone_in="revoked")
    assert note.read_bytes() != before
