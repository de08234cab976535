"""回收站: what was deleted, to be had back or let go of. Knows what it is told of and no library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.ui.dialogs.practices import deed
from app.ui.picking import Pick
from db.trash import Thing, Thrown

Index = QModelIndex | QPersistentModelIndex
THINGS: dict[Thing, str] = {"case": "案例", "note": "笔记", "shelf": "文件夹", "tag": "标签"}
_HEADS = ("名称", "类型", "删除时间")


def moment(stamp: str) -> str:
    """A stored time as a person reads it, in the time of the place."""
    try:
        there = dt.datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return stamp
    return f"{there:%Y-%m-%d %H:%M}"


class ThrownRows(QAbstractTableModel):
    """The rows of the table: what fits the words typed and the kind chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.every: tuple[Thrown, ...] = ()
        self._shown: list[Thrown] = []
        self._words, self._thing = "", ""

    def fill(self, thrown: Sequence[Thrown]) -> None:
        """Take other things."""
        self.every = tuple(thrown)
        self._again()

    def narrow(self, words: str, thing: str) -> None:
        """Show things of a kind with these words in their names."""
        self._words, self._thing = words.casefold().strip(), thing
        self._again()

    def _again(self) -> None:
        self.beginResetModel()
        self._shown = [
            one
            for one in self.every
            if self._thing in ("", one.thing) and (not self._words or self._words in one.title.casefold())
        ]
        self.endResetModel()

    def id_at(self, row: int) -> str:
        """Of the entry in a row."""
        return self._shown[row].id

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - likewise
        """How many columns there are."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words above a column."""
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _HEADS[section] if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (one.title or "（没有文字）", THINGS[one.thing], moment(one.deleted_at))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return one.title
        return None


class Trash(QDialog):
    """The list of what was deleted."""

    back_wanted = Signal(list)
    """Ids of entries that are to come back."""
    drop_wanted = Signal(list)
    empty_wanted = Signal()

    def __init__(self, days: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("回收站")
        self.setObjectName("trash")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(720, parent.width() - 80), min(540, parent.height() - 60))
        self.rows = ThrownRows(self)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("查找名称")
        self.line.setAccessibleName("在回收站里查找")
        self.line.setClearButtonEnabled(True)
        self.kinds = Pick("类型", (), self)
        self.kinds.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.kinds.addItem("全部", "")
        for thing, words in THINGS.items():
            self.kinds.addItem(words, thing)
        self.table = self._table()
        kept = f"删除的内容保留 {days} 天；" if days else "删除的内容一直保留；"
        told = QLabel(f"{kept}恢复时，笔记、高亮、标签、链接和所在的文件夹一起回来。", self)
        told.setObjectName("quiet")
        told.setWordWrap(True)
        self.count = QLabel(self)
        self.count.setObjectName("quiet")
        self.back = deed("恢复", lambda: self.back_wanted.emit(self.chosen()))
        self.drop = deed("彻底删除", lambda: self.drop_wanted.emit(self.chosen()))
        self.empty = deed("清空", self.empty_wanted.emit)
        close = deed("关闭", self.reject)
        for keys, button in (("Return", self.back), ("Del", self.drop)):
            shortcut = QShortcut(QKeySequence(keys), self.table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.line, 1)
        head.addWidget(self.kinds)
        for widget in (self.back, self.drop, self.empty, self.count):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(told)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.line.textChanged.connect(self._narrow)
        self.kinds.currentIndexChanged.connect(self._narrow)
        self._picked()

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("names")
        table.setModel(self.rows)
        table.setAccessibleName("回收站里的内容")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(26)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(1, 80)
        table.setColumnWidth(2, 150)
        table.doubleClicked.connect(lambda _: self.back_wanted.emit(self.chosen()))
        table.selectionModel().selectionChanged.connect(self._picked)
        self.rows.modelReset.connect(self._picked)
        return table

    def fill(self, thrown: Sequence[Thrown]) -> None:
        """Show these things."""
        self.rows.fill(thrown)

    def chosen(self) -> list[str]:
        """The entries selected."""
        return [self.rows.id_at(row) for row in sorted({i.row() for i in self.table.selectionModel().selectedRows()})]

    def _narrow(self) -> None:
        self.rows.narrow(self.line.text(), str(self.kinds.currentData()))

    def _picked(self) -> None:
        if not hasattr(self, "empty"):
            return
        some = bool(self.table.selectionModel().selectedRows())
        self.back.setEnabled(some)
        self.drop.setEnabled(some)
        self.empty.setEnabled(bool(self.rows.every))
        shown, total = self.rows.rowCount(), len(self.rows.every)
        self.count.setText(
            "回收站是空的" if not total else f"共 {total} 项" + ("" if shown == total else f"，列出 {shown}")
        )
