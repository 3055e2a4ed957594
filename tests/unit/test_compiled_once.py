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
for _ in range(2):
    assert compile(source, {name!r} + "/module.py", "exec", dont_inherit=True) is code
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


WARNED = """
import sys, warnings
sys.path.insert(0, {tools!r})
sys.prefix = {folder!r}
import compiled_once
for _ in range(2):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile("told = 1 is 1", "module.py", "exec", dont_inherit=True)
    print(*(warning.category.__name__ for warning in caught))
for source in ("told =", "told = " + chr(0)):
    try:
        compile(source, "module.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        print("refused")
"""


def test_what_python_says_about_a_file_it_says_each_time(tmp_path: Path) -> None:
    """The compile and import tests of ansible-test look for warnings: code with one is not kept."""
    program = WARNED.format(tools=str(TOOLS), folder=str(tmp_path))
    for _time in range(2):
        told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        assert told.splitlines() == ["SyntaxWarning", "SyntaxWarning", "refused", "refused"]
    assert not (tmp_path / "compiled").exists()
