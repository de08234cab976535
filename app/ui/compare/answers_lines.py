"""The list of a plan's tasks, or of the cases that serve them, each with what belongs to it as chips.

Given lines, it draws them and says what was pressed; knows no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui import theme
from app.ui.compare.plain_rows import THING, Index, PlainRows, ground
from app.ui.legible import legible

HEIGHT, CHIP, GAP, EDGE = 44, 22, 5, 14
_COUNT = 52
Hue = Literal["sure", "likely"]


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that belongs to a line: its id, its words, and whether a person said so."""

    id: str
    words: str
    hue: Hue
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a number or nothing, a title, chips; without chips the words that say what is missing."""

    id: str
    number: str
    title: str
    tip: str
    chips: tuple[Chip, ...]
    missing: str
    count: str


def _said(line: Line, role: int) -> str | None:
    if role == Qt.ItemDataRole.DisplayRole:
        return f"{line.number} {line.title}".strip()
    if role == Qt.ItemDataRole.AccessibleTextRole:
        told = "、".join(chip.words for chip in line.chips) or line.missing
        return f"{line.number} {line.title}，{line.count}：{told}"
    return None


class _Look(QStyledItemDelegate):
    """Draws a line. Its parent is the list, whose colours it reads."""

    def __init__(self, list_: LineList) -> None:
        super().__init__(list_)
        self._list = list_

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        return QSize(240, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, line, place = self._list.colours, index.data(THING), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if ground(painter, option, place, colours) and self._list.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(place).adjusted(4.5, 2.5, -2.5, -2.5))
        painter.setPen(QColor(colours.line))
        painter.drawLine(place.left() + EDGE, place.bottom(), place.right() - EDGE, place.bottom())
        self._title(painter, place, line)
        self._rest(painter, place, line)
        painter.restore()

    def _title(self, painter: QPainter, place: QRect, line: Line) -> None:
        left = place.left() + EDGE
        wide = self._list.middle() - EDGE
        painter.setPen(QColor(self._list.colours.ink))
        if line.number:
            painter.setFont(theme.sans(theme.BODY, bold=True))
            room = max(24, painter.fontMetrics().horizontalAdvance(line.number) + 6)
            painter.drawText(QRect(left, place.top(), room, HEIGHT), Qt.AlignmentFlag.AlignVCenter, line.number)
            left, wide = left + room, wide - room
        painter.setFont(theme.sans(theme.BODY))
        words = painter.fontMetrics().elidedText(legible(line.title), Qt.TextElideMode.ElideRight, wide - 10)
        painter.drawText(QRect(left, place.top(), wide - 10, HEIGHT), Qt.AlignmentFlag.AlignVCenter, words)

    def _rest(self, painter: QPainter, place: QRect, line: Line) -> None:
        colours = self._list.colours
        right = place.right() - EDGE
        if not line.chips:
            painter.setFont(theme.sans(theme.SMALL))
            painter.setPen(QColor(colours.accent_ink))
            left = place.left() + self._list.middle()
            room = QRect(left, place.top(), right - _COUNT - left, HEIGHT)
            words = painter.fontMetrics().elidedText(legible(line.missing), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        for chip, spot, words in self._list.laid(line, place):
            sure = chip is not None and chip.hue == "sure"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.green_fill if sure else colours.green_soft))
            if chip is None:
                painter.setBrush(QColor(colours.neutral))
            painter.drawRoundedRect(QRectF(spot), CHIP / 2, CHIP / 2)
            painter.setFont(theme.sans(theme.SMALL))
            ink = colours.on_green if sure else colours.on_green_soft
            painter.setPen(QColor(ink if chip else colours.on_neutral))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(theme.sans(theme.BODY))
        painter.setPen(QColor(colours.ink if line.chips else colours.accent_ink))
        spot = QRect(right - _COUNT, place.top(), _COUNT, HEIGHT)
        painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.count)


class LineList(PlainRows):
    """The list itself."""

    line_chosen = Signal(str)
    """A line became current: its id."""
    chip_chosen = Signal(str, str)
    """A chip was pressed: the line's id and its own."""
    onward = Signal()
    """Enter or →: on to what belongs to the line."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, _said, lambda line: line.id, parent)
        self.setItemDelegate(_Look(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleDescription("上下键移动，回车或右键头到右侧的案例")
        self.selectionModel().currentChanged.connect(self._came)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self.things

    def fill(self, lines: Sequence[Line]) -> None:
        """Show other lines; what was current stays so."""
        self.show_things(lines, self.current())

    def current(self) -> str:
        """The id of the current line, empty without one."""
        return self.thing.id if self.thing else ""

    def go(self, id_: str) -> None:
        """Make a line current."""
        self.go_to(id_)

    def middle(self) -> int:
        """Where the chips begin."""
        return max(150, min(330, int(self.viewport().width() * 0.42)))

    def laid(self, line: Line, place: QRect) -> list[tuple[Chip | None, QRect, str]]:
        """Where each chip stands that has room, and its words; at the end None for those that have none."""
        metrics = QFontMetrics(theme.sans(theme.SMALL))
        left, right = place.left() + self.middle(), place.right() - EDGE - _COUNT
        top = place.top() + (HEIGHT - CHIP) // 2
        made: list[tuple[Chip | None, QRect, str]] = []
        for at, chip in enumerate(line.chips):
            rest = len(line.chips) - at - 1
            room = right - left - (44 if rest else 0)
            words = metrics.elidedText(legible(chip.words), Qt.TextElideMode.ElideRight, max(60, min(150, room - 18)))
            wide = metrics.horizontalAdvance(words) + 18
            if wide > room and made:
                made.append((None, QRect(left, top, 38, CHIP), f"+{rest + 1}"))
                break
            made.append((chip, QRect(left, top, wide, CHIP), words))
            left += wide + GAP
        return made

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A chip answers for itself."""
        super().mousePressEvent(event)
        chip = self._chip(event)
        index = self.indexAt(event.position().toPoint())
        if chip and index.isValid():
            self.chip_chosen.emit(self.lines[index.row()].id, chip.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and → go on to the right."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.onward.emit()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """What a chip or a title shortens is in its tool tip."""
        if event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())  # type: ignore[attr-defined]
            chip = self._at(index, event.pos()) if index.isValid() else None  # type: ignore[attr-defined]
            self.setToolTip(chip.tip if chip else self.lines[index.row()].tip if index.isValid() else "")
        return super().viewportEvent(event)

    def _chip(self, event: QMouseEvent) -> Chip | None:
        index = self.indexAt(event.position().toPoint())
        return self._at(index, event.position().toPoint()) if index.isValid() else None

    def _at(self, index: QModelIndex, point: object) -> Chip | None:
        laid = self.laid(self.lines[index.row()], self.visualRect(index))
        return next((chip for chip, spot, _ in laid if spot.contains(point)), None)  # type: ignore[call-overload]

    def _came(self) -> None:
        if id_ := self.current():
            self.line_chosen.emit(id_)
