"""笔记模板: those that come with the program to look at and copy, a person's own to write. Knows texts, no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.dialogs.practices import deed
from db.note_templates import Template


class NoteTemplates(QDialog):
    """The list of templates and the text of one."""

    added = Signal(str, str)
    """Name and text of a new one."""
    changed = Signal(str, str, str)
    """Id, name and text."""
    removed = Signal(str)

    def __init__(self, templates: Sequence[Template], parent: QWidget, text: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("笔记模板")
        self.setObjectName("noteTemplates")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(760, parent.width() - 80), min(560, parent.height() - 60))
        self._templates: tuple[Template, ...] = ()
        self._fresh = False
        self.list = QListWidget(self)
        self.list.setAccessibleName("模板")
        self.list.setMaximumWidth(210)
        self.name = QLineEdit(self)
        self.name.setMaxLength(40)
        self.name.setAccessibleName("模板名称")
        self.name.setPlaceholderText("模板名称")
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName("模板内容")
        self.text.setTabChangesFocus(True)
        words = QLabel("可用的空位：{案例} {单位} {地区} {日期} {摘录}（全部高亮）", self)
        words.setObjectName("quiet")
        words.setWordWrap(True)
        self.new = deed("新建", lambda: self._begin("", ""))
        self.copy = deed("复制为自己的", lambda: self._begin(f"{self.name.text()} 副本", self.text.toPlainText()))
        self.save = deed("保存", self._save)
        self.remove = deed("删除", self._remove)
        left, right, foot, body = QVBoxLayout(), QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.new)
        for part in (self.name, self.text, words):
            right.addWidget(part)
        for button in (self.save, self.copy, self.remove):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(deed("关闭", self.reject))
        right.addLayout(foot)
        body.addLayout(left)
        body.addLayout(right, 1)
        body.setSpacing(14)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addLayout(body)
        self.list.currentRowChanged.connect(self._show)
        self.fill(templates)
        if text:
            self._begin("", text)

    def fill(self, templates: Sequence[Template]) -> None:
        """Show these; the one that was chosen stays chosen."""
        kept, fresh = self.name.text(), self._fresh
        self._templates = tuple(templates)
        self.list.clear()
        for template in self._templates:
            self.list.addItem(QListWidgetItem(template.name if template.own else f"{template.name}（内置）"))
        row = next((at for at, one in enumerate(self._templates) if one.own and one.name == kept), 0)
        if not fresh:
            self.list.setCurrentRow(row)

    def _current(self) -> Template | None:
        row = self.list.currentRow()
        return self._templates[row] if not self._fresh and 0 <= row < len(self._templates) else None

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._templates):
            return
        self._fresh = False
        template = self._templates[row]
        self.name.setText(template.name)
        self.text.setPlainText(template.text)
        self._allow(own=template.own)

    def _allow(self, *, own: bool) -> None:
        self.name.setReadOnly(not own)
        self.text.setReadOnly(not own)
        self.save.setEnabled(own)
        self.remove.setEnabled(own and not self._fresh)
        self.copy.setEnabled(not self._fresh)

    def _begin(self, name: str, text: str) -> None:
        self._fresh = True
        self.list.clearSelection()
        self.name.setText(name.strip())
        self.text.setPlainText(text)
        self._allow(own=True)
        self.name.setFocus()

    def _save(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            self.name.setFocus()
            self.name.setPlaceholderText("请先写一个名称")
            return
        template = self._current()
        if template is None:
            self._fresh = False
            self.added.emit(name, self.text.toPlainText())
        elif template.own:
            self.changed.emit(template.id, name, self.text.toPlainText())

    def _remove(self) -> None:
        template = self._current()
        if template and template.own:
            self.removed.emit(template.id)
