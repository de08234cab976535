"""Draws a drawing with Qt: on the screen, and as a picture of twice the density for other programs. No library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.ui import theme
from app.ui.hanging import hang
from app.ui.insight.drawing import Box, Words
from app.ui.legible import legible

if TYPE_CHECKING:
    from app.ui.insight.drawing import Drawing

DENSITY = 2
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "middle": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_FAR = 4000.0


def paint(painter: QPainter, drawing: Drawing) -> None:
    """Draw all of it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shape.fill))
            place = QRectF(shape.x, shape.y, shape.width, shape.height)
            painter.drawRoundedRect(place, shape.radius, shape.radius)
        else:
            _words(painter, shape)


def _words(painter: QPainter, words: Words) -> None:
    font = theme.sans(max(6, round(words.size)), bold=words.bold)
    painter.setFont(font)
    painter.setPen(QColor(words.ink))
    left = {"left": words.x - hang(words.text, font), "middle": words.x - _FAR / 2, "right": words.x - _FAR}[
        words.align
    ]
    place = QRectF(left, words.y - words.size, _FAR, 2 * words.size)
    flags = _ALIGN[words.align] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(place, flags, legible(words.text))


def pixels(drawing: Drawing) -> QImage:
    """The drawing as pixels, two for every one of its own."""
    size = round(drawing.width * DENSITY), round(drawing.height * DENSITY)
    made = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(DENSITY)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    paint(painter, drawing)
    painter.end()
    return made
