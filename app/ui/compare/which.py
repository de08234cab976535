"""Of the things a page shows one at a time: the button that tells which, and what stands there while there is none.

Knows names; not what they are names of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.ui import icons, theme
from app.ui.legible import legible
from app.ui.record.naming import named

_WIDE, _LEAST = 190, 96
"""Of a name, and of the whole button."""
_SIDES = 24 + 16
"""Padding and frame of the button, and its sign."""


class Which(QPushButton):
    """A button with the name of what is shown and a menu of all there are; `offer` fills the menu before it opens."""

    def __init__(self, kind: str, offer: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._kind, self._name = kind, kind
        self.names = QMenu(self)
        self.names.aboutToShow.connect(offer)
        self.setObjectName("action")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setMaximumWidth(260)
        self.setMenu(self.names)
        self.tell(kind)
        self.hide()

    def tell(self, name: str) -> None:
        """Say what is shown."""
        self._name = name
        self._fit()
        self.updateGeometry()
        self.setToolTip(legible(name))
        self.setAccessibleName(f"{self._kind}：{name}")

    def minimumSizeHint(self) -> QSize:
        """A name gives way before other buttons do."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the name as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for the name, up to a bound."""
        words = min(_WIDE, self.fontMetrics().horizontalAdvance(legible(self._name)) + 2)
        return QSize(words + self._around(), super().sizeHint().height())

    def _around(self) -> int:
        """Everything beside the name: its marks, the sign and what is clear at the sides."""
        return self.fontMetrics().horizontalAdvance("《》 ") + _SIDES

    def _fit(self) -> None:
        room = _WIDE if self.isHidden() else max(0, self.width() - self._around())
        shown = self.fontMetrics().elidedText(legible(self._name), Qt.TextElideMode.ElideRight, room)
        self.setText(f"《{shown}》 ".replace("&", "&&"))

    def list_names(self, names: Iterable[tuple[str, str, bool, Callable[[], None]]]) -> None:
        """Fill the menu anew: name, what is said beside it, whether it is shown now, and what shows it."""
        self.names.clear()
        for name, beside, now, show in names:
            action = self.names.addAction(f"{name}\t{beside}".replace("&", "&&"), show)
            action.setCheckable(True)
            action.setChecked(now)
        self.names.addSeparator()

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.setIcon(icons.icon("down", palette.muted, 12))


def nothing_yet(words: str, begin: QPushButton, parent: QWidget) -> QWidget:
    """What stands in the middle of a page that has nothing to show yet, with the button that begins."""
    empty = QWidget(parent)
    label = named(QLabel(words, empty), "emptywords")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    column = QVBoxLayout(empty)
    column.addStretch(2)
    column.addWidget(label)
    column.addSpacing(12)
    column.addWidget(begin, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(3)
    return empty
