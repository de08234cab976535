"""The one question when a review that is not stored is left: go on, store what is checked, or give it up."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.record.naming import named

Answer = Literal["stay", "store", "drop"]


class Leaving(QDialog):
    """Asks without stopping the window; closing it means to go on."""

    answered = Signal(str)
    """An `Answer`, once."""

    def __init__(self, parent: QWidget, *, files: int, cases: int, sure: int) -> None:
        super().__init__(parent)
        self.setObjectName("leaving")
        self.setWindowTitle("还没有导入")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._told = False
        words = QLabel(f"正在核对的 {files} 个文件（{cases} 个案例）还没有导入。")
        small = named(
            QLabel(
                f"其中 {sure} 个文件没有待确认处，可以先导入，其余的不导入。"
                if sure
                else "每个文件都还有待确认处；放弃后没有任何内容写入案例库。"
            ),
            "quiet",
        )
        for label in (words, small):
            label.setWordWrap(True)
        self.buttons: dict[Answer, QPushButton] = {
            "drop": named(QPushButton("放弃"), "action", "放弃，什么也不导入"),
            "store": named(QPushButton(f"导入已核对的（{sure} 个文件）"), "action", "导入已核对的文件"),
            "stay": named(QPushButton("继续核对"), "primary", "继续核对"),
        }
        self.buttons["store"].setEnabled(sure > 0)
        row = QHBoxLayout()
        row.addStretch(1)
        for answer, button in self.buttons.items():
            button.setAutoDefault(answer == "stay")
            button.clicked.connect(lambda _=False, a=answer: self._tell(a))
            row.addWidget(button)
        self.buttons["stay"].setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(words)
        column.addWidget(small)
        column.addSpacing(6)
        column.addLayout(row)
        self.buttons["stay"].setFocus()

    def reject(self) -> None:
        """Escape goes on with the review."""
        self._tell("stay")

    def _tell(self, answer: Answer) -> None:
        if not self._told:
            self._told = True
            super().reject()
            self.answered.emit(answer)
