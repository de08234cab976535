"""A person's own templates of notes, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from db import errors
from db.cases import new_id
from db.works import note_templates

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Template:
    """A text to begin a note with; those that come with the program have ids of their own."""

    id: str
    name: str
    text: str
    own: bool = True


def every(connection: Connection) -> tuple[Template, ...]:
    """In the order they were made."""
    rows = connection.execute(select(note_templates).order_by(note_templates.c.key))
    return tuple(Template(row.id, row.name, row.text) for row in rows)


def add(connection: Connection, name: str, text: str) -> Template:
    """A new one."""
    made = Template(new_id(), name, text)
    connection.execute(insert(note_templates), {"id": made.id, "name": name, "text": text})
    return made


def change(connection: Connection, id: str, name: str, text: str) -> None:  # noqa: A002 - the record's own word
    """Write one over.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    done = connection.execute(update(note_templates).where(note_templates.c.id == id).values(name=name, text=text))
    if not done.rowcount:
        raise errors.NoSuchRecord("template", id)


def remove(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """Delete one; none is there is well too."""
    connection.execute(delete(note_templates).where(note_templates.c.id == id))
