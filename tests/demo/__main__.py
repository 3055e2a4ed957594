# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the collection at work, without an account: ``make demo``, or ``python -m tests.demo``.

Every claim is checked against what Ansible printed and what the simulator counted. The exit status is 0 when all hold.
"""

from __future__ import annotations

import sys

from tests.demo.evidence import ClaimError
from tests.demo.story import tell
from tests.simulator.fixture import SimulatorError


def main() -> int:
    """Tell the story and return the exit status."""
    # A terminal that cannot show a sign shows a question mark.
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # only a replaced stdout lacks it
    try:
        tell()
    except (ClaimError, SimulatorError) as error:
        print(f"\nThe demonstration failed. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The simulator is stopped, and nothing is left behind.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
