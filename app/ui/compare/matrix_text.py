"""A case's text in little room, beside a matrix: to look a passage up, to choose one, to drag it away.

Knows a text and positions in it; no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from app.formats.paragraphs import paragraph_at
from app.ui import theme
from app.ui.reading.positions import Positions, chosen, shown
from app.ui.record.quoting import Quote, carried

_LETTERS = 15
_LINE = 125
"""Per cent of a letter's height."""


class CaseText(QTextEdit):
    """The text; Enter on what is chosen puts it into the current cell."""

    put = Signal(int, int)
    """A chosen stretch is wanted in the cell."""
    chosen = Signal(bool)
    """Whether anything is chosen."""

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = palette
        self._text = self._case = self._title = ""
        self._positions = Positions("")
        self._used: tuple[tuple[int, int], ...] = ()
        self._looked: tuple[int, int] | None = None
        self.setObjectName("besideText")
        self.setAccessibleName("案例正文")
        self.setAccessibleDescription("选中一段后按回车放进当前格，也可以直接拖过去")
        self.setReadOnly(True)
        reach = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(reach)
        self.setFont(theme.serif(_LETTERS))
        self.setTabChangesFocus(True)
        self.selectionChanged.connect(lambda: self.chosen.emit(self.stretch() is not None))

    def show_case(self, case_id: str, title: str, text: str) -> None:
        """Show another case's text from its beginning."""
        self._case, self._title, self._text = case_id, title, text
        self._positions = Positions(shown(text))
        self._used, self._looked = (), None
        self.setPlainText(shown(text))
        look = QTextBlockFormat()
        look.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        look.setBottomMargin(6)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(look)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._colour()

    def show_used(self, used: Sequence[tuple[int, int]]) -> None:
        """Mark what stands in the matrix already."""
        self._used = tuple(used)
        self._colour()

    def look_at(self, start: int, end: int) -> None:
        """Bring a passage into sight, marked."""
        self._looked = (start, end)
        cursor = self._cursor(start, start)
        self.setTextCursor(cursor)
        below = self.cursorRect(cursor).top() - self.viewport().height() // 4
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + below)
        self._colour()

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.colours = palette
        self._colour()

    def stretch(self) -> tuple[int, int] | None:
        """The chosen stretch without blanks at its ends; None when nothing is chosen."""
        cursor = self.textCursor()
        return chosen(cursor.selectionStart(), cursor.selectionEnd(), self._positions, self._text)

    def event(self, event: QEvent) -> bool:
        """Escape gives up what is chosen before it leads out of the page."""
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and cast("QKeyEvent", event).key() == Qt.Key.Key_Escape and self.stretch():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is chosen, Escape gives it up."""
        stretch = self.stretch()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and stretch:
            self.put.emit(*stretch)
        elif event.key() == Qt.Key.Key_Escape and stretch:
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is chosen as a quote, for a drag or a copy."""
        stretch = self.stretch()
        if not stretch:
            return QMimeData()
        words, number = self._text[slice(*stretch)], paragraph_at(self._text, stretch[0])
        return carried(Quote(self._case, *stretch, words, self._title, number))

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._positions.to_qt(start))
        cursor.setPosition(self._positions.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _colour(self) -> None:
        marks = [(place, self.colours.green_mark) for place in self._used]
        marks += [(self._looked, self.colours.yellow)] if self._looked else []
        made = []
        for place, ground in marks:
            selection = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setBackground(QColor(ground))
            look.setForeground(QColor(self.colours.ink))
            selection.cursor, selection.format = self._cursor(*place), look
            made.append(selection)
        self.setExtraSelections(made)
