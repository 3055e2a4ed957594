# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look for secrets in what a run has printed and written."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

from forms import forms


@dataclass(frozen=True)
class Leak:
    """A secret that was found; ``context`` is what stands before it."""

    secret: str
    form: str
    place: str
    context: str


class Scanner:
    """Knows the secrets by name."""

    def __init__(self, secrets: dict[str, str]) -> None:
        self._forms = {name: forms(value) for name, value in secrets.items()}

    def scan(self, place: str, content: bytes) -> Iterator[Leak]:
        """Yield what is found in one place, each spelling once."""
        for name, spellings in self._forms.items():
            for spelling, form in spellings.items():
                position = content.find(spelling)
                if position >= 0:
                    before = content[max(0, position - 160) : position].decode("utf-8", "replace")
                    yield Leak(name, form, place, before.rpartition("\n")[2])

    def scan_all(self, places: Iterable[tuple[str, bytes]]) -> list[Leak]:
        """Return what is found in all places."""
        return [leak for place, content in places for leak in self.scan(place, content)]


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of all files below a folder; names of files and targets of links are content too."""
    for parent, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(parent, name)
            yield f"name of {path}", name.encode("utf-8", "surrogateescape")
            if path.is_symlink():
                yield f"target of {path}", os.readlink(path).encode("utf-8", "surrogateescape")
            elif path.is_file():
                yield str(path), path.read_bytes()


def prove(folder: Path) -> None:
    """Plant a secret in each form, and end the program when the scanner misses one or finds one in a clean text."""
    secret = "Planted00001+/%\"\\'<>&é {{ planted }} Planted99999"
    scanner = Scanner({"planted": secret})
    encoded = secret.encode()
    planted = [
        secret,
        quote(secret, safe=""),
        quote(secret, safe="").lower(),
        quote_plus(secret),
        quote(quote(secret, safe=""), safe=""),
        "".join(f"&#{ord(letter)};" for letter in secret),
        secret.encode().hex(),
        secret.swapcase(),
        json.dumps({"secret": secret}),
        json.dumps(json.dumps({"secret": secret})),
        json.dumps({"secret": secret}, ensure_ascii=False),
        repr({"secret": secret}),
        secret[:12],
        secret[-12:],
        *(base64.b64encode(b"id:"[:length] + encoded + b"tail").decode() for length in range(4)),
        *(base64.urlsafe_b64encode(b"id:"[:length] + encoded).decode() for length in range(4)),
    ]
    folder.mkdir()
    for number, text in enumerate(planted):
        path = folder / "planted"
        path.write_text(f"before {text} after", encoding="utf-8")
        if not scanner.scan_all(contents(folder)):
            sys.exit(f"The scanner misses planted secret {number}: {text}")
    path.write_text("nothing of interest", encoding="utf-8")
    (folder / secret[:12]).touch()
    if not scanner.scan_all(contents(folder)):
        sys.exit("The scanner misses a secret in the name of a file.")
    (folder / secret[:12]).unlink()
    if scanner.scan_all(contents(folder)):
        sys.exit("The scanner finds a secret where there is none.")
