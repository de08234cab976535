"""Where the margin stands: beside the reader, or, where both have no room, over it when it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from app.ui.record.naming import tool

READER, MARGIN = 360, 200
"""Least widths of the two beside each other."""
_EACH = 480
"""The least width of a text with another one beside it."""
_USUAL = 262
"""Width of the margin nobody has chosen one for."""
_OVER = 290
"""Width of the margin where it lies over the reader."""


class Beside(QSplitter):
    """One text or two, and the margin, as columns; too narrow for all, the margin folds and opens over them."""

    folded_changed = Signal(bool)

    def __init__(self, reader: QWidget, margin: QWidget) -> None:
        super().__init__()
        self._reader, self._margin = reader, margin
        self.folded = False
        self._least, self._wish, self._left = READER, 0, False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(reader)
        self.addWidget(margin)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setSizes([570, _USUAL])
        self._chosen = _USUAL
        self.splitterMoved.connect(lambda *_: self._choose())
        self.button = tool("plain", "笔记")
        self.button.setToolTip("打开笔记、信息与链接")
        self.button.setAccessibleName("打开笔记栏")
        self.button.clicked.connect(self.open)
        self.button.hide()

    @property
    def over(self) -> bool:
        """Whether the margin lies over the reader now."""
        return self.folded and not self._margin.isHidden()

    def open(self) -> None:
        """Let the margin be seen."""
        if self.folded:
            self._place()
            self._margin.show()
            self._margin.raise_()

    def shut(self) -> None:
        """Give the reader its room back; beside it the margin stays."""
        if self.folded:
            self._margin.hide()

    def want(self, texts: int, width: int = 0) -> None:
        """Make room for one text or two: the margin lends them what they lack of `width`, as far as it can."""
        self._least = READER if texts < 2 else texts * _EACH
        self._wish = width
        self._fit()

    def lean(self, *, left: bool) -> None:
        """Where it must lie over one of two texts, let that be the left one."""
        self._left = left
        if self.over:
            self._place()

    def _choose(self) -> None:
        """A person drew the line elsewhere."""
        self._chosen, self._wish = self.sizes()[-1], 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self._least + MARGIN
        if narrow != self.folded:
            self._fold(on=narrow)
        if self.folded:
            self._place()
            return
        width = min(self._chosen, max(MARGIN, self.width() - self._wish))
        if self._margin.width() != width:
            self.setSizes([self.width() - width, width])

    def _fold(self, *, on: bool) -> None:
        """Move the margin out of the columns or back; whoever writes in it goes on writing."""
        focus = QApplication.focusWidget()
        writing = focus is not None and self._margin.isAncestorOf(focus)
        self.folded = on
        if on:
            self._margin.setParent(self.parentWidget())
            self._place()
        else:
            self.addWidget(self._margin)
        self._margin.setVisible(writing or not on)
        if on and writing:
            self._margin.raise_()
        self.button.setVisible(on)
        if writing and focus is not None:
            focus.setFocus()
        self.folded_changed.emit(on)

    def _place(self) -> None:
        home = self.geometry()
        width = min(max(_OVER, home.width() * 3 // 5), home.width())
        if self._least > READER:
            width = min(width, home.width() // 2)
        beginning = home.left() if self._left else home.right() + 1 - width
        self._margin.setGeometry(QRect(beginning, home.top(), width, home.height()))
