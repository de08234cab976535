"""The shelves: all, unread, starred, with notes, folders, smart folders. Says what is wanted, keeps nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui import icons, theme
from db.records import Shelf, Totals

ROW = 26
CASES = "application/x-xinglin-cases"
"""What a drag of cases carries: their ids, one a line."""
Fixed = Literal["all", "unread", "starred", "noted"]
FIXED: tuple[tuple[Fixed, str], ...] = (
    ("all", "全部案例"),
    ("unread", "未读"),
    ("starred", "星标"),
    ("noted", "有笔记"),
)
_PLACE = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2
_SIGN = Qt.ItemDataRole.UserRole + 3
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Place:
    """What a row stands for: one of the fixed shelves, or a person's own."""

    fixed: Fixed | None = None
    shelf: Shelf | None = None


def case_ids(data: QMimeData) -> tuple[str, ...]:
    """The cases a drag carries."""
    return tuple(bytes(data.data(CASES).data()).decode().split()) if data.hasFormat(CASES) else ()


class _Look(QStyledItemDelegate):
    def __init__(self, shelves: Shelves) -> None:
        super().__init__(shelves)
        self._shelves = shelves

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        return QSize(120, ROW)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002 - Qt gives it
        editor.setGeometry(option.rect.adjusted(4, 0, -4, 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = self._shelves.colours
        place: QRect = option.rect
        flags = option.state
        here = index.row() == self._shelves.shown_row
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if here or index.row() == self._shelves.drop_row:
            painter.setBrush(QColor(colours.green_soft))
            painter.drawRoundedRect(QRectF(place), 6, 6)
        elif flags & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(place), 6, 6)
        if flags & QStyle.StateFlag.State_HasFocus and self._shelves.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 1.5))
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 6, 6)
        self._words(painter, place.adjusted(8, 0, -8, 0), index, here=here)
        painter.restore()

    def _words(self, painter: QPainter, place: QRect, index: Index, *, here: bool) -> None:
        colours = self._shelves.colours
        ink = colours.on_green_soft if here else colours.ink
        painter.setFont(theme.sans(bold=here))
        if sign := str(index.data(_SIGN) or ""):
            icons.draw(painter, sign, QRectF(place.left() - 1, place.center().y() - 6, 13, 13), ink)
            place = place.adjusted(17, 0, 0, 0)
        number = str(index.data(_COUNT))
        painter.setPen(QColor(colours.on_green_soft if here else colours.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        room = place.width() - painter.fontMetrics().horizontalAdvance(number) - 8
        label = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)


class Shelves(QListWidget):
    """The shelves as rows; as high as they are many."""

    chosen = Signal(object, bool)
    """`Place`, and whether it is to narrow what is shown (Ctrl) instead of replacing it."""
    put_wanted = Signal(str, object)
    """Shelf id, ids of cases dropped on it."""
    star_wanted = Signal(object)
    """Ids of cases dropped on 星标."""
    renamed = Signal(str, str)
    add_wanted = Signal(bool)
    """A new shelf; True for a smart one of what is shown now."""
    delete_wanted = Signal(str)

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours = palette
        self.shown_row = 0
        self.drop_row = -1
        self._filling = False
        self.setItemDelegate(_Look(self))
        self.setAccessibleName("书架")
        self.setAccessibleDescription("回车打开书架，Ctrl+回车在当前结果里再筛选，F2 改名，Delete 删除文件夹")
        self.setObjectName("shelves")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        self.itemClicked.connect(self._clicked)
        self.itemChanged.connect(self._edited)
        self.fill(Totals(), (), Place(fixed="all"))

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.colours = palette
        self.viewport().update()

    def fill(self, totals: Totals, shelves: Sequence[Shelf], shown: Place | None) -> None:
        """Show these shelves; `shown` is the one the list shows now, None when it shows something else."""
        self._filling = True
        row = self.currentRow()
        self.clear()
        for fixed, name in FIXED:
            sign = "star" if fixed == "starred" else ""
            self._add(name, getattr(totals, fixed), sign, Place(fixed=fixed))
        for shelf in shelves:
            sign = "folder" if shelf.query is None else "smart"
            self._add(shelf.name, shelf.count, sign, Place(shelf=shelf))
        self.shown_row = next((r for r in range(self.count()) if _same(self.place(r), shown)), -1)
        self.setCurrentRow(min(row, self.count() - 1) if row >= 0 else max(self.shown_row, 0))
        self._filling = False
        self.updateGeometry()

    def place(self, row: int) -> Place:
        """What a row stands for."""
        place = self.item(row).data(_PLACE)
        assert isinstance(place, Place)  # noqa: S101 - only _add puts data there
        return place

    def shown_place(self) -> Place | None:
        """The shelf whose cases the list shows, None when it shows something else."""
        return self.place(self.shown_row) if self.shown_row >= 0 else None

    def rename(self, shelf_id: str) -> None:
        """Let the person type a name into the row."""
        for row in range(self.count()):
            shelf = self.place(row).shelf
            if shelf and shelf.id == shelf_id:
                self.setCurrentRow(row)
                self.editItem(self.item(row))

    def sizeHint(self) -> QSize:
        """What it needs."""
        return QSize(120, ROW * self.count())

    def minimumSizeHint(self) -> QSize:
        """The least it can do with."""
        return QSize(60, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of its own first."""
        row = -1 if self.state() == QAbstractItemView.State.EditingState else self.currentRow()
        if row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(row, event.modifiers())
            return
        if row >= 0 and event.key() == Qt.Key.Key_Delete:
            if shelf := self.place(row).shelf:
                self.delete_wanted.emit(shelf.id)
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be used here."""
        if event.mimeData().hasFormat(CASES):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        self._aim(self._drop_row(event.position().toPoint()) if event.mimeData().hasFormat(CASES) else -1)
        event.setAccepted(self.drop_row >= 0)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Nothing is aimed at any more."""
        self._aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        row = self._drop_row(event.position().toPoint())
        self._aim(-1)
        ids = case_ids(event.mimeData())
        if row < 0 or not ids:
            event.ignore()
            return
        place = self.place(row)
        event.acceptProposedAction()
        if place.shelf:
            self.put_wanted.emit(place.shelf.id, ids)
        else:
            self.star_wanted.emit(ids)

    def _aim(self, row: int) -> None:
        self.drop_row = row
        self.viewport().update()

    def _drop_row(self, point: QPoint) -> int:
        row = self.indexAt(point).row()
        if row < 0:
            return -1
        place = self.place(row)
        folder = place.shelf is not None and place.shelf.query is None
        return row if folder or place.fixed == "starred" else -1

    def _add(self, name: str, count: int, sign: str, place: Place) -> None:
        item = QListWidgetItem(name)
        item.setData(_PLACE, place)
        item.setData(_COUNT, count)
        item.setData(_SIGN, sign)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}，{count} 案")
        if place.shelf:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(place.shelf.query or "把案例拖到这里即可放入")
        self.addItem(item)

    def _clicked(self, item: QListWidgetItem) -> None:
        self._choose(self.row(item), QApplication.keyboardModifiers())

    def _choose(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        self.chosen.emit(self.place(row), bool(modifiers & Qt.KeyboardModifier.ControlModifier))

    def _edited(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        shelf = self.place(self.row(item)).shelf
        name = item.text().strip()
        if shelf and name and name != shelf.name:
            self.renamed.emit(shelf.id, name)
        elif shelf and not name:
            item.setText(shelf.name)

    def _offer(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.indexAt(point).row()
        shelf = self.place(row).shelf if row >= 0 else None
        if shelf:
            menu.addAction("改名", lambda: self.rename(shelf.id))
            menu.addAction("删除（案例不会被删）", lambda: self.delete_wanted.emit(shelf.id))
            menu.addSeparator()
        menu.addAction("新建文件夹", lambda: self.add_wanted.emit(False))  # noqa: FBT003 - a Signal takes no names
        menu.addAction("把当前筛选存为智能文件夹", lambda: self.add_wanted.emit(True))  # noqa: FBT003
        menu.popup(self.viewport().mapToGlobal(point))


def _same(place: Place, shown: Place | None) -> bool:
    if shown is None:
        return False
    if place.shelf and shown.shelf:
        return place.shelf.id == shown.shelf.id
    return place.fixed is not None and place.fixed == shown.fixed
