"""Rows of a Word table that are taller than a page, as several that are not, each of which names whose it is.

Heights are estimated as `docx_pages` estimates them. Knows looks and cells; no XML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.formats.docx_looks import Style
from app.formats.docx_pages import lines
from app.formats.sheet import SheetCell

Cell = Sequence[SheetCell]
AGAIN = "（续）"
_NAMED = 24


def pieces(row: Sequence[Cell], widths: Sequence[float], style: Style, high: float) -> list[list[Cell]]:
    """A row, or its pieces in order; `widths` and `high` in points."""
    most = max(2, int(high // style.line))
    if all(_tall(cell, width, style) <= most for cell, width in zip(row, widths, strict=True)):
        return [list(row)]
    made: list[list[Cell]] = []
    left = [tuple(cell) for cell in row]
    while any(left):
        parts = [_taken(cell, width, style, most) for cell, width in zip(left, widths, strict=True)]
        piece: list[Cell] = [part for part, _ in parts]
        if made and not piece[0]:
            piece[0] = (_again(row[0]),)
        made.append(piece)
        left = [rest for _, rest in parts]
    return made


def _tall(cell: Cell, width: float, style: Style) -> int:
    """Lines a cell has."""
    return sum(lines(style, f"{one.text} {one.place}", width) for one in cell)


def _taken(cell: tuple[SheetCell, ...], width: float, style: Style, most: int) -> tuple[Cell, tuple[SheetCell, ...]]:
    """What of a cell stands in so many lines, and what is left."""
    count = 0
    while count < len(cell) and _tall(cell[: count + 1], width, style) <= most:
        count += 1
    if count or not cell:
        return cell[:count], cell[count:]
    letters = max(1, int(most * (width / style.advance - 1)))
    first = cell[0]
    head, rest = replace(first, text=first.text[:letters], place=""), replace(first, text=first.text[letters:])
    return (head,), ((rest, *cell[1:]) if rest.text else cell[1:])


def _again(cell: Cell) -> SheetCell:
    words = cell[0].text if cell else ""
    return SheetCell((words if len(words) <= _NAMED else words[:_NAMED] + "…") + AGAIN)
