"""颜色含义: what a person calls each colour of highlights. Knows colours and words, no library."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.notes.purposes import COLOUR_NAMES
from app.ui.theme import Palette
from db.meanings import LONGEST
from db.records import Colour

SETS: tuple[tuple[str, tuple[str, str, str, str]], ...] = (
    ("学习借鉴", ("可借鉴", "待核实", "数据成效", "疑问")),
    ("案例要素", ("做法", "背景", "成效", "难点")),
)
"""Namings to begin with, in the order of the colours' keys."""


class Meanings(QDialog):
    """Four colours and what they mean."""

    named = Signal(object)
    """Colour -> meaning."""

    def __init__(self, known: Mapping[Colour, str], palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("颜色含义")
        self.setObjectName("meanings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(420)
        words = QLabel("给高亮的颜色起名。名称显示在选色处、笔记筛选和导出的图例里；留空就只叫颜色。", self)
        words.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.lines: dict[Colour, QLineEdit] = {}
        for row, (colour, name) in enumerate(COLOUR_NAMES.items()):
            swatch = QLabel(self)
            picture = QPixmap(26, 20)
            picture.fill(QColor(palette.mark(colour)))
            swatch.setPixmap(picture)
            line = QLineEdit(known.get(colour, ""), self)
            line.setMaxLength(LONGEST)
            line.setAccessibleName(f"{name}的含义")
            line.setPlaceholderText("没有起名")
            self.lines[colour] = line
            grid.addWidget(swatch, row, 0)
            grid.addWidget(QLabel(f"{name}（{row + 1}）", self), row, 1)
            grid.addWidget(line, row, 2)
        ready = QHBoxLayout()
        ready.addWidget(QLabel("套用：", self))
        for title, told in SETS:
            button = QPushButton(title, self)
            button.setAutoDefault(False)
            button.setToolTip("、".join(told))
            button.clicked.connect(lambda _=False, told=told: self._fill(told))
            ready.addWidget(button)
        ready.addStretch(1)
        buttons = QDialogButtonBox(self)
        buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._tell)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        for part in (words, grid, ready, buttons):
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        self.lines["yellow"].setFocus()

    def _fill(self, told: tuple[str, ...]) -> None:
        for line, words in zip(self.lines.values(), told, strict=True):
            line.setText(words)

    def _tell(self) -> None:
        self.named.emit({colour: line.text() for colour, line in self.lines.items()})
        self.accept()
