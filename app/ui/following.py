"""The way through the cases: back and forward, places, what is read and unread, two beside each other, reading on.

Stands beside the window's other parts: it wires the desk to settings and trail, which know nothing of each other.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from app.ui import keys
from app.ui.library.carried import case_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.window import Window
    from db.progress import Left


class Following(QObject):
    """What of reading is more than one case's matter."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.desk_made.connect(lambda _: self._meet())
        window.stirred.connect(self._await)
        self._asked = -_PATIENCE
        self._widened = False
        """The columns went to make room for a second text."""
        self._early = QAction("给案例写笔记", window)
        self._early.setObjectName("desk:给案例写笔记")
        self._early.setShortcut(QKeySequence("Ctrl+N"))
        keys.meet([self._early])
        keys.apply([self._early], keys.chosen(window.settings.shortcuts))
        self._early.triggered.connect(lambda _=False: self._ask())
        window.addAction(self._early)

    def calls(self) -> dict[str, Callable[[], None]]:
        """What each action does."""
        return {
            "back": partial(self.step, back=True),
            "forward": partial(self.step, back=False),
            "mark_read": partial(self.mark, read=True),
            "mark_unread": partial(self.mark, read=False),
            "continue": self.offer_last,
            "beside": self.open_beside,
        }

    def _meet(self) -> None:
        window = self._window
        if (desk := window.desk) is None:
            return
        desk.settings_wanted.connect(lambda values: window.set_settings(**values))
        desk.jumped.connect(self._jumped)
        desk.beside_wanted.connect(self.open_beside)
        desk.room_wanted.connect(self._make_room)
        desk.pair.changed_count.connect(self._give_back)
        desk.pair.dropped = case_ids
        self._await()
        if time.monotonic() - self._asked < _PATIENCE:
            self._asked = -_PATIENCE
            desk.new_note()

    # a note wanted before there is anything to write it on

    def _await(self) -> None:
        """As long as there is no desk its key is taken here; two with the same key would both be deaf."""
        self._early.setEnabled(self._window.desk is None)

    def _ask(self) -> None:
        self._asked = time.monotonic()

    # the way

    def _jumped(self, case_id: str, before: int, after: int) -> None:
        self._window.trail.jump(case_id, before, after)
        self._window.stirred.emit()

    def step(self, *, back: bool) -> None:
        """Go back or forward on the way taken, to the place where one stood."""
        window = self._window
        trail, desk = window.trail, window.desk
        if desk is not None and trail.here and desk.reader.shown and desk.case_id == trail.here.case_id:
            trail.leave(desk.reader.page.in_view().start)
        if stop := trail.back() if back else trail.forward():
            window.list.go(stop.case_id)
            if desk is not None:
                desk.show_case(stop.case_id, window.session.text, at=stop.position)
            window.stirred.emit()

    # read and unread

    def mark(self, *, read: bool) -> None:
        """Say of the chosen cases that they are read, or that they are not."""
        library, ids = self._window.session.library, tuple(self._window.list.selected())
        if library is not None and ids:
            self._window.jobs.write(lambda: library.mark_read(ids, read=read))

    def offer_last(self) -> None:
        """Show the cases opened last, each with its place."""
        if (library := self._window.session.library) is not None:
            self._window.jobs.read(lambda _: library.last_read(), self._offer, lane="last read")

    def _offer(self, last: tuple[Left, ...]) -> None:
        from app.ui.dialogs.continuing import Continuing

        dialog = Continuing(last, self._window.colours, self._window)
        dialog.chosen.connect(self._window.go_to)
        dialog.show()

    # beside each other

    def open_beside(self) -> None:
        """Two chosen cases stand beside each other; one stands beside the one being read."""
        window = self._window
        desk, ids = window.desk, list(window.list.selected())
        if desk is None:
            return
        if len(ids) > 1:
            window.show_case(ids[0])
            desk.pair.open(ids[1])
        else:
            desk.pair.open(next((one for one in ids if one != desk.case_id), ""))

    def _make_room(self) -> None:
        window = self._window
        if not window.room.wide and window.reading.width() < _BOTH:
            self._widened = True
            window.toggle_wide()

    def _give_back(self, texts: int) -> None:
        """Bring the columns back that made room for a second text."""
        if texts == 1 and self._widened:
            self._widened = False
            if self._window.room.wide:
                self._window.room.toggle_wide()
                self._window.stirred.emit()


_PATIENCE = 10.0
"""Seconds a wish for a note waits for the desk."""
_BOTH = 980
"""Width in which two texts can be read beside each other."""
