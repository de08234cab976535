"""The matrix as a grid one moves in: keys, drags, widths, heights. Knows its model; every wish goes out as a signal."""

from __future__ import annotations

import html

from PySide6.QtCore import (
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLabel, QTableView, QWidget

from app.services.gridding import Cell, Grid, cell_words, changed
from app.ui import theme
from app.ui.compare.matrix_cells import LEAST, Cells
from app.ui.compare.matrix_heads import Heads
from app.ui.compare.matrix_heights import Heights
from app.ui.compare.matrix_model import GridModel
from app.ui.record.quoting import taken
from db.compared import Entry

Index = QModelIndex | QPersistentModelIndex
WIDTH = 230
"""Of a column nobody made wider or narrower."""
_NARROWEST = 90
_KEYS: dict[tuple[int, int], str] = {
    (Qt.Key.Key_Return, 0): "enter", (Qt.Key.Key_Enter, 0): "enter",
    (Qt.Key.Key_Return, 1): "accept_column", (Qt.Key.Key_Enter, 1): "accept_column",
    (Qt.Key.Key_Space, 0): "peek", (Qt.Key.Key_Space, 1): "read",
    (Qt.Key.Key_Delete, 0): "drop", (Qt.Key.Key_Backspace, 0): "drop",
    (Qt.Key.Key_Minus, 0): "none",
    (Qt.Key.Key_PageDown, 1): "next_entry", (Qt.Key.Key_PageUp, 1): "last_entry",
    (Qt.Key.Key_Up, 2): "entry_up", (Qt.Key.Key_Down, 2): "entry_down",
    (Qt.Key.Key_Up, 6): "row_up", (Qt.Key.Key_Down, 6): "row_down",
    (Qt.Key.Key_Left, 6): "column_left", (Qt.Key.Key_Right, 6): "column_right",
    (Qt.Key.Key_Left, 3): "narrower", (Qt.Key.Key_Right, 3): "wider",
}  # fmt: skip
"""Key and modifiers (1: Ctrl, 2: Alt, 4: Shift) -> what is wished."""


class GridView(QTableView):
    """The grid itself."""

    wished = Signal(str)
    """One of the names of what can be done with the current cell; see `_KEYS`."""
    stood = Signal()
    """Another cell is current, or another of its entries chosen."""
    place_wanted = Signal(object, bool)
    """An entry's passage is to be read; True: in the reader itself."""
    case_wanted = Signal(str)
    """A line's case is to be read beside the matrix."""
    lines_ordered = Signal(object)
    columns_ordered = Signal(object)
    """Places in their new order, as the matrix has them."""
    widened = Signal(object)
    """Column id -> width, some time after the last change."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.corner = QLabel(self)
        self.grid_model = GridModel(self)
        self.cells = Cells(palette, self)
        self.heights = Heights(self, self._high)
        self._filling = False
        self._widths: dict[str, int] = {}
        self._keeping = QTimer(self, singleShot=True, interval=600)
        self._keeping.timeout.connect(self._tell_widths)
        self.setModel(self.grid_model)
        self.setItemDelegate(self.cells)
        self._dress(palette)

    def _dress(self, palette: theme.Palette) -> None:
        self.setObjectName("matrix")
        self.setAccessibleName("对标矩阵")
        self.setAccessibleDescription(
            "方向键移动，回车采用建议或看原文，F2 或直接打字写自己的话，减号标为文中没有，Delete 移除，菜单键看全部操作"
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        ways = QAbstractItemView.EditTrigger
        self.setEditTriggers(ways.AnyKeyPressed | ways.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setDragDropOverwriteMode(True)
        self.setDropIndicatorShown(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.across = Heads(Qt.Orientation.Horizontal, palette, self)
        self.down = Heads(Qt.Orientation.Vertical, palette, self)
        self.setHorizontalHeader(self.across)
        self.setVerticalHeader(self.down)
        self.across.setAccessibleName("表头")
        self.down.setAccessibleName("首列")
        self.across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.across.setMinimumSectionSize(_NARROWEST)
        self.down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.down.setDefaultSectionSize(LEAST)
        self.across.sectionResized.connect(self._resized)
        self.down.sectionDoubleClicked.connect(self._open_row)
        self.across.ordered.connect(lambda order: self._ordered(order, across=True))
        self.down.ordered.connect(lambda order: self._ordered(order, across=False))
        self.verticalScrollBar().valueChanged.connect(lambda _: self.heights.in_sight())
        self.corner.setObjectName("matrixCorner")
        self.corner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        for part in (self.cells, self.across, self.down):
            part.colours = palette
        for each in (self.viewport(), self.across.viewport(), self.down.viewport()):
            each.update()

    # --- what is shown

    def show_grid(self, grid: Grid | None) -> None:
        """Show a grid; where one stood and what is in sight stay as far as they are there."""
        before, shown = self.current_cell(), self.grid_model.grid
        place = before.place if before else None
        if grid and shown and self.grid_model.renew(grid):
            self.heights.measure(changed(shown, grid))
            self.stood.emit()
            return
        bars = (self.verticalScrollBar().value(), self.horizontalScrollBar().value())
        self._filling = True
        self.grid_model.show(grid)
        self._set_widths()
        self._filling = False
        self.across.sorted = self._sorted_by()
        self.heights.measure()
        at = grid.at(*place) if grid and place else None
        if grid and self.grid_model.rowCount() and self.grid_model.columnCount():
            self.setCurrentIndex(self.grid_model.index(*(at or (0, 0))))
        self.verticalScrollBar().setValue(bars[0])
        self.horizontalScrollBar().setValue(bars[1])
        self.stood.emit()

    def show_hints(self, grid: Grid) -> None:
        """Show the same grid with more of what may answer empty cells; no cell gets higher by that."""
        if self.grid_model.renew(grid):
            self.stood.emit()

    def first_line(self) -> int:
        """The first case in sight."""
        grid = self.grid_model.grid
        at = self.columnAt(0) if grid and grid.turned else self.rowAt(0)
        return max(0, at)

    def _sorted_by(self) -> int:
        grid = self.grid_model.grid
        if grid is None or grid.turned:
            return -1
        return next((n for n, column in enumerate(grid.columns) if column.id == grid.sort), -1)

    def current_cell(self) -> Cell | None:
        """The current cell."""
        index = self.currentIndex()
        return self.grid_model.cell(index.row(), index.column()) if index.isValid() else None

    def chosen_entry(self) -> Entry | None:
        """The chosen one of what stands in the current cell."""
        cell = self.current_cell()
        standing = [one for one in cell.entries if one.kind != "none"] if cell else []
        return standing[min(self.cells.chosen, len(standing) - 1)] if standing else None

    def selected_cells(self) -> list[Cell]:
        """All chosen cells, line by line."""
        places = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        return [cell for place in places if (cell := self.grid_model.cell(*place))]

    def choose_entry(self, by: int) -> None:
        """Choose the next entry of the current cell, or the one before."""
        cell = self.current_cell()
        count = sum(one.kind != "none" for one in cell.entries) if cell else 0
        if count:
            self.cells.chosen = (self.cells.chosen + by) % count
            self.viewport().update()
            self.stood.emit()

    def write_here(self, entry: str = "") -> None:
        """Write own words in the current cell, over an entry of it or beside what is there."""
        self.grid_model.editing = entry
        self.edit(self.currentIndex())

    # --- widths and heights

    def width_of(self, section: int) -> int:
        """How wide a column is wished."""
        grid = self.grid_model.grid
        if grid is None:
            return WIDTH
        if grid.turned:
            return self._widths.get(grid.lines[section].id, WIDTH)
        column = grid.columns[section]
        return self._widths.get(column.id) or column.width or self._fitting()

    def _fitting(self) -> int:
        """Few columns share the room there is."""
        grid = self.grid_model.grid
        count = max(1, len(grid.columns) if grid else 1)
        return max(WIDTH - 50, min(420, (self.viewport().width() - 2) // count))

    def _set_widths(self) -> None:
        held = self.across.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for section in range(self.grid_model.columnCount()):
            self.across.resizeSection(section, self.width_of(section))
        self.across.blockSignals(held)
        self.updateGeometries()

    def _resized(self, section: int, _before: int, width: int) -> None:
        grid = self.grid_model.grid
        if self._filling or grid is None:
            return
        one = grid.lines[section].id if grid.turned else grid.columns[section].id
        self._widths[one] = width
        self.heights.measure()
        self._keeping.start()

    def _tell_widths(self) -> None:
        grid = self.grid_model.grid
        known = {column.id for column in grid.columns} if grid else set()
        if told := {one: width for one, width in self._widths.items() if one in known}:
            self.widened.emit(told)

    def widen(self, by: int) -> None:
        """Make the current column wider or narrower."""
        at = self.currentIndex().column()
        if at >= 0:
            self.across.resizeSection(at, max(_NARROWEST, self.across.sectionSize(at) + by))

    def _high(self, row: int, column: int, seen: bool) -> int:
        cell = self.grid_model.cell(row, column)
        return self.cells.height(cell, self.across.sectionSize(column), seen=seen) if cell else LEAST

    def updateGeometries(self) -> None:
        """What heads the first column stands in the corner."""
        super().updateGeometries()
        grid = self.grid_model.grid
        self.corner.setText("" if grid is None else "问题" if grid.turned else "医院")
        self.corner.setGeometry(0, 0, self.verticalHeader().width(), self.horizontalHeader().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns nobody made wider follow the room there is."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._filling = True
            self._set_widths()
            self._filling = False
            self.heights.measure()

    # --- order

    def _ordered(self, order: list[int], *, across: bool) -> None:
        grid = self.grid_model.grid
        if grid:
            of_lines = across == grid.turned
            (self.lines_ordered if of_lines else self.columns_ordered).emit(order)

    def _open_row(self, row: int) -> None:
        grid = self.grid_model.grid
        if grid and not grid.turned and row < len(grid.lines):
            self.case_wanted.emit(grid.lines[row].case_id)

    # --- moving and acting

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The first entry of another cell is chosen."""
        super().currentChanged(current, previous)
        self.cells.chosen = 0
        self.viewport().update()
        if not self._filling:
            self.stood.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is wished by keys; letters begin to write."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setMimeData(self.copied())
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.wished.emit("paste")
            return
        keys = event.modifiers()
        held = sum(
            bit
            for bit, key in (
                (1, Qt.KeyboardModifier.ControlModifier),
                (2, Qt.KeyboardModifier.AltModifier),
                (4, Qt.KeyboardModifier.ShiftModifier),
            )
            if keys & key
        )
        wish = _KEYS.get((event.key(), held))
        if event.key() == Qt.Key.Key_F2:
            wish = "write"
        if wish:
            self.wished.emit(wish)
        elif event.text() and event.text().isprintable() and held in (0, 4):
            self.grid_model.editing = ""
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def copied(self) -> QMimeData:
        """The chosen cells as a table, with their titles when there are several."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        columns = sorted({index.column() for index in self.selectedIndexes()})
        model = self.grid_model
        table = [[cell_words(cell) if (cell := model.cell(r, c)) else "" for c in columns] for r in rows]
        if len(rows) * len(columns) > 1:
            across, down = model.titles(Qt.Orientation.Horizontal), model.titles(Qt.Orientation.Vertical)
            table = [[down[row].text, *line] for row, line in zip(rows, table, strict=True)]
            table.insert(0, ["", *(across[column].text for column in columns)])
        data = QMimeData()
        data.setText("\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in table))
        body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in line)}</tr>" for line in table)
        data.setHtml(f"<table border='1'>{body}</table>")
        return data

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on an entry chooses it, one on its place leads there."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._clicked(event.position().toPoint(), event.modifiers())

    def _clicked(self, point: QPoint, keys: Qt.KeyboardModifier) -> None:
        index = self.indexAt(point)
        cell = self.grid_model.cell(index.row(), index.column()) if index.isValid() else None
        if cell is None or len(self.selectedIndexes()) > 1:
            return
        box = QRectF(self.visualRect(index))
        for number, spot in enumerate(self.cells.spots(cell, box)):
            if spot.box.adjusted(0, -3, 0, 3).contains(point.toPointF()):
                self.cells.chosen = number
                self.viewport().update()
                self.stood.emit()
        if entry := self.cells.place_at(cell, box, point.toPointF()):
            self.place_wanted.emit(entry, bool(keys & Qt.KeyboardModifier.ControlModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Own words are written over, elsewhere new ones begin."""
        entry = self.chosen_entry()
        if entry is None or entry.kind == "own":
            self.write_here(entry.id if entry else "")
        else:
            super().mouseDoubleClickEvent(event)

    def pasted(self) -> tuple[object, str]:
        """A quote on the clipboard, or its words."""
        data = QGuiApplication.clipboard().mimeData()
        return taken(data), data.text()

    def stand(self, line: str, column: str) -> None:
        """Go to a cell."""
        grid = self.grid_model.grid
        if at := grid.at(line, column) if grid else None:
            way = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.grid_model.index(*at), way)
            self.scrollTo(self.grid_model.index(*at))
