"""The right half of the page of answers: a task and what answers it, or a case and what it serves.

Shows what it is given; knows no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.services.matched import Direction
from app.ui import theme
from app.ui.compare.answers_cards import KEYS, CardList, Entry
from app.ui.compare.few_lines import FewLines
from app.ui.legible import legible
from app.ui.reading.flow import Flow
from app.ui.record.naming import named

_SHORT = 420
"""Below this height everything but the cards makes room."""
_OTHERS = 4
"""Directions offered where there are cases already."""


class Detail(QFrame):
    """A head, directions to look in, and cards."""

    look_wanted = Signal(str, str)
    """A field and a value to look for."""
    open_wanted = Signal(str)
    """The case or task itself is to be read."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("useCard")
        self._id = ""
        self.title = named(QLabel(self), "useHead")
        self.title.setWordWrap(True)
        self.text = FewLines(self)
        self.read = named(QPushButton("读全文", self), "link", "读全文")
        self.read.clicked.connect(lambda: self.open_wanted.emit(self._id))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.read, 0, Qt.AlignmentFlag.AlignTop)
        self.directions = QWidget(self)
        self._flow = Flow(self.directions)
        self.cards = CardList(palette, self)
        self.nothing = named(QLabel(self), "emptywords")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.keys = named(QLabel(KEYS, self), "useHint")
        self.keys.setContentsMargins(14, 0, 14, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 1, 10)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(14, 0, 14, 0)
        top.setSpacing(6)
        top.addLayout(head)
        top.addWidget(self.text)
        top.addWidget(self.directions)
        column.addLayout(top)
        column.addWidget(self.cards, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.keys)

    def show_thing(
        self,
        id_: str,
        title: str,
        text: str,
        directions: Sequence[Direction],
        entries: Sequence[Entry],
        nothing: str,
        *,
        missing: str = "",
    ) -> None:
        """Show a task or a case.

        Args:
            id_: Whose it is.
            title: The head.
            text: A few lines under it.
            directions: What can be looked for.
            entries: The cards.
            nothing: What is said without cards.
            missing: What is said before what to look for where no card counts.
        """
        same, self._id = id_ == self._id, id_
        self.title.setText(legible(title))
        self.text.tell(legible(" ".join(text.split())))
        self.read.setVisible(bool(id_))
        self._look(directions, missing=missing)
        self.cards.fill(entries, same=same)
        self.cards.setVisible(bool(entries))
        self._make_room()
        self.nothing.setText(nothing)
        self.nothing.setVisible(not entries)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height the words above are fewer."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        low = self.height() < _SHORT
        self.text.allow(2 if low else 3)
        self.keys.setVisible(bool(self.cards.entries) and not low)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.cards.colours = palette
        self.cards.viewport().update()

    def _look(self, directions: Sequence[Direction], *, missing: str) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        there = [one for one in directions if one.count][:_OTHERS]
        shown = directions if missing else there
        self.directions.setVisible(bool(shown))
        if not shown:
            return
        words = f"{missing}，要找的方向：" if missing else "换个方向找："
        label = named(QLabel(legible(words), self.directions), "useMissing" if missing else "useHint")
        self._flow.addWidget(label)
        for one in shown:
            name = one.name if len(one.name) <= 16 else one.name[:15] + "…"
            chip = named(QPushButton(f"{name} {one.count}", self.directions), "also")
            kind = {"theme": "主题", "practice": "做法", "words": "用词"}[one.field]
            told = f"在案例库中查找{kind}：{one.name}（{one.count} 案）"
            chip.setToolTip(told)
            chip.setAccessibleName(told)
            chip.clicked.connect(partial(self.look_wanted.emit, one.field, one.value))
            self._flow.addWidget(chip)
        for widget in self.directions.findChildren(QPushButton):
            widget.ensurePolished()
        self.directions.updateGeometry()
