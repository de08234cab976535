"""Two ways to choose in little room: one of a list, and several of a menu of ticks. Know words and values, no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QSizePolicy, QWidget


class Pick(QComboBox):
    """A list to choose one of; the wheel turns the page below it, not the choice."""

    def __init__(self, told: str, words: Iterable[tuple[str, str]], parent: QWidget) -> None:
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style sheet leaves the arrow out; draw it in the colour of the words."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 1.4))
        right, middle = self.width() - 14.0, self.height() / 2 + 1
        painter.drawPolyline(
            [QPointF(right - 4, middle - 2), QPointF(right, middle + 2), QPointF(right + 4, middle - 2)]
        )
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's own would change the choice while one scrolls past."""
        event.ignore()


class _Staying(QMenu):
    """A menu of ticks that stays open while one ticks."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick and stay."""
        action = self.actionAt(event.position().toPoint())
        if action in self.actions() and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


class Several(QPushButton):
    """A button that tells what is chosen of several things, with a menu of ticks. None of them ticked means all.

    `closed` says that there is nothing besides what is offered, so that all of it ticked means all too.
    """

    changed = Signal()

    def __init__(self, told: str, every: str, parent: QWidget, *, closed: bool = True) -> None:
        super().__init__(parent)
        self._told, self._every, self._closed = told, every, closed
        self.setObjectName("several")
        self.setAutoDefault(False)
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
        self.setText("\u2002" + words.replace("&", "&&"))
        self.setToolTip("、".join(labels))
        self.setAccessibleName(f"{self._told}：{words}")
