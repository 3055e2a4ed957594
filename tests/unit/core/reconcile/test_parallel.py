# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Doing the same to many things at once."""

from __future__ import annotations

import threading
import time

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.reconcile.parallel import each


def test_no_more_at_once_than_allowed_and_each_item_once() -> None:
    lock, running, most = threading.Lock(), 0, 0

    def work(_item: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.005)
        with lock:
            running -= 1

    assert sorted(each(work, list(range(40)), 4)) == list(range(40))
    assert 1 < most <= 4


def test_an_exception_keeps_the_rest_from_being_begun() -> None:
    begun: list[int] = []

    def work(item: int) -> None:
        begun.append(item)
        if item == 3:
            raise ValueError
        time.sleep(0.005)

    with pytest.raises(ValueError):
        list(each(work, list(range(200)), 2))
    assert len(begun) < 100


@pytest.mark.parametrize("count", [0, 1])
def test_few_items_need_no_threads(count: int) -> None:
    threads: list[threading.Thread] = []
    assert list(each(lambda _item: threads.append(threading.current_thread()), list(range(count)), 8)) == list(
        range(count)
    )
    assert threads == [threading.main_thread()] * count
