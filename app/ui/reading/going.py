"""转到: a field that takes the number of a paragraph or a percentage. It asks; the reader goes there."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit

from app.formats.paragraphs import stretches
from app.ui.record.naming import named, tool

_ASKED = re.compile(r"\s*(?:§|第)?\s*(\d{1,7})\s*(%|％|段)?\s*")


def place(asked: str, text: str) -> int | None:
    """The character that is meant by `12`, `§12`, `第12段` or `62%`; None when nothing is."""
    found = _ASKED.fullmatch(asked)
    if found is None or not text.strip():
        return None
    number = int(found[1])
    if found[2] in ("%", "％"):
        return min(len(text) - 1, len(text) * min(number, 100) // 100)
    bounds = stretches(text)
    return bounds[number - 1][0] if 1 <= number <= len(bounds) else None


class GoBar(QFrame):
    """The bar above the text; hidden until it is called."""

    wanted = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self._text = ""
        self.field = named(QLineEdit(), "line", "转到段落")
        self.field.setMaximumWidth(130)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _: self._tell())
        self.told = named(QLabel(), "quiet")
        shut = tool("plain", "✕", "关闭")
        shut.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(QLabel("转到"))
        row.addWidget(self.field)
        row.addWidget(self.told, 1)
        row.addWidget(shut)
        self.hide()

    def call(self, text: str) -> None:
        """Come up for a text."""
        self._text = text
        self.field.setPlaceholderText("§12 或 62%")
        self.field.selectAll()
        self._tell()
        self.show()
        self.field.setFocus()

    def leave(self) -> None:
        """Go away and tell."""
        self.hide()
        self.left.emit()

    def _tell(self) -> None:
        asked = self.field.text()
        wrong = bool(asked.strip()) and place(asked, self._text) is None
        count = len(stretches(self._text))
        self.told.setText(f"没有这一段，共 {count} 段" if wrong else f"共 {count} 段，回车转到")
        self.field.setProperty("missed", wrong)
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes there, Escape leaves."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if (at := place(self.field.text(), self._text)) is not None:
                    self.leave()
                    self.wanted.emit(at)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)
