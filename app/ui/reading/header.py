"""The record of a case above its text: title, by-line, warnings, chips, figures. It tells clicks, no library here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.reading.chips import Chips
from app.ui.reading.tiles import Tiles
from app.ui.record import wording
from app.ui.record.naming import named
from db.records import Case


class Header(QWidget):
    """Title, by-line, what to beware of, chips, figures."""

    parent_wanted = Signal(str)
    """The plan a task belongs to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parent_id = ""
        self.title = named(QLabel(), "caseTitle")
        self.title.setFont(theme.serif(23, bold=True))
        self.byline = named(QLabel(), "byline")
        self.warning = named(QLabel(), "warning")
        for label in (self.title, self.byline, self.warning):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.title.setAccessibleName("标题")
        self.byline.setAccessibleName("单位、地区、类型与阅读进度")
        self.warning.setAccessibleName("文本质量")
        self.plan = named(QPushButton(), "plain", "打开所属方案")
        self.plan.clicked.connect(lambda: self.parent_wanted.emit(self._parent_id))
        self.plan.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.chips = Chips()
        self.tiles = Tiles()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for widget in (self.title, self.byline, self.plan, self.warning):
            box.addWidget(widget)
        box.addSpacing(3)
        box.addWidget(self.chips)
        box.addSpacing(3)
        box.addWidget(self.tiles)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

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
            title = self.plan.fontMetrics().elidedText(plan.title, Qt.TextElideMode.ElideRight, 330)
            self.plan.setText(f"↑ 所属方案：{title}")
            self.plan.setAccessibleName(f"打开所属方案：{plan.title}")
        self.chips.show_case(case, names, tags)
        self.tiles.show_results(case.results)

    def show_progress(self, case: Case, progress: float) -> None:
        """Tell how far the reader has come."""
        self.byline.setText(wording.byline(case, progress))
