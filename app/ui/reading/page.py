"""The page: a case's text to read, with what lies under it. Knows text and positions, no library and no notes' words.

Everything it tells and is told counts Python characters of the case's text; `positions` does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget
from shiboken6 import isValid

from app.settings import Settings
from app.ui.reading import typesetting
from app.ui.reading.inking import Ink, Name, Painter, rectangles
from app.ui.reading.positions import Positions, shown
from app.ui.theme import Palette
from db.records import Mark, Section


class Page(QTextEdit):
    """Read-only text with a caret, highlights, underlined practices and marked hits."""

    ink_clicked = Signal(str)
    """The note of the highlight that was clicked."""
    name_clicked = Signal(str)
    moved = Signal()
    """What is in view, or where it lies, is another."""
    selection_settled = Signal()
    """A selection was made or given up, and the hand rests."""
    touched = Signal()
    """The person did something here: a key, a click, the wheel, the scroll bar."""
    menu_wanted = Signal(QPoint)
    """A context menu, at a point of the screen."""

    def __init__(self, palette: Palette, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._settings = palette, settings
        self._text, self._sections = "", tuple[Section, ...]()
        self._positions = Positions("")
        self._inks, self._names, self._hits = tuple[Ink, ...](), tuple[Name, ...](), tuple[Mark, ...]()
        self._hit, self._chosen = -1, ""
        self._pressed: QPoint | None = None
        self._top, self._settling = 0, False
        self.setObjectName("page")
        self.setAccessibleName("正文")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        reach = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(reach)
        self.viewport().setMouseTracking(True)
        self._rest = QTimer(self, singleShot=True, interval=160)
        self._rest.timeout.connect(self.selection_settled)
        self.selectionChanged.connect(self._rest.start)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().actionTriggered.connect(lambda _: self.touched.emit())

    # what is shown

    @property
    def text(self) -> str:
        """The case's text as given."""
        return self._text

    def show_text(self, text: str, sections: Sequence[Section] = ()) -> None:
        """Show another text from its beginning, with nothing under it."""
        self._text, self._sections = text, tuple(sections)
        self._positions = Positions(shown(text))
        self._inks, self._names, self._hits, self._hit, self._chosen = (), (), (), -1, ""
        self._set()
        self._top = 0
        self.verticalScrollBar().setValue(0)
        self.moved.emit()

    def set_inks(self, inks: Sequence[Ink], chosen: str = "") -> None:
        """The highlights, and which of them is the one being looked at."""
        self._inks, self._chosen = tuple(inks), chosen
        self.viewport().update()

    def set_names(self, names: Sequence[Name]) -> None:
        """The named practices to underline."""
        self._names = tuple(names)
        self.viewport().update()

    def set_hits(self, hits: Sequence[Mark], current: int = -1) -> None:
        """The found words; `current` is framed."""
        self._hits, self._hit = tuple(hits), current
        self.viewport().update()

    def set_palette(self, palette: Palette) -> None:
        """Draw with other colours."""
        self._palette = palette
        self.viewport().update()

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew; the line at the top stays there."""
        if settings != self._settings:
            self._settings = settings
            cursor = self.textCursor()
            anchor, caret = cursor.anchor(), cursor.position()
            self._set()
            cursor = self.textCursor()
            cursor.setPosition(anchor)
            cursor.setPosition(caret, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
            self._measure()

    def _set(self) -> None:
        """Set the text in a document of its own, which costs a tenth of changing the one that is laid out."""
        self._settling = True
        document, before = QTextDocument(self), self.document()
        document.setUndoRedoEnabled(False)
        document.setPlainText(shown(self._text))
        typesetting.set_type(document, self._settings)
        typesetting.set_headings(document, self._text, self._sections, self._positions, self._settings)
        self.setDocument(document)
        if isValid(before):  # the first one belonged to the widget and went with it
            before.deleteLater()
        document.documentLayout().documentSizeChanged.connect(lambda _: self.moved.emit())
        self._settling = False

    # where things are

    def selected(self) -> tuple[int, int] | None:
        """The chosen stretch without blanks at its ends, None when nothing is chosen."""
        cursor = self.textCursor()
        start = self._positions.to_python(cursor.selectionStart())
        end = self._positions.to_python(cursor.selectionEnd())
        piece = self._text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        return (start, end) if start < end else None

    def caret(self) -> int:
        """Where the caret stands."""
        return self._positions.to_python(self.textCursor().position())

    def select(self, start: int, end: int) -> None:
        """Choose a stretch; nothing when both are the same."""
        cursor = self.textCursor()
        cursor.setPosition(self._positions.to_qt(start))
        cursor.setPosition(self._positions.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def inks_at(self, index: int) -> tuple[Ink, ...]:
        """The highlights around a character, the shortest first."""
        over = (ink for ink in self._inks if ink.start <= index <= ink.end)
        return tuple(sorted(over, key=lambda ink: ink.end - ink.start))

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
        high = self.y_of(index)
        height = self.viewport().height()
        if not top and 0 <= high <= height - 2 * typesetting.letter(self._settings):
            return
        bar = self.verticalScrollBar()
        if index <= 0:
            bar.setValue(0)
            return
        wanted = bar.value() + high - (0 if top else round(height * share))
        if wanted > bar.maximum():
            self.document().documentLayout().documentSize()  # lays out to the end, which makes the bar long enough
        bar.setValue(wanted)

    def _cursor(self, index: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._positions.to_qt(index))
        return cursor

    def _scrolled(self) -> None:
        if not self._settling:
            self._top = self.in_view().start
        self.moved.emit()

    def _measure(self) -> None:
        """Fit the column to the width; the character at the top stays at the top."""
        width = self.width()
        left = typesetting.side_margin(width, self._settings)
        column = typesetting.column(width, self._settings)
        bar = self.verticalScrollBar().sizeHint().width()
        self._settling = True
        self.setViewportMargins(left, 0, max(0, width - left - column - bar), 0)
        self.setLineWrapColumnOrWidth(column)
        if self._top:
            self.go_to(self._top, top=True)
        self._settling = False
        self.moved.emit()

    # Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the reader's place through every width."""
        self._settling = True
        super().resizeEvent(event)
        self._settling = False
        if event.size().width() != event.oldSize().width():
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Colour first, then the letters."""
        view = self.in_view()
        seen = Mark(max(0, view.start - 400), view.end + 400)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -self.verticalScrollBar().value())
        under = Painter(painter, self.document(), self._positions, self._palette, seen)
        under.highlights(self._inks, self._chosen)
        under.hits(self._hits, self._hit)
        under.names(self._names)
        painter.end()
        super().paintEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click began."""
        self.touched.emit()
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that selected nothing goes to what lies under it."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        near = self._pressed is not None and (point - self._pressed).manhattanLength() < 5
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and near and not self.textCursor().hasSelection():
            self._clicked(point)

    def _clicked(self, point: QPoint) -> None:
        inks = [ink for ink in self._inks if self._covers(ink.start, ink.end, point)]
        if inks:
            inks.sort(key=lambda ink: ink.end - ink.start)
            ids = [ink.note_id for ink in inks]
            following = (ids.index(self._chosen) + 1) % len(ids) if self._chosen in ids else 0
            self.ink_clicked.emit(ids[following])
        elif name := self._name_at(point):
            self.name_clicked.emit(name.name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over whatever answers a click."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            point = event.position().toPoint()
            answers = self._name_at(point) or any(self._covers(i.start, i.end, point) for i in self._near(point))
            shape = Qt.CursorShape.PointingHandCursor if answers else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        """The name of a practice while the pointer rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            name = self._name_at(event.pos())
            guess = "（待确认）" if name and name.guess else ""
            words = f"做法：{name.name}{guess}\n单击只看用到它的案例" if name else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to what lies under the caret, Escape gives up the selection."""
        self.touched.emit()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._entered()
        elif event.key() == Qt.Key.Key_Escape and self.textCursor().hasSelection():
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        else:
            super().keyPressEvent(event)

    def _entered(self) -> None:
        at = self.caret()
        if inks := self.inks_at(at):
            self.ink_clicked.emit(inks[0].note_id)
        elif name := next((n for n in self._names if n.start <= at <= n.end), None):
            self.name_clicked.emit(name.name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu is the reader's; the page has no words."""
        self.menu_wanted.emit(event.globalPos())

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the text itself, without Qt's formats and stand-ins."""
        data = QMimeData()
        if chosen := self.selected():
            data.setText(self._text[slice(*chosen)].replace("\r", ""))
        return data

    def _near(self, point: QPoint) -> tuple[Ink, ...]:
        return self.inks_at(self._positions.to_python(self.cursorForPosition(point).position()))

    def _name_at(self, point: QPoint) -> Name | None:
        at = self._positions.to_python(self.cursorForPosition(point).position())
        close = (name for name in self._names if name.start <= at <= name.end)
        return next((name for name in close if self._covers(name.start, name.end, point)), None)

    def _covers(self, start: int, end: int, point: QPoint) -> bool:
        spot = QPointF(point.x(), point.y() + self.verticalScrollBar().value())
        return any(rect.contains(spot) for rect in rectangles(self.document(), self._positions, start, end))
