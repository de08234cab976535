"""The lines of a review as Qt's list asks for them. Knows rows, not what they mean."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, Qt

from app.ui.record.rows import RECORD, Index, Records
from app.ui.review.rows import Row

ROW = RECORD
LINE = "application/x-xinglin-line"
"""A dragged cut or piece: its kind and its piece's number."""


def _told(rows: tuple[Row, ...], at: int, role: int) -> object:
    row = rows[at]
    if role == Qt.ItemDataRole.DisplayRole:
        return row.words[:200]
    if role == Qt.ItemDataRole.ToolTipRole and row.kind == "join":
        return row.note
    if role == Qt.ItemDataRole.AccessibleTextRole:
        before = f"案例 {row.place + 1}：" if row.kind == "piece" and row.place >= 0 else ""
        return f"{before}{row.words}{'，' + row.note if row.note else ''}"
    return None


class Rows(Records):
    """The lines of one review."""

    def __init__(self) -> None:
        super().__init__(_told)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The lines shown."""
        return self.shown

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
        if [(r.kind, r.piece) for r in rows] != [(r.kind, r.piece) for r in self.rows]:
            super().fill(rows)
            return
        self.shown = rows
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
