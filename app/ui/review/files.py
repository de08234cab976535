"""The left column of the review: every file with its state, errors last and in words. Knows entries, no library."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from app.services.importing import Prepared
from app.services.reviewing import Review
from app.ui import theme
from app.ui.legible import legible
from app.ui.record.naming import named
from app.ui.review import wording
from app.ui.review.entry import Entry
from app.ui.review.filtering import Filters

CARD = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_ORDER = {"ready": 0, "duplicate": 2, "failed": 3}
_PAD, _GAP, _BAR = 10, 6, 5
_LINES = 5
"""So many lines of small words at most."""


@dataclass(frozen=True, slots=True)
class Card:
    """One file as it is drawn."""

    name: str
    state: str
    share: float | None
    """Length of the bar, 0 to 1; None: no bar."""
    rank: int
    place: int
    """Among the entries; -1 for the file being read."""

    @property
    def wrong(self) -> bool:
        """Whether it could not be read."""
        return self.rank >= _ORDER["failed"]


class Cards(QAbstractListModel):
    """The files in the order they are shown: ready ones, the one being read, those here already, errors."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[Card] = []

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent and parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """What is asked of a card."""
        card = self.cards[index.row()]
        if role == CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{card.name}，{card.state}"
        return None

    def fill(self, cards: list[Card]) -> None:
        """Show these; only what differs is touched, so that the place in the list is kept."""
        old = [(card.place, card.rank) for card in self.cards]
        new = [(card.place, card.rank) for card in cards]
        head = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        rest = min(len(old), len(new)) - head
        tail = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
        if len(old) > head + tail:
            self.beginRemoveRows(QModelIndex(), head, len(old) - tail - 1)
            del self.cards[head : len(old) - tail]
            self.endRemoveRows()
        if len(new) > head + tail:
            self.beginInsertRows(QModelIndex(), head, len(new) - tail - 1)
            self.cards[head:head] = cards[head : len(new) - tail]
            self.endInsertRows()
        changed = [n for n, card in enumerate(cards) if self.cards[n] != card]
        self.cards = list(cards)
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))


class FileCards(QStyledItemDelegate):
    """The painter of the cards."""

    def __init__(self, palette: theme.Palette, view: QListView) -> None:
        super().__init__(view)
        self.colours = palette
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        """As high as the words need."""
        bar = self._view.verticalScrollBar()
        width = self._view.viewport().width() - (0 if bar.isVisible() else bar.sizeHint().width())
        card = index.data(CARD)
        high = _height(card.state, width - 2 * _PAD - 4)
        share = 0 if card.share is None else _BAR + 6
        return QSize(60, 2 * 8 + 21 + high + share + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        colours, card = self.colours, index.data(CARD)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5 - _GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if chosen else colours.bar if card.wrong else colours.line
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(colours.warn_soft if card.wrong else colours.field))
        painter.drawRoundedRect(box, 9, 9)
        if chosen:
            painter.fillRect(QRectF(box.left() + 1, box.top() + 7, 3, box.height() - 14), QColor(colours.accent))
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 7, 7)
        inner = box.adjusted(_PAD, 8, -_PAD, -8)
        bold = theme.sans(theme.BODY, bold=True)
        painter.setFont(bold)
        painter.setPen(QColor(colours.ink))
        name = QFontMetrics(bold).elidedText(legible(card.name), Qt.TextElideMode.ElideMiddle, int(inner.width()))
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), 20), int(Qt.AlignmentFlag.AlignVCenter), name)
        painter.setFont(theme.sans(theme.TINY))
        painter.setPen(QColor(colours.warn if card.wrong else colours.muted))
        bottom = 0 if card.share is None else _BAR + 4
        lines = _lines(card.state, int(inner.width()))
        painter.setClipRect(inner.adjusted(0, 21, 0, -bottom))
        for number in range(min(lines.lineCount(), _LINES)):
            lines.lineAt(number).draw(painter, QPointF(inner.left(), inner.top() + 21))
        painter.setClipping(False)
        if card.share is not None:
            bar = QRectF(inner.left(), inner.bottom() - _BAR, inner.width(), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.neutral))
            painter.drawRoundedRect(bar, 2.5, 2.5)
            painter.setBrush(QColor(colours.green_fill))
            bar.setWidth(bar.width() * max(0.02, min(1.0, card.share)))
            painter.drawRoundedRect(bar, 2.5, 2.5)
        painter.restore()


@lru_cache(maxsize=4096)
def _height(words: str, width: int) -> int:
    """How high the small words are."""
    if not words:
        return 0
    lines = _lines(words, width)
    last = lines.lineAt(min(lines.lineCount(), _LINES) - 1)
    return math.ceil(last.y() + last.height())


def _lines(words: str, width: int) -> QTextLayout:
    """The small words in lines; a Latin word is broken only where it has no room of its own."""
    layout = QTextLayout(legible(words).replace("\n", "\u2028"), theme.sans(theme.TINY))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    down = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(20, width))
        line.setPosition(QPointF(0, down))
        down += line.height()
    layout.endLayout()
    return layout


class Files(QFrame):
    """The column."""

    chosen = Signal(int)
    """Place of the entry to show."""

    def __init__(self, palette: theme.Palette) -> None:
        super().__init__()
        self.setObjectName("reviewFiles")
        self.list = named(QListView(), "files", "待导入的文件")
        self.list.setSpacing(0)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.model = Cards()
        self.painter_ = FileCards(palette, self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.painter_)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.filters = Filters()
        self.filters.chosen.connect(self._refilter)
        self._told: tuple[list[Entry], tuple[int, int, str] | None, int] = ([], None, -1)
        self.hint = named(QLabel("把文件或文件夹拖到这里继续添加"), "filesHint")
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(6)
        column.addWidget(self.filters)
        column.addWidget(self.list, 1)
        column.addWidget(self.hint)
        self._filling = False
        self._known: dict[int, tuple[Review | None, Prepared, Card]] = {}

    def fill(self, entries: list[Entry], reading: tuple[int, int, str] | None, current: int) -> None:
        """Show the files; `reading` is how far the reading has come: done, all, name."""
        self._told = (entries, reading, current)
        self.filters.show_counts(entries)
        cards = [self._card(entry, place) for place, entry in enumerate(entries) if self.filters.lets(entry)]
        if reading:
            done, total, name = reading
            cards.append(Card(name or "…", f"正在理解… {done}/{total}", done / total if total else 0.0, 1, -1))
        cards.sort(key=lambda card: card.rank)
        self._filling = True
        self.model.fill(cards)
        row = next((row for row, card in enumerate(cards) if card.place == current and current >= 0), -1)
        if row >= 0 and self.list.currentIndex().row() != row:
            self.list.setCurrentIndex(self.model.index(row))
        elif row < 0:
            self.list.setCurrentIndex(QModelIndex())
        self._filling = False

    def _refilter(self) -> None:
        self.fill(*self._told)
        if self.model.cards and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))

    def _card(self, entry: Entry, place: int) -> Card:
        """A file's card, worded anew only when its review is another one."""
        known = self._known.get(id(entry))
        if not known or known[0] is not entry.review or known[1] is not entry.prepared or known[2].place != place:
            share = entry.share if entry.review else None
            state = wording.file_state(entry.prepared, entry.review)
            known = (entry.review, entry.prepared, Card(entry.name, state, share, _ORDER[entry.prepared.state], place))
            self._known[id(entry)] = known
        return known[2]

    def aim(self, *, on: bool) -> None:
        """Files are held over the screen, or no more."""
        self.setProperty("aimed", on)
        self.style().unpolish(self)
        self.style().polish(self)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.painter_.colours = palette
        self.list.viewport().update()

    def _moved(self, now: QModelIndex) -> None:
        if not self._filling and now.isValid():
            place = self.model.cards[now.row()].place
            if place >= 0:
                self.chosen.emit(place)
