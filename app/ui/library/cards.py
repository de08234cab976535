"""Draws a case as a card of the list: title and star, where and when, two lines with the hits marked, chips.

How high a card is follows from its row alone, never from its width: ten thousand scroll as ten do. Knows no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.ui import icons, theme
from app.ui.legible import legible
from app.ui.library.grouping import BAND, Groups
from app.ui.search.marking import draw_marked, forget, marked
from db.query import KINDS
from db.records import CaseRow, Mark

HEIGHT, MORE = 124, 19
"""Of a card with one snippet, and of each further line."""
ROW = Qt.ItemDataRole.UserRole + 1
"""Role of the `CaseRow`; None while its page is still being fetched."""
KNOWN = ROW + 1
"""The same, without asking for its page."""
Index = QModelIndex | QPersistentModelIndex


def height(row: CaseRow | None) -> int:
    """How high a row's card is; of one that is not known yet, how high it is at least."""
    return HEIGHT + MORE * (len(row.more) + bool(row.kin)) if row else HEIGHT


def told_kin(row: CaseRow) -> str:
    """How many others tell the same story."""
    return f"另有 {row.kin} 篇同一报道" if row.kin else ""


def how_far(progress: float) -> str:
    """已读, or how much of it."""
    return "已读" if progress >= 1 else f"读到 {min(99, max(1, int(progress * 100)))}%"


def meta(row: CaseRow) -> str:
    """Owner, place and year in one line; what a case is when it is no hospital's."""
    kind = KINDS[row.kind] if row.kind not in ("hospital", "other") else ""
    return " · ".join(part for part in (row.owner, row.place, str(row.year or ""), kind) if part)


class Cards(QStyledItemDelegate):
    """The painter of the list's rows."""

    lines_wanted = Signal(object)
    """All hits of this `CaseRow`."""
    kin_wanted = Signal(object)
    """The others that tell the story of this `CaseRow`."""
    fold_wanted = Signal(int)
    """The band over this row was pressed."""

    def __init__(self, palette: theme.Palette, view: QTableView) -> None:
        super().__init__(view)
        self.colours = palette
        self.framed = False
        """Whether the current row is framed: only for those who use the keyboard."""
        self.hits = False
        """Whether there are words whose places can be listed."""
        self.groups = Groups()
        """Which rows have a band over them."""
        self._view = view
        there = QGuiApplication.instance()
        if isinstance(there, QGuiApplication):
            there.fontDatabaseChanged.connect(_other_letters)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        """What it needs."""
        row = index.data(KNOWN)
        return QSize(200, height(row if isinstance(row, CaseRow) else None))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        place: QRect = option.rect
        flags = option.state
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() in self.groups.heads:
            self._band(painter, QRect(place.left(), place.top(), place.width(), BAND), index.row(), chosen=chosen)
            place = place.adjusted(0, BAND, 0, 0)
            if self.groups.shut(index.row()):
                painter.restore()
                return
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
            if self.hits and index.row() == self._view.currentIndex().row():
                painter.setFont(theme.sans(theme.SMALL))
                painter.setPen(QColor(self.colours.accent_ink))
                painter.drawText(_lines_place(place), Qt.AlignmentFlag.AlignCenter, _LINES)
        else:
            painter.setPen(QColor(self.colours.muted))
            painter.setFont(theme.sans(theme.SMALL))
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, "正在取出…")
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on what leads further goes there."""
        row = index.data(KNOWN)
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(row, CaseRow)
        ):
            place: QRect = option.rect
            here = event.position()
            if index.row() in self.groups.heads:
                if here.y() < place.top() + BAND:
                    self.fold_wanted.emit(index.row())
                    return True
                place = place.adjusted(0, BAND, 0, 0)
            current = index.row() == self._view.currentIndex().row()
            if self.hits and current and _lines_place(place).contains(here):
                self.lines_wanted.emit(row)
                return True
            if row.kin and _kin_place(place, row).contains(here):
                self.kin_wanted.emit(row)
                return True
        return super().editorEvent(event, model, option, index)

    def _band(self, painter: QPainter, place: QRect, row: int, *, chosen: bool) -> None:
        colours, shut = self.colours, self.groups.shut(row)
        name, count = self.groups.words(row)
        painter.fillRect(place, QColor(colours.bg))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), QColor(colours.line))
        if chosen and shut:
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height() - 1), QColor(colours.accent))
        sign = QRectF(place.left() + 10, place.center().y() - 5, 11, 11)
        icons.draw(painter, "right" if shut else "down", sign, colours.muted, 2)
        inner = place.adjusted(28, 0, -14, 0)
        painter.setFont(theme.sans(bold=True))
        painter.setPen(QColor(colours.ink))
        room = inner.width() - 50
        words = painter.fontMetrics().elidedText(legible(name), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setFont(theme.sans(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(count))

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
        far = self._how_far(painter, place, row)
        line = QRectF(place.left(), top + 21, place.width() - far, 18)
        self._text(painter, line, meta(row), (), small, colours.muted, 1)
        words = QFont(small)
        words.setPixelSize(12)
        box = QRectF(place.left(), top + 42, place.width(), 38)
        self._text(painter, box, row.snippet.text, row.snippet.marks, words, colours.soft_ink, 2)
        top += 81
        for snippet in row.more:
            box = QRectF(place.left(), top, place.width(), MORE)
            draw_marked(painter, box, snippet.text, snippet.marks, words, colours.soft_ink, colours)
            top += MORE
        if row.kin:
            box = QRectF(place.left(), top, place.width(), MORE)
            draw_marked(painter, box, told_kin(row), (), small, colours.accent_ink, colours)
            top += MORE
        room = place.width() - (80 if self.hits else 0)
        self._chips(painter, QRectF(place.left(), top + 3, room, 20), row)

    def _how_far(self, painter: QPainter, place: QRectF, row: CaseRow) -> float:
        """A dot before what is unread, how far it was read after what is begun; the room that takes."""
        colours = self.colours
        if row.progress <= 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(QPointF(place.left() - 6, place.top() + 10), 2.5, 2.5)
            return 0.0
        words = how_far(row.progress)
        painter.setFont(theme.sans(theme.SMALL))
        painter.setPen(QColor(colours.muted if row.progress >= 1 else colours.accent_ink))
        line = QRectF(place.left(), place.top() + 21, place.width(), 18)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        return QFontMetricsF(painter.font()).horizontalAdvance(words) + 8

    def _text(
        self, painter: QPainter, box: QRectF, text: str, marks: Sequence[Mark], font: QFont, ink: str, lines: int
    ) -> None:
        """Draw at most `lines` lines, the last one ending in … when there is more, with marks on a yellow ground."""
        look = (font.pixelSize(), font.bold(), self.colours.yellow, self.colours.ink)
        layout = _set(
            legible(text.replace("\n", " ")), tuple(marks), int(box.width()), box.height() / lines, lines, look
        )
        painter.setPen(QColor(ink))
        layout.draw(painter, box.topLeft())

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
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, legible(words))


_LINES = "全部命中 ›"
_LONGEST = 400
"""Characters of a line that are looked at; no line holds as many."""


def _lines_place(place: QRect) -> QRectF:
    """Where the way to all hits stands on the current card."""
    return QRectF(place.right() - 14 - 74, place.bottom() - 30, 74, 20)


def _kin_place(place: QRect, row: CaseRow) -> QRectF:
    wide = QFontMetricsF(theme.sans(theme.SMALL)).horizontalAdvance(told_kin(row))
    return QRectF(place.left() + 14, place.top() + 91 + MORE * len(row.more), wide, MORE)


def _other_letters() -> None:
    forget()
    _set.cache_clear()


@lru_cache(maxsize=300)
def _set(
    text: str, marks: tuple[Mark, ...], width: int, height: float, lines: int, look: tuple[int, bool, str, str]
) -> QTextLayout:
    """Lines of text, set; setting takes ten times as long as drawing, and what is in sight is drawn again and again."""
    layout = _layout(text, marks, width, lines, look)
    if layout.lineCount() > lines or _end(layout) < len(text.encode("utf-16-le")) // 2:
        text, inside = _cut(layout, lines, text, marks, width)
        layout = _layout(text, inside, width, lines, look)
    for number in range(min(lines, layout.lineCount())):
        line = layout.lineAt(number)
        line.setPosition(QPointF(0, number * height + (height - line.height()) / 2))
    return layout


def _layout(text: str, marks: Sequence[Mark], width: int, lines: int, look: tuple[int, bool, str, str]) -> QTextLayout:
    size, bold, ground, ink = look
    layout = QTextLayout(text, theme.sans(size, bold=bold))
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([marked(text, mark, ground, ink) for mark in marks])
    layout.beginLayout()
    for _ in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
    layout.endLayout()
    return layout


def _end(layout: QTextLayout) -> int:
    last = layout.lineAt(layout.lineCount() - 1)
    return last.textStart() + last.textLength() if layout.lineCount() else 0


def _cut(layout: QTextLayout, lines: int, text: str, marks: Sequence[Mark], width: int) -> tuple[str, list[Mark]]:
    """The text as far as it fits, with … for the rest; the last line is filled, whatever word stands at its end."""
    start = layout.lineAt(min(lines, layout.lineCount()) - 1).textStart()
    first = len(text.encode("utf-16-le")[: start * 2].decode("utf-16-le", errors="ignore"))
    metrics = QFontMetricsF(layout.font())
    rest = metrics.elidedText(legible(text[first : first + _LONGEST] + "…"), Qt.TextElideMode.ElideRight, width - 1)
    kept = text[: first + len(rest.rstrip("…"))]
    inside = [Mark(mark.start, min(mark.end, len(kept))) for mark in marks if mark.start < len(kept)]
    return kept.rstrip("…") + "…", inside
