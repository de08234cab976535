"""A person's tags on cases and notes for the whole library: a tag `a/b` stands below `a`, and goes where `a` goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, delete, func, insert, literal, or_, select, union_all

from db import shelves
from db.models import case_tags, cases, note_tags, notes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Table

PARTS = "/"
LABELS = "标记"
"""What stands above the tags that are labels: a set of cases worked on for a while."""


def every(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Every tag that stands anywhere, with how often, by name."""
    both = union_all(select(case_tags.c.tag), select(note_tags.c.tag)).subquery()
    asked = select(both.c.tag, func.count()).group_by(both.c.tag).order_by(both.c.tag)
    return tuple((row[0], row[1]) for row in connection.execute(asked))


def tidy(tag: str) -> str:
    """A tag as it is kept: no blank round its parts, no empty part."""
    return PARTS.join(part for part in (" ".join(piece.split()) for piece in tag.split(PARTS)) if part)


def rename(connection: Connection, old: str, new: str) -> list[str]:
    """Call a tag and those below it otherwise; where the new one stands already, they are one.

    Returns:
        The ids of the cases whose tags changed.
    """
    called = {tag: new + tag[len(old) :] for tag, _ in every(connection) if within(tag, old)}
    touched = _cases(connection, called)
    for table, owner in ((case_tags, case_tags.c.case_key), (note_tags, note_tags.c.note_key)):
        for tag, other in called.items():
            _retag(connection, table, owner, tag, other)
    shelves.ask_otherwise(connection, "tag", lambda value: new + value[len(old) :] if within(value, old) else value)
    return touched


def remove(connection: Connection, tag: str) -> list[str]:
    """Take a tag and those below it away everywhere.

    Returns:
        The ids of the cases that had one.
    """
    gone = [one for one, _ in every(connection) if within(one, tag)]
    touched = _cases(connection, gone)
    for table in (case_tags, note_tags):
        connection.execute(delete(table).where(table.c.tag.in_(gone)))
    return touched


def within(tag: str, above: str) -> bool:
    """Whether a tag is another one or stands below it."""
    return tag == above or tag.startswith(above + PARTS)


def _retag(connection: Connection, table: Table, owner: Column[int], tag: str, other: str) -> None:
    """By adding and taking away, not by changing: a row may be there already."""
    if tag == other:
        return
    held = select(owner).where(table.c.tag == other)
    fresh = select(owner, literal(other).label("tag")).where(table.c.tag == tag, owner.not_in(held))
    connection.execute(insert(table).from_select([owner.name, "tag"], fresh))
    connection.execute(delete(table).where(table.c.tag == tag))


def _cases(connection: Connection, wanted: Iterable[str]) -> list[str]:
    among = list(wanted)
    own = select(case_tags.c.case_key).where(case_tags.c.tag.in_(among))
    noted = select(notes.c.case_key).join(note_tags, note_tags.c.note_key == notes.c.key)
    noted = noted.where(note_tags.c.tag.in_(among), notes.c.case_key.is_not(None))
    asked = select(cases.c.id).where(or_(cases.c.key.in_(own), cases.c.key.in_(noted))).order_by(cases.c.key)
    return list(connection.execute(asked).scalars())
