"""Shelves: folders of cases, and smart ones that are a query. Does not know how a query is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db import errors
from db.cases import new_id
from db.models import shelf_cases, shelves
from db.records import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def every(connection: Connection) -> tuple[Shelf, ...]:
    """All shelves in the order they were made; a smart one's count is left at 0."""
    counted = select(func.count()).where(shelf_cases.c.shelf_key == shelves.c.key).scalar_subquery()
    rows = connection.execute(select(shelves, counted.label("held")).order_by(shelves.c.key))
    return tuple(Shelf(id=r.id, name=r.name, query=r.query, count=r.held) for r in rows)


def add(connection: Connection, name: str, query: str | None) -> Shelf:
    """A new shelf; smart when it has a query."""
    shelf = Shelf(id=new_id(), name=name, query=query)
    connection.execute(insert(shelves), {"id": shelf.id, "name": name, "query": query})
    return shelf


def rename(connection: Connection, id: str, name: str) -> None:  # noqa: A002 - the record's own word
    """Give a shelf another name."""
    if not connection.execute(update(shelves).where(shelves.c.id == id).values(name=name)).rowcount:
        raise errors.NoSuchRecord("shelf", id)


def remove(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """Take a shelf away; its cases stay in the library."""
    key = _key(connection, id)
    connection.execute(delete(shelf_cases).where(shelf_cases.c.shelf_key == key))
    connection.execute(delete(shelves).where(shelves.c.key == key))


def put(connection: Connection, id: str, cases: Iterable[int]) -> None:  # noqa: A002 - the record's own word
    """Put cases on a shelf; those already there stay where they are."""
    key = _key(connection, id)
    rows = [{"shelf_key": key, "case_key": case} for case in cases]
    if rows:
        connection.execute(upsert(shelf_cases).on_conflict_do_nothing(), rows)


def take(connection: Connection, id: str, cases: Iterable[int]) -> None:  # noqa: A002 - the record's own word
    """Take cases off a shelf."""
    key = _key(connection, id)
    for case in cases:
        mine = (shelf_cases.c.shelf_key == key) & (shelf_cases.c.case_key == case)
        connection.execute(delete(shelf_cases).where(mine))


def _key(connection: Connection, id: str) -> int:  # noqa: A002 - the record's own word
    key = connection.execute(select(shelves.c.key).where(shelves.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("shelf", id)
    return int(key)
