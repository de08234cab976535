"""Rows of a library as they are told to another one: ids instead of keys, nothing left out.

Knows tables and plain values; not how a package is written, nor what is done when two libraries differ. `unpacks` is
the way back.
"""

from __future__ import annotations

import base64
import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from db import linked
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
    practice_rules,
    reading,
    shelf_cases,
    shelves,
    synonyms,
    themes,
)
from db.records import Packed
from db.works import meanings, metric_rules, note_templates, note_versions, pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table

Row = dict[str, Any]
_MANY = 5000
_KEYS = {"key", "document_key", "parent_key", "case_key", "note_key", "shelf_key"}


def names(table: Table) -> tuple[str, ...]:
    """The columns of a table that mean something in another library too."""
    return tuple(column.name for column in table.columns if column.name not in _KEYS)


DOCUMENT, CASE, NOTE, SHELF = map(names, (documents, cases, notes, shelves))
THEME = tuple(name for name in names(themes) if name != "own")
LISTS = {
    "rules": practice_rules, "synonyms": synonyms, "meanings": meanings, "templates": note_templates,
    "metrics": metric_rules,
}  # fmt: skip
"""What belongs to the whole library and is told with it."""
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
        whole: Tell also what belongs to no case: free notes, empty and smart shelves, themes no case has, what
            practices and colours are called. A library that is told only in part keeps its habits to itself, and
            tells what they hide as hidden and no more.
    """
    told = tuple(row if whole else _habitless(row) for row in _cases(connection, keys))
    used = {theme["theme_id"] for row in told for theme in row["themes"]}
    held = tuple(_shelves(connection, {row["id"] for row in told}, whole=whole))
    noted = tuple(_notes(connection, keys, {row["id"] for row in held}, free=whole))
    lists = {part: tuple(_listed(connection, table)) for part, table in LISTS.items()} if whole else {}
    return Packed(
        documents=tuple(_documents(connection, keys)),
        cases=told,
        notes=noted,
        shelves=held,
        themes=tuple(_themes(connection, None if whole else used)),
        stories=tuple(_stories(connection, keys)),
        pictures=tuple(_pictures(connection, noted, lists.get("templates", ()))),
        **lists,
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


def shelves_of(connection: Connection) -> list[Row]:
    """All shelves, without their cases, each after the one it stands in."""
    return list(_shelves(connection, set(), whole=True))


def listed(connection: Connection, part: str) -> list[Row]:
    """The rows of one of `LISTS`."""
    return list(_listed(connection, LISTS[part]))


def taken(connection: Connection, table: str, ids: Iterable[str]) -> set[str]:
    """Which of these ids are in use; `table` is documents, cases, notes, shelves or pictures."""
    ask = {"documents": documents, "cases": cases, "notes": notes, "shelves": shelves, "pictures": pictures}[table]
    found: set[str] = set()
    for some in _portions(list(ids)):
        found.update(connection.execute(select(ask.c.id).where(ask.c.id.in_(some))).scalars())
    return found


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
            row.key: _row(row, names(reading))
            for row in connection.execute(select(reading).where(reading.c.key.in_(some)))
        }
        for row in rows:
            told = _row(row, CASE) | {"document": row.document, "parent": row.parent}
            told |= {part: of[row.key] for part, of in parts.items()}
            yield told | {"tags": sorted(one["tag"] for one in tags[row.key]), "reading": read.get(row.key)}


def _habitless(row: Row) -> Row:
    """What the whole library hides is told as hidden: it says nothing of the case."""
    named = [p | {"status": "hidden"} if p["status"].startswith(HIDDEN) else p for p in row["practices"]]
    return row | {"practices": named}


def _of_cases(connection: Connection, table: Table, keys: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.case_key.in_(keys)).order_by(table.c.key)):
        found[row.case_key].append(_row(row, names(table)))
    return found


def _notes(connection: Connection, keys: Sequence[int], held: set[str], *, free: bool) -> Iterator[Row]:
    for some in _portions(keys):
        yield from _noted(connection, notes.c.case_key.in_(some))
    for row in _noted(connection, notes.c.case_key.is_(None)):
        if row["shelf"] in held if row["shelf"] else free:
            yield row


def _noted(connection: Connection, where: Any) -> Iterator[Row]:  # noqa: ANN401 - SQL
    tags = _of_notes(connection, note_tags, where)
    before = _of_notes(connection, note_versions, where)
    asked = select(notes, cases.c.id.label("case"), shelves.c.id.label("shelf"))
    asked = asked.outerjoin(cases, cases.c.key == notes.c.case_key)
    asked = asked.outerjoin(shelves, shelves.c.key == notes.c.shelf_key)
    for row in connection.execute(asked.where(where).order_by(notes.c.key)):
        yield _row(row, NOTE) | {
            "case": row.case,
            "shelf": row.shelf,
            "tags": sorted(one["tag"] for one in tags[row.key]),
            "versions": before[row.key],
        }


def _of_notes(connection: Connection, table: Table, where: Any) -> dict[int, list[Row]]:  # noqa: ANN401 - SQL
    found: dict[int, list[Row]] = defaultdict(list)
    asked = select(table).join(notes, notes.c.key == table.c.note_key).where(where).order_by(table.c.key)
    for row in connection.execute(asked):
        found[row.note_key].append(_row(row, names(table)))
    return found


def _shelves(connection: Connection, ids: set[str], *, whole: bool) -> Iterator[Row]:
    """Shelves that hold told cases, and those they stand in; each after the one it stands in."""
    held: dict[int, list[str]] = defaultdict(list)
    asked = select(shelf_cases.c.shelf_key, cases.c.id).join(cases, cases.c.key == shelf_cases.c.case_key)
    for key, case in connection.execute(asked.order_by(shelf_cases.c.key)):
        if case in ids:
            held[key].append(case)
    every = {row.key: row for row in connection.execute(select(shelves).order_by(shelves.c.key))}
    told: dict[int, None] = {}
    for key in every if whole else [one for one in every if held[one]]:
        chain: list[int] = []
        above: int | None = key
        while above is not None and above in every and above not in told and above not in chain:
            chain.append(above)
            above = every[above].parent_key
        told |= dict.fromkeys(reversed(chain))
    for key in told:
        parent = every.get(every[key].parent_key)
        yield _row(every[key], SHELF) | {"parent": parent.id if parent else None, "cases": held[key]}


def _listed(connection: Connection, table: Table) -> Iterator[Row]:
    for row in connection.execute(select(table).order_by(table.c.key)):
        yield _row(row, names(table))


def _pictures(connection: Connection, noted: Iterable[Row], templates: Iterable[Row]) -> Iterator[Row]:
    """The pictures that these show, or showed before."""
    before = (one["text"] for row in noted for one in row["versions"])
    wanted: dict[str, None] = {}
    for text in (*(row["text"] for row in (*noted, *templates)), *before):
        wanted |= dict.fromkeys(linked.pictures(text))
    for some in _portions(list(wanted)):
        asked = select(pictures).where(pictures.c.id.in_(some)).order_by(pictures.c.key)
        for one in connection.execute(asked):
            yield {"id": one.id, "kind": one.kind, "data": base64.b64encode(one.data).decode("ascii")}


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
