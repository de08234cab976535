"""Where a paragraph without end is cut so that it can be set piece by piece. Pure: text in, positions out; no Qt.

A text whose line breaks were lost is one paragraph of a megabyte, which no layout sets at once: its pieces end with a
sentence where they can, stand under each other without any room between, and the text itself stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.ui.reading.breaking import may_break

LONGEST = 3_000
"""Characters of a paragraph that is set as it is."""
_PIECE, _LEAST = 1_200, 700
"""Characters of a piece, and the fewest after which the end of a sentence ends it."""
_ENDS = ("。！？!?", "；;", "，、,.", "”’）》〉」』】")
"""Where it is cut, the best first."""
_BACK = 40


def breaks(text: str) -> tuple[int, ...]:
    """The characters before which a new piece begins, in order; none in a text of ordinary paragraphs."""
    found: list[int] = []
    start = 0
    while start <= len(text) - LONGEST:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > LONGEST:
            found.extend(_cuts(text, start, end))
        start = end + 1
    return tuple(found)


def apart(page: str, at: Sequence[int]) -> str:
    """What is shown, with a line break before each of the characters."""
    if not at:
        return page
    edges = (0, *at, len(page))
    return "\n".join(page[start:end] for start, end in pairwise(edges))


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    while end - start > _PIECE + _LEAST:
        start = _cut(text, start)
        yield start


def _cut(text: str, start: int) -> int:
    most = start + _PIECE
    for marks in _ENDS:
        last = max(text.rfind(mark, start + _LEAST, most) for mark in marks) + 1
        while 0 < last < most and not may_break(text, last):
            last += 1
        if 0 < last < most:
            return last
    return next((at for at in range(most, most - _BACK, -1) if _loose(text, at)), most)


def _loose(text: str, at: int) -> bool:
    """Whether nothing that stands there belongs to the character before."""
    joined = unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0e\ufe0f" or text[at - 1] == "\u200d"
    return may_break(text, at) and not joined
