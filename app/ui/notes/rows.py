"""All notes of a library as the rows of a list: filtered in memory, painted, never a widget each.

Knows notes and how one looks; no library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.services.noting import Noted, title_of
from app.ui import theme
from app.ui.legible import legible
from app.ui.notes import tagging
from app.ui.notes.purposes import badge, colour_name
from app.ui.notes.tagging import beside
from app.ui.theme import Palette
from db import linked
from db.records import Colour, Note

Index = QModelIndex | QPersistentModelIndex
ROW = 76
BOX = QRect(14, 10, 18, 18)
"""Where the box of a to-do stands in its row."""
_FOLDED = 20_000
"""Characters of a note that are searched when its text is longer than that of any book."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which notes are to be shown. Empty asks for all."""

    words: str = ""
    purpose: str = ""
    colour: str = ""
    tag: str = ""
    case_id: str = ""
    author: str | None = None
    since: str = ""
    """An ISO moment."""
    done: bool | None = None
    cases: frozenset[str] | None = None
    """Only notes on these cases."""

    def fits(self, note: Note, folded: str) -> bool:
        """Whether a note is asked for; `folded` are its words, its case's title and its tags in small letters."""
        if self.purpose and note.purpose != ("" if self.purpose == "none" else self.purpose):
            return False
        if self.colour and (note.start is None or note.colour != self.colour):
            return False
        if (
            self.case_id
            and note.case_id != ("" if self.case_id == "none" else self.case_id)
            and not (self.case_id == "none" and note.case_id is None)
        ):
            return False
        return self._told(note) and all(word in folded for word in self.words.split())

    def _told(self, note: Note) -> bool:
        tagged = not self.tag or any(tag == self.tag or tag.startswith(f"{self.tag}/") for tag in note.tags)
        written = self.author is None or note.author == self.author
        fresh = not self.since or note.changed_at >= self.since
        finished = self.done is None or (note.purpose == "todo" and note.done == self.done)
        within = self.cases is None or note.case_id in self.cases
        return tagged and written and fresh and finished and within


class NoteRows(QAbstractListModel):
    """The notes that are asked for, newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.noted = Noted()
        self._folded: dict[str, str] = {}
        self._shown: list[Note] = []
        self._rows: dict[str, int] = {}
        self.asked = Asked()

    def fill(self, noted: Noted) -> None:
        """Take other notes; what is asked for stays the same."""
        known = {note.id: note for note in self.noted.notes}
        titles = noted.cases
        for note in noted.notes:
            if known.get(note.id) != note or note.id not in self._folded:
                self._folded[note.id] = _fold(note, titles)
        for gone in known.keys() - {note.id for note in noted.notes}:
            self._folded.pop(gone, None)
        self.noted = noted
        self.ask(self.asked)

    def ask(self, asked: Asked) -> None:
        """Show other notes."""
        self.asked = asked
        shown = [note for note in self.noted.notes if asked.fits(note, self._folded[note.id])]
        if [note.id for note in shown] == [note.id for note in self._shown]:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self._rows = {note.id: row for row, note in enumerate(shown)}
        self.endResetModel()

    def put(self, note: Note) -> None:
        """A note is another now; it keeps its row until the next asking. A new one comes first, whatever is asked."""
        self._folded[note.id] = _fold(note, self.noted.cases)
        row = self._rows.get(note.id, -1)
        if row < 0:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._shown.insert(0, note)
            self._rows = {one.id: at for at, one in enumerate(self._shown)}
            self.noted = replace(self.noted, notes=(note, *(one for one in self.noted.notes if one.id != note.id)))
            self.endInsertRows()
        if 0 <= row < len(self._shown):
            self._shown[row] = note
            self.dataChanged.emit(self.index(row), self.index(row))

    def note(self, row: int) -> Note | None:
        """The note in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, note_id: str) -> int:
        """The row of a note, -1 when it is not shown."""
        return self._rows.get(note_id, -1)

    def ids(self) -> list[str]:
        """All that are shown, in order."""
        return [note.id for note in self._shown]

    def where(self, note: Note) -> str:
        """What a note is on, in words."""
        if note.case_id:
            return self.noted.cases.get(note.case_id, "（案例已删除）")
        return f"文件夹 {self.noted.shelves.get(note.shelf_id, '')}" if note.shelf_id else "不属于案例"

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says."""
        note = self.note(index.row())
        if note is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(note)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = badge(note.purpose, done=note.done).partition(" ")[2] or "笔记"
            return f"{kind}：{title_of(note)}，{self.where(note)}"
        if role == Qt.ItemDataRole.ToolTipRole and note.start is not None:
            return f"{colour_name(note.colour, self.noted.meanings.get(note.colour, ''))}高亮"
        return None


def _fold(note: Note, titles: Mapping[str, str]) -> str:
    said = linked.plain(note.text[:_FOLDED]) if len(note.text) <= 2_000_000 else note.text[:_FOLDED]
    parts = (said, note.quote, titles.get(note.case_id or "", ""), " ".join(f"#{tag}" for tag in note.tags))
    return "\n".join(parts).casefold()


def counted(notes: Iterable[Note]) -> dict[str, int]:
    """Notes by what they are for; `none` for those nobody said, `open` for to-dos that wait."""
    found: dict[str, int] = {}
    for note in notes:
        found[note.purpose or "none"] = found.get(note.purpose or "none", 0) + 1
        if note.purpose == "todo" and not note.done:
            found["open"] = found.get("open", 0) + 1
    return found


class NoteLook(QStyledItemDelegate):
    """Paints a row: what the note is for, what it says, what it was said of, where and when."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        """All rows are as high."""
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        model = index.model()
        note = model.note(index.row()) if isinstance(model, NoteRows) else None
        if note is None or not isinstance(model, NoteRows):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, note)
        self._words(painter, option.rect, note, model.where(note))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, note: Note) -> None:
        colours, place = self.colours, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(place, QColor(colours.green_soft if chosen else colours.panel))
        edge = colours.edge(note.colour) if note.start is not None else colours.bar
        painter.fillRect(QRect(place.left(), place.top(), 4, place.height()), QColor(edge))
        painter.setPen(QColor(colours.line))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.focus), 1.5))
            painter.drawRect(QRectF(place).adjusted(5, 1, -1, -2))

    def _words(self, painter: QPainter, place: QRect, note: Note, where: str) -> None:
        colours = self.colours
        left, right, top = place.left() + 14, place.right() - 10, place.top() + 8
        when = (note.changed_at or note.created_at)[:10]
        width = right - left
        used = self._kind(painter, note, left, top)
        painter.setFont(theme.sans(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(left, top, width, 18), int(Qt.AlignmentFlag.AlignRight), when)
        room = width - used - painter.fontMetrics().horizontalAdvance(when) - 16
        said = painter.fontMetrics().elidedText(legible(where), Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(QRect(left + used, top, max(0, room), 18), int(Qt.AlignmentFlag.AlignLeft), said)
        said = said_of(note)
        self._line(painter, QRect(left, top + 20, width, 20), said or title_of(note), ink=colours.ink)
        under = " ".join([f"#{tag}" for tag in beside(note, said)] + ([note.quote] if note.quote and said else []))
        self._line(painter, QRect(left, top + 41, width, 18), under, ink=colours.soft_ink, small=True)

    def _kind(self, painter: QPainter, note: Note, left: int, top: int) -> int:
        """What a note is for; returns the width it took."""
        colours, words = self.colours, badge(note.purpose, done=note.done)
        if note.purpose == "todo":
            box = QRectF(left + 0.5, top + 2.5, 13, 13)
            painter.setPen(QPen(QColor(colours.green if note.done else colours.box), 1.3))
            painter.setBrush(QColor(colours.green_fill) if note.done else QColor(colours.field))
            painter.drawRoundedRect(box, 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if note.done:
                painter.setPen(QPen(QColor(colours.on_green), 1.8))
                painter.drawPolyline(
                    [box.topLeft() + QPointF(3, 7), box.topLeft() + QPointF(6, 10), box.topLeft() + QPointF(10.5, 3.5)]
                )
            words, left = words.partition(" ")[2], left + 19
        if not words:
            return 0
        painter.setFont(theme.sans(theme.SMALL, bold=True))
        painter.setPen(QColor(colours.accent_ink))
        painter.drawText(QRect(left, top, 120, 18), int(Qt.AlignmentFlag.AlignLeft), words)
        return painter.fontMetrics().horizontalAdvance(words) + (19 if note.purpose == "todo" else 0) + 10

    def _line(self, painter: QPainter, place: QRect, words: str, *, ink: str, small: bool = False) -> None:
        painter.setFont(theme.sans(theme.SMALL if small else theme.BODY))
        painter.setPen(QColor(ink))
        line = " ".join(words[:400].split())
        shown = painter.fontMetrics().elidedText(legible(line), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


def said_of(note: Note) -> str:
    """What a note says as a line is read: links by their names, no marks of Markdown, without the tags at its end."""
    return linked.bare(linked.plain(tagging.without_tail(note.text[:1000]))).strip()


def choices(noted: Noted) -> tuple[Sequence[tuple[str, str]], Sequence[str], Sequence[str]]:
    """Cases with notes as (title, id), tags, and other authors, each in order."""
    cases = sorted({note.case_id for note in noted.notes if note.case_id})
    titled = sorted((noted.cases.get(one, "（已删除）"), one) for one in cases)
    tags = sorted({tag for note in noted.notes for tag in note.tags})
    authors = sorted({note.author for note in noted.notes if note.author})
    return titled, tags, authors


def coloured(meanings: Mapping[Colour, str]) -> list[tuple[str, Colour]]:
    """Colours as they are called."""
    colours: tuple[Colour, ...] = ("yellow", "blue", "green", "pink")
    return [(colour_name(colour, meanings.get(colour, "")), colour) for colour in colours]
