# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A replacement for the script with which ansible-test gets pip, for machines that cannot download it.

ansible-test fetches a script that brings a pip of a certain version, and keeps it in a cache below the home folder.
Python brings a pip of its own: where the host of the script cannot be reached, a script that uses that one is put into
the cache instead.
"""

from __future__ import annotations

import re
import socket
import urllib.parse
from pathlib import Path

SECONDS_TO_CONNECT = 5.0
SCRIPT = '''\
"""Install packages with the pip that Python brings, in place of a pip that has to be downloaded."""
import subprocess
import sys

# A process of its own, because ensurepip makes pip forget its configuration.
subprocess.check_call([sys.executable, "-m", "ensurepip"])
# The downloaded script knows these two options of its own; pip does not.
packages = [word for word in sys.argv[1:] if word not in ("--no-setuptools", "--no-wheel")]
sys.exit(subprocess.call([sys.executable, "-m", "pip", "install"] + packages))
'''


def provide_pip(environment: Path, home: Path) -> None:
    """Put the replacement below a home folder, if the ansible-test of an environment cannot download its own script."""
    package = next(environment.glob("lib/python*/site-packages/ansible_test"))
    cache = home / ".ansible" / "test" / "cache"
    missing = [file for file in (cache / name for name in _names(package)) if not file.exists()]
    if missing and not _reachable(_host(package)):
        cache.mkdir(parents=True, exist_ok=True)
        for file in missing:
            file.write_text(SCRIPT, encoding="utf-8")


def _names(package: Path) -> list[str]:
    """Return the names of the scripts that this ansible-test may ask for: one for each version of pip that it knows."""
    source = (package / "_internal" / "python_requirements.py").read_text(encoding="utf-8")
    return [
        f"get_pip_{version.replace('.', '_')}.py" for version in sorted(set(re.findall(r"\bpip='([\d.]+)'", source)))
    ]


def _host(package: Path) -> str:
    source = (package / "_util" / "target" / "setup" / "requirements.py").read_text(encoding="utf-8")
    address = re.search(r"https://[^'\"]+/get-pip", source)
    return urllib.parse.urlsplit(address.group()).hostname or "" if address else ""


def _reachable(host: str) -> bool:
    try:
        socket.create_connection((host, 443), timeout=SECONDS_TO_CONNECT).close()
    except OSError:
        return False
    return True
