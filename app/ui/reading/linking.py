"""Two views that scroll together: each tells where it is, the other goes there. Knows no case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollBar


class Link(QObject):
    """Two scroll bars, joined or free. `there` and `back` say where the other stands when one has moved."""

    def __init__(
        self,
        first: QScrollBar,
        second: QScrollBar,
        there: Callable[[], None] | None = None,
        back: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(second)  # goes with it
        self.joined = False
        self._busy = False
        self._there = there or (lambda: share(first, second))
        self._back = back or (lambda: share(second, first))
        first.valueChanged.connect(self._first_moved)
        second.valueChanged.connect(self._second_moved)

    def join(self, *, on: bool) -> None:
        """Scroll together from now on, or each for itself."""
        self.joined = on
        if on:
            self._move(self._there)

    def _first_moved(self, _: int) -> None:
        self._move(self._there)

    def _second_moved(self, _: int) -> None:
        self._move(self._back)

    def _move(self, go: Callable[[], None]) -> None:
        if self.joined and not self._busy:
            self._busy = True
            go()
            self._busy = False


def share(first: QScrollBar, second: QScrollBar) -> None:
    """Stand the second at the same share of its way as the first."""
    if first.maximum() > 0:
        second.setValue(round(first.value() / first.maximum() * second.maximum()))
