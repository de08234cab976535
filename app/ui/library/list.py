"""The list of cases found: rows are fetched a page at a time when they come into sight. Knows no library itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.ui import theme
from app.ui.library.cards import HEIGHT, Cards, height
from app.ui.library.grouping import BAND
from app.ui.library.rows import PAGE, Index, Rows
from db.records import CaseRow, Found

SETTLE = 90
"""Milliseconds a row must stay current before its case is shown: holding an arrow key shows only the last."""


class CaseList(QTableView):
    """The list itself."""

    shown = Signal(str)
    """A person made a case current and it stayed so: show it."""
    came_up = Signal(str)
    """A case became current by itself, with an answer: show it."""
    opened = Signal(str)
    """Enter or double click: go on reading."""
    preview_wanted = Signal()
    page_wanted = Signal(int)
    """Offset of rows that came into sight."""
    selection_changed = Signal()
    lines_wanted = Signal(str)
    """All hits of this case."""
    kin_wanted = Signal(str)
    """The cases that tell the same story as this one."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = Cards(palette, self)
        self._cards.lines_wanted.connect(lambda row: self.lines_wanted.emit(row.id))
        self._cards.kin_wanted.connect(lambda row: self.kin_wanted.emit(row.id))
        self._rows = Rows(self._want, self)
        self._cards.groups = self._rows.groups
        self._cards.fold_wanted.connect(self.fold)
        self._unasked: set[int] = set()
        self._asked: set[int] = set()
        self._quiet = False
        self._by_itself = self._filling = False
        self.setModel(self._rows)
        self.setItemDelegate(self._cards)
        self._dress()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE)
        self._settle.timeout.connect(self._show_current)
        self._ask = QTimer(self, singleShot=True, interval=0)
        self._ask.timeout.connect(self._ask_pages)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._rows.ids[index.row()]))

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._cards.colours = palette
        self.viewport().update()

    def show_hits(self, *, on: bool) -> None:
        """Whether there are words whose places can be listed."""
        if on != self._cards.hits:
            self._cards.hits = on
            self.viewport().update()

    def fill(self, found: Found, *, keep: bool, show: str = "") -> None:
        """Show an answer.

        Args:
            found: The answer with its first page.
            keep: The same question was asked again: selection and place stay.
            show: The case to make current; the first one when it is not among the hits.
        """
        self._unasked.clear()
        self._asked.clear()
        if keep and found.ids == self._rows.ids and found.groups == self._rows.groups.given:
            self._rows.renew(found)
            self._measure(self._rows.known())
            if show:
                self.go(show)
            return
        chosen = set(self.selected()) if keep else set()
        place = self.verticalScrollBar().value()
        here = show or (self.current() if keep else "")
        row = self.currentIndex().row()
        self._quiet = True
        self._rows.reset(found)
        self._group()
        self._measure(self._rows.known())
        self._select([at for at, case_id in enumerate(found.ids) if case_id in chosen])
        self._quiet = False
        if keep:
            self.verticalScrollBar().setValue(place)
        self._stand(found, here, row if keep else 0, alone=bool(show))
        self.selection_changed.emit()

    def take(self, offset: int, rows: tuple[CaseRow, ...]) -> None:
        """A page that was asked for."""
        self._asked.discard(offset)
        self._rows.take(offset, rows)
        self._measure((at, row) for at in range(offset, offset + len(rows)) if (row := self._rows.row(at)))

    def _measure(self, rows: Iterable[tuple[int, CaseRow]]) -> None:
        """Give cards the room they need; what is in sight stays where it is."""
        header = self.verticalHeader()
        sizes = ((at, self._height(at, row)) for at, row in rows if not self._rows.groups.hidden(at))
        wanted = [(at, size) for at, size in sizes if header.sectionSize(at) != size]
        if not wanted:
            return
        first, bar = self.rowAt(0), self.verticalScrollBar()
        before = self.rowViewportPosition(first) if first >= 0 else 0
        held = header.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for at, size in wanted:
            header.resizeSection(at, size)
        header.blockSignals(held)
        self.updateGeometries()
        if first >= 0:
            bar.setValue(bar.value() + self.rowViewportPosition(first) - before)
        self.viewport().update()

    def _height(self, at: int, row: CaseRow | None) -> int:
        groups = self._rows.groups
        if at not in groups.heads:
            return height(row)
        return BAND if groups.shut(at) else BAND + height(row)

    def _group(self, only: int | None = None) -> None:
        """Give the heads of groups, or one of them, their room, and hide what stands in shut ones."""
        groups, header = self._rows.groups, self.verticalHeader()
        if not groups.heads and not header.sectionsHidden():
            return
        held = header.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for first, last in groups.runs() if groups.heads else [(0, len(self._rows.ids))]:
            shut = groups.shut(first)
            if only not in (None, first):
                continue
            for row in range(first, last) if shut or header.sectionsHidden() else ():
                hide = shut and row != first
                if header.isSectionHidden(row) != hide:
                    header.setSectionHidden(row, hide)
            header.resizeSection(first, self._height(first, self._rows.row(first)))
        header.blockSignals(held)
        self.updateGeometries()
        self.viewport().update()

    def fold(self, at: int) -> None:
        """Shut the group a row is in, or open it; the row that stays in sight is made current."""
        groups = self._rows.groups
        head = groups.head(at)
        if head is None:
            return
        groups.toggle(head)
        if groups.shut(head) and groups.hidden(self.currentIndex().row()):
            self._stand_on(head)
        self._group(head)

    def ids(self) -> Sequence[str]:
        """All hits in order."""
        return self._rows.ids

    def selected(self) -> tuple[str, ...]:
        """The selected cases in the list's order."""
        return tuple(id_ for top, bottom in sorted(self._runs()) for id_ in self._rows.ids[top : bottom + 1])

    def picked(self) -> int:
        """How many cases are selected."""
        return sum(bottom + 1 - top for top, bottom in self._runs())

    def current(self) -> str:
        """The current case, empty when there is none."""
        row = self.currentIndex().row()
        return self._rows.ids[row] if 0 <= row < len(self._rows.ids) else ""

    def row(self, case_id: str) -> CaseRow | None:
        """What the list knows of a case."""
        ids = self._rows.ids
        return self._rows.row(ids.index(case_id)) if case_id in ids else None

    def go(self, case_id: str) -> bool:
        """Make a case current and show it; False when it is not among the hits."""
        if case_id not in self._rows.ids:
            return False
        self._quiet = True
        at = self._rows.ids.index(case_id)
        self._stand_on(at)
        self.scrollTo(self._rows.index(at, 0))
        self._quiet = False
        self._settle.stop()
        self.selection_changed.emit()
        return True

    def let_go(self) -> None:
        """Select nothing: the case that is read is not among the hits."""
        self.clearSelection()
        self._settle.stop()

    def step(self, by: int) -> None:
        """Go up or down by some rows."""
        row = max(0, min(len(self._rows.ids) - 1, self.currentIndex().row() + by))
        if self._rows.ids:
            self._stand_on(row)

    def _stand_on(self, row: int) -> None:
        """Make a row current and the only one selected, whatever keys are held.

        Left to itself Qt asks the keyboard, and Ctrl held with an arrow would collect cases.
        """
        way = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._rows.index(row, 0), way)

    def moveCursor(self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: len(self._rows.ids) - 1,
        }
        if action in ends:
            return self._rows.index(ends[action], 0)
        return super().moveCursor(action, keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of its own first."""
        self._use_keyboard(on=True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.opened.emit(self.current())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._rows.groups.heads:
            at = self.currentIndex().row()
            if self._rows.groups.shut(at) == (event.key() == Qt.Key.Key_Right):
                self.fold(at)
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.preview_wanted.emit()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Show the case once the row has stayed current for a moment."""
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self._by_itself = self._filling
            self._settle.start()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Say so once, not for every row of a reset."""
        super().selectionChanged(selected, deselected)
        if not self._quiet:
            self.selection_changed.emit()

    def _dress(self) -> None:
        self.setObjectName("cases")
        self.setAccessibleName("案例列表")
        self.setAccessibleDescription("上下键移动，回车阅读，空格预览，S 加星标，Delete 删除，左右键收起或展开分组")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.verticalScrollBar().setSingleStep(HEIGHT // 3)

    def _stand(self, found: Found, here: str, row: int, *, alone: bool) -> None:
        """Make the right row current after a reset; a case that is gone gives way to the one now at its place."""
        if not found.ids:
            return
        known = here in found.ids
        at = found.ids.index(here) if known else max(0, min(row, len(found.ids) - 1))
        self._quiet = known and bool(self.selectionModel().hasSelection())
        self._filling = True
        way = QItemSelectionModel.SelectionFlag.NoUpdate
        if not self.selectionModel().hasSelection() or (alone and known):
            way = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._rows.index(at, 0), way)
        if alone and known:
            self.scrollTo(self._rows.index(at, 0))
        self._filling = self._quiet = False

    def _runs(self) -> list[tuple[int, int]]:
        """First and last row of every selected run; asking Qt for single rows is slow with thousands."""
        chosen = self.selectionModel().selection()
        runs = (chosen.at(number) for number in range(chosen.count()))
        return [(run.top(), run.bottom()) for run in runs]

    def _select(self, rows: list[int]) -> None:
        """Select rows, ascending; neighbours as one run, or thousands of rows would take seconds."""
        wanted = QItemSelection()
        start = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or rows[at] != rows[at - 1] + 1:
                wanted.select(self._rows.index(rows[start], 0), self._rows.index(rows[at - 1], 0))
                start = at
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _show_current(self) -> None:
        if case_id := self.current():
            (self.came_up if self._by_itself else self.shown).emit(case_id)

    def _use_keyboard(self, *, on: bool) -> None:
        if on != self._cards.framed:
            self._cards.framed = on
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A row that was clicked needs no frame."""
        self._use_keyboard(on=False)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached with the keyboard the current row is framed."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._use_keyboard(on=True)

    def _want(self, offset: int) -> None:
        if offset not in self._asked:
            self._unasked.add(offset)
            self._ask.start()

    def _ask_pages(self) -> None:
        """Ask for the pages in sight only; what was scrolled past is asked for again when it comes back."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        last = len(self._rows.ids) - 1 if last < 0 else last
        seen = {row // PAGE * PAGE for row in (first, last)}
        wanted = self._unasked & seen
        self._asked = (self._asked & seen) | wanted
        self._unasked.clear()
        for offset in sorted(wanted):
            self.page_wanted.emit(offset)
