"""The empty window, painted before all else is even imported. Knows where panels will stand, not what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from app.ui import tinting

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.settings import Settings

TOP, FOOT = 52, 28
SIDE, LIST, NOTES = 236, 372, 262
"""Heights of the bars and first widths of the columns."""


class Shell(QMainWindow):
    """The outermost widget: place on the screen, first paint, closing."""

    painted = Signal()
    """Once, after the first paint."""
    closing = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.was_painted = False
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before closing; who says no closes later, when a person has answered."""
        self.leave: Callable[[Callable[[], None]], None] = lambda go: go()
        """Leave the library for what is given, at once or when a person has said what becomes of unstored work."""
        self._colours = tinting.of(settings)
        self.setObjectName("window")
        self.setWindowTitle("杏林案库")
        self.setMinimumSize(640, 380)
        if not settings.window or not self.restoreGeometry(_bytes(settings.window)):
            room = self.screen().availableGeometry()
            self.resize(min(1440, room.width()), min(900, room.height()))

    def place(self) -> str:
        """Where the window stands, as settings keep it."""
        return bytes(self.saveGeometry().toHex().data()).decode()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars and columns until the real ones are there."""
        super().paintEvent(event)
        if self.centralWidget() is None:
            painter = QPainter(self)
            self._draw(painter, self.rect())
            painter.end()
        if not self.was_painted:
            self.was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the content before it goes, unless something must be asked first."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def _draw(self, painter: QPainter, room: QRect) -> None:
        colours = self._colours
        middle = room.adjusted(0, TOP, 0, -FOOT)
        painter.fillRect(room, QColor(colours.panel))
        painter.fillRect(QRect(0, middle.top(), SIDE, middle.height()), QColor(colours.bg))
        painter.fillRect(middle.adjusted(SIDE + LIST, 0, 0, 0), QColor(colours.paper))
        painter.fillRect(middle.adjusted(room.width() - NOTES, 0, 0, 0), QColor(colours.bg))
        painter.setPen(QColor(colours.line))
        for y in (TOP - 1, room.height() - FOOT):
            painter.drawLine(0, y, room.width(), y)
        for x in (SIDE - 1, SIDE + LIST, room.width() - NOTES):
            painter.drawLine(x, middle.top(), x, middle.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.green_fill))
        painter.drawRoundedRect(QRectF(16, 13, 26, 26), 7, 7)


def columns(left: QWidget, right: QWidget) -> QSplitter:
    """Two columns with a hair line between them; more room goes to the right one."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.addWidget(left)
    splitter.addWidget(right)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    splitter.setStretchFactor(0, 0)
    splitter.setStretchFactor(1, 1)
    return splitter


def _bytes(told: str) -> QByteArray:
    return QByteArray.fromHex(told.encode("ascii", "ignore"))
