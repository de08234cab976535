"""历史: every step that can be undone or done again, the newest first. Knows steps, nothing of what they changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.legible import legible
from db.history import Step

_STEP = Qt.ItemDataRole.UserRole + 1


class HistoryList(QDialog):
    """Choose a step: everything done after it is taken back with it, or everything up to it is done again."""

    step_wanted = Signal(int)
    """A step's id."""

    def __init__(self, done: Sequence[Step], undone: Sequence[Step], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("历史")
        self.setObjectName("history")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(460, parent.width() - 60), min(540, parent.height() - 60))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        words = QLabel("选中一步再按“回到这一步”：它和它之后的改动一次撤销；灰色的是撤销过的，可以一次重做。", self)
        words.setObjectName("quiet")
        words.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("可以撤销和重做的步骤")
        self.list.setUniformItemSizes(True)
        for step in reversed(undone):
            self._add(step, f"重做：{step.label}", undone=True)
        self._now = self._mark("现在" if done or undone else "还没有可以撤销的改动")
        for step in done:
            self._add(step, step.label, undone=False)
        buttons = QDialogButtonBox(self)
        self.go: QPushButton = buttons.addButton("回到这一步", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._go)
        buttons.rejected.connect(self.reject)
        for widget in (words, self.list, buttons):
            column.addWidget(widget, 1 if widget is self.list else 0)
        self.list.currentRowChanged.connect(self._look)
        self.list.itemActivated.connect(self._go)
        self.list.setCurrentRow(min(self._now + 1, self.list.count() - 1))
        self._look()

    def _add(self, step: Step, words: str, *, undone: bool) -> None:
        when = datetime.fromtimestamp(step.when).astimezone().strftime("%H:%M:%S")
        item = QListWidgetItem(legible(f"{when}\u2003{words}"))
        item.setData(_STEP, step.id)
        item.setToolTip(words)
        if undone:
            item.setForeground(self.palette().placeholderText())
        self.list.addItem(item)

    def _mark(self, words: str) -> int:
        item = QListWidgetItem(f"———\u2003{words}\u2003———")
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        self.list.addItem(item)
        return self.list.count() - 1

    def _look(self) -> None:
        row = self.list.currentRow()
        self.go.setEnabled(row >= 0 and row != self._now)
        above = self._now - row
        self.go.setText(f"重做这 {above} 步" if above > 0 else f"撤销这 {max(1, -above)} 步")

    def _go(self) -> None:
        row = self.list.currentRow()
        if row >= 0 and (step := self.list.item(row).data(_STEP)) is not None:
            self.accept()
            self.step_wanted.emit(step)
