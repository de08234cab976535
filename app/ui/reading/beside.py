"""Where the margin stands: beside the reader, or, where both have no room, over it when it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from app.ui.record.naming import tool

READER, MARGIN = 360, 200
"""Least widths of the two beside each other."""
_OVER = 290
"""Width of the margin where it lies over the reader."""


class Beside(QSplitter):
    """Reader and margin as columns; too narrow for both, the margin folds away and is opened over the reader."""

    folded_changed = Signal(bool)

    def __init__(self, reader: QWidget, margin: QWidget) -> None:
        super().__init__()
        self._reader, self._margin = reader, margin
        self.folded = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(reader)
        self.addWidget(margin)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setSizes([570, 262])
        self._sizes = [570, 262]
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold as there is room."""
        narrow = self.width() < READER + MARGIN
        if narrow != self.folded:
            self._fold(on=narrow)
        super().resizeEvent(event)
        if self.folded:
            self._place()

    def _fold(self, *, on: bool) -> None:
        """Move the margin out of the columns or back; whoever writes in it goes on writing."""
        focus = QApplication.focusWidget()
        writing = focus is not None and self._margin.isAncestorOf(focus)
        self.folded = on
        if on:
            self._sizes = self.sizes()
            self._margin.setParent(self.parentWidget())
            self._place()
        else:
            self.addWidget(self._margin)
            width = max(MARGIN, self._sizes[-1])
            self.setSizes([self.width() - width, width])
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
        self._margin.setGeometry(QRect(home.right() + 1 - width, home.top(), width, home.height()))
