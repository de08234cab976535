"""How a question can be written: examples one can click. Knows no library."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.ui.search.popover import Popover, words

EXAMPLES = (
    ("党建 绩效", "两个词都要出现"),
    ('"双向转诊"', "引号里的字原样出现"),
    ("日间手术 OR 夜间门诊", "出现一个就算，“或”也行"),
    ("绩效 -药品", "不要含“药品”的；-(甲 OR 乙) 排除几个"),
    ("主题:党建引领", "主题、地区、做法、医院、标签、书架、类型"),
    ("标题:改革", "只在标题里找；正文:、笔记: 同理"),
    ("年份:2021..2023", "某几年；年份:2021.. 是从那年起"),
    ("有:笔记", "有笔记、星标、标签、未读、已读、重复"),
    ("随访率>=90", "成效数字：>= <= > < ="),
    ("证据:前后对比", "证据的强弱；标记:汇报 是自己标出的一组"),
    ("NEAR(党建 绩效, 20)", "相距不超过 20 字"),
    ("同句(支部 科室)", "在同一句里；同段(…) 在同一段"),
    ("djyl", "拼音或首字母，从下拉的建议里选"),
)
"""What can be written, and what it means."""


class Syntax(Popover):
    """The examples; a click asks one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("怎样写搜索条件", parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        self.examples: list[QPushButton] = []
        for row, (example, meaning) in enumerate(EXAMPLES):
            button = QPushButton(example, self)
            button.setObjectName("example")
            button.setAccessibleName(f"{example}：{meaning}")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, asked=example: self._choose(asked))
            grid.addWidget(button, row, 0)
            grid.addWidget(words(meaning, "popoverwords", self), row, 1)
            self.examples.append(button)
        self.column.addLayout(grid)
        self.column.addWidget(words("点一个例子试试。全角的冒号、括号、引号都认；写错了也不会出错，会当作普通的字来找。",
                                    "popoverquiet", self))  # fmt: skip
        self.examples[0].setFocus()

    def _choose(self, example: str) -> None:
        self.close()
        self.chosen.emit(example)
