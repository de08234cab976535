"""原始文本: the whole document as it was decoded, with the stretches of this case lit. Knows text, no library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.services.mending import Repair
from app.settings import Settings
from app.ui import theme
from app.ui.legible import legible
from app.ui.reading import typesetting
from app.ui.reading.mended import Mended
from app.ui.reading.pieces import apart, breaks
from app.ui.reading.positions import Positions, shown
from app.ui.record.naming import named, tool
from app.ui.theme import Palette
from db.records import Document, Span

_PIECE = 400_000
"""Characters shown at a time, few enough to stay well under 50 ms."""


@dataclass(frozen=True)
class Source:
    """A document made ready to be shown; long ones take time, so this is made on a reading lane."""

    line: str
    page: str
    positions: Positions
    text: str = ""
    """As stored."""
    breaks: tuple[int, ...] = ()
    """Where a paragraph without end is cut."""

    @classmethod
    def of(cls, document: Document) -> Source:
        """Prepare a document."""
        page = shown(document.text)
        how = f"{document.name} · {document.encoding} · {len(page):,} 字"
        cut = breaks(page)
        return cls(f"{document.source_line}\n{how}", page, Positions(page, cut), document.text, cut)

    def piece(self, start: int, end: int) -> str:
        """A stretch as it is shown."""
        return apart(self.page[start:end], [at - start for at in self.breaks if start <= at < end])


class Original(QWidget):
    """The document's text, long ones piece by piece; or the same with every repair marked and named."""

    repairs_wanted = Signal(str)
    """The text whose repairs are to be found out."""

    def __init__(self, palette: Palette, settings: Settings) -> None:
        super().__init__()
        self._palette = palette
        self._source: Source | None = None
        self._spans: tuple[Span, ...] = ()
        self._given = 0
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._next)
        self.line = named(QLabel(), "quiet")
        self.line.setWordWrap(True)
        self.text = named(QPlainTextEdit(), "plainText")
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName("原始文本")
        self.mended: Mended | None = None
        self.compare = tool("plain", "对照修复", "对照修复：逐处标出对原文做了什么")
        self.compare.setToolTip("逐处标出对原文做了什么修复")
        self.compare.setCheckable(True)
        self.compare.toggled.connect(self._compare)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.text)
        head = QHBoxLayout()
        head.addWidget(self.line, 1)
        head.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignTop)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(6)
        self._box.addLayout(head)
        self._box.addWidget(self._stack, 1)
        self.set_settings(settings)

    def set_margins(self, left: int, right: int) -> None:
        """Stand under the title as the text does."""
        self._box.setContentsMargins(left, 2, right // 2, 0)

    def wait(self) -> None:
        """Nothing is known yet."""
        self.compare.setChecked(False)
        self._more.stop()
        self._source = None
        self.text.setPlainText("")
        self.line.setText("正在读取原文……")

    def show_source(self, source: Source, spans: Sequence[Span]) -> None:
        """Show a document and light a case's stretches in it; the first of them comes into view."""
        other = self._source is None or self._source.text != source.text
        self._source, self._spans = source, tuple(spans)
        if other:
            self.compare.setChecked(False)
        self._given = 0
        self.line.setText(legible(f"{source.line} · 本案例 {len(self._spans)} 段，已标出"))
        self.text.setPlainText("")
        self._next()
        if self._given < len(source.page):
            self._more.start()

    def _compare(self, on: bool) -> None:
        """The repairs instead of the bare text, or the text again."""
        if on and self._source is None:
            self.compare.setChecked(False)
        elif on and self._source is not None:
            if self.mended is None:
                self.mended = Mended(self._palette)
                self._stack.addWidget(self.mended)
            self.mended.clear()
            self._stack.setCurrentWidget(self.mended)
            self.repairs_wanted.emit(self._source.text)
        else:
            self._stack.setCurrentWidget(self.text)

    def show_repairs(self, text: str, repaired: str, repairs: Sequence[Repair]) -> None:
        """Show what was repaired in a text, if it is still the one that is shown; the case's own come into view."""
        if self.mended is None or self._source is None or self._source.text != text or not self.compare.isChecked():
            return
        self.mended.show_repairs(text, repaired, repairs)
        self.mended.go_near(min((span.offset for span in self._spans), default=0))

    def _next(self) -> None:
        source = self._source
        if source is None:
            self._more.stop()
            return
        begun, first = self._given, self._given == 0
        self._given = min(len(source.page), begun + _PIECE)
        piece = source.piece(begun, self._given)
        if first:
            self.text.setPlainText(piece)
        else:
            cursor = QTextCursor(self.text.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(piece)
        begin = min((span.offset for span in self._spans), default=0)
        if first or begun <= begin < self._given:
            self._light()
            self._bring(begin)
        if self._given >= len(source.page):
            self._more.stop()
            self._light()

    def _light(self) -> None:
        source = self._source
        if source is None:
            return
        lit = []
        for span in self._spans:
            end = min(span.offset + span.length, self._given)
            if span.offset < end:
                selection = QTextEdit.ExtraSelection()
                selection.cursor = QTextCursor(self.text.document())
                selection.cursor.setPosition(source.positions.to_qt(span.offset))
                selection.cursor.setPosition(source.positions.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
                selection.format = QTextCharFormat()
                selection.format.setBackground(QColor(self._palette.green_soft))
                lit.append(selection)
        self.text.setExtraSelections(lit)

    def _bring(self, index: int) -> None:
        if self._source is None or index >= self._given:
            return
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self._source.positions.to_qt(index))
        self.text.setTextCursor(cursor)
        self.text.centerCursor()

    def bring(self, index: int) -> None:
        """Bring a character's line to the top."""
        if self._source is not None and index < self._given:
            block = self.text.document().findBlock(self._source.positions.to_qt(index))
            line = block.layout().lineForTextPosition(self._source.positions.to_qt(index) - block.position())
            inside = line.lineNumber() if line.isValid() else 0
            self.text.verticalScrollBar().setValue(block.firstLineNumber() + inside)

    def top(self) -> int:
        """The character at the top of the view."""
        first = self.text.cursorForPosition(QPoint(2, 2)).position()
        return self._source.positions.to_python(first) if self._source is not None else 0

    def set_palette(self, palette: Palette) -> None:
        """Light with another colour."""
        self._palette = palette
        if self.mended is not None:
            self.mended.set_palette(palette)
        self._light()

    def set_settings(self, settings: Settings) -> None:
        """Use the reader's size, one step smaller."""
        self.text.setFont(theme.serif(max(9, typesetting.letter(settings) - 2)))
