"""Choosing words in a piece of the review's text, by mouse and by key, so that a person can say what they are.

Holds what is chosen and finds the next edge; it paints nothing and decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent

from app.ui.review import setting
from app.ui.review.rows import Row

_MARKS = "，。；：、！？,.;:!?“”‘’《》（）()…—"
_RUN = re.compile(f"[^{re.escape(_MARKS)}\\s]+")
_PAIRS = (("“", "”"), ("《", "》"), ("‘", "’"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words of one piece: from where the choosing began to where the caret stands."""

    piece: int
    anchor: int
    caret: int

    @property
    def start(self) -> int:
        """The first character."""
        return min(self.anchor, self.caret)

    @property
    def end(self) -> int:
        """After the last character."""
        return max(self.anchor, self.caret)


class Choosing:
    """What is chosen in one text."""

    def __init__(self) -> None:
        self.now: Chosen | None = None
        self.dragging = False

    @property
    def some(self) -> Chosen | None:
        """What is chosen, None for a mere caret."""
        return self.now if self.now and self.now.anchor != self.now.caret else None

    def clear(self) -> None:
        """Nothing is chosen."""
        self.now, self.dragging = None, False

    def press(self, row: Row, box: QRect, point: QPoint, *, extend: bool) -> None:
        """The button went down on a piece's words."""
        at = _at(row, box, point)
        same = self.now is not None and self.now.piece == row.piece
        self.now = Chosen(row.piece, self.now.anchor if extend and same and self.now else at, at)
        self.dragging = True

    def drag(self, row: Row, box: QRect, point: QPoint) -> None:
        """The pointer moved with the button down; it stays in its piece."""
        if self.now and self.now.piece == row.piece:
            self.now = Chosen(row.piece, self.now.anchor, _at(row, box, point))

    def double(self, row: Row, box: QRect, point: QPoint) -> None:
        """The words between two marks, or all in the quotation marks around them."""
        start, end = _around(row.words, _at(row, box, point))
        self.now = Chosen(row.piece, start, end)

    def key(self, row: Row, event: QKeyEvent) -> bool:
        """Left and right walk the caret, with Shift they choose, with Ctrl from mark to mark; Ctrl+A takes all."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        if held & Qt.KeyboardModifier.AltModifier:
            return False
        here = self.now if self.now and self.now.piece == row.piece else None
        last = min(len(row.words), setting.MOST)
        if event.key() == Qt.Key.Key_A and ctrl:
            self.now = Chosen(row.piece, 0, last)
            return True
        caret = here.caret if here else 0
        match event.key():
            case Qt.Key.Key_Right:
                to = _edge(row.words, caret) if ctrl else caret + 1
            case Qt.Key.Key_Left:
                to = _edge(row.words, caret, back=True) if ctrl else caret - 1
            case Qt.Key.Key_Home if shift:
                to = 0
            case Qt.Key.Key_End if shift:
                to = last
            case _:
                return False
        to = max(0, min(to, last))
        self.now = Chosen(row.piece, (here.anchor if here else 0) if shift else to, to)
        return True


def _at(row: Row, box: QRect, point: QPoint) -> int:
    return min(setting.index_at(row, box, point), len(row.words), setting.MOST)


def _around(words: str, at: int) -> tuple[int, int]:
    for opener, closer in _PAIRS:
        start = words.rfind(opener, 0, at)
        end = words.find(closer, at)
        if start >= 0 and end >= 0 and closer not in words[start:at] and opener not in words[at:end]:
            return start + 1, end
    found = next((run for run in _RUN.finditer(words) if run.start() <= at <= run.end()), None)
    return found.span() if found else (at, at)


def _edge(words: str, at: int, *, back: bool = False) -> int:
    """The next place where a run of words begins or ends."""
    edges = sorted({0, len(words), *(edge for run in _RUN.finditer(words) for edge in run.span())})
    if back:
        return max((edge for edge in edges if edge < at), default=0)
    return min((edge for edge in edges if edge > at), default=len(words))
