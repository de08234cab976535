"""The strip above a matrix: which one it is, what can be done with it as a whole. Knows words, no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from app.services.gridding import SORTS
from app.ui import icons, theme
from app.ui.legible import legible
from db.compared import Column, Head

HEIGHT = 44
_ROOMY = 980
"""Below this width the buttons' words are in the menu of the rest alone."""
DEEDS: tuple[tuple[str, str], ...] = (
    ("add_column", "加一列问题…"), ("add_cases", "加案例…"), ("", ""), ("accept_column", "整列采用建议"), ("", ""),
    ("new", "新建对标矩阵…"), ("rename", "改名…"), ("copy", "复制一张"), ("delete", "删除这张矩阵"), ("", ""),
    ("copy_table", "复制为表格"),
)  # fmt: skip
"""What stands in the menu, by name."""


class MatrixBar(QFrame):
    """The strip."""

    wished = Signal(str)
    """One of `DEEDS`, or turn, side."""
    matrix_wanted = Signal(str)
    sort_wanted = Signal(str)

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("matrixBar")
        self.setFixedHeight(HEIGHT)
        self.which = QToolButton(self)
        self.which.setObjectName("useScope")
        self.which.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.which.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.matrices = QMenu(self.which)
        self.which.setMenu(self.matrices)
        self.hint = QLabel(self)
        self.hint.setObjectName("useHint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = ""
        self.cases = _button("加案例", "从范围里挑选案例加进来", self)
        self.column = _button("加一列问题", "再问一个问题", self)
        self.sort = _button("排序 ", "各案按什么排", self)
        self.sorts = QMenu(self.sort)
        self.sort.setMenu(self.sorts)
        self.turn = _button("转置", "行列互换：问题成行，案例成列", self, checkable=True)
        self.side = _button("边看边填", "在旁边打开正文和建议", self, checkable=True)
        self.more = QToolButton(self)
        self.more.setObjectName("plain")
        self.more.setText("更多")
        self.more.setAccessibleName("更多操作")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        for name, words in DEEDS:
            _put(menu, words, lambda name=name: self.wished.emit(name))
        self.more.setMenu(menu)
        self._lay()
        self.set_palette(palette)

    def _lay(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.which)
        row.addWidget(self.hint)
        row.addStretch(1)
        for each in (self.cases, self.column, self.sort, self.turn, self.side, self.more):
            row.addWidget(each)
        for button, name in (
            (self.cases, "add_cases"), (self.column, "add_column"), (self.turn, "turn"), (self.side, "side"),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, name=name: self.wished.emit(name))

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.sort.setIcon(icons.icon("down", palette.ink, 12))
        self.sort.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.sort.setIconSize(QSize(12, 12))

    def show_matrices(self, heads: Sequence[Head], current: str) -> None:
        """The matrices there are, and which is shown."""
        self.matrices.clear()
        for head in heads:
            words = f"{head.name}（{head.rows} 案 × {head.columns} 问）"
            action = _put(self.matrices, words, lambda one=head.id: self.matrix_wanted.emit(one))
            action.setCheckable(True)
            action.setChecked(head.id == current)
        self.matrices.addSeparator()
        for name, words in DEEDS[5:9]:
            _put(self.matrices, words, lambda name=name: self.wished.emit(name))
        name = next((head.name for head in heads if head.id == current), "对标矩阵")
        self.which.setText(name if len(name) < 22 else f"{name[:20]}…")
        self.which.setToolTip(name)
        self.which.setAccessibleName(f"哪张矩阵：{name}")

    def show_sorts(self, columns: Sequence[Column], current: str) -> None:
        """What lines can be sorted by."""
        self.sorts.clear()
        named = dict(SORTS) | {column.id: f"按“{column.title}”" for column in columns}
        for name, words in named.items():
            action = _put(self.sorts, words, lambda name=name: self.sort_wanted.emit(name))
            action.setCheckable(True)
            action.setChecked(name == current)
        self.sort.setToolTip(f"排序：{named.get(current, SORTS[0][1])}")

    def tell(self, words: str) -> None:
        """Say how much is filled, and what is to be known of the cases."""
        self._hint = words
        self._fit()

    def set_writable(self, *, on: bool) -> None:
        """A library that cannot be written is only looked at."""
        for part in (self.cases, self.column):
            part.setEnabled(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint gives way first, then the buttons that the menu has too."""
        super().resizeEvent(event)
        roomy = self.width() > _ROOMY
        for part in (self.cases, self.column):
            part.setVisible(roomy)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width() - (700 if self.width() > _ROOMY else 540))
        self.hint.setText(self.hint.fontMetrics().elidedText(legible(self._hint), Qt.TextElideMode.ElideRight, room))
        self.hint.setToolTip(self._hint)
        self.hint.setAccessibleName(self._hint)


def _put(menu: QMenu, words: str, act: object) -> QAction:
    if not words:
        return menu.addSeparator()
    action = menu.addAction(words)
    action.triggered.connect(lambda _=False: act())  # type: ignore[operator]
    return action


def _button(words: str, tip: str, parent: QWidget, *, checkable: bool = False) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName("action")
    button.setCheckable(checkable)
    button.setToolTip(tip)
    button.setAccessibleName(words.strip())
    button.setAccessibleDescription(tip)
    return button
