"""Python's search for objects that only know each other, kept from holding the window up. Knows no window.

It goes over everything in memory whenever many objects have come, on whatever thread that happens; with a large
library open that takes a quarter of a second, in which no key is answered. So it is left to look at what is new, what
has come to stay is set aside now and then, and everything is looked over when the person is elsewhere.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_EVERY = 10_000
"""Milliseconds between two looks at what is new."""
_MANY = 50_000
"""New objects that are set aside without a look: a library was opened, or its lists were made anew."""
_YOUNG = (2000, 20, 1_000_000)
"""Never everything by itself."""


class Sweeping(QObject):
    """The sweeping of one program."""

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        gc.set_threshold(*_YOUNG)
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()
        application.applicationStateChanged.connect(self._changed)

    def sweep(self) -> None:
        """Let go of what is new and of no use, and set the rest aside."""
        if len(gc.get_objects(generation=2)) < _MANY:
            gc.collect()
        gc.freeze()

    def sweep_all(self) -> None:
        """Let go of everything that is of no use."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _changed(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            QTimer.singleShot(0, self.sweep_all)
