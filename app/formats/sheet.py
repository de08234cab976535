"""The sheet: what goes out, between the library and every format. Holds words, no library ids and no layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    id: str = ""


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


@dataclass(frozen=True, kw_only=True)
class SheetSource:
    """A source as it is cited, once for all cases that come from it. `number` is how the cases refer to it."""

    number: int
    citation: str
    """By GB/T 7714-2015, without the number."""


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


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole export."""

    title: str
    library: str
    filters: str
    """The query in words, empty when all."""
    made_on: str
    """For instance 2026年11月22日."""
    cases: tuple[SheetCase, ...]
    sources: tuple[SheetSource, ...] = ()
    layout: Layout = "simple"
    body: Body = "text"
    notes: NotePlace = "beside"
    contents: bool = True
    archival: bool = False
    """As PDF/A, for files that are to be kept for long."""


Format = Literal["pdf", "docx", "md", "html", "xlsx", "csv", "json", "txt", "pack"]
PACK_SUFFIX = ".xlpack"
