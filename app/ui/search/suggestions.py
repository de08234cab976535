"""What drops down under the search box: names that may be meant, or what was asked before.

It never takes the keyboard: the box keeps it, so an input method goes on undisturbed. Knows no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui import icons, theme
from app.ui.record.rows import RECORD, Index, Records, RowPainter
from app.ui.search.marking import draw_marked, tip
from app.ui.search.popover import words
from db.answers import Suggestion
from db.records import Mark

KINDS = {
    "owner": "医院", "practice": "做法", "theme": "主题", "region": "地区", "tag": "标签", "shelf": "书架",
    "title": "全文", "metric": "成效", "field": "字段", "past": "最近",
}  # fmt: skip
ROW, GROUP, FORGET = 28, 46, 26
MOST = 13
"""Rows seen without scrolling."""
_HEAD = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion and where it holds what was typed."""

    suggestion: Suggestion
    marks: tuple[Mark, ...] = ()


def grouped(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Those of one kind together, kinds and what is in them in the order they came."""
    order = list(dict.fromkeys(choice.suggestion.kind for choice in choices))
    return tuple(sorted(choices, key=lambda choice: order.index(choice.suggestion.kind)))


def _told(choices: tuple[Choice, ...], at: int, role: int) -> object:
    one = choices[at].suggestion
    if role == _HEAD:
        before = choices[at - 1].suggestion.kind if at else None
        return KINDS[one.kind] if before != one.kind else ""
    if role == Qt.ItemDataRole.DisplayRole:
        return one.label
    if role == Qt.ItemDataRole.ToolTipRole:
        return tip(one.query)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        found = "" if one.count is None else f"，{one.count} 个案例"
        return f"{KINDS[one.kind]}：{one.label}{found}"
    return None


class _Painter(RowPainter):
    """Kind at the left once for its group, the name, how many cases at the right."""

    forgets = False
    """Whether a row can be let go of."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = self.colours
        choice = index.data(RECORD)
        if not isinstance(choice, Choice):
            return
        place: QRect = option.rect
        chosen, ground = self.chosen(option), self.ground(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(place).adjusted(4, 1, -4, -1), 6, 6)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.sans(theme.TINY))
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRectF(place.left() + 14, place.top(), GROUP, place.height()), middle, str(index.data(_HEAD)))
        right = place.right() - 14
        if choice.suggestion.count is not None:
            painter.setFont(theme.sans(theme.SMALL))
            count = str(choice.suggestion.count)
            painter.drawText(QRectF(place.left(), place.top(), right - place.left(), place.height()),
                             middle | Qt.AlignmentFlag.AlignRight, count)  # fmt: skip
            right -= QFontMetrics(painter.font()).horizontalAdvance(count) + 12
        elif self.forgets:
            right -= FORGET
            if ground:
                icons.draw(painter, "close", QRectF(right + 10, place.center().y() - 6, 13, 13), colours.muted)
        left = place.left() + 14 + GROUP
        ink = colours.on_green_soft if chosen else colours.ink
        box = QRectF(left, place.top(), right - left, place.height())
        draw_marked(painter, box, choice.suggestion.label, choice.marks, theme.sans(), ink, colours)
        painter.restore()


class Suggestions(QFrame):
    """The list under the box. `home` is the widget it floats in."""

    taken = Signal(object)
    """`Suggestion`"""
    forgotten = Signal(object)
    """A search to be forgotten; None for all."""

    def __init__(self, palette: theme.Palette, home: QWidget) -> None:
        super().__init__(home)
        self.setObjectName("suggestions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._home = home
        self._choices = Records(_told, self)
        self._painter = _Painter(palette, QSize(200, ROW), self)
        self.list = QListView(self)
        self.list.setObjectName("suggested")
        self.list.setAccessibleName("搜索建议")
        self.list.setModel(self._choices)
        self.list.setItemDelegate(self._painter)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().installEventFilter(self)
        self._foot = QWidget(self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(14, 2, 8, 2)
        foot.addWidget(words("搜过的词只存在这个案例库里", "popoverquiet", self._foot), 1)
        self.forget_all = QPushButton("全部清除", self._foot)
        self.forget_all.setObjectName("link")
        self.forget_all.setAccessibleName("清除全部搜索记录")
        self.forget_all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.forget_all.clicked.connect(lambda: self.forgotten.emit(None))
        foot.addWidget(self.forget_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 5)
        column.setSpacing(2)
        column.addWidget(self.list)
        column.addWidget(self._foot)
        self.hide()

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._painter.colours = palette
        self.list.viewport().update()

    def shown(self) -> tuple[Choice, ...]:
        """What is offered now, in the order it stands."""
        return self._choices.shown if self.isVisible() else ()

    def offer(self, choices: Sequence[Choice], under: QWidget, *, history: bool) -> None:
        """Show these under a widget; nothing when there are none. `history`: each can be forgotten."""
        if not choices:
            self.hide()
            return
        held = self.current()
        self._choices.fill(grouped(choices))
        self._painter.forgets = history
        self._foot.setVisible(history)
        again = next((at for at, one in enumerate(self._choices.shown) if one.suggestion == held), -1)
        if again >= 0:
            self._go(again)
        self._place(under, len(choices), foot=history)
        self.show()
        self.raise_()

    def follow(self, under: QWidget) -> None:
        """Stay under a widget that was made wider or narrower."""
        if self.isVisible():
            self._place(under, self._choices.rowCount(), foot=self._painter.forgets)

    def current(self) -> Suggestion | None:
        """The one chosen with the arrow keys."""
        row = self.list.currentIndex().row()
        return self._choices.shown[row].suggestion if self.isVisible() and row >= 0 else None

    def step(self, by: int) -> None:
        """Choose the next or an earlier one; beyond the ends none is chosen, as at first."""
        count = self._choices.rowCount()
        row = (self.list.currentIndex().row() + 1 + by) % (count + 1) - 1
        self._go(row)

    def forget(self) -> bool:
        """Have the chosen search forgotten; False when none is chosen or it cannot be."""
        one = self.current()
        if one is None or not self._painter.forgets:
            return False
        self.forgotten.emit(one.query)
        return True

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: ARG002 - Qt gives it
        """A click takes a suggestion, at its × it forgets it."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            place = event.position().toPoint()
            index = self.list.indexAt(place)
            if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
                one = self._choices.shown[index.row()].suggestion
                forgets = self._painter.forgets and place.x() > self.list.viewport().width() - FORGET - 14
                if forgets:
                    self.forgotten.emit(one.query)
                else:
                    self.taken.emit(one)
                return True
        return event.type() == QEvent.Type.MouseButtonPress

    def _go(self, row: int) -> None:
        if row < 0:
            self.list.setCurrentIndex(QModelIndex())
            self.list.clearSelection()
            return
        self.list.setCurrentIndex(self._choices.index(row))
        told = QAccessibleEvent(self.list, QAccessible.Event.Focus)
        told.setChild(row)
        QAccessible.updateAccessibility(told)

    def _place(self, under: QWidget, rows: int, *, foot: bool) -> None:
        home = self._home
        corner = under.mapTo(home, QPoint(0, under.height() + 3))
        width = min(max(under.width(), 380), home.width() - 16)
        left = max(8, min(corner.x(), home.width() - width - 8))
        wanted = min(rows, MOST) * ROW + 12 + (self._foot.sizeHint().height() + 2 if foot else 0)
        self.setGeometry(left, corner.y(), width, min(wanted, max(ROW + 12, home.height() - corner.y() - 8)))
