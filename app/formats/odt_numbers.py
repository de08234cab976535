"""The numbers that styles put before list items and headings of an OpenDocument text. Knows elements, no package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from xml.etree.ElementTree import Element

from app.formats.docx_numbers import written
from app.formats.package import attribute, local

_WORD_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一": "chineseCounting",
    "壹": "chineseCounting",
    "１": "decimalFullWidth",
    "①": "decimalEnclosedCircle",
}
"""Word's names of the formats, by the first character of OpenDocument's."""
_DEEPEST = 10


class _Level(NamedTuple):
    format: str
    before: str
    after: str
    shown: int
    start: int


class Numbers:
    """Gives each numbered paragraph its number, in document order."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        for root in (styles, content):
            for element in root.iter() if root is not None else ():
                if local(element) == "list-style":
                    self._styles[attribute(element, "name") or ""] = _levels(element)
                elif local(element) == "outline-style":
                    self._outline = _levels(element)
        self._headings = [0] * (_DEEPEST + 1)
        self._kept: dict[str, list[int]] = {}
        self._lists: list[str] = []
        self._counts: list[int] = []
        self._due = False
        self._start: int | None = None

    @contextmanager
    def within(self, element: Element) -> Iterator[None]:
        """What is read inside belongs to this list or item of a list."""
        if local(element) != "list":
            self._enter_item(element)
            yield
            self._due = False
            return
        style = attribute(element, "style-name") or (self._lists[-1] if self._lists else "")
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
        if not self._lists:
            self._counts = self._kept.get(style, []) if goes_on else []
        self._lists.append(style)
        depth = len(self._lists)
        while len(self._counts) < depth:
            self._counts.append(self._level(len(self._counts) + 1).start - 1)
        yield
        self._lists.pop()
        if not self._lists:
            self._kept[style] = self._counts

    def next(self, paragraph: Element) -> str:
        """The number of this paragraph with what follows it, empty when it has none or a bullet."""
        if self._lists:
            return self._next_item() if self._due else ""
        told = attribute(paragraph, "outline-level") or ""
        if local(paragraph) != "h" or not told.isdecimal() or not 0 < int(told[:3]) <= _DEEPEST:
            return ""
        if attribute(paragraph, "is-list-header") == "true":
            return ""
        depth = int(told[:3])
        self._headings[depth:] = [self._headings[depth] + 1] + [0] * (_DEEPEST - depth)
        return self._label(self._outline, self._headings[1:], depth)

    def _enter_item(self, item: Element) -> None:
        self._due = local(item) == "list-item" and bool(self._lists)
        told = attribute(item, "start-value") or ""
        self._start = int(told) if told.isdecimal() and len(told) < 6 else None

    def _next_item(self) -> str:
        """Count at an item's first paragraph: one that only holds a list of its own is not counted."""
        self._due = False
        depth = len(self._lists)
        self._counts[depth - 1] = self._counts[depth - 1] + 1 if self._start is None else self._start
        del self._counts[depth:]
        return self._label(self._styles.get(self._lists[-1], {}), self._counts, depth)

    def _level(self, depth: int) -> _Level:
        return self._styles.get(self._lists[-1], {}).get(depth, _Level("", "", "", 1, 1))

    def _label(self, levels: dict[int, _Level], counts: list[int], depth: int) -> str:
        level = levels.get(depth)
        if level is None or not level.format:
            return ""
        shown = range(max(depth - level.shown, 0), min(depth, len(counts)))
        parts = [(levels.get(place + 1) or level).format or level.format for place in shown]
        number = ".".join(written(counts[place] or 1, format_) for place, format_ in zip(shown, parts, strict=True))
        label = level.before + number + level.after
        return label + " " if label[-1:].isascii() and label else label


def _levels(style: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in style:
        depth = attribute(element, "level") or ""
        if local(element) in ("list-level-style-number", "outline-level-style") and depth.isdecimal():
            format_ = (attribute(element, "num-format") or "")[:1]
            levels[int(depth[:3])] = _Level(
                _WORD_FORMATS.get(format_, "decimal") if format_ else "",
                (attribute(element, "num-prefix") or "")[:20],
                (attribute(element, "num-suffix") or "")[:20],
                _figure(attribute(element, "display-levels")),
                _figure(attribute(element, "start-value")),
            )
    return levels


def _figure(told: str | None) -> int:
    return int(told) if told and told.isdecimal() and len(told) < 6 else 1
