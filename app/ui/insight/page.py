"""图览: a scope of cases as pictures. Counts off the window's thread; every mark leads to its cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.services import overview as counting
from app.ui.dialogs import files
from app.ui.insight import bars, telling
from app.ui.insight.card import Card
from app.ui.insight.pictures import TITLES, Look, pictures
from app.ui.legible import legible
from app.ui.record.naming import named
from app.ui.use.empty import SOON, Empty
from app.ui.use.page import Page, Scope, Setting

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.overview import Overview
    from app.task import Task
    from app.ui.insight.drawing import Mark
    from app.ui.theme import Palette
    from db.records import CaseRow, Changes

LISTED = 20
"""Cases named in a mark's menu."""
_WIDE = 1120
"""From this width on three columns fit."""


class InsightPage(Page):
    """The pictures of a scope."""

    lanes = ("insight", "insight mark")

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.overview = counting.NOTHING
        self.look = Look()
        self._read_at: tuple[Scope, int] | None = None
        """Whose overview it is, and when it was counted."""
        self.cards = tuple(Card(title, self) for title in TITLES)
        self.region, self.heat, self.years, self.practices, self.evidence = self.cards
        self.finer = named(QPushButton("看细分主题", self.heat), "link", "主题 × 地区：看细分主题")
        self.finer.setCheckable(True)
        self.finer.toggled.connect(self._refine)
        self.heat.row.insertWidget(2, self.finer)
        self.further = named(QPushButton("更多", self.practices), "link", "做法：更多")
        self.further.clicked.connect(self._more)
        self.practices.row.insertWidget(2, self.further)
        self.empty = Empty(self)
        self.empty.wished.connect(self.wish)
        self._slow = QTimer(self, singleShot=True, interval=SOON)
        self._slow.timeout.connect(self._tell_working)
        self._lay()
        for card in self.cards:
            card.canvas.chosen.connect(self._chosen)
            card.canvas.menu_wanted.connect(self._menu)
            card.copied.connect(self._say)
            card.svg_wanted.connect(self._save)

    def _lay(self) -> None:
        self._ground = QWidget()
        self._ground.setObjectName("use")
        self._grid = QGridLayout(self._ground)
        self._grid.setContentsMargins(18, 14, 18, 18)
        self._grid.setSpacing(14)
        self._columns = 0
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._ground)
        area.setAccessibleName("图览")
        self.area = area
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty, 1)
        column.addWidget(area, 1)
        self.setFocusProxy(area)
        self._place()
        self._show()

    def _place(self) -> None:
        """Lay the cards in as many columns as there is room for."""
        columns = 6 if self.width() >= _WIDE else 2 if self.width() >= 640 else 1
        if columns == self._columns:
            return
        self._columns = columns
        spots = {
            6: ((0, 0, 2), (0, 2, 4), (1, 0, 2), (1, 2, 2), (1, 4, 2)),
            2: ((0, 0, 1), (1, 0, 2), (0, 1, 1), (2, 0, 1), (2, 1, 1)),
            1: ((0, 0, 1), (1, 0, 1), (2, 0, 1), (3, 0, 1), (4, 0, 1)),
        }[columns]
        for card, (row, at, span) in zip(self.cards, spots, strict=True):
            self._grid.addWidget(card, row, at, 1, span)
        for at in range(6):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self._grid.setRowStretch(5, 1)

    # --- what the frame asks of a page

    def show_scope(self, scope: Scope) -> None:
        """Count other cases; the old pictures do not stand long under the new name."""
        super().show_scope(scope)
        library, moment = self.library, self.moment
        if self._read_at == (scope, moment):
            return

        def work(task: Task) -> Overview:
            return counting.overview(library, scope.case_ids, scope.query, task)

        if not self._current:
            self._slow.start()
        self.jobs.read(work, lambda found: self._counted(scope, moment, found), self._failed, lane="insight")

    def refresh(self, changes: Changes) -> None:
        """Count anew."""
        if changes.content:
            self.show_scope(self.scope)

    @property
    def _current(self) -> bool:
        """Whether what is shown is of the cases that are looked at."""
        return self._read_at is not None and self._read_at[0] == self.scope

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        super().set_palette(palette)
        self._show()

    def exported(self) -> Callable[[Task], Sheet] | None:
        """Every picture, with its numbers as a table."""
        library, scope, look = self.library, self.scope, self.look
        seen = self.overview if self._current else None
        if not (seen.total if seen else scope.case_ids):
            return None

        def make(task: Task) -> Sheet:
            found = seen or counting.overview(library, scope.case_ids, scope.query, task)
            return telling.sheet(library, scope.name, found, pictures(found, look), task)

        return make

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards anew."""
        super().resizeEvent(event)
        self._place()

    # --- showing

    def _counted(self, scope: Scope, moment: int, overview: Overview) -> None:
        self._slow.stop()
        self.overview, self._read_at = overview, (scope, moment)
        self._show()
        self.stirred.emit()

    def _failed(self, error: Exception) -> None:
        self._slow.stop()
        self.jobs.trouble.emit(error)

    def _tell_working(self) -> None:
        """Counting takes its time: what is there is of other cases."""
        self.area.hide()
        self.empty.show()
        self.empty.working("正在统计……", len(self.scope.case_ids))

    def _refine(self, finer: bool) -> None:
        self.look = replace(self.look, leaves=finer)
        self.finer.setText("看一级主题" if finer else "看细分主题")
        self.finer.setAccessibleName(f"主题 × 地区：{self.finer.text()}")
        self._show()

    def _more(self) -> None:
        """Show more practices, or the first of them again."""
        every, now = len(self.overview.practices), self.look.practices
        self.look = replace(self.look, practices=bars.PRACTICES if now >= every else now + bars.MORE)
        self._show()

    def _show(self) -> None:
        seen, look = self.overview, self.look
        self.area.setVisible(bool(seen.total))
        self.empty.setVisible(not seen.total)
        if not seen.total:
            self.empty.no_cases(self.scope)
        left = len(seen.practices) - look.practices
        self.further.setVisible(len(seen.practices) > bars.PRACTICES)
        self.further.setText(f"更多（还有 {left} 种）" if left > 0 else "只看前面的")
        self.further.setAccessibleName(f"做法：{self.further.text()}")
        for card, picture in zip(self.cards, pictures(seen, look), strict=True):
            card.show_picture(picture, self.colours)

    # --- what a mark leads to

    def _chosen(self, mark: Mark) -> None:
        query = self.scope.query
        if query is None:
            self._menu(mark, QCursor.pos())
            return
        self.query_wanted.emit(counting.asked(self.library, query, mark.choices))

    def _menu(self, mark: Mark, place: QPoint) -> None:
        """List the cases of a mark."""
        library, scope = self.library, self.scope

        def work(task: Task) -> tuple[int, tuple[CaseRow, ...]]:
            return counting.listed(library, scope.case_ids, scope.query, mark.choices, LISTED, task)

        self.jobs.read(work, lambda found: self._offer(mark, place, *found), lane="insight mark")

    def _offer(self, mark: Mark, place: QPoint, total: int, rows: Sequence[CaseRow]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        query = counting.asked(self.library, self.scope.query or "", mark.choices)
        where = "在列表里只看这些" if self.scope.query is not None else "在全部案例里这样筛选"
        menu.addAction(f"{where}（{mark.name}）".replace("&", "&&"), lambda: self.query_wanted.emit(query))
        menu.addSection(f"{mark.name} · {total} 案".replace("&", "&&"))
        for row in rows:
            words = (
                menu.fontMetrics().elidedText(legible(row.title), Qt.TextElideMode.ElideRight, 420).replace("&", "&&")
            )
            menu.addAction(words, partial(self.case_wanted.emit, row.id, 0, 0))
        if total > len(rows):
            menu.addAction(f"还有 {total - len(rows)} 案……", lambda: self.query_wanted.emit(query))
        menu.popup(place)

    def _say(self, words: str) -> None:
        self.said.emit(words, False)  # noqa: FBT003 - a signal's value

    def _save(self, title: str, svg: str) -> None:
        """Ask where a picture goes, and write it."""
        start = str(Path(self.settings.last_folder or Path.home()) / f"{title.replace(' ', '')}.svg")
        named = QFileDialog.getSaveFileName(self, "存为矢量图", start, "SVG (*.svg)")[0]
        chosen = files.settled(self, named, ".svg")
        if chosen is None:
            return
        path = chosen.path

        def work() -> None:
            from app.formats.write import save

            save(svg.encode, path, replace=chosen.replaces)

        self.jobs.write(work, lambda _: self._say(f"已存为 {path.name}"))
