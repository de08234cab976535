"""The exchange package in the window: which cases go into one, and what one brings before it is taken in. Asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.formats.sheet import PACK_SUFFIX as SUFFIX
from app.services.packing import Differing, Met, summary
from app.ui.record.naming import named


class PackDialog(QDialog):
    """What a package brings; where cases differ, whether theirs come in beside ours."""

    def __init__(self, name: str, met: Met, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入交换包")
        self.setObjectName("packDialog")
        self.words = QLabel(f"{name}\n{summary(met, before=True)}。", self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.both = QRadioButton("保留两者：包里的另存为副本，标上“导入副本”（推荐）", self)
        self.mine = QRadioButton("只留库中的：包里不同的案例和笔记不要", self)
        self.both.setChecked(True)
        self.clashes = QTreeWidget(self)
        self.clashes.setAccessibleName("与库中不同的案例")
        self.clashes.setHeaderLabels(["与库中不同的案例", "不同之处"])
        self.clashes.setRootIsDecorated(False)
        self.clashes.setColumnWidth(0, 330)
        for clash in met.clashes:
            item = QTreeWidgetItem(self.clashes, [clash.title, "、".join(clash.what)])
            item.setToolTip(0, clash.title)
        differs = bool(met.clashes or met.note_clashes)
        for widget in (self.both, self.mine):
            widget.setVisible(differs)
        self.clashes.setVisible(bool(met.clashes))
        notes = f"另有 {met.note_clashes} 条笔记与库中不同。" if met.note_clashes else ""
        more = named(QLabel(f"{notes}库中原有的内容不会被改写；导入是一步，可以整体撤销。", self), "quiet")
        more.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton("导入", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        for part in (self.words, self.clashes, self.both, self.mine, more, buttons):
            column.addWidget(part)
        self.resize(600, 420 if met.clashes else 200)

    def differing(self) -> Differing:
        """What is to be done where both differ."""
        return "mine" if self.mine.isChecked() else "both"


class PackScope(QDialog):
    """Which cases go into a package."""

    def __init__(self, scopes: Sequence[tuple[str, int]], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导出交换包")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        told = QLabel(
            "交换包带上案例的原文、全部字段、笔记、标签、所在书架和自建主题，对方导入后与这里一样。"
            "选中全部案例时，也带上不属于案例的笔记和智能文件夹。",
            self,
        )
        told.setWordWrap(True)
        column.addWidget(told)
        self.group = QButtonGroup(self)
        for place, (words, count) in enumerate(scopes):
            button = QRadioButton(f"{words}（{count}）", self)
            button.setChecked(place == 0)
            self.group.addButton(button, place)
            column.addWidget(button)
        warned = named(QLabel("包里是未经替换的原文，“分享前检查”不用于交换包。", self), "quiet")
        warned.setWordWrap(True)
        column.addWidget(warned)
        buttons = QDialogButtonBox(self)
        buttons.addButton("选择保存位置…", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    def chosen(self) -> int:
        """Which of the scopes."""
        return max(0, self.group.checkedId())


def save_place(parent: QWidget, suggested: Path) -> Path | None:
    """Where the package is to be; the system asks before it is written over another."""
    told, _ = QFileDialog.getSaveFileName(parent, "导出交换包", str(suggested), f"交换包 (*{SUFFIX})")
    if not told:
        return None
    return Path(told) if told.lower().endswith(SUFFIX) else Path(told + SUFFIX)
