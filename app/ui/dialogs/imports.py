"""What became of each imported file, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.importing import Outcome

STATUS = {"imported": "已导入", "duplicate": "已在库中", "failed": "没有导入"}


def summary(outcomes: Sequence[Outcome]) -> str:
    """One sentence for all of them."""
    by = {status: [o for o in outcomes if o.status == status] for status in STATUS}
    cases = sum(len(outcome.case_ids) for outcome in by["imported"])
    parts = []
    updated = sum(outcome.updated for outcome in by["imported"])
    if by["imported"]:
        verb = "更新" if updated == len(by["imported"]) else "导入"
        more = f"（其中更新 {updated} 个）" if 0 < updated < len(by["imported"]) else ""
        parts.append(f"{verb} {len(by['imported'])} 个文件{more}，{cases} 个案例")
    if by["duplicate"]:
        parts.append(f"{len(by['duplicate'])} 个已在库中")
    if by["failed"]:
        parts.append(f"{len(by['failed'])} 个没有导入")
    return "，".join(parts) or "没有找到可以导入的文件"


class ImportResults(QDialog):
    """The list of files; double click or Enter on an imported one shows its first case."""

    case_wanted = Signal(str)

    def __init__(self, outcomes: Sequence[Outcome], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入结果")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(680, parent.width() - 40), min(420, parent.height() - 40))
        self._outcomes = tuple(outcomes)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        title = QLabel(summary(outcomes), self)
        title.setObjectName("title")
        title.setWordWrap(True)
        self.files = QTreeWidget(self)
        self.files.setAccessibleName("导入的文件")
        self.files.setHeaderLabels(["文件", "结果", "说明"])
        self.files.setRootIsDecorated(False)
        self.files.setUniformRowHeights(True)
        self.files.itemActivated.connect(self._go)
        for outcome in self._outcomes:
            self.files.addTopLevelItem(_row(outcome))
        header = self.files.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 230)
        header.resizeSection(1, 80)
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton("复制清单", QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        copy.setAutoDefault(False)
        close.setDefault(True)
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.reject)
        for widget in (title, self.files, buttons):
            column.addWidget(widget)

    def _go(self, item: QTreeWidgetItem) -> None:
        outcome = self._outcomes[self.files.indexOfTopLevelItem(item)]
        if outcome.case_ids:
            self.case_wanted.emit(outcome.case_ids[0])

    def _copy(self) -> None:
        lines = ["\t".join((o.path, STATUS[o.status], _words(o))) for o in self._outcomes]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _row(outcome: Outcome) -> QTreeWidgetItem:
    item = QTreeWidgetItem([Path(outcome.path).name, STATUS[outcome.status], _words(outcome)])
    item.setToolTip(0, outcome.path)
    item.setToolTip(2, _words(outcome))
    return item


def _words(outcome: Outcome) -> str:
    return outcome.error or (f"{len(outcome.case_ids)} 个案例" if outcome.case_ids else "内容相同的文件已经导入过")
