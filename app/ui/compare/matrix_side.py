"""Beside the matrix: what may answer the current cell, and the text of its case to read and to choose from.

Shows what it is given; knows no library.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.services.gridding import Cell, empty_words
from app.services.hinting import Hint
from app.ui import icons, theme
from app.ui.compare.matrix_text import CaseText
from app.ui.legible import legible


class HintList(QListWidget):
    """Suggestions; Enter or → takes one."""

    taken = Signal(object)
    looked = Signal(object)
    """One is current: its passage is to be seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("matrixHints")
        self.setAccessibleName("这一格的建议")
        self.setAccessibleDescription("回车或右方向键采用")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemDoubleClicked.connect(lambda item: self.taken.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.currentItemChanged.connect(self._look)
        self.itemClicked.connect(lambda item: self.looked.emit(item.data(Qt.ItemDataRole.UserRole)))

    def fill(self, hints: Sequence[Hint]) -> None:
        """Show other suggestions; nothing is current before somebody makes it so."""
        if [self.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.count())] == list(hints):
            return
        held = self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.clear()
        for hint in hints:
            item = QListWidgetItem(legible(f"{hint.text}\n— {hint.reason} · §{hint.paragraph}"))
            item.setData(Qt.ItemDataRole.UserRole, hint)
            item.setToolTip("双击、回车或 → 采用")
            self.addItem(item)
        self.blockSignals(held)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current one."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)
        if event.key() in keys and self.count():
            self.taken.emit(self.item(max(0, self.currentRow())).data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)

    def _look(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and self.hasFocus():
            self.looked.emit(item.data(Qt.ItemDataRole.UserRole))


class Side(QFrame):
    """The panel."""

    taken = Signal(object)
    """A `Hint` is to be put into the current cell."""
    column_wanted = Signal()
    """The best suggestion for every empty cell of the column is to be taken."""
    put = Signal(int, int)
    """A stretch of the text is to be put into the current cell."""
    read_wanted = Signal()
    """The case is to be read in the reader."""
    left = Signal()

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("matrixSide")
        self.setAccessibleName("边看边填")
        self.title = QLabel(self)
        self.title.setObjectName("matrixSideTitle")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("plain")
        self.close_button.setAccessibleName("收起正文")
        self.close_button.setToolTip("收起正文")
        self.close_button.clicked.connect(self.left)
        self.state = QLabel(self)
        self.state.setObjectName("useHint")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.hints = HintList(self)
        self.text = CaseText(palette, self)
        self._build()
        self.hints.taken.connect(self.taken)
        self.hints.looked.connect(lambda hint: self.text.look_at(hint.start, hint.end))
        self.text.put.connect(self.put)
        self.text.chosen.connect(self._choose)
        self._cell: Cell | None = None
        self.set_palette(palette)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        self.all_button = _button("整列采用", "给这一列所有还空着的格采用第一条建议", self)
        self.all_button.clicked.connect(self.column_wanted)
        offers = QHBoxLayout()
        offers.addWidget(self.state, 1)
        offers.addWidget(self.all_button)
        above = QWidget(self)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(offers)
        column.addWidget(self.hints, 1)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(above)
        self.parts.addWidget(self.text)
        self.parts.setSizes([190, 420])
        self.put_button = _button("放进当前格（回车）", "把选中的一段放进当前格", self)
        self.put_button.clicked.connect(self._put)
        self.read_button = _button("到阅读区读", "离开对标，在阅读区打开这一案", self)
        self.read_button.clicked.connect(self.read_wanted)
        foot = QHBoxLayout()
        foot.addWidget(self.put_button, 1)
        foot.addWidget(self.read_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addLayout(top)
        whole.addWidget(self.parts, 1)
        whole.addLayout(foot)
        self._choose(there=False)

    def sizeHint(self) -> QSize:
        """Enough for a line of the text."""
        return QSize(380, 400)

    def minimumSizeHint(self) -> QSize:
        """Less than that no text can be read in."""
        return QSize(230, 200)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.close_button.setIcon(icons.icon("close", palette.muted, 14))
        self.text.set_palette(palette)

    def show_cell(self, cell: Cell | None, used: Sequence[tuple[int, int]]) -> None:
        """Show what may answer the current cell; the text is shown by `show_case`."""
        self._cell = cell
        self.hints.fill(cell.hints if cell else ())
        self.all_button.setEnabled(bool(cell))
        if cell is None:
            self.state.setText("先选一格")
            return
        count = f"{len(cell.hints)} 条建议（回车或 → 采用）" if cell.hints else "没有建议：在下面选一段，按回车放进来"
        why = "" if cell.state in ("filled", "hinted", "unread") else f"{empty_words(cell)}；"
        self.state.setText(legible(f"“{cell.column.title}”：{why}{count}"))
        self.text.show_used(used)

    def show_case(self, case_id: str, title: str, text: str) -> None:
        """Show another case's text."""
        self.title.setText(legible(title))
        self.title.setToolTip(title)
        self.text.show_case(case_id, title, text)

    def _choose(self, there: bool) -> None:
        self.put_button.setEnabled(there)

    def _put(self) -> None:
        if stretch := self.text.stretch():
            self.put.emit(*stretch)


def _button(words: str, tip: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName("action")
    button.setToolTip(tip)
    button.setAccessibleName(words)
    button.setAccessibleDescription(tip)
    return button
