"""What of a sheet goes out: text, passages or the record alone, with notes or without. The same for every format.

Knows the sheet; no format, no library. Nothing that was not chosen may be left for a format to find.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from app.formats.paragraphs import numeral, stretches
from app.formats.sheet import Body, NotePlace, Sheet, SheetCase, SheetNote
from db.records import Colour

COLOURS: dict[Colour, str] = {"yellow": "黄", "blue": "蓝", "green": "绿", "pink": "粉"}
_COUNTED = 9999


def chosen(sheet: Sheet) -> Sheet:
    """The sheet with every case cut to what was chosen.

    Every passage knows its words and its paragraph. `text` and `headings` are empty unless the whole text goes out;
    notes are without words when only passages were chosen or notes have no place, and gone with the record alone.
    """
    return replace(sheet, cases=tuple(_cut(case, sheet.body, sheet.notes) for case in sheet.cases))


def passages(case: SheetCase) -> tuple[SheetNote, ...]:
    """Highlighted passages in text order."""
    return tuple(sorted((n for n in case.notes if n.start is not None), key=lambda n: (n.start or 0, n.end or 0)))


def whole(case: SheetCase) -> tuple[SheetNote, ...]:
    """Notes on the whole case, and those whose passage is no longer found."""
    return tuple(n for n in case.notes if n.start is None)


def counted(number: int) -> str:
    """A case's number as its heading has it: 十二; in figures where Chinese ones end."""
    return numeral(number) if number <= _COUNTED else str(number)


def _cut(case: SheetCase, body: Body, place: NotePlace) -> SheetCase:
    if body == "record":
        return replace(case, text="", headings=(), notes=())
    silent = body == "excerpts" or place == "none"
    starts = [start for start, _ in stretches(case.text)] if case.notes else []
    placed = (_placed(case.text, starts, note) for note in case.notes)
    notes = (replace(note, text="", tags=(), purpose="") if silent else _marked(note) for note in placed)
    kept = tuple(note for note in notes if note.quote or note.text.strip() or note.tags)
    if body == "text":
        return replace(case, notes=kept)
    return replace(case, text="", headings=(), notes=kept)


def _marked(note: SheetNote) -> SheetNote:
    """A note told with what it is for before its tags, and with who wrote it."""
    marks = (note.purpose, *note.tags, f"@{note.author}" if note.author else "")
    return replace(note, tags=tuple(dict.fromkeys(filter(None, marks))))


def _placed(text: str, starts: Sequence[int], note: SheetNote) -> SheetNote:
    if note.start is None or note.end is None or not starts:
        return replace(note, start=None, end=None, paragraph=None)
    number = note.paragraph or max(1, bisect_right(starts, note.start))
    return replace(note, quote=note.quote or text[note.start : note.end], paragraph=number)
