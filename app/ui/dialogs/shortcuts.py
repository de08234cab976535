"""Every action with its keys. Knows only actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

MOUSE = (
    ("筛选项：只看此项", "单击"),
    ("筛选项：同时满足", "Ctrl+单击"),
    ("筛选项：任一满足", "Shift+单击"),
    ("筛选项：排除此项", "Alt+单击"),
    ("筛选项：四种方式的菜单", "右键"),
    ("列表：打开并开始阅读", "回车"),
    ("列表：放大／还原阅读区", "空格"),
    ("导入核对：入库", "Ctrl+Enter"),
    ("导入核对：全部撤回", "Esc"),
    ("导入核对：换栏", "F6"),
    ("导入核对：接受／去掉／改写一项", "Enter／Del／E"),
    ("导入核对：移动分界", "Alt+↑／Alt+↓"),
    ("导入核对：拆成新案例／并入上一个", "S／M"),
    ("导入核对：移出／归入上面的案例", "Del／Insert"),
)


class Shortcuts(QDialog):
    """A table that can be searched by name or by key."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        self.resize(520, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("按名称或按键查找")
        self.line.setAccessibleName("按名称或按键查找")
        self.table = QTreeWidget(self)
        self.table.setAccessibleName("快捷键")
        self.table.setHeaderLabels(["操作", "按键"])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for action in actions:
            if keys := " 或 ".join(key.toString() for key in action.shortcuts()):
                self.table.addTopLevelItem(QTreeWidgetItem([action.text(), keys]))
        for name, keys in MOUSE:
            self.table.addTopLevelItem(QTreeWidgetItem([name, keys]))
        buttons = QDialogButtonBox(self)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).clicked.connect(self.reject)
        for widget in (self.line, self.table, buttons):
            column.addWidget(widget)
        self.line.textChanged.connect(self._narrow)

    def _narrow(self, words: str) -> None:
        wanted = words.casefold().strip()
        for row in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(row)
            if item:
                item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())
