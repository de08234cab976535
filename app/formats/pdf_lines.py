"""The layout of text pages: lines from characters, paragraphs from lines. Knows characters with boxes and no PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

Box = tuple[str, float, float, float, float]
"""A character, its left, right, bottom and top in points; the origin is the page's lower left corner."""

_ENDS = "。！？!?：:；;”’）)》】…"
_NUMBER = re.compile(
    r"[-—–·•\s]*(?:第\s*)?[0-9０-９ⅠⅡⅢⅣⅤ]{1,4}\s*(?:页)?\s*(?:[/／|]\s*(?:共\s*)?\d{1,4}\s*页?|共\s*\d+\s*页)?[-—–·•\s]*"
)
_OPENS = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]{1,3}[章节条]|[•●■◆])"
)
_EDGE = 3
_REPEATS = 3
_LONGEST = 36
"""Characters of the longest running head."""


class Line(NamedTuple):
    """A line of text with its place on the page in points; `size` is the height of its characters."""

    text: str
    left: float
    right: float
    y: float
    size: float


Page = list[Line]


def lines_of(boxes: Sequence[Box]) -> Page:
    """Gather characters into lines at their line ends."""
    lines: Page = []
    current: list[Box] = []
    for box in (*boxes, ("\n", 0.0, 0.0, 0.0, 0.0)):
        if box[0] not in "\r\n":
            current.append(box)
        elif current:
            line = _line(current)
            if line:
                lines.append(line)
            current = []
    return lines


def without_running(pages: Sequence[Page]) -> list[Page]:
    """The pages without heads, feet and page numbers: what stands at an edge on three pages or more."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_shape(page[index]) for index in _edges(page)})
    kept = []
    for page in pages:
        dropped = {
            index
            for index in _edges(page)
            if seen[_shape(page[index])] >= _REPEATS or (len(pages) > 1 and _NUMBER.fullmatch(page[index].text))
        }
        kept.append([line for index, line in enumerate(page) if index not in dropped])
    return kept


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """Join lines that run on: full lines of one size whose successor is neither indented nor a heading."""
    found: list[str] = []
    last: Line | None = None
    last_right = 0.0
    indented = _indented(pages)
    for page in pages:
        rights = [_right_margin(page, line) for line in page]
        lefts = [_left_margin(page, line) for line in page]
        fresh = True
        for index, line in enumerate(page):
            if last is not None and _runs_on(last, last_right, line, lefts[index], doubtful=fresh and not indented):
                found[-1] = joined(found[-1], line.text)
            else:
                found.append(line.text)
            last, last_right, fresh = line, rights[index], False
    return [paragraph.replace("\u00ad", "") for paragraph in found]


def joined(one: str, other: str) -> str:
    """Two lines as one: a space only between words of letters, a hyphenated word made whole."""
    if one.endswith("\u00ad"):
        return one[:-1] + other
    if one and other and _spaced(one[-1]) and _spaced(other[0]):
        return f"{one} {other}"
    return one + other


def _spaced(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ",.;:!?)%\"'(&")


def _line(boxes: list[Box]) -> Line | None:
    text = "".join(box[0] for box in boxes).strip()
    solid = [box for box in boxes if not box[0].isspace() and box[2] > box[1]]
    if not text or not solid:
        return Line(text, 0.0, 0.0, 0.0, 0.0) if text else None
    heights = [box[4] - box[3] for box in solid]
    widths = [box[2] - box[1] for box in solid if ord(box[0]) >= 0x2E80]
    size = max(median(heights), median(widths) if widths else 0.0, 0.1)
    return Line(text, min(box[1] for box in solid), max(box[2] for box in solid), median(b[3] for b in solid), size)


def _shape(line: Line) -> tuple[str, int]:
    """What a running head keeps from page to page: its words, the figures of short ones apart, and its height."""
    words = re.sub(r"\s+", "", line.text)
    return (re.sub(r"[\d０-９]+", "#", words) if len(words) <= _LONGEST else words, round(line.y / 6))


def _edges(page: Page) -> list[int]:
    """The lines nearest the page's upper and lower edge, wherever they stand in the reading order."""
    order = sorted(range(len(page)), key=lambda index: page[index].y)
    return sorted({*order[:_EDGE], *order[-_EDGE:]})


def _beside(page: Page, line: Line) -> list[Line]:
    """The lines of the same column: those that overlap this one."""
    return [each for each in page if each.left < line.right and each.right > line.left]


def _right_margin(page: Page, line: Line) -> float:
    return max(
        (each.right for each in _beside(page, line) if each.left <= line.left + 4 * line.size), default=line.right
    )


def _left_margin(page: Page, line: Line) -> float:
    """The column's left edge: where most of its lines begin."""
    lefts = Counter(round(each.left / max(line.size, 1) * 2) for each in _beside(page, line))
    common = max(lefts.values(), default=0)
    step = min((place for place, times in lefts.items() if times >= common / 2), default=0)
    return step * max(line.size, 1) / 2


def _indented(pages: Sequence[Page]) -> bool:
    """Whether paragraphs begin with an indent, so that a line without one continues the page before."""
    lines = [(page, line) for page in pages[:5] for line in page[:80]]
    starts = sum(line.left > _left_margin(page, line) + 1.2 * line.size for page, line in lines)
    return starts > 0.04 * len(lines)


def _runs_on(last: Line, right: float, line: Line, left: float, *, doubtful: bool) -> bool:
    """Whether a line continues the one before; when `doubtful`, only where the sentence does."""
    em = max(last.size, line.size, 1.0)
    if abs(last.size - line.size) > 0.2 * em or last.right < right - 2.2 * em:
        return False
    if line.left > left + 1.2 * em or (_OPENS.match(line.text) and last.text[-1] in _ENDS):
        return False
    if doubtful:
        return last.text[-1] not in _ENDS
    return last.y - line.y < 2.6 * em
