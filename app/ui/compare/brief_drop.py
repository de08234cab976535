"""The ground under a brief's parts: what is dragged onto it is put down between two of them. Knows no library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.compare.brief_block import PART
from app.ui.record.naming import named
from app.ui.record.quoting import MIME, taken

if TYPE_CHECKING:
    from app.ui.compare.brief_block import Block


class Ground(QWidget):
    """Takes quotes, and parts of the brief itself."""

    part_dropped = Signal(str, int)
    """A part's id, and the number of the part it was put before."""
    quote_dropped = Signal(object, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("briefGround")
        self.setAcceptDrops(True)
        self.blocks: list[Block] = []
        self.aim = named(QFrame(self), "briefAim")
        self.aim.setFixedHeight(2)
        self.aim.hide()

    def number_at(self, y: int) -> int:
        """The number of the part before which something at this height would be put."""
        return sum(1 for block in self.blocks if self._spot(block).center().y() < y)

    def _spot(self, block: Block) -> QRect:
        """Where a block stands on the ground."""
        return QRect(block.mapTo(self, QPoint(0, 0)), block.size())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Quotes and parts are welcome."""
        if event.mimeData().hasFormat(MIME) or event.mimeData().hasFormat(PART):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        number = self.number_at(event.position().toPoint().y())
        if self.blocks:
            last = self._spot(self.blocks[-1])
            edge = self._spot(self.blocks[number]).top() if number < len(self.blocks) else last.bottom() + 2
            self.aim.setGeometry(last.x() + 24, edge - 2, last.width() - 24, 2)
            self.aim.show()
            self.aim.raise_()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """It is elsewhere."""
        self.aim.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was put down, and where."""
        self.aim.hide()
        number = self.number_at(event.position().toPoint().y())
        data = event.mimeData()
        if data.hasFormat(PART):
            self.part_dropped.emit(bytes(data.data(PART).data()).decode("utf-8", "replace"), number)
        elif (quote := taken(data)) is not None:
            self.quote_dropped.emit(quote, number)
        event.acceptProposedAction()
