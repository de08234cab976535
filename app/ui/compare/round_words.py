"""A reader's reasons: a plain editor a few lines high. What an input method is still composing is not text yet."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.ui.legible import legible


class Reasons(QPlainTextEdit):
    """Tells each change of its text, and when it is left."""

    typed = Signal()
    left = Signal()

    def __init__(self, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("roundWords")
        self.setAccessibleName(told)
        self.setAccessibleDescription("自动保存")
        self.setPlaceholderText("说说理由、可以借鉴哪一点、有什么顾虑……（自动保存）")
        self.setTabChangesFocus(True)
        self.setFixedHeight(5 * self.fontMetrics().lineSpacing() + 14)
        self._quiet = False
        self.textChanged.connect(self._changed)

    @property
    def composing(self) -> bool:
        """Whether an input method has words that are not committed."""
        return bool(self.textCursor().block().layout().preeditAreaText())

    def take(self, text: str) -> None:
        """Show another text without telling; while something is being composed, nothing is touched."""
        text = legible(text)
        if text == self.toPlainText() or self.composing:
            return
        self._quiet = True
        place = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._quiet = False

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only."""
        if source.hasText():
            self.insertPlainText(legible(source.text()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is kept when one goes elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def _changed(self) -> None:
        if not self._quiet:
            self.typed.emit()
