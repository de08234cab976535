"""What was deleted and can be had back: rows as they stood, with ids where they point at what is not among them.

Whoever deletes throws first, in the same write, so that one undo takes both back. Keys inside an entry only hold its
rows together; they are given anew when it comes back. Knows rows of every kind, nothing of windows or days.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, func, or_, select

from db import errors
from db.cases import new_id
from db.columns import among, sound
from db.linked import caption
from db.models import cases
from db.tags import PARTS
from db.works import trash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

Thing = Literal["case", "note", "shelf", "tag"]
Row = dict[str, Any]
Body = dict[str, Any]
_MANY = 2000
_DOCUMENT = "document"
"""Texts that thrown cases came from; they are not told of, and go with the last of them by age."""
OF_CASE = ("case_themes", "case_practices", "case_results", "case_tags", "shelf_cases", "kin", "notes")
OF_NOTE = ("note_tags", "note_versions", "note_links")


@dataclass(frozen=True, slots=True)
class Thrown:
    """One thing that was deleted."""

    id: str
    thing: Thing
    title: str
    deleted_at: str


def every(connection: Connection) -> tuple[Thrown, ...]:
    """All there is, latest first."""
    asked = select(trash.c.id, trash.c.thing, trash.c.title, trash.c.deleted_at).where(trash.c.thing != _DOCUMENT)
    return tuple(Thrown(*row) for row in connection.execute(asked.order_by(trash.c.key.desc())))


def count(connection: Connection) -> int:
    """How many things can be had back."""
    asked = select(func.count()).select_from(trash).where(trash.c.thing != _DOCUMENT)
    return int(connection.execute(asked).scalar_one())


def bodies(connection: Connection, ids: Sequence[str], thing: Thing | None = None) -> Iterator[tuple[str, Body]]:
    """The ids and rows of those of these entries that are of a kind."""
    for some in _portions(ids):
        asked = select(trash.c.id, trash.c.body).where(trash.c.id.in_(some)).order_by(trash.c.key)
        asked = asked if thing is None else asked.where(trash.c.thing == thing)
        yield from ((row.id, unpacked(row.body)) for row in connection.execute(asked).all())


def document(connection: Connection, id: str) -> Row | None:  # noqa: A002 - the record's own word
    """A thrown document."""
    body = connection.execute(select(trash.c.body).where(trash.c.id == _of_document(id))).scalar()
    return None if body is None else unpacked(body)["documents"][0]


def drop(connection: Connection, ids: Iterable[str]) -> None:
    """Take entries out for good, or because they are back."""
    for some in _portions(list(ids)):
        connection.execute(delete(trash).where(trash.c.id.in_(some)))


def drop_document(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """A thrown document is in the library again."""
    drop(connection, [_of_document(id)])


def empty(connection: Connection, before: str | None = None) -> int:
    """Take everything out for good, or only what was deleted before a moment; returns how many things went."""
    old = trash.c.key > 0 if before is None else trash.c.deleted_at < before
    asked = select(func.count()).select_from(trash).where(old, trash.c.thing != _DOCUMENT)
    gone = int(connection.execute(asked).scalar_one())
    connection.execute(delete(trash).where(old))
    return gone


def texts(connection: Connection) -> Iterator[str]:
    """The texts of all thrown notes, versions among them."""
    ids = list(connection.execute(select(trash.c.id).where(trash.c.thing.not_in((_DOCUMENT, "tag")))).scalars())
    for _, body in bodies(connection, ids):
        yield from (row["text"] for table in ("notes", "note_versions") for row in body.get(table, ()))


# --- throwing


def throw_cases(
    connection: Connection, keys: Iterable[int], now: str, step: Callable[[int], None] = lambda _: None
) -> None:
    """Keep cases with their tasks and all that hangs on them; each task that goes with its plan is in the plan's.

    Args:
        connection: A write.
        keys: Of the cases.
        now: The time.
        step: Told how many are kept so far; may raise to stop.
    """
    wanted = sorted(set(keys))
    within = set(wanted)
    for at, some in enumerate(_portions(wanted)):
        step(at * _MANY)
        both = or_(cases.c.key.in_(among(some)), cases.c.parent_key.in_(among(some)))
        pairs = connection.execute(select(cases.c.key, cases.c.parent_key).where(both).order_by(cases.c.key)).all()
        owner = {row.key: row.parent_key if row.parent_key in within else row.key for row in pairs}
        here = set(some)
        mine = {key: top for key, top in owner.items() if top in here}
        _throw_some(connection, mine, now)


def _throw_some(connection: Connection, owner: dict[int, int], now: str) -> None:
    keys = sorted(owner)
    bodies_: dict[int, Body] = defaultdict(lambda: defaultdict(list))
    for row in _rows(connection, "cases", "key", keys):
        bodies_[owner[row["key"]]]["cases"].append(row)
    for row in _rows(connection, "reading", "key", keys):
        bodies_[owner[row["key"]]]["reading"].append(row)
    noted: dict[int, int] = {}
    for table in OF_CASE:
        for row in _rows(connection, table, "case_key", keys):
            bodies_[owner[row["case_key"]]][table].append(row)
            if table == "notes":
                noted[row["key"]] = owner[row["case_key"]]
    for table in OF_NOTE[:-1]:
        for row in _rows(connection, table, "note_key", sorted(noted)):
            bodies_[noted[row["note_key"]]][table].append(row)
    _refer(connection, bodies_.values())
    entries = []
    for top in sorted(bodies_):
        body = bodies_[top]
        title = next(row["title"] for row in body["cases"] if row["key"] == top)
        entries.append(_entry("case", title, body, now))
    _keep(connection, entries)
    _throw_documents(connection, keys, now)


def _refer(connection: Connection, bodies_: Iterable[Body]) -> None:
    """Note the ids of documents, plans, shelves and tellers of the same story that entries point at."""
    held = list(bodies_)
    every_case = [row for body in held for row in body["cases"]]
    papers = _ids(connection, "documents", {row["document_key"] for row in every_case})
    above = _ids(connection, "cases", {row["parent_key"] for row in every_case if row["parent_key"]})
    shelved = _ids(connection, "shelves", {row["shelf_key"] for body in held for row in body.get("shelf_cases", ())})
    stories = {row["story"] for body in held for row in body.get("kin", ())}
    told = _stories(connection, stories)
    for body in held:
        inside = {row["key"] for row in body["cases"]}
        body["refs"] = {
            "documents": {row["document_key"]: papers[row["document_key"]] for row in body["cases"]},
            "cases": {
                row["parent_key"]: above[row["parent_key"]]
                for row in body["cases"]
                if row["parent_key"] in above and row["parent_key"] not in inside
            },
            "shelves": {row["shelf_key"]: shelved[row["shelf_key"]] for row in body.get("shelf_cases", ())},
            "stories": {row["story"]: told[row["story"]] for row in body.get("kin", ())},
        }


def _stories(connection: Connection, stories: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for some in _portions(sorted(stories)):
        sql = "SELECT k.story, c.id FROM kin k JOIN cases c ON c.key = k.case_key WHERE k.story IN"
        for story, id_ in connection.exec_driver_sql(f"{sql} ({_listed(some)}) ORDER BY k.main DESC, k.key"):
            found[story].append(id_)
    return found


def _throw_documents(connection: Connection, keys: Sequence[int], now: str) -> None:
    """Keep the documents that go with the last of their cases."""
    sql = (
        "SELECT DISTINCT document_key FROM cases WHERE key IN ({0}) AND document_key NOT IN"
        " (SELECT document_key FROM cases WHERE document_key IN (SELECT document_key FROM cases WHERE key IN ({0}))"
        " AND key NOT IN ({0}))"
    )
    papers = [row[0] for row in connection.exec_driver_sql(sql.format(_listed(keys)))]
    entries = [
        _entry(_DOCUMENT, row["name"], {"documents": [row]}, now) | {"id": _of_document(row["id"])}
        for row in _rows(connection, "documents", "key", papers)
    ]
    _keep(connection, entries)


def throw_notes(connection: Connection, ids: Iterable[str], now: str) -> None:
    """Keep notes with their tags and versions."""
    for some in _portions(list(dict.fromkeys(ids))):
        marks = ", ".join("?" * len(some))
        found = connection.exec_driver_sql(f"SELECT * FROM notes WHERE id IN ({marks}) ORDER BY key", tuple(some))
        rows = [dict(row._mapping) for row in found]  # noqa: SLF001 - SQLAlchemy's public name of it
        bodies_: dict[int, Body] = {row["key"]: {"notes": [row]} for row in rows}
        for table in OF_NOTE[:-1]:
            for row in _rows(connection, table, "note_key", sorted(bodies_)):
                bodies_[row["note_key"]].setdefault(table, []).append(row)
        on = _ids(connection, "cases", {row["case_key"] for row in rows if row["case_key"]})
        at = _ids(connection, "shelves", {row["shelf_key"] for row in rows if row["shelf_key"]})
        for row in rows:
            refs = {"cases": {row["case_key"]: on.get(row["case_key"])}} if row["case_key"] else {}
            refs |= {"shelves": {row["shelf_key"]: at.get(row["shelf_key"])}} if row["shelf_key"] else {}
            bodies_[row["key"]]["refs"] = refs
        if rows:
            named = [(caption(row["text"], row["quote"]), bodies_[row["key"]]) for row in rows]
            _keep(connection, [_entry("note", title, body, now) for title, body in named])


def throw_shelf(connection: Connection, id: str, now: str) -> None:  # noqa: A002 - the record's own word
    """Keep a shelf with those in it, what stands on them and the notes on them.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    below = (
        "WITH RECURSIVE inside(key) AS (SELECT key FROM shelves WHERE id = ? UNION"
        " SELECT s.key FROM shelves s JOIN inside i ON s.parent_key = i.key) SELECT key FROM inside"
    )
    keys = [row[0] for row in connection.exec_driver_sql(below, (id,))]
    if not keys:
        raise errors.NoSuchRecord("shelf", id)
    body: Body = {"shelves": _rows(connection, "shelves", "key", keys)}
    body["shelf_cases"] = _rows(connection, "shelf_cases", "shelf_key", keys)
    body["notes"] = _rows(connection, "notes", "shelf_key", keys)
    noted = [row["key"] for row in body["notes"]]
    body |= {table: _rows(connection, table, "note_key", noted) for table in OF_NOTE[:-1]}
    top = next(row for row in body["shelves"] if row["id"] == id)
    above = _ids(connection, "shelves", {top["parent_key"]} - {None})
    held = _ids(connection, "cases", {row["case_key"] for row in body["shelf_cases"]})
    body["refs"] = {"shelves": above, "cases": held}
    _keep(connection, [_entry("shelf", top["name"], body, now)])


def throw_tag(connection: Connection, tag: str, now: str) -> None:
    """Keep which cases and notes have a tag, or one below it, that are about to be taken from all of them."""
    on = "SELECT t.tag, c.id FROM case_tags t JOIN cases c ON c.key = t.case_key"
    at = "SELECT t.tag, n.id FROM note_tags t JOIN notes n ON n.key = t.note_key"
    above = tag + PARTS
    body: Body = {}
    for of, sql in (("on", on), ("at", at)):
        asked = f"{sql} WHERE t.tag = ? OR substr(t.tag, 1, ?) = ? ORDER BY t.key"
        body[of] = [list(row) for row in connection.exec_driver_sql(asked, (tag, len(above), above))]
    if body["on"] or body["at"]:
        _keep(connection, [_entry("tag", tag, body, now)])


# --- inside


def unpacked(body: bytes) -> Body:
    """The rows of an entry."""
    told: Body = json.loads(zlib.decompress(body))
    return told


def _keep(connection: Connection, entries: Sequence[Row]) -> None:
    """Write entries down; that of a document, thrown again, in place of the older one."""
    sql = (
        "INSERT INTO trash (id, thing, title, deleted_at, body) VALUES (:id, :thing, :title, :deleted_at, :body)"
        " ON CONFLICT (id) DO UPDATE SET deleted_at = excluded.deleted_at, body = excluded.body"
    )
    if entries:
        connection.exec_driver_sql(sql, list(entries))


def _entry(thing: str, title: str, body: Body, now: str) -> Row:
    packed = _packed(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())
    return {"id": new_id(), "thing": thing, "title": sound(title), "deleted_at": now, "body": packed}


def _packed(told: bytes) -> bytes:
    """Squeezed with no larger tables than it needs: for most, clearing the usual ones takes longer than the rest."""
    window = min(15, max(9, len(told).bit_length()))
    packing = zlib.compressobj(1, zlib.DEFLATED, window, window - 7)
    return packing.compress(told) + packing.flush()


def _of_document(id: str) -> str:  # noqa: A002 - the record's own word
    return f"{_DOCUMENT} {id}"


def _rows(connection: Connection, table: str, column: str, keys: Sequence[int]) -> list[Row]:
    """Rows exactly as they are stored."""
    found: list[Row] = []
    for some in _portions(keys):
        sql = f"SELECT * FROM {table} WHERE {column} IN ({_listed(some)}) ORDER BY key"
        answer = connection.exec_driver_sql(sql)
        names = tuple(answer.keys())
        found += [dict(zip(names, row, strict=True)) for row in answer.all()]
    return found


def _ids(connection: Connection, table: str, keys: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in _portions(sorted(keys)):
        found |= {
            row[0]: row[1]
            for row in connection.exec_driver_sql(f"SELECT key, id FROM {table} WHERE key IN ({_listed(some)})")
        }
    return found


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)


def _portions(wanted: Sequence[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(wanted), _MANY):
        yield list(wanted[at : at + _MANY])
