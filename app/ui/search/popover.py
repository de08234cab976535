"""A small sheet that opens beside what was pressed and closes with Escape or a click elsewhere. Knows no library."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

_GAP = 4


class Popover(QFrame):
    """A title and what is put below it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popover")
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._home = parent
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(8)
        self.title = words(title, "popovertitle", self)
        self.column.addWidget(self.title)

    def open_at(self, beside: QRect, *, right: bool = False) -> None:
        """Open under a stretch of the screen, above it where there is no room; `right`: flush with its right end."""
        size = self._size()
        screen = self._home.screen().availableGeometry()
        left = beside.right() + 1 - size.width() if right else beside.left()
        top = beside.bottom() + _GAP
        if top + size.height() > screen.bottom() and beside.top() - _GAP - size.height() >= screen.top():
            top = beside.top() - _GAP - size.height()
        left = max(screen.left() + _GAP, min(left, screen.right() - size.width() - _GAP))
        self.setGeometry(QRect(QPoint(left, max(screen.top(), top)), size))
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
        self.ensurePolished()
        size = self.sizeHint()
        if self.hasHeightForWidth():
            size.setHeight(self.heightForWidth(size.width()))
        return size


def words(text: str, look: str, parent: QWidget, *, wrap: bool = False) -> QLabel:
    """A label of plain text."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setObjectName(look)
    label.setWordWrap(wrap)
    return label
