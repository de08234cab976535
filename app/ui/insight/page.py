"""图览: a scope of cases as pictures. Counts off the window's thread; every mark leads to its cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.services import overview as counting
from app.ui.insight import bars, charts, telling
from app.ui.insight.card import Card
from app.ui.record.naming import named
from app.ui.use.page import Page, Scope, Setting

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.overview import Overview
    from app.task import Task
    from app.ui.insight.drawing import Drawing, Mark
    from app.ui.theme import Palette
    from db.records import CaseRow, Changes

LISTED = 20
"""Cases named in a mark's menu."""
_WIDE = 1120
"""From this width on three columns fit."""


class InsightPage(Page):
    """The pictures of a scope."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.overview = counting.NOTHING
        self._leaves = False
        self.region = Card("地区分布", self)
        self.heat = Card("主题 × 地区", self)
        self.years = Card("年份", self)
        self.practices = Card("做法", self)
        self.evidence = Card("证据", self)
        self.cards = (self.region, self.heat, self.years, self.practices, self.evidence)
        self.finer = named(QPushButton("看细分主题", self.heat), "link", "主题 × 地区：看细分主题")
        self.finer.setCheckable(True)
        self.finer.toggled.connect(self._refine)
        self.heat.row.insertWidget(2, self.finer)
        self.empty = named(QLabel(self), "emptywords")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
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
        """Count other cases."""
        super().show_scope(scope)
        library = self.library

        def work(task: Task) -> Overview:
            return counting.overview(library, scope.case_ids, scope.query, task)

        self.jobs.read(work, self._counted, lane="insight")

    def refresh(self, changes: Changes) -> None:
        """Count anew."""
        if changes.content:
            self.show_scope(self.scope)

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        super().set_palette(palette)
        self._show()

    def exported(self) -> Callable[[Task], Sheet] | None:
        """Every picture, with its numbers as a table."""
        if not self.overview.total:
            return None
        library, name, seen, pictures = self.library, self.scope.name, self.overview, [c.picture for c in self.cards]
        return lambda task: telling.sheet(library, name, seen, pictures, task)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards anew."""
        super().resizeEvent(event)
        self._place()

    # --- showing

    def _counted(self, overview: Overview) -> None:
        self.overview = overview
        self._show()
        self.stirred.emit()

    def _refine(self, finer: bool) -> None:
        self._leaves = finer
        self.finer.setText("看一级主题" if finer else "看细分主题")
        self.finer.setAccessibleName(f"主题 × 地区：{self.finer.text()}")
        self._show()

    def _show(self) -> None:
        seen, leaves = self.overview, self._leaves
        self.area.setVisible(bool(seen.total))
        self.empty.setVisible(not seen.total)
        self.empty.setText("这里还没有案例可以看。\n从左上角换一个书架或“全部案例”，或返回列表放宽筛选条件。")

        def heat(palette: Palette, width: float) -> Drawing:
            return charts.heat(seen, palette, width, leaves=leaves)

        def of(draw: Callable[[Overview, Palette, float], Drawing]) -> Callable[[Palette, float], Drawing]:
            return lambda palette, width: draw(seen, palette, width)

        hints = telling.hints(seen, leaves=leaves)
        draws = (of(charts.region), heat, of(bars.years), of(bars.practices), of(bars.evidence))
        for card, draw, hint in zip(self.cards, draws, hints, strict=True):
            card.show_drawing(draw, hint, self.colours)

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
            words = menu.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, 420).replace("&", "&&")
            menu.addAction(words, partial(self.case_wanted.emit, row.id, 0, 0))
        if total > len(rows):
            menu.addAction(f"还有 {total - len(rows)} 案……", lambda: self.query_wanted.emit(query))
        menu.popup(place)

    def _say(self, words: str) -> None:
        self.said.emit(words, False)  # noqa: FBT003 - a signal's value

    def _save(self, title: str, svg: str) -> None:
        """Ask where a picture goes, and write it."""
        start = str(Path(self.settings.last_folder or Path.home()) / f"{title.replace(' ', '')}.svg")
        chosen, _ = QFileDialog.getSaveFileName(self, "存为矢量图", start, "SVG (*.svg)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".svg" else path.with_name(path.name + ".svg")

        def work() -> None:
            from app.formats.write import save

            save(svg.encode, path, replace=True)

        self.jobs.write(work, lambda _: self._say(f"已存为 {path.name}"))
