"""What was made of cases as the data a page template sets. Knows the sheet and the templates' vocabulary."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from app.formats.glyphs import drawable
from app.formats.images import Image
from app.formats.sheet import Sheet, SheetBars, SheetCell, SheetPart, SheetPassage, SheetPicture, SheetTable
from app.formats.works import WIDE, reference

Data = dict[str, Any]
_FAMILY = re.compile(r'font-family="[^"]*"')
_FACES = 'font-family="Xinglin Hei, Xinglin Song"'
_LINES = re.compile(r"\n+")


def works(sheet: Sheet) -> list[Data]:
    """The parts in order; the ones the contents name have an `entry`."""
    made: list[Data] = []
    for number, part in enumerate(sheet.parts):
        made.append(_part(part, number))
        if isinstance(part, SheetPicture) and part.table:  # its numbers stand below it, without a head of their own
            made.append({"title": "", "entry": "", **_table(part.table)})
    return made


def drawings(sheet: Sheet) -> dict[str, bytes]:
    """The pictures by the names the data has for them, drawings with the letters pages are set in."""
    noted = {drawn(one): _framed(one) for case in sheet.cases for note in case.notes for one in note.pictures}
    return noted | {
        _name(number): faced(part.svg) for number, part in enumerate(sheet.parts) if isinstance(part, SheetPicture)
    }


def faced(svg: str) -> bytes:
    """A drawing with the letters pages are set in."""
    return _FAMILY.sub(_FACES, svg).encode("utf-8", "replace")


def drawn(one: Image) -> str:
    """The name the data has for a picture in a note."""
    return f"{one.file}.svg"


def _framed(one: Image) -> bytes:
    """A picture inside a drawing: the compiler takes files held in memory for text. What it cannot read stays blank."""
    data = base64.b64encode(one.data).decode("ascii")
    size = f'width="{one.width}" height="{one.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {one.width} {one.height}">'
        f'<image {size} href="data:{one.type};base64,{data}"/></svg>'
    ).encode("ascii")


def texts(sheet: Sheet) -> Iterator[str]:
    """Everything of the parts that is printed."""
    for part in sheet.parts:
        if isinstance(part, SheetPassage):
            yield from (part.text, part.place, part.title)
            continue
        yield part.title
        if isinstance(part, SheetTable):
            yield from _printed(part)
        elif isinstance(part, SheetBars):
            yield from (part.hint, *(words for bar in part.bars for words in (bar.label, bar.words, bar.place)))
        else:
            yield part.words
            yield from _printed(part.table) if part.table else ()


def _printed(table: SheetTable) -> Iterator[str]:
    yield from (table.hint, *table.head)
    yield from (words for row in table.rows for cell in row for one in cell for words in (one.text, one.place))


def _name(number: int) -> str:
    return f"part-{number}.svg"


def _part(part: SheetPart, number: int) -> Data:
    if isinstance(part, SheetPassage):
        return _passage(part)
    about = {"title": drawable(part.title), "entry": drawable(part.title)}
    if isinstance(part, SheetTable):
        return about | _table(part)
    if isinstance(part, SheetBars):
        return about | _bars(part)
    return about | {"kind": "picture", "file": _name(number), "words": drawable(part.words)}


def _table(part: SheetTable) -> Data:
    widths = part.widths if len(part.widths) == len(part.head) else (1,) * len(part.head)
    return {
        "kind": "table",
        "hint": drawable(part.hint),
        "head": [drawable(words) for words in part.head],
        "widths": list(widths),
        "rows": [[[_cell(one) for one in cell] for cell in row] for row in part.rows],
        "wide": len(part.head) > WIDE,
    }


def _cell(cell: SheetCell) -> list[Any]:
    return [drawable(cell.text), drawable(cell.place), cell.own, cell.empty]


def _bars(part: SheetBars) -> Data:
    return {
        "kind": "bars",
        "hint": drawable(part.hint),
        "rows": [
            {
                "label": drawable(bar.label),
                "now": bar.share,
                "before": bar.share_before,
                "words": drawable(bar.words),
                "place": drawable(bar.place),
            }
            for bar in part.bars
        ],
    }


def _passage(part: SheetPassage) -> Data:
    return {
        "kind": part.kind,
        "level": max(1, min(part.level, 3)),
        "lines": [drawable(words.strip()) for words in _LINES.split(part.text) if words.strip()],
        "reference": drawable(reference(part)),
        "entry": drawable(part.text.strip()) if part.kind == "heading" and part.level == 1 else "",
    }
