"""How high the rows of a matrix are: what is in sight is measured at once, the rest in slices when nothing else is.

Knows a table and who measures a cell; not what stands in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from app.ui.compare.matrix_cells import LEAST

_SLICE = 0.012
"""Seconds of measuring at a time."""
_AT_ONCE = 24
"""Cells of a row that are measured in one go: a matrix turned round has as many columns as cases."""


class Heights(QObject):
    """Gives every row the room it needs.

    `high` measures the cell of a row and a column, in pixels; the third argument says whether the row is in sight.
    """

    def __init__(self, view: QTableView, high: Callable[[int, int, bool], int]) -> None:
        super().__init__(view)
        self._view, self._high = view, high
        self._owed: dict[int, tuple[int, int]] = {}
        """Row -> the column from which on it is to be measured, and how high it is as far as that is known."""
        self._going_on = QTimer(self, singleShot=True, interval=0)
        self._going_on.timeout.connect(self._some)

    def measure(self, rows: Iterable[int] | None = None) -> None:
        """Measure every row anew, or these alone."""
        if rows is None:
            self._owed = dict.fromkeys(range(self._view.model().rowCount()), (0, LEAST))
        else:
            self._owed |= dict.fromkeys(rows, (0, LEAST))
        self.in_sight()

    def in_sight(self) -> None:
        """Measure what is in sight and not measured yet."""
        if not self._owed:
            return
        first = max(0, self._view.rowAt(0))
        last = self._view.rowAt(self._view.viewport().height())
        for row in range(first, (self._view.model().rowCount() - 1 if last < 0 else last) + 1):
            if self._owed.get(row, (1, 0))[0] == 0:
                self._fit(row, seen=True)
        self._going_on.start()

    def _some(self) -> None:
        until = time.perf_counter() + _SLICE
        while self._owed and time.perf_counter() < until:
            self._fit(next(iter(self._owed)), seen=False)
        if self._owed:
            self._going_on.start()

    def _fit(self, row: int, *, seen: bool) -> None:
        """Measure some more cells of a row; it gets lower only when all are measured, so that it moves once."""
        start, high = self._owed[row]
        count = self._view.model().columnCount()
        end = min(count, start + _AT_ONCE)
        high = max([high, *(self._high(row, column, seen) for column in range(start, end))])
        if end == count:
            del self._owed[row]
        else:
            self._owed[row] = end, high
        down = self._view.verticalHeader()
        now = down.sectionSize(row)
        if high > now or (end == count and high < now):
            down.resizeSection(row, high)
