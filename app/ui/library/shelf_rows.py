"""Draws a row of the shelves: sign, name, count, how deep it stands and where a drop would go."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui import icons, theme
from app.ui.legible import legible

ROW, GUTTER = 26, 14
"""Height of a row, and how far each step is set in."""
COUNT = Qt.ItemDataRole.UserRole + 2
SIGN = COUNT + 1
DEPTH = COUNT + 2
OPEN = COUNT + 3
"""Whether the folder is open; None for what holds no shelf."""
Index = QModelIndex | QPersistentModelIndex


Where = Literal["into", "before", "after"]


class Rows(QListWidget):
    """A list that knows which row is shown and where a drop would land."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours = palette
        self.shown_row = 0
        self.drop_row = -1
        self.drop_where: Where = "into"


class Look(QStyledItemDelegate):
    """The painter of the shelves' rows."""

    def __init__(self, shelves: Rows) -> None:
        super().__init__(shelves)
        self._shelves = shelves

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        """What it needs."""
        return QSize(120, ROW)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The line to type in stands where the name does."""
        editor.setGeometry(option.rect.adjusted(4 + GUTTER * int(index.data(DEPTH) or 0), 0, -4, 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        shelves, colours = self._shelves, self._shelves.colours
        place: QRect = option.rect
        flags = option.state
        here = index.row() == shelves.shown_row
        aimed = index.row() == shelves.drop_row
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if here or (aimed and shelves.drop_where == "into"):
            painter.setBrush(QColor(colours.green_soft))
            painter.drawRoundedRect(QRectF(place), 6, 6)
        elif flags & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(place), 6, 6)
        if flags & QStyle.StateFlag.State_HasFocus and shelves.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 1.5))
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 6, 6)
        if aimed and shelves.drop_where != "into":
            y = place.top() + 1 if shelves.drop_where == "before" else place.bottom()
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawLine(place.left() + 4, y, place.right() - 4, y)
        step = GUTTER * int(index.data(DEPTH) or 0)
        self._words(painter, place.adjusted(8 + step, 0, -8, 0), index, here=here)
        painter.restore()

    def _words(self, painter: QPainter, place: QRect, index: Index, *, here: bool) -> None:
        colours = self._shelves.colours
        ink = colours.on_green_soft if here else colours.ink
        painter.setFont(theme.sans(bold=here))
        opened = index.data(OPEN)
        if opened is not None:
            arrow = QRectF(place.left() - 9, place.center().y() - 4, 9, 9)
            icons.draw(
                painter, "down" if opened else "right", arrow, colours.on_green_soft if here else colours.muted, 2
            )
        if sign := str(index.data(SIGN) or ""):
            icons.draw(painter, sign, QRectF(place.left() - 1 + 2, place.center().y() - 6, 13, 13), ink)
            place = place.adjusted(19, 0, 0, 0)
        number = str(index.data(COUNT))
        painter.setPen(QColor(colours.on_green_soft if here else colours.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        room = place.width() - painter.fontMetrics().horizontalAdvance(number) - 8
        label = painter.fontMetrics().elidedText(legible(str(index.data())), Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)
