"""The bar over the review with what was found and what can be done, and the bar under it. They know words only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from app.ui.record.naming import named
from app.ui.shell import FOOT, TOP


class Top(QFrame):
    """What was found, and three buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reviewTop")
        self.title = named(QLabel(), "reviewTitle")
        self.sum = named(QLabel(), "reviewSum")
        self.sum.setTextFormat(Qt.TextFormat.PlainText)
        self.withdraw = _button("全部撤回", "action", "全部撤回，什么也不写入（Esc）")
        self.only_sure = _button("只存已确认", "action", "入库没有待确认处的文件，其余留在这里")
        self.go = _button("入库", "primary", "入库（Ctrl+Enter）")
        self.setFixedHeight(TOP)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(14)
        for label in (self.title, self.sum):
            row.addWidget(label)
        row.addStretch(1)
        for button in (self.withdraw, self.only_sure, self.go):
            row.addWidget(button)


class Foot(QFrame):
    """That nothing is written yet, the keys, and that it can be undone."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reviewFoot")
        self.setFixedHeight(FOOT)
        self.keys = QLabel("N 下一处待定　F6 换栏　Alt+↑↓ 移动分界　S 拆分　M 合并　F4 原文对照　Ctrl+Z 撤销")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 14, 0)
        line.addWidget(QLabel("入库前不会写入任何内容"))
        line.addStretch(1)
        line.addWidget(self.keys)
        line.addStretch(1)
        line.addWidget(QLabel("可整体撤销"))


def _button(words: str, look: str, told: str) -> QPushButton:
    button = named(QPushButton(words), look, told)
    button.setToolTip(told)
    button.setAutoDefault(False)
    return button
