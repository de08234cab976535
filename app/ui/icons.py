"""The window's few signs, drawn here so that they take the palette's colours and need no font or file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

GRID = 16.0
"""Every sign is drawn on a square of this size."""


def _lines(*runs: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for run in runs:
        path.moveTo(*run[0])
        for point in run[1:]:
            path.lineTo(*point)
    return path


def _search() -> QPainterPath:
    path = _lines(((10.2, 10.2), (14, 14)))
    path.addEllipse(QPointF(6.8, 6.8), 4.6, 4.6)
    return path


def _into() -> QPainterPath:
    tray = ((2.5, 11.5), (2.5, 13.8), (13.5, 13.8), (13.5, 11.5))
    return _lines(((8, 2), (8, 10)), ((4.6, 6.8), (8, 10.2), (11.4, 6.8)), tray)


def _folder() -> QPainterPath:
    return _lines(((2, 13), (2, 3.5), (6, 3.5), (7.6, 5.4), (14, 5.4), (14, 13), (2, 13)))


def _smart() -> QPainterPath:
    path = _lines(((2, 3.5), (14, 3.5), (9.6, 8.6), (9.6, 13.5), (6.4, 11.9), (6.4, 8.6), (2, 3.5)))
    path.closeSubpath()
    return path


def _star() -> QPainterPath:
    points = [
        QPointF(8 + r * sin(turn), 8.4 - r * cos(turn))
        for turn, r in ((k * pi / 5, 6.6 if k % 2 == 0 else 2.75) for k in range(10))
    ]
    path = QPainterPath()
    path.addPolygon(QPolygonF([*points, points[0]]))
    return path


def _close() -> QPainterPath:
    return _lines(((4.5, 4.5), (11.5, 11.5)), ((11.5, 4.5), (4.5, 11.5)))


def _down() -> QPainterPath:
    return _lines(((4.5, 6.3), (8, 9.8), (11.5, 6.3)))


def _right() -> QPainterPath:
    return _lines(((6.3, 4.5), (9.8, 8), (6.3, 11.5)))


def _left() -> QPainterPath:
    return _lines(((9.8, 4.5), (6.3, 8), (9.8, 11.5)))


def _pencil() -> QPainterPath:
    return _lines(((3, 13), (3.7, 10.1), (10.9, 2.9), (13.1, 5.1), (5.9, 12.3), (3, 13)), ((9.4, 4.4), (11.6, 6.6)))


def _plus() -> QPainterPath:
    return _lines(((8, 3.5), (8, 12.5)), ((3.5, 8), (12.5, 8)))


def _tick() -> QPainterPath:
    return _lines(((3.6, 8.4), (6.8, 11.4), (12.4, 4.8)))


def _keep() -> QPainterPath:
    return _lines(((4.5, 2.5), (11.5, 2.5), (11.5, 13.5), (8, 10.6), (4.5, 13.5), (4.5, 2.5)))


def _ask() -> QPainterPath:
    path = _lines(((8, 8.9), (8, 9.6)), ((8, 12.2), (8, 12.3)))
    path.moveTo(5.4, 6.1)
    path.cubicTo(5.4, 2.6, 10.8, 2.6, 10.8, 5.9)
    path.cubicTo(10.8, 7.8, 8, 7.6, 8, 9)
    return path


def _aligned() -> QPainterPath:
    return _lines(((2.5, 4), (9, 4)), ((5, 8), (13.5, 8)), ((3.5, 12), (11, 12)))


def _tune() -> QPainterPath:
    path = _lines(((2.5, 5), (8.3, 5)), ((11.7, 5), (13.5, 5)), ((2.5, 11), (4.3, 11)), ((7.7, 11), (13.5, 11)))
    path.addEllipse(QPointF(10, 5), 1.7, 1.7)
    path.addEllipse(QPointF(6, 11), 1.7, 1.7)
    return path


def _grip() -> QPainterPath:
    path = QPainterPath()
    for across in (5.6, 10.4):
        for down in (3.6, 8.0, 12.4):
            path.addEllipse(QPointF(across, down), 1.1, 1.1)
    return path


_DRAWN: dict[str, Callable[[], QPainterPath]] = {
    "search": _search, "into": _into, "folder": _folder, "smart": _smart, "star": _star, "close": _close,
    "down": _down, "right": _right, "left": _left, "pencil": _pencil, "plus": _plus, "tick": _tick,
    "keep": _keep, "ask": _ask, "aligned": _aligned, "tune": _tune,
    "grip": _grip,
}  # fmt: skip
_SOLID = {"star", "grip"}


@cache
def _path(name: str) -> QPainterPath:
    return _DRAWN[name]()


def draw(painter: QPainter, name: str, place: QRectF, colour: str, weight: float = 1.4) -> None:
    """Draw a sign into a square, in one colour, with lines of `weight` sixteenths of the square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width() / GRID, place.height() / GRID)
    if name in _SOLID:
        painter.fillPath(_path(name), QColor(colour))
    else:
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        pen = QPen(QColor(colour), weight, Qt.PenStyle.SolidLine, cap, join)
        painter.strokePath(_path(name), pen)
    painter.restore()


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """A sign as an icon, sharp at single, double and triple density."""
    made = QIcon()
    for ratio in (1, 2, 3):
        picture = QPixmap(QSize(size, size) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        draw(painter, name, QRectF(0, 0, size, size), colour)
        painter.end()
        made.addPixmap(picture)
    return made
