"""The frame of a note's card: what it tells, and the sheet with its colour. Knows no words of the note, no library."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.notes.around import Around
from app.ui.notes.editor import NoteEditor
from app.ui.record import quoting
from app.ui.theme import Palette
from db.records import Note


class Framed(QFrame):
    """A sheet with a coloured edge, and everything a card may want of those around it."""

    chosen = Signal(str)
    typed = Signal(str, str)
    began = Signal(str)
    """Somebody sits down to write in it."""
    left = Signal(str)
    colour_wanted = Signal(str, str)
    tags_wanted = Signal(str, str)
    delete_wanted = Signal(str)
    anchor_settled = Signal(str, str)
    """accept, lose or place: what is to become of a passage that has changed."""
    purpose_wanted = Signal(str, str)
    done_wanted = Signal(str, bool)
    link_wanted = Signal(str)
    """Where a link leads: `case/id/paragraph` or `note/id/0`."""
    deed_wanted = Signal(str, str)
    """history, links, copy_link, template: something to be done with the note elsewhere."""
    step_wanted = Signal(str, int)
    quote_dropped = Signal(str, object)
    """A `Quote` was dropped on the card."""
    grown = Signal()

    def __init__(self, key: str, palette: Palette, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.around = around
        self.editor: NoteEditor | None = None
        self.linked = 0
        """How many notes lead here."""
        self._palette = palette
        self._note: Note | None = None
        self._aimed = False
        """Something that can be dropped is held over it."""
        self.setAcceptDrops(True)

    @property
    def note(self) -> Note | None:
        """What it shows."""
        return self._note

    def edit(self) -> None:
        """Open the editor in place of the text."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A passage of a case may be dropped on the card, be it open or not."""
        self._aim(on=quoting.welcome(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same anywhere on it."""
        quoting.welcome(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        super().dragLeaveEvent(event)
        self._aim(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """A passage is put at the end of the note."""
        self._aim(on=False)
        if quote := quoting.dropped(event):
            self.quote_dropped.emit(self.key, quote)

    def _aim(self, *, on: bool) -> None:
        self._aimed = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """A rounded sheet with the colour at its left; framed when it is chosen or has the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        standing = self._aimed or self.hasFocus() or bool(self.property("chosen"))
        width = 1.5 if standing else 1.0
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 8, 8)
        painter.fillPath(shape, QColor(self._palette.field))
        note = self._note
        edge = self._palette.edge(note.colour) if note and note.start is not None else self._palette.bar
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, 4, self.height()), QColor(edge))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(self._palette.focus if standing else self._palette.line), width))
        painter.drawPath(shape)
        if not standing:
            painter.setClipPath(shape)
            painter.fillRect(QRectF(0, 0, 4, self.height()), QColor(edge))
