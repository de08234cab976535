"""自定主题: paper and ink of one's own, seen at once, taken only when they can be read. Knows colours, no library."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme, tinting

_SAMPLE = "门诊叫号改成分时预约以后，候诊由四十分钟降到十五分钟；病区每周随访一次，意见当周回复。"
_COLUMNS = 4


class OwnTheme(QDialog):
    """Pairs to start from, a colour for paper and ink each, a line of text in them, whether it can be read."""

    chosen = Signal(dict)
    """The settings that make it so."""

    def __init__(self, paper: str, ink: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("自定主题")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._paper, self._ink = paper, ink
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        hint = QLabel("从一组颜色开始，或分别选纸色和字色；其余颜色随它们配好。", self)
        hint.setObjectName("quiet")
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addLayout(self._pairs())
        column.addLayout(self._two())
        self.sample = QLabel(_SAMPLE, self)
        self.sample.setFont(theme.serif(17))
        self.sample.setWordWrap(True)
        self.sample.setMinimumWidth(420)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setAccessibleName("能不能看清")
        column.addWidget(self.sample)
        column.addWidget(self.told)
        self.buttons = QDialogButtonBox(self)
        self.take = self.buttons.addButton("使用", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.show_pair(paper, ink)

    def _pairs(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        for at, (name, paper, ink) in enumerate(tinting.PAIRS):
            button = QPushButton(name, self)
            button.setAccessibleName(f"{name}：一组纸色和字色")
            button.setAutoDefault(False)
            button.setStyleSheet(_swatch(paper, ink))
            button.clicked.connect(lambda _=False, paper=paper, ink=ink: self.show_pair(paper, ink))
            grid.addWidget(button, at // _COLUMNS, at % _COLUMNS)
        return grid

    def _two(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        self.paper, self.ink = QPushButton(self), QPushButton(self)
        for row, (words, button) in enumerate((("纸色", self.paper), ("字色", self.ink))):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, words=words: self._ask(words))
            grid.addWidget(QLabel(words, self), row, 0)
            grid.addWidget(button, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def show_pair(self, paper: str, ink: str) -> None:
        """Show what a paper and an ink look like, and whether they will do."""
        self._paper, self._ink = paper, ink
        told, good = theme.contrast(paper, ink), tinting.fits(paper, ink)
        for words, button, colour in (("纸色", self.paper, paper), ("字色", self.ink, ink)):
            button.setText(f"{colour}　选择…")
            button.setAccessibleName(f"{words} {colour}，选择颜色")
            over = "#ffffff" if _dark(colour) else "#000000"
            button.setStyleSheet(_swatch(colour, over))
        self.sample.setStyleSheet(f"background: {paper}; color: {ink}; padding: 12px 16px; border-radius: 8px;")
        self.sample.setMinimumHeight(2 * self.sample.fontMetrics().lineSpacing() + 2 * 14)
        lighter = "字色调浅些，或把纸色调深些" if _dark(paper) else "字色调深些，或把纸色调浅些"
        # rounded down: 4.49 is not told as 4.5
        figure = f"{int(told * 10) / 10:.1f} : 1"
        self.told.setText(
            f"对比度 {figure}，看得清。"
            if good
            else f"对比度只有 {figure}，低于 4.5 : 1，看久了吃力，不能用：请把{lighter}。"
        )
        self.take.setEnabled(good)

    def _ask(self, words: str) -> None:
        before = self._paper if words == "纸色" else self._ink
        dialog = QColorDialog(QColor(before), self)
        dialog.setWindowTitle(f"选择{words}")
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._picked(words, colour.name()))
        dialog.open()

    def _picked(self, words: str, colour: str) -> None:
        self.show_pair(*((colour, self._ink) if words == "纸色" else (self._paper, colour)))

    def _take(self) -> None:
        if tinting.fits(self._paper, self._ink):
            self.chosen.emit({"theme": "own", "own_paper": self._paper, "own_ink": self._ink})
            self.accept()


def _dark(colour: str) -> bool:
    return theme.contrast(colour, "#ffffff") > theme.contrast(colour, "#000000")


def _swatch(ground: str, letters: str) -> str:
    plain = f"QPushButton {{ background: {ground}; color: {letters}; }}"
    return f"{plain} QPushButton:focus {{ border: 2px solid {letters}; }}"
