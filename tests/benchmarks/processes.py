# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many processes that want a token at the same moment: ``python -m tests.benchmarks.processes``."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import typing as t
from pathlib import Path

from tests.benchmarks.clients import msal_application, msal_token, our_session


def main() -> int:
    """Start the processes and return 0 when each of them got a token."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["ours", "msal"])
    parser.add_argument("number", type=int)
    parser.add_argument("address", help="ours: the token URL; msal: the HTTPS address of the simulator")
    parser.add_argument("cache", type=Path, help="ours: a folder; msal: a file")
    parser.add_argument("--ca", default="")
    options = parser.parse_args()
    context = multiprocessing.get_context("fork")
    together = context.Barrier(options.number)
    processes = [context.Process(target=_one, args=(options, together)) for _number in range(options.number)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return max(abs(process.exitcode or 0) for process in processes)


def _one(options: argparse.Namespace, together: t.Any) -> None:
    """Get ready, wait for the others, and obtain a token."""
    if options.kind == "ours":
        session = our_session(options.address, options.cache)
        together.wait()
        token = session.obtain().value
    else:
        application = msal_application(options.address, options.ca, options.cache)
        together.wait()
        token = msal_token(application)
    sys.exit(0 if token else 1)


if __name__ == "__main__":
    sys.exit(main())
