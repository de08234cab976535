"""The tags of a library as a tree: cases dragged onto a tag get it, a tag dragged onto another goes below it.

Says what is wanted; knows no library.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    Qt,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import theme
from app.ui.library.carried import CASES, TAG, case_ids, tag_data, tag_name
from app.ui.library.values import Node, Values


class TagTree(Values):
    """A tree of tags."""

    put_wanted = Signal(str, object)
    """A tag for these cases."""
    move_wanted = Signal(str, str)
    """A tag, and the one it is to stand below (empty: none)."""

    def __init__(self, name: str, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(name, palette, parent)
        self._pressed: tuple[str, QPoint] | None = None
        self.setAcceptDrops(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag."""
        place = event.position().toPoint()
        value = self.value_at(place)
        self._pressed = (value, place) if value else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take a tag along."""
        if self._pressed and event.buttons() & Qt.MouseButton.LeftButton:
            tag, began = self._pressed
            if (event.position().toPoint() - began).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                drag = QDrag(self)
                drag.setMimeData(tag_data(tag))
                drag.exec(Qt.DropAction.MoveAction)
            return
        super().mouseMoveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be used here."""
        if event.mimeData().hasFormat(CASES) or event.mimeData().hasFormat(TAG):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        self.aim(self._target(event))
        event.setAccepted(bool(self.aimed))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Nothing is aimed at any more."""
        self.aim("")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        target = self._target(event)
        self.aim("")
        if not target:
            event.ignore()
            return
        event.acceptProposedAction()
        if tag := tag_name(event.mimeData()):
            self.move_wanted.emit(tag, target)
        else:
            self.put_wanted.emit(target, case_ids(event.mimeData()))

    def _target(self, event: QDropEvent) -> str:
        """The tag under the pointer, empty where what is carried cannot go."""
        value = self.value_at(event.position().toPoint())
        tag = tag_name(event.mimeData())
        if tag:
            home = tag.rpartition("/")[0]
            return "" if value in (tag, home) or f"{value}/".startswith(f"{tag}/") else value
        return value if case_ids(event.mimeData()) else ""


def tag_nodes(counts: Mapping[str, int]) -> list[Node]:
    """Tags as a tree by their names, those of most cases first."""
    below: dict[str, list[str]] = {}
    for tag in {part for one in counts for part in _ways(one)}:
        below.setdefault(tag.rpartition("/")[0], []).append(tag)

    def made(above: str) -> tuple[Node, ...]:
        listed = sorted(below.get(above, ()), key=lambda tag: (-counts.get(tag, 0), tag))
        return tuple(Node(tag, tag.rpartition("/")[2] or tag, counts.get(tag, 0), made(tag)) for tag in listed)

    return list(made(""))


def _ways(tag: str) -> list[str]:
    parts = [part for part in tag.split("/") if part]
    return ["/".join(parts[:size]) for size in range(1, len(parts) + 1)]
