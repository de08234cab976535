"""Highlights and notes: rows in, frozen records out. Anchors are positions with the words around them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db import errors, note_links, note_versions
from db.cases import key_of, new_id
from db.models import cases, note_tags, notes, shelves
from db.records import Note
from db.works import note_links as leading
from db.works import note_versions as versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

AROUND = 32
"""Characters kept before and after a quote, to find it again."""


_MANY = 5000


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The prefix and the suffix by which a stretch of a text is known again."""
    return text[max(0, start - AROUND) : start], text[end : end + AROUND]


def highlight(
    connection: Connection, case_id: str, start: int, end: int, colour: str, text: str, now: str, purpose: str = ""
) -> str:
    """Mark a stretch of a case's text; positions beyond the text are drawn in.

    Returns:
        The new note's id.
    """
    key = key_of(connection, case_id)
    whole = str(connection.execute(select(cases.c.text).where(cases.c.key == key)).scalar_one())
    start, end = sorted((min(max(start, 0), len(whole)), min(max(end, 0), len(whole))))
    anchor = {"start": start, "end": end, "quote": whole[start:end], "anchor": "exact"}
    anchor["prefix"], anchor["suffix"] = surroundings(whole, start, end)
    values = {"case_key": key, "kind": "highlight", "colour": colour, "text": text, "purpose": purpose}
    return _add(connection, values | anchor, now)


def add(
    connection: Connection, case_id: str | None, text: str, now: str, purpose: str = "", shelf_id: str | None = None
) -> str:
    """A note on a whole case, on a shelf, or on nothing; returns its id.

    Raises:
        errors.NoSuchRecord: the case or the shelf is not there.
    """
    key = None if case_id is None else key_of(connection, case_id)
    shelf = None if shelf_id is None else _shelf(connection, shelf_id)
    kind = "case" if key is not None else "shelf" if shelf is not None else "free"
    values = {"case_key": key, "shelf_key": shelf, "kind": kind, "colour": "yellow", "text": text, "anchor": "exact"}
    return _add(connection, values | {"purpose": purpose}, now)


def _shelf(connection: Connection, id: str) -> int:  # noqa: A002 - the record's own word
    key = connection.execute(select(shelves.c.key).where(shelves.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("shelf", id)
    return int(key)


def _add(connection: Connection, values: dict[str, Any], now: str) -> str:
    id = new_id()  # noqa: A001 - the record's own word
    values = values | {"text": note_links.settled(connection, values["text"])}
    made = insert(notes).values(id=id, created_at=now, changed_at=now, **values).returning(notes.c.key)
    note_links.derive(connection, connection.execute(made).scalar_one(), values["text"])
    return id


def change(
    connection: Connection,
    id: str,  # noqa: A002 - the record's own word
    values: Mapping[str, Any],
    now: str,
    *,
    sitting: bool = False,
) -> None:
    """Change the text, the colour or what a note is for; what it said before is kept where `note_versions` says so.

    Args:
        connection: A write.
        id: Of the note.
        values: Columns and what they are to be.
        now: The time.
        sitting: Somebody has just begun to write in it.
    """
    row = connection.execute(select(notes.c.key, notes.c.text).where(notes.c.id == id)).first()
    if row is None:
        raise errors.NoSuchRecord("note", id)
    values = dict(values)
    if "text" in values:
        values["text"] = note_links.settled(connection, values["text"])
        if values["text"] != row.text:
            note_versions.keep(connection, row.key, now, sitting=sitting)
            note_links.derive(connection, row.key, values["text"])
    connection.execute(update(notes).where(notes.c.key == row.key).values(changed_at=now, **values))
    if "text" in values:
        note_links.rename(connection, "note", id)


def change_many(connection: Connection, ids: Iterable[str], values: Mapping[str, Any], now: str) -> None:
    """Change everything but the text of many notes; ids of no note are passed over."""
    for some in _portions(ids):
        connection.execute(update(notes).where(notes.c.id.in_(some)).values(changed_at=now, **values))


def tag_many(connection: Connection, ids: Iterable[str], add: Iterable[str], remove: Iterable[str]) -> None:
    """Put tags on many notes and take others off."""
    added = list(dict.fromkeys(tag.strip() for tag in add if tag.strip()))
    removed = [tag.strip() for tag in remove]
    for some in _portions(ids):
        keys = list(connection.execute(select(notes.c.key).where(notes.c.id.in_(some))).scalars())
        rows = [{"note_key": key, "tag": tag} for key in keys for tag in added]
        if rows:
            connection.execute(upsert(note_tags).on_conflict_do_nothing(), rows)
        if removed:
            mine = note_tags.c.note_key.in_(keys) & note_tags.c.tag.in_(removed)
            connection.execute(delete(note_tags).where(mine))


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
    """Delete notes with their tags, versions and links; ids of no note are passed over."""
    for some in _portions(ids):
        keys = list(connection.execute(select(notes.c.key).where(notes.c.id.in_(some))).scalars())
        for table in (note_tags, versions, leading):  # by table, as in `db.cases`: history plays long runs back
            connection.execute(delete(table).where(table.c.note_key.in_(keys)))
        connection.execute(delete(notes).where(notes.c.key.in_(keys)))


def cases_of(connection: Connection, ids: Iterable[str]) -> frozenset[str]:
    """The ids of the cases these notes are on."""
    asked = select(cases.c.id).join(notes, notes.c.case_key == cases.c.key)
    found: set[str] = set()
    for some in _portions(ids):
        found.update(connection.execute(asked.where(notes.c.id.in_(some))).scalars())
    return frozenset(found)


def _portions(ids: Iterable[str]) -> Iterator[list[str]]:
    wanted = list(dict.fromkeys(ids))
    for at in range(0, len(wanted), _MANY):
        yield wanted[at : at + _MANY]


def of_case(connection: Connection, case_id: str) -> tuple[Note, ...]:
    """The notes of a case in the order of the text, those on the whole case first."""
    key = key_of(connection, case_id)
    order = (notes.c.start.is_not(None), notes.c.start, notes.c.end, notes.c.key)
    return _read(connection, notes.c.case_key == key, order)


def every(connection: Connection) -> tuple[Note, ...]:
    """All notes, newest first."""
    return _read(connection, notes.c.key > 0, (notes.c.created_at.desc(), notes.c.key.desc()))


def count(connection: Connection) -> int:
    """How many notes there are."""
    return int(connection.execute(select(func.count()).select_from(notes)).scalar_one())


def noted(connection: Connection, case_keys: Iterable[int]) -> list[int]:
    """Those of these cases that bear a note."""
    wanted = set(case_keys)
    asked = select(notes.c.case_key).where(notes.c.case_key.is_not(None)).distinct().order_by(notes.c.case_key)
    return [key for key in connection.execute(asked).scalars() if key in wanted]


def some(connection: Connection, ids: Iterable[str]) -> tuple[Note, ...]:
    """The notes of these ids in that order; ids of no note are passed over."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Note] = {}
    for portion in _portions(wanted):
        found |= {note.id: note for note in _read(connection, notes.c.id.in_(portion), (notes.c.key,))}
    return tuple(found[one] for one in wanted if one in found)


def get(connection: Connection, id: str) -> Note:  # noqa: A002 - the record's own word
    """One note.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    read = _read(connection, notes.c.id == id, (notes.c.key,))
    if not read:
        raise errors.NoSuchRecord("note", id)
    return read[0]


_VALUES = ("id", "case_id", "shelf_id", "kind", "purpose", "author", "colour", "start", "end", "quote",
           "prefix", "suffix", "anchor", "created_at", "changed_at")  # fmt: skip


def _read(connection: Connection, where: Any, order: Iterable[Any]) -> tuple[Note, ...]:  # noqa: ANN401 - SQL
    tags: dict[int, list[str]] = defaultdict(list)
    tagged = select(note_tags.c.note_key, note_tags.c.tag).join(notes, notes.c.key == note_tags.c.note_key)
    for key, tag in connection.execute(tagged.where(where).order_by(note_tags.c.tag)):
        tags[key].append(tag)
    asked = select(notes, cases.c.id.label("case_id"), shelves.c.id.label("shelf_id"))
    asked = asked.outerjoin(cases, cases.c.key == notes.c.case_key)
    asked = asked.outerjoin(shelves, shelves.c.key == notes.c.shelf_key)
    rows = connection.execute(asked.where(where).order_by(*order)).all()
    texts = note_links.fresh(connection, [row.text for row in rows])
    return tuple(
        Note(tags=tuple(tags[row.key]), done=bool(row.done), text=text, **{n: getattr(row, n) for n in _VALUES})
        for row, text in zip(rows, texts, strict=True)
    )
