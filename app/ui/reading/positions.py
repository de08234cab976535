"""The one place where positions change their count: Python string indices here, Qt's UTF-16 units there.

A character beyond U+FFFF is one to Python and two to Qt. Knows strings only; no widget, no case.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import merge

from app.ui.legible import legible

_WIDE = re.compile("[\U00010000-\U0010ffff]")


def shown(text: str) -> str:
    """The text as Qt can show it: every character still in its place, none of them lost or doubled.

    Carriage returns become invisible, for the rest see `legible`; a line ends with a line feed and nothing else.
    """
    return legible(text).replace("\r", "\u200b")


class Positions:
    """Translates positions within one text, both ways, in the time of a binary search."""

    def __init__(self, text: str, breaks: Sequence[int] = ()) -> None:
        """Take a text; `breaks` are the characters before which what is shown has a line break the text has not."""
        wide = [] if text.isascii() else [found.end() for found in _WIDE.finditer(text)]
        self._from = list(merge(wide, breaks))
        self._extra = [at + before for before, at in enumerate(self._from)]
        self._breaks = frozenset(at + bisect_right(wide, at) + number for number, at in enumerate(breaks))
        self._length = len(text)

    def to_qt(self, index: int) -> int:
        """The UTF-16 position of a Python index; outside the text it is held at the nearer end."""
        index = min(max(index, 0), self._length)
        return index + bisect_right(self._from, index) if self._from else index

    def to_python(self, position: int) -> int:
        """The Python index of a UTF-16 position; between the halves of a character, that character's own."""
        before = bisect_left(self._extra, position)
        halved = before < len(self._extra) and self._extra[before] == position and position not in self._breaks
        return min(max(position - before - halved, 0), self._length)


def chosen(first: int, last: int, positions: Positions, text: str) -> tuple[int, int] | None:
    """The stretch of a text between two places of Qt's, without blanks at its ends; None when that is nothing."""
    start, end = positions.to_python(first), positions.to_python(last)
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return (start, end) if start < end else None
