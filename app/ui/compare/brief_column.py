"""The parts of a brief one below the other, laid out by hand: where one grows, only those below it move.

Qt's own layouts ask every part how high it is whenever one of them changes. Knows blocks; no brief, no library.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from app.ui.compare.brief_block import Block

_GAP = 4
_SLICE = 0.012
"""Seconds that heights are asked for in a row."""


class Column(QWidget):
    """Blocks in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.blocks: list[Block] = []
        self._heights: dict[Block, int] = {}
        self._stale: set[Block] = set()
        """Blocks whose height is that for another width or of other words."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._measure_some)
        self.setFixedHeight(0)

    def place(self, at: int, block: Block) -> bool:
        """Put a block at a place, to be moved there by `settle`; whether it stood elsewhere or nowhere."""
        if at < len(self.blocks) and self.blocks[at] is block:
            return False
        if block in self._heights:
            self.blocks.remove(block)
        else:
            block.setParent(self)
            block.installEventFilter(self)
            block.resize(self.width(), block.height())
        self.blocks.insert(at, block)
        block.show()
        self._measure(block)
        return True

    def drop(self, block: Block) -> None:
        """Take a block out."""
        if block in self._heights:
            self.blocks.remove(block)
            del self._heights[block]
            self._stale.discard(block)
            block.removeEventFilter(self)

    def settle(self) -> None:
        """Move what does not stand where it belongs."""
        y = 0
        for block in self.blocks:
            high = self._heights[block]
            if block.y() != y or block.height() != high or block.width() != self.width():
                block.setGeometry(0, y, self.width(), high)
            y += high + _GAP
        if self.height() != max(0, y - _GAP):
            self.setFixedHeight(max(0, y - _GAP))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A block whose inside changed is measured again."""
        if event.type() == QEvent.Type.LayoutRequest and watched in self._heights:
            self._stale.add(watched)
            self._soon.start()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another height of every block: first of those that are seen."""
        super().resizeEvent(event)
        if event.oldSize().width() == self.width():
            return
        self._stale.update(self.blocks)
        self._soon.start()

    def _measure_some(self) -> None:
        end = perf_counter() + _SLICE
        seen = self.visibleRegion().boundingRect()
        first = [block for block in self.blocks if block in self._stale and block.geometry().intersects(seen)]
        for block in (*first, *self._stale.difference(first)):
            if perf_counter() > end and block not in first:
                break
            self._measure(block)
        self.settle()
        if self._stale:
            self._soon.start()

    def _measure(self, block: Block) -> None:
        self._stale.discard(block)
        if block.width() != self.width():
            block.resize(self.width(), block.height())
        block.row.activate()
        self._heights[block] = (
            block.row.totalHeightForWidth(self.width())
            if block.row.hasHeightForWidth()
            else (block.row.totalSizeHint().height())
        )
