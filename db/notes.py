"""Highlights and notes: rows in, frozen records out. Anchors are positions with the words around them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from db import errors
from db.cases import key_of, new_id
from db.models import cases, note_tags, notes, shelves
from db.records import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

AROUND = 32
"""Characters kept before and after a quote, to find it again."""


def highlight(connection: Connection, case_id: str, start: int, end: int, colour: str, text: str, now: str) -> str:
    """Mark a stretch of a case's text; positions beyond the text are drawn in.

    Returns:
        The new note's id.
    """
    key = key_of(connection, case_id)
    whole = str(connection.execute(select(cases.c.text).where(cases.c.key == key)).scalar_one())
    start, end = sorted((min(max(start, 0), len(whole)), min(max(end, 0), len(whole))))
    anchor = {"start": start, "end": end, "quote": whole[start:end], "anchor": "exact"}
    anchor |= {"prefix": whole[max(0, start - AROUND) : start], "suffix": whole[end : end + AROUND]}
    return _add(connection, {"case_key": key, "kind": "highlight", "colour": colour, "text": text, **anchor}, now)


def add(connection: Connection, case_id: str | None, text: str, now: str) -> str:
    """A note on a whole case, or on nothing; returns its id."""
    key = None if case_id is None else key_of(connection, case_id)
    kind = "free" if key is None else "case"
    return _add(connection, {"case_key": key, "kind": kind, "colour": "yellow", "text": text, "anchor": "exact"}, now)


def _add(connection: Connection, values: dict[str, Any], now: str) -> str:
    id = new_id()  # noqa: A001 - the record's own word
    connection.execute(insert(notes), {"id": id, "created_at": now, "changed_at": now, **values})
    return id


def change(connection: Connection, id: str, values: dict[str, str], now: str) -> None:  # noqa: A002
    """Change the text or the colour of a note."""
    done = connection.execute(update(notes).where(notes.c.id == id).values(changed_at=now, **values))
    if not done.rowcount:
        raise errors.NoSuchRecord("note", id)


def set_tags(connection: Connection, id: str, tags: Iterable[str]) -> None:  # noqa: A002
    """Give a note exactly these tags."""
    key = connection.execute(select(notes.c.key).where(notes.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("note", id)
    wanted = set(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    had = set(connection.execute(select(note_tags.c.tag).where(note_tags.c.note_key == key)).scalars())
    if had - wanted:
        mine = (note_tags.c.note_key == key) & note_tags.c.tag.in_(sorted(had - wanted))
        connection.execute(delete(note_tags).where(mine))
    if wanted - had:
        connection.execute(insert(note_tags), [{"note_key": key, "tag": tag} for tag in sorted(wanted - had)])


def remove(connection: Connection, ids: Sequence[str]) -> None:
    """Delete notes with their tags; ids of no note are passed over."""
    for id in ids:  # noqa: A001 - the record's own word
        mine = select(notes.c.key).where(notes.c.id == id)
        connection.execute(delete(note_tags).where(note_tags.c.note_key.in_(mine)))
        connection.execute(delete(notes).where(notes.c.id == id))


def cases_of(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """The ids of the cases these notes are on."""
    asked = select(cases.c.id).join(notes, notes.c.case_key == cases.c.key)
    return frozenset(case for note in ids for case in connection.execute(asked.where(notes.c.id == note)).scalars())


def of_case(connection: Connection, case_id: str) -> tuple[Note, ...]:
    """The notes of a case in the order of the text, those on the whole case first."""
    key = key_of(connection, case_id)
    order = (notes.c.start.is_not(None), notes.c.start, notes.c.end, notes.c.key)
    return _read(connection, notes.c.case_key == key, order)


def every(connection: Connection) -> tuple[Note, ...]:
    """All notes, newest first."""
    return _read(connection, notes.c.key > 0, (notes.c.created_at.desc(), notes.c.key.desc()))


def get(connection: Connection, id: str) -> Note:  # noqa: A002 - the record's own word
    """One note.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    read = _read(connection, notes.c.id == id, (notes.c.key,))
    if not read:
        raise errors.NoSuchRecord("note", id)
    return read[0]


_VALUES = ("id", "case_id", "shelf_id", "kind", "purpose", "author", "colour", "text", "start", "end", "quote",
           "prefix", "suffix", "anchor", "created_at", "changed_at")  # fmt: skip


def _read(connection: Connection, where: Any, order: Iterable[Any]) -> tuple[Note, ...]:  # noqa: ANN401 - SQL
    tags: dict[int, list[str]] = defaultdict(list)
    tagged = select(note_tags.c.note_key, note_tags.c.tag).join(notes, notes.c.key == note_tags.c.note_key)
    for key, tag in connection.execute(tagged.where(where).order_by(note_tags.c.tag)):
        tags[key].append(tag)
    asked = select(notes, cases.c.id.label("case_id"), shelves.c.id.label("shelf_id"))
    asked = asked.outerjoin(cases, cases.c.key == notes.c.case_key)
    asked = asked.outerjoin(shelves, shelves.c.key == notes.c.shelf_key)
    return tuple(
        Note(tags=tuple(tags[row.key]), done=bool(row.done), **{n: getattr(row, n) for n in _VALUES})
        for row in connection.execute(asked.where(where).order_by(*order))
    )
