# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages of the documentation, taken apart: sections, references, and the blocks that a reader would run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "docsite" / "rst"
LABEL_PREFIX = "ansible_collections.dnv.veracity.docsite."
# What a reader runs or saves as a file to run; and what is only looked at.
RUN = ("yaml", "console")
SHOWN = ("text", "ini", "powershell")

_LABEL = re.compile(r"^\.\. _([\w.]+):$")
_DIRECTIVE = re.compile(r"^( *)\.\. code-block:: *(\w*)$")
_FENCE = re.compile(r"^```(\w*)$")
_REFERENCE = re.compile(r":ref:`(?:[^`<]*<)?([\w.]+)>?`|docs/docsite/rst/(\w+)\.rst(#[\w-]+)?")
_FILE = re.compile(r":file:`([^`]+)`|(?<!`)`([\w./~-]+\.(?:ya?ml))`(?!`)")
_MARK = re.compile(r"^(?:\.\.|<!--) Not run:(.*)$", re.DOTALL)


class PageError(Exception):
    """A page is not written as its readers, or this runner, need it; the text says where and why."""


@dataclass(frozen=True)
class Block:
    """One block of a page. ``file`` is the name that the text before it gives; ``reason``, why it is not run."""

    page: str
    line: int
    language: str
    text: str
    file: str | None
    reason: str | None

    @property
    def place(self) -> str:
        """Where it begins, as editors understand it."""
        return f"{self.page}:{self.line}"

    @property
    def commands(self) -> list[str]:
        """The command lines of a console block, without the prompt of the user or of root."""
        joined = re.sub(r"\s*\\\n\s*", " ", self.text)
        return [line[2:].strip() for line in joined.splitlines() if line.startswith(("$ ", "# "))]


@dataclass
class Section:
    """A heading with what is under it, up to the next heading."""

    title: str
    labels: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    """Labels in the order in which the text refers to them: of sections, and of whole guides."""


@dataclass(frozen=True)
class Page:
    """A page, in sections. The first has the title, and the introduction."""

    name: str
    sections: list[Section]

    @property
    def blocks(self) -> list[Block]:
        """All blocks, in their order."""
        return [block for section in self.sections for block in section.blocks]


def all_pages() -> list[str]:
    """Return the pages as a reader meets them: the README, the guides of the docs site, and the roles."""
    listing = (ROOT / "docs" / "docsite" / "extra-docs.yml").read_text(encoding="utf-8")
    names = re.findall(r"^ +- (\w+)$", listing, re.MULTILINE)
    missing = {path.stem for path in GUIDES.glob("*.rst")} ^ set(names)
    if missing:
        raise PageError(f"docs/docsite/extra-docs.yml and docs/docsite/rst differ: {', '.join(sorted(missing))}")
    roles = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("roles/*/README.md"))
    return ["README.md", *(f"docs/docsite/rst/{name}.rst" for name in names), *roles]


def read_page(name: str, text: str | None = None) -> Page:
    """Return a page of the repository, or of a text. Raises PageError for a block that is neither run nor marked."""
    content = (ROOT / name).read_text(encoding="utf-8") if text is None else text
    return _Reader(name, content.splitlines(), markdown=name.endswith(".md")).page()


def section_of(label: str) -> Section:
    """Return the section with a label. Raises PageError when there is none."""
    guide = label.removeprefix(LABEL_PREFIX).partition(".")[0]
    for section in read_page(f"docs/docsite/rst/{guide}.rst").sections:
        if label in section.labels:
            return section
    raise PageError(f"{label}: there is no such section")


def _label(guide: str, anchor: str) -> str:
    """Return the label of what a link in Markdown leads to; that of the guide where its section has none."""
    for section in read_page(f"docs/docsite/rst/{guide}.rst").sections if anchor else []:
        if anchor == "#" + re.sub(r"[^\w-]", "", section.title.lower().replace(" ", "-")) and section.labels:
            return section.labels[0]
    return f"{LABEL_PREFIX}{guide}"


class _Reader:
    """Goes through the lines of a page."""

    def __init__(self, name: str, lines: list[str], *, markdown: bool) -> None:
        self._name = name
        self._lines = lines
        self._markdown = markdown
        self._sections = [Section("")]
        self._labels: list[str] = []
        self._paragraph: list[str] = []
        self._before = ""

    def page(self) -> Page:
        number = 0
        while number < len(self._lines):
            number = self._take(number)
        self._end_paragraph()
        return Page(self._name, self._sections)

    def _take(self, number: int) -> int:
        """Take in what begins on a line, and return the line after it."""
        line = self._lines[number]
        if label := _LABEL.match(line):
            self._labels.append(label[1])
            return number + 1
        if self._is_heading(number):
            self._end_paragraph()
            if self._markdown or len(self._sections) > 1 or self._sections[0].title:
                self._sections.append(Section(line.lstrip("# ")))
            else:
                self._sections[0].title = line
            self._sections[-1].labels = tuple(self._labels)
            self._labels, self._before = [], ""
            return number + (1 if self._markdown else 2)
        opening = _FENCE.match(line) if self._markdown else _DIRECTIVE.match(line)
        if opening:
            return self._block(number, opening[opening.lastindex or 1])
        if not self._markdown and line.endswith("::") and not line.lstrip().startswith(".."):
            raise PageError(f"{self._name}:{number + 1}: write a code-block with its language in place of ::")
        if line.strip():
            self._paragraph.append(line.strip())
        else:
            self._end_paragraph()
        return number + 1

    def _end_paragraph(self) -> None:
        if self._paragraph:
            self._before, self._paragraph = " ".join(self._paragraph), []
            self._sections[-1].references += [
                label or _label(*link) for label, *link in _REFERENCE.findall(self._before)
            ]

    def _is_heading(self, number: int) -> bool:
        line = self._lines[number]
        if self._markdown:
            return re.match(r"^#+ ", line) is not None
        under = self._lines[number + 1] if number + 1 < len(self._lines) else ""
        return bool(line.strip()) and re.fullmatch(r"([=\-~^])\1{2,}", under) is not None and len(under) >= len(line)

    def _block(self, number: int, language: str) -> int:
        self._end_paragraph()
        place = f"{self._name}:{number + 1}"
        if language not in RUN + SHOWN:
            raise PageError(f"{place}: a block of the language {language or 'none'}: neither run nor only shown")
        mark = _MARK.match(self._before)
        reason = None
        if mark:
            reason = mark[1].removesuffix("-->").strip()
            if not reason:
                raise PageError(f"{place}: Not run, and no reason is given")
            if language not in RUN:
                raise PageError(f"{place}: such a block is never run, and needs no mark")
        end, text = self._fenced(number) if self._markdown else self._indented(number)
        names = [one or other for one, other in _FILE.findall(self._before)]
        head = re.match(r"(?:---\n)?# ([\w./-]+\.ya?ml),", text)
        file = head[1] if head else names[-1] if names else None
        self._sections[-1].blocks.append(Block(self._name, number + 1, language, text, file, reason))
        self._before = ""
        return end

    def _fenced(self, number: int) -> tuple[int, str]:
        end = self._lines.index("```", number + 1)
        return end + 1, "\n".join(self._lines[number + 1 : end]) + "\n"

    def _indented(self, number: int) -> tuple[int, str]:
        indent = len(self._lines[number]) - len(self._lines[number].lstrip()) + 3
        end = number + 1
        while end < len(self._lines) and (not self._lines[end].strip() or self._lines[end].startswith(" " * indent)):
            end += 1
        lines = [line[indent:] for line in self._lines[number + 1 : end]]
        while lines and (not lines[0] or lines[0].startswith(":")):
            lines.pop(0)
        return end, "\n".join(lines).rstrip() + "\n"
