"""The list that opens at `[[`: cases, notes and paragraphs by the letters typed, pinyin among them.

The keyboard stays in the editor. Knows an editor and `around`, no library.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.services.linking import Place
from app.ui.notes.formatting import units
from app.ui.record.naming import named

if TYPE_CHECKING:
    from app.ui.notes.around import Around

_TYPED = re.compile(r"(?:\[\[|【【)([^\[\]【】\n]{0,60})$")
_ROW = 44
_WIDTH = 300
_SIGNS = {"case": "案例", "note": "笔记"}


class Completing(QObject):
    """What of a link is offered while it is typed."""

    chosen = Signal(object, int)
    """A `Place`, and where in the line the typing of it began."""

    def __init__(self, editor: QTextEdit, around: Around, note_id: str) -> None:
        super().__init__(editor)
        self._editor, self._around, self._but = editor, around, note_id
        self._box: QFrame | None = None
        self._list = QListWidget()
        self._places: tuple[Place, ...] = ()
        self._start = -1
        self._asked = ""
        self._refused = ""

    def look(self) -> None:
        """See whether a link is being typed, and offer what fits."""
        editor = self._editor
        cursor = editor.textCursor()
        before = _before(cursor)
        found = (
            None
            if cursor.block().layout().preeditAreaText() or cursor.hasSelection() or not editor.hasFocus()
            else _TYPED.search(before)
        )
        if found is None or before == self._refused:
            self._refused = self._refused if found else ""
            self.close()
            return
        self._start = units(before, found.start())
        if found[0] != self._asked:
            self._asked = found[0]
            self._around.places(found[1], self._but, lambda places: self._came(found[0], places))

    def _came(self, asked: str, places: Sequence[Place]) -> None:
        if asked != self._asked or not isValid(self._editor):
            return
        self._places = tuple(places)
        if not places:
            self._hide()
            return
        box = self._box or self._made()
        self._list.clear()
        for place in places:
            head = f"§{place.paragraph} {place.detail}" if place.paragraph else place.name
            under = place.name if place.paragraph else place.detail
            item = QListWidgetItem(f"{head}\n{under or _SIGNS[place.target]}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_SIGNS[place.target]} {head} {under}")
            item.setSizeHint(QSize(60, _ROW))
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._place(box)

    def _made(self) -> QFrame:
        self._box = box = named(QFrame(_room(self._editor)), "suggestions", "可以链接到")
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = named(QListWidget(box), "linkPlaces", "可以链接到")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setUniformItemSizes(True)
        self._list.itemClicked.connect(lambda _: self.choose())
        column = QVBoxLayout(box)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._list)
        self.destroyed.connect(lambda: _let_go(box))
        return box

    def _place(self, box: QFrame) -> None:
        window = _room(self._editor)
        rect = self._editor.cursorRect()
        point = self._editor.viewport().mapTo(window, QPoint(rect.left(), rect.bottom() + 4))
        width = min(_WIDTH, window.width() - 16)
        height = min(len(self._places), 6) * _ROW + 10
        if point.y() + height > window.height() - 8:
            above = self._editor.viewport().mapTo(window, rect.topLeft()).y()
            point.setY(max(8, above - height - 4))
        left = max(8, min(point.x() - 20, window.width() - width - 8))
        box.setGeometry(left, point.y(), width, height)
        box.show()
        box.raise_()

    def close(self) -> None:
        """Offer nothing any more."""
        self._asked = ""
        self._around.stop_places()
        self._hide()

    def _hide(self) -> None:
        if self._box is not None and isValid(self._box):
            self._box.hide()

    @property
    def open(self) -> bool:
        """Whether something is offered."""
        return self._box is not None and self._box.isVisible()

    def take_key(self, event: QKeyEvent) -> bool:
        """Walk in the list, take what is chosen, or close it; False when the key is for the text."""
        if not self.open:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % max(1, self._list.count()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.choose()
        elif key == Qt.Key.Key_Escape:
            cursor = self._editor.textCursor()
            self._refused = _before(cursor)
            self.close()
        else:
            return False
        return True

    def choose(self) -> None:
        """Take what stands out in the list."""
        row = self._list.currentRow()
        if 0 <= row < len(self._places):
            place, start = self._places[row], self._start
            self.close()
            self.chosen.emit(place, start)


def _before(cursor: QTextCursor) -> str:
    """What stands in the line before the cursor."""
    line = QTextCursor(cursor)
    line.setPosition(cursor.block().position())
    line.setPosition(cursor.position(), QTextCursor.MoveMode.KeepAnchor)
    return line.selectedText()


def _room(editor: QWidget) -> QWidget:
    """The widest widget around the editor that has looks of its own: what is put on it takes them."""
    room, above = editor.window(), editor.parentWidget()
    while above is not None:
        room = above if above.styleSheet() else room
        above = None if above.isWindow() else above.parentWidget()
    return room


def _let_go(box: QFrame) -> None:
    if isValid(box):
        box.deleteLater()
