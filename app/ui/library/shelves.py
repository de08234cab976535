"""The shelves: all, unread, starred, with notes, folders in folders, smart folders. Says what is wanted, keeps nothing.

A folder's rows follow it, set in; they are left out while it is shut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QWidget,
)

from app.ui import theme
from app.ui.legible import legible
from app.ui.library.carried import CASES, SHELF, case_ids, shelf_data, shelf_id
from app.ui.library.shelf_rows import COUNT, DEPTH, GUTTER, OPEN, ROW, SIGN, Look, Rows, Where
from db.records import Shelf, Totals

Fixed = Literal["all", "reading", "unread", "starred", "noted"]
FIXED: tuple[tuple[Fixed, str], ...] = (
    ("all", "全部案例"),
    ("reading", "继续阅读"),
    ("unread", "未读"),
    ("starred", "星标"),
    ("noted", "有笔记"),
)
_PLACE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Place:
    """What a row stands for: one of the fixed shelves, or a person's own."""

    fixed: Fixed | None = None
    shelf: Shelf | None = None


class Shelves(Rows):
    """The shelves as rows; as high as they are many."""

    chosen = Signal(object, bool)
    """`Place`, and whether it is to narrow what is shown (Ctrl) instead of replacing it."""
    put_wanted = Signal(str, object)
    """Shelf id, ids of cases dropped on it."""
    star_wanted = Signal(object)
    """Ids of cases dropped on 星标."""
    move_wanted = Signal(str, object, object)
    """Shelf id, id of the folder it goes into (None: the top), id of the one it goes before (None: it is the last)."""
    renamed = Signal(str, str)
    add_wanted = Signal(bool)
    """A new shelf; True for a smart one of what is shown now."""
    add_in_wanted = Signal(str)
    """A new folder in this one."""
    edit_wanted = Signal(str)
    """The question of a smart shelf is to be changed."""
    delete_wanted = Signal(str)

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, parent)
        self._filling = False
        self._shut: set[str] = set()
        self._told: tuple[Totals, tuple[Shelf, ...], Place | None] = (Totals(), (), None)
        self._pressed: tuple[int, QPoint] | None = None
        self.setItemDelegate(Look(self))
        self.setAccessibleName("书架")
        self.setAccessibleDescription(
            "回车打开书架，Ctrl+回车在当前结果里再筛选，F2 改名，Delete 删除文件夹，"
            "Alt+上下键调整次序，左右键收起或展开"
        )
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
        self._told = (totals, tuple(shelves), shown)
        here = self.place(self.currentRow()) if self.currentRow() >= 0 else None
        row = self.currentRow()
        self.clear()
        for fixed, name in FIXED:
            sign = "star" if fixed == "starred" else ""
            self._add(name, getattr(totals, fixed), sign, Place(fixed=fixed))
        holders = {shelf.parent_id for shelf in shelves}
        for shelf, depth in self._visible(shelves):
            sign = "folder" if shelf.query is None else "smart"
            self._add(shelf.name, shelf.count, sign, Place(shelf=shelf), depth, holds=shelf.id in holders)
        rows = range(self.count())
        self.shown_row = next((r for r in rows if _same(self.place(r), shown)), -1)
        at = next((r for r in rows if _same(self.place(r), here)), min(row, self.count() - 1))
        self.setCurrentRow(at if row >= 0 else max(self.shown_row, 0))
        self._filling = False
        self.updateGeometry()

    def _visible(self, shelves: Sequence[Shelf]) -> list[tuple[Shelf, int]]:
        """The shelves in open folders, with how deep they stand."""
        depths: dict[str | None, int] = {None: 0}
        seen: list[tuple[Shelf, int]] = []
        known = {shelf.id for shelf in shelves}
        for shelf in shelves:
            above = shelf.parent_id if shelf.parent_id in known else None
            if above in depths:
                seen.append((shelf, depths[above]))
                if shelf.id not in self._shut:
                    depths[shelf.id] = depths[above] + 1
        return seen

    def fold(self, row: int, *, shut: bool) -> None:
        """Shut a folder or open it."""
        shelf = self.place(row).shelf
        if shelf and (shelf.id in self._shut) != shut:
            (self._shut.add if shut else self._shut.discard)(shelf.id)
            self.fill(*self._told)

    def place(self, row: int) -> Place:
        """What a row stands for."""
        place = self.item(row).data(_PLACE)
        assert isinstance(place, Place)  # noqa: S101 - only _add puts data there
        return place

    def shown_place(self) -> Place | None:
        """The shelf whose cases the list shows, None when it shows something else."""
        return self.place(self.shown_row) if self.shown_row >= 0 else None

    def rename(self, shelf_id: str) -> None:
        """Let the person type a name into the row, opening the folders it is in."""
        every = {shelf.id: shelf for shelf in self._told[1]}
        above = every[shelf_id].parent_id if shelf_id in every else None
        while above is not None and above in every:
            self._shut.discard(above)
            above = every[above].parent_id
        self.fill(*self._told)
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
        if row < 0 or not self._key(row, Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _key(self, row: int, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        shelf = self.place(row).shelf
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(row, modifiers)
        elif key == Qt.Key.Key_Delete:
            if shelf:
                self.delete_wanted.emit(shelf.id)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold(row, shut=key == Qt.Key.Key_Left)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and modifiers & Qt.KeyboardModifier.AltModifier and shelf:
            self._shift(shelf, -1 if key == Qt.Key.Key_Up else 1)
        else:
            return False
        return True

    def _shift(self, shelf: Shelf, by: int) -> None:
        """One place up or down among those of its folder."""
        siblings = self._siblings(shelf.parent_id)
        at = siblings.index(shelf.id) + by
        if 0 <= at < len(siblings):
            rest = [one for one in siblings if one != shelf.id]
            self.move_wanted.emit(shelf.id, shelf.parent_id, rest[at] if at < len(rest) else None)

    def _siblings(self, parent: str | None) -> list[str]:
        return [shelf.id for shelf in self._told[1] if shelf.parent_id == parent]

    # --- dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a folder's sign opens or shuts it; one on a shelf may become a drag."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        self._pressed = (index.row(), place) if index.isValid() else None
        left = GUTTER + int(index.data(DEPTH) or 0) * GUTTER if index.isValid() else 0
        if index.isValid() and index.data(OPEN) is not None and place.x() < left + 4:
            self._pressed = None
            self.fold(index.row(), shut=bool(index.data(OPEN)))
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take a shelf along."""
        held = event.buttons() & Qt.MouseButton.LeftButton
        if self._pressed and held:
            row, began = self._pressed
            far = (event.position().toPoint() - began).manhattanLength() >= QApplication.startDragDistance()
            if far and row < self.count() and (shelf := self.place(row).shelf):
                self._pressed = None
                drag = QDrag(self)
                drag.setMimeData(shelf_data(shelf.id))
                drag.exec(Qt.DropAction.MoveAction)
            return
        super().mouseMoveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be used here."""
        if event.mimeData().hasFormat(CASES) or event.mimeData().hasFormat(SHELF):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        self._aim(*self._target(event.position().toPoint(), event.mimeData()))
        event.setAccepted(self.drop_row >= 0)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Nothing is aimed at any more."""
        self._aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        row, where = self._target(event.position().toPoint(), event.mimeData())
        self._aim(-1)
        if row < 0:
            event.ignore()
            return
        place = self.place(row)
        event.acceptProposedAction()
        if dragged := shelf_id(event.mimeData()):
            self._dropped(dragged, place, where)
        elif place.shelf:
            self.put_wanted.emit(place.shelf.id, case_ids(event.mimeData()))
        else:
            self.star_wanted.emit(case_ids(event.mimeData()))

    def _dropped(self, dragged: str, place: Place, where: Where) -> None:
        shelf = place.shelf
        if shelf is None:
            top = [one for one in self._siblings(None) if one != dragged]
            self.move_wanted.emit(dragged, None, top[0] if top else None)
        elif where == "into":
            self.move_wanted.emit(dragged, shelf.id, None)
        else:
            rest = [one for one in self._siblings(shelf.parent_id) if one != dragged]
            at = rest.index(shelf.id) + (where == "after")
            self.move_wanted.emit(dragged, shelf.parent_id, rest[at] if at < len(rest) else None)

    def _aim(self, row: int, where: Where = "into") -> None:
        self.drop_row, self.drop_where = row, where
        self.viewport().update()

    def _target(self, point: QPoint, data: QMimeData) -> tuple[int, Where]:
        """The row a drop here is about, -1 for none, and where it goes."""
        row = self.indexAt(point).row()
        if row < 0:
            return -1, "into"
        place = self.place(row)
        folder = place.shelf is not None and place.shelf.query is None
        dragged = shelf_id(data)
        if not dragged:
            fits = folder or place.fixed == "starred"
            return (row if fits and case_ids(data) else -1), "into"
        if place.shelf is None:
            last = row == len(FIXED) - 1
            return (row if last else -1), "after"
        if dragged in self._way(place.shelf):
            return -1, "into"
        part = (point.y() - self.visualItemRect(self.item(row)).top()) / ROW
        if folder and 0.28 < part < 0.72:
            return row, "into"
        return row, "before" if part < 0.5 else "after"

    def _way(self, shelf: Shelf) -> list[str]:
        """A shelf and the folders it is in."""
        every = {one.id: one for one in self._told[1]}
        way = [shelf.id]
        while (above := every[way[-1]].parent_id) in every and above not in way:
            way.append(str(above))
        return way

    def _add(self, name: str, count: int, sign: str, place: Place, depth: int = 0, *, holds: bool = False) -> None:
        item = QListWidgetItem(legible(name))
        item.setData(_PLACE, place)
        item.setData(COUNT, count)
        item.setData(SIGN, sign)
        item.setData(DEPTH, depth)
        opened = bool(place.shelf) and place.shelf.id not in self._shut if place.shelf else False
        item.setData(OPEN, opened if holds else None)
        told = f"{name}，{count} 案" + (f"，第 {depth + 1} 层" if depth else "")
        told += ("，已展开" if opened else "，已收起") if holds else ""
        item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
        if place.shelf:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(place.shelf.query or f"{place.shelf.path}\n把案例或别的文件夹拖到这里即可放入")
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
            item.setText(legible(shelf.name))

    def _offer(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.indexAt(point).row()
        if row >= 0 and (shelf := self.place(row).shelf):
            self._offer_shelf(menu, shelf)
            menu.addSeparator()
        menu.addAction("新建文件夹", lambda: self.add_wanted.emit(False))  # noqa: FBT003 - a Signal takes no names
        menu.addAction("把当前筛选存为智能文件夹", lambda: self.add_wanted.emit(True))  # noqa: FBT003
        menu.popup(self.viewport().mapToGlobal(point))

    def _offer_shelf(self, menu: QMenu, shelf: Shelf) -> None:
        menu.addAction("改名", lambda: self.rename(shelf.id))
        if shelf.query is None:
            menu.addAction("在里面新建文件夹", lambda: self.add_in_wanted.emit(shelf.id))
        else:
            menu.addAction("修改条件…", lambda: self.edit_wanted.emit(shelf.id))
        targets = menu.addMenu("移到")
        targets.addAction("顶层", lambda: self.move_wanted.emit(shelf.id, None, None)).setEnabled(bool(shelf.parent_id))
        for other in self._told[1]:
            if other.query is None and shelf.id not in self._way(other) and other.id != shelf.parent_id:
                words = other.path.replace("&", "&&")
                targets.addAction(words, partial(self.move_wanted.emit, shelf.id, other.id, None))
        menu.addAction("删除（案例不会被删）", lambda: self.delete_wanted.emit(shelf.id))


def _same(place: Place, shown: Place | None) -> bool:
    if shown is None:
        return False
    if place.shelf and shown.shelf:
        return place.shelf.id == shown.shelf.id
    return place.fixed is not None and place.fixed == shown.fixed
