"""A widget that catches files dragged onto it or anything in it. Knows only paths."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class Catcher(QWidget):
    """Takes files and folders; what else is dragged is left to others."""

    aimed = Signal(bool)
    """Files are held over the widget, or no more."""
    caught = Signal(object)
    """Paths; told after the drag has ended, so that the other program is not kept waiting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be used here."""
        if _files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.aimed.emit(True)  # noqa: FBT003 - a Signal takes no names

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Nothing is aimed at any more."""
        self.aimed.emit(False)  # noqa: FBT003

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.aimed.emit(False)  # noqa: FBT003
        files = _files(event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        QTimer.singleShot(0, self, lambda: self.caught.emit(files))


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
