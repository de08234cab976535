"""How the lines of a review are set: their words in lines, and which character stands under a point. No painter."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from app.ui import theme
from app.ui.reading import positions
from app.ui.reading.positions import Positions
from app.ui.review.rows import Row

SIDE = 34
"""Room left and right of the text."""
SIZE, LINE = 15, 28.0
"""Letters and line height of the text."""
INSIDE, BELOW = 12, 4
"""Padding inside a piece, and room below it."""
EDGE = 4
"""Width of the coloured edge."""
GAP = 14
"""Between a text and the small note behind it."""
HANDLE = SIDE + EDGE + INSIDE - 2
"""A piece is dragged by what stands left of its words."""
MOST = 3000
"""So many characters of a piece are drawn; more is no paragraph."""


def shown(row: Row) -> str:
    """What is drawn of a piece."""
    words = row.words if len(row.words) <= MOST else f"{row.words[:MOST]}……（共 {len(row.words)} 字）"
    return positions.shown(words)


def room_for(width: int) -> int:
    """How wide the words of a piece are in a view of that width."""
    return width - 2 * SIDE - 2 * INSIDE - EDGE


def index_at(row: Row, box: QRect, point: QPoint) -> int:
    """The place in a piece's words nearest to a point; `box` is the line's in the view."""
    text = shown(row)
    layout = laid_out(text, room_for(box.width()), [])
    number = int((point.y() - box.top() - 2) / LINE)
    line = layout.lineAt(min(max(number, 0), layout.lineCount() - 1))
    at = line.xToCursor(point.x() - box.left() - SIDE - EDGE - INSIDE)
    return Positions(text).to_python(at)


def point_of(row: Row, box: QRect, index: int) -> QPoint:
    """Where a character of a piece's words stands: the lower end of its left side."""
    text = shown(row)
    at = Positions(text).to_qt(index)
    layout = laid_out(text, room_for(box.width()), [])
    line = layout.lineForTextPosition(at)
    found: object = line.cursorToX(at)  # the place and the position, or the place alone, as PySide likes
    across = found[0] if isinstance(found, tuple | list) else found
    across = across if isinstance(across, float | int) else 0.0
    down = box.top() + 2 + LINE * (line.lineNumber() + 1)
    return QPoint(round(box.left() + SIDE + EDGE + INSIDE + across), round(down))


def laid_out(text: str, width: float, formats: list[QTextLayout.FormatRange]) -> QTextLayout:
    """The text in lines of that width."""
    layout = QTextLayout(text, theme.serif(SIZE))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(40.0, width))
        line.setPosition(QPointF(0, y + (LINE - line.height()) / 2))
        y += LINE
    layout.endLayout()
    return layout


@lru_cache(maxsize=4096)
def measured(text: str, width: int, note: str = "") -> int:
    """How many lines a text needs, with a small note behind it: a line more where its last one has no room for that."""
    layout = laid_out(text, width, [])
    return max(1, layout.lineCount()) + (bool(note) and not fits(layout, width, note))


def fits(layout: QTextLayout, width: float, note: str) -> bool:
    """Whether the small note has room behind the last line of a text."""
    last = layout.lineAt(layout.lineCount() - 1)
    wide = QFontMetricsF(theme.sans(theme.SMALL)).horizontalAdvance(note)
    return last.naturalTextWidth() + GAP + wide <= max(40.0, width) + INSIDE - 4


def reckoned(text: str, width: int, note: str = "") -> int:
    """How many lines a text with its note needs at most, without setting it."""
    wide = sum(ord(char) > 0x2E7F for char in text) + len(note) + bool(note)
    rest = len(text) + len(note) + bool(note) - wide
    return max(1, -(-int((wide + rest * 0.62) * SIZE) // max(40, width - SIZE)))
