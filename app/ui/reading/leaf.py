"""The text as set, and where things are in it. Knows text and positions; nothing of what lies under the letters.

Everything it tells and is told counts Python characters of the case's text; `positions` does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget
from shiboken6 import isValid

from app.settings import Settings
from app.ui.reading import typesetting
from app.ui.reading.galley import Galley
from app.ui.reading.inking import rectangles
from app.ui.reading.pieces import apart, breaks
from app.ui.reading.positions import Positions, chosen, shown
from db.records import Mark, Section

GUTTER = 38
"""Room for the numbers of paragraphs, in pixels."""
_HANGING = 12
"""Room right of the column in which a mark at the end of a line may hang."""
_SLICE = 0.007
"""Seconds that setting what nobody looks at may take at a time."""


class Leaf(QTextEdit):
    """Read-only text with a caret, set as the reader chose."""

    moved = Signal()
    """What is in view, or where it lies, is another."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._text, self._sections = "", tuple[Section, ...]()
        self._breaks, self._positions = tuple[int, ...](), Positions("")
        self._numbers: list[int] = []
        self._top, self._settling = 0, False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        reach = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(reach)
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._set_more)
        self._galley = self._set()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # what is shown

    @property
    def text(self) -> str:
        """The case's text as given."""
        return self._text

    @property
    def galley(self) -> Galley:
        """The column the text is set in."""
        return self._galley

    def show_text(self, text: str, sections: Sequence[Section] = ()) -> None:
        """Show another text from its beginning."""
        self._text, self._sections = text, tuple(sections)
        self._breaks = breaks(text)
        self._positions = Positions(text, self._breaks)
        self._numbers = []
        self._galley = self._set()
        self._top = 0
        self._measure()
        self.verticalScrollBar().setValue(0)
        self.moved.emit()

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew; the character at the top stays there."""
        same = typesetting.letters(settings) == self.document().defaultFont()  # more fonts may have come meanwhile
        if same and settings == self._settings:
            return
        self._settings = settings
        if not same:
            self._other_letters()
        self._measure()

    def _other_letters(self) -> None:
        cursor = self.textCursor()
        anchor, caret = cursor.anchor(), cursor.position()
        self._galley = self._set()
        cursor = self.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(caret, QTextCursor.MoveMode.KeepAnchor)
        self._settling = True
        self.setTextCursor(cursor)
        self._settling = False

    def _set(self) -> Galley:
        """Set the text in a document of its own, which costs a tenth of changing the one that is laid out."""
        self._settling = True
        document, before = QTextDocument(self), self.document()
        document.setUndoRedoEnabled(False)
        document.setPlainText(apart(shown(self._text), self._breaks))
        typesetting.set_type(document, self._settings)
        alone = typesetting.set_headings(document, self._text, self._sections, self._positions)
        joined = {document.findBlock(self._positions.to_qt(at)).blockNumber() for at in self._breaks}
        _, inset, column = self._column()
        galley = Galley(document, typesetting.measure(self._settings, column), alone, joined, inset)
        document.setDocumentLayout(galley)
        self.setDocument(document)
        if isValid(before):  # the first one belonged to the widget and went with it
            before.deleteLater()
        galley.documentSizeChanged.connect(lambda _: self.moved.emit())
        self._settling = False
        return galley

    # where things are

    def selected(self) -> tuple[int, int] | None:
        """The chosen stretch without blanks at its ends, None when nothing is chosen."""
        cursor = self.textCursor()
        return chosen(cursor.selectionStart(), cursor.selectionEnd(), self._positions, self._text)

    def caret(self) -> int:
        """Where the caret stands."""
        return self._positions.to_python(self.textCursor().position())

    def select(self, start: int, end: int) -> None:
        """Choose a stretch; nothing when both are the same."""
        cursor = self.textCursor()
        cursor.setPosition(self._positions.to_qt(start))
        cursor.setPosition(self._positions.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def y_of(self, index: int) -> int:
        """The top of the line a character stands in, counted from the top of the page's view."""
        rect = next(rectangles(self.document(), self._positions, index, index + 1), None)
        if rect is None:
            return self.cursorRect(self._cursor(index)).top()
        return round(rect.top()) - self.verticalScrollBar().value()

    def end_of(self, start: int, end: int) -> QPoint:
        """The lower right end of a stretch, in the view."""
        last = QPointF()
        for rect in rectangles(self.document(), self._positions, max(start, end - 1), end):
            last = rect.bottomRight()
        return QPoint(round(last.x()), round(last.y()) - self.verticalScrollBar().value())

    def in_view(self) -> Mark:
        """The stretch that can be seen, whole paragraphs at its ends left out."""
        size = self.viewport().size()
        first = self.cursorForPosition(QPoint(1, 1)).position()
        last = self.cursorForPosition(QPoint(size.width() - 2, size.height() - 2)).position()
        return Mark(self._positions.to_python(first), self._positions.to_python(last))

    def read_to(self) -> int:
        """The character up to which everything was in view; the end only when its last line is whole."""
        seen, end = self.in_view().end, len(self._text.rstrip())
        if seen + 600 < end or not end:  # too far away for its line to be laid out for nothing
            return min(seen, end)
        whole = self.end_of(end - 1, end).y() <= self.viewport().height()
        return len(self._text) if whole else min(seen, end - 1)

    def go_to(self, index: int, *, top: bool = False, share: float = 0.3) -> None:
        """Bring a character into view: to the top, or, when out of sight, to `share` of the height."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if not top and 0 <= self.y_of(index) <= height - 2 * typesetting.letter(self._settings):
            return
        if index <= 0:
            bar.setValue(0)
            return
        for _ in range(4):  # what comes into view is set then, and may be higher than was guessed
            wanted = bar.value() + self.y_of(index) - (0 if top else round(height * share))
            if min(max(wanted, 0), bar.maximum()) == bar.value():
                break
            bar.setValue(wanted)

    def _cursor(self, index: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._positions.to_qt(index))
        return cursor

    # paragraphs

    def paragraph_of(self, block: int) -> int:
        """The number of a line of the page as a paragraph, counted from 1; 0 for a blank one or one that goes on."""
        if not self._numbers:
            count, at, joined = 0, 0, frozenset(self._breaks)
            for line in apart(self._text, self._breaks).split("\n"):
                new = bool(line.strip()) and at not in joined
                count += new
                self._numbers.append(count if new else 0)
                at += len(line) + (at + len(line) not in joined)
        return self._numbers[block] if block < len(self._numbers) else 0

    # setting

    def _scrolled(self) -> None:
        if not self._settling:
            self._ensure()
            self._top = self.in_view().start
        self.moved.emit()

    def _ensure(self) -> None:
        """Set what is in view, and start setting the rest."""
        top = self.verticalScrollBar().value()
        self._galley.ensure(top, top + self.viewport().height())
        if not self._galley.whole and self.isVisible():
            self._more.start()

    def _set_more(self) -> None:
        """Set some of the rest; what is looked at does not move."""
        bar = self.verticalScrollBar()
        self._settling = True
        anchor = self._galley.anchor(bar.value())
        if not self._galley.advance(_SLICE) or not self.isVisible():
            self._more.stop()
        bar.setValue(round(self._galley.height_of(anchor)))
        self._settling = False

    def _column(self) -> tuple[int, int, int]:
        """Where the column begins, the room left of it that belongs to it, its width."""
        width, numbered = self.width(), self._settings.paragraph_numbers
        left = typesetting.side_margin(width, self._settings)
        lacks = max(0, GUTTER - left) if numbered else 0
        return left + lacks, GUTTER if numbered else 0, typesetting.column(width - 2 * lacks, self._settings)

    def _measure(self) -> None:
        """Fit the column to the width; the character at the top stays at the top."""
        width = self.width()
        left, inset, column = self._column()
        bar = self.verticalScrollBar().sizeHint().width()
        self._settling = True
        self._galley.set_measure(typesetting.measure(self._settings, column), inset)
        self.setViewportMargins(left - inset, 0, max(0, width - left - column - bar - _HANGING), 0)
        self.setLineWrapColumnOrWidth(inset + column)
        if self._top:
            self.go_to(self._top, top=True)
        self._ensure()
        if self._top:
            self.go_to(self._top, top=True)
        self._settling = False
        self.viewport().update()
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the reader's place through every width; who was at the end stays there when the height changes."""
        bar = self.verticalScrollBar()
        ended = bar.value() >= bar.maximum() > 0
        self._settling = True
        super().resizeEvent(event)
        self._settling = False
        if event.size().width() != event.oldSize().width():
            self._measure()
            return
        self._ensure()
        if ended:
            bar.setValue(bar.maximum())

    def showEvent(self, event: QShowEvent) -> None:
        """Set what is seen now."""
        super().showEvent(event)
        self._ensure()
