"""A matrix as it is looked at: sorted, turned round, every cell with what stands in it or why it is empty.

Knows records and hints; no Qt, no library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.services.hinting import RESULTS, Hint
from db.compared import Column, Entry, Line, Matrix

State = Literal["filled", "none", "figures", "gone", "hinted", "unread"]
"""Something stands there; read and nothing is there; no figure in the text; the case is gone; something may answer;
nobody has looked yet."""
Hints = Mapping[tuple[str, str], tuple[Hint, ...]]
"""By case and column."""
BY_HAND = ""
SORTS: tuple[tuple[str, str], ...] = (
    (BY_HAND, "手排的次序"), ("owner", "医院"), ("year", "年份，近的在前"), ("place", "地区"),
)  # fmt: skip
"""Orders of the lines besides those by a column, which are the column's id."""
_LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    line: Line
    column: Column
    entries: tuple[Entry, ...]
    hints: tuple[Hint, ...]
    """Those that do not stand anywhere in the line yet."""
    state: State

    @property
    def place(self) -> tuple[str, str]:
        """Where it is."""
        return self.line.id, self.column.id


@dataclass(frozen=True, slots=True)
class Title:
    """What a row or a column is headed by; `sub` stands below in small letters."""

    id: str
    text: str
    sub: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Grid:
    """Rows and columns of cells; turned round the questions are the rows."""

    matrix: Matrix
    hints: Hints = field(default_factory=dict)
    sort: str = BY_HAND
    turned: bool = False
    lines: tuple[Line, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The questions, in order."""
        return self.matrix.columns

    @property
    def rows(self) -> tuple[Title, ...]:
        """What stands at the left."""
        return tuple(map(asked, self.columns)) if self.turned else tuple(map(headed, self.lines))

    @property
    def heads(self) -> tuple[Title, ...]:
        """What stands above."""
        return tuple(map(headed, self.lines)) if self.turned else tuple(map(asked, self.columns))

    def cell(self, row: int, column: int) -> Cell:
        """What stands somewhere."""
        at, asked_at = (column, row) if self.turned else (row, column)
        line, question = self.lines[at], self.columns[asked_at]
        entries = self.matrix.cells.get((line.id, question.id), ())
        hints = self.hints.get((line.case_id, question.id), ())
        hints = _left(hints, self._taken(line)) if hints else ()
        return Cell(line, question, entries, hints, _state(line, question, entries, hints))

    def _taken(self, line: Line) -> list[tuple[int, int]]:
        """The stretches of a case that stand in one of the cells of its line."""
        there = (one for column in self.columns for one in self.matrix.cells.get((line.id, column.id), ()))
        return [
            (one.start, one.end)
            for one in there
            if one.start is not None and one.end is not None and one.case_id == line.case_id
        ]

    def at(self, line: str, column: str) -> tuple[int, int] | None:
        """Row and column of a cell; None when it is not there."""
        one = next((n for n, each in enumerate(self.lines) if each.id == line), None)
        other = next((n for n, each in enumerate(self.columns) if each.id == column), None)
        if one is None or other is None:
            return None
        return (other, one) if self.turned else (one, other)

    def filled(self) -> tuple[int, int]:
        """How many cells have something in them, and how many there are."""
        return sum(map(bool, self.matrix.cells.values())), len(self.lines) * len(self.columns)


def changed(before: Grid, now: Grid) -> tuple[int, ...]:
    """The rows in which something else stands now; of two grids of the same rows and columns."""
    one, other = before.matrix.cells, now.matrix.cells
    places = {place for place in one.keys() | other.keys() if one.get(place, ()) != other.get(place, ())}
    ids = {column if now.turned else line for line, column in places}
    return tuple(at for at, title in enumerate(now.rows) if title.id in ids)


def grid(matrix: Matrix, hints: Hints, sort: str = BY_HAND, *, turned: bool = False) -> Grid:
    """A matrix in an order; lines without what is sorted by come last."""
    return Grid(matrix, hints, sort, turned, _sorted(matrix, sort))


def _sorted(matrix: Matrix, sort: str) -> tuple[Line, ...]:
    keys: dict[str, Callable[[Line], tuple[object, ...]]] = {
        "owner": lambda line: (line.owner or _LAST, line.title),
        "year": lambda line: (-(line.year or -9999),),
        "place": lambda line: (line.place or _LAST, line.owner),
    }
    if any(column.id == sort for column in matrix.columns):
        return tuple(sorted(matrix.lines, key=lambda line: _first(matrix.cells.get((line.id, sort), ()))))
    return tuple(sorted(matrix.lines, key=keys[sort])) if sort in keys else matrix.lines


def _first(entries: Sequence[Entry]) -> tuple[int, str]:
    """Filled cells by their words, then those where nothing is, then those nobody read."""
    words = next((one.text for one in entries if one.text), "")
    return (0, words) if words else (1 if entries else 2, "")


def headed(line: Line) -> Title:
    """How a case heads its row."""
    where = " · ".join(part for part in (line.place, str(line.year or "")) if part)
    told = "已删除" if not line.there else where
    sub = " · ".join(part for part in (told, line.title if line.owner else "") if part)
    return Title(line.id, line.owner or line.title, sub, not line.there)


def asked(column: Column) -> Title:
    """How a question heads its column."""
    return Title(column.id, column.title)


def _left(hints: Sequence[Hint], taken: Sequence[tuple[int, int]]) -> tuple[Hint, ...]:
    return tuple(one for one in hints if not any(one.start < end and one.end > start for start, end in taken))


def _state(line: Line, column: Column, entries: Sequence[Entry], hints: Sequence[Hint]) -> State:
    if any(one.kind != "none" for one in entries):
        return "filled"
    if entries:
        return "none"
    if not line.there:
        return "gone"
    if column.role == RESULTS and not line.figures:
        return "figures"
    return "hinted" if hints else "unread"


def empty_words(cell: Cell, *, wide: bool = True) -> str:
    """Why a cell is empty, in words."""
    match cell.state:
        case "none":
            return "文中没有"
        case "figures":
            return "文中无数字"
        case "gone":
            return "案例已删除"
        case "hinted":
            return f"未读到 · {len(cell.hints)} 条建议"
        case "unread":
            return "未读到：拖一段引文到这里" if wide else "未读到"
    return ""


def entry_words(entry: Entry) -> str:
    """An entry in one line of words, without its place."""
    return " ".join(entry.text.split())


def mark(entry: Entry) -> str:
    """What follows an entry: where it stands, or that it is one's own."""
    if entry.kind == "own":
        return "✎"
    if entry.anchor == "lost":
        return "原文里找不到了"
    place = f"§{entry.paragraph}" if entry.paragraph else ""
    return f"{place} 原文已改".strip() if entry.anchor == "changed" else place


def cell_words(cell: Cell) -> str:
    """A cell as plain words, for copying and for those who listen."""
    told = [f"{entry_words(one)} {mark(one)}".strip() for one in cell.entries if one.kind != "none"]
    return "；".join(told) if told else f"（{empty_words(cell)}）"
