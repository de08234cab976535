"""What a case's outline lists: its printed headings, else the ones its lines look like, else its paragraphs.

Pure: a text and its sections in, entries out; nothing is made up, every entry is words of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.formats.paragraphs import stretches
from db.records import Section

_TOP = re.compile(r"^(?:第[一二三四五六七八九十百]{1,4}[章节部条]|[一二三四五六七八九十]{1,3}、)")
_MIDDLE = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")
_LOW = re.compile(r"^(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])")
_LEVELS = (_TOP, _MIDDLE, _LOW)
_LONGEST = 42
"""Characters of a line beyond which it is no heading, and of an entry's words."""
_FEWEST, _OPENING = 2, 400
_MOST = 3000
"""Entries of an outline; more of them nobody reads."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the outline: where it leads, its words, how deep it stands (0 to 2), the number of its paragraph."""

    start: int
    end: int
    words: str
    depth: int = 0
    paragraph: int = 0


def contents(text: str, sections: Sequence[Section]) -> tuple[Item, ...]:
    """The outline of a text, in its order."""
    bounds = stretches(text)
    printed = {
        section.start: section.start + len(section.heading)
        for section in sections
        if section.heading.strip() and text.startswith(section.heading, section.start)
    }
    items = [_item(text, number, start, end, printed) for number, (start, end) in enumerate(bounds, 1)]
    found = [item for item in items if item is not None]
    known = {item.start for item in found}
    found += [
        Item(start, end, _short(text[start:end]), 0, _number(bounds, start))
        for start, end in printed.items()
        if not any(start <= at < end for at in known)
    ]
    found.sort(key=lambda item: item.start)
    if len(found) < _FEWEST:
        found = [
            Item(start, end, _opening(text[start:end]), 0, number) for number, (start, end) in enumerate(bounds, 1)
        ]
    highest = min((item.depth for item in found), default=0)
    return tuple(Item(i.start, i.end, i.words, i.depth - highest, i.paragraph) for i in found[:_MOST])


def _item(text: str, number: int, start: int, end: int, printed: dict[int, int]) -> Item | None:
    line = text[start:end]
    depth = next((at for at, level in enumerate(_LEVELS) if level.match(line)), None)
    stop = printed.get(start)
    if stop is not None:
        return Item(start, stop, _short(text[start:stop]), depth or 0, number)
    if depth is None:
        return None
    if len(line) <= _LONGEST and not line.endswith(("；", ";", "，", ",")):
        return Item(start, end, line, depth, number)
    head = re.split("[。：:]", line, maxsplit=1)[0]
    return Item(start, start + len(head), head, depth, number) if _FEWEST < len(head) <= _LONGEST else None


def _number(bounds: Sequence[tuple[int, int]], at: int) -> int:
    return max(1, bisect_right(bounds, at, key=lambda bound: bound[0]))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _opening(paragraph: str) -> str:
    """The first words of a paragraph."""
    first = re.split("[。！？；，,;]", " ".join(paragraph[:_OPENING].split()), maxsplit=1)[0]
    return _short(first or paragraph)


def at(items: Sequence[Item], position: int) -> int:
    """Which entry a position of the text stands under; -1 before the first."""
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle].start <= position:
            low = middle + 1
        else:
            high = middle
    return low - 1
