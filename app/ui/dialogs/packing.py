"""The exchange package in the window: what one brings, before it is taken in. Asks; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.packing import Clash, Differing, Met, summary
from app.ui.legible import legible
from app.ui.record.naming import named

WAYS: dict[Differing, str] = {"both": "保留两者", "mine": "只留库中的", "theirs": "用包里的"}
_TOLD: dict[Differing, str] = {
    "both": "包里的另存一份，标上“导入副本”",
    "mine": "包里不同的不要",
    "theirs": "库中的改成包里的，标签和自己的笔记保留；可以撤销",
}
_ROLE = Qt.ItemDataRole.UserRole


class PackDialog(QDialog):
    """What a package brings; for every case and note that differs, what is to become of it."""

    def __init__(self, name: str, met: Met, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入交换包")
        self.setObjectName("packDialog")
        self.words = QLabel(f"{name}\n{summary(met, before=True)}。", self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.clashes = self._tree(met.clashes)
        self.ways = {way: self._button(way) for way in WAYS}
        self.which = QLabel(self)
        self.shown = QPlainTextEdit(self)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName("库中的和包里的")
        self.shown.setMaximumHeight(118)
        self.habits = QCheckBox(f"也采用包里的 {met.habits} 条约定：做法和指标的名称、同义词、颜色含义、笔记模板", self)
        self.habits.setToolTip("只补上库中没有的，已有的约定不变")
        self.habits.setChecked(True)
        self.habits.setVisible(bool(met.habits))
        self._build(bool(met.clashes))
        self.clashes.itemSelectionChanged.connect(self._chosen)
        self._chosen()
        room = parent.size() if parent else QSize(900, 700)
        self.resize(min(760, room.width() - 20), min(540 if met.clashes else 200, room.height() - 20))

    def decided(self) -> dict[str, Differing]:
        """What is to be done with each case and note that differs, by its id in the package."""
        return {item.data(0, _ROLE).id: item.data(1, _ROLE) for item in self._items()}

    def decide(self, way: Differing) -> None:
        """Do this with the rows selected, or with all when none is."""
        for item in self.clashes.selectedItems() or self._items():
            item.setData(1, _ROLE, way)
            item.setText(1, WAYS[way])

    # --- building

    def _tree(self, clashes: Sequence[Clash]) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setAccessibleName("与库中不同的案例和笔记")
        tree.setHeaderLabels(["与库中不同的", "怎样处理", "不同之处"])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for clash in clashes:
            title = f"笔记：{clash.title}" if clash.note else clash.title
            item = QTreeWidgetItem(tree, [legible(title), WAYS["both"], "、".join(clash.what)])
            item.setData(0, _ROLE, clash)
            item.setData(1, _ROLE, "both")
            item.setToolTip(0, title)
        head = tree.header()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(1, 110)
        head.resizeSection(2, 190)
        return tree

    def _button(self, way: Differing) -> QPushButton:
        button = QPushButton(WAYS[way], self)
        button.setAccessibleName(f"{WAYS[way]}：{_TOLD[way]}")
        button.setToolTip(_TOLD[way])
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.decide(way))
        return button

    def _build(self, differs: bool) -> None:
        buttons = QDialogButtonBox(self)
        buttons.addButton("导入", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.which)
        for button in self.ways.values():
            row.addWidget(button)
        row.addStretch(1)
        told = "没有选“用包里的”，库中原有的内容就不会改写；导入是一步，可以整体撤销。" if differs else (
            "库中原有的内容不会被改写；导入是一步，可以整体撤销。"
        )  # fmt: skip
        more = named(QLabel(told, self), "quiet")
        more.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.clashes, 1)
        column.addLayout(row)
        for part in (self.shown, self.habits, more, buttons):
            column.addWidget(part)
        for widget in (self.clashes, self.which, self.shown, *self.ways.values()):
            widget.setVisible(differs)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.clashes.topLevelItem(row) for row in range(self.clashes.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _chosen(self) -> None:
        chosen = self.clashes.selectedItems()
        count = f"选中的 {len(chosen)} 条" if chosen else f"全部 {self.clashes.topLevelItemCount()} 条"
        self.which.setText(f"{count}：")
        if len(chosen) != 1:
            self.shown.setPlainText("选一条，这里并排列出库中的和包里的。")
            return
        pairs = chosen[0].data(0, _ROLE).pairs
        self.shown.setPlainText("\n".join(f"{name}\n  库中：{ours}\n  包里：{theirs}" for name, ours, theirs in pairs))
