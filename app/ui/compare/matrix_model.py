"""The grid of a matrix as Qt's views ask for it. Knows the grid, no library; wishes to change it go out as signals."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.services.gridding import Cell, Grid, Title, cell_words, mark
from app.ui.legible import legible
from app.ui.record.quoting import MIME, Quote, taken

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole + 1
TITLE = CELL + 1
ENTRIES = "application/x-xinglin-entries"
"""Ids of entries on their way from one cell of a matrix to another, one a line."""
_NOWHERE = QModelIndex()


class GridModel(QAbstractTableModel):
    """Cells; nothing is made of a cell before it is asked for."""

    dropped = Signal(str, str, object)
    """A quote was dropped on a cell: line, column and the `Quote`."""
    moved = Signal(str, str, object)
    """Entries were dropped on a cell: line, column and their ids."""
    worded = Signal(str, str, str, str)
    """Own words were written: line, column, the entry they are written over or nothing, and the words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid: Grid | None = None
        self.editing = ""
        """The entry that is written over."""
        self.writable = True
        self._cells: dict[tuple[int, int], Cell] = {}
        self._titles: dict[Qt.Orientation, tuple[Title, ...]] = {}

    def show(self, grid: Grid | None) -> None:
        """Show another grid."""
        self.beginResetModel()
        self._take(grid)
        self.endResetModel()

    def renew(self, grid: Grid) -> bool:
        """Take the same rows and columns with other cells; False when they are not the same."""
        before = self.grid
        same = before is not None and (before.lines, before.columns, before.turned) == (
            grid.lines, grid.columns, grid.turned,
        )  # fmt: skip
        if same:
            self.grid, self._cells = grid, {}  # it is headed as before
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        return same

    def _take(self, grid: Grid | None) -> None:
        self.grid = grid
        self._cells = {}
        self._titles = {}
        if grid:
            self._titles = {Qt.Orientation.Vertical: grid.rows, Qt.Orientation.Horizontal: grid.heads}

    def titles(self, way: Qt.Orientation) -> tuple[Title, ...]:
        """What stands at the left, or above."""
        return self._titles.get(way, ())

    def cell(self, row: int, column: int) -> Cell | None:
        """One cell; None outside."""
        if self.grid is None or not (0 <= row < self.rowCount() and 0 <= column < self.columnCount()):
            return None
        if (row, column) not in self._cells:
            self._cells[row, column] = self.grid.cell(row, column)
        return self._cells[row, column]

    # --- Qt's own

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Cases, or questions when the grid is turned round."""
        return 0 if parent.isValid() else len(self.titles(Qt.Orientation.Vertical))

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Questions, or cases."""
        return 0 if parent.isValid() else len(self.titles(Qt.Orientation.Horizontal))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell, and what it says."""
        cell = self.cell(index.row(), index.column())
        if cell is None:
            return None
        if role == CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_words(cell)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{self.titles(Qt.Orientation.Vertical)[index.row()].text}，{cell.column.title}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return legible("\n\n".join(f"{one.text} {mark(one)}" for one in cell.entries if one.text)) or None
        if role == Qt.ItemDataRole.EditRole:
            return next((one.text for one in cell.entries if one.id == self.editing), "")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Titles of rows and columns."""
        titles = self.titles(orientation)
        if not 0 <= section < len(titles):
            return None
        title = titles[section]
        if role == TITLE:
            return title
        if role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole,
        ):  # fmt: skip
            return "，".join(part for part in (title.text, title.sub) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen, written in and dropped on; what is filled can be dragged."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        cell = self.cell(index.row(), index.column())
        if self.writable and cell:
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDropEnabled
            if cell.state == "filled":
                flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was written."""
        cell = self.cell(index.row(), index.column())
        if role != Qt.ItemDataRole.EditRole or cell is None:
            return False
        words = str(value).strip()
        if words != str(self.data(index, role)).strip():
            self.worded.emit(*cell.place, self.editing, words)
        self.editing = ""
        return True

    # --- dragging

    def mimeTypes(self) -> list[str]:
        """Quotes from anywhere, entries of this matrix."""
        return [MIME, ENTRIES]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]
        """The entries of the dragged cells."""
        data = QMimeData()
        cells = [cell for index in indexes if (cell := self.cell(index.row(), index.column()))]
        ids = [one.id for cell in cells for one in cell.entries if one.kind != "none"]
        data.setData(ENTRIES, "\n".join(ids).encode())
        data.setText("\n".join(cell_words(cell) for cell in cells))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Quotes are copied, entries moved; both are what this end does."""
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def supportedDragActions(self) -> Qt.DropAction:
        """Entries only ever move by what this model is told, so Qt has nothing to take away."""
        return Qt.DropAction.CopyAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Only on a cell."""
        del action, row, column
        return parent.isValid() and self.writable and (data.hasFormat(ENTRIES) or taken(data) is not None)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Tell what was dropped, and where."""
        del action, row, column
        cell = self.cell(parent.row(), parent.column()) if parent.isValid() else None
        if cell is None or not self.writable:
            return False
        quote: Quote | None = taken(data)
        if quote:
            self.dropped.emit(*cell.place, quote)
        elif data.hasFormat(ENTRIES):
            ids = bytes(data.data(ENTRIES).data()).decode("ascii", "replace").split()
            mine = {one.id for one in cell.entries}
            if ids and not mine & set(ids):
                self.moved.emit(*cell.place, tuple(ids))
        return quote is not None or data.hasFormat(ENTRIES)
