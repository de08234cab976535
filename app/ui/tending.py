"""What the parts of the window that do deeds share: ask the open library on a lane, write to it, tell the way back.

Knows lanes, the notice and the steps back; not what is asked or done.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.services.library import Library
    from app.ui.window import Window


class Tending(QObject):
    """A part of one window that asks and changes its library. Without an open library nothing is done."""

    lane: ClassVar[str]
    """Where questions wait for one another: a newer one makes an older one stale."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def _read(self, work: Callable[[Library], Any], done: Callable[[Any], None], *, lane: str = "") -> None:
        """Ask off the window's thread; `done` gets the answer on it."""
        if (library := self._window.session.library) is not None:
            self._window.jobs.read(lambda _: work(library), done, self._window.notice.trouble, lane=lane or self.lane)

    def _write(self, work: Callable[[Library], object], told: str, label: str) -> None:
        """Change the library, then tell it with a way back to before the step of this label; "" tells nothing."""
        library, window = self._window.session.library, self._window
        if library is None:
            return
        back = partial(window.deeds.take_back, label)
        tell = (lambda _: window.notice.tell(told, ("撤销", back))) if told else None
        window.jobs.write(lambda: work(library), tell, window.notice.trouble)
