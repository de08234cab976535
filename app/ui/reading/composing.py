"""Sets one paragraph into lines: breaks by the rules of `breaking`, even edges, room between scripts.

A paragraph is shaped twice: once to find its lines, once more with what is missing at their ends shared out between
their characters. Very long paragraphs are set by Qt alone, so that no text can keep the window waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from app.ui.reading.breaking import WHITE_AFTER, distances, line_end, reach, stretchable
from app.ui.reading.positions import Positions

_LONGEST = 12_000
"""Characters of a paragraph beyond which Qt sets it alone."""
_FINE = 16
"""Parts of a pixel in which room is shared out; so few that formats are not made without end."""
_WIDEST = 0.22
"""Room added between two characters at most, in characters; a line that wants more stays ragged."""
_FULL = 0.85
"""How much of a line is filled at least where the last one is to be as full as the others."""
_OVER = (0.05, 0.6, 1.2, 2.4, 4.8)
_HANG = 0.5
"""How much of a closing mark at the end of a line may stand outside: its white half."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a paragraph is to be set, in pixels. `em` is a character, `pitch` from line to line."""

    em: int
    pitch: float
    width: float
    indent: float = 0.0
    above: float = 0.0
    below: float = 0.0
    even: bool = True
    gap: bool = True
    on: bool = False
    """What follows goes on with it: its last line is as full as the others."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as found: its characters, counted in UTF-16, how wide they are, how wide they may be."""

    start: int
    end: int
    natural: float
    room: float


def compose(layout: QTextLayout, text: str, measure: Measure, left: int = 0) -> float:
    """Set a paragraph, `left` pixels in; `text` is what the layout holds. Returns its height with the room around."""
    return _composed(_Stand(layout, measure, left), text) * measure.pitch + measure.above + measure.below


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where the lines of a layout are put."""

    layout: QTextLayout
    measure: Measure
    left: int

    def indent(self, number: int) -> float:
        """How far a line stands in."""
        return self.measure.indent if not number else 0.0

    def put(self, line: QTextLine, number: int) -> None:
        """Stand the line in the middle of its pitch."""
        high = self.measure.above + number * self.measure.pitch + (self.measure.pitch - line.height()) / 2
        line.setPosition(QPointF(self.left + self.indent(number), high))


def _composed(stand: _Stand, text: str) -> int:
    """Set a paragraph; how many lines it takes."""
    layout, measure = stand.layout, stand.measure
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    if not text:
        layout.clearFormats()
        return _plain(stand)
    if len(text) > _LONGEST:
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.clearFormats()
        return _plain(stand)
    units = Positions(text)
    apart = distances(text, gap=measure.gap)
    fixed = {at: round(value * measure.em * _FINE) for at, value in apart.items()}
    layout.setFormats(_formats(fixed, units))
    lines = _broken(stand, text, units)
    if measure.on:
        lines = _filled(stand, text, units, lines)
    if not measure.even or len(lines) < 2:
        return len(lines)
    shared = dict(fixed)
    for line in lines if measure.on else lines[:-1]:
        _share(shared, text, units, line, measure.em)
    if shared != fixed:
        layout.setFormats(_formats(shared, units))
        if not _again(stand, lines):
            layout.setFormats(_formats(fixed, units))
            lines = _broken(stand, text, units)
    return len(lines)


def _filled(stand: _Stand, text: str, units: Positions, lines: list[_Line]) -> list[_Line]:
    """Break anew so that the last line is about as full as the others, each of which gives it a character or none."""
    if lines[-1].natural >= _FULL * lines[-1].room:
        return lines
    share = sum(line.natural for line in lines) / sum(line.room for line in lines)
    filled = _broken(stand, text, units, max(_FULL, share))
    return filled if len(filled) == len(lines) else _broken(stand, text, units)


def x_of(line: QTextLine, at: int) -> float:
    """Where a character of a line begins."""
    answer: object = line.cursorToX(at)  # a pair in some versions of Qt for Python, a number in others
    return cast("float", answer[0] if isinstance(answer, tuple) else answer)


def _plain(stand: _Stand) -> int:
    layout, count = stand.layout, 0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(stand.measure.width - stand.indent(count))
        stand.put(line, count)
        count += 1
    layout.endLayout()
    return max(1, count)


def _broken(stand: _Stand, text: str, units: Positions, share: float = 0.0) -> list[_Line]:
    """Break the paragraph into lines and put them under each other; with a `share` all of them are filled so far."""
    lines: list[_Line] = []
    measure = stand.measure
    ahead = float(measure.em)
    stand.layout.beginLayout()
    while (line := stand.layout.createLine()).isValid():
        room = whole = measure.width - stand.indent(len(lines))
        if share:
            ahead += whole * share
            room = min(whole, max(ahead, whole * _FULL))
        line.setLineWidth(room)
        begin, fits = line.textStart(), line.textStart() + line.textLength()
        start, most = units.to_python(begin), units.to_python(fits)
        end = _wanted(line, text, units, start, most, room, measure.em)
        if end < most:
            _cut(line, units.to_qt(end))
        stand.put(line, len(lines))
        lines.append(_Line(begin, begin + line.textLength(), line.naturalTextWidth(), whole))
        ahead -= lines[-1].natural
    stand.layout.endLayout()
    return lines


def _cut(line: QTextLine, end: int) -> None:
    """Let the line end there; the last character may need more room than it moves on, where its ink stands over."""
    width = x_of(line, end) - line.x()
    for more in _OVER:
        line.setLineWidth(width + more)
        if line.textStart() + line.textLength() >= end:
            break


def _wanted(line: QTextLine, text: str, units: Positions, start: int, most: int, room: float, em: int) -> int:
    """Where the line is to end: a closing mark that lacks half its width still stands on it."""
    if most >= len(text):
        return most
    further = reach(text, most)
    if further == most + 1 and line.naturalTextWidth() + em * (1 - _HANG) <= room + 0.5:
        line.setLineWidth(room + em * _HANG + 0.5)
        if units.to_python(line.textStart() + line.textLength()) == further:
            return further
        line.setLineWidth(room)
    return line_end(text, start, most)


def _share(shared: dict[int, int], text: str, units: Positions, line: _Line, em: int) -> None:
    """Share out what a line lacks between its characters, in place."""
    start, end = units.to_python(line.start), units.to_python(line.end)
    while end > start and text[end - 1] == " ":
        end -= 1
    hangs = em * _HANG if end > start and text[end - 1] in WHITE_AFTER and shared.get(end - 1, 0) >= 0 else 0.0
    lacks = line.room + hangs - line.natural
    places = stretchable(text, start, end)
    if not places or lacks <= 0 or lacks / len(places) > em * _WIDEST:
        return
    whole = int(lacks * _FINE)
    each, left = divmod(whole, len(places))
    for number, at in enumerate(places):
        shared[at] = shared.get(at, 0) + each + (number < left)


def _again(stand: _Stand, lines: Sequence[_Line]) -> bool:
    """Set the same lines with other distances; False when one of them came out otherwise."""
    same = True
    stand.layout.beginLayout()
    for number, wanted in enumerate(lines):
        line = stand.layout.createLine()
        if not line.isValid():
            same = False
            break
        line.setLineWidth(max(wanted.room, wanted.natural) + stand.measure.em)
        if line.textStart() + line.textLength() > wanted.end:
            _cut(line, wanted.end)
        stand.put(line, number)
        same = same and (line.textStart(), line.textStart() + line.textLength()) == (wanted.start, wanted.end)
    stand.layout.endLayout()
    return same


def _formats(distance: dict[int, int], units: Positions) -> list[QTextLayout.FormatRange]:
    """Distances after characters as formats; neighbours with the same one share a format."""
    made: list[QTextLayout.FormatRange] = []
    for first, last, value in _runs(sorted(distance.items())):
        stretch = QTextLayout.FormatRange()
        stretch.start = units.to_qt(first)
        stretch.length = units.to_qt(last + 1) - stretch.start
        stretch.format = _spaced(value)
        made.append(stretch)
    return made


@lru_cache(maxsize=512)
def _spaced(value: int) -> QTextCharFormat:
    """A format that does nothing but add room after characters."""
    form = QTextCharFormat()
    form.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    form.setFontLetterSpacing(value / _FINE)
    return form


def _runs(pairs: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
    """(first, last, value) of neighbours with the same value; those without any are left out."""
    if not pairs:
        return
    first = pairs[0][0]
    for (at, value), (following, other) in pairwise([*pairs, (-1, 0)]):
        if following != at + 1 or other != value:
            if value:
                yield first, at, value
            first = following
