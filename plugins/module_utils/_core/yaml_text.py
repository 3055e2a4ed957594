# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""YAML with comments, as a person writes it. Private: for use inside dnv.veracity only.

The YAML library writes no comments. Scalars are plain only where YAML 1.1 and 1.2 read them as the same text.
"""

from __future__ import annotations

import json
import re
import textwrap
import typing as t
from dataclasses import dataclass

# Columns after which lists and comments are broken.
_WIDTH = 100
# A text that both versions of YAML read as itself, wherever it stands.
_PLAIN = re.compile(r"[^\W\d_][\w./()+-]*(?: [\w./()+-]+)*")
# The same with commas, outside of lists in brackets.
_PLAIN_IN_BLOCK = re.compile(r"[^\W\d_][\w./()+,-]*(?: [\w./()+,-]+)*")
_WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DURATION = re.compile(r"[1-9][0-9]*(?:h| months?)")
# What Ansible takes for a template, in a file of variables too, unless it is marked.
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|^#jinja2:")


@dataclass(frozen=True)
class Noted:
    """A value with comments: ``beside`` it on its line, and ``above`` it on lines of their own."""

    value: t.Any
    beside: str = ""
    above: tuple[str, ...] = ()


class Row(dict[str, t.Any]):
    """A dictionary of scalars that is written on one line if it fits, as a column of a table."""


def plain(value: t.Any) -> t.Any:
    """Return a value without the comments at any depth."""
    if isinstance(value, Noted):
        return plain(value.value)
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def document(variables: t.Mapping[str, t.Any], above: t.Sequence[str], below: t.Sequence[str] = ()) -> str:
    """Return a YAML file of variables, a blank line between them, with comments ``above`` and ``below`` all of it.

    Texts that Ansible would take for a template are marked with the tag ``!unsafe``.
    """
    parts = ["\n".join(["---", *_comments(above, "")])]
    parts += ["\n".join(_member(name, value, "")) for name, value in variables.items()]
    parts += ["\n".join(_comments(below, ""))] if below else []
    return "\n\n".join(parts) + "\n"


def one_line(text: str) -> str:
    """Return a text as a comment can hold it: on one line, without what cannot be seen."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _comments(texts: t.Iterable[str], indent: str) -> list[str]:
    """Return comments as lines; an empty one is a line without text."""
    lines: list[str] = []
    for text in texts:
        room = max(_WIDTH - len(indent), 40)
        hang = "  " if text.startswith("- ") else ""
        broken = textwrap.wrap(
            one_line(text), room, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
        )
        lines += [f"{indent}# {line}" for line in broken] or [f"{indent}#"]
    return lines


def _member(name: t.Any, value: t.Any, indent: str) -> list[str]:
    """Return the lines of a key with its value."""
    return _lines(f"{_scalar(name, in_list=False)}:", value, indent, f"{indent}  ")


def _lines(start: str, value: t.Any, indent: str, inner: str) -> list[str]:
    """Return the lines of what follows ``start``, a key or a dash; ``inner`` is the indent of what is inside."""
    noted = value if isinstance(value, Noted) else Noted(value)
    found, beside = noted.value, one_line(noted.beside)
    beside = f"  # {beside}" if beside else ""
    above = _comments(noted.above, indent)
    row = _in_braces(found, _WIDTH - len(indent) - len(start) - 1) if isinstance(found, Row) else ""
    if row:
        return [*above, f"{indent}{start} {row}{beside}"]
    if isinstance(found, dict) and found:
        if start == "-":
            # The first key stands beside the dash, below its comments.
            inside = [_member(name, item, inner) for name, item in found.items()]
            first = next(number for number, line in enumerate(inside[0]) if not line.lstrip().startswith("#"))
            above += [f"{indent}{line.lstrip()}" for line in inside[0][:first]]
            inside[0] = [f"{indent}- {inside[0][first].lstrip()}", *inside[0][first + 1 :]]
            return [*above, *(line for lines in inside for line in lines)]
        return [
            *above,
            f"{indent}{start}{beside}",
            *(line for name, item in found.items() for line in _member(name, item, inner)),
        ]
    if isinstance(found, (list, tuple)) and found:
        short = _in_brackets(found, _WIDTH - len(indent) - len(start) - 1)
        if short:
            return [*above, f"{indent}{start} {short}{beside}"]
        lines = [f"{indent}{start}{beside}"]
        for item in found:
            lines += _lines("-", item, inner, f"{inner}  ")
        return [*above, *lines]
    block = _block(found, inner) if isinstance(found, str) and not beside else []
    if block:
        return [*above, f"{indent}{start} {block[0]}", *block[1:]]
    return [*above, f"{indent}{start} {_scalar(found, in_list=False)}{beside}"]


def _in_brackets(values: t.Sequence[t.Any], room: int) -> str:
    """Return a list of scalars on one line, empty if it has anything else, or does not fit."""
    if any(isinstance(value, (Noted, dict, list, tuple)) for value in values):
        return ""
    if any(isinstance(value, str) and _TEMPLATE.search(value) for value in values):
        return ""
    found = f"[{', '.join(_scalar(value, in_list=True) for value in values)}]"
    return found if len(found) <= room else ""


def _in_braces(row: Row, room: int) -> str:
    """Return a row on one line, empty if it has anything but short scalars and lists of them, or does not fit."""
    parts = []
    for name, value in row.items():
        is_list = isinstance(value, (list, tuple)) and value
        shown = _in_brackets(t.cast("list[t.Any]", value), room) if is_list else _in_brackets([value], room)[1:-1]
        if not shown:
            return ""
        parts.append(f"{_scalar(name, in_list=True)}: {shown}")
    found = f"{{{', '.join(parts)}}}"
    return found if parts and len(found) <= room else ""


def _block(text: str, indent: str) -> list[str]:
    """Return a text of several lines as a block, empty if a block cannot hold it, or it has one line."""
    lines = text.split("\n")
    chomp = "-"
    if lines[-1] == "":
        lines, chomp = lines[:-1], ""
    if len(lines) < 2 or not lines[0] or lines[0].startswith(" ") or not lines[-1].strip():
        return []
    if any(line != line.rstrip() or not line.isprintable() for line in lines):
        return []
    mark = "!unsafe " if _TEMPLATE.search(text) else ""
    return [f"{mark}|{chomp}", *(f"{indent}{line}" if line else "" for line in lines)]


def _scalar(value: t.Any, *, in_list: bool) -> str:
    """Return a scalar; ``in_list``: it stands in a list in brackets."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (dict, list, tuple)):
        return "{}" if isinstance(value, dict) else "[]"
    form = _PLAIN if in_list else _PLAIN_IN_BLOCK
    usual = form.fullmatch(value) and value.isprintable() and value.casefold() not in _WORDS
    if usual or _GUID.fullmatch(value) or _DURATION.fullmatch(value):
        return str(value)
    return f"{'!unsafe ' if _TEMPLATE.search(value) else ''}{_quoted(value)}"


def _number(value: float) -> str:
    """Return a number so that it is read as one."""
    if value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    whole, exponent, power = repr(value).partition("e")
    return f"{whole if '.' in whole else f'{whole}.0'}{exponent}{power}"


def _quoted(text: str) -> str:
    """Return a text in double quotes. What JSON escapes, YAML reads in the same way, but for half characters."""
    letters = []
    for letter in json.dumps(text, ensure_ascii=False)[1:-1]:
        code = ord(letter)
        if letter.isprintable() or 0xD800 <= code <= 0xDFFF:
            letters.append(letter)
        else:
            letters.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return f'"{"".join(letters)}"'
