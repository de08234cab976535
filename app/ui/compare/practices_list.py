"""The list of practices: name, kind, since when, in how many cases. Two thousand scroll as twenty do; no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.services.practising import Practised
from app.ui import theme
from app.ui.compare.plain_rows import THING, Index, PlainRows, ground
from app.ui.hanging import hang
from app.ui.legible import legible

HEIGHT, EDGE, _COUNT, _BAR = 48, 14, 56, 120


def facts(line: Practised) -> str:
    """What is said under the name."""
    parts = (
        line.type,
        f"最早见于 {line.since} 年" if line.since else "",
        f"{line.guessed} 案待确认" if line.guessed else "",
        "国家常设制度" if line.standing else "",
        "已隐藏" if line.hidden else "",
    )
    return " · ".join(part for part in parts if part)


def _said(line: Practised, role: int) -> str | None:
    if role == Qt.ItemDataRole.DisplayRole:
        return line.name
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return "，".join(part for part in (line.name, f"{line.cases} 案", facts(line)) if part)
    if role == Qt.ItemDataRole.ToolTipRole:
        others = [one for one in line.surfaces if one != line.name]
        return "\n".join([line.name, *([f"原文写法：{'、'.join(others[:12])}"] if others else [])])
    return None


class _Look(QStyledItemDelegate):
    """Draws a line. Its parent is the list."""

    def __init__(self, list_: PracticeNames) -> None:
        super().__init__(list_)
        self._list = list_

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, place = self._list.colours, QRect(option.rect)
        line: Practised = index.data(THING)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground(painter, option, place, colours)
        if option.state & QStyle.StateFlag.State_HasFocus and self._list.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 1))
            painter.drawRect(QRectF(place).adjusted(4.5, 2.5, -2.5, -2.5))
        painter.setPen(QColor(colours.line))
        painter.drawLine(place.left() + EDGE, place.bottom(), place.right() - EDGE, place.bottom())
        left, wide = place.left() + EDGE, place.width() - 2 * EDGE - _COUNT
        painter.setFont(theme.sans(theme.BODY, bold=True))
        painter.setPen(QColor(colours.muted if line.hidden else colours.ink))
        name = painter.fontMetrics().elidedText(legible(line.name), Qt.TextElideMode.ElideMiddle, wide)
        out = hang(name, painter.font())
        painter.drawText(QRect(left - out, place.top() + 5, wide + out, 20), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(theme.sans(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        words = painter.fontMetrics().elidedText(legible(facts(line)), Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRect(left, place.top() + 25, wide, 17), Qt.AlignmentFlag.AlignVCenter, words)
        self._count(painter, place, line)
        painter.restore()

    def _count(self, painter: QPainter, place: QRect, line: Practised) -> None:
        colours = self._list.colours
        right = place.right() - EDGE
        painter.setFont(theme.sans(theme.BODY))
        painter.setPen(QColor(colours.ink))
        spot = QRect(right - _COUNT, place.top() + 5, _COUNT, 20)
        painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{line.cases} 案")
        wide = (_COUNT - 10) * line.cases / self._list.most
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.bar))
        painter.drawRoundedRect(QRectF(right - wide, place.top() + 31, wide, 3), 1.5, 1.5)


class PracticeNames(PlainRows):
    """The list itself."""

    name_chosen = Signal(str)
    """A practice became current."""
    onward = Signal()
    """Enter or →: on to the card."""
    rename_wanted = Signal()
    merge_wanted = Signal()
    hide_wanted = Signal()

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, _said, lambda line: line.name, parent)
        self.most = 1
        """The most cases of any practice."""
        self.setItemDelegate(_Look(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("做法列表")
        self.setAccessibleDescription("上下键移动，Ctrl 或 Shift 多选，M 合并，F2 改名，Delete 隐藏，回车看做法卡")
        self.selectionModel().currentChanged.connect(self._came)

    @property
    def lines(self) -> tuple[Practised, ...]:
        """What is shown."""
        return self.things

    def fill(self, lines: Sequence[Practised], go: str = "") -> None:
        """Show other practices; what is current stays so, or `go` becomes current."""
        self.most = max((line.cases for line in lines), default=1) or 1
        self.show_things(lines, go or self.current(), scrolled=not go)

    def current(self) -> str:
        """The name that is current, empty without one."""
        return self.thing.name if self.thing else ""

    def chosen(self) -> list[str]:
        """The names selected, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.lines[row].name for row in rows if row < len(self.lines)]

    def go(self, name: str) -> bool:
        """Make a name current; False when it is not listed."""
        return self.go_to(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each deed."""
        deeds = {
            Qt.Key.Key_F2: self.rename_wanted, Qt.Key.Key_M: self.merge_wanted, Qt.Key.Key_Delete: self.hide_wanted,
            Qt.Key.Key_Return: self.onward, Qt.Key.Key_Enter: self.onward, Qt.Key.Key_Right: self.onward,
        }  # fmt: skip
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier) and (
            deed := deeds.get(Qt.Key(event.key()))
        ):
            deed.emit()
        else:
            super().keyPressEvent(event)

    def _came(self) -> None:
        if name := self.current():
            self.name_chosen.emit(name)
