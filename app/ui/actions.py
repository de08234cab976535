"""Every action of the window: its name, its keys, what it needs and whom it calls. Menus and Ctrl+K read this table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from app.ui import theme
from app.ui.notes.purposes import KEYS as NOTE_KEYS
from app.ui.uses import KINDS
from app.wording import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

Needs = Literal["", "library", "writable", "cases", "case", "hits"]
"""What must be there for an action to make sense: an open library, one that can be written, selected cases, a case
being read, something found."""
Where = Literal["window", "list"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table. `keys` are separated by blanks; a `list` action's keys work in the list only."""

    name: str
    title: str
    keys: str = ""
    needs: Needs = "library"
    where: Where = "window"
    checkable: bool = False


SCALES = (100, 125, 150, 175, 200)
ENTRIES: tuple[Entry, ...] = (
    Entry("import_files", "导入文件…", "Ctrl+O", "writable"),
    Entry("import_folder", "导入文件夹…", "Ctrl+Shift+O", "writable"),
    Entry("import_clipboard", "导入剪贴板里的文字", "Ctrl+Shift+V", "writable"),
    Entry("review_imports", "导入前核对", needs="", checkable=True),
    Entry("export", "导出或打印…", "Ctrl+E Ctrl+P", "hits"),
    Entry("export_pdf", "导出为 PDF…", needs="hits"),
    Entry("export_docx", "导出为 Word…", needs="hits"),
    Entry("export_xlsx", "导出为 Excel…", needs="hits"),
    Entry("export_md", "导出为 Markdown…", needs="hits"),
    Entry("export_json", "导出为 JSON…", needs="hits"),
    Entry("export_bib", "导出参考文献为 BibTeX…", needs="hits"),
    Entry("export_ris", "导出参考文献为 RIS…", needs="hits"),
    Entry("export_pack", "导出交换包…", needs="hits"),
    Entry("copy_citations", "复制引文（GB/T 7714）", needs="hits"),
    Entry("undo", "撤销", "Ctrl+Z", "writable"),
    Entry("redo", "重做", "Ctrl+Shift+Z Ctrl+Y", "writable"),
    Entry("history", "历史：一次撤销或重做多步…", "Ctrl+Alt+Z", "writable"),
    Entry("delete_cases", "删除选中的案例", "Del", "cases", "list"),
    Entry("star", "加星标／去星标", "S", "cases", "list"),
    Entry("bulk_edit", "批量修改选中的案例…", "Ctrl+Shift+E", "cases"),
    Entry("add_tag", "给选中的案例加标签…", "Ctrl+T", "cases"),
    Entry("label", "标记选中的案例…", "Ctrl+M", "cases"),
    Entry("clear_label", "清除标记…", needs="writable"),
    Entry("copy_rows", "把选中的案例复制为表格", "Ctrl+C", "hits", "list"),
    Entry("join_kin", "把选中的案例并为同一报道", needs="cases"),
    Entry("show_kin", "看同一报道的其他篇", needs="case"),
    Entry("add_theme", "给选中的案例加主题…", needs="cases"),
    Entry("new_theme", "新建主题…", needs="writable"),
    Entry("practices", "做法管理…"),
    Entry("learned", "学到的主题…"),
    *(
        Entry(f"note_is_{purpose}", f"笔记类型：{words}", NOTE_KEYS[purpose], "writable")
        for purpose, words in PURPOSES.items()
    ),
    Entry("meanings", "颜色含义…", needs="writable"),
    Entry("note_from", "用模板新建笔记，或由高亮生成…", "Ctrl+Alt+N", "writable"),
    Entry("note_templates", "笔记模板…", needs="writable"),
    Entry("note_history", "笔记改动历史…"),
    Entry("free_note", "新建不属于案例的笔记", "Ctrl+Shift+N", "writable"),
    Entry("shelf_note", "给当前文件夹写笔记", needs="writable"),
    Entry("correct_text", "改正选中的正文…", "Ctrl+Alt+E", "case"),
    Entry("trash", "回收站…", needs="writable"),
    Entry("judge_chosen", "按已学到的重新判断选中案例的主题", needs="cases"),
    Entry("judge_all", "按已学到的重新判断全部案例的主题", needs="writable"),
    Entry("search", "搜索", "Ctrl+L /", ""),
    Entry("clear_search", "清除搜索和全部筛选"),
    Entry("search_options", "查找选项…"),
    Entry("synonyms", "同义词表…"),
    Entry("search_syntax", "搜索写法…", needs=""),
    Entry("save_search", "把搜索存为智能文件夹…", "Ctrl+S", "writable"),
    Entry("hit_lines", "列出案例里的全部命中", "Ctrl+Shift+F", "case"),
    Entry("why", "为何排在这里", needs="hits"),
    Entry("narrow_facets", "在筛选项中查找", "Ctrl+Shift+L"),
    Entry("go_to_list", "到案例列表", "Ctrl+1"),
    Entry("go_to_reader", "到阅读区", "Ctrl+2"),
    Entry("palette", "全部操作…", "Ctrl+K", ""),
    Entry("back", "后退", "Alt+Left"),
    Entry("forward", "前进", "Alt+Right"),
    Entry("continue", "继续阅读：最近打开的案例…", "Ctrl+Shift+R"),
    Entry("beside", "把选中的案例并排打开", needs="hits"),
    Entry("mark_read", "标为已读", needs="cases"),
    Entry("mark_unread", "标为未读", needs="cases"),
    Entry("next_case", "下一个案例", "Ctrl+Down", "hits"),
    Entry("previous_case", "上一个案例", "Ctrl+Up", "hits"),
    Entry("preview", "放大／还原阅读区", "F11", ""),
    Entry("peek", "预览：列表旁放大阅读区", needs="hits"),
    Entry("side", "显示侧栏", "Ctrl+B", "", checkable=True),
    *(Entry(f"use_{kind.name}", f"{kind.title}：{kind.tip}", kind.keys) for kind in KINDS),
    Entry("add_shelf", "新建文件夹", needs="writable"),
    Entry("add_smart_shelf", "把当前筛选存为智能文件夹", needs="writable"),
    *(Entry(f"theme_{name}", f"主题：{title}", needs="", checkable=True) for name, title in theme.TITLES.items()),
    Entry("own_theme", "自定主题的颜色…", needs=""),
    *(Entry(f"scale_{scale}", f"界面缩放 {scale}%", needs="", checkable=True) for scale in SCALES),
    Entry("larger", "正文放大", "Ctrl++ Ctrl+=", ""),
    Entry("smaller", "正文缩小", "Ctrl+-", ""),
    Entry("indent", "正文首行缩进", needs="", checkable=True),
    Entry("new_library", "新建案例库…", needs=""),
    Entry("open_library", "打开案例库…", needs=""),
    Entry("backup", "备份案例库…"),
    Entry("restore", "从备份恢复…", needs=""),
    Entry("check", "检查案例库"),
    Entry("reindex", "重建检索"),
    Entry("load_starter", "载入示例案例库", needs="writable"),
    Entry("remove_starter", "移除示例案例", needs="writable"),
    Entry("shortcuts", "快捷键", "F1", ""),
    Entry("about", "关于杏林案库", needs=""),
    Entry("quit", "退出", "Ctrl+Q", ""),
)


class Actions:
    """The table made real: `QAction`s by name, on the window or on the list."""

    def __init__(self, window: QWidget, list_: QWidget, calls: Mapping[str, Callable[[], None]]) -> None:
        self._entries = {entry.name: entry for entry in ENTRIES}
        self._made = {entry.name: _made(entry, window, list_, calls[entry.name]) for entry in ENTRIES}

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def every(self) -> Sequence[QAction]:
        """All of them, in the order of the table."""
        return tuple(self._made.values())

    def some(self, *names: str) -> list[QAction | None]:
        """Those of these names; an empty name is a line in a menu."""
        return [self._made[name] if name else None for name in names]

    def enable(self, there: Mapping[Needs, bool]) -> None:
        """Enable what makes sense now."""
        for name, action in self._made.items():
            needs = self._entries[name].needs
            wanted = not needs or there[needs]
            if action.isEnabled() != wanted:  # Qt looks through all keys even when nothing changes
                action.setEnabled(wanted)

    def name_turns(self, undo: str | None, redo: str | None) -> None:
        """Say what undo and redo would do."""
        for name, word, label in (("undo", "撤销", undo), ("redo", "重做", redo)):
            self._made[name].setText(f"{word}：{label}" if label else word)
            self._made[name].setEnabled(self._made[name].isEnabled() and bool(label))


def _made(entry: Entry, window: QWidget, list_: QWidget, call: Callable[[], None]) -> QAction:
    action = QAction(entry.title, window)
    action.setObjectName(entry.name)
    action.setCheckable(entry.checkable)
    action.setShortcuts([QKeySequence(keys) for keys in entry.keys.split()])
    action.setAutoRepeat(entry.name in ("next_case", "previous_case", "larger", "smaller"))
    home = list_ if entry.where == "list" else window
    if entry.where == "list":
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    home.addAction(action)
    action.triggered.connect(partial(_call, call))
    return action


def _call(call: Callable[[], None], checked: bool = False) -> None:
    del checked
    call()
