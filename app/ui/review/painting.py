"""Draws the lines of the review's text: dashed cuts, pieces on their case's ground, joins with their two links.

Knows rows, not what they mean.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui import theme
from app.ui.legible import legible
from app.ui.reading.positions import Positions
from app.ui.record.rows import Index
from app.ui.review import looks, meter
from app.ui.review.model import ROW
from app.ui.review.rows import Lit, Row
from app.ui.review.setting import (
    BELOW,
    EDGE,
    GAP,
    INSIDE,
    LINE,
    SIDE,
    fits,
    laid_out,
    measured,
    reckoned,
    room_for,
    shown,
)
from db.records import Mark

_CUT, _JOIN = 28, 24
EXACT = 500
"""Up to so many rows every height is measured, beyond it is reckoned."""
LINKS = ("接上", "改接别处", "断开")


class Lines(QStyledItemDelegate):
    """The painter of the rows. `lit` says which stretches of which pieces are lit."""

    def __init__(self, palette: theme.Palette, view: QListView) -> None:
        super().__init__(view)
        self.colours = palette
        self.lit: dict[int, Lit] = {}
        self.key: int | None = None
        """The case whose record is shown."""
        self.chosen: tuple[int, int, int] | None = None
        """Piece, anchor and caret of what is chosen in the text."""
        self.exact = True
        self._view = view

    # --- heights

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        """As high as the words need in the view's width."""
        row: Row = index.data(ROW)
        if row.kind != "piece":
            return QSize(60, _CUT if row.kind == "cut" else _JOIN)
        width = room_for(self._view.viewport().width())
        lines = (measured if self.exact else reckoned)(shown(row), width, row.note)
        return QSize(60, int(lines * LINE) + 4 + BELOW)

    # --- drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Row = index.data(ROW)
        room = QRect(option.rect).adjusted(SIDE, 0, -SIDE, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind == "cut":
            self._cut(painter, QRectF(room), row)
        elif row.kind == "join":
            self._join(painter, room, row)
        else:
            self._piece(painter, QRectF(room), row)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(QColor(self.colours.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            bottom = -BELOW - 0.5 if row.kind == "piece" else -0.5
            painter.drawRoundedRect(QRectF(room).adjusted(-3.5, 0.5, 3.5, bottom), 4, 4)
        painter.restore()

    def _cut(self, painter: QPainter, room: QRectF, row: Row) -> None:
        font = theme.sans(theme.SMALL, bold=row.key == self.key)
        metrics = QFontMetricsF(font)
        words = metrics.elidedText(legible(row.words), Qt.TextElideMode.ElideRight, room.width() - 80)
        width = metrics.horizontalAdvance(words)
        ink = QColor(self.colours.accent_ink)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.setPen(QPen(QColor(self.colours.accent), 1.5, Qt.PenStyle.CustomDashLine))
        pen = painter.pen()
        pen.setDashPattern([2.5, 2])
        painter.setPen(pen)
        middle, y = room.center().x(), room.center().y() + 0.5
        painter.drawLine(QPointF(room.left(), y), QPointF(middle - width / 2 - 8, y))
        painter.drawLine(QPointF(middle + width / 2 + 8, y), QPointF(room.right(), y))

    def _join(self, painter: QPainter, room: QRect, row: Row) -> None:
        font = theme.sans(theme.SMALL)
        painter.setFont(font)
        painter.setPen(QColor(self.colours.accent_ink if row.wanting else self.colours.muted))
        painter.drawText(QRectF(room), int(Qt.AlignmentFlag.AlignVCenter), row.words)
        if row.share is not None:
            left = room.left() + QFontMetricsF(font).horizontalAdvance(row.words) + 8
            meter.draw(painter, left, room.center().y() + 5, row.share, self.colours)
        for link, place in links(row, room):
            font.setUnderline(True)
            painter.setFont(font)
            painter.setPen(QColor(self.colours.green))
            painter.drawText(QRectF(place), int(Qt.AlignmentFlag.AlignVCenter), link)

    def _piece(self, painter: QPainter, room: QRectF, row: Row) -> None:
        colours = self.colours
        hue = looks.hue(colours, row.place)
        box = room.adjusted(0, 0, 0, -BELOW)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue.ground)
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(QColor(colours.accent) if row.wanting else hue.edge)
        painter.drawRoundedRect(QRectF(box.left(), box.top(), EDGE, box.height()), 2, 2)
        painter.setPen(QColor(colours.muted if row.place < 0 else colours.ink))
        layout = laid_out(shown(row), box.width() - 2 * INSIDE - EDGE, self._formats(row))
        origin = QPointF(box.left() + EDGE + INSIDE, box.top() + 2)
        layout.draw(painter, origin)
        if self.chosen and self.chosen[0] == row.piece and self.chosen[1] == self.chosen[2] and self._view.hasFocus():
            layout.drawCursor(painter, origin, Positions(shown(row)).to_qt(self.chosen[2]), 2)
        if row.note:
            self._note(painter, box, row, layout)

    def _note(self, painter: QPainter, box: QRectF, row: Row, layout: QTextLayout) -> None:
        """The small words behind the last line, or below it when there is no room."""
        count, left = layout.lineCount(), box.left() + EDGE + INSIDE
        beside = fits(layout, box.width() - 2 * INSIDE - EDGE, row.note)
        across = layout.lineAt(count - 1).naturalTextWidth() + GAP if beside else 0.0
        top = box.top() + 2 + LINE * (count - beside)
        place = QRectF(left + across, top, box.right() - left - across, LINE)
        painter.setFont(theme.sans(theme.SMALL))
        painter.setPen(QColor(self.colours.accent_ink if row.wanting else self.colours.muted))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), row.note)

    def _formats(self, row: Row) -> list[QTextLayout.FormatRange]:
        lit = self.lit.get(row.piece)
        found: list[tuple[Mark | None, QTextCharFormat]] = []
        if lit is not None:
            ground, words = QTextCharFormat(), QTextCharFormat()
            for form in (ground, words):
                form.setBackground(QColor(self.colours.yellow))
                form.setForeground(QColor(self.colours.ink))
            words.setFontWeight(QFont.Weight.Bold)
            found += [(lit.sentence, ground), (lit.words, words)]
        if self.chosen and self.chosen[0] == row.piece and self.chosen[1] != self.chosen[2]:
            picked = QTextCharFormat()
            picked.setBackground(QColor(self.colours.green_fill))
            picked.setForeground(QColor(self.colours.on_green))
            found.append((Mark(min(self.chosen[1:]), max(self.chosen[1:])), picked))
        to_qt = Positions(shown(row)).to_qt
        made = []
        for mark, form in found:
            if mark is not None:
                span = QTextLayout.FormatRange()
                span.start, end = to_qt(mark.start), to_qt(mark.end)
                span.length = end - span.start
                span.format = form
                made.append(span)
        return made


def links(row: Row, room: QRect) -> list[tuple[str, QRect]]:
    """The links of a join and where they stand."""
    if row.join is None:
        return []
    metrics = QFontMetricsF(theme.sans(theme.SMALL))
    x = room.left() + metrics.horizontalAdvance(row.words) + (18 + meter.WIDE if row.share is not None else 14)
    found = []
    for link in LINKS if row.words.startswith("⤷") else LINKS[1:]:
        width = metrics.horizontalAdvance(link)
        found.append((link, QRect(round(x), room.top(), round(width) + 2, room.height())))
        x += width + 14
    return found


def link_at(row: Row, room: QRect, point: QPoint) -> str:
    """The link under a point, empty when there is none."""
    inner = room.adjusted(SIDE, 0, -SIDE, 0)
    return next((link for link, place in links(row, inner) if place.adjusted(-4, 0, 4, 0).contains(point)), "")
