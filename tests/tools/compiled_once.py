# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep what Python has compiled, where Python itself does not.

Python keeps the compiled code of files, but not of what it imports from a zip archive, which is how ansible-core sends
a module to its target; nor does the loader of ansible-core for collections. So each task would compile a hundred files
again. An environment that has this file imports it when Python starts, and keeps the code below its own folder, by
the hash of the source.

Nothing from the future is imported here: what is passed on to compile() is not to inherit it.
"""

import _imp
import builtins
import marshal
import os
import sys

# The module typing takes longer to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import types
    import typing as t

FOLDER = os.path.join(sys.prefix, "compiled")
# The flags that compile() inherits from the code that calls it: those of the statements "from __future__ import ...".
INHERITED = 0x1FE0000

_compile = builtins.compile


def compile(
    source: "t.Any",
    filename: "t.Any",
    mode: str,
    flags: int = 0,
    dont_inherit: bool = False,
    optimize: int = -1,
    **more: "t.Any",
) -> "t.Any":
    """Return what the compile() of Python returns; the code of a whole file is compiled once."""
    if mode != "exec" or flags or not dont_inherit or optimize != -1 or more or not str(filename).endswith(".py"):
        inherited = 0 if dont_inherit else sys._getframe(1).f_code.co_flags & INHERITED
        return _compile(source, filename, mode, flags | inherited, True, optimize, **more)
    text = source.encode() if isinstance(source, str) else bytes(source)
    place = os.path.join(FOLDER, _imp.source_hash(0, text).hex())
    try:
        with open(place, "rb") as file:
            code = marshal.load(file)
    except (OSError, EOFError, ValueError, TypeError):
        code = _compile(source, filename, mode, 0, True)
        _keep(code, place)
    else:
        # As Python does with a file that was moved. Unknown to the type checker.
        _imp._fix_co_filename(code, str(filename))  # type: ignore[attr-defined]
    return code


def _keep(code: "types.CodeType", place: str) -> None:
    """Write code into its place at once, because others read it; a folder that cannot be written is fine."""
    draft = f"{place}.{os.getpid()}"
    try:
        os.makedirs(FOLDER, exist_ok=True)
        with open(draft, "wb") as file:
            marshal.dump(code, file)
        os.replace(draft, place)
    except OSError:
        pass


builtins.compile = compile
