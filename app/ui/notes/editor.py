"""A Markdown editor as high as its text, set while it is typed. What an input method is still composing is no text yet.

Links show their names alone; pictures stand in the text. What is pasted is made Markdown first: nothing of another
program's looks, scripts or files comes in. It knows no library (see `around`).
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from app.services.linking import Place
from app.ui.notes import folding, formatting, writing
from app.ui.notes.around import Around
from app.ui.notes.completing import Completing
from app.ui.notes.drawn import Drawn
from app.ui.notes.pasted import paste, takes
from app.ui.notes.purposes import KEYS
from app.ui.theme import Palette
from db.records import Purpose


class NoteEditor(QTextEdit):
    """Tells each change of its text, when it is done (Escape, Ctrl+Enter) and when it is left."""

    typed = Signal(str)
    done = Signal()
    """The person is through with it."""
    left = Signal()
    """The keyboard went elsewhere."""
    grown = Signal()
    purpose_wanted = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, around: Around, palette: Palette, note_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self.setObjectName("editor")
        self.setAccessibleName("笔记内容")
        self.setAccessibleDescription("Markdown，自动保存，按 Esc 离开")
        self.setPlaceholderText("写点什么……（Markdown，#标签，[[ 链接）")
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.document().setDocumentMargin(3)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drawn = Drawn(self, around)
        self._formatting = formatting.Formatting(self.document(), palette)
        self._completing = Completing(self, around, note_id)
        self._completing.chosen.connect(self.insert_link)
        self._quiet = False
        self._told = ""
        self._high, self._most = 0, 18
        self._filling = False
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._completing.look)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._grow()

    # the text

    def take(self, text: str) -> None:
        """Show another text without telling it; while something is being composed, nothing is touched."""
        if self.composing or text == self.text():
            return
        self._quiet = True
        place = self.textCursor().position()
        self.drawn.fill(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._told = self.text()
        self._quiet = False

    def text(self) -> str:
        """The text as it is stored."""
        return self.drawn.stored()

    @property
    def composing(self) -> bool:
        """Whether an input method has words that are not committed."""
        layout = self.textCursor().block().layout()
        return bool(layout.preeditAreaText())

    def settle(self) -> None:
        """Let the input method hand over what it is composing, as it stands."""
        self.drawn.finish()
        if self.hasFocus() and self.composing:
            QGuiApplication.inputMethod().commit()

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._formatting.set_palette(palette)

    def _changed(self) -> None:
        if self._quiet:
            return
        text = self.text()
        if text != self._told:  # letters set anew are no change
            self._told = text
            self.typed.emit(text)
        self._completing.look()

    # its size

    def limit(self, height: int) -> None:
        """Grow up to that height, then scroll."""
        most = max(3, (height - 14) // self.fontMetrics().lineSpacing())
        if not self._filling and most != self._most:
            self._most = min(18, most)
            self._grow()

    def fill_room(self) -> None:
        """Take all the room there is instead of growing with the text."""
        self._filling = True
        self.setMinimumHeight(80)
        self.setMaximumHeight(16_777_215)

    def _grow(self) -> None:
        if self._filling:
            return
        line = self.fontMetrics().lineSpacing()
        full = self._most * line + 14
        long = self.document().blockCount() > self._most  # to be told its height, all of it would have to be set
        wanted = full if long else round(self.document().size().height()) + 8
        high = max(3 * line + 14, min(full, wanted))
        if high != self._high:
            self._high = high
            self.setFixedHeight(high)
            self.grown.emit()

    def sizeHint(self) -> QSize:
        """As high as its text."""
        return QSize(200, max(60, self._high))

    # writing

    def insert_link(self, place: Place, start: int) -> None:
        """Put a link in place of what stands between `start` in the line and the cursor."""
        name = folding.hold(self.drawn.held, place.name, place.target, place.id)
        cursor = self.textCursor()
        line, end = cursor.block().position(), cursor.position()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        closed = cursor.selectedText().startswith(("]]", "】】"))
        cursor.setPosition(line + start)
        cursor.setPosition(end + 2 * closed, QTextCursor.MoveMode.KeepAnchor)
        where = f"#§{place.paragraph}" if place.paragraph else ""
        cursor.insertText(f"[[{name}{where}]]")
        self.setTextCursor(cursor)

    def insert_markdown(self, text: str) -> None:
        """Put a stored text at the cursor, on lines of its own when it has several."""
        self.drawn.insert_markdown(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste, or take what is dropped."""
        paste(self.drawn, self._around, source)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words, formatted text, pictures, and passages dragged from a case."""
        return takes(source)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy as Markdown, links and pictures whole."""
        data = QMimeData()
        data.setText(self.drawn.stored(self.textCursor()))
        return data

    # what Qt tells

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Ctrl+Enter leave, Alt+1 to 5 say what the note is for; lists go on; all else is typing."""
        if self._completing.take_key(event):
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and control):
            self.done.emit()
        elif purpose := purpose_of(event):
            self.purpose_wanted.emit(purpose)
        elif enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not writing.continued(self.textCursor()):
                super().keyPressEvent(event)
            self.ensureCursorVisible()
        elif control and event.key() in (Qt.Key.Key_B, Qt.Key.Key_I):
            self.setTextCursor(writing.wrapped(self.textCursor(), "**" if event.key() == Qt.Key.Key_B else "*"))
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own
        """Tab takes what is offered before it goes elsewhere."""
        if next and self._completing.open:
            self._completing.choose()
            return True
        return super().focusNextPrevChild(next)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box of a checklist ticks it."""
        if event.button() == Qt.MouseButton.LeftButton:
            cursor = self.cursorForPosition(event.position().toPoint())
            if writing.ticked(cursor, self.cursorRect(cursor), event.position().toPoint()):
                return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The card has the menu."""
        self.menu_wanted.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who sits down to write may soon want a link."""
        super().focusInEvent(event)
        self._around.warm()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere in the window leaves the editor; a menu or another program does not."""
        super().focusOutEvent(event)
        stays = (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.MenuBarFocusReason,
        )
        if event.reason() not in stays:
            self._completing.close()
            self.left.emit()


def purpose_of(event: QKeyEvent) -> Purpose | None:
    """What a note is to be for by Alt and a number."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.AltModifier:
        return None
    digit = event.key() - Qt.Key.Key_0
    return next((purpose for purpose, keys in KEYS.items() if keys[-1] == str(digit)), None)
