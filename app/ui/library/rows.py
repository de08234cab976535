"""The rows of the list as Qt asks for them: fetched a page at a time, those not there yet are asked for.

Knows no library and draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.ui.library.cards import KNOWN, ROW, meta, told_kin
from app.ui.library.carried import CASES
from app.ui.library.grouping import Groups
from db.records import CaseRow, Found

PAGE = 60
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Rows(QAbstractTableModel):
    """All hits as rows; those not fetched yet are asked for with `wanted`."""

    def __init__(self, wanted: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.ids: Sequence[str] = ()
        self.groups = Groups()
        self._rows: dict[int, CaseRow] = {}
        self._wanted = wanted

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row for every hit."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """There is one column."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is known of a row; asks for its page when nothing is."""
        row = self._rows.get(index.row())
        if role == ROW:
            if row is None:
                self._wanted(index.row() // PAGE * PAGE)
            return row
        if role == KNOWN or row is None:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (self.groups.told(index.row()), row.title, meta(row), "星标" if row.starred else "", *_noted(row))
            return "，".join(part for part in parts if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: ARG002 - Qt gives it
        """Every row can be chosen and dragged."""
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Cases go by their ids."""
        return [CASES]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]
        """The ids of the dragged cases."""
        data = QMimeData()
        data.setData(CASES, "\n".join(self.ids[index.row()] for index in indexes).encode())
        return data

    def reset(self, found: Found) -> None:
        """Show another answer."""
        self.beginResetModel()
        self.ids = found.ids
        self.groups.fill(found.groups)
        self._rows = dict(enumerate(found.rows))
        self.endResetModel()

    def renew(self, found: Found) -> None:
        """Take fresh rows of the same cases in the same order."""
        self._rows = dict(enumerate(found.rows))
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, 0))

    def take(self, offset: int, rows: tuple[CaseRow, ...]) -> None:
        """A page that was asked for; rows that are no longer at their place are left out."""
        fresh = {at: row for at, row in enumerate(rows, offset) if at < len(self.ids) and self.ids[at] == row.id}
        self._rows.update(fresh)
        if fresh:
            self.dataChanged.emit(self.index(min(fresh), 0), self.index(max(fresh), 0))

    def row(self, at: int) -> CaseRow | None:
        """What is known of a row."""
        return self._rows.get(at)

    def known(self) -> Iterable[tuple[int, CaseRow]]:
        """Every row that is known, with its place."""
        return self._rows.items()


def _noted(row: CaseRow) -> tuple[str, str]:
    return (f"{row.notes} 条笔记" if row.notes else "", told_kin(row))
