"""The rows of a card besides its words: what it is for, what can be done about a changed passage, its tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.ui.notes.purposes import COLOUR_NAMES, colour_name
from app.ui.record.naming import named, tool
from app.ui.record.wording import INKS
from db.records import Colour, Note

_SETTLING = {
    "changed": (("接受新句", "标注改为现在的原文", "accept"), ("不是这句", "取下标注，留在末尾等待定位", "lose")),
    "lost": (("标到选中的话", "先在正文里选中一段话", "place"),),
}
"""What can be done where the text under a note has changed: words, hint, what is told."""


class Head(QWidget):
    """What a note is for, whose it is, how many lead to it; a to-do is ticked here. Hidden when there is nothing."""

    ticked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.box = named(QCheckBox(), "todo")
        self.box.toggled.connect(self.ticked)
        self.kind = named(QLabel(), "purpose")
        self.author = named(QLabel(), "quiet")
        self.linked = named(QPushButton(), "linkedFrom")
        self.linked.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for part in (self.box, self.kind, self.author):
            row.addWidget(part)
            part.hide()
        row.addStretch(1)
        row.addWidget(self.linked)
        self.linked.hide()
        self._act: Callable[[], None] = lambda: None
        self.linked.clicked.connect(self._follow)
        self.hide()

    def show_note(self, note: Note, words: str) -> None:
        """Show what a note is for."""
        todo = note.purpose == "todo"
        with QSignalBlocker(self.box):
            self.box.setChecked(note.done)
        self.box.setText("已完成" if note.done else "待办")
        self.box.setAccessibleName("待办已完成" if note.done else "待办未完成")
        self.box.setVisible(todo)
        self.kind.setText(words)
        self.kind.setVisible(bool(words) and not todo)
        self.author.setText(note.author)
        self.author.setAccessibleName(f"作者：{note.author}" if note.author else "")
        self.author.setVisible(bool(note.author))
        self._show()

    def show_linked(self, count: int, act: Callable[[], None]) -> None:
        """Say how many notes lead here."""
        self._act = act
        self.linked.setText(f"{count} 处提到")
        self.linked.setAccessibleName(f"有 {count} 条笔记链接到这里")
        self.linked.setVisible(count > 0)
        self._show()

    def _follow(self) -> None:
        self._act()

    def _show(self) -> None:
        self.setVisible(not all(part.isHidden() for part in (self.box, self.kind, self.author, self.linked)))


class Settling(QWidget):
    """What can be done about a passage that has changed or is lost."""

    settled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self.hide()

    def show_anchor(self, anchor: str) -> None:
        """Offer what fits that state."""
        if anchor == self._shown:
            return
        self._shown = anchor
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for words, hint, what in _SETTLING.get(anchor, ()):
            button = tool("plain", words, f"{words}：{hint}")
            button.setToolTip(hint)
            button.clicked.connect(partial(self.settled.emit, what))
            self._row.addWidget(button)
        self.setVisible(self._row.count() > 0)


class Tools(QWidget):
    """Colours, what the note is for, editing, and more."""

    coloured = Signal(str)

    def __init__(self, meanings: Mapping[Colour, str], *, colours: bool) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 2, 0, 0)
        self._row.setSpacing(3)
        colours_row, deeds = QHBoxLayout(), QHBoxLayout()
        colours_row.setSpacing(5)
        deeds.setSpacing(0)
        self.inks: dict[Colour, QToolButton] = {}
        for colour in INKS if colours else ():
            ink = tool("ink")
            ink.setProperty("colour", colour)
            ink.clicked.connect(partial(self.coloured.emit, colour))
            self.inks[colour] = ink
            colours_row.addWidget(ink)
        colours_row.addStretch(1)
        self.kind = tool("plain", "类型", "笔记类型")
        self.kind.setToolTip("笔记类型（Alt+1 至 5）")
        self.edit = tool("plain", "编辑", "编辑笔记")
        self.more = tool("plain", "…", "更多操作")
        deeds.addStretch(1)
        for button in (self.kind, self.edit, self.more):
            deeds.addWidget(button)
        self._row.addLayout(colours_row)
        self._row.addLayout(deeds)
        self.name_colours(meanings)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two rows where one is too narrow."""
        super().resizeEvent(event)
        words = sum(button.sizeHint().width() for button in (self.kind, self.edit, self.more))
        needed = words + 27 * len(self.inks)
        way = QBoxLayout.Direction.LeftToRight if event.size().width() >= needed else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """It can be as narrow as a card."""
        return QSize(60, super().minimumSizeHint().height())

    def name_colours(self, meanings: Mapping[Colour, str]) -> None:
        """Say what the colours mean."""
        for colour, ink in self.inks.items():
            words = f"改为{colour_name(colour, meanings.get(colour, ''))}"
            ink.setAccessibleName(words)
            ink.setToolTip(words)

    def below(self, button: QToolButton) -> QPoint:
        """Where a menu of a button opens."""
        return button.mapToGlobal(QPoint(0, button.height()))


def name_inks(room: QWidget, meanings: Mapping[Colour, str]) -> None:
    """Let every colour button in a room say what its colour means, behind what it says already."""
    for ink in room.findChildren(QToolButton, "ink"):
        colour = ink.property("colour")
        if colour not in COLOUR_NAMES:
            continue
        plain = ink.property("told") or ink.accessibleName()
        ink.setProperty("told", plain)
        meaning = meanings.get(colour, "")
        words = f"{plain}：{meaning}" if meaning else str(plain)
        ink.setAccessibleName(words)
        ink.setToolTip(words)
