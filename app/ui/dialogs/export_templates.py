"""Choices kept by name: apply, keep, rename, delete. Knows templates; no library, no settings file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QWidget

from app.services.choosing import Template, all_kept, all_taken
from app.ui.dialogs.asking import AskName
from app.ui.dialogs.export_choices import EDGE
from app.ui.picking import Opening, Pick
from app.ui.record.naming import named

_NONE = "不用模板"


class TemplateBar(QWidget):
    """A list of templates and a menu of what can be done with them."""

    applied = Signal(object)
    """A `Template` was chosen."""
    kept = Signal(str)
    """All templates as JSON, after any of them changed."""

    def __init__(self, text: str, current: Callable[[], Template], parent: QWidget) -> None:
        super().__init__(parent)
        self.templates = all_taken(text)
        self._current = current
        self.list = Pick("模板", (), self)
        more = named(Opening("管理", self), "several", "管理模板")
        more.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        menu = QMenu(more)
        self.save = menu.addAction("把现在的选择存为模板…", self._save)
        self.update_ = menu.addAction("用现在的选择更新这个模板", self._update)
        self.rename = menu.addAction("改名…", self._rename)
        self.delete = menu.addAction("删除", self._delete)
        more.setMenu(menu)
        row = QHBoxLayout(self)
        self._row = row
        row.setSpacing(8)
        row.addWidget(QLabel("模板", self))
        row.addSpacing(4)
        row.addWidget(self.list, 1)
        row.addWidget(more)
        self.keep_clear(0)
        self._fill("")
        self.list.activated.connect(self._apply)
        self.list.currentIndexChanged.connect(self._look)

    def keep_clear(self, bar: int) -> None:
        """End where the fields below end; `bar` is the width of their scroll bar, 0 without one."""
        self._row.setContentsMargins(0, 0, EDGE + bar, 0)

    def name(self) -> str:
        """The template chosen, empty when none is."""
        return str(self.list.value() or "")

    def keep(self, name: str) -> None:
        """Keep the present choice under a name."""
        self.templates[name] = self._current()
        self._fill(name)
        self.kept.emit(all_kept(self.templates))

    def rename_to(self, name: str) -> None:
        """Give the chosen template another name; one that has it already is replaced."""
        old = self.name()
        if old and name != old:
            kept = {k: v for k, v in self.templates.items() if k != name}
            self.templates = {name if k == old else k: v for k, v in kept.items()}
            self._fill(name)
            self.kept.emit(all_kept(self.templates))

    def _fill(self, chosen: str) -> None:
        self.list.clear()
        for label, value in ((_NONE, ""), *((name, name) for name in self.templates)):
            self.list.addItem(label, value)
        self.list.set_value(chosen)
        self._look()

    def _look(self) -> None:
        for action in (self.update_, self.rename, self.delete):
            action.setEnabled(bool(self.name()))

    def _apply(self) -> None:
        if found := self.templates.get(self.name()):
            self.applied.emit(found)

    def _save(self) -> None:
        self._ask("存为模板", "版式、正文、笔记、排列与格式会一起记住；案例、标题和文件名不记。", "保存", "", self.keep)

    def _update(self) -> None:
        if self.name():
            self.keep(self.name())

    def _rename(self) -> None:
        self._ask("模板改名", f"给“{self.name()}”换一个名称。", "改名", self.name(), self.rename_to)

    def _delete(self) -> None:
        self.templates.pop(self.name(), None)
        self._fill("")
        self.kept.emit(all_kept(self.templates))

    def _ask(self, title: str, words: str, do: str, name: str, then: Callable[[str], None]) -> None:
        asked = AskName(title, words, do, self, name)
        asked.suggest(self.templates)
        asked.told.connect(lambda told, _: then(told))
        asked.open()
