"""Undo and redo: temporary triggers keep the old rows of every change, grouped in steps with a label.

The way is that of sqlite.org/undoredo.html, but rows are kept as rows, not as SQL text, so that any value comes
back exactly. History lives in the writer's temporary database: it takes part in every rollback, never makes a
library file grow, and is gone when the library is closed. Knows nothing of what the rows mean.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import text

from db import models

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

KEPT = 1000
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person did."""

    id: int
    label: str
    when: float = 0.0
    """Seconds since 1970 at which it was done first."""


def prepare() -> list[str]:
    """The SQL that makes the temporary tables and triggers on a writer's connection."""
    made = [
        "CREATE TEMP TABLE history_now (step INTEGER)",
        "INSERT INTO history_now VALUES (NULL)",
        "CREATE TEMP TABLE history_rows (seq INTEGER PRIMARY KEY, step INTEGER, tbl TEXT, op TEXT, key INTEGER)",
        "CREATE INDEX temp.history_by_row ON history_rows (step, tbl, key)",
    ]
    return made + [sql for table in models.RECORDED for sql in _for_table(table)]


def _columns(table: Table, prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{c.name}"' for c in table.columns)


def _for_table(table: Table) -> list[str]:
    name, columns = table.name, _columns(table)
    entry = (
        f"INSERT INTO history_rows (step, tbl, op, key) SELECT step, '{name}', '{{op}}', {{row}}.key FROM history_now;"
    )
    old = f"INSERT INTO old_{name} VALUES (last_insert_rowid(), {_columns(table, 'OLD.')});"
    recording = "(SELECT step FROM history_now) IS NOT NULL"
    # The first old row of a step is the one undo wants; later ones of the same row would only repeat it.
    first = (
        "NOT EXISTS (SELECT 1 FROM history_rows WHERE step = (SELECT step FROM history_now)"
        f" AND tbl = '{name}' AND key = OLD.key)"
    )
    trigger = (
        f"CREATE TEMP TRIGGER history_{name}_{{event}} AFTER {{event}} ON main.{name} WHEN {{when}} BEGIN {{body}} END"
    )
    return [
        f"CREATE TEMP TABLE old_{name} (seq INTEGER PRIMARY KEY, {columns})",
        trigger.format(event="INSERT", when=recording, body=entry.format(op="I", row="NEW")),
        trigger.format(event="DELETE", when=recording, body=entry.format(op="D", row="OLD") + old),
        trigger.format(event="UPDATE", when=f"{recording} AND {first}", body=entry.format(op="U", row="OLD") + old),
    ]


class History:
    """The steps of one writer. All methods but the labels are called inside a write, under its lock."""

    def __init__(self) -> None:
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._next = 1
        self._recording: Step | None = None

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        steps = self._undo
        return steps[-1].label if steps else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        steps = self._redo
        return steps[-1].label if steps else None

    @property
    def done(self) -> tuple[Step, ...]:
        """What can be undone, the last first."""
        return tuple(reversed(self._undo))

    @property
    def undone(self) -> tuple[Step, ...]:
        """What can be done again, the next first."""
        return tuple(reversed(self._redo))

    @property
    def last(self) -> Step | None:
        """The step undo would take back."""
        return self._undo[-1] if self._undo else None

    def begin(self, connection: Connection, label: str, into: Step | None = None) -> None:
        """Record what follows as a new step, or as more of the step `into`."""
        self._recording = into or Step(self._next, label, time.time())
        self._next = max(self._next, self._recording.id + 1)
        _record(connection, self._recording.id)

    def end(self, connection: Connection) -> None:
        """Stop recording and drop what is too old; still inside the transaction."""
        _record(connection, None)
        if len(self._undo) >= KEPT:
            _forget(connection, [self._undo[0]])

    def keep(self) -> None:
        """The write was committed: its step can be undone, and nothing can be redone any more."""
        if self._recording and self._recording != self.last:
            self._undo = [*self._undo, self._recording][-KEPT:]
        self._redo = []
        self._recording = None

    def drop(self) -> None:
        """The write was rolled back, and with it all that was recorded."""
        self._recording = None

    def clear(self, connection: Connection) -> None:
        """Forget everything: someone else changed the file, old rows no longer fit."""
        _forget(connection, [*self._undo, *self._redo])
        self._undo, self._redo = [], []

    def turn(self, connection: Connection, *, back: bool) -> tuple[Step, Step] | None:
        """Play the last step's old rows back (or an undone one forward), recording the opposite as it goes.

        Returns:
            The step played and the one that reverses it, for `turned` after the commit; None when there is none.
        """
        steps = self._undo if back else self._redo
        if not steps:
            return None
        step, opposite = steps[-1], Step(self._next, steps[-1].label, steps[-1].when)
        self._next += 1
        _record(connection, opposite.id)
        _play(connection, step)
        _record(connection, None)
        _forget(connection, [step])
        return step, opposite

    def turned(self, opposite: Step, *, back: bool) -> None:
        """The turn was committed."""
        if back:
            self._undo, self._redo = self._undo[:-1], [*self._redo, opposite]
        else:
            self._undo, self._redo = [*self._undo, opposite], self._redo[:-1]


def _record(connection: Connection, step: int | None) -> None:
    connection.execute(text("UPDATE history_now SET step = :step"), {"step": step})


def _forget(connection: Connection, steps: list[Step]) -> None:
    for step in steps:
        for table in models.RECORDED:
            within = "SELECT seq FROM history_rows WHERE step = :step AND tbl = :tbl"
            sql = f"DELETE FROM old_{table.name} WHERE seq IN ({within})"
            connection.execute(text(sql), {"step": step.id, "tbl": table.name})
        connection.execute(text("DELETE FROM history_rows WHERE step = :step"), {"step": step.id})


def _play(connection: Connection, step: Step) -> None:
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    ask = text("SELECT seq, tbl, op FROM history_rows WHERE step = :step ORDER BY seq DESC")
    rows = connection.execute(ask, {"step": step.id}).all()
    tables = {table.name: table for table in models.RECORDED}
    for (name, op), run in groupby(rows, key=lambda row: (row.tbl, row.op)):
        seqs = [row.seq for row in run]
        # Rows of other tables may lie between the ends of a run only if they belong to another step.
        limits = {"first": seqs[-1], "last": seqs[0], "step": step.id, "tbl": name}
        connection.execute(text(_playing(tables[name], op)), limits)


def _playing(table: Table, op: str) -> str:
    name, columns = table.name, _columns(table)
    run = "SELECT {} FROM history_rows WHERE step = :step AND tbl = :tbl AND seq BETWEEN :first AND :last"
    if op == "I":
        return f"DELETE FROM {name} WHERE key IN ({run.format('key')})"
    old = f"SELECT {columns} FROM old_{name} WHERE seq IN ({run.format('seq')})"
    if op == "D":
        return f"INSERT INTO {name} ({columns}) {old} ORDER BY seq DESC"
    changed = ", ".join(f'"{c.name}" = old."{c.name}"' for c in table.columns if c.name != "key")
    return f"UPDATE {name} SET {changed} FROM ({old}) AS old WHERE {name}.key = old.key"
