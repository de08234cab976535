"""The bar at the top and the bar at the foot. They show and are pressed; what a press does is not their matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui import icons, theme
from app.ui.legible import legible
from app.ui.search.box import SearchBox

if TYPE_CHECKING:
    from db.proofs import Proof

SHORT = 860
"""Below this width the bars leave out what can be done without."""


class TopBar(QFrame):
    """Logo, library, search, and what is done most."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setFixedHeight(52)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        logo = QLabel("杏", self)
        logo.setObjectName("logo")
        logo.setFixedSize(QSize(26, 26))
        logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.product = QLabel("杏林案库", self)
        self.product.setObjectName("product")
        self.library = QToolButton(self)
        self.library.setObjectName("library")
        self.library.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.library.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.library.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.library.setIconSize(QSize(12, 12))
        self.library.setMaximumWidth(190)
        self.search = SearchBox(palette, self)
        self.load = _button(" 导入", "action", "导入文件")
        self.use = _button("用案例 ", "action", "用案例：对照、图览、简报")
        self.look = _button("显示 ", "action", "显示设置")
        self.export = _button("导出 ", "primary", "导出")
        self._name, self._cases, self._short = "", 0, False
        row.addWidget(logo)
        row.addWidget(self.product)
        row.addWidget(self.library)
        row.addStretch(1)
        row.addWidget(self.search, 6)
        row.addStretch(1)
        for button in (self.load, self.use, self.look, self.export):
            button.setParent(self)
            row.addWidget(button)
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.load.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.set_palette(palette)
        self.show_library("")
        self.show_export(0)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._colours = palette
        self.search.set_palette(palette)
        self.library.setIcon(icons.icon("down", palette.muted, 12))
        self.load.setIcon(icons.icon("into", palette.ink, 14))
        for button in (self.use, self.look):
            button.setIcon(icons.icon("down", palette.muted, 12))
        self.export.setIcon(icons.icon("down", palette.on_green if self.export.isEnabled() else palette.on_neutral, 12))

    def show_library(self, name: str) -> None:
        """Say which library is open."""
        self._name = name
        room = 70 if self._short else 160
        shown = self.library.fontMetrics().elidedText(legible(name or "正在打开…"), Qt.TextElideMode.ElideMiddle, room)
        self.library.setText(shown)
        self.library.setAccessibleName(f"案例库：{name}")
        self.library.setToolTip(name)

    def show_export(self, cases: int) -> None:
        """Say how many cases an export would take."""
        self._cases = cases
        words = f"导出 {cases} 案" if cases else "导出"
        self.export.setText("导出 " if self._short else f"{words} ")
        self.export.setAccessibleName(words)
        self.export.setEnabled(bool(cases))
        ink = self._colours.on_green if cases else self._colours.on_neutral
        self.export.setIcon(icons.icon("down", ink, 12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the words give way to the search box."""
        super().resizeEvent(event)
        short = self.width() < SHORT
        if short != self._short:
            self._short = short
            self.product.setVisible(not short)
            self.load.setText("" if short else " 导入")
            self.load.setToolTip("导入文件" if short else "")
            self.show_library(self._name)
            self.show_export(self._cases)

    def set_uses(self, menu: QMenu) -> None:
        """Give the button for putting cases to use its menu."""
        self.use.setMenu(menu)

    def set_menus(self, library: list[QAction | None], look: QMenu, export: QMenu) -> None:
        """Give the buttons their menus; None is a line between entries."""
        menu = QMenu(self)
        for action in library:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        self.library.setMenu(menu)
        self.look.setMenu(look)
        self.export.setMenu(export)


class StatusBar(QFrame):
    """Count, hits and time at the left; last proof, saved and offline at the right; progress between."""

    check_wanted = Signal()

    def __init__(self, progress: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self.setFixedHeight(28)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(18)
        self.count, self.hits, self.time, self.picked, self.stood = (QLabel(self) for _ in range(5))
        self.proof = QPushButton(self)
        self.proof.setObjectName("footlink")
        self.proof.setAccessibleName("检查案例库")
        self.proof.setCursor(Qt.CursorShape.PointingHandCursor)
        self.proof.setToolTip("点一下检查案例库：用随机的词把检索与逐字比对核对一遍")
        self.proof.clicked.connect(self.check_wanted)
        self.proof.hide()
        self.saved = QLabel("已自动保存", self)
        self.offline = QLabel("离线", self)
        self.offline.setToolTip("本程序从不联网")
        for label in (self.count, self.hits, self.time, self.picked, self.stood):
            label.hide()
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(progress)
        row.addWidget(self.proof)
        row.addWidget(self.saved)
        row.addWidget(self.offline)

    def show_open(self, *, on: bool) -> None:
        """Without an open library nothing is counted and nothing saved."""
        self.saved.setVisible(on)
        if not on:
            self.proof.hide()
            for label in (self.count, self.hits, self.time, self.picked, self.stood):
                label.hide()

    def show_count(self, cases: int) -> None:
        """How many cases the library holds."""
        _say(self.count, f"{cases} 案")

    def show_answer(self, hits: int, milliseconds: float) -> None:
        """How many were found, and how long it took."""
        _say(self.hits, f"命中 {hits}")
        _say(self.time, f"{milliseconds:.1f} ms")
        self.time.setVisible(self.width() >= SHORT)

    def show_hit(self, words: str) -> None:
        """Which hit of which case is stood on."""
        _say(self.stood, words)
        self.stood.setAccessibleName(words)

    def show_proof(self, proof: Proof | None) -> None:
        """When searching was last compared with reading every text, and what came of it."""
        if proof is None:
            told = "还没有核对过检索"
        else:
            day = datetime.fromisoformat(proof.proved_at).astimezone().date().isoformat()
            told = f"上次核对检索：{day}，{f'{proof.wrong} 个词不一致' if proof.wrong else '无遗漏'}"
        self.proof.setText(told)
        self.proof.setAccessibleName(f"{told}。按下检查案例库")
        self.proof.setProperty("wrong", bool(proof and proof.wrong))
        self.proof.style().unpolish(self.proof)
        self.proof.style().polish(self.proof)
        self.proof.setVisible(self.width() >= SHORT)

    def show_picked(self, cases: int) -> None:
        """How many are selected, when it is more than the one being read."""
        _say(self.picked, f"选中 {cases}" if cases > 1 else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The time and the promise to stay offline are the first to go."""
        super().resizeEvent(event)
        short = self.width() < SHORT
        self.offline.setVisible(not short)
        self.proof.setVisible(not short and bool(self.proof.text()) and not self.saved.isHidden())
        self.time.setVisible(not short and bool(self.time.text()) and not self.saved.isHidden())

    def show_saving(self, writes: int) -> None:
        """Whether everything is written."""
        self.saved.setText("正在保存…" if writes else "已自动保存")


class Banner(QFrame):
    """One line above the list with one thing that can be done, and a way to be rid of it."""

    closed = Signal()

    def __init__(self, offer: str, act: Callable[[], None], palette: theme.Palette) -> None:
        super().__init__()
        self.setObjectName("banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 6, 3)
        row.setSpacing(4)
        self.offer = QPushButton(offer, self)
        self.offer.setObjectName("link")
        self.offer.setAccessibleName(offer)
        self.offer.clicked.connect(act)
        self._close = QToolButton(self)
        self._close.setObjectName("plain")
        self._close.setAccessibleName("不再显示这一行")
        self._close.setToolTip("不再显示这一行")
        self._close.clicked.connect(self.closed)
        self._words = QLabel(self)
        row.addWidget(self._words)
        row.addWidget(self.offer)
        row.addStretch(1)
        row.addWidget(self._close)
        self.set_palette(palette)
        self.hide()

    def say(self, words: str) -> None:
        """Say this before the offer."""
        self._words.setText(words)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._close.setIcon(icons.icon("close", palette.on_green_soft, 12))


def _button(words: str, look: str, told: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(look)
    button.setAccessibleName(told)
    button.setIconSize(QSize(13, 13))
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
