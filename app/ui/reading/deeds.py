"""What can be done on the desk: the names of the actions, their keys, and the menus they stand in. Knows no case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget

from app.ui.record.wording import COLOURS, INKS

_COLOURED = tuple(f"{COLOURS[colour]}高亮" for colour in INKS)
_ON_PAGE = frozenset({*_COLOURED, "批注选中的话", "删除高亮", "连同出处复制", "复制段落链接"})
"""What has its keys only while the page has the keyboard."""
_KEYS = {words: str(at) for at, words in enumerate(_COLOURED, 1)} | {
    "批注选中的话": "N", "删除高亮": "Del", "连同出处复制": "Ctrl+Shift+C", "复制段落链接": "Ctrl+Alt+C",
    "给案例写笔记": "Ctrl+N", "在本案例中查找": "Ctrl+F", "转到段落…": "Ctrl+G",
    "下一处命中": "F3", "上一处命中": "Shift+F3", "下一个标签页": "Ctrl+PgDown", "上一个标签页": "Ctrl+PgUp",
    "显示或收起大纲": "F9",
}  # fmt: skip
_MORE = (
    "在本案例中查找", "转到段落…", "", "显示或收起大纲", "显示段落号", "阅读设置…", "",
    "在旁边打开另一案例", "与原文并排", "两边同步滚动", "收起并排阅读", "",
    "连同出处复制", "复制段落链接", "", "给案例写笔记",
)  # fmt: skip


def make(desk: QWidget, page: QWidget, calls: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Every action of a desk by its name: those on the page work there only, the others wherever the desk is."""
    made = {}
    for words, act in calls.items():
        action = QAction(words, desk)
        if words in _KEYS:
            action.setShortcut(QKeySequence(_KEYS[words]))
        action.triggered.connect(lambda _=False, act=act: act())
        mine = words in _ON_PAGE
        scope = Qt.ShortcutContext.WidgetShortcut if mine else Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(scope)
        (page if mine else desk).addAction(action)
        made[words] = action
    return made


def on_page(actions: Mapping[str, QAction]) -> list[QAction]:
    """Those that work on a page only: every page has them."""
    return [action for words, action in actions.items() if words in _ON_PAGE]


def more(desk: QWidget, actions: Mapping[str, QAction]) -> QMenu:
    """The menu beside the tabs."""
    menu = QMenu(desk)
    for words in _MORE:
        if words:
            menu.addAction(actions[words])
        else:
            menu.addSeparator()
    return menu


def page_menu(desk: QWidget, page: QTextEdit, actions: Mapping[str, QAction], *, chosen: bool, inked: bool) -> QMenu:
    """The menu of the page: what can be done with what is chosen, or with a highlight at the caret."""
    menu = QMenu(desk)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if chosen:
        menu.addAction("复制").triggered.connect(page.copy)
    for words in ("连同出处复制", "复制段落链接"):
        menu.addAction(actions[words])
    menu.addSeparator()
    if chosen or inked:
        for words in (*_COLOURED, "批注选中的话"):
            menu.addAction(actions[words])
    if inked:
        menu.addAction(actions["删除高亮"])
    menu.addSeparator()
    for words in ("给案例写笔记", "在本案例中查找", "转到段落…", "与原文并排"):
        menu.addAction(actions[words])
    return menu
