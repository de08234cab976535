"""The page: a case's text to read, with what lies under it. Knows text and positions, no library and no notes' words.

What lies where on it is `leaf`'s matter; here it is drawn, pointed at, clicked and carried away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.settings import Settings
from app.ui import theme
from app.ui.reading.inking import Ink, Name, Painter, rectangles
from app.ui.reading.leaf import Leaf
from app.ui.theme import Palette
from db.records import Mark, Section

_NOTCH = 120
"""What a wheel tells for one notch."""


class Page(Leaf):
    """Read-only text with a caret, highlights, underlined practices and marked hits."""

    ink_clicked = Signal(str)
    """The note of the highlight that was clicked."""
    name_clicked = Signal(str)
    number_clicked = Signal(int)
    """The number of a paragraph."""
    selection_settled = Signal()
    """A selection was made or given up, and the hand rests."""
    touched = Signal()
    """The person did something here: a key, a click, the wheel, the scroll bar."""
    menu_wanted = Signal(QPoint)
    """A context menu, at a point of the screen."""
    zoom_wanted = Signal(int)
    """+1 for larger letters, -1 for smaller ones."""

    def __init__(self, palette: Palette, settings: Settings, parent: QWidget | None = None) -> None:
        self._inks, self._names, self._hits = tuple[Ink, ...](), tuple[Name, ...](), tuple[Mark, ...]()
        self._hit, self._chosen = -1, ""
        self._palette = palette
        super().__init__(settings, parent)
        self._pressed: QPoint | None = None
        self._turned = 0
        self.carry: Callable[[int, int], QMimeData | None] = lambda _start, _end: None
        """What a chosen stretch is carried away as; None: as its words."""
        self.setObjectName("page")
        self.setAccessibleName("正文")
        self.viewport().setMouseTracking(True)
        self._rest = QTimer(self, singleShot=True, interval=160)
        self._rest.timeout.connect(self.selection_settled)
        self.selectionChanged.connect(self._rest.start)
        self.verticalScrollBar().actionTriggered.connect(lambda _: self.touched.emit())

    # what is shown

    def show_text(self, text: str, sections: Sequence[Section] = ()) -> None:
        """Show another text from its beginning, with nothing under it."""
        self._inks, self._names, self._hits, self._hit, self._chosen = (), (), (), -1, ""
        super().show_text(text, sections)

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

    def inks_at(self, index: int) -> tuple[Ink, ...]:
        """The highlights around a character, the shortest first."""
        over = (ink for ink in self._inks if ink.start <= index <= ink.end)
        return tuple(sorted(over, key=lambda ink: ink.end - ink.start))

    # Qt's own

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
        if self._galley.inset:
            self._draw_numbers(painter, event.rect().top(), event.rect().bottom())
        painter.end()
        super().paintEvent(event)

    def _draw_numbers(self, painter: QPainter, top: int, bottom: int) -> None:
        painter.setFont(theme.sans(theme.TINY))
        painter.setPen(QColor(self._palette.muted))
        scroll = self.verticalScrollBar().value()

        def draw(block: QTextBlock, high: float) -> None:
            if (number := self.paragraph_of(block.blockNumber())) and block.layout().lineCount():
                line = block.layout().lineAt(0)
                box = QRectF(0, high + line.y(), self._galley.inset - 7, line.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"§{number}")

        self._galley.each(top + scroll, bottom + scroll + 1, draw)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls; with Ctrl it makes the letters larger or smaller, a notch a step."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.touched.emit()
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= _NOTCH:
            way = 1 if self._turned > 0 else -1
            self._turned -= way * _NOTCH
            self.zoom_wanted.emit(way)
        event.accept()

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
        elif point.x() < self._galley.inset:
            block = self.cursorForPosition(point).blockNumber()
            if number := self.paragraph_of(block):
                self.number_clicked.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over whatever answers a click."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            point = event.position().toPoint()
            answers = point.x() < self._galley.inset or self._name_at(point) is not None
            answers = answers or any(self._covers(i.start, i.end, point) for i in self._near(point))
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
        """Copy or drag the text itself, without Qt's formats and stand-ins, with where it comes from."""
        data = QMimeData()
        if chosen := self.selected():
            if (carried := self.carry(*chosen)) is not None:
                return carried
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
