"""The answers of one task, or the tasks of one case, as cards: what it is, why it fits, and the sentence that says so.

One key takes an answer and one turns it down. Given entries, it says what is wanted of them; knows no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.services.matched import Answer, Standing
from app.ui import icons, theme
from app.ui.compare.few_lines import WRAP, shortened
from app.ui.compare.plain_rows import THING, Index, PlainRows
from app.ui.legible import legible

HEADS: dict[Standing, str] = {
    "accepted": "已采用", "suggested": "建议", "possible": "也可看看", "rejected": "不采用",
}  # fmt: skip
KEYS = "A 采用，X 不采用，退格撤回，回车打开原文"
_HEAD, _EDGE, _BUTTON, _GAP = 26, 14, 26, 6
_TITLE, _LINE = 22, 18
_REASONS, _QUOTED = 2, 3
"""Lines of the reason and of the quote."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One card: the answer it tells of, the task it answers, and the title it has here."""

    task_id: str
    title: str
    answer: Answer
    headed: bool = False
    """Whether it is the first of its standing."""


def headed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """With the first of every standing marked."""
    before = ""
    made = []
    for entry in entries:
        made.append(replace(entry, headed=entry.answer.standing != before))
        before = entry.answer.standing
    return tuple(made)


def _said(entry: Entry, role: int) -> str | None:
    answer = entry.answer
    if role == Qt.ItemDataRole.DisplayRole:
        return entry.title
    if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        told = (HEADS[answer.standing], entry.title, answer.where, answer.why, answer.quote)
        return ("，" if role == Qt.ItemDataRole.AccessibleTextRole else "\n").join(part for part in told if part)
    return None


class _Look(QStyledItemDelegate):
    """Draws a card. Its parent is the list."""

    def __init__(self, list_: CardList) -> None:
        super().__init__(list_)
        self._list = list_
        self._heights: dict[tuple[str, str, int, bool], int] = {}

    def forget(self) -> None:
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        entry: Entry = index.data(THING)
        wide = self._list.viewport().width()
        key = (entry.task_id, entry.answer.case_id, wide, entry.headed)
        if key not in self._heights:
            why, quote = self._rooms(entry, wide)
            where = _LINE if entry.answer.where else 0
            self._heights[key] = (_HEAD if entry.headed else 0) + 10 + _TITLE + where + why + quote + 12
        return QSize(200, self._heights[key])

    @staticmethod
    def _rooms(entry: Entry, wide: int) -> tuple[int, int]:
        """How high the reason and the quote are."""
        inner = wide - 2 * _EDGE
        made = []
        for words, font, most in (
            (entry.answer.why, theme.sans(theme.SMALL), _REASONS),
            (entry.answer.quote, theme.serif(theme.BODY), _QUOTED),
        ):
            height = QFontMetrics(font).boundingRect(QRect(0, 0, inner, 4000), WRAP, words).height() if words else 0
            made.append(min(height, most * QFontMetrics(font).lineSpacing() + 2) + (4 if words else 0))
        return made[0], made[1]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(THING)
        colours, place = self._list.colours, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.headed:
            painter.setFont(theme.sans(theme.TINY, bold=True))
            painter.setPen(QColor(colours.muted))
            spot = QRect(place.left() + _EDGE, place.top(), place.width() - 2 * _EDGE, _HEAD)
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, HEADS[entry.answer.standing])
            place.setTop(place.top() + _HEAD)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.field if chosen else colours.hover))
            painter.drawRoundedRect(QRectF(place).adjusted(5, 1, -5, -2), 8, 8)
        if chosen:
            painter.setPen(QPen(QColor(colours.focus if self._list.hasFocus() else colours.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place).adjusted(5.5, 1.5, -5.5, -2.5), 8, 8)
        self._words(painter, place, entry)
        self._deeds(painter, entry, place)
        painter.restore()

    def _words(self, painter: QPainter, place: QRect, entry: Entry) -> None:
        colours, answer = self._list.colours, entry.answer
        left, top = place.left() + _EDGE, place.top() + 8
        wide = place.width() - 2 * _EDGE
        off = answer.standing == "rejected" or answer.gone
        short = wide - 2 * _BUTTON - 2 * _GAP
        ink = colours.muted if off else colours.ink
        self._line(painter, QRect(left, top, short, _TITLE), entry.title, theme.sans(theme.BODY, bold=True), ink)
        top += _TITLE
        if answer.where:
            self._line(painter, QRect(left, top, wide, _LINE), answer.where, theme.sans(theme.SMALL), colours.muted)
            top += _LINE
        why, quote = self._rooms(entry, place.width())
        if why:
            words = shortened(answer.why, theme.sans(theme.SMALL), wide, _REASONS, "")
            ink = colours.muted if off else colours.green
            self._text(painter, QRect(left, top + 2, wide, why - 2), words, theme.sans(theme.SMALL), ink)
            top += why
        if quote:
            room = QRect(left, top + 2, wide, quote - 2)
            place_ = f" §{answer.paragraph}" if answer.paragraph else ""
            words = shortened(answer.quote, theme.serif(theme.BODY), wide, _QUOTED, place_)
            self._text(painter, room, words, theme.serif(theme.BODY), colours.muted if off else colours.soft_ink)

    @staticmethod
    def _line(painter: QPainter, room: QRect, words: str, font: QFont, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(legible(words), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    @staticmethod
    def _text(painter: QPainter, room: QRect, words: str, font: QFont, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.setClipRect(room)
        painter.drawText(room, WRAP | Qt.AlignmentFlag.AlignTop, legible(words))
        painter.setClipping(False)

    def _deeds(self, painter: QPainter, entry: Entry, place: QRect) -> None:
        colours = self._list.colours
        for deed, spot in spots(place).items():
            on = entry.answer.standing == {"accepted": "accepted", "rejected": "rejected"}[deed]
            accepted = deed == "accepted"
            painter.setPen(QPen(QColor(colours.green if accepted and on else colours.line), 1))
            ground = colours.field if not on else colours.green_fill if accepted else colours.neutral
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(spot).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
            ink = colours.muted if not on else colours.on_green if accepted else colours.on_neutral
            icons.draw(painter, "tick" if accepted else "close", QRectF(spot).adjusted(6, 6, -6, -6), ink, 2.0)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A press on one of the two signs."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            entry: Entry = index.data(THING)
            place = QRect(option.rect)
            place.setTop(place.top() + (_HEAD if entry.headed else 0))
            for deed, spot in spots(place).items():
                if spot.contains(event.position().toPoint()):
                    self._list.decide("" if entry.answer.standing == deed else deed)
                    return True
        return super().editorEvent(event, model, option, index)


def spots(place: QRect) -> dict[str, QRect]:
    """Where the signs for taking and turning down are on a card."""
    right, top = place.right() - _EDGE, place.top() + 7
    return {
        "accepted": QRect(right - 2 * _BUTTON - _GAP, top, _BUTTON, _BUTTON),
        "rejected": QRect(right - _BUTTON, top, _BUTTON, _BUTTON),
    }


class CardList(PlainRows):
    """The cards under each other."""

    decided = Signal(object, str)
    """An `Entry`, and accepted, rejected, or nothing to take the decision back."""
    open_wanted = Signal(object)
    back = Signal()
    """← was pressed."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, _said, _id, parent)
        self._look = _Look(self)
        self.setItemDelegate(self._look)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("对应的案例")
        self.setAccessibleDescription(KEYS)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(lambda _: self._open())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return self.things

    def fill(self, entries: Sequence[Entry], *, same: bool = False) -> None:
        """Show other cards; `same`: of the same task, so what is current stays so."""
        kept = self.current()
        self._look.forget()
        self.show_things(headed(entries), _id(kept) if same and kept else None, scrolled=same)

    def current(self) -> Entry | None:
        """The current card."""
        return self.thing

    def go(self, case_id: str) -> None:
        """Make the card of a case current."""
        known = next((one for one in self.entries if one.answer.case_id == case_id), None)
        if known:
            self.go_to(_id(known))

    def decide(self, verdict: str) -> None:
        """Take the current answer, turn it down, or take that back; the next one becomes current."""
        entry = self.current()
        if entry is None or (not verdict and entry.answer.standing not in ("accepted", "rejected")):
            return
        row = self.currentIndex().row()
        if verdict and row + 1 < len(self.entries):
            self.setCurrentIndex(self.model().index(row + 1, 0))
        self.decided.emit(entry, verdict)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each deed."""
        keys = {Qt.Key.Key_A: "accepted", Qt.Key.Key_X: "rejected", Qt.Key.Key_Backspace: "", Qt.Key.Key_Delete: ""}
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and event.key() in keys:
            self.decide(keys[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Left:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths have other heights."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._look.forget()
            self.scheduleDelayedItemsLayout()

    def _open(self) -> None:
        entry = self.current()
        if entry and not entry.answer.gone:
            self.open_wanted.emit(entry)

    def _menu(self, place: QPoint) -> None:
        entry = self.current()
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("采用（A）", lambda: self.decide("accepted"))
        menu.addAction("不采用（X）", lambda: self.decide("rejected"))
        back = menu.addAction("撤回取舍（退格）", lambda: self.decide(""))
        back.setEnabled(entry.answer.standing in ("accepted", "rejected"))
        menu.addSeparator()
        menu.addAction("打开原文（回车）", self._open).setEnabled(not entry.answer.gone)
        menu.popup(self.viewport().mapToGlobal(place))


def _id(entry: Entry) -> tuple[str, str]:
    return entry.task_id, entry.answer.case_id
