"""The lines of a review as Qt's list asks for them. Knows rows, not what they mean."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from app.ui.review.rows import Row

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
LINE = "application/x-xinglin-line"
"""A dragged cut or piece: its kind and its piece's number."""


class Rows(QAbstractListModel):
    """The lines of one review."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """What is asked of a line."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words[:200]
        if role == Qt.ItemDataRole.ToolTipRole and row.kind == "join":
            return row.note
        if role == Qt.ItemDataRole.AccessibleTextRole:
            before = f"案例 {row.place + 1}：" if row.kind == "piece" and row.place >= 0 else ""
            return f"{before}{row.words}{'，' + row.note if row.note else ''}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cuts and pieces can be taken and dropped anywhere."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        return flags if self.rows[index.row()].kind == "join" else flags | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """What a dragged line is."""
        return [LINE]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: ANN401 - a sequence of indexes
        """Take a line along."""
        row = self.rows[indexes[0].row()]
        data = QMimeData()
        data.setData(LINE, f"{row.kind} {row.piece}".encode())
        return data

    def fill(self, rows: tuple[Row, ...]) -> None:
        """Show other lines; the same lines with other words keep their places."""
        if [(r.kind, r.piece) for r in rows] == [(r.kind, r.piece) for r in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
