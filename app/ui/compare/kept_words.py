"""A plain editor whose words somebody keeps: tells each change and when it is left, and takes other words quietly.

What an input method is still composing is not text yet. Knows words alone.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.ui.legible import legible


class KeptWords(QPlainTextEdit):
    """Words that are written down by whoever listens."""

    typed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self.put_at(place)
        self._quiet = False

    def put_at(self, position: int) -> None:
        """Put the caret there; -1 is the end."""
        cursor = self.textCursor()
        last = self.document().characterCount() - 1
        cursor.setPosition(last if position < 0 else min(position, last))
        self.setTextCursor(cursor)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is kept when the place goes elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def _changed(self) -> None:
        if not self._quiet:
            self.typed.emit()
