"""A list whose lines are taken and dropped: it shows where one would go and tells when it was let go there."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QListView

from app.ui import theme
from app.ui.review.model import LINE, Rows
from app.ui.review.painting import Lines
from app.ui.review.rows import Row
from app.ui.review.setting import SIDE


class Carrier(QListView):
    """The lines of a review with the dragging of cuts and pieces."""

    carried = Signal(object, object, bool)
    """The dragged `Row`, the one it was dropped on, and whether below its middle."""

    def __init__(self, palette: theme.Palette) -> None:
        super().__init__()
        self.model_ = Rows()
        self.lines = Lines(palette, self)
        self._aim: tuple[str, int, bool] | None = None
        """What is dragged where: kind, row, below its middle."""
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setAutoScroll(True)
        self.setModel(self.model_)
        self.setItemDelegate(self.lines)

    def row_at(self, number: int) -> Row | None:
        """The line at a place."""
        return self.model_.rows[number] if 0 <= number < len(self.model_.rows) else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only lines of this text; files are for the screen."""
        if event.source() is self and event.mimeData().hasFormat(LINE):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        if not event.mimeData().hasFormat(LINE):
            event.ignore()
            return
        super().dragMoveEvent(event)
        self._aim = self._aimed(event.mimeData(), event.position().toPoint())
        event.setAccepted(self._aim is not None)
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It goes nowhere."""
        super().dragLeaveEvent(event)
        self._aim = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put a cut between two pieces, or a piece into the case it was dropped on."""
        if not event.mimeData().hasFormat(LINE):
            event.ignore()
            return
        aim = self._aimed(event.mimeData(), event.position().toPoint())
        self._aim = None
        self.viewport().update()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        target = self.row_at(aim[1]) if aim else None
        if aim is None or target is None:
            return
        dragged = self._dragged(event.mimeData())
        if dragged:
            self.carried.emit(dragged, target, aim[2])

    def _dragged(self, data: QMimeData) -> Row | None:
        kind, _, number = bytes(data.data(LINE).data()).decode().partition(" ")
        return next((row for row in self.model_.rows if (row.kind, str(row.piece)) == (kind, number)), None)

    def _aimed(self, data: QMimeData, place: QPoint) -> tuple[str, int, bool] | None:
        index = self.indexAt(place)
        dragged = self._dragged(data)
        if dragged is None or not index.isValid():
            return None
        return dragged.kind, index.row(), place.y() > self.visualRect(index).center().y()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, and over them where a dragged one would go."""
        super().paintEvent(event)
        if self._aim is None:
            return
        kind, row, below = self._aim
        box: QRect = self.visualRect(self.model_.index(row)).adjusted(SIDE, 0, -SIDE, 0)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(self.lines.colours.accent), 2))
        if kind == "cut":
            y = box.bottom() - 1 if below else box.top()
            painter.drawLine(box.left(), y, box.right(), y)
        else:
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -5), 4, 4)
        painter.end()
