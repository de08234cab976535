"""Colour under the text: which stretches overlap, where they lie on the page, how they are drawn. No library here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextDocument

from app.ui.reading.composing import x_of
from app.ui.reading.positions import Positions
from app.ui.theme import Palette
from db.records import Colour, Mark, Note


@dataclass(frozen=True, slots=True)
class Ink:
    """A highlight as drawn: the note it belongs to, its stretch of the case's text, its colour."""

    note_id: str
    start: int
    end: int
    colour: Colour = "yellow"


@dataclass(frozen=True, slots=True)
class Name:
    """A named practice as drawn; `guess` while nobody has confirmed it."""

    name: str
    start: int
    end: int
    guess: bool = False


def drawn(notes: Iterable[Note]) -> list[Ink]:
    """The highlights of notes whose passage is known."""
    return [
        Ink(note.id, note.start, note.end, note.colour)
        for note in notes
        if note.start is not None and note.end is not None and note.anchor != "lost"
    ]


def layers(inks: Sequence[Ink]) -> list[tuple[int, int, tuple[Ink, ...]]]:
    """Cut highlights at each other's ends.

    Returns:
        Stretches in text order that do not overlap, each with all highlights that cover it, oldest start first.
    """
    order = sorted((ink for ink in inks if ink.end > ink.start), key=lambda i: (i.start, -i.end, i.note_id))
    edges = sorted({edge for ink in order for edge in (ink.start, ink.end)})
    cut = []
    for start, end in pairwise(edges):
        over = tuple(ink for ink in order if ink.start <= start and ink.end >= end)
        if over:
            cut.append((start, end, over))
    return cut


def rectangles(document: QTextDocument, positions: Positions, start: int, end: int) -> Iterator[QRectF]:
    """Where a stretch lies, a rectangle per line, in the document's own coordinates."""
    first, last = positions.to_qt(start), positions.to_qt(end)
    layout = document.documentLayout()
    edge = layout.documentSize().width()  # the white half of a mark at the end of a line stands out of the column
    block = document.findBlock(first)
    while block.isValid() and block.position() < last:
        layout.blockBoundingRect(block)  # asks for the block to be laid out
        lines = block.layout()
        begin = lines.lineForTextPosition(max(0, first - block.position()))
        for at in range(begin.lineNumber() if begin.isValid() else 0, lines.lineCount()):
            line = lines.lineAt(at)
            if line.textStart() >= last - block.position():
                break
            low = max(first - block.position(), line.textStart())
            high = min(last - block.position(), line.textStart() + line.textLength())
            if low < high:
                left, right = sorted((x_of(line, low), x_of(line, high)))
                corner = lines.position() + QPointF(left, line.y())
                yield QRectF(corner.x(), corner.y(), max(0.0, min(right, edge) - left), line.height())
        block = block.next()


class Painter:
    """Draws with one palette on one document. `seen` bounds the work to the stretch in view."""

    def __init__(
        self, painter: QPainter, document: QTextDocument, positions: Positions, palette: Palette, seen: Mark
    ) -> None:
        self._painter = painter
        self._document = document
        self._positions = positions
        self._palette = palette
        self._seen = seen

    def highlights(self, inks: Sequence[Ink], chosen: str) -> None:
        """Ground colours; where highlights overlap, each has its band of the line. The chosen one is underlined."""
        visible = [ink for ink in inks if self._in_view(ink.start, ink.end)]
        for start, end, over in layers(visible):
            for rect in self._rectangles(start, end):
                height = rect.height() / len(over)
                for band, ink in enumerate(over):
                    slice_ = QRectF(rect.left(), rect.top() + band * height, rect.width(), height)
                    self._painter.fillRect(slice_, QColor(self._palette.mark(ink.colour)))
        for ink in visible:
            if ink.note_id == chosen:
                self._underline(ink.start, ink.end, QPen(QColor(self._palette.edge(ink.colour)), 2.5), 0.0)

    def names(self, names: Sequence[Name]) -> None:
        """Dotted lines under named practices; thinner while they are guesses."""
        for name in names:
            if self._in_view(name.start, name.end):
                pen = QPen(QColor(self._palette.accent), 1.2 if name.guess else 1.7, Qt.PenStyle.CustomDashLine)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setDashPattern([0.01, 4.0 if name.guess else 2.0])
                self._underline(name.start, name.end, pen, -1.0)

    def hits(self, hits: Sequence[Mark], current: int) -> None:
        """Found words: a soft ground with a line; the current one framed."""
        for at, hit in enumerate(hits):
            if not self._in_view(hit.start, hit.end):
                continue
            for rect in self._rectangles(hit.start, hit.end):
                ground = QColor(self._palette.accent_soft)
                ground.setAlpha(255 if at == current else 190)
                self._painter.setPen(QPen(QColor(self._palette.accent), 1.5) if at == current else Qt.PenStyle.NoPen)
                self._painter.setBrush(ground)
                self._painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 3, 3)

    def _in_view(self, start: int, end: int) -> bool:
        return start < self._seen.end and end > self._seen.start

    def _rectangles(self, start: int, end: int) -> Iterator[QRectF]:
        bounded = max(start, self._seen.start), min(end, self._seen.end)
        return rectangles(self._document, self._positions, *bounded)

    def _underline(self, start: int, end: int, pen: QPen, lift: float) -> None:
        self._painter.setPen(pen)
        for rect in self._rectangles(start, end):
            low = rect.bottom() + lift
            self._painter.drawLine(QLineF(rect.left(), low, rect.right(), low))
