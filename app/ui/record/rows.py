"""Records as the rows of a Qt list, and what those who paint such rows have in common. Knows no kind of record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
RECORD = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its record."""
Told = Callable[[tuple[Any, ...], int, int], object]
"""What the row with this number, of all records, says in a role."""


class Records(QAbstractListModel):
    """A few records, all of them at once."""

    def __init__(self, told: Told, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = told
        self.shown: tuple[Any, ...] = ()

    def fill(self, shown: tuple[Any, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """What is asked of a row."""
        return self.shown[index.row()] if role == RECORD else self._told(self.shown, index.row(), role)


class RowPainter(QStyledItemDelegate):
    """Paints rows of one size in the colours it is given."""

    def __init__(self, palette: theme.Palette, size: QSize, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = palette
        self._size = size

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        """All rows are alike."""
        return self._size

    def ground(self, option: QStyleOptionViewItem) -> str:
        """The colour behind a row that is chosen or pointed at; empty for any other."""
        if self.chosen(option):
            return self.colours.green_soft
        return self.colours.hover if option.state & QStyle.StateFlag.State_MouseOver else ""

    @staticmethod
    def chosen(option: QStyleOptionViewItem) -> bool:
        """Whether a row is the chosen one."""
        return bool(option.state & QStyle.StateFlag.State_Selected)
