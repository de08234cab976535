"""Rows of a library as they are told to another one, and back: ids instead of keys, nothing left out.

Knows tables and plain values; not how a package is written, nor what is done when two libraries differ.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, or_, select, update

from db.cases import HIDDEN
from db.models import (
    case_practices,
    case_results,
    case_tags,
    case_themes,
    cases,
    documents,
    kin,
    note_tags,
    notes,
    reading,
    shelf_cases,
    shelves,
    themes,
)
from db.records import Packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table

Row = dict[str, Any]
_MANY = 5000
_KEYS = {"key", "document_key", "parent_key", "case_key", "note_key", "shelf_key"}
_UNTOLD = {notes.c.purpose, notes.c.done, notes.c.author, shelves.c.position}
"""Not carried by packages yet."""


def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name not in _KEYS and column not in _UNTOLD)


DOCUMENT, CASE, NOTE, SHELF = map(_names, (documents, cases, notes, shelves))
THEME = tuple(name for name in _names(themes) if name != "own")
PARTS = {"themes": case_themes, "practices": case_practices, "results": case_results}


def family(connection: Connection, ids: Iterable[str]) -> list[int]:
    """The keys of these cases and of their tasks, in the library's order."""
    found: set[int] = set()
    for some in _portions(list(ids)):
        mine = select(cases.c.key).where(cases.c.id.in_(some))
        asked = select(cases.c.key).where(or_(cases.c.key.in_(mine), cases.c.parent_key.in_(mine)))
        found.update(connection.execute(asked).scalars())
    return sorted(found)


def everything(connection: Connection) -> list[int]:
    """The keys of all cases."""
    return list(connection.execute(select(cases.c.key).order_by(cases.c.key)).scalars())


def gather(connection: Connection, keys: Sequence[int], *, whole: bool) -> Packed:
    """All there is of these cases.

    Args:
        connection: A snapshot of the library.
        keys: Which cases.
        whole: Tell also what belongs to no case: free notes, empty and smart shelves, themes no case has.
    """
    told = tuple(_cases(connection, keys))
    ids = {row["id"] for row in told}
    used = {theme["theme_id"] for row in told for theme in row["themes"]}
    return Packed(
        documents=tuple(_documents(connection, keys)),
        cases=told,
        notes=tuple(_notes(connection, keys, free=whole)),
        shelves=tuple(_shelves(connection, ids, whole=whole)),
        themes=tuple(_themes(connection, None if whole else used)),
        stories=tuple(_stories(connection, keys)),
    )


def known_documents(connection: Connection, fingerprints: Iterable[str]) -> list[Row]:
    """The documents with these fingerprints."""
    found: list[Row] = []
    for some in _portions(list(fingerprints)):
        rows = connection.execute(select(documents).where(documents.c.fingerprint.in_(some)).order_by(documents.c.key))
        found += [_row(row, DOCUMENT) for row in rows]
    return found


def keys_in(connection: Connection, document_ids: Iterable[str]) -> list[int]:
    """The keys of all cases of these documents."""
    found: list[int] = []
    for some in _portions(list(document_ids)):
        asked = select(cases.c.key).join(documents, documents.c.key == cases.c.document_key)
        found += connection.execute(asked.where(documents.c.id.in_(some))).scalars()
    return sorted(found)


def cases_of(connection: Connection, keys: Sequence[int]) -> list[Row]:
    """The cases' rows alone."""
    return list(_cases(connection, keys))


def known_notes(connection: Connection, ids: Iterable[str]) -> dict[str, Row]:
    """The notes with these ids, whatever they are on."""
    found: dict[str, Row] = {}
    for some in _portions(list(ids)):
        keys = select(notes.c.key).where(notes.c.id.in_(some))
        found |= {row["id"]: row for row in _noted(connection, notes.c.key.in_(keys))}
    return found


def held(connection: Connection, shelf: str) -> list[str]:
    """The ids of the cases on a shelf; none when there is no such shelf."""
    asked = select(cases.c.id).join(shelf_cases, shelf_cases.c.case_key == cases.c.key)
    asked = asked.join(shelves, shelves.c.key == shelf_cases.c.shelf_key).where(shelves.c.id == shelf)
    return list(connection.execute(asked).scalars())


def taken(connection: Connection, table: str, ids: Iterable[str]) -> set[str]:
    """Which of these ids are in use; `table` is documents, cases, notes or shelves."""
    ask = {"documents": documents, "cases": cases, "notes": notes, "shelves": shelves}[table]
    found: set[str] = set()
    for some in _portions(list(ids)):
        found.update(connection.execute(select(ask.c.id).where(ask.c.id.in_(some))).scalars())
    return found


def add_document(connection: Connection, row: Row) -> None:
    """Store a document as it is told."""
    connection.execute(insert(documents), {name: row[name] for name in DOCUMENT})


def add_case(connection: Connection, row: Row, document: str, parent: str | None) -> None:
    """Store a case as it is told, in a document and below a plan that are there."""
    values = {name: row[name] for name in CASE}
    values["document_key"] = _key(connection, documents, document)
    values["parent_key"] = _key(connection, cases, parent) if parent else None
    key = connection.execute(insert(cases).values(**values).returning(cases.c.key)).scalar_one()
    for part, table in PARTS.items():
        rows = [{"case_key": key, **{name: one[name] for name in _names(table)}} for one in row[part]]
        if rows:
            connection.execute(insert(table), rows)
    if row["tags"]:
        connection.execute(insert(case_tags), [{"case_key": key, "tag": tag} for tag in row["tags"]])
    if row["reading"] is not None:
        connection.execute(insert(reading), {"key": key, **row["reading"]})


def add_note(connection: Connection, row: Row, case: str | None) -> None:
    """Store a note as it is told, on a case that is there or on nothing."""
    values = {name: row[name] for name in NOTE} | {"case_key": _key(connection, cases, case) if case else None}
    key = connection.execute(insert(notes).values(**values).returning(notes.c.key)).scalar_one()
    if row["tags"]:
        connection.execute(insert(note_tags), [{"note_key": key, "tag": tag} for tag in row["tags"]])


def add_shelf(connection: Connection, row: Row) -> None:
    """Store a shelf without its cases."""
    connection.execute(insert(shelves), {name: row[name] for name in SHELF})


def add_theme(connection: Connection, row: Row) -> None:
    """Store a theme of a person's own."""
    connection.execute(insert(themes), {name: row[name] for name in THEME} | {"own": 1})


def settle(connection: Connection, case: str, part: str, row: Row) -> None:
    """Give a case what a person settled elsewhere: a theme or practice is so from now on."""
    table, name = (case_themes, "theme_id") if part == "themes" else (case_practices, "name")
    key = _key(connection, cases, case)
    mine = (table.c.case_key == key) & (table.c[name] == row[name])
    if not connection.execute(update(table).where(mine).values(status=row["status"])).rowcount:
        connection.execute(insert(table), {"case_key": key, **{each: row[each] for each in _names(table)}})


def _key(connection: Connection, table: Table, id: str) -> int:  # noqa: A002 - the record's own word
    return int(connection.execute(select(table.c.key).where(table.c.id == id)).scalar_one())


def _row(row: Any, names: Iterable[str]) -> Row:  # noqa: ANN401 - a row of SQL
    told = {name: getattr(row, name) for name in names}
    return {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in told.items()}


def _documents(connection: Connection, keys: Sequence[int]) -> Iterator[Row]:
    found: dict[int, Row] = {}
    for some in _portions(keys):
        mine = select(cases.c.document_key).where(cases.c.key.in_(some))
        for row in connection.execute(select(documents).where(documents.c.key.in_(mine))):
            found[row.key] = _row(row, DOCUMENT)
    yield from (found[key] for key in sorted(found))


def _cases(connection: Connection, keys: Sequence[int]) -> Iterator[Row]:
    parent = cases.alias("parent")
    for some in _portions(keys):
        asked = (
            select(cases, documents.c.id.label("document"), parent.c.id.label("parent"))
            .join(documents, documents.c.key == cases.c.document_key)
            .outerjoin(parent, parent.c.key == cases.c.parent_key)
        )
        rows = connection.execute(asked.where(cases.c.key.in_(some)).order_by(cases.c.key)).all()
        parts = {part: _of_cases(connection, table, some) for part, table in PARTS.items()}
        tags = _of_cases(connection, case_tags, some)
        read = {
            row.key: _row(row, _names(reading))
            for row in connection.execute(select(reading).where(reading.c.key.in_(some)))
        }
        for row in rows:
            told = _row(row, CASE) | {"document": row.document, "parent": row.parent}
            told |= {part: [_settled(one) for one in of[row.key]] for part, of in parts.items()}
            yield told | {"tags": sorted(one["tag"] for one in tags[row.key]), "reading": read.get(row.key)}


def _settled(row: Row) -> Row:
    """What the whole library hides is told as hidden: it says nothing of the case."""
    held = str(row.get("status", "")).startswith(HIDDEN)
    return row | {"status": "hidden"} if held else row


def _of_cases(connection: Connection, table: Table, keys: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.case_key.in_(keys)).order_by(table.c.key)):
        found[row.case_key].append(_row(row, _names(table)))
    return found


def _notes(connection: Connection, keys: Sequence[int], *, free: bool) -> Iterator[Row]:
    for some in _portions(keys):
        yield from _noted(connection, notes.c.case_key.in_(some))
    if free:
        yield from _noted(connection, notes.c.case_key.is_(None))


def _noted(connection: Connection, where: Any) -> Iterator[Row]:  # noqa: ANN401 - SQL
    tags: dict[int, list[str]] = defaultdict(list)
    tagged = select(note_tags.c.note_key, note_tags.c.tag).join(notes, notes.c.key == note_tags.c.note_key)
    for key, tag in connection.execute(tagged.where(where).order_by(note_tags.c.tag)):
        tags[key].append(tag)
    asked = select(notes, cases.c.id.label("case")).outerjoin(cases, cases.c.key == notes.c.case_key)
    for row in connection.execute(asked.where(where).order_by(notes.c.key)):
        yield _row(row, NOTE) | {"case": row.case, "tags": sorted(tags[row.key])}


def _shelves(connection: Connection, ids: set[str], *, whole: bool) -> Iterator[Row]:
    held: dict[int, list[str]] = defaultdict(list)
    asked = select(shelf_cases.c.shelf_key, cases.c.id).join(cases, cases.c.key == shelf_cases.c.case_key)
    for key, case in connection.execute(asked.order_by(shelf_cases.c.key)):
        if case in ids:
            held[key].append(case)
    for row in connection.execute(select(shelves).order_by(shelves.c.key)):
        if whole or held[row.key]:
            yield _row(row, SHELF) | {"cases": held[row.key]}


def _themes(connection: Connection, used: set[str] | None) -> Iterator[Row]:
    """Own themes: all, or those used with what they stand below; each after the one it stands below."""
    own = {row.id: row for row in connection.execute(select(themes).where(themes.c.own == 1).order_by(themes.c.key))}
    told: dict[str, None] = {}
    for id in own if used is None else [each for each in own if each in used]:  # noqa: A001 - the record's own word
        chain: list[str] = []
        above: str | None = id
        while above is not None and above in own and above not in told and above not in chain:
            chain.append(above)
            above = own[above].parent
        told |= dict.fromkeys(reversed(chain))
    yield from (_row(own[each], THEME) for each in told)


def _stories(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Stories of which a case is told; of a story of several with only one told, nothing is said."""
    wanted = set(keys)
    members: dict[int, list[tuple[int, str]]] = defaultdict(list)
    size: dict[int, int] = defaultdict(int)
    asked = select(kin.c.story, kin.c.case_key, kin.c.main, cases.c.id).join(cases, cases.c.key == kin.c.case_key)
    for story, key, main, case in connection.execute(asked.order_by(kin.c.case_key)):
        size[story] += 1
        if key in wanted:
            members[story].append((0 if main else 1, case))
    for story in sorted(members, key=lambda one: min(members[one])):
        if len(members[story]) > 1 or size[story] == 1:
            yield tuple(case for _, case in sorted(members[story], key=lambda pair: pair[0]))


def _portions(wanted: Sequence[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(wanted), _MANY):
        yield list(wanted[at : at + _MANY])
