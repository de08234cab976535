"""The small bar at chosen words: what a person can say they are. Tells what was said and knows no text."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.record.naming import tool

Said = Literal["result", "practice", "theme", "title", "owner"]
OFFERS: tuple[tuple[Said, str, str], ...] = (
    ("result", "设为成效", "R"),
    ("practice", "设为做法", "P"),
    ("theme", "设为主题…", "T"),
    ("title", "设为标题", ""),
    ("owner", "设为单位", ""),
)
"""What chosen words can be said to be; those with a key stand in the bar, the others in the menu only."""
KEYS: dict[Qt.Key, Said] = {Qt.Key.Key_R: "result", Qt.Key.Key_P: "practice", Qt.Key.Key_T: "theme"}


class PointBar(QFrame):
    """Floats over the text, under the end of what is chosen."""

    said = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pointBar")
        self._room = parent
        row = QHBoxLayout(self)
        row.setContentsMargins(5, 4, 5, 4)
        row.setSpacing(4)
        for kind, words, key in OFFERS:
            if key:
                button = tool("point", f"{words} {key}", f"{words}（{key}）")
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setCursor(Qt.CursorShape.PointingHandCursor)
                button.clicked.connect(lambda _=False, k=kind: self.said.emit(k))
                row.addWidget(button)
        self.hide()

    def show_at(self, point: QPoint, line: int) -> None:
        """Stand under a point of the parent, or above its line where there is no room; wholly inside."""
        self.adjustSize()
        room = self._room.rect()
        x = min(max(4, point.x() - self.width() // 2), max(4, room.width() - self.width() - 4))
        y = point.y() + 4
        if y + self.height() > room.height() - 4:
            y = max(4, point.y() - line - self.height() - 4)
        self.move(x, y)
        self.show()
        self.raise_()
