"""The column of set paragraphs: lays out what is looked at, guesses the height of the rest and sets that when idle.

It stands in for Qt's own layout of a document, which keeps neither our rules for lines nor a long text from being set
whole. Knows the document and how it is to be set; no case, no page.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import accumulate

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPainterPath,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLine,
)

from app.ui.reading.composing import Measure, compose, x_of

_LEFT = 2
"""Characters a first line stands in."""
_AT_ONCE = 40
"""Paragraphs between two looks at the clock."""


class Galley(QAbstractTextDocumentLayout):
    """Paragraphs under each other in one column, `inset` pixels from the left edge."""

    def __init__(
        self,
        document: QTextDocument,
        measure: Measure,
        alone: Collection[int] = (),
        joined: Collection[int] = (),
        inset: int = 0,
    ) -> None:
        """Take a document that does not change any more.

        Args:
            document: What is set.
            measure: How.
            alone: The numbers of paragraphs that are headings.
            joined: The numbers of those that go on with the one before.
            inset: Room left of the column.
        """
        super().__init__(document)
        self._alone, self._joined = frozenset(alone), frozenset(joined)
        self._measure = measure
        self._inset = inset
        self._lengths: list[int] = []
        self._heights: list[float] = []
        self._tops: list[float] = [0.0]
        self._laid = bytearray()
        self._next = 0
        block = document.begin()
        while block.isValid():
            self._lengths.append(block.length() - 1)
            block = block.next()
        self._guess()

    # how it is set

    @property
    def inset(self) -> int:
        """Room left of the column that belongs to it."""
        return self._inset

    def set_measure(self, measure: Measure, inset: int = 0) -> None:
        """Set everything anew, when it is needed."""
        if measure != self._measure or inset != self._inset:
            self._measure, self._inset = measure, inset
            self._guess()
            self.documentSizeChanged.emit(self.documentSize())

    def _guess(self) -> None:
        measure = self._measure
        room = max(1.0, measure.width / measure.em)
        whole, indent = measure.above + measure.below, measure.indent / measure.em
        self._heights = [whole + measure.pitch * max(1, -int(-(n + indent) // room)) for n in self._lengths]
        self._laid = bytearray(len(self._lengths))
        self._next = 0
        self._stack()

    def _stack(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0.0))

    def _set(self, number: int, block: QTextBlock) -> bool:
        """Set one paragraph; whether it came out higher or lower than was guessed. The tops are left as they were."""
        text = block.text()
        height = compose(block.layout(), text, self._of(number, text), self._inset)
        self._laid[number] = 1
        changed = abs(height - self._heights[number]) > 0.01
        self._heights[number] = height
        return changed

    def _of(self, number: int, text: str) -> Measure:
        measure = self._measure
        if number + 1 in self._joined:
            measure = replace(measure, below=0.0, on=True)
        if number in self._joined:
            return replace(measure, indent=0.0, above=0.0)
        if number in self._alone:
            above = measure.below if number else 0.0
            return replace(measure, indent=0.0, above=above)
        if measure.indent and text[:1] == "\u3000":  # it was set in by hand
            printed = len(text) - len(text.lstrip("\u3000"))
            return replace(measure, indent=max(0, _LEFT - printed) * float(measure.em))
        return measure

    def ensure(self, top: float, bottom: float) -> bool:
        """Set what stands between two heights; whether anything below moved. What stands above does not move."""
        moved = False
        number = self._at(top)
        block = self.document().findBlockByNumber(number)
        while block.isValid() and self._tops[number] < bottom:
            if not self._laid[number] and self._set(number, block):
                moved = True
                self._tops[number + 1] = self._tops[number] + self._heights[number]
            elif moved:
                self._tops[number + 1] = self._tops[number] + self._heights[number]
            number += 1
            block = block.next()
        if moved:
            self._tops[number:] = accumulate(self._heights[number:], initial=self._tops[number])
            self.documentSizeChanged.emit(self.documentSize())
        return moved

    def advance(self, seconds: float) -> bool:
        """Set some more of what nobody looks at, not longer than about so many seconds; whether there is more."""
        end = time.perf_counter() + seconds
        total, moved = len(self._heights), False
        block = self.document().findBlockByNumber(self._next)
        for count in range(total):
            if self._next >= total or (count % _AT_ONCE == 0 and count and time.perf_counter() > end):
                break
            if not self._laid[self._next]:
                moved = self._set(self._next, block) or moved
                if time.perf_counter() > end:
                    self._next += 1
                    break
            self._next += 1
            block = block.next()
        if moved:
            self._stack()
            self.documentSizeChanged.emit(self.documentSize())
        return self._next < total

    @property
    def whole(self) -> bool:
        """Whether everything is set."""
        return all(self._laid)

    # where things are

    def anchor(self, y: float) -> tuple[int, float]:
        """What stands at a height: the paragraph, and how far into it."""
        number = self._at(y)
        return number, y - self._tops[number]

    def height_of(self, anchor: tuple[int, float]) -> float:
        """At what height that stands now."""
        number, into = anchor
        return self._tops[number] + into

    def _at(self, y: float) -> int:
        return min(max(bisect_right(self._tops, y) - 1, 0), max(0, len(self._heights) - 1))

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Where a paragraph stands; it is set if it was not."""
        number = block.blockNumber()
        if not block.isValid() or not 0 <= number < len(self._heights):
            return QRectF()
        if not self._laid[number] and self._set(number, block):
            self._tops[number:] = accumulate(self._heights[number:], initial=self._tops[number])
            self.documentSizeChanged.emit(self.documentSize())
        block.layout().setPosition(QPointF(0, self._tops[number]))
        return QRectF(0, self._tops[number], self._inset + self._measure.width, self._heights[number])

    def hitTest(self, point: QPointF | QPoint | QPainterPath.Element, accuracy: Qt.HitTestAccuracy) -> int:
        """The position at a point."""
        if not self._heights:
            return -1
        spot = point if isinstance(point, QPointF) else QPointF(float(point.x()), float(point.y()))  # type: ignore[operator]
        block = self.document().findBlockByNumber(self._at(spot.y()))
        inside = spot - self.blockBoundingRect(block).topLeft()
        layout = block.layout()
        exact = accuracy == Qt.HitTestAccuracy.ExactHit
        if not layout.lineCount():
            return -1 if exact else block.position()
        number = bisect_right(range(1, layout.lineCount()), inside.y(), key=lambda at: layout.lineAt(at).y())
        line = layout.lineAt(number)
        if exact and not line.naturalTextRect().contains(inside):
            return -1
        return block.position() + _nearest(line, inside.x(), last=number + 1 == layout.lineCount())

    def documentSize(self) -> QSizeF:
        """How large the column is, guessed where it is not set yet."""
        return QSizeF(self._inset + self._measure.width, self._tops[-1])

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:  # noqa: ARG002 - there is one
        """The whole column."""
        return QRectF(QPointF(0, 0), self.documentSize())

    def pageCount(self) -> int:
        """It is a screen's column."""
        return 1

    def documentChanged(self, at: int, removed: int, added: int) -> None:
        """The text stays; formats of single characters are given before it is set."""

    # drawing

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Draw the paragraphs in sight."""
        clip = context.clip
        top, bottom = (clip.top(), clip.bottom()) if clip.isValid() else (0.0, self._tops[-1])
        painter.setPen(context.palette.color(QPalette.ColorRole.Text))
        chosen = [
            (s.cursor.selectionStart(), s.cursor.selectionEnd(), QTextCharFormat(s.format)) for s in context.selections
        ]
        self.each(top, bottom, lambda block, _: self._draw(painter, block, chosen, context.cursorPosition))

    def each(self, top: float, bottom: float, tell: Callable[[QTextBlock, float], None]) -> None:
        """Tell the paragraphs between two heights and where each begins."""
        number = self._at(top)
        block = self.document().findBlockByNumber(number)
        while block.isValid() and self._tops[number] < bottom:
            tell(block, self.blockBoundingRect(block).top())
            number += 1
            block = block.next()

    def _draw(
        self, painter: QPainter, block: QTextBlock, chosen: Sequence[tuple[int, int, QTextCharFormat]], caret: int
    ) -> None:
        begin, end = block.position(), block.position() + block.length()
        parts = []
        right = self._inset + self._measure.width
        for first, last, form in chosen:
            if first < end and last > begin:
                part = QTextLayout.FormatRange()
                part.start = max(0, first - begin)
                part.length = max(0, min(end - 1, last) - begin - part.start)
                _ground(painter, block.layout(), part, form, right)
                words = QTextCharFormat(form)
                words.clearBackground()
                part.format = words
                parts.append(part)
        block.layout().draw(painter, QPointF(0, 0), parts)  # the layout knows where it stands
        if begin <= caret < end:
            block.layout().drawCursor(painter, QPointF(0, 0), caret - begin, 1)


def _ground(
    painter: QPainter, layout: QTextLayout, part: QTextLayout.FormatRange, form: QTextCharFormat, right: float
) -> None:
    """Colour what lies under a chosen stretch, not beyond the column where the white of a mark stands out of it."""
    first, last = part.start, part.start + part.length
    for at in range(layout.lineForTextPosition(first).lineNumber() if part.length else 0, layout.lineCount()):
        line = layout.lineAt(at)
        low, high = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
        if low >= high:
            break
        ends = sorted((x_of(line, low), x_of(line, high)))
        box = QRectF(ends[0], line.y(), min(ends[1], right) - ends[0], line.height())
        painter.fillRect(box.translated(layout.position()), form.background())


def _nearest(line: QTextLine, x: float, *, last: bool) -> int:
    """The position in a line nearest to `x`; behind the last character of a line begins the next one."""
    at = int(line.xToCursor(x))
    end = line.textStart() + line.textLength()
    return at if last or at < end else max(line.textStart(), end - 1)
