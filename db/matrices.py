"""Matrices of cases against questions: rows in, frozen records out.

A row knows its case by id, title and hospital, so that it outlives it. Knows rows, not what a question asks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from db import errors
from db.cases import new_id
from db.compared import Column, Entry, Head, Line, Matrix
from db.listing import short
from db.models import case_results, cases
from db.notes import surroundings
from db.works import matrices, matrix_cells, matrix_columns, matrix_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Row, Table

_MANY = 5000
_PASSAGE = ("text", "case_id", "case_title", "start", "end", "prefix", "suffix", "anchor")


def every(connection: Connection) -> tuple[Head, ...]:
    """All matrices, the one changed last first."""
    rows, columns = (_counted(connection, table) for table in (matrix_rows, matrix_columns))
    read = connection.execute(select(matrices).order_by(matrices.c.changed_at.desc(), matrices.c.key.desc()))
    return tuple(Head(row.id, row.name, rows[row.key], columns[row.key], row.changed_at) for row in read)


def _counted(connection: Connection, table: Table) -> Counter[int]:
    asked = select(table.c.matrix_key)
    return Counter(row.matrix_key for row in connection.execute(asked))


def get(connection: Connection, id: str) -> Matrix:  # noqa: A002 - the record's own word
    """One matrix, whole; paragraphs of quotes are not counted.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    row = connection.execute(select(matrices).where(matrices.c.id == id)).first()
    if row is None:
        raise errors.NoSuchRecord("matrix", id)
    columns = _placed(connection, matrix_columns, row.key)
    lines = _placed(connection, matrix_rows, row.key)
    by_row, by_column = {one.key: one.id for one in lines}, {one.key: one.id for one in columns}
    cells: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    asked = select(matrix_cells).join(matrix_rows, matrix_rows.c.key == matrix_cells.c.row_key)
    asked = asked.where(matrix_rows.c.matrix_key == row.key).order_by(matrix_cells.c.position, matrix_cells.c.key)
    for cell in connection.execute(asked):
        if cell.column_key in by_column:
            cells[by_row[cell.row_key], by_column[cell.column_key]].append(_entry(cell))
    return Matrix(
        id=row.id,
        name=row.name,
        columns=tuple(Column(one.id, one.title, one.role, one.width) for one in columns),
        lines=_lines(connection, lines),
        cells={place: tuple(entries) for place, entries in cells.items()},
    )


def _placed(connection: Connection, table: Table, key: int) -> list[Row[Any]]:
    asked = select(table).where(table.c.matrix_key == key).order_by(table.c.position, table.c.key)
    return list(connection.execute(asked))


def _entry(cell: Row[Any]) -> Entry:
    return Entry(id=cell.id, kind=cell.kind, **{name: getattr(cell, name) for name in _PASSAGE})


def _lines(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Line, ...]:
    known = facts(connection, [row.case_id for row in rows])
    lines = []
    for row in rows:
        line = known.get(row.case_id) or Line(
            id="", case_id=row.case_id, title=row.case_title, owner=row.case_owner, there=False
        )
        lines.append(replace(line, id=row.id))
    return tuple(lines)


def facts(connection: Connection, ids: Sequence[str]) -> dict[str, Line]:
    """What a line tells of these cases, by their ids; those that are not there are left out. Lines have no id yet."""
    found: dict[str, Line] = {}
    wanted = list(dict.fromkeys(ids))
    figures = select(func.count()).where(case_results.c.case_key == cases.c.key, case_results.c.value.is_not(None))
    columns = [cases.c[name] for name in ("id", "title", "owner", "site", "year", "province", "city", "county")]
    for at in range(0, len(wanted), _MANY):
        asked = select(*columns, figures.scalar_subquery().label("figures"))
        for row in connection.execute(asked.where(cases.c.id.in_(wanted[at : at + _MANY]))):
            found[row.id] = Line(
                id="",
                case_id=row.id,
                title=row.title,
                owner=row.owner or row.site or "",
                place=short(row.province, row.city, row.county),
                year=row.year,
                figures=row.figures,
            )
    return found


def texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The texts of these cases by their ids; those that are not there are left out."""
    found: dict[str, str] = {}
    wanted = list(dict.fromkeys(ids))
    for at in range(0, len(wanted), _MANY):
        asked = select(cases.c.id, cases.c.text).where(cases.c.id.in_(wanted[at : at + _MANY]))
        found |= {row.id: row.text for row in connection.execute(asked)}
    return found


# --- whole matrices


def add(connection: Connection, name: str, columns: Iterable[tuple[str, str]], now: str) -> str:
    """A new matrix with these columns, title and role of each; returns its id."""
    made = new_id()
    key = connection.execute(
        insert(matrices).values(id=made, name=name, created_at=now, changed_at=now).returning(matrices.c.key)
    ).scalar_one()
    rows = [
        {"id": new_id(), "matrix_key": key, "title": title, "role": role, "position": at}
        for at, (title, role) in enumerate(columns)
    ]
    if rows:
        connection.execute(insert(matrix_columns), rows)
    return made


def rename(connection: Connection, id: str, name: str, now: str) -> None:  # noqa: A002 - the record's own word
    """Give a matrix another name."""
    values = {"name": name, "changed_at": now}
    connection.execute(update(matrices).where(matrices.c.key == _key(connection, matrices, id)).values(**values))


def touch(connection: Connection, id: str, now: str) -> None:  # noqa: A002 - the record's own word
    """Note that something in a matrix changed; its rows learn what their cases are called by now.

    Raises:
        errors.NoSuchRecord: it is not there any more.
    """
    key = _key(connection, matrices, id)
    connection.execute(update(matrices).where(matrices.c.key == key).values(changed_at=now))
    rows = _placed(connection, matrix_rows, key)
    known = facts(connection, [row.case_id for row in rows])
    renamed = [
        {"mine": row.key, "title": line.title, "owner": line.owner}
        for row in rows
        if (line := known.get(row.case_id)) and (line.title, line.owner) != (row.case_title, row.case_owner)
    ]
    if renamed:
        told = update(matrix_rows).where(matrix_rows.c.key == bindparam("mine"))
        connection.execute(told.values(case_title=bindparam("title"), case_owner=bindparam("owner")), renamed)


def copy(connection: Connection, id: str, name: str, now: str) -> str:  # noqa: A002 - the record's own word
    """A second matrix with all that is in the first; returns its id."""
    old = _key(connection, matrices, id)
    made = add(connection, name, (), now)
    new = _key(connection, matrices, made)
    columns = _copied(connection, matrix_columns, old, new, ("title", "role", "position", "width"))
    rows = _copied(connection, matrix_rows, old, new, ("case_id", "case_title", "case_owner", "position"))
    mine = select(matrix_rows.c.key).where(matrix_rows.c.matrix_key == old)
    asked = select(matrix_cells).where(matrix_cells.c.row_key.in_(mine)).order_by(matrix_cells.c.key)
    cells = [
        {"id": new_id(), "row_key": rows[cell.row_key], "column_key": columns[cell.column_key]}
        | {name: getattr(cell, name) for name in ("kind", "position", *_PASSAGE)}
        for cell in connection.execute(asked)
        if cell.column_key in columns
    ]
    if cells:
        connection.execute(insert(matrix_cells), cells)
    return made


def _copied(connection: Connection, table: Table, old: int, new: int, names: Sequence[str]) -> dict[int, int]:
    keys: dict[int, int] = {}
    for row in _placed(connection, table, old):
        values = {name: getattr(row, name) for name in names} | {"id": new_id(), "matrix_key": new}
        keys[row.key] = connection.execute(insert(table).values(**values).returning(table.c.key)).scalar_one()
    return keys


def remove(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """Delete a matrix with all that is in it."""
    key = _key(connection, matrices, id)
    mine = select(matrix_rows.c.key).where(matrix_rows.c.matrix_key == key)
    connection.execute(delete(matrix_cells).where(matrix_cells.c.row_key.in_(mine)))
    connection.execute(delete(matrix_rows).where(matrix_rows.c.matrix_key == key))
    connection.execute(delete(matrix_columns).where(matrix_columns.c.matrix_key == key))
    connection.execute(delete(matrices).where(matrices.c.key == key))


# --- rows and columns


def add_rows(connection: Connection, id: str, lines: Iterable[Line]) -> list[str]:  # noqa: A002
    """Put cases below those that are there, told as `facts` tells them; one that has a row already gets no second one.

    Returns:
        The ids of the new rows.
    """
    key = _key(connection, matrices, id)
    there = {row.case_id for row in _placed(connection, matrix_rows, key)}
    at = _next(connection, matrix_rows, matrix_rows.c.matrix_key == key)
    fresh = {line.case_id: line for line in lines if line.case_id not in there}
    rows = [
        {"id": new_id(), "matrix_key": key, "position": at + number}
        | {"case_id": line.case_id, "case_title": line.title, "case_owner": line.owner}
        for number, line in enumerate(fresh.values())
    ]
    if rows:
        connection.execute(insert(matrix_rows), rows)
    return [str(row["id"]) for row in rows]


def remove_rows(connection: Connection, ids: Sequence[str]) -> None:
    """Take rows out with what stands in them."""
    keys = _keys(connection, matrix_rows, ids)
    connection.execute(delete(matrix_cells).where(matrix_cells.c.row_key.in_(keys)))
    connection.execute(delete(matrix_rows).where(matrix_rows.c.key.in_(keys)))


def add_column(connection: Connection, id: str, title: str, role: str) -> str:  # noqa: A002
    """Put a column behind those that are there; returns its id."""
    key = _key(connection, matrices, id)
    at = _next(connection, matrix_columns, matrix_columns.c.matrix_key == key)
    values = {"id": new_id(), "matrix_key": key, "title": title, "role": role, "position": at}
    connection.execute(insert(matrix_columns).values(**values))
    return str(values["id"])


def change_column(connection: Connection, id: str, values: Mapping[str, Any]) -> None:  # noqa: A002
    """Change title, role or width of a column."""
    key = _key(connection, matrix_columns, id)
    connection.execute(update(matrix_columns).where(matrix_columns.c.key == key).values(**values))


def remove_columns(connection: Connection, ids: Sequence[str]) -> None:
    """Take columns out with what stands in them."""
    keys = _keys(connection, matrix_columns, ids)
    connection.execute(delete(matrix_cells).where(matrix_cells.c.column_key.in_(keys)))
    connection.execute(delete(matrix_columns).where(matrix_columns.c.key.in_(keys)))


def order_rows(connection: Connection, ids: Sequence[str]) -> None:
    """Put rows in this order."""
    _order(connection, matrix_rows, ids)


def order_columns(connection: Connection, ids: Sequence[str]) -> None:
    """Put columns in this order."""
    _order(connection, matrix_columns, ids)


# --- what stands in cells


def put(connection: Connection, row: str, column: str, entries: Sequence[Entry]) -> list[str]:
    """Put entries behind those that stand in a cell; returns their ids. That nothing is there is no longer said.

    Raises:
        errors.NoSuchRecord: the row or the column is not there.
    """
    row_key, column_key = _key(connection, matrix_rows, row), _key(connection, matrix_columns, column)
    mine = (matrix_cells.c.row_key == row_key) & (matrix_cells.c.column_key == column_key)
    connection.execute(delete(matrix_cells).where(mine & (matrix_cells.c.kind == "none")))
    at = _next(connection, matrix_cells, mine)
    rows = [
        {"id": new_id(), "row_key": row_key, "column_key": column_key, "kind": entry.kind, "position": at + number}
        | {name: getattr(entry, name) for name in _PASSAGE}
        for number, entry in enumerate(entries)
    ]
    if rows:
        connection.execute(insert(matrix_cells), rows)
    return [str(row["id"]) for row in rows]


def quote(connection: Connection, case_id: str, start: int, end: int) -> Entry:
    """The words of a case from `start` to `end` as an entry; positions beyond the text are drawn in.

    Raises:
        errors.NoSuchRecord: there is no such case.
    """
    case = connection.execute(select(cases.c.title, cases.c.text).where(cases.c.id == case_id)).first()
    if case is None:
        raise errors.NoSuchRecord("case", case_id)
    text = case.text
    start, end = sorted((min(max(start, 0), len(text)), min(max(end, 0), len(text))))
    prefix, suffix = surroundings(text, start, end)
    return Entry(
        kind="quote",
        text=text[start:end],
        case_id=case_id,
        case_title=case.title,
        start=start,
        end=end,
        prefix=prefix,
        suffix=suffix,
    )


def entries(connection: Connection, ids: Sequence[str]) -> tuple[Entry, ...]:
    """These entries, in their order; those that are not there are left out."""
    asked = select(matrix_cells).where(matrix_cells.c.id.in_(ids))
    found = {cell.id: _entry(cell) for cell in connection.execute(asked)}
    return tuple(found[one] for one in ids if one in found)


def reword(connection: Connection, id: str, text: str) -> None:  # noqa: A002 - the record's own word
    """Write own words anew."""
    key = _key(connection, matrix_cells, id)
    mine = (matrix_cells.c.key == key) & (matrix_cells.c.kind == "own")
    connection.execute(update(matrix_cells).where(mine).values(text=text))


def renew(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """Let a quote say what now stands at its place.

    Raises:
        errors.NoSuchRecord: it is not there, or its case is not.
    """
    for entry in entries(connection, [id]):
        if entry.start is not None and entry.end is not None:
            fresh = quote(connection, entry.case_id, entry.start, entry.end)
            values = {name: getattr(fresh, name) for name in _PASSAGE}
            connection.execute(update(matrix_cells).where(matrix_cells.c.id == id).values(**values))


def drop(connection: Connection, ids: Sequence[str]) -> None:
    """Take entries out of their cells."""
    connection.execute(delete(matrix_cells).where(matrix_cells.c.id.in_(ids)))


def order(connection: Connection, ids: Sequence[str]) -> None:
    """Put the entries of a cell in this order."""
    _order(connection, matrix_cells, ids)


# --- inside


def _key(connection: Connection, table: Table, id: str) -> int:  # noqa: A002 - the record's own word
    key = connection.execute(select(table.c.key).where(table.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("matrix", id)
    return int(key)


def _keys(connection: Connection, table: Table, ids: Sequence[str]) -> list[int]:
    return list(connection.execute(select(table.c.key).where(table.c.id.in_(ids))).scalars())


def _next(connection: Connection, table: Table, mine: Any) -> int:  # noqa: ANN401 - a condition of SQLAlchemy's
    last = connection.execute(select(func.max(table.c.position)).where(mine)).scalar()
    return 0 if last is None else int(last) + 1


def _order(connection: Connection, table: Table, ids: Sequence[str]) -> None:
    if ids:
        placed = (table.c.id == bindparam("mine")) & (table.c.position != bindparam("place"))
        rows = [{"mine": one, "place": place} for place, one in enumerate(ids)]
        connection.execute(update(table).where(placed).values(position=bindparam("place")), rows)
