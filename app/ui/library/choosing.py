"""How a click on a facet is meant: plain only this, Ctrl also, Shift or, Alt not. Knows no facet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

How = Literal["only", "and", "or", "not"]
State = Literal["on", "not"]
Other = tuple[str, Callable[[], None]]
"""A deed in a value's menu: its words and what it does."""
HINT = "单击只看此项 · Ctrl 同时满足 · Shift 任一满足 · Alt 排除"
_WORDS: dict[How, str] = {
    "only": "只看此项",
    "and": "同时满足（Ctrl+单击）",
    "or": "任一满足（Shift+单击）",
    "not": "排除此项（Alt+单击）",
}


def how(modifiers: Qt.KeyboardModifier) -> How:
    """What a click with these keys held means."""
    if modifiers & Qt.KeyboardModifier.AltModifier:
        return "not"
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return "or"
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return "and"
    return "only"


def ask(parent: QWidget, place: QPoint, chosen: Callable[[How], None], others: Sequence[Other] = ()) -> QMenu:
    """Offer the four ways as a menu, for those who have no hand free, and other deeds; `place` is on the screen."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for way, words in _WORDS.items():
        menu.addAction(words, partial(chosen, way))
    if others:
        menu.addSeparator()
    for words, act in others:
        menu.addAction(words, act)
    menu.popup(place)
    return menu
