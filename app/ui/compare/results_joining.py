"""Metrics that mean the same: the suggestion on its strip, and the dialog to choose them by hand. Knows names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.likening import Alike
from app.ui.legible import legible
from app.ui.picking import Pick

LONGEST = 60


class Suggested(QFrame):
    """One pair at a time: joined, told apart, or left for later."""

    join_wanted = Signal(object)
    apart_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.yes = _button("合并", self)
        self.no = _button("不是一回事", self)
        self.later = _button("下一条", self)
        self.close_button = _button("收起", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 12, 5)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        for button in (self.yes, self.no, self.later, self.close_button):
            row.addWidget(button)
        self._pairs: tuple[Alike, ...] = ()
        self._at = 0
        self._closed = False
        self.yes.clicked.connect(lambda: self._tell(self.join_wanted))
        self.no.clicked.connect(lambda: self._tell(self.apart_wanted))
        self.later.clicked.connect(self._next)
        self.close_button.clicked.connect(self._close)
        self.hide()

    @property
    def pair(self) -> Alike | None:
        """The one that is shown."""
        return self._pairs[self._at % len(self._pairs)] if self._pairs else None

    def show_pairs(self, pairs: Sequence[Alike]) -> None:
        """Show what may mean the same."""
        self._pairs = tuple(pairs)
        pair = self.pair
        self.setVisible(pair is not None and not self._closed)
        if pair:
            more = f"　（共 {len(self._pairs)} 条）" if len(self._pairs) > 1 else ""
            self.words.setText(f"“{pair.one}”和“{pair.other}”像是同一个指标：{pair.why}。{more}")
            self.later.setVisible(len(self._pairs) > 1)

    def open(self) -> None:
        """Show it although it was closed."""
        self._closed = False
        self.show_pairs(self._pairs)

    def _next(self) -> None:
        self._at += 1
        self.show_pairs(self._pairs)

    def _close(self) -> None:
        self._closed = True
        self.hide()

    def _tell(self, signal: object) -> None:
        if pair := self.pair:
            signal.emit(pair)  # type: ignore[attr-defined]


class JoinMetrics(QDialog):
    """Choose metrics and what they are to be called; below, what was joined before, to be taken apart."""

    joined = Signal(object, str)
    parted = Signal(object)

    def __init__(
        self, names: Iterable[tuple[str, int]], rules: Mapping[str, str], chosen: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("合并指标")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        above = parent.window().size()
        self.resize(min(560, above.width() - 40), min(560, above.height() - 40))
        self._names = list(names)
        self._ticked = dict.fromkeys(chosen)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("找指标")
        self.line.setAccessibleName("找指标")
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("指标，打勾的并在一起")
        self.into = Pick("合并后叫什么", (), self)
        self.into.setEditable(True)
        self.into.setMinimumContentsLength(20)
        self.rules = QListWidget(self)
        self.rules.setAccessibleName("已合并的指标")
        self.rules.setMaximumHeight(130)
        for old, new in sorted(rules.items(), key=lambda rule: (rule[1], rule[0])):
            item = QListWidgetItem(legible(f"{old}　→　{new}"))
            item.setData(Qt.ItemDataRole.UserRole, old)
            self.rules.addItem(item)
        self._lay(len(rules))
        self.line.textChanged.connect(self._fill)
        self.list.itemChanged.connect(self._tick)
        self.rules.itemSelectionChanged.connect(self._look)
        self._fill()
        self.line.setFocus()

    def _lay(self, count: int) -> None:
        words = QLabel("把说的是一回事、只是叫法不同的指标打上勾；单位不同的数字并在一起后仍会分开列。", self)
        words.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(QLabel("合并后叫", self))
        line.addWidget(self.into, 1)
        told = QLabel(f"已合并（{count}）", self)
        buttons = QDialogButtonBox(self)
        self.do = buttons.addButton("合并", QDialogButtonBox.ButtonRole.AcceptRole)
        self.undo = buttons.addButton("拆开选中的", QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._join)
        self.undo.clicked.connect(self._part)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        for part in (words, self.line, self.list):
            column.addWidget(part)
        column.addLayout(line)
        for below in (told, self.rules, buttons):
            column.addWidget(below)
        for hidden in (told, self.rules, self.undo):
            hidden.setVisible(bool(count))

    def _fill(self) -> None:
        wanted = self.line.text().split()
        held = self.list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.list.clear()
        ticked = [one for one in self._names if one[0] in self._ticked]
        found = [one for one in self._names if one[0] not in self._ticked and all(word in one[0] for word in wanted)]
        for name, cases in [*ticked, *found[:400]]:
            item = QListWidgetItem(legible(f"{name}（{cases} 案）"))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in self._ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(held)
        self._look()

    def _tick(self, item: QListWidgetItem) -> None:
        name = str(item.data(Qt.ItemDataRole.UserRole))
        if item.checkState() == Qt.CheckState.Checked:
            self._ticked[name] = None
        else:
            self._ticked.pop(name, None)
        self._look()

    def _look(self) -> None:
        written, known = self.into.currentText(), [self.into.itemText(at) for at in range(self.into.count())]
        if list(self._ticked) != known:
            self.into.clear()
            self.into.addItems(list(self._ticked))
            self.into.setCurrentText(written if written and written not in known else next(iter(self._ticked), ""))
        self.do.setEnabled(len(self._ticked) > 1)
        self.undo.setEnabled(bool(self.rules.selectedItems()))

    def _join(self) -> None:
        into = " ".join(self.into.currentText().split())[:LONGEST]
        if into and len(self._ticked) > 1:
            self.accept()
            self.joined.emit(tuple(self._ticked), into)

    def _part(self) -> None:
        names = tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in self.rules.selectedItems())
        if names:
            self.accept()
            self.parted.emit(names)


def _button(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName("link")
    button.setAccessibleName(words)
    return button
