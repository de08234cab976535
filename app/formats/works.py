"""What was made of cases, in words every format shares: cells as lines, bars as a table, how wide a part wants to be.

Knows the sheet; no format, no library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.formats.plain import line
from app.formats.sheet import Sheet, SheetBars, SheetCell, SheetPart, SheetPassage, SheetPicture, SheetTable

WIDE = 4
"""A table with more columns wants a page across."""
OWN = "✎ "
"""Stands before a person's own words where colour cannot tell them apart."""
_HEAD = "正文"


@dataclass(frozen=True, slots=True)
class Plain:
    """A part as a plain table, for formats that draw nothing: its name, its head and its rows of lines."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hint: str = ""


def told(cell: SheetCell) -> str:
    """One line of a cell in words: own words marked, a quote with its place."""
    words = line(cell.text)
    place = f"〔{line(cell.place)}〕" if cell.place else ""
    return f"{OWN if cell.own else ''}{words}{place}"


def lines(cells: Sequence[SheetCell]) -> str:
    """A cell in words, a line for each thing in it."""
    return "\n".join(told(cell) for cell in cells if cell.text.strip())


def wide(sheet: Sheet) -> bool:
    """Whether any of the tables wants a page across."""
    return any(len(part.head) > WIDE for part in tables(sheet.parts))


def tables(parts: Sequence[SheetPart]) -> Iterator[SheetTable]:
    """The tables among the parts, those behind pictures too."""
    for part in parts:
        if isinstance(part, SheetTable):
            yield part
        elif isinstance(part, SheetPicture) and part.table:
            yield part.table


def plains(parts: Sequence[SheetPart]) -> Iterator[Plain]:
    """Every part as a plain table; passages that follow each other make one."""
    running: list[SheetPassage] = []
    for part in parts:
        if isinstance(part, SheetPassage):
            running.append(part)
            continue
        if running:
            yield _passages(running)
            running = []
        yield from _plain(part)
    if running:
        yield _passages(running)


def _plain(part: SheetTable | SheetBars | SheetPicture) -> Iterator[Plain]:
    if isinstance(part, SheetBars):
        rows = tuple(
            (line(bar.label), _figure(bar.before), _figure(bar.value), line(bar.words), line(bar.place))
            for bar in part.bars
        )
        yield Plain(line(part.title), ("案例", "此前", "数值", "原文数值", "出处"), rows, line(part.hint))
        return
    table = part.table if isinstance(part, SheetPicture) else part
    if table:
        cells = tuple(tuple(lines(cell) for cell in row) for row in table.rows)
        hint = part.words if isinstance(part, SheetPicture) else part.hint
        yield Plain(line(part.title), tuple(map(line, table.head)), cells, line(hint))
    elif isinstance(part, SheetPicture):
        yield Plain(line(part.title), ("说明",), ((line(part.words),),))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _passages(running: Sequence[SheetPassage]) -> Plain:
    rows = tuple(
        (_KINDS[one.kind], one.text.strip(), where(one), f"[{one.source}]" if one.source else "") for one in running
    )
    return Plain(_HEAD, ("类别", "文字", "出处", "来源"), rows)


_KINDS = {"heading": "标题", "quote": "引文", "own": "自述"}


def reference(part: SheetPassage) -> str:
    """Where a quote stands, as it follows the words: 〔案名 §6〕[2]."""
    place = f"〔{told_}〕" if (told_ := where(part)) else ""
    return place + (f"[{part.source}]" if part.source else "")


def where(part: SheetPassage) -> str:
    """The case a quote is from and its paragraph there: several cases may come from one source."""
    return " ".join(one for one in (line(part.title), line(part.place)) if one)
