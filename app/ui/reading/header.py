"""The record of a case above its text: title, by-line, warnings, chips, figures. It tells clicks, no library here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.legible import legible
from app.ui.reading.chips import Chips
from app.ui.reading.lines import Parted, Title
from app.ui.reading.tiles import Tiles
from app.ui.record import wording
from app.ui.record.naming import named
from db.records import Case

LOW, LOWEST = 560, 400
"""Heights of the reader below which the record takes fewer lines."""
SHARE = 0.45
"""How much of the reader's height the record may take."""


class Header(QWidget):
    """Title, by-line, what to beware of, chips, figures."""

    parent_wanted = Signal(str)
    """The plan a task belongs to."""
    kin_wanted = Signal()
    """The other cases that tell this one's story."""
    grown = Signal()
    """It may need another height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parent_id = ""
        self._level = 0
        """How many of its parts have given way."""
        self.pace = wording.PACE
        """Characters a minute."""
        self.title = named(Title(3), "caseTitle")
        self.title.setFont(theme.serif(23, bold=True))
        self.byline = named(Parted(3), "byline")
        self.warning = named(QLabel(), "warning")
        for label in (self.title, self.byline, self.warning):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setWordWrap(True)
        self.warning.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.title.setAccessibleName("标题")
        self.byline.setAccessibleName("单位、地区、类型与阅读进度")
        self.warning.setAccessibleName("文本质量")
        self.plan = named(QPushButton(), "plain", "打开所属方案")
        self.plan.clicked.connect(lambda: self.parent_wanted.emit(self._parent_id))
        self.plan.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.kin = named(QPushButton(), "kin")
        self.kin.setToolTip("看这件事的其他报道，与主篇对照")
        self.kin.clicked.connect(self.kin_wanted)
        self.kin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.kin.hide()
        self.chips = Chips()
        self.tiles = Tiles()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for widget in (self.title, self.byline, self.kin, self.plan, self.warning):
            box.addWidget(widget)
        box.addSpacing(3)
        box.addWidget(self.chips)
        box.addSpacing(3)
        box.addWidget(self.tiles)
        box.addStretch(1)

    def fit(self, height: int) -> None:
        """Take fewer lines in a low reader."""
        low, lowest = height < LOW, height < LOWEST
        self.title.limit(1 if lowest else 2 if low else 3)
        self.title.setFont(theme.serif(19 if lowest else 23, bold=True))
        self.byline.limit(1 if lowest else 2 if low else 3)
        self._level = 3 if lowest else 2 if low else 0
        self._give_way()

    def tighten(self) -> bool:
        """Take one line less than it does; False when it takes as few as it can."""
        if self._level >= 3:
            return False
        self._level += 1
        self._give_way()
        return True

    def _give_way(self) -> None:
        """Figures stand in one line, then the chips, then the figures are left to their tab."""
        self.tiles.fit(one_line=self._level >= 1, none=self._level >= 3)
        self.chips.fit(one_line=self._level >= 2)

    def show_case(
        self, case: Case, progress: float, plan: Case | None, names: Mapping[str, str], tags: Iterable[str]
    ) -> None:
        """Show a case's record; `plan` is the one a task belongs to."""
        self.title.setText(case.title or "（无标题）")
        self.show_progress(case, progress)
        words = wording.warnings(case.flags)
        self.warning.setText(f"⚠ {words}：以原文为准，未作补写。" if words else "")
        self.warning.setVisible(bool(words))
        self._parent_id = plan.id if plan else ""
        self.plan.setVisible(plan is not None)
        if plan:
            title = self.plan.fontMetrics().elidedText(legible(plan.title), Qt.TextElideMode.ElideRight, 190)
            self.plan.setText(f"↑ 所属方案：{title}")
            self.plan.setAccessibleName(f"打开所属方案：{plan.title}")
        self.chips.show_case(case, names, tags)
        self.tiles.show_results(case.results, case.text)

    def show_kin(self, count: int) -> None:
        """Tell how many other cases tell the same story."""
        self.kin.setText(f"同一报道另有 {count} 篇")
        self.kin.setAccessibleName(f"同一报道另有 {count} 篇，打开对照")
        self.kin.setVisible(count > 0)

    def show_progress(self, case: Case, progress: float) -> None:
        """Tell how far the reader has come."""
        self.byline.setText(wording.byline(case, progress, self.pace))

    def event(self, event: QEvent) -> bool:
        """Whatever changes inside may change the height."""
        known = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.grown.emit()
        return known


class Head(QScrollArea):
    """The record, scrolled where it would take more than its share of the reader."""

    fitted = Signal()
    """It was asked how high it is to be."""

    def __init__(self, header: Header) -> None:
        super().__init__()
        self.setObjectName("bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        named(header, "inner")
        self._header = header
        self.wanted, self._least = 0, 0
        """How high the record is, and how high it is to be at the least."""
        self.setWidget(header)

    def level(self, least: int) -> None:
        """Be as high as the record of another text at the least: what stands below begins on one line."""
        self._least = least
        self.setFixedHeight(max(self.wanted, least))

    def fit(self, width: int, height: int) -> None:
        """Be as high as the record needs in that width, up to its share of the height."""
        layout = self._header.layout()
        if layout is None:
            return
        layout.activate()
        most = round(height * SHARE)
        wanted = layout.totalHeightForWidth(width)
        while wanted > most and self._header.tighten():
            layout.activate()
            wanted = layout.totalHeightForWidth(width)
        self.wanted = min(wanted, most)
        if max(self.wanted, self._least) != self.maximumHeight():
            self.setFixedHeight(max(self.wanted, self._least))
        self.fitted.emit()
