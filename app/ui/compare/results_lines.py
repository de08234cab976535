"""Draws figures as bars, a line each, all lines of one height: fifty thousand scroll as ten do. Knows one line."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.services.figuring import Row
from app.services.metrics import Bar
from app.ui import theme
from app.ui.compare.results_model import ROW, TURNS, evidence, head_words, note_words
from app.ui.legible import legible

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 38
_SIDE = 18
_THICK = 8
_NARROW = 760
"""Below this width evidence is left to the tooltip."""


class BarLines(QStyledItemDelegate):
    """The painter."""

    def __init__(self, palette: theme.Palette, view: QTableView) -> None:
        super().__init__(view)
        self.colours = palette
        self._view = view
        there = QGuiApplication.instance()
        if isinstance(there, QGuiApplication):
            there.fontDatabaseChanged.connect(_elided.cache_clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        """All are the same."""
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        box, flags, colours = QRectF(option.rect), option.state, self.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        hover = bool(flags & QStyle.StateFlag.State_MouseOver) and row.kind == "bar"
        painter.fillRect(box, QColor(colours.green_soft if chosen else colours.hover if hover else colours.paper))
        if row.kind == "head" or row.alone:
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), QColor(colours.line))
        inner = box.adjusted(_SIDE, 0, -_SIDE, 0)
        if row.kind == "head":
            self._head(painter, inner, row)
        elif row.kind == "note":
            self._words(painter, inner, note_words(row), theme.SMALL, colours.muted)
        elif row.bar:
            self._bar(painter, inner, row, row.bar)
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.restore()

    def _head(self, painter: QPainter, box: QRectF, row: Row) -> None:
        name = theme.sans(14, bold=True)
        wide = min(QFontMetricsF(name).horizontalAdvance(row.metric.name), box.width() * 0.45)
        self._words(painter, QRectF(box.left(), box.top(), wide + 2, box.height()), row.metric.name, 14, bold=True)
        after = box.adjusted(wide + 12, 0, 0, 0)
        hint = row.scale.hint if not row.scale.why else ""
        told = f"{head_words(row)}　{hint}" if hint else head_words(row)
        self._words(painter, after, told, theme.SMALL, self.colours.muted)

    def _bar(self, painter: QPainter, box: QRectF, row: Row, bar: Bar) -> None:
        colours, figure = self.colours, bar.figure
        roomy = box.width() > _NARROW
        label, words, more = box.width() * 0.3, min(190.0, box.width() * 0.26), 118.0 if roomy else 0.0
        name = figure.owner or figure.title
        first = QRectF(box.left() + (0 if row.alone else 14), box.top() + 3, label - 26, 18)
        if row.alone:
            self._words(painter, first, row.metric.name, theme.BODY, bold=True)
            below = " · ".join(part for part in (name, _when(bar)) if part)
        else:
            self._words(painter, first, name, theme.BODY)
            other = f"原文：{figure.metric}" if figure.metric != row.metric.name else ""
            parts = (other, figure.place, _when(bar), figure.title if figure.owner else "")
            below = " · ".join(part for part in parts if part)
        self._words(painter, first.translated(0, 16), below, theme.TINY, colours.muted)
        room = QRectF(box.left() + label, box.top(), box.width() - label - words - more - 16, box.height())
        self._drawn(painter, room, row, bar)
        told = QRectF(room.right() + 16, box.top(), words, box.height())
        if bar.turn in ("better", "worse") or row.scale.target:
            sign = "目标" if row.scale.target else TURNS[bar.turn]
            self._words(painter, told.adjusted(0, 3, 0, -17), bar.words, theme.BODY, bold=True)
            ink = colours.warn if bar.turn == "worse" and not row.scale.target else colours.green
            self._words(painter, told.adjusted(0, 19, 0, -2), sign, theme.TINY, ink)
        else:
            self._words(painter, told, bar.words, theme.BODY, bold=True)
        if roomy:
            last = QRectF(told.right(), box.top(), more, box.height())
            told_by = evidence(row)
            self._words(painter, last, f"证据：{told_by}" if told_by else "", theme.SMALL, colours.muted)

    def _drawn(self, painter: QPainter, room: QRectF, row: Row, bar: Bar) -> None:
        """Before above, after below, both from the same zero; an aim is hollow."""
        colours = self.colours
        painter.setPen(QPen(QColor(colours.line), 1))
        if bar.share is None and bar.share_before is None:
            return
        painter.drawLine(room.bottomLeft(), room.topLeft())
        middle = room.center().y()
        both = bar.share is not None and bar.share_before is not None
        top = middle - _THICK - 1 if both else middle - _THICK / 2
        if bar.share_before is not None:
            self._fill(painter, QRectF(room.left(), top, room.width() * bar.share_before, _THICK), colours.bar)
            top += _THICK + 2
        if bar.share is not None:
            place = QRectF(room.left(), top, room.width() * bar.share, _THICK)
            fill = colours.accent if bar.turn == "worse" else colours.green_fill
            self._fill(painter, place, fill, hollow=row.scale.target)

    @staticmethod
    def _fill(painter: QPainter, place: QRectF, colour: str, *, hollow: bool = False) -> None:
        place.setWidth(max(2.0, place.width()))
        painter.setPen(QPen(QColor(colour), 1.4) if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QColor(colour))
        painter.drawRoundedRect(place.adjusted(0.7, 0.7, -0.7, -0.7) if hollow else place, 3, 3)

    def _words(
        self, painter: QPainter, box: QRectF, words: str, size: int, ink: str = "", *, bold: bool = False
    ) -> None:
        painter.setFont(theme.sans(size, bold=bold))
        painter.setPen(QColor(ink or self.colours.ink))
        told = _elided(words, size, bold, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, told)


def _when(bar: Bar) -> str:
    return bar.figure.date or str(bar.figure.year or "")


@lru_cache(maxsize=4000)
def _elided(words: str, size: int, bold: bool, width: int) -> str:
    return QFontMetricsF(theme.sans(size, bold=bold)).elidedText(legible(words), Qt.TextElideMode.ElideRight, width)
