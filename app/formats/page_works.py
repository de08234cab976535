"""What was made of cases as the data a page template sets. Knows the sheet and the templates' vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.formats.glyphs import drawable
from app.formats.sheet import Sheet, SheetBars, SheetCell, SheetPart, SheetPassage, SheetPicture, SheetTable
from app.formats.works import WIDE, reference

Data = dict[str, Any]
_FAMILY = re.compile(r'font-family="[^"]*"')
_FACES = 'font-family="Xinglin Hei, Xinglin Song"'
_LINES = re.compile(r"\n+")


def works(sheet: Sheet) -> list[Data]:
    """The parts in order; the ones the contents name have an `entry`."""
    return [_part(part, number) for number, part in enumerate(sheet.parts)]


def drawings(sheet: Sheet) -> dict[str, bytes]:
    """The pictures by the names the data has for them, with the letters pages are set in."""
    return {
        _name(number): _FAMILY.sub(_FACES, part.svg).encode("utf-8", "replace")
        for number, part in enumerate(sheet.parts)
        if isinstance(part, SheetPicture)
    }


def texts(sheet: Sheet) -> Iterator[str]:
    """Everything of the parts that is printed."""
    for part in sheet.parts:
        if isinstance(part, SheetPassage):
            yield from (part.text, part.place, part.title)
            continue
        yield part.title
        if isinstance(part, SheetTable):
            yield from (part.hint, *part.head)
            yield from (words for row in part.rows for cell in row for one in cell for words in (one.text, one.place))
        elif isinstance(part, SheetBars):
            yield from (part.hint, *(words for bar in part.bars for words in (bar.label, bar.words, bar.place)))
        else:
            yield part.words


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
    most = max((abs(value) for bar in part.bars for value in (bar.value, bar.before or 0.0)), default=0.0) or 1.0
    return {
        "kind": "bars",
        "hint": drawable(part.hint),
        "rows": [
            {
                "label": drawable(bar.label),
                "now": abs(bar.value) / most,
                "before": None if bar.before is None else abs(bar.before) / most,
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
