"""Tables of a Word file: three rules, a head that is repeated on every page, widths that add up.

Knows the XML; no sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.formats.docx_looks import ACCENT, INK
from app.formats.docx_xml import BREAK, look, paragraph, run, twips

_TAGS = re.compile("<[^>]*>")
_SHORT = 160
"""A row whose cells are shorter is not torn between two pages."""
_THICK, _THIN, _HAIR = 12, 6, 4
"""Eighths of a point."""
_BLACK = "000000"
CELL = 8.5
"""Points of a cell's width that are its margins."""
RULE = 0.5
"""Points a row's line takes."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's width in points and the side its words stand at."""

    width: float
    align: str = "left"


def words(text: str, *, bold: bool = False) -> str:
    """A cell's text as runs, line by line."""
    return BREAK.join(run(line, look(line, bold=bold)) for line in text.split("\n"))


def grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    style: str = "Cell",
    left: float = 0,
    whole: bool = False,
    plain: bool = False,
) -> str:
    """A table whose first row is its head; cells are runs.

    `left` points from the margin; `whole` rows are not torn; the lines of a `plain` one are black.
    """
    widths = [twips(column.width) for column in columns]
    laid = "".join(
        _row(columns, widths, row, style, head=not i, last=i == len(rows) - 1, whole=whole, plain=plain)
        for i, row in enumerate(rows)
    )
    return _table(widths, laid, twips(left))


def _table(widths: Sequence[int], rows: str, indent: int = 0) -> str:
    listed = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{listed}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(
    columns: Sequence[Column],
    widths: Sequence[int],
    row: Sequence[str],
    style: str,
    *,
    head: bool,
    last: bool,
    whole: bool,
    plain: bool,
) -> str:
    ink, hair = (_BLACK, _BLACK) if plain else (INK, "BBBBBB")
    top = f'<w:top w:val="single" w:sz="{_THICK}" w:space="0" w:color="{ink}"/>' if head else ""
    if head or last:
        size = _THIN if head and not last else _THICK
        bottom = f'<w:bottom w:val="single" w:sz="{size}" w:space="0" w:color="{ink}"/>'
    else:
        bottom = f'<w:bottom w:val="single" w:sz="{_HAIR}" w:space="0" w:color="{hair}"/>'
    short = whole or all(len(_TAGS.sub("", inner)) < _SHORT for inner in row)
    kept = "<w:cantSplit/>" if head or short else ""
    properties = f"<w:trPr>{kept}{'<w:tblHeader/>' if head else ''}</w:trPr>" if kept else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders>{top}{bottom}</w:tcBorders></w:tcPr>'
        + paragraph(style, inner, more=f'<w:jc w:val="{column.align}"/>' if column.align != "left" else "")
        + "</w:tc>"
        for column, width, inner in zip(columns, widths, row, strict=True)
    )
    return f"<w:tr>{properties}{cells}</w:tr>"


def strip(label: float, drawn: float, figure: float, name: str, bars: Sequence[tuple[float, str]], words: str) -> str:
    """One figure as a line: its name, its bars as shaded cells one below the other, the figure in words.

    Args:
        label: Width of the name, in points.
        drawn: Width of a bar whose share is 1.
        figure: Width of the words.
        name: Whose figure it is.
        bars: (share 0 to 1, colour) from above.
        words: The figure as it is told.
    """
    widths = [twips(label), twips(drawn), twips(figure)]
    lines = "".join(_bar(max(share, 0.006) * drawn, drawn, colour) for share, colour in bars)
    cells = zip(widths, (paragraph("Cell", run(name)), lines + _AFTER, paragraph("Cell", run(words))), strict=True)
    row = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>' for width, inner in cells)
    return _table(widths, f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>") + _AFTER


_AFTER = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/></w:pPr></w:p>'
"""Two tables with nothing between them would be one."""


def _bar(length: float, room: float, colour: str) -> str:
    """A table of one row, as long as the share, in the cell's colour."""
    widths = [twips(length), max(1, twips(room) - twips(length))]
    low = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="110" w:lineRule="exact"/></w:pPr></w:p>'
    filled = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{low}</w:tc>'
        for width, shade in zip(widths, (filled, ""), strict=True)
    )
    height = '<w:trPr><w:trHeight w:val="120" w:hRule="exact"/></w:trPr>'
    return _table(widths, f"<w:tr>{height}{cells}</w:tr>") + _AFTER


def card(width: float, inner: str, colour: str) -> str:
    """A card with a coloured edge; `inner` is paragraphs. It stays on one page unless it is taller than that."""
    measure = twips(width)
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="D5D0C6"/>'
    edges = (
        line.format("top")
        + f'<w:left w:val="single" w:sz="36" w:space="0" w:color="{colour or ACCENT}"/>'
        + line.format("bottom")
        + line.format("right")
    )
    cell = (
        f'<w:tc><w:tcPr><w:tcW w:w="{measure}" w:type="dxa"/><w:tcBorders>{edges}</w:tcBorders><w:tcMar>'
        '<w:top w:w="60" w:type="dxa"/><w:left w:w="200" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/>'
        f'<w:right w:w="170" w:type="dxa"/></w:tcMar></w:tcPr>{inner}</w:tc>'
    )
    return _table([measure], f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>")


def shares(widths: Sequence[float], room: float, kept: int) -> Iterator[list[int]]:
    """Columns by number, dealt out to tables none of which is wider than the room; the first `kept` are in each.

    Args:
        widths: Least widths.
        room: Of a table.
        kept: How many lead every table.
    """
    lead = list(range(kept))
    used = sum(widths[:kept])
    dealt: list[int] = []
    taken = used
    for number in range(kept, len(widths)):
        if dealt and taken + widths[number] > room:
            yield lead + dealt
            dealt, taken = [], used
        dealt.append(number)
        taken += widths[number]
    if dealt or not len(widths) > kept:
        yield lead + dealt
