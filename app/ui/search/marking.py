"""Draws one line of text with stretches marked, cut where there is no room. Knows fonts and colours only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout

from app.ui import theme
from app.ui.legible import legible
from db.records import Mark


def draw_marked(
    painter: QPainter, box: QRectF, text: str, marks: Sequence[Mark], font: QFont, ink: str, colours: theme.Palette
) -> None:
    """One line in the middle of a box, marks on a yellow ground."""
    layout = _line(text, tuple(marks), font.pixelSize(), font.bold(), int(box.width()), colours.yellow, colours.ink)
    painter.setPen(QColor(ink))
    layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - layout.boundingRect().height()) / 2))


def forget() -> None:
    """Set every line anew: the letters are others."""
    _line.cache_clear()


@lru_cache(maxsize=600)
def _line(text: str, marks: tuple[Mark, ...], size: int, bold: bool, width: int, ground: str, ink: str) -> QTextLayout:
    """The line, set; setting takes ten times as long as drawing, and what is in sight is drawn again and again."""
    font = theme.sans(size, bold=bold)
    text, inside = cut(text, marks, font, width)
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    layout.setFormats([marked(text, mark, ground, ink) for mark in inside])
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(1e6)
    layout.endLayout()
    return layout


def cut(text: str, marks: Sequence[Mark], font: QFont, width: float) -> tuple[str, list[Mark]]:
    """The text as far as it fits a width, with … for what is left out: at its end, or before its first mark too.

    A first mark that would fall outside is brought into sight.
    """
    text = legible(text.replace("\n", " "))
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) <= width:
        return text, list(marks)
    start = 0
    if marks and metrics.horizontalAdvance(text[: marks[0].end]) > width * 0.7:
        wide = metrics.horizontalAdvance("国")
        start = max(0, marks[0].start - int(width * 0.3 / wide))
    start += text[start] == "…" if start else 0
    lead_in = "…" if start else ""
    room = width - metrics.horizontalAdvance(lead_in + "…")
    low, high = 0, len(text) - start
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.horizontalAdvance(text[start : start + middle]) <= room:
            low = middle
        else:
            high = middle - 1
    end, by = start + low, len(lead_in) - start
    shown = lead_in + text[start:end] + ("…" if end < len(text) else "")
    inside = [Mark(max(start, m.start) + by, min(m.end, end) + by) for m in marks if m.start < end and m.end > start]
    return shown, inside


def marked(text: str, mark: Mark, ground: str, ink: str) -> QTextLayout.FormatRange:
    """How a mark is drawn, in the units Qt counts."""
    found = QTextLayout.FormatRange()
    found.start = _units(text[: mark.start])
    found.length = _units(text[mark.start : mark.end])
    found.format = QTextCharFormat()
    found.format.setBackground(QColor(ground))
    found.format.setForeground(QColor(ink))
    return found


def _units(text: str) -> int:
    """Length in Qt's UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def tip(text: str) -> str:
    """A person's words as a tool tip: never taken for markup."""
    return f"<p>{escape(legible(text)).replace(chr(10), '<br>')}</p>"


def caption(text: str) -> str:
    """A person's words on a button: an & is an &, not a key."""
    return legible(text).replace("&", "&&")
