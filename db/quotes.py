"""Passages quoted outside a case's notes, in comparisons and briefs: where they stand, and where they stand now.

A quote outlives its case, so it tells it by id. Knows rows, not what became of a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from db.works import brief_parts, matrix_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Table

    from db.records import AnchorState

_TABLES: tuple[Table, ...] = (matrix_cells, brief_parts)


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quoted passage; a lost one has no place."""

    table: str
    key: int
    text: str
    prefix: str
    suffix: str
    anchor: AnchorState
    start: int | None
    end: int | None


def of_case(connection: Connection, case_id: str) -> Iterator[Quoted]:
    """The quotes of a case, wherever they stand."""
    for table in _TABLES:
        asked = select(table).where(table.c.case_id == case_id, table.c.kind == "quote").order_by(table.c.key)
        for row in connection.execute(asked).all():
            yield Quoted(table.name, row.key, row.text, row.prefix, row.suffix, row.anchor, row.start, row.end)


def place(connection: Connection, quoted: Quoted, values: Mapping[str, Any]) -> None:
    """Let a quote stand elsewhere, as `start`, `end`, `anchor`, and `prefix` and `suffix` when they are new."""
    table = next(one for one in _TABLES if one.name == quoted.table)
    connection.execute(update(table).where(table.c.key == quoted.key).values(**values))
