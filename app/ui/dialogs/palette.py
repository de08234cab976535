"""Ctrl+K: every action by name. Knows only actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

_ACTION = Qt.ItemDataRole.UserRole + 1


class ActionPalette(QDialog):
    """A line to type in and the actions that fit; Enter does the current one."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAccessibleName("全部操作")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = actions
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("输入操作名称，回车执行")
        self.line.setAccessibleName("输入操作名称")
        self.line.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("操作")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._fill)
        self.list.itemClicked.connect(self._do)
        self._fill("")
        wide = min(520, parent.width() - 40)
        self.resize(wide, min(420, parent.height() - 100))
        self.move(parent.mapToGlobal(parent.rect().topLeft()).x() + (parent.width() - wide) // 2,
                  parent.mapToGlobal(parent.rect().topLeft()).y() + 60)  # fmt: skip
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt gives it
        """Look at what another widget is told."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps and self.list.count():
                row = max(0, min(self.list.count() - 1, self.list.currentRow() + steps[key]))
                self.list.setCurrentRow(row)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentItem())
                return True
        return False

    def shown(self) -> list[str]:
        """The names that fit what was typed."""
        return [self.list.item(row).data(_ACTION).text() for row in range(self.list.count())]

    def _fill(self, words: str) -> None:
        self.list.clear()
        wanted = words.casefold().split()
        for action in self._actions:
            name = action.text()
            if not action.isEnabled() or not all(word in name.casefold() for word in wanted):
                continue
            keys = "  ".join(key.toString() for key in action.shortcuts())
            item = QListWidgetItem(f"{name}    {keys}" if keys else name)
            item.setData(_ACTION, action)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _do(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        action = item.data(_ACTION)
        self.close()
        action.trigger()
