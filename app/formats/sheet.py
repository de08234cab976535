"""The sheet: what goes out, between the library and every format. Holds words, no library ids and no layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from db.records import Colour


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


@dataclass(frozen=True, kw_only=True)
class SheetResult:
    """A result figure as words: metric, value with unit (and 由…到…), and the paragraph it stands in (1-based)."""

    metric: str
    value: str
    paragraph: int | None
    target: bool = False


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


Format = Literal["pdf", "docx", "md", "html", "xlsx", "json", "pack"]
