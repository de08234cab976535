"""Draws the cells of a matrix, and the editor for own words in one. Knows the palette and the cell; no library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from app.services.gridding import Cell, empty_words, mark
from app.ui import theme
from app.ui.compare.matrix_model import CELL
from app.ui.legible import legible
from app.ui.reading.positions import shown
from db.compared import Entry

Index = QModelIndex | QPersistentModelIndex
LEAST = 58
"""How high a row is at least: its heading has two or three lines."""
_LINES = 6
"""Lines of an entry before it is cut."""
_SIDE, _TOP, _BETWEEN = 8, 8, 5
_LETTERS = 14
_LINE = 1.04
"""A line's room as a share of its letters' height."""


_TALL: dict[tuple[str, str, int], float] = {}
"""Words, place and width of an entry -> how high it is: of all cells of a matrix, while lines are kept of few."""
_TALLEST = 100_000


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entry of a cell is drawn."""

    entry: Entry
    box: QRectF


class Cells(QStyledItemDelegate):
    """The painter of a matrix's cells."""

    def __init__(self, palette: theme.Palette, view: QTableView) -> None:
        super().__init__(view)
        self.colours = palette
        self.chosen = 0
        """Which entry of the current cell is chosen."""
        self._view = view
        there = QGuiApplication.instance()
        if isinstance(there, QGuiApplication):
            there.fontDatabaseChanged.connect(_other_letters)

    # --- measuring

    def height(self, cell: Cell, width: int, *, seen: bool = True) -> int:
        """How high a cell is that is so wide; its lines are only kept when it will soon be seen."""
        inner = max(24, width - 2 * _SIDE)
        heights = [self._tall(one, inner, seen=seen) for one in _standing(cell)]
        if not heights:
            return LEAST
        return max(LEAST, round(2 * _TOP + sum(heights) + _BETWEEN * (len(heights) - 1)))

    def spots(self, cell: Cell, box: QRectF) -> Iterator[Spot]:
        """Where the entries of a cell stand in it."""
        top, inner = box.top() + _TOP, max(24, int(box.width()) - 2 * _SIDE)
        for one in _standing(cell):
            _, height = self._laid(one, inner)
            yield Spot(one, QRectF(box.left() + _SIDE, top, inner, height))
            top += height + _BETWEEN

    def place_at(self, cell: Cell, box: QRectF, point: QPointF) -> Entry | None:
        """The entry whose place (§6) is drawn at a point."""
        for spot in self.spots(cell, box):
            layout, _ = self._laid(spot.entry, int(spot.box.width()))
            units = len(mark(spot.entry).encode("utf-16-le")) // 2
            start = len(layout.text().encode("utf-16-le")) // 2 - units
            line = layout.lineForTextPosition(start)
            if spot.entry.kind != "quote" or not units or not line.isValid():
                continue
            left = cast("tuple[float, int]", line.cursorToX(start))[0]
            there = QRectF(spot.box.left() + left - 3, spot.box.top() + line.y() - 2, 400, line.height() + 4)
            if there.contains(point):
                return spot.entry
        return None

    # --- drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return
        box = QRectF(option.rect)
        flags = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, QColor(self.colours.green_soft if chosen else self.colours.paper))
        painter.setPen(QColor(self.colours.line))
        painter.drawLine(box.bottomLeft() - QPointF(0, 0.5), box.bottomRight() - QPointF(0, 0.5))
        current = self._view.currentIndex() == index
        painter.setClipRect(box)
        if cell.state == "filled":
            self._entries(painter, cell, box, current=current)
        else:
            self._empty(painter, cell, box, current=current)
        if current:
            strong = self._view.hasFocus()
            painter.setPen(QPen(QColor(self.colours.focus if strong else self.colours.box), 2 if strong else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _entries(self, painter: QPainter, cell: Cell, box: QRectF, *, current: bool) -> None:
        spots = list(self.spots(cell, box))
        for number, spot in enumerate(spots):
            one = spot.entry
            if current and len(spots) > 1 and number == self.chosen:
                bar = QRectF(spot.box.left() - 5, spot.box.top() + 2, 3, spot.box.height() - 4)
                painter.fillRect(bar, QColor(self.colours.accent))
            layout, _ = self._laid(one, int(spot.box.width()))
            painter.setPen(QColor(self.colours.accent_ink if one.kind == "own" else self.colours.ink))
            layout.draw(painter, spot.box.topLeft())

    def _tall(self, entry: Entry, width: int, *, seen: bool) -> float:
        told = (entry.text, mark(entry), width)
        if told not in _TALL:
            if len(_TALL) >= _TALLEST:
                _TALL.clear()
            _TALL[told] = (_set if seen else _set.__wrapped__)(*told, self.colours.accent_ink)[1]
        return _TALL[told]

    def _laid(self, entry: Entry, width: int) -> tuple[QTextLayout, float]:
        """What is measured is what is drawn, so that nothing is set twice."""
        ink = self.colours.warn if entry.anchor in ("lost", "changed") else self.colours.accent_ink
        return _set(entry.text, mark(entry), width, ink)

    def _empty(self, painter: QPainter, cell: Cell, box: QRectF, *, current: bool) -> None:
        words = empty_words(cell, wide=box.width() > 200)
        font = theme.sans(theme.SMALL)
        painter.setFont(font)
        width = min(QFontMetricsF(font).horizontalAdvance(words) + 18, box.width() - 2 * _SIDE)
        frame = QRectF(box.left() + _SIDE, box.top() + _TOP, max(0.0, width), 23)
        quiet = cell.state in ("unread", "hinted")
        painter.setPen(QPen(QColor(self.colours.box), 1, Qt.PenStyle.DashLine if quiet else Qt.PenStyle.SolidLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 6, 6)
        painter.setPen(QColor(self.colours.muted))
        inside = frame.adjusted(8, 0, -6, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, _elided(words, font.pixelSize(), inside.width()))
        if current and cell.hints and quiet:
            room = QRectF(frame.left(), frame.bottom() + 2, box.width() - 2 * _SIDE, box.bottom() - frame.bottom() - 4)
            told = f"Enter 采用：{cell.hints[0].text}"
            painter.drawText(room, Qt.AlignmentFlag.AlignTop, _elided(told, font.pixelSize(), room.width()))

    # --- writing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A small page for own words."""
        del option, index
        editor = QPlainTextEdit(parent)
        editor.setObjectName("editor")
        editor.setAccessibleName("自己的话")
        editor.setPlaceholderText("自己的话（Enter 写好，Shift+Enter 换行，Esc 不要）")
        editor.setFont(theme.serif(_LETTERS))
        editor.setTabChangesFocus(True)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What was written before."""
        if isinstance(editor, QPlainTextEdit) and not editor.document().isModified():
            editor.setPlainText(legible(str(index.data(Qt.ItemDataRole.EditRole) or "")))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What is written now."""
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the cell, and never too small to write in."""
        del index
        box = option.rect
        editor.setGeometry(box.x(), box.y(), max(box.width(), 200), max(box.height(), 76))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter is done, Shift+Enter begins a new line."""
        writing = isinstance(watched, QPlainTextEdit) and event.type() == QEvent.Type.KeyPress
        if not (writing and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            return super().eventFilter(watched, event)
        editor = cast("QPlainTextEdit", watched)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            editor.insertPlainText("\n")
        else:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        return True


def _other_letters() -> None:
    for kept in (_set, _pitch, _elided):
        kept.cache_clear()
    _TALL.clear()


def _standing(cell: Cell) -> list[Entry]:
    return [one for one in cell.entries if one.kind != "none"]


@lru_cache(maxsize=1)
def _pitch() -> float:
    """The room a line takes."""
    return QFontMetricsF(theme.serif(_LETTERS)).height() * _LINE


@lru_cache(maxsize=6000)
def _set(text: str, note: str, width: int, ink: str) -> tuple[QTextLayout, float]:
    """An entry's words with its place behind them, set in lines; too many lines are cut before the place."""
    words, tail = shown(" ".join(text.split())), f" {note}" if note else ""
    layout, lines = _lines(words, tail, width, ink)
    if lines > _LINES:
        cut = layout.lineAt(_LINES).textStart()
        kept = words.encode("utf-16-le")[: 2 * max(1, cut - len(tail) - 3)].decode("utf-16-le", "ignore")
        layout, lines = _lines(f"{kept}…", tail, width, ink)
    pitch = _pitch()
    for number in range(lines):
        line = layout.lineAt(number)
        line.setPosition(QPointF(0, number * pitch + (pitch - line.height()) / 2))
    return layout, lines * pitch


def _lines(words: str, tail: str, width: int, ink: str) -> tuple[QTextLayout, int]:
    layout = QTextLayout(words + tail, theme.serif(_LETTERS))
    layout.setCacheEnabled(True)
    small = QTextLayout.FormatRange()
    small.start, small.length = len(words.encode("utf-16-le")) // 2, len(tail.encode("utf-16-le")) // 2
    look = QTextCharFormat()
    look.setFont(theme.sans(theme.TINY))
    look.setForeground(QColor(ink))
    small.format = look
    layout.setFormats([small])
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    for _ in range(_LINES + 2):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
    layout.endLayout()
    return layout, layout.lineCount()


@lru_cache(maxsize=2000)
def _elided(words: str, size: int, width: float) -> str:
    return QFontMetricsF(theme.sans(size)).elidedText(legible(words), Qt.TextElideMode.ElideRight, width)
