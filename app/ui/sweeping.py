"""Python's search for objects that only know each other: on the window's thread alone, and never for long.

By itself it begins on whatever thread has made many objects. On another one than the window's it would take widgets
apart there, which Qt does not survive; and going over everything in memory takes a quarter of a second with a large
library open, in which no key is answered. So it is switched off, what is new is looked at every now and then, what has
come to stay is set aside, and everything is looked over when the person is elsewhere. Knows no window.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_EVERY = 10_000
"""Milliseconds between two looks at what is new."""
_MANY = 50_000
"""New objects that are set aside without a look: a library was opened, or its lists were made anew."""
_OFTEN = 250
"""Milliseconds between two looks at the newest."""
_FEW = 2000
"""New objects that are not worth a look."""


class Sweeping(QObject):
    """The sweeping of one program."""

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._application, self._before = application, gc.isenabled()
        gc.disable()
        self._newest = QTimer(self, interval=_OFTEN)
        self._newest.timeout.connect(self.sweep_newest)
        self._newest.start()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()
        application.applicationStateChanged.connect(self._changed)

    def sweep_newest(self) -> None:
        """Let go of the newest objects of no use."""
        if gc.get_count()[0] > _FEW:
            gc.collect(1)

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

    def end(self) -> None:
        """Leave it to Python again, as far as it was before."""
        self._newest.stop()
        self._timer.stop()
        self._application.applicationStateChanged.disconnect(self._changed)
        self.setParent(None)
        self.deleteLater()
        gc.unfreeze()
        if self._before:
            gc.enable()

    def _changed(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            QTimer.singleShot(0, self.sweep_all)
