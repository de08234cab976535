"""学到的主题: what a library learned from corrections, theme by theme with its words; forget it, or judge by it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.dialogs.practices import deed

if TYPE_CHECKING:
    from app.services.teaching import Learned

_THEME = Qt.ItemDataRole.UserRole + 1
_TOP = 10
"""Words of a theme shown for each side."""


class LearnedThemes(QDialog):
    """One row for each theme: how often it was given and taken away, and the words that came of it."""

    forget_wanted = Signal(object)
    """Ids of themes, or None for all."""
    judge_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("学到的主题")
        self.setObjectName("learnedThemes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(820, parent.width() - 80), min(560, parent.height() - 60))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setObjectName("quiet")
        self.rows = QTreeWidget(self)
        self.rows.setObjectName("learned")
        self.rows.setAccessibleName("学到的主题")
        self.rows.setHeaderLabels(["主题", "确认", "移除", "更像这个主题", "更不像这个主题"])
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for at, width in enumerate((150, 48, 48, 290)):
            self.rows.setColumnWidth(at, width)
        self.forget = deed("忘掉选中的", lambda: self.forget_wanted.emit(self.chosen()))
        self.forget_all = deed("全部忘掉", lambda: self.forget_wanted.emit(None))
        self.judge = deed("按已学到的重新判断主题", self.judge_wanted.emit)
        close = deed("关闭", self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.forget, self.forget_all, self.judge):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        column.addWidget(self.words)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)
        self.rows.itemSelectionChanged.connect(self._picked)
        self.fill(())

    def fill(self, learned: Sequence[Learned]) -> None:
        """Show what is known now."""
        self.rows.clear()
        for one in learned:
            side = [[word for word, weight in one.words if weight * sign > 0][:_TOP] for sign in (1, -1)]
            told = [one.name, str(one.wanted), str(one.unwanted), *("、".join(words) for words in side)]
            item = QTreeWidgetItem(told)
            item.setData(0, _THEME, one.theme)
            for at in (0, 3, 4):
                item.setToolTip(at, told[at])
            self.rows.addTopLevelItem(item)
        some = (
            "你给案例加上或去掉主题时，案例库会记住其中的词，下次导入时据此加减分：一次只轻推，多次才算数。"
            "已有的案例不会自己变，可点“按已学到的重新判断主题”；你确认过、去掉过的主题始终不动。"
        )
        self.words.setText(some if learned else f"还没有学到什么。{some}")
        self.forget_all.setEnabled(bool(learned))
        self.judge.setEnabled(bool(learned))
        self._picked()

    def chosen(self) -> list[str]:
        """The ids of the themes selected."""
        return [str(item.data(0, _THEME)) for item in self.rows.selectedItems()]

    def _picked(self) -> None:
        self.forget.setEnabled(bool(self.rows.selectedItems()))
