"""On which page a paragraph of a Word file will come to stand, counted as Word counts lines.

The contents need a number before Word works out its own; it does so when the file is printed or the field is renewed.
Knows looks; no sheet and no XML.
"""

from __future__ import annotations

import math
import re

from app.formats.docx_looks import Look, Style

_NARROW = re.compile("[\x20-\u02ff]")
_MEETING = re.compile("(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z%])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")


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
    """How many lines a text makes. Chinese and Latin stand a quarter of a character apart."""
    narrow = len(_NARROW.findall(text))
    ems = len(text) - narrow / 2 + len(_MEETING.findall(text)) / 4 + style.first
    room = max(2.0, math.floor(width / style.advance - style.left - style.right + 0.05))
    # a mark that may not begin a line takes the character before it along
    return max(1, math.ceil((ems - 0.4) / (room - 0.15)))
