"""Two ways to choose in little room: one of a list, and several of a menu of ticks. Know words and values, no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QWidget,
)

from app.ui import icons
from app.ui.legible import legible

_SIGN, _EDGE = 12, 20
"""Side of the sign that tells of a list, and how far from the right edge it begins."""
_WORDS = 12
"""Where the words begin and end, from the left edge and before the sign."""


class Pick(QComboBox):
    """A list to choose one of; the wheel turns the page below it, not the choice."""

    def __init__(self, told: str, words: Iterable[tuple[str, str]], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAccessibleName(told)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, label in words:
            self.addItem(label, value)

    def value(self) -> Any:  # noqa: ANN401 - one of the keys it was made with
        """What is chosen."""
        return self.currentData()

    def set_value(self, value: str) -> None:
        """Choose."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Words too long for the box end in …, the style sheet would cut them through a letter."""
        super().initStyleOption(option)
        room = self.width() - _EDGE - 2 * _WORDS + (0 if option.currentIcon.isNull() else -self.iconSize().width())
        words = self.currentText()
        option.currentText = self.fontMetrics().elidedText(legible(words), Qt.TextElideMode.ElideRight, max(0, room))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style sheet leaves the arrow out; draw it in the colour of the words."""
        super().paintEvent(event)
        _sign(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's own would change the choice while one scrolls past."""
        event.ignore()


def _sign(box: QWidget) -> None:
    """Draw what tells that a list opens."""
    painter = QPainter(box)
    ink = box.palette().color(QPalette.ColorRole.ButtonText).name()
    icons.draw(painter, "down", QRectF(box.width() - _EDGE, (box.height() - _SIGN) / 2, _SIGN, _SIGN), ink)
    painter.end()


class _Staying(QMenu):
    """A menu of ticks that stays open while one ticks."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick and stay."""
        action = self.actionAt(event.position().toPoint())
        if action in self.actions() and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


class Opening(QPushButton):
    """A button with a menu; words and sign stand where those of a `Pick` stand."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setObjectName("several")
        self.setAutoDefault(False)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The words are drawn here: with a menu the style sheet's padding does not hold for them."""
        super().initStyleOption(option)
        option.text = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, as many as there is room for, and the sign of every list to choose from."""
        super().paintEvent(event)
        painter = QPainter(self)
        role = QPalette.ColorRole.ButtonText if self.isEnabled() else QPalette.ColorRole.PlaceholderText
        painter.setPen(self.palette().color(role))
        place = self.rect().adjusted(_WORDS - 1, 0, 0, 0)
        room = max(0, self.width() - _EDGE - _WORDS)
        words = self.fontMetrics().elidedText(
            legible(self.text().replace("&&", "&")), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()
        _sign(self)


class Several(Opening):
    """A button that tells what is chosen of several things, with a menu of ticks. None of them ticked means all.

    `closed` says that there is nothing besides what is offered, so that all of it ticked means all too.
    """

    changed = Signal()

    def __init__(self, told: str, every: str, parent: QWidget, *, closed: bool = True) -> None:
        super().__init__("", parent)
        self._told, self._every, self._closed = told, every, closed
        self._menu = _Staying(self)
        self.setMenu(self._menu)
        self.fill(())

    def menu(self) -> QMenu:
        """The ticks."""
        return self._menu

    def fill(self, words: Iterable[tuple[str, str]]) -> None:
        """Offer these, what is chosen stays chosen as far as it is there."""
        kept = self.value() or ()
        self._menu.clear()
        for value, label in words:
            action = QAction(label, self._menu)
            action.setCheckable(True)
            action.setData(value)
            action.setChecked(value in kept)
            action.toggled.connect(self._turned)
            self._menu.addAction(action)
        self.setEnabled(bool(self._menu.actions()))
        self._name()

    def value(self) -> tuple[str, ...] | None:
        """What is ticked; None for all."""
        ticked = tuple(str(a.data()) for a in self._menu.actions() if a.isChecked())
        every = self._closed and len(ticked) == len(self._menu.actions())
        return ticked if ticked and not every else None

    def set_value(self, values: Iterable[str] | None) -> None:
        """Tick these and no others."""
        wanted = set(values or ())
        for action in self._menu.actions():
            action.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            action.setChecked(action.data() in wanted)
            action.blockSignals(False)  # noqa: FBT003
        self._name()

    def _turned(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        value = self.value()
        labels = [a.text() for a in self._menu.actions() if value and a.data() in value]
        words = self._every if not labels else "、".join(labels) if len(labels) < 4 else f"选了 {len(labels)} 项"
        self.setText(words.replace("&", "&&"))
        self.setToolTip("、".join(labels))
        self.setAccessibleName(f"{self._told}：{words}")
