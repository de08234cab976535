"""The kinds of notes as rows: a sign in a column of its own, the name, and how many there are at the right edge.

Knows signs, words and counts; no note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui import theme
from app.ui.legible import legible

Index = QModelIndex | QPersistentModelIndex
ROW, EDGE, COLUMN = 27, 8, 20
"""Height of a row, what is clear at its sides, and the width of the column of signs."""
VALUE = Qt.ItemDataRole.UserRole
_KIND = VALUE + 1


@dataclass(frozen=True, slots=True)
class Kind:
    """One row; `value` is what is asked for by it."""

    value: str
    words: str
    count: int
    sign: str = ""


class _Look(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        return QSize(100, ROW)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        kind = index.data(_KIND)
        if not isinstance(kind, Kind):
            return
        palette = option.widget.palette()
        place: QRect = option.rect.adjusted(EDGE, 0, -EDGE, 0)
        painter.save()
        painter.setFont(theme.sans())
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        number = str(kind.count)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        room = painter.fontMetrics().horizontalAdvance(number) + 8
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        if kind.sign:
            _sign(painter, QRect(place.left(), place.top(), COLUMN - 6, place.height()), kind.sign)
            place.setLeft(place.left() + COLUMN)
        words = painter.fontMetrics().elidedText(legible(kind.words), Qt.TextElideMode.ElideRight, place.width() - room)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


def _sign(painter: QPainter, place: QRect, sign: str) -> None:
    """Draw a sign in the middle of its column by its ink: a full-width mark has it in one corner of its square."""
    ink = QFontMetricsF(painter.font()).tightBoundingRect(sign)
    middle = painter.fontMetrics().ascent() - painter.fontMetrics().height() / 2
    at = place.center().x() - ink.center().x(), place.center().y() + middle
    painter.drawText(QPointF(*at), sign)


class Kinds(QListWidget):
    """The rows, all of them seen at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noteKinds")
        self.setAccessibleName("笔记类型")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Look(self))

    def show_kinds(self, kinds: Sequence[Kind]) -> None:
        """Show these; the row that is current stays so."""
        at = max(0, self.currentRow())
        self.clear()
        for kind in kinds:
            item = QListWidgetItem(f"{kind.sign} {kind.words}　{kind.count}".strip(), self)
            item.setData(VALUE, kind.value)
            item.setData(_KIND, kind)
        self.setCurrentRow(at)
        self.setFixedHeight(ROW * len(kinds) + 4)
