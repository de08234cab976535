"""A reader's reasons: a plain editor a few lines high."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from app.ui.compare.kept_words import KeptWords
from app.ui.legible import legible


class Reasons(KeptWords):
    """Tells each change of its text, and when it is left."""

    def __init__(self, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("roundWords")
        self.setAccessibleName(told)
        self.setAccessibleDescription("自动保存")
        self.setPlaceholderText("说说理由、可以借鉴哪一点、有什么顾虑……（自动保存）")
        self.setTabChangesFocus(True)
        self.setFixedHeight(5 * self.fontMetrics().lineSpacing() + 14)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only."""
        if source.hasText():
            self.insertPlainText(legible(source.text()))
