"""The table of words that find each other: groups to add, change and take out, kept as one step. Knows no library."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.legible import legible

_BETWEEN = re.compile(r"[、,，;；=＝|｜\n]+")
Groups = tuple[tuple[str, ...], ...]


def split(line: str) -> tuple[str, ...]:
    """The words of a group as typed: 医联体、医疗联合体 or 医联体 = 医疗联合体."""
    words = (" ".join(word.split()) for word in _BETWEEN.split(line))
    return tuple(dict.fromkeys(word for word in words if word))


class Synonyms(QDialog):
    """One line for each group."""

    kept = Signal(object)
    """The groups."""

    def __init__(self, groups: Groups, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("同义词表")
        self.setObjectName("synonyms")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(min(560, parent.width() - 40), min(460, parent.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        note = QLabel(
            "一行一组，词之间用顿号隔开。搜其中一个，其余的也会找到，并在列表上方写明。存在这个案例库里。", self
        )
        note.setObjectName("quiet")
        note.setWordWrap(True)
        self.narrower = QLineEdit(self)
        self.narrower.setPlaceholderText("在表里查找")
        self.narrower.setAccessibleName("在同义词表里查找")
        self.narrower.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("同义词组")
        self.list.setAccessibleDescription("F2 或双击修改，Delete 去掉")
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.state = QLabel(self)
        self.state.setObjectName("quiet")
        column.addWidget(note)
        column.addWidget(self.narrower)
        column.addWidget(self.list, 1)
        column.addLayout(self._foot())
        for group in groups:
            self._add("、".join(group))
        self._wire()
        self._look()
        self.list.setFocus()

    def _foot(self) -> QHBoxLayout:
        self.add = _button("添加一组", self)
        self.change = _button("修改", self)
        self.remove = _button("去掉", self)
        buttons = QDialogButtonBox(self)
        self.keep = buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        for button in (self.add, self.change, self.remove):
            row.addWidget(button)
        row.addWidget(self.state, 1)
        row.addWidget(buttons)
        return row

    def _wire(self) -> None:
        self.add.clicked.connect(self.add_group)
        self.change.clicked.connect(lambda: self.list.editItem(self.list.currentItem()) if self.list.count() else None)
        self.remove.clicked.connect(self.remove_chosen)
        self.list.itemSelectionChanged.connect(self._look)
        self.list.itemChanged.connect(lambda _: self._look())
        self.narrower.textChanged.connect(self._narrow)

    def groups(self) -> Groups:
        """What is in the table now; lines with fewer than two words are left out."""
        read = (split(item.text()) for item in self._items())
        return tuple(words for words in read if len(words) > 1)

    def add_group(self) -> None:
        """A new line, ready to be typed."""
        self.narrower.clear()
        item = self._add("")
        self.list.setCurrentItem(item)
        self.list.editItem(item)

    def remove_chosen(self) -> None:
        """Take the chosen lines out."""
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._look()

    def _add(self, words: str) -> QListWidgetItem:
        item = QListWidgetItem(legible(words))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.list.addItem(item)
        return item

    def _items(self) -> Sequence[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _look(self) -> None:
        chosen = bool(self.list.selectedItems())
        self.change.setEnabled(chosen)
        self.remove.setEnabled(chosen)
        short = sum(len(split(item.text())) < 2 for item in self._items() if item.text().strip())
        self.state.setText(f"{short} 行只有一个词，不会保存" if short else f"共 {len(self.groups())} 组")

    def _narrow(self, words: str) -> None:
        wanted = words.strip().casefold()
        for item in self._items():
            item.setHidden(wanted not in item.text().casefold())

    def _keep(self) -> None:
        self.list.setCurrentItem(None)  # type: ignore[call-overload]  # an open editor gives back what was typed
        groups = self.groups()
        self.accept()
        self.kept.emit(groups)


def _button(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button
