"""What is done to a matrix from its page: every deed is one write, told by the library when it is done.

Knows the grid that is looked at and `Comparing`; no layout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from app.services.comparing import Comparing, Told
from app.services.gridding import Cell, Grid
from app.services.hinting import Hint
from app.ui.jobs import Jobs
from app.ui.record.quoting import Quote
from db.compared import Entry

T = TypeVar("T")


class Deeds:
    """The deeds of one page. `said` is told in words what came of one when it cannot be seen."""

    def __init__(self, comparing: Comparing, jobs: Jobs, said: Callable[[str], None]) -> None:
        self.comparing = comparing
        self._jobs = jobs
        self._said = said
        self.grid: Grid | None = None

    @property
    def id(self) -> str:
        """The matrix that is looked at."""
        return self.grid.matrix.id if self.grid else ""

    def write(self, work: Callable[[], T], done: Callable[[T], None] | None = None) -> None:
        """Do something to the library after all earlier writes."""
        self._jobs.write(work, done)

    # --- cells

    def accept(self, cell: Cell, hint: Hint) -> None:
        """Put a suggestion into its cell."""
        told = Told(*cell.place, cell.line.case_id, hint.start, hint.end)
        one = self.id
        self.write(lambda: self.comparing.quote(one, [told], "对标：采用建议"))

    def accept_column(self, column: str) -> None:
        """Put the best suggestion into every empty cell of a column."""
        grid, one = self.grid, self.id
        if grid is None:
            return
        at = next((n for n, each in enumerate(grid.columns) if each.id == column), -1)
        cells = (
            [grid.cell(at, n) if grid.turned else grid.cell(n, at) for n in range(len(grid.lines))] if at >= 0 else []
        )
        told = [
            Told(*cell.place, cell.line.case_id, cell.hints[0].start, cell.hints[0].end)
            for cell in cells
            if cell.hints and cell.state == "hinted"
        ]
        if not told:
            self._said("这一列没有还空着又有建议的格。")
            return
        self.write(
            lambda: self.comparing.quote(one, told, "对标：整列采用建议"),
            lambda made: self._said(f"这一列采用了 {len(made)} 条建议，Ctrl+Z 可以撤销。"),
        )

    def put(self, cell: Cell, start: int, end: int) -> None:
        """Put a stretch of a cell's own case into it."""
        told, one = Told(*cell.place, cell.line.case_id, start, end), self.id

        def done(made: tuple[str, ...]) -> None:
            if not made:
                self._said("这一格里已经有这段话了。")

        self.write(lambda: self.comparing.quote(one, [told]), done)

    def drop_quote(self, cell: Cell, quote: Quote, stand: Callable[[str, str], None]) -> None:
        """Put a quote from elsewhere into the line of its own case."""
        if quote.case_id == cell.line.case_id:
            self.put(cell, quote.start, quote.end)
            return
        one, column = self.id, cell.column.id

        def done(told: tuple[str, bool]) -> None:
            line, fresh = told
            where = "它的案例，已加入矩阵" if fresh else "它自己的案例"
            self._said(f"这段话出自另一案，放在了{where}那一行。")
            stand(line, column)

        self.write(lambda: self.comparing.quote_anywhere(one, column, quote.case_id, quote.start, quote.end), done)

    def say(self, cell: Cell, entry: str, words: str) -> None:
        """Write own words."""
        one = self.id
        self.write(lambda: self.comparing.write(one, cell.place, words, entry))

    def say_none(self, cells: Sequence[Cell]) -> None:
        """Say of the empty ones that nothing is there; when that is said of all of them already, take it back."""
        one = self.id
        empty = [cell for cell in cells if cell.state != "filled"]
        on = any(cell.state != "none" for cell in empty)
        places = [cell.place for cell in empty if (cell.state == "none") != on]
        if places:
            self.write(lambda: self.comparing.say_none(one, places, on))

    def drop(self, cells: Sequence[Cell], chosen: Entry | None) -> None:
        """Take the chosen entry out, or of several cells all that stands in them."""
        one = self.id
        if len(cells) > 1 or chosen is None:
            ids = [entry.id for cell in cells for entry in cell.entries]
        else:
            ids = [chosen.id]
        if ids:
            self.write(lambda: self.comparing.drop(one, ids))

    def move_entry(self, cell: Cell, chosen: Entry | None, by: int) -> bool:
        """Put an entry before or behind its neighbour; False when there is none."""
        ids = [entry.id for entry in cell.entries]
        if chosen is None or chosen.id not in ids:
            return False
        order = _moved(ids, ids.index(chosen.id), by)
        one = self.id
        if order != ids:
            self.write(lambda: self.comparing.order_entries(one, order))
        return order != ids

    def move_here(self, place: tuple[str, str], ids: Sequence[str]) -> None:
        """Put entries under another question; a quote stays in the line of its own case, own words go anywhere."""
        grid, one = self.grid, self.id
        if grid is None:
            return
        line, column = place
        cases = {each.id: each.case_id for each in grid.lines}
        entries = {each.id: each for held in grid.matrix.cells.values() for each in held}
        homes: dict[str, list[str]] = {}
        for each in (entries[id_] for id_ in ids if id_ in entries):
            own = next((home for home, case_id in cases.items() if case_id == each.case_id), line)
            homes.setdefault(own if each.kind == "quote" else line, []).append(each.id)
        if any(home != line for home in homes):
            self._said("引文只能放在它自己那一案的行里，已放到那一行。")
        for home, moved in homes.items():
            there = {each.id for each in grid.matrix.cells.get((home, column), ())}
            if wanted := [id_ for id_ in moved if id_ not in there]:
                self.write(partial(self.comparing.move, one, wanted, (home, column)))

    def renew(self, entry: Entry) -> None:
        """Let a changed quote say what now stands there."""
        one = self.id
        self.write(lambda: self.comparing.renew(one, entry.id))

    # --- lines and columns

    def move_line(self, line: str, by: int) -> None:
        """Put a line above or below its neighbour, as they are sorted now."""
        if self.grid:
            ids = [each.id for each in self.grid.lines]
            self.order_lines(_moved(ids, ids.index(line), by))

    def move_column(self, column: str, by: int) -> None:
        """Put a column before or behind its neighbour."""
        if self.grid:
            ids = [each.id for each in self.grid.columns]
            self.order_columns(_moved(ids, ids.index(column), by))

    def order_lines(self, ids: Sequence[str]) -> None:
        """Keep this order of the lines."""
        one = self.id
        self.write(lambda: self.comparing.order(one, "lines", ids))

    def order_columns(self, ids: Sequence[str]) -> None:
        """Keep this order of the columns."""
        one = self.id
        self.write(lambda: self.comparing.order(one, "columns", ids))

    def remove_lines(self, lines: Sequence[str]) -> None:
        """Take lines out."""
        one = self.id
        self.write(lambda: self.comparing.remove_lines(one, lines))

    def remove_column(self, column: str) -> None:
        """Take a column out."""
        one = self.id
        self.write(lambda: self.comparing.remove_columns(one, [column]))

    def add_cases(self, ids: Sequence[str]) -> None:
        """Put cases below."""
        one = self.id
        self.write(lambda: self.comparing.add_cases(one, ids))


def _moved(ids: Sequence[str], at: int, by: int) -> list[str]:
    order = list(ids)
    order.insert(max(0, min(len(ids) - 1, at + by)), order.pop(at))
    return order
