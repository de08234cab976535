"""A case's text as paragraphs with their highlights and notes: what every format of a sheet sets in its own way.

Paragraphs are numbered from 1; blank ones are not counted. Knows the sheet; no format, no font.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.formats.sheet import Sheet, SheetCase, SheetNote
from db import numerals
from db.records import Colour


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph under the same highlights; the shortest of them comes first."""

    text: str
    colours: tuple[Colour, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `start` counts characters of the case's text; `notes` end in it, in text order."""

    number: int
    start: int
    runs: tuple[Run, ...]
    notes: tuple[SheetNote, ...] = ()
    heading: bool = False

    @property
    def text(self) -> str:
        """The paragraph's words."""
        return "".join(run.text for run in self.runs)


def stretches(text: str) -> list[tuple[int, int]]:
    """(start, end) of every paragraph that is not blank, without the white space around it."""
    found = []
    for line in re.finditer("[^\n]+", text):
        words = line.group()
        left = len(words) - len(words.lstrip())
        if words.strip():
            found.append((line.start() + left, line.start() + len(words.rstrip())))
    return found


def paragraph_at(text: str, position: int) -> int:
    """The number of the paragraph a position stands in, or of the last one before it; 1 at least."""
    return max(1, bisect_right([start for start, _ in stretches(text)], position))


def paragraphs(case: SheetCase) -> tuple[Paragraph, ...]:
    """The case's paragraphs with highlights cut to them and notes at the paragraph in which they end."""
    marks = [(n.start, n.end, n.colour) for n in case.notes if n.start is not None and n.end is not None]
    bounds = stretches(case.text)
    hung = _hung(case, bounds)
    return tuple(
        Paragraph(
            number,
            start,
            tuple(_runs(case.text, start, end, [m for m in marks if m[0] < end and m[1] > start])),
            tuple(hung.get(number, ())),
            number in case.headings,
        )
        for number, (start, end) in enumerate(bounds, 1)
    )


def _hung(case: SheetCase, bounds: Sequence[tuple[int, int]]) -> dict[int, list[SheetNote]]:
    """Notes with words, by the paragraph they end in."""
    starts = [start for start, _ in bounds]
    hung: dict[int, list[SheetNote]] = {}
    for note in sorted(case.notes, key=lambda n: (n.start or 0, n.end or 0)):
        if _speaks(note) and _anchored(note, starts):
            number = max(1, bisect_right(starts, max(note.start or 0, (note.end or 0) - 1)))
            hung.setdefault(number, []).append(note)
    return hung


def closing_notes(case: SheetCase) -> tuple[SheetNote, ...]:
    """Notes on the whole case, and those whose passage is no longer found; they stand after the text."""
    starts = [start for start, _ in stretches(case.text)]
    return tuple(n for n in case.notes if not _anchored(n, starts) and (_speaks(n) or n.quote))


def _speaks(note: SheetNote) -> bool:
    return bool(note.text.strip() or note.tags)


def _anchored(note: SheetNote, starts: Sequence[int]) -> bool:
    return note.start is not None and note.end is not None and bool(starts)


def _runs(text: str, start: int, end: int, marks: Sequence[tuple[int, int, Colour]]) -> Iterator[Run]:
    edges = sorted({start, end, *(min(max(e, start), end) for m in marks for e in m[:2])})
    for left, right in pairwise(edges):
        over = sorted((m for m in marks if m[0] < right and m[1] > left), key=lambda m: m[1] - m[0])
        colours = tuple(dict.fromkeys(m[2] for m in over))
        yield Run(text[left:right], colours)


def counts(sheet: Sheet) -> tuple[int, int, int]:
    """How many cases, passages and notes with words the sheet holds."""
    notes = [note for case in sheet.cases for note in case.notes]
    return len(sheet.cases), sum(n.start is not None for n in notes), sum(bool(n.text.strip()) for n in notes)


def numeral(number: int) -> str:
    """1 to 9999 in Chinese as headings are counted: 十二, 一百零三."""
    return numerals.written(number) if number else ""
