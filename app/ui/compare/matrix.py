"""对标矩阵: cases against questions, filled with quotes and own words. Brings grid, side and strip together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.services.comparing import Comparing
from app.services.gridding import BY_HAND, Cell, Grid, Hints, grid
from app.services.hinting import Hint
from app.ui.compare.matrix_acting import Acting
from app.ui.compare.matrix_bar import MatrixBar
from app.ui.compare.matrix_deeds import Deeds
from app.ui.compare.matrix_empty import NoMatrix
from app.ui.compare.matrix_side import Side
from app.ui.compare.matrix_view import GridView
from app.ui.compare.matrix_whole import Whole
from app.ui.use.page import Page, Scope, Setting

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.task import Task
    from app.ui.theme import Palette
    from db.compared import Entry, Head, Matrix
    from db.records import Case, Changes

_AT_A_TIME = 20
"""Cases that are looked through for suggestions before the window is told."""
_OURS = "对标"
"""In the label of every step that changes matrices alone."""


@dataclass(frozen=True, slots=True)
class _Read:
    heads: tuple[Head, ...]
    matrix: Matrix | None


class MatrixPage(Page):
    """The page."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.deeds = Deeds(Comparing(self.library), self.jobs, self._say)
        self.whole = Whole(self.deeds, self.jobs, self, self.show_matrix, self._say)
        self._wanted = ""
        self._heads: tuple[Head, ...] = ()
        self._hints: dict[tuple[str, str], tuple[object, ...]] = {}
        self._asked: dict[str, str] = {}
        self._sorts: dict[str, str] = {}
        self._turned = False
        self._stand: tuple[str, str] | None = None
        self._beside = ""
        self._looking: tuple[int, int] | None = None
        self.bar = MatrixBar(self.colours, self)
        self.view = GridView(self.colours, self)
        self.acting = Acting(self.view, self.deeds, self.whole, writable=self.writable)
        self.side = Side(self.colours, self)
        self.empty = NoMatrix(self)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.view)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 1)
        self.side.hide()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.setFocusProxy(self.view)
        self._wire()

    def _wire(self) -> None:
        bar, view, side, acting = self.bar, self.view, self.side, self.acting
        view.grid_model.writable = self.writable
        bar.set_writable(on=self.writable)
        bar.wished.connect(acting.act)
        self.empty.wished.connect(lambda name: None if self.wish(name) else acting.act(name))
        bar.matrix_wanted.connect(self.show_matrix)
        bar.sort_wanted.connect(self._sort)
        acting.sort_wanted.connect(self._sort)
        acting.turn_wanted.connect(self._turn)
        acting.side_wanted.connect(lambda: self._open_side(on=not self.side.isVisibleTo(self)))
        acting.passage_wanted.connect(self._look_up)
        acting.beside_wanted.connect(self._peek_case)
        acting.case_wanted.connect(self.case_wanted)
        acting.said.connect(self.said)
        acting.stand_wanted.connect(self._stand_later)
        view.stood.connect(self._stood)
        view.place_wanted.connect(self._look_up)
        view.case_wanted.connect(self._peek_case)
        view.lines_ordered.connect(self._order_lines)
        view.columns_ordered.connect(self._order_columns)
        view.widened.connect(lambda told: self.deeds.write(lambda: self.deeds.comparing.keep_widths(told)))
        side.taken.connect(self._take_hint)
        side.column_wanted.connect(lambda: acting.act("accept_column"))
        side.put.connect(self._put)
        side.read_wanted.connect(lambda: acting.act("read_case"))
        side.left.connect(lambda: self._open_side(on=False))

    # --- what is shown

    @property
    def grid(self) -> Grid | None:
        """What is looked at."""
        return self.deeds.grid

    @property
    def writable(self) -> bool:
        """Whether anything can be written."""
        return not self.library.read_only

    def show_scope(self, scope: Scope) -> None:
        """Other cases may be added; the matrix stays."""
        super().show_scope(scope)
        self.whole.scope = scope
        self._forget_texts()
        self.ask()

    def show_matrix(self, id: str) -> None:  # noqa: A002 - the record's own word
        """Show another matrix."""
        self._wanted = id
        self.ask()

    def refresh(self, changes: Changes) -> None:
        """Read again; what a text may answer is looked for anew when more than matrices changed."""
        if _OURS not in changes.label:
            self._forget_texts()
        self.ask()

    def _forget_texts(self) -> None:
        """Texts may have changed: what was drawn from them is looked for anew."""
        self._hints.clear()
        self._asked.clear()
        self._beside = ""

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        super().set_palette(palette)
        for part in (self.bar, self.view, self.side):
            part.set_palette(palette)

    def flush(self) -> None:
        """Write what is being typed in a cell."""
        self.view.setFocus()

    def ask(self) -> None:
        """Read the matrices, and the one that is shown."""
        comparing, wanted = self.deeds.comparing, self._wanted

        def work(_: Task) -> _Read:
            heads = comparing.heads()
            known = {head.id for head in heads}
            shown = wanted if wanted in known else heads[0].id if heads else ""
            return _Read(heads, comparing.matrix(shown) if shown else None)

        self.jobs.read(work, self._take, lane="matrix")

    def _take(self, read: _Read) -> None:
        self._heads = read.heads
        matrix = read.matrix
        self._wanted = matrix.id if matrix else ""
        asked = {column.id: column.title for column in matrix.columns} if matrix else {}
        if asked != self._asked:
            self._hints.clear()
            self._asked = asked
        self._show(
            grid(matrix, self._known(), self._sorts.get(matrix.id, BY_HAND), turned=self._turned) if matrix else None
        )
        self._ask_hints()

    def _known(self) -> Hints:
        return cast("Hints", self._hints)

    def _show(self, made: Grid | None) -> None:
        self.deeds.grid = made
        scope = len(self.scope.case_ids)
        self.bar.show_matrices(self._heads, self._wanted)
        self.bar.show_sorts(made.columns if made else (), made.sort if made else BY_HAND)
        self.bar.turn.setChecked(self._turned)
        self.bar.setVisible(made is not None)
        full = made is not None and bool(made.lines) and bool(made.columns)
        if made is None:
            self.empty.no_matrix(self.scope, writable=self.writable)
        elif not made.lines:
            self.empty.no_lines(scope, writable=self.writable)
        elif not made.columns:
            self.empty.no_columns(writable=self.writable)
        self.stack.setCurrentWidget(self.split if full else self.empty)
        self.view.show_grid(made)
        if self._stand:
            self.view.stand(*self._stand)
            self._stand = None
        self.bar.tell(self._told(made))
        self.stirred.emit()

    def _told(self, made: Grid | None) -> str:
        if made is None:
            return ""
        filled, all_ = made.filled()
        gone = sum(not line.there for line in made.lines)
        there = {line.case_id for line in made.lines}
        outside = sum(one not in there for one in self.scope.case_ids)
        told = [f"{len(made.lines)} 案 × {len(made.columns)} 问 · 已填 {filled}／{all_}"]
        told += [f"{gone} 案已删除"] if gone else []
        told += [f"范围里另有 {outside:,} 案未加入"] if outside else []
        return " · ".join(told)

    def _ask_hints(self) -> None:
        """Look for what may answer empty cells, a few lines at a time, those in sight before the others."""
        made = self.grid
        if made is None:
            return
        first = self.view.first_line()
        lines = [line.case_id for line in (*made.lines[first:], *made.lines[:first]) if line.there]
        missing = [one for one in lines if any((one, column.id) not in self._hints for column in made.columns)]
        if not missing:
            return
        columns, comparing = made.columns, self.deeds.comparing
        some = missing[:_AT_A_TIME]

        def done(found: Hints) -> None:
            self._hints |= {(one, column.id): found.get((one, column.id), ()) for one in some for column in columns}
            now = self.grid
            if now:
                self.deeds.grid = replace(now, hints=self._known())
                self.view.show_hints(self.deeds.grid)
                self._ask_hints()

        self.jobs.read(lambda task: comparing.hints(some, columns, task), done, lane="matrix hints")

    def _sort(self, name: str) -> None:
        if self.grid:
            self._sorts[self._wanted] = name
            self._show(grid(self.grid.matrix, self._known(), name, turned=self._turned))

    def _turn(self) -> None:
        self._turned = not self._turned
        if self.grid:
            self._show(grid(self.grid.matrix, self._known(), self.grid.sort, turned=self._turned))

    def _order_lines(self, places: list[int]) -> None:
        if self.grid:
            self._sorts[self._wanted] = BY_HAND
            self.deeds.order_lines([self.grid.lines[at].id for at in places])

    def _order_columns(self, places: list[int]) -> None:
        if self.grid:
            self.deeds.order_columns([self.grid.columns[at].id for at in places])

    def _stand_later(self, line: str, column: str) -> None:
        self._stand = (line, column)
        self.ask()

    def _say(self, words: str) -> None:
        self.said.emit(words, False)  # noqa: FBT003 - nothing is wrong

    # --- the side

    def _open_side(self, *, on: bool) -> None:
        self.side.setVisible(on)
        self.bar.side.setChecked(on)
        if on:
            self.split.setSizes([max(300, self.width() - self.side.sizeHint().width()), self.side.sizeHint().width()])
            self._stood()
            QTimer.singleShot(0, self.view, lambda: self.view.scrollTo(self.view.currentIndex()))
        else:
            self.view.setFocus()

    def _stood(self) -> None:
        cell = self.view.current_cell()
        if not self.side.isVisibleTo(self):
            return
        used = self._used(cell)
        if cell and cell.line.there and cell.line.case_id != self._beside:
            self._read_beside(cell.line.case_id)
        self.side.show_cell(cell, used if cell and cell.line.case_id == self._beside else ())

    def _used(self, cell: Cell | None) -> list[tuple[int, int]]:
        made = self.grid
        if cell is None or made is None:
            return []
        mine = (entry for (line, _), entries in made.matrix.cells.items() if line == cell.line.id for entry in entries)
        return [(one.start, one.end) for one in mine if one.start is not None and one.end is not None]

    def _read_beside(self, case_id: str) -> None:
        def done(case: Case) -> None:
            self._beside = case.id
            self.side.show_case(case.id, case.title, case.text)
            if self._looking:
                self.side.text.look_at(*self._looking)
                self._looking = None
            self._stood()

        self.jobs.read(lambda _: self.library.case(case_id), done, lane="matrix case")

    def _look_up(self, entry: Entry, whole: bool) -> None:
        if entry.start is None or entry.end is None:
            self._say("这段引文在现在的原文里找不到了，引文本身保留着。")
        elif whole:
            self.case_wanted.emit(entry.case_id, entry.start, entry.end)
        else:
            self._looking = (entry.start, entry.end)
            self._open_side(on=True)
            if entry.case_id == self._beside:
                self.side.text.look_at(*self._looking)
                self._looking = None
            else:
                self._read_beside(entry.case_id)

    def _peek_case(self, case_id: str) -> None:
        self._open_side(on=True)
        self._read_beside(case_id)

    def _take_hint(self, hint: Hint) -> None:
        if self.writable and (cell := self.view.current_cell()):
            self.deeds.accept(cell, hint)

    def _put(self, start: int, end: int) -> None:
        cell = self.view.current_cell()
        if self.writable and cell and cell.line.case_id == self._beside:
            self.deeds.put(cell, start, end)

    def exported(self) -> Callable[[Task], Sheet] | None:
        """The matrix as it is shown."""
        made, library = self.grid, self.library
        if made is None or not made.lines or not made.columns:
            return None

        def make(task: Task) -> Sheet:
            from app.services.tabling import matrix_sheet

            return matrix_sheet(library, made, task)

        return make
