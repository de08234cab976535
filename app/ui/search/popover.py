"""A small sheet that opens beside what was pressed and closes with Escape or a click elsewhere. Knows no library."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

_GAP, _BORDER = 4, 1
_BAR = 12
"""Room for the bar of a sheet that is scrolled."""


class Popover(QFrame):
    """A title and what is put below it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popover")
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._home = parent
        self._inner = QWidget()
        self._inner.setObjectName("inner")
        self._area = QScrollArea(self)
        self._area.setObjectName("bare")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inner)
        self._area.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)  # a scrolled widget is filled unless it is told
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(8)
        self.title = words(title, "popovertitle", self)
        self.column.addWidget(self.title)

    def open_at(self, beside: QRect, *, right: bool = False) -> None:
        """Open under a stretch of the screen, above it where there is no room; `right`: flush with its right end."""
        self.setGeometry(placed(self._size(), beside, self._home.screen().availableGeometry(), right=right))
        self.show()

    def open_under(self, widget: QWidget, *, right: bool = False) -> None:
        """Open under a widget."""
        self.open_at(QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size()), right=right)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _size(self) -> QSize:
        """As large as what is in it wants to be."""
        self.ensurePolished()
        self._inner.ensurePolished()
        size = self.column.totalSizeHint()
        if self.column.hasHeightForWidth():
            size.setHeight(self.column.totalHeightForWidth(size.width()))
        return size + QSize(2 * _BORDER, 2 * _BORDER)


def placed(size: QSize, beside: QRect, screen: QRect, *, right: bool = False) -> QRect:
    """Where a sheet stands: under a stretch of the screen, else above it, else moved up; never off the screen.

    One higher than the screen is cut to it, and is wide enough for the bar to scroll it by.
    """
    width, height = size.width(), min(size.height(), screen.height() - 2 * _GAP)
    width += _BAR if height < size.height() else 0
    left = beside.right() + 1 - width if right else beside.left()
    left = max(screen.left() + _GAP, min(left, screen.right() - width - _GAP))
    top = beside.bottom() + _GAP
    if top + height > screen.bottom():
        above = beside.top() - _GAP - height
        top = above if above >= screen.top() else screen.bottom() + 1 - _GAP - height
    return QRect(QPoint(left, max(screen.top(), top)), QSize(width, height))


def words(text: str, look: str, parent: QWidget, *, wrap: bool = False) -> QLabel:
    """A label of plain text."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setObjectName(look)
    label.setWordWrap(wrap)
    return label
