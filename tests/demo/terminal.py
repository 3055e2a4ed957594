# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the person who watches sees beside the output of Ansible."""

from __future__ import annotations

import os
import re
import sys

_COLOR_CODES = re.compile(r"\x1b\[[0-9;]*m")
_BOLD = "\x1b[1m"
_DIM = "\x1b[2m"
_GREEN = "\x1b[32m"
_PLAIN = "\x1b[0m"


def colored() -> bool:
    """Return whether the terminal shows colors and its owner wants them (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def without_colors(text: str) -> str:
    """Return a text without the codes that color it."""
    return _COLOR_CODES.sub("", text)


def heading(text: str) -> None:
    """Show a heading."""
    print(f"\n{_styled(text, _BOLD)}\n{_styled('-' * len(text), _BOLD)}", flush=True)


def say(text: str) -> None:
    """Show a sentence."""
    print(text, flush=True)


def command(text: str) -> None:
    """Show a command line that is run, or stands for what is done."""
    print(_styled(f"$ {text}", _BOLD), flush=True)


def excerpt(text: str) -> None:
    """Show the content of a file."""
    for line in text.splitlines():
        print(_styled(f"    {line}".rstrip(), _DIM), flush=True)


def checked(text: str) -> None:
    """Show a claim that was found to be true."""
    print(f"{_styled('✓', _GREEN)} {text}", flush=True)


def _styled(text: str, style: str) -> str:
    return f"{style}{text}{_PLAIN}" if colored() else text
