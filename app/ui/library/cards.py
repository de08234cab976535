"""Draws a case as a card of the list: title and star, where and when, two lines with the hits marked, chips.

All cards are of one height, so that ten thousand scroll as ten do. Knows no library.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.ui import icons, theme
from db.query import KINDS
from db.records import CaseRow, Mark

HEIGHT = 124
ROW = Qt.ItemDataRole.UserRole + 1
"""Role of the `CaseRow`; None while its page is still being fetched."""
Index = QModelIndex | QPersistentModelIndex


def meta(row: CaseRow) -> str:
    """Owner, place and year in one line; what a case is when it is no hospital's."""
    kind = KINDS[row.kind] if row.kind not in ("hospital", "other") else ""
    return " · ".join(part for part in (row.owner, row.place, str(row.year or ""), kind) if part)


class Cards(QStyledItemDelegate):
    """The painter of the list's rows."""

    def __init__(self, palette: theme.Palette, view: QTableView) -> None:
        super().__init__(view)
        self.colours = palette
        self.framed = False
        """Whether the current row is framed: only for those who use the keyboard."""
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        """What it needs."""
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        place: QRect = option.rect
        flags = option.state
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, place, chosen=chosen, hover=bool(flags & QStyle.StateFlag.State_MouseOver))
        if flags & QStyle.StateFlag.State_HasFocus and self._view.hasFocus() and self.framed:
            frame = QColor(self.colours.focus)
            frame.setAlphaF(0.55)
            painter.setPen(QPen(frame, 1))
            painter.drawRect(QRectF(place).adjusted(4.5, 2.5, -3.5, -3.5))
        row = index.data(ROW)
        inner = QRectF(place).adjusted(14, 10, -14, -8)
        if isinstance(row, CaseRow):
            self._card(painter, inner, row)
        else:
            painter.setPen(QColor(self.colours.muted))
            painter.setFont(theme.sans(theme.SMALL))
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, "正在取出…")
        painter.restore()

    def _ground(self, painter: QPainter, place: QRect, *, chosen: bool, hover: bool) -> None:
        colours = self.colours
        painter.fillRect(place, QColor(colours.field if chosen else colours.hover if hover else colours.panel))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), QColor(colours.line))
        if chosen:
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height() - 1), QColor(colours.accent))

    def _card(self, painter: QPainter, place: QRectF, row: CaseRow) -> None:
        colours = self.colours
        top = place.top()
        room = place.width()
        if row.starred:
            icons.draw(painter, "star", QRectF(place.right() - 14, top + 2, 15, 15), colours.ink)
            room -= 22
        title = theme.sans(14, bold=True)
        self._text(painter, QRectF(place.left(), top, room, 21), row.title, row.title_marks, title, colours.ink, 1)
        small = theme.sans(theme.SMALL)
        self._text(painter, QRectF(place.left(), top + 21, place.width(), 18), meta(row), (), small, colours.muted, 1)
        words = QFont(small)
        words.setPixelSize(12)
        box = QRectF(place.left(), top + 42, place.width(), 38)
        self._text(painter, box, row.snippet.text, row.snippet.marks, words, colours.soft_ink, 2)
        self._chips(painter, QRectF(place.left(), top + 84, place.width(), 20), row)

    def _text(
        self, painter: QPainter, box: QRectF, text: str, marks: Sequence[Mark], font: QFont, ink: str, lines: int
    ) -> None:
        """Draw at most `lines` lines, the last one ending in … when there is more, with marks on a yellow ground."""
        text = text.replace("\n", " ")
        layout = self._layout(text, marks, font, box.width(), lines)
        if layout.lineCount() > lines or _end(layout) < len(text.encode("utf-16-le")) // 2:
            text, marks = _cut(layout, lines, text, marks)
            layout = self._layout(text, marks, font, box.width(), lines)
        height = box.height() / lines
        painter.setPen(QColor(ink))
        for number in range(min(lines, layout.lineCount())):
            line = layout.lineAt(number)
            line.setPosition(QPointF(0, number * height + (height - line.height()) / 2))
        layout.draw(painter, box.topLeft())

    def _layout(self, text: str, marks: Sequence[Mark], font: QFont, width: float, lines: int) -> QTextLayout:
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._marked(text, mark) for mark in marks])
        layout.beginLayout()
        for _ in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
        layout.endLayout()
        return layout

    def _marked(self, text: str, mark: Mark) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start = _units(text[: mark.start])
        found.length = _units(text[mark.start : mark.end])
        found.format = QTextCharFormat()
        found.format.setBackground(QColor(self.colours.yellow))
        found.format.setForeground(QColor(self.colours.ink))
        return found

    def _chips(self, painter: QPainter, place: QRectF, row: CaseRow) -> None:
        font = theme.sans(theme.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        left = place.left()
        chips = [(name, number == 0, "") for number, name in enumerate(row.themes)]
        if row.notes:
            chips.append((str(row.notes), False, "pencil"))
        for words, strong, sign in chips:
            width = metrics.horizontalAdvance(words) + 18 + (15 if sign else 0)
            if left + width > place.right():
                break
            self._chip(painter, QRectF(left, place.top(), width, 20), words, sign, strong=strong)
            left += width + 6

    def _chip(self, painter: QPainter, place: QRectF, words: str, sign: str, *, strong: bool) -> None:
        colours = self.colours
        ink = QColor(colours.on_accent_soft if strong else colours.on_neutral)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent_soft if strong else colours.neutral))
        painter.drawRoundedRect(place, 10, 10)
        if sign:
            icons.draw(painter, sign, QRectF(place.left() + 8, place.top() + 4, 12, 12), colours.on_neutral)
            place = place.adjusted(15, 0, 0, 0)
        painter.setPen(ink)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


def _units(text: str) -> int:
    """Length in Qt's UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _end(layout: QTextLayout) -> int:
    last = layout.lineAt(layout.lineCount() - 1)
    return last.textStart() + last.textLength() if layout.lineCount() else 0


def _cut(layout: QTextLayout, lines: int, text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """The text as far as it fits, with … for the rest."""
    last = layout.lineAt(min(lines, layout.lineCount()) - 1)
    units = max(0, last.textStart() + last.textLength() - 1)
    kept = text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")
    inside = [Mark(mark.start, min(mark.end, len(kept))) for mark in marks if mark.start < len(kept)]
    return kept.rstrip("…") + "…", inside
