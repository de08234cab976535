"""A facet's values as a tree with check box, count and thin bar. Is given nodes and says clicks; knows no library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from app.ui import icons, theme
from app.ui.hanging import hang
from app.ui.legible import legible
from app.ui.library import choosing
from app.ui.library.choosing import How, Other, State

ROW, BOX, INDENT, GUTTER, BAR = 24, 13, 16, 8, 120
_VALUE = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Node:
    """One value: what a click sends, what is shown, how many cases it would leave, and what is below it."""

    value: str
    label: str
    count: int
    children: tuple[Node, ...] = ()
    tip: str = ""


class _Look(QStyledItemDelegate):
    """Draws a row. Its parent is the tree, whose state it reads."""

    def __init__(self, tree: Values) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tree, colours = self._tree, self._tree.colours
        place: QRect = option.rect
        state = tree.active.get(str(index.data(_VALUE)))
        left = place.left() + GUTTER + INDENT * _depth(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        flags = option.state
        if tree.aimed and tree.aimed == index.data(_VALUE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.green_soft))
            painter.drawRoundedRect(QRectF(place).adjusted(0, 0.5, 0, -0.5), 6, 6)
        elif flags & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(place).adjusted(0, 0.5, 0, -0.5), 6, 6)
        if flags & QStyle.StateFlag.State_HasFocus and tree.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 6, 6)
        if index.model().rowCount(index):
            sign = "down" if tree.isExpanded(index) else "right"
            icons.draw(painter, sign, QRectF(left - 10, place.center().y() - 4, 10, 10), colours.muted, 2.0)
        self._box(painter, QRectF(left, place.center().y() - BOX / 2 + 0.5, BOX, BOX), state)
        self._words(painter, QRect(left + BOX + 7, place.top(), place.right() - left - BOX - 15, ROW), index)
        painter.restore()

    def _box(self, painter: QPainter, place: QRectF, state: State | None) -> None:
        colours = self._tree.colours
        if state == "on":
            painter.setPen(QPen(QColor(colours.accent), 1.3))
            painter.setBrush(QColor(colours.accent))
        else:
            painter.setPen(QPen(QColor(colours.accent if state == "not" else colours.box), 1.3))
            painter.setBrush(QColor(colours.field))
        painter.drawRoundedRect(place.adjusted(0.65, 0.65, -0.65, -0.65), 3.5, 3.5)
        if state == "on":
            icons.draw(painter, "tick", place, colours.field)
        elif state == "not":
            icons.draw(painter, "close", place, colours.accent)

    def _words(self, painter: QPainter, place: QRect, index: Index) -> None:
        colours = self._tree.colours
        count = int(index.data(_COUNT))
        painter.setFont(theme.sans())
        number = str(count)
        room = painter.fontMetrics().horizontalAdvance(number) + 10
        label = painter.fontMetrics().elidedText(
            legible(str(index.data())), Qt.TextElideMode.ElideRight, place.width() - room
        )
        painter.setPen(QColor(colours.ink if count else colours.muted))
        out = place.adjusted(-hang(label, painter.font()), 0, 0, 0)
        painter.drawText(out, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)
        painter.setPen(QColor(colours.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        if self._tree.bars and count:
            width = max(6.0, min(BAR, place.width() - room) * count / self._tree.most)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.bar))
            painter.drawRoundedRect(QRectF(place.left(), place.bottom() - 1.5, width, 2), 1, 1)


class Values(QTreeView):
    """The tree itself; as high as its open rows, so that the side panel scrolls as one."""

    chosen = Signal(str, str)
    """Value and `How`."""

    def __init__(self, name: str, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours = palette
        self.active: Mapping[str, State] = {}
        self.most = 1
        self.bars = True
        self.others: Callable[[str], Sequence[Other]] = lambda _: ()
        """What else can be done with a value."""
        self.aimed = ""
        """The value something is dragged onto."""
        self._shown: tuple[Node, ...] = ()
        self._open: set[str] = set()
        self._was_active: frozenset[str] = frozenset()
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(_Look(self))
        self.setAccessibleName(name)
        self.setAccessibleDescription(choosing.HINT)
        self.setToolTip(choosing.HINT)
        self.setObjectName("values")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        self.expanded.connect(lambda index: self._opened(index, now_open=True))
        self.collapsed.connect(lambda index: self._opened(index, now_open=False))

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.colours = palette
        self.viewport().update()

    def fill(self, nodes: Iterable[Node], active: Mapping[str, State]) -> None:
        """Show these values; what was open stays open, and the way to an active value is opened."""
        shown = tuple(nodes)
        self.active = active
        self.most = max((node.count for node in shown), default=1) or 1
        if shown != self._shown:
            self._rebuild(shown)
        self._unfold(self._items.invisibleRootItem(), frozenset(active) - self._was_active)
        self._was_active = frozenset(active)
        self.viewport().update()
        self.updateGeometry()

    def narrow(self, words: str) -> int:
        """Show only rows with `words` in their label (and the way to them).

        Returns:
            How many rows match.
        """
        found = self._narrow(self._items.invisibleRootItem(), words.casefold())
        self.updateGeometry()
        return found

    def value_at(self, place: QPoint) -> str:
        """The value of the row there, empty where there is none."""
        return str(self.indexAt(place).data(_VALUE) or "")

    def aim(self, value: str) -> None:
        """Show that what is dragged would go to this value; empty: to none."""
        if value != self.aimed:
            self.aimed = value
            self.viewport().update()

    def nodes(self) -> tuple[Node, ...]:
        """What is shown now."""
        return self._shown

    def sizeHint(self) -> QSize:
        """What it needs."""
        return QSize(120, ROW * sum(1 for _ in self._visible(QModelIndex())))

    def minimumSizeHint(self) -> QSize:
        """The least it can do with."""
        return QSize(60, self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, with the keys held, says how it is meant."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mouseReleaseEvent(event)
            return
        if self._items.rowCount(index) and event.position().x() < GUTTER + INDENT * _depth(index) - 1:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._say(index, choosing.how(event.modifiers()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of its own first."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._say(index, choosing.how(event.modifiers()))
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the frame away."""
        self.viewport().update()
        super().leaveEvent(event)

    def _say(self, index: QModelIndex, way: How) -> None:
        self.setCurrentIndex(index)
        self.chosen.emit(str(index.data(_VALUE)), way)

    def _offer(self, place: object) -> None:
        index = self.indexAt(place)  # type: ignore[arg-type]
        if index.isValid():
            where = self.viewport().mapToGlobal(place)  # type: ignore[call-overload]
            choosing.ask(self, where, lambda way: self._say(index, way), self.others(str(index.data(_VALUE))))

    def _rebuild(self, nodes: tuple[Node, ...]) -> None:
        here = str(self.currentIndex().data(_VALUE)) if self.currentIndex().isValid() else ""
        self._shown = nodes
        self._items.clear()
        _put(self._items.invisibleRootItem(), nodes)
        for item in _all(self._items.invisibleRootItem()):
            if item.data(_VALUE) == here:
                self.setCurrentIndex(item.index())

    def _unfold(self, parent: QStandardItem, fresh: frozenset[str]) -> bool:
        """Open what was open, and the way to (and below) values that have just become active."""
        holds = False
        for row in range(parent.rowCount()):
            item = parent.child(row)
            value = str(item.data(_VALUE))
            below = self._unfold(item, fresh)
            if below or value in self._open or value in fresh:
                self.expand(item.index())
            holds = holds or below or value in fresh
        return holds

    def _opened(self, index: QModelIndex, *, now_open: bool) -> None:
        value = str(index.data(_VALUE))
        (self._open.add if now_open else self._open.discard)(value)
        self.updateGeometry()

    def _narrow(self, parent: QStandardItem, words: str) -> int:
        found = 0
        for row in range(parent.rowCount()):
            item = parent.child(row)
            fits = words in item.text().casefold()
            below = self._narrow(item, "" if fits else words)
            self.setRowHidden(row, parent.index(), not (fits or below))
            if words and below and not fits:
                self.expand(item.index())
            found += fits or below
        return found

    def _visible(self, parent: QModelIndex) -> Iterator[QModelIndex]:
        for row in range(self._items.rowCount(parent)):
            index = self._items.index(row, 0, parent)
            if self.isRowHidden(row, parent):
                continue
            yield index
            if self.isExpanded(index):
                yield from self._visible(index)


def _put(parent: QStandardItem, nodes: Sequence[Node]) -> None:
    for node in nodes:
        item = QStandardItem(node.label)
        item.setData(node.value, _VALUE)
        item.setData(node.count, _COUNT)
        item.setData(f"{node.label}，{node.count} 案", Qt.ItemDataRole.AccessibleTextRole)
        if node.tip:
            item.setToolTip(legible(f"{node.tip}\n{choosing.HINT}"))
        parent.appendRow(item)
        _put(item, node.children)


def _all(parent: QStandardItem) -> Iterator[QStandardItem]:
    for row in range(parent.rowCount()):
        yield parent.child(row)
        yield from _all(parent.child(row))


def _depth(index: Index) -> int:
    depth = 0
    while (index := index.parent()).isValid():
        depth += 1
    return depth
