"""One paragraph of a brief that is written: a plain editor as high as its text that tells what its keys mean.

What an input method is still composing is not text yet. Knows words; no brief, no library.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from app.ui.compare.kept_words import KeptWords
from app.ui.reading.positions import Positions
from app.ui.record.quoting import Quote, taken

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KINDS = {Qt.Key.Key_0: "own", Qt.Key.Key_1: "one", Qt.Key.Key_2: "two", Qt.Key.Key_3: "opinion"}


class _Sources(QSyntaxHighlighter):
    """Shows where a source is named in own words."""

    ink = QColor("#000000")

    def highlightBlock(self, text: str) -> None:
        """Colour `[[…]]`."""
        for found in re.finditer(r"\[\[[^\[\]]{1,300}\]\]", text):
            before = len(text[: found.start()].encode("utf-16-le", "surrogatepass")) // 2
            self.setFormat(before, len(found[0].encode("utf-16-le", "surrogatepass")) // 2, self.ink)


class Line(KeptWords):
    """The words of a heading or a paragraph."""

    split = Signal(str, str)
    """Enter: the words before and after the place."""
    joined = Signal()
    """Backspace at the beginning."""
    levelled = Signal(int)
    """Tab, or Tab with Shift: one deeper or one higher."""
    stepped = Signal(int)
    """The place leaves by the top or the bottom."""
    moved = Signal(int)
    """Alt with up or down."""
    become = Signal(str)
    """Ctrl and Alt with a digit: own, one, two, opinion."""
    turned = Signal(bool)
    """Undo; False for redo."""
    pasted = Signal(object)
    """A `Quote`, or the lines of a text of several."""
    out = Signal()
    """Ctrl+Tab: out of the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("briefLine")
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self._sources = _Sources(self.document())
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())

    def colour_sources(self, ink: str) -> None:
        """Name sources in this colour."""
        self._sources.ink = QColor(ink)
        self._quiet = True
        self._sources.rehighlight()
        self._quiet = False

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(80, self.fontMetrics().lineSpacing() + 6)

    def _height(self) -> int:
        lines = max(1, round(self.document().size().height()))
        return lines * self.fontMetrics().lineSpacing() + 8

    def _grow(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another height."""
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """So are other letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._grow()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """A quote stays one; several lines become several paragraphs; all else is words."""
        quote: Quote | None = taken(source)
        if quote is not None:
            self.pasted.emit(quote)
            return
        lines = [line for line in source.text().splitlines() if line.strip()]
        if len(lines) > 1:
            self.pasted.emit(lines)
        elif lines:
            self.insertPlainText(lines[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the outline first, then typing."""
        if not (self._turning(event) or self._outlining(event) or self._stepping(event)):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The keys of the outline are its own as long as it has them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            arrow = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            lifted = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if _styling(event) or (arrow and lifted):
                event.accept()
                return True
        return super().event(event)

    def _turning(self, event: QKeyEvent) -> bool:
        redo = event.matches(QKeySequence.StandardKey.Redo)
        if redo or event.matches(QKeySequence.StandardKey.Undo):
            self.turned.emit(not redo)
            return True
        return False

    def _outlining(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.out.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.levelled.emit(-1 if key == Qt.Key.Key_Backtab else 1)
        elif key in _ENTER and not held & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier):
            cursor = self.textCursor()
            cursor.removeSelectedText()
            text = self.toPlainText()
            at = Positions(text).to_python(cursor.position())
            self.split.emit(text[:at], text[at:])
        elif key == Qt.Key.Key_Backspace and self.textCursor().atStart() and not self.textCursor().hasSelection():
            self.joined.emit()
        elif _styling(event):
            self.become.emit(_KINDS[Qt.Key(key)])
        else:
            return False
        return True

    def _stepping(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            return False
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
            return True
        way = QTextCursor.MoveOperation.Up if step < 0 else QTextCursor.MoveOperation.Down
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or QTextCursor(self.textCursor()).movePosition(way):
            return False
        self.stepped.emit(step)
        return True


def _styling(event: QKeyEvent) -> bool:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return event.key() in _KINDS and event.modifiers() & both == both
