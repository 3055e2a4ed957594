# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A replacement for the script with which ansible-test gets pip.

ansible-test makes a virtual environment for most sanity tests, and a script brings a certain pip into each, for one
installation. It downloads the script, which not every machine can, and keeps it in a cache below the home folder. The
script that is put there instead takes pip from the package index, once for each Python.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.tools.environments import pip
from tests.tools.interpreters import Interpreter
from tests.tools.paths import CACHE

SCRIPT = '''\
"""Copy pip, and what comes with it, into a virtual environment."""
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile

PIP, FOLDER = {pip!r}, {folder!r}

packages = [word for word in sys.argv[1:] if "==" in word]
kept = os.path.join(FOLDER, "-".join([sys.implementation.cache_tag, *packages]))
if not os.path.isdir(kept):
    os.makedirs(FOLDER, exist_ok=True)
    draft = tempfile.mkdtemp(dir=FOLDER)
    command = [PIP, "-m", "pip", "--python", sys.executable, "install", "--quiet", "--compile", "--no-deps"]
    subprocess.check_call([*command, "--target", draft, *packages])
    try:
        os.rename(draft, kept)
    except OSError:
        # Another was faster.
        shutil.rmtree(draft)
shutil.copytree(kept, sysconfig.get_path("purelib"), dirs_exist_ok=True, ignore=shutil.ignore_patterns("bin"))
'''


def provide_pip(environment: Path, home: Path, interpreter: Interpreter) -> None:
    """Put the replacement below a home folder, under each name that the ansible-test of an environment may look for."""
    script = SCRIPT.format(pip=str(pip(interpreter)), folder=str(CACHE / "pip"))
    package = next(environment.glob("lib/python*/site-packages/ansible_test"))
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for name in _names(package):
        (cache / name).write_text(script, encoding="utf-8")


def _names(package: Path) -> list[str]:
    """Return the names of the scripts that this ansible-test may ask for: one for each version of pip that it knows."""
    source = (package / "_internal" / "python_requirements.py").read_text(encoding="utf-8")
    return [
        f"get_pip_{version.replace('.', '_')}.py" for version in sorted(set(re.findall(r"\bpip='([\d.]+)'", source)))
    ]
