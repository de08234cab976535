"""Shelves: folders of cases that stand in each other, and smart ones that are a query.

A shelf is asked for by its path: its name with those of the folders it is in. Does not know how a query is answered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db import errors
from db.cases import new_id
from db.models import notes, shelf_cases, shelves
from db.query import parse
from db.records import Shelf
from db.retelling import retold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

_MANY = 5000


def every(connection: Connection) -> tuple[Shelf, ...]:
    """All shelves, each folder followed by what is in it; counts are left at 0."""
    parents = {row.key: row.id for row in connection.execute(select(shelves.c.key, shelves.c.id))}
    rows = connection.execute(select(shelves).order_by(shelves.c.position, shelves.c.key)).all()
    below: dict[str | None, list[Shelf]] = {}
    for row in rows:
        above = parents.get(row.parent_key)
        shelf = Shelf(id=row.id, name=row.name, query=row.query, parent_id=above, position=row.position)
        below.setdefault(above, []).append(shelf)
    found: list[Shelf] = []

    def walk(parent: str | None, way: str) -> None:
        for shelf in below.pop(parent, ()):
            found.append(replace(shelf, path=way + shelf.name))
            walk(shelf.id, f"{way}{shelf.name}/")

    walk(None, "")
    while below:  # folders that stand in each other, which only a damaged file has
        walk(next(iter(below)), "")
    return tuple(found)


def add(connection: Connection, name: str, query: str | None, parent: str | None = None) -> Shelf:
    """A new shelf, the last of its folder; smart when it has a query."""
    above = _key(connection, parent) if parent else None
    siblings = shelves.c.parent_key.is_(None) if above is None else shelves.c.parent_key == above
    last = connection.execute(select(func.max(shelves.c.position)).where(siblings)).scalar()
    shelf = Shelf(id=new_id(), name=name, query=query, parent_id=parent, position=(-1 if last is None else last) + 1)
    row = {"id": shelf.id, "name": name, "query": query, "parent_key": above, "position": shelf.position}
    connection.execute(insert(shelves), row)
    return next(one for one in every(connection) if one.id == shelf.id)


def rename(connection: Connection, id: str, name: str) -> None:  # noqa: A002 - the record's own word
    """Give a shelf another name; smart shelves that ask for it ask for the new one."""
    before = {shelf.id: shelf.path for shelf in every(connection)}
    if not connection.execute(update(shelves).where(shelves.c.id == id).values(name=name)).rowcount:
        raise errors.NoSuchRecord("shelf", id)
    _follow(connection, before)


def ask(connection: Connection, id: str, query: str) -> None:  # noqa: A002 - the record's own word
    """Have a smart shelf ask something else."""
    mine = (shelves.c.id == id) & shelves.c.query.is_not(None)
    if not connection.execute(update(shelves).where(mine).values(query=query)).rowcount:
        raise errors.NoSuchRecord("shelf", id)


def move(connection: Connection, id: str, parent: str | None, before: str | None = None) -> None:  # noqa: A002
    """Put a shelf into a folder (None: at the top), before another shelf there or as the last.

    Raises:
        errors.NoSuchRecord: one of them is not there, or the folder stands in the shelf itself.
    """
    shelf_key, above = _key(connection, id), _key(connection, parent) if parent else None
    if above is not None and above in below(connection, shelf_key):
        raise errors.NoSuchRecord("shelf", parent or "")
    told = {shelf.id: shelf.path for shelf in every(connection)}
    siblings = [shelf.id for shelf in every(connection) if shelf.parent_id == parent and shelf.id != id]
    siblings.insert(siblings.index(before) if before in siblings else len(siblings), id)
    connection.execute(update(shelves).where(shelves.c.key == shelf_key).values(parent_key=above))
    places = [{"mine": one, "place": place} for place, one in enumerate(siblings)]
    moved = (shelves.c.id == bindparam("mine")) & (shelves.c.position != bindparam("place"))
    connection.execute(update(shelves).where(moved).values(position=bindparam("place")), places)
    _follow(connection, told)


def below(connection: Connection, shelf_key: int) -> list[int]:
    """A shelf and all that stand in it, at any depth, by key."""
    top = select(shelves.c.key).where(shelves.c.key == shelf_key).cte(recursive=True)
    all_ = top.union(select(shelves.c.key).join(top, shelves.c.parent_key == top.c.key))
    return list(connection.execute(select(all_.c.key)).scalars())


def remove(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """Take a shelf away with those in it; its cases stay in the library, and notes on it become free ones."""
    keys = below(connection, _key(connection, id))
    connection.execute(update(notes).where(notes.c.shelf_key.in_(keys)).values(shelf_key=None, kind="free"))
    connection.execute(delete(shelf_cases).where(shelf_cases.c.shelf_key.in_(keys)))
    connection.execute(delete(shelves).where(shelves.c.key.in_(keys)))


def put(connection: Connection, id: str, cases: Iterable[int]) -> None:  # noqa: A002 - the record's own word
    """Put cases on a shelf; those already there stay where they are."""
    key = _key(connection, id)
    rows = [{"shelf_key": key, "case_key": case} for case in cases]
    if rows:
        connection.execute(upsert(shelf_cases).on_conflict_do_nothing(), rows)


def take(connection: Connection, id: str, cases: Iterable[int]) -> None:  # noqa: A002 - the record's own word
    """Take cases off a shelf, and off those that stand in it."""
    keys, wanted = below(connection, _key(connection, id)), list(cases)
    for at in range(0, len(wanted), _MANY):
        mine = shelf_cases.c.shelf_key.in_(keys) & shelf_cases.c.case_key.in_(wanted[at : at + _MANY])
        connection.execute(delete(shelf_cases).where(mine))


def ask_otherwise(connection: Connection, field: str, called: Callable[[str], str]) -> None:
    """Have smart shelves ask for what a field's values are called now."""
    for row in connection.execute(select(shelves.c.key, shelves.c.query).where(shelves.c.query.is_not(None))).all():
        asked = parse(row.query)
        if (other := retold(asked, field, called)) != asked:
            connection.execute(update(shelves).where(shelves.c.key == row.key).values(query=str(other)))


def _follow(connection: Connection, before: Mapping[str, str]) -> None:
    after = {shelf.id: shelf.path for shelf in every(connection)}
    moved = {path: after[id] for id, path in before.items() if after.get(id, path) != path}  # noqa: A001
    if moved:
        ask_otherwise(connection, "shelf", lambda value: moved.get(value, value))


def _key(connection: Connection, id: str) -> int:  # noqa: A002 - the record's own word
    key = connection.execute(select(shelves.c.key).where(shelves.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("shelf", id)
    return int(key)
