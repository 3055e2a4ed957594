# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C2: the one way out masks and cleans whatever passes it, on each of its channels."""

from __future__ import annotations

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import MASK

SECRET = "the-secret-0001"
DIRTY = f"\x1b]0;{SECRET}\x07\r\n\x9b31m\N{RIGHT-TO-LEFT OVERRIDE}the \x00end\N{LINE SEPARATOR}"


@pytest.mark.parametrize("channel", ["warn", "log", "progress"])
def test_each_channel_shows_one_clean_line(channel: str) -> None:
    shown: list[str] = []
    outlet = Outlet(**{channel: shown.append})
    outlet.learn(SECRET)
    getattr(outlet, channel)(DIRTY)
    assert shown == [f"]0;{MASK} 31m the end"]


def test_secret_is_registered_as_it_is() -> None:
    registered: list[str] = []
    Outlet(register=registered.append).learn(SECRET)
    assert registered == [SECRET]


def test_text_keeps_its_lines_and_nothing_else() -> None:
    outlet = Outlet()
    outlet.learn(SECRET)
    assert outlet.text(f"one\n  two\t{SECRET}\r\x1b[1m\x85\N{LEFT-TO-RIGHT ISOLATE}") == f"one\n  two {MASK}  [1m  "


def test_result_is_masked_at_any_depth_apart_from_the_documented_keys() -> None:
    outlet = Outlet()
    outlet.learn(SECRET)
    found = {
        "token": SECRET,
        "items": [{"token": SECRET, SECRET: [f"x {SECRET}"], "title": "two\nlines\x1b[1m"}],
        "msg": DIRTY,
        "diff": {"before_header": DIRTY, "after_header": 1, "before": {"a": SECRET}, "after": "one\ntwo\n"},
    }
    assert outlet.result(found, ("token",)) == {
        "token": SECRET,
        "items": [{"token": MASK, MASK: [f"x {MASK}"], "title": "two\nlines\ufffd[1m"}],
        "msg": f" ]0;{MASK}  \n 31m the  end ",
        "diff": {
            "before_header": f"]0;{MASK} 31m the end",
            "after_header": 1,
            "before": {"a": MASK},
            "after": "one\ntwo\n",
        },
    }
    listed = outlet.result({"diff": [{"before_header": DIRTY}, "text"]})
    assert listed == {"diff": [{"before_header": f"]0;{MASK} 31m the end"}, "text"]}


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("https://hooks.example.com/h?type=blob&code=abcd%2Bef01==", "abcd+ef01=="),
        ("https://hooks.example.com/h?type=blob&code=abcd%2Bef01==", "type=blob&code=abcd%2Bef01=="),
        ("http://user:pass%2Fword@proxy:8080", "pass/word"),
        ("http://user:pass/word@proxy:8080", "pass/word"),
    ],
)
def test_c1_what_opens_a_secret_url_is_a_secret_by_itself(url: str, part: str) -> None:
    outlet = Outlet()
    outlet.learn(url)
    assert outlet.line(f"It says '{part}'.") == f"It says '{MASK}'."


def test_c1_what_is_no_secret_in_a_secret_url_stays() -> None:
    outlet = Outlet()
    outlet.learn("https://store.example/ship?sv=2019-12-12&se=2099-01-01T00:00:00Z&sp=rl&sig=abc")
    assert outlet.line("https://store.example/ship ends 2099-01-01T00:00:00Z") == (
        "https://store.example/ship ends 2099-01-01T00:00:00Z"
    )
