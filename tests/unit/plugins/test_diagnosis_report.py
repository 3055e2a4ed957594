# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of a diagnosis: what support reads, and what a server wrote into it."""

from __future__ import annotations

import re
import typing as t
from html.parser import HTMLParser

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.dnv.veracity.plugins.filter.diagnosis_report import diagnosis_report


def diagnosis(**changes: t.Any) -> dict[str, t.Any]:
    """Return a registered result."""
    failed = {"title": "Token", "outcome": "failed", "evidence": "EXPIRED", "hint": "Obtain a new one.", "host": ""}
    checks = [
        {"title": "Clock", "outcome": "ok", "evidence": "2 s behind", "hint": "", "host": ""},
        {**failed, **changes},
    ]
    verdict = "Token: EXPIRED\n  Obtain a new one.\n  After that, look at Storage."
    return {"verdict": verdict, "now": "2026-11-23T09:00:00Z", "checks": checks}


def test_markdown_begins_with_the_cause_and_what_to_do() -> None:
    lines = diagnosis_report(diagnosis()).splitlines()
    assert lines[0] == "# Veracity diagnosis"
    assert lines[2].startswith("**Token")
    assert lines[4:7:2] == ["Obtain a new one.", "After that, look at Storage."]
    assert lines[-1] == "| 2. Token | Failed | EXPIRED | Obtain a new one. |"
    assert lines[-2] == "| 1. Clock | OK | 2 s behind |  |"


def test_a_host_is_named() -> None:
    assert "| 2. Token (web1) |" in diagnosis_report(diagnosis(host="web1"))
    assert '<span class="host">web1</span>' in diagnosis_report(diagnosis(host="web1"), "html")


def test_what_a_server_wrote_means_nothing_to_markdown() -> None:
    evil = "a|b\n# c ![x](https://evil.example/x.png) <script>alert(1)</script> @team #1 `code`"
    row = diagnosis_report(diagnosis(evidence=evil)).splitlines()[-1]
    assert len(re.findall(r"(?<!\\)\|", row)) == 5
    assert not re.search(r"(?<!\\)[<>`\[\]#@]", row)


def test_what_a_server_wrote_means_nothing_to_html() -> None:
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append(tag)
            assert not {name for name, _value in attrs} & {"onclick", "src", "href", "style"}

    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e"
    text = diagnosis_report(
        diagnosis(evidence=evil, title=evil, hint=evil, host=evil, outcome=evil), "html", title=evil
    )
    Reader().feed(text)
    assert not {"script", "img", "link", "iframe"} & set(seen)
    assert "\u202e" not in text


def test_the_page_has_what_a_page_needs() -> None:
    text = diagnosis_report(diagnosis(), "html")
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert '<div class="verdict failed">\n<p>Token: EXPIRED</p>\n<p>Obtain a new one.</p>' in text
    assert "http" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert '<div class="verdict ok">' in diagnosis_report(diagnosis(outcome="ok"), "html")


@pytest.mark.parametrize("given", [None, "text", [], {}, {"checks": "none"}, {"checks": ["none"]}])
def test_what_is_no_diagnosis_is_refused(given: t.Any) -> None:
    with pytest.raises(AnsibleFilterError, match="registered result of veracity_diagnose"):
        diagnosis_report(given)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(AnsibleFilterError, match="markdown, html"):
        diagnosis_report(diagnosis(), "pdf")
