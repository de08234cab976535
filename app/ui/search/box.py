"""The one search box. Asks while one types, but never for letters an input method is still composing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from app.ui import icons, theme

WAIT = 60
"""Milliseconds after the last key before the question is asked."""


class _Line(QLineEdit):
    """The line itself; knows whether an input method is composing in it."""

    left = Signal()
    """Enter or Down: on to the list."""
    framed = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not self.composing:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.framed.emit(True)  # noqa: FBT003 - a Signal takes no names

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.composing = False
        self.framed.emit(False)  # noqa: FBT003


class _Sign(QWidget):
    """The lens at the left."""

    def __init__(self, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour = colour
        self.setFixedSize(QSize(16, 16))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        painter = QPainter(self)
        icons.draw(painter, "search", QRectF(self.rect()), self.colour)
        painter.end()


class SearchBox(QFrame):
    """Lens, line, clear button and the key that leads here."""

    asked = Signal(str)
    """The words, while they are typed."""
    left = Signal()
    """On to the list; what was typed last has been asked before."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setFixedHeight(34)
        self.setMaximumWidth(620)
        self.setMinimumWidth(180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 10, 0)
        row.setSpacing(8)
        self._sign = _Sign(palette.muted, self)
        self.line = _Line(self)
        self.line.setObjectName("searchline")
        self.line.setPlaceholderText("搜索全部案例：词语、主题:、地区:、做法:…")
        self.line.setAccessibleName("搜索")
        self.line.setAccessibleDescription("空格分开的词都要出现；引号里是原句；减号排除；回车到列表")
        self.clear_button = QToolButton(self)
        self.clear_button.setObjectName("plain")
        self.clear_button.setAccessibleName("清除搜索")
        self.clear_button.setToolTip("清除（Esc）")
        self.clear_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.clear_button.hide()
        self._key = QLabel("Ctrl L", self)
        self._key.setObjectName("key")
        self._key.setFixedHeight(20)
        for widget in (self._sign, self.line, self.clear_button, self._key):
            row.addWidget(widget, 1 if widget is self.line else 0)
        self.setFocusProxy(self.line)
        self._wait = QTimer(self, singleShot=True, interval=WAIT)
        self._wait.timeout.connect(self._ask)
        self._asked = ""
        self.line.textChanged.connect(self._typed)
        self.line.left.connect(self._leave)
        self.line.framed.connect(self._frame)
        self.clear_button.clicked.connect(self._clear)
        self.set_palette(palette)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._sign.colour = palette.muted
        self._sign.update()
        self.clear_button.setIcon(icons.icon("close", palette.muted, 14))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The key is told only where it leaves room to type."""
        super().resizeEvent(event)
        self._key.setVisible(self.width() >= 300)

    def show_text(self, text: str) -> None:
        """Show a question that was put elsewhere, without asking it again."""
        self._wait.stop()
        self._asked = text
        if self.line.text() != text:
            self.line.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.line.setText(text)
            self.line.blockSignals(False)  # noqa: FBT003
            self.clear_button.setVisible(bool(text))

    def text(self) -> str:
        """What stands in the box."""
        return self.line.text()

    def _typed(self, text: str) -> None:
        self.clear_button.setVisible(bool(text))
        self._wait.start()

    def _ask(self) -> None:
        if self.line.composing:
            self._wait.start()
        elif self.line.text() != self._asked:
            self._asked = self.line.text()
            self.asked.emit(self._asked)

    def _leave(self) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self._ask()
        self.left.emit()

    def _clear(self) -> None:
        self.line.clear()
        self.line.setFocus()

    def _frame(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow changes of state."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._sign.update()
