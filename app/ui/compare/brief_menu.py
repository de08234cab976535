"""The menu of one part of a brief. Knows what can be done with it, not how."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.ui.compare.brief_block import KINDS, Block, TextBlock, style

_KEYS = {"one": 1, "two": 2, "own": 0, "opinion": 3}


def offer(
    block: Block,
    place: QPoint,
    become: Callable[[str], None],
    move: Callable[[int], None],
    rest: tuple[Callable[[], None], Callable[[], None]],
) -> QMenu:
    """Open it; `rest` begins a paragraph after the part, and deletes the part."""
    menu = QMenu(block)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if isinstance(block, TextBlock):
        for kind, words in KINDS.items():
            action = menu.addAction(f"{words}\tCtrl+Alt+{_KEYS[kind]}", partial(become, kind))
            action.setCheckable(True)
            action.setChecked(style(block.part) == kind)
        menu.addSeparator()
    menu.addAction("上移\tAlt+↑", partial(move, -1))
    menu.addAction("下移\tAlt+↓", partial(move, 1))
    menu.addAction("在后面另起一段", rest[0])
    menu.addSeparator()
    menu.addAction("删除", rest[1])
    menu.popup(place)
    return menu
