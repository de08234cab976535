"""The small bar at the end of a selection: four colours and a note. It tells what was chosen and knows no text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from app.ui.record.naming import tool
from app.ui.record.wording import COLOURS, INKS


class SelectionBar(QFrame):
    """Floats over the page; the keyboard has 1 to 4 and N for the same."""

    colour_wanted = Signal(str)
    note_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._room = parent
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(7, 5, 5, 5)
        row.setSpacing(6)
        for at, colour in enumerate(INKS, 1):
            button = tool("ink")
            button.setProperty("colour", colour)
            self._add(button, f"{COLOURS[colour]}高亮（{at}）")
            button.clicked.connect(lambda _=False, c=colour: self.colour_wanted.emit(c))
        self.note = tool("plain", "批注")
        self._add(self.note, "给这段话写批注（N）")
        self.note.clicked.connect(self.note_wanted)
        copy = tool("plain", "引用")
        self._add(copy, "连同出处复制（Ctrl+Shift+C）")
        copy.clicked.connect(self.copy_wanted)
        self.hide()

    def _add(self, button: QToolButton, told: str) -> None:
        button.setAccessibleName(told)
        button.setToolTip(told)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.addWidget(button)

    def offer(self, words: str, told: str) -> QToolButton:
        """One more button at the end."""
        button = tool("plain", words)
        self._add(button, told)
        return button

    def show_at(self, point: QPoint) -> None:
        """Stand under a point of the parent, wholly inside it."""
        self.adjustSize()
        room = self._room.rect()
        x = min(max(4, point.x() - self.width() // 2), max(4, room.width() - self.width() - 4))
        y = point.y() + 6
        if y + self.height() > room.height() - 4:
            y = max(4, point.y() - self.height() - 40)
        self.move(x, y)
        self.show()
        self.raise_()
