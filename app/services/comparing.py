"""Matrices of cases against questions: made, filled, put in order, read with what may fill their empty cells.

Every deed is one step to undo. Takes the open library; no SQL, no Qt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from app.formats.paragraphs import stretches
from app.messages import Trouble
from app.services.hinting import FIRST, Hint, dealt, role_of
from app.task import QUIET, Cancelled, Task
from db import matrices
from db.compared import Column, Entry, Head, Line, Matrix
from db.engine import now
from db.errors import NoSuchRecord

if TYPE_CHECKING:
    from app.services.library import Library
    from db.engine import Moment

ROWS = 1000
"""Cases a matrix can hold: what is more cannot be read side by side."""
LONGEST = 60
"""Characters of a name or a question."""
_WORDS = 2000
"""Characters of own words."""
Place = tuple[str, str]
"""The ids of a line and a column."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who put what where: an accepted hint on its way into a cell."""

    line: str
    column: str
    case_id: str
    start: int
    end: int


class Comparing:
    """The matrices of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    # --- reading

    def heads(self) -> tuple[Head, ...]:
        """All matrices, the one changed last first."""
        with self._library.reading() as connection:
            return matrices.every(connection)

    def matrix(self, id: str) -> Matrix:  # noqa: A002 - the record's own word
        """One matrix with the paragraphs its quotes stand in.

        Raises:
            db.errors.NoSuchRecord: there is none.
        """
        with self._library.reading() as connection:
            made = matrices.get(connection, id)
            placed = [one for entries in made.cells.values() for one in entries if one.start is not None]
            texts = matrices.texts(connection, {one.case_id for one in placed})
        begun = {case_id: [start for start, _ in stretches(text)] for case_id, text in texts.items()}
        return replace(made, cells={place: _numbered(entries, begun) for place, entries in made.cells.items()})

    def facts(self, ids: Sequence[str]) -> tuple[Line, ...]:
        """What a line tells of these cases, in this order; those that are not there are left out."""
        with self._library.reading() as connection:
            found = matrices.facts(connection, ids)
        return tuple(found[one] for one in ids if one in found)

    def hints(
        self, ids: Sequence[str], columns: Iterable[Column], task: Task = QUIET
    ) -> dict[tuple[str, str], tuple[Hint, ...]]:
        """What may answer the columns' questions, by case and column; cases that are not there have none.

        Raises:
            Cancelled: between two cases.
        """
        asked = tuple(columns)
        found: dict[tuple[str, str], tuple[Hint, ...]] = {}
        for one in dict.fromkeys(ids):
            if task.stopped():
                raise Cancelled
            try:
                case = self._library.case(one)
            except NoSuchRecord:
                continue
            offered = dealt(case, [(column.title, column.role) for column in asked])
            found |= {(one, column.id): told for column, told in zip(asked, offered, strict=True)}
        return found

    # --- matrices

    def create(self, name: str, case_ids: Sequence[str], columns: Iterable[tuple[str, str]] = FIRST) -> str:
        """A new matrix of these cases; returns its id.

        Raises:
            Trouble: `matrix_full` when there are more cases than a matrix can hold.
        """
        with self._library.writing("新建对标矩阵") as (connection, touched):
            made = matrices.add(connection, self._free(connection, name), columns, now())
            self._put_cases(connection, made, case_ids, touched)
        return made

    def rename(self, id: str, name: str) -> None:  # noqa: A002 - the record's own word
        """Give a matrix another name."""
        if told := _line(name):
            with self._library.writing(f"对标矩阵改名为“{told}”") as (connection, _):
                matrices.rename(connection, id, told, now())

    def copy(self, id: str) -> str:  # noqa: A002 - the record's own word
        """A second matrix with all that is in the first; returns its id."""
        with self._library.writing("复制对标矩阵") as (connection, _):
            name = matrices.get(connection, id).name
            return matrices.copy(connection, id, self._free(connection, f"{name} 副本"), now())

    def delete(self, id: str) -> None:  # noqa: A002 - the record's own word
        """Delete a matrix with all that is in it."""
        with self._library.writing("删除对标矩阵") as (connection, _):
            matrices.remove(connection, id)

    # --- rows and columns

    def add_cases(self, id: str, case_ids: Sequence[str]) -> int:  # noqa: A002
        """Put cases below those that are there; returns how many came.

        Raises:
            Trouble: `matrix_full`.
        """
        with self._library.writing("对标：加案例") as (connection, touched):
            return self._put_cases(connection, id, case_ids, touched)

    def remove_lines(self, id: str, lines: Sequence[str]) -> None:  # noqa: A002
        """Take cases out of a matrix; they stay in the library."""
        with self._library.writing("对标：移出案例") as (connection, _):
            matrices.remove_rows(connection, lines)
            matrices.touch(connection, id, now())

    def add_column(self, id: str, title: str) -> str:  # noqa: A002
        """Ask one more question; returns the column's id."""
        with self._library.writing("对标：加一列") as (connection, _):
            matrices.touch(connection, id, now())
            return matrices.add_column(connection, id, _line(title), role_of(title))

    def rename_column(self, id: str, column: str, title: str) -> None:  # noqa: A002
        """Ask a question in other words."""
        if told := _line(title):
            with self._library.writing("对标：改列名") as (connection, _):
                matrices.change_column(connection, column, {"title": told, "role": role_of(told)})
                matrices.touch(connection, id, now())

    def remove_columns(self, id: str, columns: Sequence[str]) -> None:  # noqa: A002
        """Ask these questions no more; what stood under them goes."""
        with self._library.writing("对标：删列") as (connection, _):
            matrices.remove_columns(connection, columns)
            matrices.touch(connection, id, now())

    def order(self, id: str, what: Literal["lines", "columns"], ids: Sequence[str]) -> None:  # noqa: A002
        """Put lines or columns in this order."""
        with self._library.writing("对标：调整次序") as (connection, _):
            (matrices.order_rows if what == "lines" else matrices.order_columns)(connection, ids)
            matrices.touch(connection, id, now())

    def keep_widths(self, widths: Mapping[str, int]) -> None:
        """Remember how wide columns are; no undo step, and nobody is told."""
        if self._library.read_only:
            return
        with self._library.store.writing("列宽", undoable=False) as connection:
            for column, width in widths.items():
                matrices.change_column(connection, column, {"width": max(0, min(width, 4000))})

    # --- cells

    def quote(self, id: str, told: Sequence[Told], label: str = "对标：放入引文") -> tuple[str, ...]:  # noqa: A002
        """Put passages into cells; what stands there already word for word is not put there twice.

        Returns:
            The ids of the new entries.

        Raises:
            db.errors.NoSuchRecord: a case, a line or a column is not there.
        """
        with self._library.reading() as connection:
            cells = matrices.get(connection, id).cells
            read = [(one, matrices.quote(connection, one.case_id, one.start, one.end)) for one in told]
        fresh = [
            (one, entry)
            for one, entry in read
            if entry.text.strip() and not any(_same(entry, other) for other in cells.get((one.line, one.column), ()))
        ]
        if not fresh:
            return ()
        made: list[str] = []
        with self._library.writing(label) as (connection, touched):
            for one, entry in fresh:
                made += matrices.put(connection, one.line, one.column, [entry])
                touched.add(one.case_id)
            matrices.touch(connection, id, now())
        return tuple(made)

    def quote_anywhere(self, id: str, column: str, case_id: str, start: int, end: int) -> tuple[str, bool]:  # noqa: A002
        """Put a passage under a question in the line of its own case, which is added when it is missing.

        Returns:
            The id of that line, and whether it is a new one.
        """
        with self._library.writing("对标：放入引文") as (connection, touched):
            lines = {one.case_id: one.id for one in matrices.get(connection, id).lines}
            entry = matrices.quote(connection, case_id, start, end)
            fresh = case_id not in lines
            if fresh:
                self._put_cases(connection, id, [case_id], touched)
                lines = {one.case_id: one.id for one in matrices.get(connection, id).lines}
            there = matrices.get(connection, id).cells.get((lines[case_id], column), ())
            if not any(_same(entry, other) for other in there):
                matrices.put(connection, lines[case_id], column, [entry])
            touched.add(case_id)
            matrices.touch(connection, id, now())
        return lines[case_id], fresh

    def write(self, id: str, place: Place, text: str, entry: str = "") -> None:  # noqa: A002
        """Write own words into a cell, or anew over an entry; without words the entry goes."""
        told = text.strip()[:_WORDS]
        if not told and not entry:
            return
        with self._library.writing("对标：写一格") as (connection, _):
            if not told:
                matrices.drop(connection, [entry])
            elif entry:
                matrices.reword(connection, entry, told)
            else:
                matrices.put(connection, *place, [Entry(kind="own", text=told)])
            matrices.touch(connection, id, now())

    def say_none(self, id: str, places: Sequence[Place], on: bool) -> None:  # noqa: A002
        """Say of empty cells that the text was read and nothing is there, or take it back."""
        with self._library.writing("对标：标为文中没有" if on else "对标：改回未读到") as (connection, _):
            cells = matrices.get(connection, id).cells
            for place in places:
                there = cells.get(place, ())
                if on and not there:
                    matrices.put(connection, *place, [Entry(kind="none")])
                elif not on:
                    matrices.drop(connection, [one.id for one in there if one.kind == "none"])
            matrices.touch(connection, id, now())

    def renew(self, id: str, entry: str) -> None:  # noqa: A002
        """Let a quote whose passage was changed say what now stands there."""
        with self._library.writing("对标：采用改动后的原文") as (connection, _):
            matrices.renew(connection, entry)
            matrices.touch(connection, id, now())

    def drop(self, id: str, entries: Sequence[str]) -> None:  # noqa: A002
        """Take entries out of their cells."""
        with self._library.writing("对标：移除内容") as (connection, _):
            matrices.drop(connection, entries)
            matrices.touch(connection, id, now())

    def order_entries(self, id: str, entries: Sequence[str]) -> None:  # noqa: A002
        """Put the entries of a cell in this order."""
        with self._library.writing("对标：调整次序") as (connection, _):
            matrices.order(connection, entries)
            matrices.touch(connection, id, now())

    def move(self, id: str, entries: Sequence[str], place: Place) -> None:  # noqa: A002
        """Put entries into another cell, behind what stands there."""
        with self._library.writing("对标：移到另一格") as (connection, _):
            moved = matrices.entries(connection, entries)
            matrices.drop(connection, entries)
            matrices.put(connection, *place, moved)
            matrices.touch(connection, id, now())

    # --- inside

    def _free(self, connection: Moment, name: str) -> str:
        """The name, numbered when there is a matrix of that name."""
        told = _line(name) or "对标矩阵"
        there = {head.name for head in matrices.every(connection)}
        number = 2
        free = told
        while free in there:
            free, number = f"{told} {number}", number + 1
        return free

    def _put_cases(self, connection: Moment, id: str, case_ids: Sequence[str], touched: set[str]) -> int:  # noqa: A002
        known = matrices.facts(connection, case_ids)
        lines = {one: known[one] for one in case_ids if one in known}
        there = {one.case_id for one in matrices.get(connection, id).lines}
        if len(there | set(lines)) > ROWS:
            raise Trouble("matrix_full", f"{len(there | set(lines)):,} 案（最多 {ROWS:,} 案）")
        matrices.touch(connection, id, now())
        touched.update(lines)
        return len(matrices.add_rows(connection, id, lines.values()))


def _line(words: str) -> str:
    return " ".join(words.split())[:LONGEST]


def _same(one: Entry, other: Entry) -> bool:
    return (one.kind, one.case_id, one.start, one.end, one.text) == (
        other.kind, other.case_id, other.start, other.end, other.text,
    )  # fmt: skip


def _numbered(entries: Sequence[Entry], begun: Mapping[str, Sequence[int]]) -> tuple[Entry, ...]:
    def number(one: Entry) -> int:
        there = one.start is not None and one.anchor != "lost" and one.case_id in begun
        return max(1, bisect_right(begun[one.case_id], one.start or 0)) if there else 0

    return tuple(replace(one, paragraph=number(one)) if one.kind == "quote" else one for one in entries)
