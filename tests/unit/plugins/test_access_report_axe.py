# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""axe-core finds nothing that keeps anybody from reading a page of a report of access."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.filter.access_report import access_report
from ansible_collections.dnv.veracity.plugins.filter.diagnosis_report import diagnosis_report
from tests.unit.support import fleet

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).resolve().parents[1] / "support" / "axe.cjs"
# Looked for when the tests are collected: later, the variables of the user are taken away.
AXE = os.environ.get("VERACITY_AXE")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_axe = pytest.mark.skipif(
    AXE is None, reason="axe-core is not installed (npm axe-core and jsdom), and VERACITY_AXE names no folder with it"
)
needs_browser = pytest.mark.skipif(
    AXE is None or CHROMIUM is None,
    reason="Chromium is not installed: colors and sizes are judged where it is, and contrast is computed in any case",
)
WORKSPACE = {
    "id": fleet.OWNER,
    "name": "Fleet",
    "description": "All ships",
    "region": "EU",
    "members": [
        {
            "user": fleet.CAPTAIN,
            "email": "c@example.com",
            "name": "The captain",
            "role": "reader",
            "scope": "workspace",
        },
        {"user": fleet.YARD, "service_account": True, "role": "administrator", "scope": "tenant"},
    ],
}
PAGES: dict[str, dict[str, t.Any]] = {
    "fleet": fleet.fleet(5),
    "nothing": {"containers": [], "accesses": []},
    "members": {"workspaces": [WORKSPACE, {**WORKSPACE, "id": fleet.YARD, "name": "Empty", "members": []}]},
}


DIAGNOSIS = {
    "verdict": "Token: FAILED: the client secret has expired.\n  Create a new one.",
    "now": "2026-11-23T12:00:00Z",
    "checks": [
        {"title": title, "outcome": outcome, "evidence": "seen", "hint": "Create a new one.", "host": "web1"}
        for title, outcome in (("Clock", "ok"), ("Libraries", "warning"), ("Token", "failed"), ("Storage", "skipped"))
    ],
}


def page(name: str) -> str:
    """Return one of the pages."""
    if name == "diagnosis":
        return diagnosis_report(DIAGNOSIS, "html")
    return access_report(PAGES[name], "html", names=fleet.NAMES, as_of="2026-11-23T12:00:00Z")


@needs_axe
def test_axe_finds_no_violation(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.html" for name in (*PAGES, "diagnosis")]
    for path in paths:
        path.write_text(page(path.stem), encoding="utf-8")
    wrong = tmp_path / "wrong.html"
    wrong.write_text(
        page("fleet").replace('<html lang="en">', "<html>").replace("<th scope", "<td scope"), encoding="utf-8"
    )
    node = Path(AXE or "", "node")
    command = [node, SCRIPT, AXE or "", *paths, wrong]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    *found, refused = json.loads(answer.stdout)
    assert [one["violations"] for one in found] == [[]] * len(paths)
    assert all(one["passes"] > 15 for one in found)
    # It does judge.
    assert "html-has-lang" in {one["id"] for one in refused["violations"]}


@needs_browser
@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [("fleet", 390, "light"), ("fleet", 1300, "dark"), ("diagnosis", 390, "dark"), ("diagnosis", 1300, "light")],
)
def test_axe_finds_no_violation_in_a_browser(tmp_path: Path, name: str, width: int, scheme: str) -> None:
    source = Path(AXE or "", "node_modules", "axe-core", "axe.min.js").read_text(encoding="utf-8")
    text = page(name).replace("prefers-color-scheme: dark", "min-width: 1px") if scheme == "dark" else page(name)
    (tmp_path / "page.html").write_text(
        text.replace(
            "</body>",
            f"<script>{source}</script><script>axe.run().then(found => parent.postMessage(JSON.stringify({{"
            "width: innerWidth, wide: document.documentElement.scrollWidth, passes: found.passes.map(one => one.id), "
            "violations: found.violations.map(one => [one.id, one.nodes[0].html])}), '*'))</script></body>",
        ),
        encoding="utf-8",
    )
    # A window of Chromium is not as narrow as a phone, but a frame can be.
    (tmp_path / "frame.html").write_text(
        f'<!DOCTYPE html><title>-</title><iframe src="page.html" style="border: 0; width: {width}px; height: 3000px">'
        "</iframe><pre></pre>"
        "<script>onmessage = event => document.querySelector('pre').textContent = event.data</script>",
        encoding="utf-8",
    )
    command = [CHROMIUM or "", "--headless=new", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1400,3200", "--virtual-time-budget=60000"]
    command += ["--dump-dom", (tmp_path / "frame.html").as_uri()]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    shown = re.search(r"<pre>(.*)</pre>", answer.stdout, re.DOTALL)
    assert shown
    assert shown.group(1), answer.stderr
    found = json.loads(html.unescape(shown.group(1)))
    assert found["violations"] == []
    assert "color-contrast" in found["passes"]
    assert found["width"] == width
    # Nothing is cut, and nothing has to be pushed aside.
    assert found["wide"] <= width
