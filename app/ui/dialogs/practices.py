"""做法管理: every practice's name with its counts; merge, rename, hide, show again. Tells what is wanted, no more.

The table is a model of its own, so that ten thousand names are sorted and narrowed while one types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from app.services.namesakes import Likely
    from db.practices import Named

Index = QModelIndex | QPersistentModelIndex
_HEADS = ("做法", "案例", "待确认", "类型", "原文写法")
_WIDTHS = (230, 56, 62, 62)
_FEW = 4
"""Surfaces shown in a row; the tool tip has all."""


class Names(QAbstractTableModel):
    """The rows of the table: what fits the words typed, in the order asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._every: tuple[Named, ...] = ()
        self._found: list[Named] = []
        self._folded: dict[str, str] = {}
        self._words: list[str] = []
        self._hidden = False
        self._order = (1, Qt.SortOrder.DescendingOrder)

    def fill(self, named: Sequence[Named]) -> None:
        """Take other names."""
        self._every = tuple(named)
        self._folded = {one.name: " ".join((one.name, *one.surfaces, *one.formerly)).casefold() for one in named}
        self._again()

    def narrow(self, words: str, *, hidden: bool) -> None:
        """Show names that have all these words in them or in a surface."""
        self._words, self._hidden = words.casefold().split(), hidden
        self._again()

    def named(self, row: int) -> Named:
        """What stands in a row."""
        return self._found[row]

    def row_of(self, name: str) -> int:
        """Where a name stands, -1 when it is not shown."""
        return next((row for row, one in enumerate(self._found) if one.name == name), -1)

    def totals(self) -> tuple[int, int]:
        """How many names are not hidden, and how many are."""
        hidden = sum(one.hidden for one in self._every)
        return len(self._every) - hidden, hidden

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt asks for an order."""
        self._order = (column, order)
        self._again()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._found)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - likewise
        """How many columns there are."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words above a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        one = self._found[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            name = f"{one.name}（已隐藏）" if one.hidden else one.name
            return (name, one.cases, one.open or "", one.type, _surfaces(one))[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            formerly = f"\n曾叫：{'、'.join(one.formerly)}" if one.formerly else ""
            return f"{one.name}{formerly}\n原文写法：{'、'.join(one.surfaces[:40])}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (1, 2):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _again(self) -> None:
        column, order = self._order
        keys = (lambda n: n.name, lambda n: n.cases, lambda n: n.open, lambda n: n.type, lambda n: len(n.surfaces))
        found = [one for one in self._every if self._hidden or not one.hidden]
        if self._words:
            found = [one for one in found if all(word in self._folded[one.name] for word in self._words)]
        self.beginResetModel()
        self._found = sorted(found, key=keys[column], reverse=order == Qt.SortOrder.DescendingOrder)
        self.endResetModel()


def _surfaces(one: Named) -> str:
    others = [surface for surface in one.surfaces if surface.strip("“”") != one.name]
    more = f" 等 {len(others)} 种" if len(others) > _FEW else ""
    return "、".join(others[:_FEW]) + more


class PracticeNames(QDialog):
    """The list of all practices, and beside it which may be the same."""

    merge_wanted = Signal(list)
    """Names that are to become one; which one is asked next."""
    merged = Signal(list, str)
    """An offer was taken: names, and what they become."""
    rename_wanted = Signal(str)
    hide_wanted = Signal(list, bool)
    filter_wanted = Signal(str)
    """The cases of this practice are to be shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("做法管理")
        self.setObjectName("practiceNames")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(860, parent.width() - 80), min(620, parent.height() - 60))
        self._refused: set[tuple[str, str]] = set()
        self._likely: tuple[Likely, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("tabs")
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._names(), "全部做法")
        self.tabs.addTab(self._offers(), "可能相同")
        column.addWidget(self.tabs)
        foot = QHBoxLayout()
        self.count = QLabel(self)
        self.count.setObjectName("quiet")
        close = deed("关闭", self.reject)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        self._picked()
        self.line.setFocus()

    def fill(self, named: Sequence[Named], likely: Sequence[Likely]) -> None:
        """Show these names and offers; what is selected stays selected."""
        kept = self.chosen()
        self.names.fill(named)
        for name in kept:
            if (row := self.names.row_of(name)) >= 0:
                self._select(row)
        self._likely = tuple(likely)
        self._fill_offers()
        self._tell()

    def chosen(self) -> list[str]:
        """The names selected."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [self.names.named(row).name for row in sorted(rows)]

    # --- building

    def _names(self) -> QWidget:
        page = QWidget(self)
        self.line = QLineEdit(page)
        self.line.setObjectName("line")
        self.line.setPlaceholderText("查找做法或原文写法")
        self.line.setAccessibleName("查找做法")
        self.line.setClearButtonEnabled(True)
        self.show_hidden = QCheckBox("显示隐藏的", page)
        self.names = Names(self)
        self.table = _table(page, self.names, "做法")
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        for at, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, width)
        self.merge = deed("合并为…", lambda: self.merge_wanted.emit(self.chosen()))
        self.rename = deed("改名…", lambda: self.rename_wanted.emit(self.chosen()[0]))
        self.hide_ = deed("隐藏", lambda: self.hide_wanted.emit(self.chosen(), True))  # noqa: FBT003
        self.show_ = deed("重新显示", lambda: self.hide_wanted.emit(self.chosen(), False))  # noqa: FBT003
        self.look = deed("看案例", lambda: self.filter_wanted.emit(self.chosen()[0]))
        head, deeds = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.line, 1)
        head.addWidget(self.show_hidden)
        for button in (self.merge, self.rename, self.hide_, self.show_):
            deeds.addWidget(button)
        deeds.addStretch(1)
        deeds.addWidget(self.look)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 10, 0, 0)
        for part in (head, deeds):
            part.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)
        whole.addLayout(deeds)
        self.line.textChanged.connect(self._narrow)
        self.show_hidden.toggled.connect(self._narrow)
        self.table.selectionModel().selectionChanged.connect(self._picked)
        self.names.modelReset.connect(self._picked)
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.doubleClicked.connect(lambda _: self.rename.click())
        rename = QAction(self.table)
        rename.setShortcut(QKeySequence("F2"))
        rename.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        rename.triggered.connect(self.rename.click)
        self.table.addAction(rename)
        return page

    def _offers(self) -> QWidget:
        page = QWidget(self)
        words = QLabel("名称相近，可能是同一做法。合并后各处只显示一个名称，原文写法不变，可以撤销。", page)
        words.setObjectName("quiet")
        words.setWordWrap(True)
        self.offers = Offers(self)
        self.offer_table = _table(page, self.offers, "可能相同的做法")
        for at, width in enumerate((230, 230, 56)):
            self.offer_table.setColumnWidth(at, width)
        self.take = deed("合并", self._take)
        self.turn = deed("反过来合并", lambda: self._take(turned=True))
        self.refuse = deed("不是同一做法", self._refuse)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        for button in (self.take, self.turn, self.refuse):
            deeds.addWidget(button)
        deeds.addStretch(1)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(words)
        whole.addWidget(self.offer_table, 1)
        whole.addLayout(deeds)
        self.offer_table.selectionModel().selectionChanged.connect(self._picked)
        self.offers.modelReset.connect(self._picked)
        return page

    # --- deeds

    def _narrow(self) -> None:
        self.names.narrow(self.line.text(), hidden=self.show_hidden.isChecked())
        self._tell()

    def _tell(self) -> None:
        shown, hidden = self.names.totals()
        found = self.names.rowCount()
        words = f"共 {shown} 种做法" + (f"，隐藏 {hidden} 种" if hidden else "")
        self.count.setText(f"{words}，列出 {found} 种" if self.line.text().strip() else words)
        self.tabs.setTabText(1, f"可能相同 {self.offers.rowCount()}" if self.offers.rowCount() else "可能相同")

    def _picked(self) -> None:
        if not hasattr(self, "refuse"):
            return
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        some = [self.names.named(row) for row in rows]
        self.merge.setEnabled(len(some) > 0)
        self.rename.setEnabled(len(some) == 1)
        self.look.setEnabled(len(some) == 1 and not some[0].hidden)
        self.hide_.setEnabled(any(not one.hidden for one in some))
        self.show_.setEnabled(any(one.hidden for one in some))
        offered = bool(self.offer_table.selectionModel().selectedRows())
        for button in (self.take, self.turn, self.refuse):
            button.setEnabled(offered)

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.merge, self.rename, self.hide_, self.show_, self.look):
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _select(self, row: int) -> None:
        flags = self.table.selectionModel().SelectionFlag
        self.table.selectionModel().select(self.names.index(row, 0), flags.Select | flags.Rows)

    def _chosen_offers(self) -> list[Likely]:
        rows = sorted({index.row() for index in self.offer_table.selectionModel().selectedRows()})
        return [self.offers.likely(row) for row in rows]

    def _take(self, *, turned: bool = False) -> None:
        for one in self._chosen_offers():
            name, into = (one.into, one.name) if turned else (one.name, one.into)
            self.merged.emit([name], into)

    def _refuse(self) -> None:
        self._refused |= {(one.name, one.into) for one in self._chosen_offers()}
        self._fill_offers()
        self._tell()

    def _fill_offers(self) -> None:
        self.offers.fill([one for one in self._likely if (one.name, one.into) not in self._refused])


class Offers(QAbstractTableModel):
    """The rows of names that may be the same."""

    _heads = ("这个做法", "合并到", "案例", "为什么")

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[Likely] = []

    def fill(self, likely: Sequence[Likely]) -> None:
        """Take other offers."""
        self.beginResetModel()
        self._rows = list(likely)
        self.endResetModel()

    def likely(self, row: int) -> Likely:
        """What stands in a row."""
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - likewise
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words above a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        one = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (one.name, one.into, one.cases, one.why)[index.column()]
        return None


def _table(parent: QWidget, model: QAbstractTableModel, name: str) -> QTableView:
    table = QTableView(parent)
    table.setModel(model)
    table.setAccessibleName(name)
    table.setObjectName("names")
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(26)
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def deed(words: str, act: object) -> QPushButton:
    """A button that does something and is not pressed by Enter."""
    button = QPushButton(words)
    button.setObjectName("action")
    button.setAutoDefault(False)
    button.clicked.connect(act)
    return button
