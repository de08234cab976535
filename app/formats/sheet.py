"""The sheet: what goes out, between the library and every format. Holds words, no library ids and no layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.formats.images import Image
from db.records import Colour

Layout = Literal["official", "simple", "cards", "table"]
"""公文版式（素面）, 简明版, 摘录卡片, 对比表."""
Body = Literal["text", "excerpts", "noted", "record"]
"""The whole text, highlighted passages only, passages with their notes, or nothing but the record."""
NotePlace = Literal["beside", "end", "comments", "none"]


@dataclass(frozen=True, kw_only=True)
class SheetNote:
    """A highlight or note. start/end count characters of the case's text; both None for a note on the whole case."""

    text: str
    """Markdown."""
    quote: str = ""
    colour: Colour = "yellow"
    start: int | None = None
    end: int | None = None
    tags: tuple[str, ...] = ()
    paragraph: int | None = None
    """The paragraph of the case it begins in, 1-based."""
    changed_on: str = ""
    """ISO date."""
    purpose: str = ""
    """What it is for, in words: 可借鉴, 待办（已办）."""
    author: str = ""
    """Whose it is when it is not the library's own reader's."""
    id: str = ""
    created_at: str = ""
    changed_at: str = ""
    """ISO 8601 in UTC, to the second."""
    pictures: tuple[Image, ...] = ()
    """Those the text shows, as ![说明](picture:name)."""

    @property
    def tags_apart(self) -> tuple[str, ...]:
        """The tags that its own words do not show as #标签 already."""
        return tuple(tag for tag in self.tags if not re.search(rf"(?<!\w)#{re.escape(tag)}(?![\w/])", self.text))


@dataclass(frozen=True, kw_only=True)
class SheetResult:
    """A result figure as words: metric, value with unit (and 由…到…), and the paragraph it stands in (1-based)."""

    metric: str
    value: str
    paragraph: int | None
    target: bool = False
    number: float | None = None
    """The figure itself, the last one when there are two."""
    before: float | None = None
    unit: str = ""
    lower_is_better: bool = False


Mark = Literal["N", "J", "R", "EB", "Z"]
"""Newspaper, periodical, report or plan, web page, other."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a source. Anything not printed is empty."""

    mark: Mark
    title: str
    authors: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    """2023, 2023-05 or 2023-05-18."""
    page: str = ""
    """版次 of a newspaper."""
    number: str = ""
    """文号 of a plan, as printed."""
    address: str = ""
    seen: str = ""
    """The day a page on the web was fetched, as far as known: the day it came into the library."""


@dataclass(frozen=True, kw_only=True)
class SheetSource:
    """A source as it is cited, once for all cases that come from it. `number` is how the cases refer to it."""

    number: int
    citation: str
    """By GB/T 7714-2015, without the number."""
    facts: Source | None = None
    """The same for programs that keep references."""


@dataclass(frozen=True, kw_only=True)
class SheetCase:
    """One case. `text` has paragraphs separated by newlines; `fields` are (name, value) pairs of the record."""

    title: str
    byline: str
    """Owner · place · kind · year."""
    text: str
    source_line: str
    id: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    results: tuple[SheetResult, ...] = ()
    notes: tuple[SheetNote, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences on damage: 原文未完, 疑似缺字…"""
    headings: tuple[int, ...] = ()
    """Numbers (1-based, blank ones not counted) of the paragraphs printed as headings."""
    group: str = ""
    """The heading of the group it stands in; cases of one group stand together."""
    source: int | None = None
    """Number of its source in the sheet's list."""
    kind: str = ""
    owner: str = ""
    region: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What stands in one cell of a table, or one line of it."""

    text: str
    place: str = ""
    """Where a quote stands, for instance §6; of a quote in a table of several cases with its source: §6，[2]."""
    own: bool = False
    """A person's own words, told apart by look."""
    empty: bool = False
    """Nothing is there, and `text` says why."""


@dataclass(frozen=True, kw_only=True)
class SheetTable:
    """A table made from cases: every row has as many cells as the head, a cell has lines."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[SheetCell, ...], ...], ...]
    hint: str = ""
    """A sentence under the title."""
    widths: tuple[int, ...] = ()
    """Shares of the page's width; equal ones when empty."""


@dataclass(frozen=True, slots=True)
class SheetBar:
    """One figure as a bar, with the one before it where it is known."""

    label: str
    value: float
    words: str
    """The figure as it is told, for instance 280 → 179."""
    before: float | None = None
    place: str = ""
    share: float | None = None
    """Length of its bar from 0 to 1, and that of the one before it; None where nothing is drawn."""
    share_before: float | None = None


@dataclass(frozen=True, kw_only=True)
class SheetBars:
    """Figures of one metric in one unit, as bars on one scale."""

    title: str
    bars: tuple[SheetBar, ...]
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetPicture:
    """A drawing as SVG, with what it says in words and its numbers as a table for formats without pictures."""

    title: str
    svg: str
    words: str = ""
    table: SheetTable | None = None


@dataclass(frozen=True, kw_only=True)
class SheetPassage:
    """A piece of running text: a heading of a level from 1, a quote with its place and source, or own words."""

    text: str
    kind: Literal["heading", "quote", "own"] = "own"
    level: int = 1
    place: str = ""
    source: int | None = None
    """Number of its source in the sheet's list."""
    title: str = ""
    """Of the case a quote is from."""


SheetPart: TypeAlias = SheetTable | SheetBars | SheetPicture | SheetPassage
"""What stands in a sheet before its cases: what was made of them."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole export: what was made of cases, then the cases themselves. Either may be missing."""

    title: str
    library: str
    filters: str
    """The query in words, empty when all."""
    legend: str = ""
    """What the colours of highlights mean, in words; empty when nobody said."""
    made_on: str
    """For instance 2026年11月22日."""
    cases: tuple[SheetCase, ...]
    parts: tuple[SheetPart, ...] = ()
    sources: tuple[SheetSource, ...] = ()
    layout: Layout = "simple"
    body: Body = "text"
    notes: NotePlace = "beside"
    contents: bool = True
    archival: bool = False
    """As PDF/A, for files that are to be kept for long."""
    every: bool = False
    """All themes and practices of a case are listed, not only the first."""


Format = Literal["pdf", "docx", "md", "html", "xlsx", "csv", "json", "txt", "bib", "ris", "pack"]
PACK_SUFFIX = ".xlpack"


def suffix(format: Format) -> str:  # noqa: A002 - the house's word
    """What the name of a file of this format ends with."""
    return PACK_SUFFIX if format == "pack" else f".{format}"
