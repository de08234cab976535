"""The menus of a matrix: of a cell, of a line, of a column. Knows words and who is called, not what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from app.services.gridding import Cell
from db.compared import Entry

Act = Callable[[str], None]


def cell_menu(parent: QWidget, cell: Cell, chosen: Entry | None, act: Act, *, writable: bool) -> QMenu:
    """What can be done with a cell; `act` is told a wish by name."""
    menu = QMenu(parent)
    if writable:
        if cell.hints:
            add(menu, "采用第一条建议\t回车", "accept", act)
        add(menu, "写自己的话…\tF2", "write", act)
        if chosen and chosen.kind == "own":
            add(menu, "改这段话…", "rewrite", act)
        if cell.state != "filled":
            taken = cell.state == "none"
            add(menu, "改回“未读到”\t-" if taken else "标为“文中没有”\t-", "none", act)
        add(menu, "粘贴引文或文字\tCtrl+V", "paste", act)
        menu.addSeparator()
    if chosen and chosen.kind == "quote":
        add(menu, "在旁边看这段原文\t空格", "peek", act)
        add(menu, "到阅读区看这段原文\tCtrl+空格", "read", act)
        if chosen.anchor == "changed" and writable:
            add(menu, "采用改动后的原文", "renew", act)
    if chosen and writable and len(cell.entries) > 1:
        add(menu, "上移\tAlt+↑", "entry_up", act)
        add(menu, "下移\tAlt+↓", "entry_down", act)
    if chosen and writable:
        add(menu, "移除这一条\tDel", "drop", act)
    menu.addSeparator()
    add(menu, "复制为表格\tCtrl+C", "copy_table", act)
    if writable:
        menu.addSeparator()
        _fill_line(menu.addMenu("这一案"), act)
        _fill_column(menu.addMenu("这一列问题"), act)
    return menu


def line_menu(parent: QWidget, act: Act, *, writable: bool, there: bool) -> QMenu:
    """What can be done with a case's line."""
    menu = QMenu(parent)
    if there:
        add(menu, "在旁边读这一案\t双击", "peek_case", act)
        add(menu, "到阅读区读这一案", "read_case", act)
        menu.addSeparator()
    if writable:
        _fill_line(menu, act)
    return menu


def column_menu(parent: QWidget, act: Act, *, writable: bool) -> QMenu:
    """What can be done with a question's column."""
    menu = QMenu(parent)
    if writable:
        _fill_column(menu, act)
    else:
        add(menu, "按这一列排序", "sort_column", act)
    return menu


def _fill_line(menu: QMenu, act: Act) -> None:
    add(menu, "前移\tAlt+Shift+↑", "line_before", act)
    add(menu, "后移\tAlt+Shift+↓", "line_after", act)
    add(menu, "移出矩阵", "remove_line", act)


def _fill_column(menu: QMenu, act: Act) -> None:
    add(menu, "整列采用建议\tCtrl+回车", "accept_column", act)
    add(menu, "改名…", "rename_column", act)
    add(menu, "按这一列排序", "sort_column", act)
    add(menu, "左移\tAlt+Shift+←", "column_before", act)
    add(menu, "右移\tAlt+Shift+→", "column_after", act)
    add(menu, "加宽\tCtrl+Alt+→", "wider", act)
    add(menu, "收窄\tCtrl+Alt+←", "narrower", act)
    add(menu, "删除这一列", "remove_column", act)


def add(menu: QMenu, words: str, name: str, act: Act) -> None:
    """One line of a menu."""
    menu.addAction(words).triggered.connect(lambda _=False: act(name))
