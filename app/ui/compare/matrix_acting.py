"""What a wish does: keys, menus and buttons of a matrix name it, here it finds the cell, its line or its column.

Knows grid, deeds and view; reads nothing and lays nothing out.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.services.gridding import Cell
from app.ui.compare import matrix_menus
from app.ui.compare.matrix_deeds import Deeds
from app.ui.compare.matrix_view import GridView
from app.ui.compare.matrix_whole import Whole
from app.ui.record.quoting import Quote
from db.compared import Entry

_WIDER = 40
_READING = frozenset(
    ("enter", "peek", "read", "peek_case", "read_case", "copy_table", "sort_column", "turn", "side", "wider",
     "narrower", "next_entry", "last_entry")
)  # fmt: skip
"""Wishes that write nothing."""
_TURNED = {
    "row_up": ("line_before", "column_before"), "row_down": ("line_after", "column_after"),
    "column_left": ("column_before", "line_before"), "column_right": ("column_after", "line_after"),
}  # fmt: skip
"""What a key moves, and what it moves when the grid is turned round."""


class Acting(QObject):
    """The wishes of one page."""

    sort_wanted = Signal(str)
    side_wanted = Signal()
    turn_wanted = Signal()
    passage_wanted = Signal(object, bool)
    """An entry's passage is to be read beside the grid; True: in the reader."""
    beside_wanted = Signal(str)
    case_wanted = Signal(str, int, int)
    said = Signal(str, bool)
    stand_wanted = Signal(str, str)
    """One is to stand on this cell once what was written is there."""

    def __init__(self, view: GridView, deeds: Deeds, whole: Whole, *, writable: bool) -> None:
        super().__init__(view)
        self._view, self._deeds, self._whole = view, deeds, whole
        self.writable = writable
        view.wished.connect(self.act)
        view.customContextMenuRequested.connect(self._menu)
        view.across.customContextMenuRequested.connect(lambda at: self._head_menu(at, across=True))
        view.down.customContextMenuRequested.connect(lambda at: self._head_menu(at, across=False))
        model = view.grid_model
        model.worded.connect(self._worded)
        model.dropped.connect(self._dropped)
        model.moved.connect(lambda line, column, ids: deeds.move_here((line, column), ids))

    def act(self, wish: str) -> None:
        """Do what is wished by name: of the matrix, of the current cell, its line or its column."""
        if not self.writable and wish not in _READING:
            return
        view = self._view
        whole = self._whole.acts() | {
            "turn": self.turn_wanted.emit,
            "side": self.side_wanted.emit,
            "copy_table": self._copy_table,
            "paste": self._paste,
            "wider": lambda: view.widen(_WIDER),
            "narrower": lambda: view.widen(-_WIDER),
            "next_entry": lambda: view.choose_entry(1),
            "last_entry": lambda: view.choose_entry(-1),
        }
        if act := whole.get(wish):
            act()
        elif cell := view.current_cell():
            self._on_cell(cell, wish)

    def _on_cell(self, cell: Cell, wish: str) -> None:
        turned = bool(self._deeds.grid and self._deeds.grid.turned)
        wish = _TURNED[wish][turned] if wish in _TURNED else wish
        acts = self._filling(cell) | self._looking(cell) | self._ordering(cell)
        if act := acts.get(wish):
            act()

    def _filling(self, cell: Cell) -> dict[str, Callable[[], object]]:
        """What changes what stands in the cell."""
        deeds, view, entry = self._deeds, self._view, self._view.chosen_entry()
        chosen = view.selected_cells() or [cell]
        return {
            "enter": lambda: self._enter(cell, entry),
            "accept": lambda: self._accept(cell),
            "accept_column": lambda: deeds.accept_column(cell.column.id),
            "write": lambda: view.write_here(entry.id if entry and entry.kind == "own" else ""),
            "rewrite": lambda: view.write_here(entry.id if entry else ""),
            "none": lambda: deeds.say_none(chosen),
            "drop": lambda: deeds.drop(chosen, entry),
            "renew": lambda: deeds.renew(entry) if entry else None,
            "entry_up": lambda: self._move_entry(cell, entry, -1),
            "entry_down": lambda: self._move_entry(cell, entry, 1),
        }

    def _looking(self, cell: Cell) -> dict[str, Callable[[], object]]:
        """What leads to a text."""
        entry, line = self._view.chosen_entry(), cell.line
        return {
            "peek": lambda: self._peek(cell, entry, whole=False),
            "read": lambda: self._peek(cell, entry, whole=True),
            "peek_case": lambda: self.beside_wanted.emit(line.case_id) if line.there else None,
            "read_case": lambda: self.case_wanted.emit(line.case_id, 0, 0) if line.there else None,
        }

    def _ordering(self, cell: Cell) -> dict[str, Callable[[], object]]:
        """What is done to the cell's line and column."""
        deeds, line, column = self._deeds, cell.line.id, cell.column.id
        lines = list(dict.fromkeys(one.line.id for one in self._view.selected_cells() or [cell]))
        return {
            "line_before": lambda: deeds.move_line(line, -1),
            "line_after": lambda: deeds.move_line(line, 1),
            "column_before": lambda: deeds.move_column(column, -1),
            "column_after": lambda: deeds.move_column(column, 1),
            "remove_line": lambda: deeds.remove_lines(lines),
            "remove_column": lambda: deeds.remove_column(column),
            "rename_column": lambda: self._whole.rename_column(cell.column),
            "sort_column": lambda: self.sort_wanted.emit(column),
        }

    def _enter(self, cell: Cell, entry: Entry | None) -> None:
        if entry and entry.kind == "own" and self.writable:
            self._view.write_here(entry.id)
        elif entry is None and cell.state == "hinted" and self.writable:
            self._accept(cell)
        else:
            self._peek(cell, entry, whole=False)

    def _accept(self, cell: Cell) -> None:
        if cell.hints:
            self._deeds.accept(cell, cell.hints[0])

    def _peek(self, cell: Cell, entry: Entry | None, *, whole: bool) -> None:
        if entry and entry.kind == "quote":
            self.passage_wanted.emit(entry, whole)
        elif cell.line.there and whole:
            self.case_wanted.emit(cell.line.case_id, 0, 0)
        elif cell.line.there:
            self.beside_wanted.emit(cell.line.case_id)

    def _move_entry(self, cell: Cell, entry: Entry | None, by: int) -> None:
        if self._deeds.move_entry(cell, entry, by):
            self._view.choose_entry(by)

    def _at(self, line: str, column: str) -> Cell | None:
        grid = self._deeds.grid
        at = grid.at(line, column) if grid else None
        return grid.cell(*at) if grid and at else None

    def _worded(self, line: str, column: str, entry: str, words: str) -> None:
        if cell := self._at(line, column):
            self._deeds.say(cell, entry, words)

    def _dropped(self, line: str, column: str, quote: Quote) -> None:
        if cell := self._at(line, column):
            self._deeds.drop_quote(cell, quote, self.stand_wanted.emit)

    def _paste(self) -> None:
        quote, words = self._view.pasted()
        cell = self._view.current_cell()
        if cell and isinstance(quote, Quote):
            self._deeds.drop_quote(cell, quote, self.stand_wanted.emit)
        elif cell and words.strip():
            self._deeds.say(cell, "", words)

    def _copy_table(self) -> None:
        if len(self._view.selectedIndexes()) < 2:
            self._view.selectAll()
        QGuiApplication.clipboard().setMimeData(self._view.copied())
        self.said.emit("已复制为表格，可以粘贴到 Word 或 Excel。", False)  # noqa: FBT003 - nothing is wrong

    # --- menus

    def _menu(self, at: QPoint) -> None:
        if cell := self._view.current_cell():
            entry = self._view.chosen_entry()
            menu = matrix_menus.cell_menu(self._view, cell, entry, self.act, writable=self.writable)
            _pop(menu, self._view.viewport().mapToGlobal(at))

    def _head_menu(self, at: QPoint, *, across: bool) -> None:
        view, grid = self._view, self._deeds.grid
        head = view.across if across else view.down
        section, here = head.logicalIndexAt(at), view.currentIndex()
        if section < 0 or grid is None:
            return
        row, column = (max(0, here.row()), section) if across else (section, max(0, here.column()))
        view.setCurrentIndex(view.grid_model.index(row, column))
        cell = view.current_cell()
        if across != grid.turned:
            menu = matrix_menus.column_menu(head, self.act, writable=self.writable)
        else:
            there = bool(cell and cell.line.there)
            menu = matrix_menus.line_menu(head, self.act, writable=self.writable, there=there)
        _pop(menu, head.viewport().mapToGlobal(at))


def _pop(menu: QMenu, at: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
