# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep what Python has compiled, where Python itself does not.

Python keeps the compiled code of files, but not of what it imports from a zip archive, which is how ansible-core sends
a module to its target; nor does the loader of ansible-core for collections. So each task would compile a hundred files
again, and the import test of ansible-test, in one process, all that a file imports for each file. An environment that
has this file imports it when Python starts, and keeps the code below its own folder, by the hash of the source.

Nothing from the future is imported here: what is passed on to compile() is not to inherit it.
"""

import _imp
import _thread
import builtins
import marshal
import os
import sys
import warnings

# The module typing takes longer to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import types
    import typing as t

FOLDER = os.path.join(sys.prefix, "compiled")
# The flags that compile() inherits from the code that calls it: those of the statements "from __future__ import ...".
INHERITED = 0x1FE0000
MAIN_THREAD = _thread.get_ident()

_compile = builtins.compile
_loaded: "dict[tuple[bytes, str], types.CodeType]" = {}


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
    text, name = source.encode() if isinstance(source, str) else bytes(source), str(filename)
    digest = _imp.source_hash(0, text)
    if (digest, name) not in _loaded:
        place = os.path.join(FOLDER, digest.hex())
        code = _read(place, name) or _make(source, name, place)
        if code is None:
            # What Python warns of, it is to warn of each time: tests look for that.
            return _compile(source, filename, mode, 0, True)
        _loaded[digest, name] = code
    return _loaded[digest, name]


def _read(place: str, name: str) -> "types.CodeType | None":
    """Return the code in a place, as that of a file with this name."""
    try:
        with open(place, "rb") as file:
            code: types.CodeType = marshal.load(file)
    except (OSError, EOFError, ValueError, TypeError):
        return None
    # As Python does with a file that was moved. Unknown to the type checker.
    _imp._fix_co_filename(code, name)  # type: ignore[attr-defined]
    return code


def _make(source: "t.Any", name: str, place: str) -> "types.CodeType | None":
    """Compile and keep the source of a file, unless Python has something to say about it."""
    if _thread.get_ident() != MAIN_THREAD:
        # Filters of warnings are those of all threads.
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            code: types.CodeType = _compile(source, name, "exec", 0, True)
        except (SyntaxError, ValueError, Warning):
            return None
    _keep(code, place)
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
