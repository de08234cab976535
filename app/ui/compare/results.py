"""成效对照: the figures of the cases that are looked at, by metric, as bars or as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.services.figuring import Arranged, Choice, Row, arranged
from app.services.metrics import Metrics, Results, alike, results
from app.ui.compare.results_bar import ResultsBar
from app.ui.compare.results_foot import Foot
from app.ui.compare.results_joining import JoinMetrics, Suggested
from app.ui.compare.results_lines import HEIGHT, BarLines
from app.ui.compare.results_model import Lines, Table
from app.ui.use.empty import SOON, Empty
from app.ui.use.page import Page, Scope, Setting

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.likening import Alike
    from app.task import Task
    from app.ui.theme import Palette
    from db.records import Case, Changes

_WIDTHS = (200, 260, 80, 80, 70, 60, 76, 90, 90, 100)


class FigureView(QTableView):
    """Lines or rows of figures; Enter and a double click read on."""

    opened = Signal()
    stood = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("matrix")
        self.setAccessibleName(name)
        self.setAccessibleDescription("上下键移动，下方显示原句，回车到阅读区，菜单键合并或拆开指标")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda _: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter reads on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class ResultsPage(Page):
    """The page."""

    lanes = ("results", "results order", "results alike", "results case")

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.metrics = Metrics(self.library)
        self.results: Results | None = None
        self.shown: Arranged | None = None
        self._read_of: tuple[Scope, int] | None = None
        """Whose figures they are, and when they were read."""
        self.bar = ResultsBar(self.colours, self)
        self.suggested = Suggested(self)
        self.view = FigureView("成效条形", self)
        self.lines = Lines(self.view)
        self.view.setModel(self.lines)
        self.painter = BarLines(self.colours, self.view)
        self.view.setItemDelegate(self.painter)
        self.view.horizontalHeader().hide()
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.table = FigureView("成效表格", self)
        self.cells = Table(self.table)
        self.table.setModel(self.cells)
        self._dress_table()
        self.empty = Empty(self)
        self.foot = Foot(self.colours, self)
        self.stack = QStackedWidget(self)
        for part in (self.empty, self.view, self.table):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.suggested)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.view)
        self._wire()

    def _dress_table(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(30)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setAccessibleName("表头，单击排序")
        for section, width in enumerate(_WIDTHS):
            header.resizeSection(section, width)
        header.sectionClicked.connect(self.bar.sort_by)

    def _wire(self) -> None:
        self.bar.chosen.connect(lambda _: self._arrange())
        self.bar.table_wanted.connect(lambda _: self._turn())
        self.bar.join_wanted.connect(lambda: self._choose_names(()))
        self.suggested.join_wanted.connect(self._join_pair)
        self.suggested.apart_wanted.connect(self._tell_apart)
        self.foot.read_wanted.connect(self._read)
        for view in (self.view, self.table):
            view.opened.connect(self._read)
            view.customContextMenuRequested.connect(self._menu)
            view.selectionModel().currentRowChanged.connect(lambda *_: self._stood())
        self.empty.wished.connect(lambda name: None if self.wish(name) else self._everything())
        self._slow = QTimer(self, singleShot=True, interval=SOON)
        self._slow.timeout.connect(self._tell_working)

    # --- what is shown

    def show_scope(self, scope: Scope) -> None:
        """Show the figures of other cases; those that are there and still hold are not read again."""
        super().show_scope(scope)
        if self._read_of != (scope, self.moment):
            self.ask()

    def refresh(self, changes: Changes) -> None:
        """Read again what was written over."""
        if changes.content and "对标" not in changes.label:
            self.ask()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        super().set_palette(palette)
        self.bar.set_palette(palette)
        self.painter.colours = self.foot.colours = palette
        self.view.viewport().update()
        self._stood()

    def ask(self) -> None:
        """Read the figures and put them in order, off the window's thread."""
        scope, moment, choice, library = self.scope, self.moment, self.bar.choice, self.library
        if not self._fresh:
            self._slow.start()

        def work(task: Task) -> tuple[Results, Arranged]:
            found = results(library, scope.case_ids, task)
            return found, arranged(found, choice)

        def done(made: tuple[Results, Arranged]) -> None:
            self._slow.stop()
            self.results, self._read_of = made[0], (scope, moment)
            self._show(made[1])
            self._ask_alike(made[0])
            if self.bar.choice != choice:
                self._arrange()

        self.jobs.read(work, done, self._failed, lane="results")

    @property
    def _fresh(self) -> bool:
        """Whether the figures are those of the cases that are looked at."""
        return self._read_of is not None and self._read_of[0] == self.scope

    def _tell_working(self) -> None:
        """It takes its time: what is there is of other cases."""
        self.empty.working("正在汇总数字……", len(self.scope.case_ids))
        self.bar.hide()
        self.suggested.show_pairs(())
        self.foot.hide()
        self.stack.setCurrentWidget(self.empty)

    def _failed(self, error: Exception) -> None:
        self._slow.stop()
        self.jobs.trouble.emit(error)

    def _ask_alike(self, found: Results) -> None:
        """Which metrics may be the same is said when the figures are there already."""
        library = self.library
        self.suggested.show_pairs(())
        if not library.read_only:
            self.jobs.read(lambda task: alike(library, found, task), self.suggested.show_pairs, lane="results alike")

    def _arrange(self) -> None:
        found, choice = self.results, self.bar.choice
        if found is not None:
            self.jobs.read(lambda _: arranged(found, choice), self._show, lane="results order")

    def _show(self, shown: Arranged) -> None:
        before = self._row()
        self.shown = shown
        for view, model in ((self.view, self.lines), (self.table, self.cells)):
            place = view.verticalScrollBar().value()
            model.show(shown)
            view.verticalScrollBar().setValue(place)
        self.foot.clear()
        self._turn()
        self._tell()
        if before and before.bar:
            self._stand(before)
        self.stirred.emit()

    def _stand(self, before: Row) -> None:
        """The figure that was current is so again."""
        for view, model in ((self.view, self.lines), (self.table, self.cells)):
            at = next((n for n, row in enumerate(model.rows) if row.bar and row.bar.figure == _figure(before)), -1)
            if at >= 0 and view is self._current():
                view.setCurrentIndex(model.index(at, 0))

    def _tell(self) -> None:
        found, shown = self.results, self.shown
        if found is None or shown is None:
            return
        told = [f"{len(shown.shown):,} 个指标，{len(shown.table):,} 个数字"]
        told += [f"{found.silent:,} 案没有数字"] if found.silent else []
        told += [f"另有 {found.open:,} 个待确认的数字未列入"] if found.open else []
        self.bar.tell(" · ".join(told))

    def _turn(self) -> None:
        found, shown = self.results, self.shown
        if found is None or shown is None:
            return
        full = bool(shown.rows)
        if not full:
            self._tell_empty(found)
        self.stack.setCurrentWidget(self._current() if full else self.empty)
        self.bar.setVisible(bool(found.metrics))
        self.foot.setVisible(full)
        self._stood()

    def _tell_empty(self, found: Results) -> None:
        if found.metrics:
            words = "这样筛选以后没有数字。放宽条件，或清掉指标名。"
            self.empty.tell("没有符合的数字", words, ("everything", "全部指标"))
        elif not found.cases:
            self.empty.no_cases(self.scope)
        else:
            more = f"有 {found.open} 个待确认的数字，在案例的“成效”里确认后会列进来。" if found.open else ""
            words = f"看过 {found.cases:,} 案，正文里没有读出成效数字。{more}"
            self.empty.tell("这些案例没有成效数字", words)

    def _everything(self) -> None:
        self.bar.line.clear()
        self.bar.paired.setChecked(False)
        self.bar.shared.setChecked(False)
        self.bar.choice = replace(self.bar.choice, words="", paired=False, shared=False, kinds="all")
        self._arrange()

    # --- one figure

    def _current(self) -> FigureView:
        return self.table if self.bar.table.isChecked() else self.view

    def _row(self) -> Row | None:
        view = self._current()
        model = self.cells if view is self.table else self.lines
        return model.row(view.currentIndex().row())

    def _stood(self) -> None:
        row = self._row()
        if row is None or row.bar is None:
            self.jobs.stop("results case")
            self.foot.clear()
            return
        figure = row.bar.figure

        def done(case: Case) -> None:
            self.foot.show_figure(case, figure.start, figure.end)

        self.jobs.read(lambda _: self.library.case(figure.case_id), done, lambda _: None, lane="results case")

    def _read(self) -> None:
        row = self._row()
        if row and row.bar:
            figure = row.bar.figure
            self.case_wanted.emit(figure.case_id, figure.start or 0, figure.end or 0)

    # --- names of metrics

    def _menu(self, at: QPoint) -> None:
        row, view = self._row(), self._current()
        if row is None:
            return
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.bar:
            menu.addAction("到阅读区看\t回车").triggered.connect(lambda _=False: self._read())
        if not self.library.read_only:
            name = row.metric.name
            menu.addAction(f"把“{_short(name)}”与别的指标合并…").triggered.connect(
                lambda _=False: self._choose_names((name,))
            )
            others = [one for one in row.metric.names if one != name]
            if others:
                menu.addAction(f"拆开：{_short('、'.join(others))}").triggered.connect(
                    lambda _=False: self._write(lambda: self.metrics.part(others))
                )
        menu.addAction(f"只看“{_short(row.metric.name)}”").triggered.connect(
            lambda _=False: self.bar.line.setText(row.metric.name)
        )
        menu.popup(view.viewport().mapToGlobal(at))

    def _choose_names(self, chosen: tuple[str, ...]) -> None:
        found = self.results
        if found is None or self.library.read_only:
            return
        names = [(metric.name, metric.cases) for metric in found.metrics]
        dialog = JoinMetrics(names, found.joined, chosen, self)
        dialog.joined.connect(lambda ticked, into: self._write(lambda: self.metrics.join(ticked, into)))
        dialog.parted.connect(lambda ticked: self._write(lambda: self.metrics.part(ticked)))
        dialog.show()

    def _join_pair(self, pair: Alike) -> None:
        self._write(lambda: self.metrics.join((pair.one, pair.other), pair.one))
        words = f"“{pair.other}”并入“{pair.one}”，Ctrl+Z 可以撤销，右键可以拆开。"
        self.said.emit(words, False)  # noqa: FBT003 - nothing is wrong

    def _tell_apart(self, pair: Alike) -> None:
        self._write(lambda: self.metrics.tell_apart(pair.one, pair.other))

    def _write(self, work: Callable[[], None]) -> None:
        self.jobs.write(work)

    def exported(self) -> Callable[[Task], Sheet] | None:
        """What is shown, as bars and as a table."""
        shown = self.shown if self._fresh else None
        library, scope, choice = self.library, self.scope, self.bar.choice
        if not (shown.rows if shown else scope.case_ids):
            return None

        def make(task: Task) -> Sheet:
            from app.services.tabling import results_sheet

            task.step(0, 0)
            now = shown or arranged(results(library, scope.case_ids, task), choice)
            return results_sheet(library, scope.name, now.shown)

        return make


def _figure(row: Row) -> object:
    return row.bar.figure if row.bar else None


def _short(words: str) -> str:
    return words if len(words) <= 20 else f"{words[:19]}…"


__all__ = ["Choice", "FigureView", "ResultsPage"]
