"""Names for widgets: the one the style sheet knows and the one a screen reader says. Knows widgets only."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QToolButton, QWidget

from app.ui.legible import legible

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, told: str = "") -> W:
    """Give a widget its name in the style sheet, and what is said of it aloud."""
    widget.setObjectName(name)
    if told:
        widget.setAccessibleName(told)
    return widget


def tool(name: str, words: str = "", told: str = "") -> QToolButton:
    """A small button with words, named for style sheet and screen reader."""
    button = named(QToolButton(), name, told)
    button.setText(legible(words))
    return button
