"""On which page a paragraph of a Word file will come to stand, counted as Word counts lines.

The contents need a number before Word works out its own; it does so when the file is printed or the field is renewed.
Knows looks; no sheet and no XML.
"""

from __future__ import annotations

import re

from app.formats.docx_looks import Look, Style

_LATIN = {chr(code): 0.5 for code in range(0x20, 0x300)}
"""Widths of letters in Times New Roman, in parts of their height."""
_LATIN |= dict.fromkeys(" .,;:!|/\\'ijlIt", 0.27) | dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZw%&", 0.7)
_PIECE = re.compile("[\x21-\u02ff]+|——|……|.", re.DOTALL)
_HANGING = frozenset("，。、；：！？")
_CLOSING = frozenset("，。、；：！？）”’》〉】〕」』…")
_OPENING = frozenset("（“‘《〈【〔「『")
_MARKS = _CLOSING | _OPENING | {"—", "　", " ", "·"}


class Pages:
    """Fills pages from the first."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._page = 1
        self._left = look.tall
        self._new = True
        self._after = 0.0

    @property
    def page(self) -> int:
        """The page that is being filled, from 1."""
        return self._page

    def turn(self) -> None:
        """Begin a page, unless this one is empty."""
        if not self._new:
            self._page += 1
            self._left, self._new, self._after = self._look.tall, True, 0.0

    def add(self, style: Style, text: str, *, share: float = 1) -> int:
        """Set a paragraph in a share of the line's width.

        Returns:
            The page it begins on.
        """
        rows = lines(style, text, self._look.room * share)
        # of two distances that meet the greater holds
        before = 0 if self._new else max(style.before, self._after)
        wanted = style.line * (2 if style.with_next else 1)
        if before + wanted > self._left and not self._new:
            self.turn()
            before = 0
        begun = self._page
        self._left -= before
        for _ in range(rows):
            if style.line > self._left + 0.5:
                self._new = False
                self.turn()
            self._left -= style.line
            self._new = False
        self._after = style.after
        return begun

    def spend(self, height: float) -> None:
        """Something that is no paragraph takes room, on the next page when this one has not enough."""
        if height > self._left:
            self.turn()
        self._left -= min(height, self._left)
        self._new, self._after = False, 0.0


def lines(style: Style, text: str, width: float) -> int:
    """How many lines a text makes, set as office programs set it.

    A Chinese character is as wide as it is high and stands a quarter of that from a Latin one; words and figures stay
    together; stops hang over the end of a line, other closing marks take a character along to the next.
    """
    room = max(2.0, width / style.advance - style.left - style.right + 0.02)
    count, at, last = 1, style.first, ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        wide = _wide(piece)
        gap = 0.25 if last and (last in _LATIN) != (piece[0] in _LATIN) and not {last, piece[0]} & _MARKS else 0.0
        if at + gap + wide > room and at > 0:
            if piece in _HANGING and last not in _HANGING:
                at, last = room, piece
                continue
            if not piece.isspace():
                carried = 1.0 if piece[0] in _CLOSING or last in _OPENING else 0.0
                count += 1 + int(wide // room)
                at, last = carried + wide % room if wide > room else carried + wide, piece[-1]
                continue
        at += gap + wide
        last = piece[-1]
    return count


def _wide(piece: str) -> float:
    """The width of a character, or of a word in Latin letters, in characters' heights."""
    return sum(_LATIN.get(mark, 1.0) for mark in piece)
