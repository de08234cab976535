"""What a note said before, version by version, each beside what it says now. Knows texts and times, no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.ui.dialogs.practices import deed
from app.ui.dialogs.trash import moment
from app.ui.record.difference import Difference
from app.ui.theme import Palette
from db import linked
from db.note_versions import Version
from db.records import Note


class NoteHistory(QDialog):
    """The versions of one note."""

    back_wanted = Signal(str)
    """The text that is to be the note's again."""

    def __init__(self, note: Note, versions: Sequence[Version], palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("笔记改动历史")
        self.setObjectName("noteHistory")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(980, parent.width() - 60), min(620, parent.height() - 60))
        self._note, self._versions = note, tuple(versions)
        title = QLabel(linked.caption(note.text, note.quote) or "无题笔记", self)
        title.setObjectName("title")
        title.setTextFormat(Qt.TextFormat.PlainText)
        words = QLabel("每次打开编辑，或连续写满五分钟，留下一个旧版。恢复旧版也可以撤销。", self)
        words.setObjectName("quiet")
        self.list = QListWidget(self)
        self.list.setAccessibleName("旧版")
        self.list.setMinimumWidth(190)
        for version in self._versions:
            item = QListWidgetItem(f"{moment(version.written_at)}\n{len(linked.plain(version.text)):,} 字")
            item.setToolTip(linked.caption(version.text))
            self.list.addItem(item)
        self.difference = Difference(palette, self)
        right = QWidget(self)
        box = QVBoxLayout(right)
        box.setContentsMargins(10, 0, 0, 0)
        box.addWidget(self.difference)
        sides = QSplitter(self)
        sides.addWidget(self.list)
        sides.addWidget(right)
        sides.setStretchFactor(1, 1)
        sides.setSizes([200, 760])
        sides.setChildrenCollapsible(False)
        self.back = deed("恢复这一版", self._tell)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(deed("关闭", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(words)
        column.addWidget(sides, 1)
        column.addLayout(foot)
        self.list.currentRowChanged.connect(self._show)
        if self._versions:
            self.list.setCurrentRow(0)
        else:
            words.setText("这条笔记还没有旧版。")
            self.back.setEnabled(False)
            self._show(-1)

    def _show(self, row: int) -> None:
        before = self._versions[row] if 0 <= row < len(self._versions) else None
        if before is None:
            self.difference.clear()
            return
        self.difference.show_difference(
            linked.plain(before.text), linked.plain(self._note.text), titles=(moment(before.written_at), "现在")
        )

    def _tell(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._versions):
            self.back_wanted.emit(self._versions[row].text)
            self.accept()
