"""What notes said before: one version for each time somebody sat down to write, or for five minutes of writing on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from db.models import notes
from db.works import note_versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

APART = 300.0
"""Seconds between two versions of writing that never pauses, and of a pause after which it is a new version."""
KEPT = 100
_LARGEST = 4_000_000
"""Characters of all versions of one note; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text a note had; `written_at` is when it was last saved so."""

    key: int
    written_at: str
    text: str


def keep(connection: Connection, key: int, now: str, *, sitting: bool) -> None:
    """Put the text a note has now aside, if it is worth it: it is about to be written over.

    Args:
        connection: A write.
        key: Of the note.
        now: The time.
        sitting: Somebody has just begun to write in it.
    """
    note = connection.execute(select(notes).where(notes.c.key == key)).one()
    latest = select(func.max(note_versions.c.written_at)).where(note_versions.c.note_key == key)
    last = connection.execute(latest).scalar() or note.created_at
    worth = sitting or _apart(last, note.changed_at) >= APART or _apart(note.changed_at, now) >= APART
    if not note.text.strip() or not worth:
        return
    connection.execute(insert(note_versions), {"note_key": key, "written_at": note.changed_at, "text": note.text})
    _thin(connection, key)


def _thin(connection: Connection, key: int) -> None:
    length = func.length(note_versions.c.text)
    asked = select(note_versions.c.key, length.label("length")).where(note_versions.c.note_key == key)
    total, old = 0, []
    for count, row in enumerate(connection.execute(asked.order_by(note_versions.c.key.desc()))):
        total += row.length
        if count >= KEPT or (count and total > _LARGEST):
            old.append(row.key)
    if old:
        connection.execute(delete(note_versions).where(note_versions.c.key.in_(old)))


def of(connection: Connection, id: str) -> tuple[Version, ...]:  # noqa: A002 - the record's own word
    """The earlier texts of a note, latest first."""
    asked = select(note_versions).join(notes, notes.c.key == note_versions.c.note_key).where(notes.c.id == id)
    rows = connection.execute(asked.order_by(note_versions.c.key.desc()))
    return tuple(Version(row.key, row.written_at, row.text) for row in rows)


def _apart(before: str, after: str) -> float:
    try:
        return (datetime.fromisoformat(after) - datetime.fromisoformat(before)).total_seconds()
    except (ValueError, TypeError):  # a time written by another hand
        return APART
