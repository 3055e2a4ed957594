# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""JSON read strictly, with errors that say where they are. Private: for use inside dnv.veracity only.

The library of Python takes NaN and the last of two equal keys, and says little of what is wrong.
"""

from __future__ import annotations

import json
import math
import re
import typing as t

from ...errors import InputError

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_END_OF_STRING = re.compile(r'[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*', re.DOTALL)
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt])|u([0-9A-Fa-f]{4})|(.?))', re.DOTALL)
_DEEPEST = 100


def parse_json(text: str, what: str) -> t.Any:
    """Return the value of a JSON text (RFC 8259). Raises InputError that names line and column, counted from 1.

    ``what`` says whose text it is. Equal keys in one object, and comments, are refused.
    """
    return _Reader(text.removeprefix("\ufeff"), what).document()


def decoded(content: bytes, what: str) -> str:
    """Return the text of a file in UTF-8 or, as Windows PowerShell writes, UTF-16. Raises InputError for others."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise InputError(f"{what}: the file begins as UTF-16, but is not valid UTF-16. Save it as UTF-8.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        raise InputError(f"{what}, {place(before, len(before))}: the file is not UTF-8. Save it as UTF-8.") from None


def place(text: str, position: int) -> str:
    """Return a position as words, counted from 1."""
    before = text[:position]
    return f"line {before.count(chr(10)) + 1}, column {position - before.rfind(chr(10))}"


class _Reader:
    """Reads one document from its beginning."""

    def __init__(self, text: str, what: str) -> None:
        self._text = text
        self._what = what
        self._position = 0

    def document(self) -> t.Any:
        """Return the value of the whole text."""
        self._space()
        if self._position == len(self._text):
            self._fail("the document is empty")
        value = self._value(0)
        self._space()
        if self._position < len(self._text):
            self._fail(f"{self._shown()} follows the end of the document")
        return value

    def _value(self, depth: int) -> t.Any:
        """Return the value that begins here."""
        if depth > _DEEPEST:
            self._fail(f"brackets are nested more than {_DEEPEST} levels deep")
        letter = self._text[self._position : self._position + 1]
        if letter == "{":
            return self._object(depth)
        if letter == "[":
            return self._list(depth)
        if letter == '"':
            return self._string()
        return self._number_or_word()

    def _object(self, depth: int) -> dict[str, t.Any]:
        """Return the object that begins here."""
        found: dict[str, t.Any] = {}
        for _member in self._members("}", "object"):
            start = self._position
            if self._text[start : start + 1] != '"':
                self._fail(f"a key in double quotes is expected, not {self._shown()}")
            key = self._string()
            if key in found:
                self._fail(f"the key {json.dumps(key, ensure_ascii=False)} is used twice in the same object", start)
            self._space()
            if self._text[self._position : self._position + 1] != ":":
                self._fail(f"a colon is missing after the key {json.dumps(key, ensure_ascii=False)}")
            self._position += 1
            self._space()
            found[key] = self._value(depth + 1)
        return found

    def _list(self, depth: int) -> list[t.Any]:
        """Return the list that begins here."""
        return [self._value(depth + 1) for _member in self._members("]", "list")]

    def _members(self, bracket: str, kind: str) -> t.Iterator[None]:
        """Step over brackets and commas, and yield where each member begins."""
        opened = self._position
        self._position += 1
        self._space()
        if self._text[self._position : self._position + 1] == bracket:
            self._position += 1
            return
        while True:
            yield
            self._space()
            letter = self._text[self._position : self._position + 1]
            if letter == bracket:
                self._position += 1
                return
            if not letter:
                self._fail(f"the {kind} that begins in {place(self._text, opened)} is not closed")
            if letter in "}]":
                self._fail(f"{letter} closes the {kind} that begins in {place(self._text, opened)}")
            if letter != ",":
                self._fail(f"a comma is missing before {self._shown()}")
            comma = self._position
            self._position += 1
            self._space()
            if self._text[self._position : self._position + 1] == bracket:
                self._fail(f"there is an extra comma before {bracket}", comma)

    def _string(self) -> str:
        """Return the string that begins here."""
        start = self._position
        found = _END_OF_STRING.match(self._text, start + 1)
        end = found.end() if found else start + 1
        if self._text[end : end + 1] != '"':
            if end < len(self._text) and self._text[end] != "\\":
                self._fail("a string contains a line end, tab or other control character; write it as \\n, \\t", end)
            self._fail("the string that begins here is not closed", start)
        self._position = end + 1
        return self._unescaped(self._text[start + 1 : end], start + 1)

    def _unescaped(self, raw: str, offset: int) -> str:
        """Return the text of a string without its escapes."""
        for escape in _ESCAPE.finditer(raw):
            if escape[3] is not None:
                self._fail(
                    f"\\{escape[3]} is not an escape in JSON; a backslash is written \\\\", offset + escape.start()
                )
        text: str = json.loads(f'"{raw}"')
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            self._fail("a string contains half of a surrogate pair", offset)
        return text

    def _number_or_word(self) -> t.Any:
        """Return the number, or true, false or null, that begins here."""
        start = self._position
        word = _WORD.match(self._text, start)
        if word:
            if word[0] not in _WORDS:
                self._fail(
                    f"{self._shown()} is not a value: strings need double quotes, and the only words are true, "
                    f"false and null"
                )
            self._position = word.end()
            return _WORDS[word[0]]
        number = _NUMBER.match(self._text, start)
        if not number or re.match(r"[0-9A-Za-z_.]", self._text[number.end() : number.end() + 1]):
            self._fail(f"a value is expected, not {self._shown()}")
        self._position = number.end()
        if number[1] is None and number[2] is None:
            if len(number[0]) > 300:
                self._fail("the number is too large", start)
            return int(number[0])
        if not math.isfinite(float(number[0])):
            self._fail("the number is too large", start)
        return float(number[0])

    def _space(self) -> None:
        """Step over white space."""
        found = _SPACE.match(self._text, self._position)
        self._position = found.end() if found else self._position
        if self._text.startswith(("//", "/*", "#"), self._position):
            self._fail("JSON has no comments")

    def _shown(self) -> str:
        """Return what stands here, in short."""
        if self._position >= len(self._text):
            return "the end of the text"
        letter = self._text[self._position]
        if letter == "'":
            return "a single quote (JSON has double quotes only)"
        word = _WORD.match(self._text, self._position)
        return word[0][:30] if word else letter if letter.isprintable() else f"the character {ord(letter):#06x}"

    def _fail(self, text: str, position: int | None = None) -> t.NoReturn:
        """Raise InputError for what is here."""
        where = place(self._text, self._position if position is None else position)
        raise InputError(f"{self._what}, {where}: this is not JSON, because {text}. Correct it there.")
