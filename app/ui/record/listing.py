"""A column of rows that can be read, clicked and walked with the keyboard. Knows widgets and records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.legible import legible
from app.ui.record.naming import named
from db.records import CaseRow, Mark


class Row(QPushButton):
    """A row with a title and some text under it; one click does what it is for."""

    def __init__(self, title: str, text: str = "", act: Callable[[], None] | None = None, told: str = "") -> None:
        super().__init__()
        self.setObjectName("row")
        self.setAccessibleName(told or title)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(2, 7, 2, 8)
        self.box.setSpacing(2)
        if title:
            self.box.addWidget(passing(title, "rowTitle"))
        if text:
            self.box.addWidget(passing(text, "rowText", rich=text.startswith("<")))
        if act:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(act)

    def sizeHint(self) -> QSize:
        """As high as what it holds."""
        return self.box.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As high as what it holds, however narrow."""
        return QSize(60, self.box.minimumSize().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks; the arrows walk along the rows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


def passing(words: str, name: str, *, rich: bool = False) -> QLabel:
    """A label that lets clicks through to the row it stands in."""
    label = named(QLabel(), name)
    label.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
    label.setText(words if rich else legible(words))
    label.setWordWrap(True)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label


def marked(text: str, marks: Sequence[Mark], ground: str) -> str:
    """Text as safe rich text with some stretches on a coloured ground."""
    parts, at = [], 0
    for mark in sorted(marks, key=lambda m: m.start):
        start, end = max(at, mark.start), min(mark.end, len(text))
        if start < end:
            parts.append(escape(text[at:start]))
            parts.append(f'<span style="background:{ground}">{escape(text[start:end])}</span>')
            at = end
    return f"<span>{''.join(parts)}{escape(text[at:])}</span>"


class Listing(QScrollArea):
    """Rows under each other, with headings, in a column as wide as the text's."""

    def __init__(self, told: str, empty: str) -> None:
        super().__init__()
        self.setObjectName("bare")
        self.setAccessibleName(told)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = empty
        self._margins = (40, 40)
        self._box = QVBoxLayout()
        self._fresh()

    def fill(self, widgets: Sequence[QWidget]) -> None:
        """Show these in place of what was shown; without any, say why it is empty."""
        place = self.verticalScrollBar().value()
        self._fresh()
        for widget in widgets or [quiet(self._empty)]:
            self._box.addWidget(widget)
        self._box.addStretch(1)
        self.verticalScrollBar().setValue(place)

    def set_margins(self, left: int, right: int) -> None:
        """Stand under the title as the text does."""
        self._margins = (left, right)
        self._box.setContentsMargins(left, 4, right, 20)

    def _fresh(self) -> None:
        inner = named(QWidget(), "inner")
        self._box = QVBoxLayout(inner)
        self._box.setSpacing(0)
        self.set_margins(*self._margins)
        self.setWidget(inner)


def heading(words: str) -> QLabel:
    """A small heading over some rows."""
    label = named(QLabel(legible(words)), "heading")
    label.setContentsMargins(2, 12, 0, 3)
    return label


def quiet(words: str) -> QLabel:
    """A muted sentence: why there is nothing, or a remark."""
    label = named(QLabel(legible(words)), "quiet")
    label.setWordWrap(True)
    label.setContentsMargins(2, 14, 2, 6)
    return label


def beside(main: QWidget, *others: QWidget) -> QWidget:
    """A row with small buttons at its right."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    row.addWidget(main, 1)
    for other in others:
        row.addWidget(other, 0, Qt.AlignmentFlag.AlignTop)
    return box


def case_row(row: CaseRow, why: str, act: Callable[[str], None]) -> Row:
    """One case as a row; `act` is called with its id."""
    where = " · ".join(part for part in (row.owner, row.place, str(row.year or "")) if part)
    text = "\n".join(part for part in (where, why) if part)
    return Row(row.title, text, lambda: act(row.id), f"打开案例：{row.title}")
