# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The metadata tags: a title has one id, whatever its case and wherever it is used."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from .container_input import Tag

_NAMESPACE = uuid.UUID("7c0d3f0e-5d6a-4a53-8f5c-0d1a3c8f2b61")


def tag_id(tag: Tag) -> str:
    """Return the id of a tag: the same title has the same id, whatever its case."""
    return str(uuid.uuid5(_NAMESPACE, tag.title.casefold()))


def tag_view(tag: Tag) -> dict[str, str]:
    """Return it as the Tag of the Data API."""
    return {"id": tag_id(tag), "title": tag.title, "type": tag.type}


def distinct(tags: Iterable[Tag]) -> list[Tag]:
    """Return the tags with each id once, the first spelling kept."""
    by_id: dict[str, Tag] = {}
    for tag in tags:
        by_id.setdefault(tag_id(tag), tag)
    return list(by_id.values())


@dataclass(frozen=True)
class KnownTag:
    """A tag with the one who used it first."""

    tag: Tag
    owner: str


class Tags:
    """Every tag that was ever made or given to a container; safe to use from several threads."""

    def __init__(self) -> None:
        self._by_id: dict[str, KnownTag] = {}
        self._lock = threading.Lock()

    def reset(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._by_id.clear()

    def add(self, tags: Iterable[Tag], owner: str) -> list[Tag]:
        """Make the tags that are new; return each as it is known, once."""
        with self._lock:
            return [self._by_id.setdefault(tag_id(tag), KnownTag(tag, owner)).tag for tag in distinct(tags)]

    def all(self) -> list[KnownTag]:
        """Return every tag."""
        with self._lock:
            return list(self._by_id.values())
