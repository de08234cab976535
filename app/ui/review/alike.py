"""What the library has that is like the file under review, and the choice what to make of it. Knows no library."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from app.services.importing import Prepared
from app.services.reviewing import Review, chosen_apart, chosen_version
from app.ui.legible import legible
from app.ui.record.naming import named
from app.ui.review import wording

MOST = 4
"""So many of a file's cases that are like others are shown; the record of each further one says so itself."""


class Line(QLabel):
    """One line of words; where it is too narrow the middle gives way, for the end says how much."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        named(self, "doubt", words)
        self._words = words
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(legible(words))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self.setText(
            self.fontMetrics().elidedText(legible(self._words), Qt.TextElideMode.ElideMiddle, self.width() - 2)
        )


class Alike(QFrame):
    """A line for each: what it is like, the difference, and two answers, one of them down."""

    changed = Signal(object)
    """The `Review` after a choice."""
    versus_wanted = Signal(object)
    """The `Near` whose difference is to be seen, None for the older version of the file."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("headAlike")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 6, 10, 6)
        self._column.setSpacing(3)
        self._now: tuple[Prepared | None, Review | None] = (None, None)

    def show_file(self, prepared: Prepared | None, review: Review | None) -> None:
        """Show what a file is like; nothing for one that is like nothing."""
        before, self._now = self._now, (prepared, review)
        if before == self._now and self._column.count():
            return
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if prepared is None or review is None:
            self.hide()
            return
        if prepared.update:
            self._add_version(prepared, review)
        shown = wording.nearest(prepared.near, {case.key for case in review.cases})
        for near in shown[:MOST]:
            self._add_near(review, near.case + 1, wording.near(near, review), partial(self.versus_wanted.emit, near))
        if len(shown) > MOST:
            self._column.addWidget(named(QLabel(f"还有 {len(shown) - MOST} 个案例与已有的相近"), "doubt"))
        self.setVisible(bool(self._column.count()))

    def _add_version(self, prepared: Prepared, review: Review) -> None:
        choices = (("更新那一份", prepared.update), ("作为新文件", None))
        row = self._row("库中已有这个文件的旧版", lambda: self.versus_wanted.emit(None))
        for words, version in choices:
            button = self._choice(words, down=review.update == version)
            button.clicked.connect(lambda _=False, v=version: self._put(chosen_version(review, v)))
            row.addWidget(button)

    def _add_near(self, review: Review, key: int, words: str, see: partial[None]) -> None:
        row = self._row(words, see)
        for told, apart in (("并为同一报道", False), ("作为新案例", True)):
            button = self._choice(told, down=(key in review.apart) == apart)
            button.clicked.connect(lambda _=False, a=apart: self._put(chosen_apart(review, key, on=a)))
            row.addWidget(button)

    def _row(self, words: str, see: object) -> QHBoxLayout:
        box = QFrame()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Line(words), 1)
        difference = named(QPushButton("看差异"), "headLink", f"看差异：{words}")
        if callable(see):
            difference.clicked.connect(lambda _=False: see())
        row.addWidget(difference)
        self._column.addWidget(box)
        return row

    def _choice(self, words: str, *, down: bool) -> QPushButton:
        button = named(QPushButton(words), "alikeChoice", words)
        button.setCheckable(True)
        button.setChecked(down)
        return button

    def _put(self, after: Review) -> None:
        if after != self._now[1]:
            self.changed.emit(after)
        else:
            now, self._now = self._now, (None, None)
            self.show_file(*now)
