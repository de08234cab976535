"""Rows told by another library stored in this one: keys instead of ids.

Stores what it is given; what is stored, and what is done when two libraries differ, is decided elsewhere.
"""

from __future__ import annotations

import base64
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from db import note_links, works
from db.models import (
    case_practices,
    case_tags,
    case_themes,
    cases,
    documents,
    note_tags,
    notes,
    reading,
    shelves,
    themes,
)
from db.packs import CASE, DOCUMENT, LISTS, NOTE, PARTS, SHELF, THEME, names
from db.works import note_versions, pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table

Row = dict[str, Any]
_MANY = 5000
"""Rows in one statement."""


def add_document(connection: Connection, row: Row) -> None:
    """Store a document as it is told."""
    connection.execute(insert(documents), {name: row[name] for name in DOCUMENT})


def add_case(connection: Connection, row: Row, document: str, parent: str | None) -> None:
    """Store a case as it is told, in a document and below a plan that are there."""
    values = {name: row[name] for name in CASE}
    values["document_key"] = _key(connection, documents, document)
    values["parent_key"] = _key(connection, cases, parent) if parent else None
    key = connection.execute(insert(cases).values(**values).returning(cases.c.key)).scalar_one()
    _add_parts(connection, key, row)
    if row["tags"]:
        connection.execute(insert(case_tags), [{"case_key": key, "tag": tag} for tag in row["tags"]])
    if row["reading"] is not None:
        connection.execute(insert(reading), {"key": key, **row["reading"]})


def rewrite_case(connection: Connection, case: str, row: Row) -> None:
    """Write a case's own words and values over with those of a row; what a person did with it stays.

    The row's themes, practices and results take the place of those there are.
    """
    key = _key(connection, cases, case)
    kept = {"id", "added_at", "starred"}
    values = {name: row[name] for name in CASE if name not in kept}
    connection.execute(update(cases).where(cases.c.key == key).values(**values))
    for table in PARTS.values():
        connection.execute(delete(table).where(table.c.case_key == key))
    _add_parts(connection, key, row)


def _add_parts(connection: Connection, key: int, row: Row) -> None:
    for part, table in PARTS.items():
        rows = [{"case_key": key, **{name: one[name] for name in names(table)}} for one in row[part]]
        if rows:
            connection.execute(insert(table), rows)


def add_notes(connection: Connection, told: Sequence[tuple[Row, str | None, str | None]]) -> None:
    """Store notes as they are told, each on a case or a shelf that are there, or on nothing.

    Many at a time: one by one a thousand notes would ask for four thousand statements, and undo would play them back
    in as many runs.

    Args:
        connection: The library.
        told: Rows, each with the id of its case and of its shelf here.
    """
    within = _keys(connection, cases, {case for _, case, _ in told if case})
    on = _keys(connection, shelves, {shelf for _, _, shelf in told if shelf})
    _insert(
        connection,
        notes,
        (
            {name: row[name] for name in NOTE}
            | {"case_key": within[case] if case else None, "shelf_key": on[shelf] if shelf else None}
            for row, case, shelf in told
        ),
    )
    rows = [row for row, _, _ in told]
    keys = _keys(connection, notes, {row["id"] for row in rows})
    _insert(connection, note_tags, ({"note_key": keys[row["id"]], "tag": tag} for row in rows for tag in row["tags"]))
    _insert(connection, note_versions, (one for row in rows for one in _versions(keys[row["id"]], row["versions"])))
    links = (one for row in rows for one in note_links.rows_of(keys[row["id"]], row["text"]))
    _insert(connection, works.note_links, links)


def rewrite_note(connection: Connection, row: Row) -> None:
    """Write a note over with a row of the same id; it stays where it is, and what it said is kept as a version."""
    had = connection.execute(select(notes).where(notes.c.id == row["id"])).one()
    kept = {"id", "created_at"}
    connection.execute(update(notes).where(notes.c.key == had.key).values(**{n: row[n] for n in NOTE if n not in kept}))
    connection.execute(delete(note_tags).where(note_tags.c.note_key == had.key))
    if row["tags"]:
        connection.execute(insert(note_tags), [{"note_key": had.key, "tag": tag} for tag in row["tags"]])
    note_links.derive(connection, had.key, row["text"])
    if had.text != row["text"]:
        before = _versions(had.key, [{"written_at": had.changed_at, "text": had.text}])
        connection.execute(insert(note_versions), before)


def _versions(note: int, rows: Iterable[Row]) -> list[Row]:
    return [{"note_key": note, **{name: row[name] for name in names(note_versions)}} for row in rows]


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows of one shape, a few thousand at a time."""
    left = iter(rows)
    while some := list(islice(left, _MANY)):
        connection.execute(insert(table), some)


def add_shelf(connection: Connection, row: Row, parent: str | None) -> None:
    """Store a shelf without its cases, inside another that is there or at the top."""
    values = {name: row[name] for name in SHELF}
    values["parent_key"] = _key(connection, shelves, parent) if parent else None
    connection.execute(insert(shelves), values)


def add_theme(connection: Connection, row: Row) -> None:
    """Store a theme of a person's own."""
    connection.execute(insert(themes), {name: row[name] for name in THEME} | {"own": 1})


def add_picture(connection: Connection, row: Row) -> None:
    """Store a picture."""
    data = base64.b64decode(row["data"])
    connection.execute(insert(pictures), {"id": row["id"], "kind": row["kind"], "data": data})


def add_listed(connection: Connection, part: str, rows: list[Row]) -> None:
    """Store rows of one of `packs.LISTS`."""
    if rows:
        connection.execute(insert(LISTS[part]), [{name: row[name] for name in names(LISTS[part])} for row in rows])


def settle(connection: Connection, case: str, part: str, row: Row) -> None:
    """Give a case what a person settled elsewhere: a theme or practice is so from now on."""
    table, name = (case_themes, "theme_id") if part == "themes" else (case_practices, "name")
    key = _key(connection, cases, case)
    mine = (table.c.case_key == key) & (table.c[name] == row[name])
    if not connection.execute(update(table).where(mine).values(status=row["status"])).rowcount:
        connection.execute(insert(table), {"case_key": key, **{each: row[each] for each in names(table)}})


def _key(connection: Connection, table: Table, id: str) -> int:  # noqa: A002 - the record's own word
    return int(connection.execute(select(table.c.key).where(table.c.id == id)).scalar_one())


def _keys(connection: Connection, table: Table, ids: Iterable[str]) -> dict[str, int]:
    """The keys of rows that are there, by id."""
    found: dict[str, int] = {}
    left = iter(ids)
    while some := list(islice(left, _MANY)):
        asked = select(table.c.id, table.c.key).where(table.c.id.in_(some))
        found |= {row.id: row.key for row in connection.execute(asked)}
    return found
