"""The order in which lines placed on a page are read: across the page, or down one column after the other.

For pages that say only where words stand (recognised pictures, OFD). Knows lines with places, no format.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from app.formats.pdf_lines import Line, Page, joined

_GUTTER = 1.0
"""Widths of a character that two columns are apart at least."""
_COLUMN = 3
"""Lines that make a column."""
_FULL = 0.7
"""Share of a column's width that its running lines fill."""
_CROSSING = 0.4
"""Share of lines that may cross a gutter: headlines, and text over the whole page."""
_CLOSE = 0.9
"""Widths of a character within which one piece of a line follows another."""
_APART = 4.0
"""Heights of a line that two blocks over the whole page are apart at least."""
_DEEPEST = 40
_MOST = 2000
"""Lines of a page beyond which no columns are looked for."""


def ordered(lines: Sequence[Line]) -> Page:
    """The lines in reading order; what stands side by side in a row and is no column is one line with tabs."""
    solid = [line for line in lines if line.text.strip()]
    return _cut(solid, 0) if solid else []


def merged(pieces: Sequence[Line]) -> Page:
    """Pieces of lines that follow each other closely on one height, as lines."""
    lines: Page = []
    for row in _rows(pieces):
        last: Line | None = None
        for piece in row:
            if last is None or not -0.6 * piece.size <= piece.left - last.right <= _CLOSE * piece.size:
                lines += [last] if last else []
                last = piece
                continue
            gap = piece.left - last.right > 0.2 * piece.size
            text = joined(last.text, piece.text) if gap else last.text + piece.text
            last = Line(text, last.left, max(last.right, piece.right), last.y, max(last.size, piece.size))
        lines += [last] if last else []
    return lines


def _cut(lines: list[Line], depth: int) -> Page:
    """Cut where the page is blank from side to side, then at the gutter between columns; else read across."""
    if not 2 * _COLUMN <= len(lines) <= _MOST or depth > _DEEPEST:
        return _across(lines)
    blocks = _blocks(lines)
    if len(blocks) > 1:
        return [line for block in blocks for line in _cut(block, depth + 1)]
    gutter = _gutter(lines)
    if gutter is None:
        return _across(lines)
    return [line for part in _parts(lines, gutter) for line in _cut(part, depth + 1)]


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines above and below wide blanks."""
    em = median(line.size for line in lines)
    blocks: list[list[Line]] = []
    last = float("inf")
    for line in sorted(lines, key=lambda each: -each.y):
        if not blocks or last - line.y > _APART * em:
            blocks.append([])
        blocks[-1].append(line)
        last = line.y
    return blocks


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where columns of running text part: crossed by few lines, the fewest; None when there are none."""
    em = median(line.size for line in lines)
    best: tuple[int, float] | None = None
    for place in sorted({round(line.left, 1) - _GUTTER * em / 2 for line in lines}):
        left = [line for line in lines if line.right <= place - _GUTTER * em / 2]
        right = [line for line in lines if line.left >= place + _GUTTER * em / 2 - 0.1]
        crossing = len(lines) - len(left) - len(right)
        fewer = crossing <= _CROSSING * len(lines) and (best is None or crossing < best[0])
        if fewer and _running(left) and _running(right):
            best = (crossing, place)
    return best[1] if best else None


def _running(column: Sequence[Line]) -> bool:
    """Whether most lines of a column fill it, as a table's cells and by-lines do not."""
    if len(column) < _COLUMN:
        return False
    width = max(line.right for line in column) - min(line.left for line in column)
    em = median(line.size for line in column)
    full = sum(line.right - line.left >= _FULL * width for line in column)
    return width >= 6 * em and full >= 0.5 * len(column)


def _parts(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    """From top to bottom what crosses the gutter, and between that the left column and the right one."""
    parts: list[list[Line]] = []
    crossing = True
    for line in sorted(lines, key=lambda each: -each.y):
        if line.left < gutter < line.right:
            parts += [] if crossing and parts else [[]]
            parts[-1].append(line)
            crossing = True
            continue
        parts += [[], []] if crossing else []
        parts[-2 if line.right <= gutter else -1].append(line)
        crossing = False
    return [part for part in parts if part]


def _across(lines: Sequence[Line]) -> Page:
    """Row by row, and within a row from left to right."""
    return [_row(row) for row in _rows(lines)]


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (-each.y, each.left)):
        if rows and _level(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _row(row: Sequence[Line]) -> Line:
    """A row as one line, as wide as its first cell: it tells nothing of where running lines end."""
    return row[0]._replace(text="\t".join(line.text for line in row))


def _level(one: Line, other: Line) -> bool:
    return abs(one.y - other.y) < 0.5 * min(one.size, other.size)
