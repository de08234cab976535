"""The first pages of an export before it is one: the same sheet, cut short, as pictures, rows or text.

Knows the sheet and the writers; no window, no file. A preview is never written anywhere.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import Literal

from app.formats.from_office import found
from app.formats.sheet import Format, Sheet, SheetCase
from app.formats.to_pdf import to_pictures
from app.formats.word_pages import to_word_pictures
from app.formats.write import FORMATS, made
from app.task import QUIET, Task

PAGES = 8
"""So many pages are shown."""
_CASES = 12
_WORDS = 4_500
"""Characters that fill those pages in the densest layout."""
_LINES, _ROWS = 160, 40
_ENTIRE = 60_000
"""Characters of a sheet an office program sets as a whole, so that its contents are the real ones."""
_AS_TEXT: dict[Format, Format] = {
    "md": "md", "txt": "txt", "json": "json", "html": "txt", "bib": "bib", "ris": "ris",
}  # fmt: skip
_AS_ROWS: tuple[Format, ...] = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown. `whole` when nothing was cut away; one of the three others holds something."""

    kind: Literal["pages", "rows", "text", "none"]
    whole: bool
    pages: tuple[bytes, ...] = ()
    """PNG."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The first holds the heads."""
    text: str = ""
    standing_in: bool = False
    """The pages are those of the PDF: no program is there to set the Word file."""


def preview(sheet: Sheet, format: Format, ppi: float, task: Task = QUIET) -> Preview:  # noqa: A002 - the house's word
    """Make the first pages.

    Args:
        sheet: All that goes out.
        format: As what.
        ppi: Pixels to the inch, where pages are drawn.
        task: Stops it.

    Raises:
        Cancelled: when it is no longer wanted.
        Trouble: what the format cannot do.
    """
    cut = replace(sheet, cases=sheet.cases[:_ROWS]) if format in _AS_ROWS else _first(sheet)
    whole = cut == sheet
    if format == "docx" and (shown := _word(sheet, cut, ppi, task)):
        return shown
    if format in ("pdf", "docx"):
        pages = to_pictures(cut, ppi, task, of=sheet)
        return Preview("pages", whole and len(pages) <= PAGES, pages=pages[:PAGES], standing_in=format == "docx")
    if format in _AS_ROWS and "csv" in FORMATS:
        text = made(cut, "csv", task).decode("utf-8-sig")
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline="")))
        return Preview("rows", whole, rows=rows)
    told = _AS_TEXT.get(format)
    if told is None or told not in FORMATS:
        return Preview("none", whole)
    lines = made(cut, told, task).decode("utf-8").splitlines()
    return Preview("text", whole and len(lines) <= _LINES, text="\n".join(lines[:_LINES]))


def _word(sheet: Sheet, cut: Sheet, ppi: float, task: Task) -> Preview | None:
    """The Word file's own pages, None where nothing is there to set them."""
    if found() is None:
        return None
    size = sum(len(case.text) + sum(len(n.quote) + len(n.text) for n in case.notes) for case in sheet.cases)
    told = sheet if size <= _ENTIRE else cut
    made_ = to_word_pictures(made(told, "docx", task), ppi, PAGES, task)
    return made_ and Preview("pages", told == sheet and made_[1] <= PAGES, pages=made_[0])


def _first(sheet: Sheet) -> Sheet:
    """The sheet with the cases, and of the last one the words, that fill the first pages."""
    cases: list[SheetCase] = []
    room = _WORDS
    for case in sheet.cases[:_CASES]:
        cut = _cut(case, room)
        cases.append(cut)
        room -= len(cut.text) + sum(len(note.quote) + len(note.text) for note in cut.notes) + 200
        if room <= 0:
            break
    return replace(sheet, cases=tuple(cases))


def _cut(case: SheetCase, room: int) -> SheetCase:
    if len(case.text) <= room:
        return case
    end = case.text.find("\n", room)
    if end < 0 or end > room + 600:
        end = room
    notes = tuple(note for note in case.notes if note.start is None or (note.end or 0) <= end)
    return replace(case, text=case.text[:end], notes=notes)
