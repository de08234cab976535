"""The one place where positions change their count: Python string indices here, Qt's UTF-16 units there.

A character beyond U+FFFF is one to Python and two to Qt. Knows strings only; no widget, no case.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_UNSHOWABLE = re.compile("[\x00\r\x1c-\x1e\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What Qt would drop, merge or take for a break of its own; the break of a line is "\\n" and nothing else."""


def shown(text: str) -> str:
    """The text as Qt can show it: every character still in its place, none of them lost or doubled.

    Carriage returns become invisible, other separators blanks, halves of characters the replacement mark.
    """
    return _UNSHOWABLE.sub(_stand_in, text)


def _stand_in(found: re.Match[str]) -> str:
    mark = found[0]
    if mark == "\r":
        return "\u200b"
    return " " if mark in "\x1c\x1d\x1e\u2028\u2029" else "\ufffd"


class Positions:
    """Translates positions within one text, both ways, in the time of a binary search."""

    def __init__(self, text: str) -> None:
        self._wide = [found.start() for found in _WIDE.finditer(text)]
        self._wide_qt = [at + before for before, at in enumerate(self._wide)]
        self._length = len(text)

    def to_qt(self, index: int) -> int:
        """The UTF-16 position of a Python index; outside the text it is held at the nearer end."""
        index = min(max(index, 0), self._length)
        return index + bisect_left(self._wide, index)

    def to_python(self, position: int) -> int:
        """The Python index of a UTF-16 position; between the halves of a character, that character's own."""
        before = bisect_left(self._wide_qt, position)
        if before and self._wide_qt[before - 1] == position - 1:
            return self._wide[before - 1]
        return min(max(position - before, 0), self._length)
