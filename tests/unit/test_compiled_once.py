# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests have compiled once behaves as what Python compiles."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1] / "tools"
PROGRAM = """
import sys
sys.path.insert(0, {tools!r})
sys.prefix = {folder!r}
import compiled_once
source = "def fail():\\n    raise ValueError('told')\\n"
code = compile(source, {name!r} + "/module.py", "exec", dont_inherit=True)
names = {{}}
exec(code, names)
print(names["fail"].__code__.co_filename, len(__import__("os").listdir(compiled_once.FOLDER)))
later = "from __future__ import annotations\\nprint(compile('1', 'x', 'eval').co_flags & 0x1000000)"
exec(compile(later, "later", "exec", dont_inherit=True))
"""


def run(folder: Path, name: str) -> list[str]:
    """Return what a Python prints that keeps its compiled code below a folder."""
    program = PROGRAM.format(tools=str(TOOLS), folder=str(folder), name=name)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def test_code_is_kept_under_the_name_that_it_is_asked_for_with(tmp_path: Path) -> None:
    """A second file of the same source is not compiled, but tracebacks name it; code that is broken is made again."""
    inherited = "16777216"
    assert run(tmp_path, "/first") == ["/first/module.py 1", inherited]
    (kept,) = (tmp_path / "compiled").iterdir()
    before = kept.stat().st_mtime_ns
    assert run(tmp_path, "/second") == ["/second/module.py 1", inherited]
    assert kept.stat().st_mtime_ns == before
    kept.write_bytes(b"broken")
    assert run(tmp_path, "/third") == ["/third/module.py 1", inherited]
    assert kept.read_bytes() != b"broken"
