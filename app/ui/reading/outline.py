"""大纲: the headings of the case, beside its text; the one that is being read stands out. It tells where to go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from app.ui.legible import legible
from app.ui.reading import contents
from app.ui.reading.contents import Item
from app.ui.record.naming import named, tool
from db import words as folding

_AT = Qt.ItemDataRole.UserRole + 1
_AT_ONCE = 150
"""Rows made at a time."""


class Outline(QFrame):
    """A list that follows the page, with a field to find a heading in it."""

    wanted = Signal(int, int)
    """The heading that was clicked, where it begins and ends."""
    shut_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "outline", "大纲")
        self._items: tuple[Item, ...] = ()
        self._to_come: list[int] = []
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._add)
        self._here = -1
        self.field = named(QLineEdit(), "line", "在大纲中查找")
        self.field.setPlaceholderText("在大纲中查找")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _: self._fill())
        self.field.installEventFilter(self)
        self.list = named(QListWidget(), "outlineList", "大纲")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        shut = tool("plain", "✕", "收起大纲")
        shut.setToolTip("收起大纲")
        shut.clicked.connect(self.shut_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2)
        head.addWidget(self.field, 1)
        head.addWidget(shut)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 6, 6)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self.list, 1)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show the outline of another text."""
        if tuple(items) != self._items:
            self._items, self._here = tuple(items), -1
            self._fill()

    def _fill(self) -> None:
        words = self.field.text().strip()
        wanted = folding.flat(words)
        self.list.clear()
        self._to_come = [
            number
            for number, item in enumerate(self._items)
            if not words or wanted in folding.flat(item.words) or words.lstrip("§") == str(item.paragraph)
        ]
        self._more.start()
        self._add()
        self._mark()

    def _add(self) -> None:
        """Add some of the rows that are to come: a long text has thousands."""
        some, self._to_come = self._to_come[:_AT_ONCE], self._to_come[_AT_ONCE:]
        for number in some:
            item = self._items[number]
            row = QListWidgetItem(legible("　" * item.depth + item.words))
            row.setData(_AT, number)
            row.setToolTip(legible(f"§{item.paragraph}　{item.words}"))
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.words}，第 {item.paragraph} 段")
            self.list.addItem(row)
            if number == self._here:
                self._mark()
        if not self._to_come:
            self._more.stop()

    def follow(self, position: int) -> None:
        """Let the heading stand out under which a position of the text stands."""
        here = contents.at(self._items, position)
        if here != self._here:
            self._here = here
            self._mark()

    def _mark(self) -> None:
        rows = (self.list.item(row) for row in range(self.list.count()))
        row = next((item for item in rows if item.data(_AT) == self._here), None)
        if row is None:
            self.list.clearSelection()
            self.list.setCurrentRow(-1)
        elif row is not self.list.currentItem():
            self.list.setCurrentItem(row)
            self.list.scrollToItem(row)

    def _go(self, row: QListWidgetItem) -> None:
        item = self._items[int(row.data(_AT))]
        self.wanted.emit(item.start, item.end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the field goes to the first heading found, the arrows into the list, Escape clears or leaves."""
        if watched is not self.field or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.count():
            self._go(self.list.item(max(0, self.list.currentRow())))
        elif key == Qt.Key.Key_Down:
            self.list.setFocus()
        elif key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
        elif key == Qt.Key.Key_Escape:
            self.shut_wanted.emit()
        else:
            return super().eventFilter(watched, event)
        return True
