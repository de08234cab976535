"""When what one types is written: a moment after the last key, each sitting one step to undo, again after a failure.

Knows the writing lane and time; not what is written.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import NoSuchRecord

if TYPE_CHECKING:
    from app.ui.jobs import Jobs
    from db.history import Step

AUTOSAVE = 700
_RETRY = 8000
_SITTING = 30.0
"""Seconds of typing that are one step to undo."""


class Saving(QObject):
    """What is owed to the library by one page."""

    due = Signal()
    """It is time to write."""
    done = Signal()
    """What was written stands in the library, or has nowhere to stand any more."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._writes = 0
        self._step: Step | None = None
        self._typed_at = 0.0
        self.owed = False
        """Whether something was typed that is not on its way yet."""
        self.soon = QTimer(self, singleShot=True, interval=AUTOSAVE)
        self.soon.timeout.connect(self.due)

    @property
    def busy(self) -> bool:
        """Whether what is shown is newer than what can be read."""
        return self.owed or bool(self._writes)

    def wait(self) -> None:
        """Something was typed: write it soon."""
        self.owed = True
        self.soon.start()

    def drop(self) -> None:
        """What was typed is of no use any more."""
        self.owed = False
        self.soon.stop()

    def end_sitting(self) -> None:
        """What is typed next is a step of its own."""
        self._typed_at = 0.0

    def write(self, work: Callable[[Step | None], Step | None], *, typing: bool = True) -> None:
        """Write; `work` is given the step it may be part of and returns the one it was."""
        self.drop()
        self._writes += 1
        fresh = typing and time.monotonic() - self._typed_at < _SITTING
        self._typed_at = time.monotonic() if typing else 0.0

        def written() -> None:
            self._step = work(self._step if fresh else None)

        self._jobs.write(written, lambda _: self._settle(), self._failed)

    def _settle(self) -> None:
        self._writes -= 1
        self.done.emit()

    def _failed(self, error: Exception) -> None:
        self._writes -= 1
        self._jobs.trouble.emit(error)
        if isinstance(error, NoSuchRecord):  # deleted meanwhile, here or elsewhere
            self.done.emit()
            return
        self.owed = True
        QTimer.singleShot(_RETRY, self, self.due.emit)
