"""The active filters above the list, each one click from being taken away, and the way the list is sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui import icons, theme
from app.ui.legible import legible
from app.ui.library.order import BYS, GROUPS, SORTS, UNRANKED, Order
from app.ui.reading.flow import Flow
from app.ui.search.marking import caption, tip

Hue = Literal["accent", "green", "neutral"]


MOST = 12
"""Filters that are shown one by one."""


@dataclass(frozen=True, slots=True)
class Active:
    """One clause of the query as people say it."""

    words: str
    hue: Hue = "accent"


class _Box(QWidget):
    """Where the filters stand."""

    widened = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths have room for other words."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self.widened.emit)


class Chips(QFrame):
    """The strip above the list."""

    removed = Signal(int)
    """Which clause is to go."""
    ordered_by = Signal(object)
    """`Order`"""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = palette
        self._shown: tuple[Active, ...] = ()
        self._every = 0
        self.setObjectName("chips")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(6)
        self._box = _Box(self)
        self._box.widened.connect(self._shorten)
        self._flow = Flow(self._box, gap=6)
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._everything = QLabel("全部案例", self)
        self._everything.setObjectName("everything")
        self.sort = QToolButton(self)
        self.sort.setObjectName("plain")
        self.sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sort.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.sort.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.sort.setIconSize(QSize(12, 12))
        self.order = Order()
        self._ranked = True
        self._menu = QMenu(self.sort)
        self._then = QMenu("相同时再按", self._menu)
        self._groups = QMenu("分组", self._menu)
        self._ticks = [
            *self._choices("sort", dict(SORTS.items()), self._menu),
            *self._choices("then", {**SORTS, "relevance": "不再细分"}, self._then),
            *self._choices("group", dict(GROUPS.items()), self._groups),
        ]
        self._menu.addSeparator()
        self._menu.addMenu(self._then)
        self._menu.addMenu(self._groups)
        self._menu.addSeparator()
        self._ticks += self._choices("by", {by: f"汉字{words}排" for by, words in BYS.items()}, self._menu)
        self.sort.setMenu(self._menu)
        row.addWidget(self._everything)
        row.addWidget(self._box, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.sort, 0, Qt.AlignmentFlag.AlignTop)
        self.rank(on=False)
        self.set_palette(palette)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._colours = palette
        self.sort.setIcon(icons.icon("down", palette.muted, 12))
        shown, self._shown = self._shown, ()
        self.fill(shown, self._every)

    def show_order(self, order: Order) -> None:
        """Say how the list stands now."""
        self.order = order
        told = self._called(str(order))
        self.sort.setText(told)
        self.sort.setAccessibleName(f"排序：{told}")
        self.sort.setToolTip("排序、分组、汉字按拼音或笔画")
        for name, value, action in self._ticks:
            action.setChecked(getattr(order, name) == value)
        self._then.setEnabled(order.sort != "relevance")

    def rank(self, *, on: bool) -> None:
        """Whether words were asked for, by which cases are nearer or farther; without any there is no such order."""
        if on != self._ranked:
            self._ranked = on
            for name, value, action in self._ticks:
                if (name, value) == ("sort", "relevance"):
                    action.setText(self._called(SORTS["relevance"]))
            self.show_order(self.order)

    def _called(self, words: str) -> str:
        return words if self._ranked else words.replace(SORTS["relevance"], UNRANKED)

    def _choices(self, name: str, words: Mapping[Any, str], menu: QMenu) -> list[tuple[str, str, QAction]]:
        """Entries of a menu of which one is ticked."""
        group = QActionGroup(menu)
        made = []
        for value, label in words.items():
            action = QAction(label, group, checkable=True)
            action.triggered.connect(partial(self._chose, name, value))
            menu.addAction(action)
            made.append((name, value, action))
        return made

    def _chose(self, name: str, value: str, checked: bool = True) -> None:
        del checked
        self.ordered_by.emit(replace(self.order, **{name: value}))  # type: ignore[arg-type]
        self.show_order(self.order)

    def fill(self, active: Sequence[Active], every: int = 0) -> None:
        """Show these filters, the first of so many."""
        every = max(every, len(active))
        if (tuple(active[:MOST]), every) == (self._shown, self._every) and self._flow.count():
            return
        self._everything.setVisible(not active)
        self._shown, self._every = tuple(active[:MOST]), every
        focused = self._take_all()
        for number, filter_ in enumerate(self._shown):
            self._flow.addWidget(self._chip(number, filter_))
        if every > MOST:
            self._flow.addWidget(self._further(every - MOST))
        self._shorten()
        if focused and (chips := self.chips()):
            chips[-1].setFocus()

    def tell(self, counts: Sequence[tuple[int, int]]) -> None:
        """Say of each clause how many cases it finds alone, and how many are left after it."""
        if len(counts) < min(len(self._shown), MOST):
            return
        for chip, filter_, (alone, left) in zip(self.chips(), self._shown, counts, strict=False):
            told = f"单独找到 {alone}，到此剩 {left}"
            chip.setToolTip(tip(f"{filter_.words}\n{told}\n点一下去掉这个条件"))
            chip.setAccessibleDescription(told)
            if chip.property("dead") != (not alone):
                chip.setProperty("dead", not alone)
                chip.style().unpolish(chip)
                chip.style().polish(chip)

    def chips(self) -> list[QPushButton]:
        """The chips shown now."""
        items = (self._flow.itemAt(number) for number in range(self._flow.count()))
        widgets = (item.widget() for item in items if item)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def _chip(self, number: int, filter_: Active) -> QPushButton:
        chip = QPushButton(f"{caption(filter_.words)} ", self._box)
        chip.setObjectName("filter")
        chip.setProperty("hue", filter_.hue)
        inks = {"accent": "on_accent_soft", "green": "on_green_soft", "neutral": "on_neutral"}
        chip.setIcon(icons.icon("close", getattr(self._colours, inks[filter_.hue]), 12))
        chip.setIconSize(QSize(12, 12))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.setAccessibleName(f"去掉筛选：{filter_.words}")
        chip.setToolTip(tip(f"{filter_.words}\n点一下去掉这个条件"))
        chip.clicked.connect(lambda: self.removed.emit(number))
        chip.show()
        return chip

    def _further(self, count: int) -> QLabel:
        """Where more was asked than a person reads: how much more; the list below keeps its room."""
        label = QLabel(f"另有 {count} 个条件", self._box)
        label.setObjectName("explainedquiet")
        label.show()
        return label

    def _shorten(self) -> None:
        """Leave the middle of long words out, so that the × stays within reach."""
        for chip, filter_ in zip(self.chips(), self._shown, strict=False):
            chip.ensurePolished()
            room = max(60, self._box.width() - 44)
            words = chip.fontMetrics().elidedText(legible(filter_.words), Qt.TextElideMode.ElideMiddle, room)
            chip.setText(f"{caption(words)} ")
        self._flow.invalidate()
        # all at once: left to the layouts, the list below would be moved up and down again with every key
        self._box.setFixedHeight(self._flow.heightForWidth(self._box.width()))

    def _take_all(self) -> bool:
        focused = False
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                focused = focused or widget.hasFocus()
                widget.hide()
                widget.deleteLater()
        return focused
