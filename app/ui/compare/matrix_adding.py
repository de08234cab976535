"""Choosing cases for a matrix: those of the scope that are not in it yet, to be ticked. Knows lines, no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from app.services.gridding import headed
from app.ui.legible import legible
from db.compared import Line

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _Cases(QAbstractListModel):
    """Lines with ticks, narrowed by words."""

    ticked = Signal()

    def __init__(self, lines: Sequence[Line], parent: QWidget) -> None:
        super().__init__(parent)
        self._every = tuple(lines)
        self._words = [" ".join((one.title, one.owner, one.place, str(one.year or ""))) for one in lines]
        self._shown = list(range(len(self._every)))
        self.chosen: dict[str, None] = {}

    def narrow(self, words: str) -> None:
        """Only those that have all these words."""
        wanted = words.split()
        self.beginResetModel()
        self._shown = [at for at, told in enumerate(self._words) if all(word in told for word in wanted)]
        self.endResetModel()

    def tick_shown(self, count: int | None = None) -> None:
        """Tick what is shown, or the first so many of it."""
        self.chosen |= dict.fromkeys(self._every[at].case_id for at in self._shown[:count])
        self._changed()

    def clear(self) -> None:
        """Tick nothing."""
        self.chosen.clear()
        self._changed()

    def _changed(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))
        self.ticked.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Those shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The case in one line, and its tick."""
        line = self._every[self._shown[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            title = headed(line)
            return legible(f"{title.text}　{title.sub}" if title.sub else title.text)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if line.case_id in self.chosen else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        one = self._every[self._shown[index.row()]].case_id
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.chosen[one] = None
        else:
            self.chosen.pop(one, None)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: ARG002 - Qt gives it
        """Each can be ticked."""
        ways = Qt.ItemFlag
        return ways.ItemIsEnabled | ways.ItemIsSelectable | ways.ItemIsUserCheckable


class ChooseCases(QDialog):
    """Tells the ids of the ticked cases, in the order of the list."""

    told = Signal(object)

    def __init__(self, lines: Sequence[Line], room: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("挑选要对照的案例")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        above = parent.window().size()
        self.resize(min(560, above.width() - 40), min(520, above.height() - 40))
        self._room = room
        self._order = [one.case_id for one in lines]
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("按医院、标题、地区、年份缩小")
        self.line.setAccessibleName("缩小清单")
        self.line.setClearButtonEnabled(True)
        self.cases = _Cases(lines, self)
        self.list = QListView(self)
        self.list.setObjectName("choosable")
        self.list.setAccessibleName("可以加入的案例")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.cases)
        buttons = QDialogButtonBox(self)
        self.add = buttons.addButton("加入", QDialogButtonBox.ButtonRole.AcceptRole)
        every = buttons.addButton("全选", QDialogButtonBox.ButtonRole.ActionRole)
        none = buttons.addButton("全不选", QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        every.setToolTip("勾上现在列出的案例，到放得下为止")
        every.clicked.connect(lambda: self.cases.tick_shown(max(0, room - len(self.cases.chosen))))
        none.clicked.connect(self.cases.clear)
        buttons.accepted.connect(self._tell)
        buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self.cases.narrow)
        self.cases.ticked.connect(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for part in (self.words, self.line, self.list, buttons):
            column.addWidget(part)
        self._look()
        self.line.setFocus()

    def _look(self) -> None:
        count = len(self.cases.chosen)
        over = f"，超出 {count - self._room} 案" if count > self._room else ""
        self.words.setText(
            f"范围里有 {len(self._order):,} 案还不在矩阵中，已选 {count} 案{over}（最多还能放 {self._room} 案）。"
        )
        self.add.setEnabled(0 < count <= self._room)

    def _tell(self) -> None:
        chosen = [one for one in self._order if one in self.cases.chosen]
        self.accept()
        self.told.emit(chosen)
