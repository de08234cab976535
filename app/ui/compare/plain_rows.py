"""Lists whose rows are painted: things under each other, one of them current, the same after they are filled anew.

Knows rows and keys of things; what a thing says and how it looks is told by whoever makes the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from app.ui import theme

THING = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
Said = Callable[[Any, int], str | None]
"""What a thing says in one of Qt's roles."""


class _Things(QAbstractListModel):
    def __init__(self, said: Said, parent: QWidget) -> None:
        super().__init__(parent)
        self.things: tuple[Any, ...] = ()
        self._said = said

    def fill(self, things: Sequence[Any]) -> None:
        self.beginResetModel()
        self.things = tuple(things)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.things)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        thing = self.things[index.row()]
        return thing if role == THING else self._said(thing, role)


class PlainRows(QListView):
    """The list itself. `name_of` tells things apart."""

    def __init__(
        self, palette: theme.Palette, said: Said, name_of: Callable[[Any], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.colours = palette
        self._name_of = name_of
        self._things = _Things(said, self)
        self.setModel(self._things)
        self.setObjectName("plainList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def things(self) -> tuple[Any, ...]:
        """What is shown."""
        return self._things.things

    @property
    def thing(self) -> Any | None:  # noqa: ANN401 - whatever the list is of
        """What is current."""
        row = self.currentIndex().row()
        return self.things[row] if 0 <= row < len(self.things) else None

    def show_things(self, things: Sequence[Any], wanted: object, *, scrolled: bool = True) -> None:
        """Show other things; this one becomes current, else the first; `scrolled`: as far as before."""
        place = self.verticalScrollBar().value()
        held = self.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._things.fill(things)
        self.selectionModel().blockSignals(held)
        if things and not self.go_to(wanted):
            self._go(0)
        if scrolled:
            self.verticalScrollBar().setValue(place)

    def go_to(self, name: object) -> bool:
        """Make the thing of a name current; False when it is not there."""
        row = next((at for at, thing in enumerate(self.things) if self._name_of(thing) == name), -1)
        if row >= 0:
            self._go(row)
        return row >= 0

    def _go(self, row: int) -> None:
        index = self._things.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)


def ground(painter: QPainter, option: QStyleOptionViewItem, place: QRect, colours: theme.Palette) -> bool:
    """Paint what is under a row, with the bar of the chosen one; tells whether it is chosen."""
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(place, QColor(colours.field if chosen else colours.hover))
    if chosen:
        painter.fillRect(QRect(place.left(), place.top() + 1, 3, place.height() - 2), QColor(colours.accent))
    return chosen
