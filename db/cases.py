"""Documents and cases: drafts in, frozen records out. Knows rows and records, not undo, index or queries."""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db import errors, kin
from db.columns import among
from db.models import (
    case_practices,
    case_results,
    case_tags,
    case_themes,
    cases,
    documents,
    note_tags,
    notes,
    reading,
    shelf_cases,
)
from db.records import (
    Case,
    CaseDraft,
    Document,
    DocumentDraft,
    DocumentHead,
    Practice,
    Region,
    Result,
    Section,
    Span,
    Speaker,
    Theme,
)
from db.works import note_links, note_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Row, Table

HIDDEN = "hidden-"
"""Before the status of a practice that a person hid for the whole library."""
REMOVED = "removed"
"""Status of a theme or practice a person took away: kept, so that no later run proposes it again."""
_MANY = 5000
_DOCUMENT = ("path", "name", "text", "encoding", "title", "publisher", "published", "reporter", "source_note",
             "origin", "fingerprint")  # fmt: skip
_PLAIN = ("kind", "title", "text", "abstract", "owner", "site", "responsible", "year", "number", "evidence")
_LISTS = ("owner_aliases", "region_groups", "awards", "flags")
_THEME = ("score", "status", "start", "end", "reason")
_PRACTICE = ("name", "surface", "type", "status", "start", "end")
_RESULT = ("metric", "value", "unit", "before", "after", "date", "type", "direction", "bound", "status", "start", "end")


def new_id() -> str:
    """An id for a record, unique without asking the library."""
    return secrets.token_hex(8)


def keys(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Id -> key of those cases that exist."""
    found: dict[str, int] = {}
    wanted = list(dict.fromkeys(ids))
    for at in range(0, len(wanted), _MANY):
        rows = connection.execute(select(cases.c.id, cases.c.key).where(cases.c.id.in_(wanted[at : at + _MANY])))
        found |= {row.id: row.key for row in rows}
    return found


def key_of(connection: Connection, id: str) -> int:  # noqa: A002 - the record's own word
    """The key of a case.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    key = connection.execute(select(cases.c.key).where(cases.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("case", id)
    return int(key)


def add(connection: Connection, draft: DocumentDraft, drafts: Sequence[CaseDraft], now: str) -> tuple[str, ...]:
    """Store a document with its cases.

    Returns:
        The ids of the cases in order, each followed by those of its children.
    """
    values: dict[str, Any] = {name: getattr(draft, name) for name in _DOCUMENT}
    added = insert(documents).values(id=new_id(), imported_at=now, **values).returning(documents.c.key)
    document = int(connection.execute(added).scalar_one())
    ids: list[str] = []
    for case_draft in drafts:
        key = _add_case(connection, document, None, case_draft, now, ids)
        for child in case_draft.children:
            _add_case(connection, document, key, child, now, ids)
    return tuple(ids)


def _add_case(
    connection: Connection, document: int, parent: int | None, draft: CaseDraft, now: str, ids: list[str]
) -> int:
    ids.append(new_id())
    added = insert(cases).values(id=ids[-1], document_key=document, parent_key=parent, added_at=now, **row_of(draft))
    key = int(connection.execute(added.returning(cases.c.key)).scalar_one())
    add_details(connection, key, draft)
    return key


def row_of(draft: CaseDraft) -> dict[str, Any]:
    """A draft's values as they stand in its row."""
    values: dict[str, Any] = {name: getattr(draft, name) for name in _PLAIN}
    values |= {name: list(getattr(draft, name)) for name in _LISTS}
    region, speaker = draft.region, draft.speaker
    values |= {name: getattr(region, name) for name in ("province", "city", "county", "adcode", "basis")}
    values |= {"speaker_name": speaker.name, "speaker_post": speaker.post}
    values |= {"outline": [[s.heading, s.start, s.end, s.role] for s in draft.outline]}
    return values | {"spans": [[s.offset, s.length] for s in draft.spans]}


def add_details(connection: Connection, key: int, draft: CaseDraft) -> None:
    """Store a draft's themes, practices and results with a case that has none of them."""
    once = {theme.id: theme for theme in reversed(draft.themes)}
    themes = [t for t in draft.themes if once[t.id] is t]
    dropped = [name.partition(":") for name in draft.dropped]
    gone = [Theme(name, 0.0) for kind, _, name in dropped if kind == "theme" and name not in once]
    themed = [{"theme_id": t.id} | _values(t, _THEME) for t in themes]
    themed += [{"theme_id": t.id} | _values(t, _THEME) | {"status": REMOVED} for t in gone]
    _add_rows(connection, case_themes, key, themed)
    shown = {p.name for p in draft.practices}
    unnamed = [Practice(name, name) for kind, _, name in dropped if kind == "practice" and name not in shown]
    named = [_values(p, _PRACTICE) for p in draft.practices]
    named += [_values(p, _PRACTICE) | {"status": HIDDEN + p.status} for p in draft.hidden]
    named += [_values(p, _PRACTICE) | {"status": REMOVED} for p in unnamed]
    _add_rows(connection, case_practices, key, named)
    _add_rows(connection, case_results, key, [_values(r, _RESULT) for r in draft.results])


def add_to(connection: Connection, document: int, parent: int | None, draft: CaseDraft, now: str) -> tuple[str, ...]:
    """Store one more case of a stored document, with its tasks; returns their ids."""
    ids: list[str] = []
    key = _add_case(connection, document, parent, draft, now, ids)
    for child in draft.children:
        _add_case(connection, document, key, child, now, ids)
    return tuple(ids)


def _values(record: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _add_rows(connection: Connection, table: Table, key: int, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [{"case_key": key, **row} for row in rows])


def document(connection: Connection, id: str) -> Document:  # noqa: A002 - the record's own word
    """A stored document with its text.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    row = connection.execute(select(documents).where(documents.c.id == id)).first()
    if row is None:
        raise errors.NoSuchRecord("document", id)
    return Document(id=row.id, imported_at=row.imported_at, **_values(row, _DOCUMENT))


def fingerprints(connection: Connection) -> frozenset[str]:
    """Of every stored document."""
    return frozenset(connection.execute(select(documents.c.fingerprint)).scalars())


def get(connection: Connection, ids: Sequence[str]) -> tuple[Case, ...]:
    """The cases in the order asked for.

    Raises:
        errors.NoSuchRecord: one of them is not there.
    """
    made: dict[str, Case] = {}
    wanted = list(dict.fromkeys(ids))
    for at in range(0, len(wanted), _MANY):
        made |= _get(connection, wanted[at : at + _MANY])
    for id in wanted:  # noqa: A001 - the record's own word
        if id not in made:
            raise errors.NoSuchRecord("case", id)
    return tuple(made[wanted_id] for wanted_id in ids)


def _get(connection: Connection, ids: Sequence[str]) -> dict[str, Case]:
    parent = cases.alias("parent")
    heads = [documents.c[n].label(f"d_{n}") for n in ("id", "path", "origin", "name", *_HEAD)]
    counted = select(func.count()).where(notes.c.case_key == cases.c.key).scalar_subquery()
    asked = (
        select(cases, *heads, parent.c.id.label("parent_id"), counted.label("notes"))
        .add_columns(reading.c.progress, reading.c.position, reading.c.opened_at)
        .join(documents, documents.c.key == cases.c.document_key)
        .outerjoin(parent, parent.c.key == cases.c.parent_key)
        .outerjoin(reading, reading.c.key == cases.c.key)
        .where(cases.c.id.in_(ids))
    )
    rows = connection.execute(asked).all()
    details = [_details(connection, t, [row.key for row in rows]) for t in _DETAILS]
    return {row.id: _case(row, *(of[row.key] for of in details)) for row in rows}


_HEAD = ("title", "publisher", "published", "reporter", "source_note")
_DETAILS = (case_themes, case_practices, case_results, case_tags)


def _details(connection: Connection, table: Table, wanted: list[int]) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.case_key.in_(wanted)).order_by(table.c.key)):
        rows[row.case_key].append(row)
    return rows


def _case(row: Row[Any], themes: list[Any], practices: list[Any], results: list[Any], tags: list[Any]) -> Case:
    draft = DocumentDraft(
        path=row.d_path, name=row.d_name, text="", fingerprint="", origin=row.d_origin,
        **{name: getattr(row, f"d_{name}") for name in _HEAD},
    )  # fmt: skip
    plain = _values(row, _PLAIN) | {name: tuple(getattr(row, name)) for name in _LISTS}
    return Case(
        id=row.id,
        document=DocumentHead(row.d_id, row.d_path, row.d_title or row.d_name, draft.source_line, row.d_origin),
        parent_id=row.parent_id,
        starred=bool(row.starred),
        progress=row.progress or 0.0,
        position=row.position or 0,
        opened_at=row.opened_at,
        notes=row.notes,
        tags=tuple(sorted(t.tag for t in tags)),
        speaker=Speaker(row.speaker_name, row.speaker_post),
        region=Region(row.province, row.city, row.county, row.adcode, row.basis),
        themes=tuple(Theme(t.theme_id, **_values(t, _THEME)) for t in themes if t.status != REMOVED),
        practices=tuple(
            Practice(**_values(p, _PRACTICE))
            for p in practices
            if p.status != REMOVED and not p.status.startswith(HIDDEN)
        ),
        results=tuple(Result(**_values(r, _RESULT)) for r in results),
        outline=tuple(Section(*section) for section in row.outline),
        spans=tuple(Span(*span) for span in row.spans),
        **plain,
    )


def children(connection: Connection, id: str) -> list[int]:  # noqa: A002 - the record's own word
    """The keys of a plan's tasks in their order."""
    parent = key_of(connection, id)
    asked = select(cases.c.key).where(cases.c.parent_key == parent).order_by(cases.c.key)
    return list(connection.execute(asked).scalars())


def remove(connection: Connection, wanted: Iterable[int], step: Callable[[int], None] = lambda _: None) -> list[str]:
    """Delete cases with their tasks, notes and places on shelves; documents left without a case go too.

    Args:
        connection: A write.
        wanted: Keys of cases.
        step: Told how many are gone so far; may raise to stop.

    Returns:
        The ids of all cases that went.
    """
    gone: list[str] = []
    doomed = list(dict.fromkeys(wanted))
    for at in range(0, len(doomed), _MANY):
        step(at)
        some = among(doomed[at : at + _MANY])
        rows = connection.execute(
            select(cases.c.key, cases.c.id, cases.c.document_key)
            .where(or_(cases.c.key.in_(some), cases.c.parent_key.in_(some)))
            .order_by(cases.c.key)
        ).all()
        gone += [row.id for row in rows]
        _remove(connection, [row.key for row in rows], sorted({row.document_key for row in rows}))
    return gone


def _remove(connection: Connection, doomed: list[int], papers: list[int]) -> None:
    mine = among(doomed)
    # Table by table rather than by cascade: history then plays long runs back, not single rows.
    of_notes = select(notes.c.key).where(notes.c.case_key.in_(mine))
    for table in (note_tags, note_versions, note_links):
        connection.execute(delete(table).where(table.c.note_key.in_(of_notes)))
    kin.drop(connection, doomed)
    for table in (notes, *_DETAILS, shelf_cases):
        connection.execute(delete(table).where(table.c.case_key.in_(mine)))
    connection.execute(delete(reading).where(reading.c.key.in_(mine)))
    connection.execute(delete(cases).where(cases.c.key.in_(mine)))
    kept = select(literal(1)).where(cases.c.document_key == documents.c.key).exists()
    connection.execute(delete(documents).where(documents.c.key.in_(among(papers)), ~kept))


def of_origin(connection: Connection, origin: str) -> list[int]:
    """The keys of all cases whose documents came that way."""
    asked = select(cases.c.key).join(documents, documents.c.key == cases.c.document_key)
    return list(connection.execute(asked.where(documents.c.origin == origin).order_by(cases.c.key)).scalars())


def origins(connection: Connection) -> frozenset[str]:
    """Every origin among the documents."""
    return frozenset(connection.execute(select(documents.c.origin).distinct()).scalars())


def rename(connection: Connection, key: int, title: str) -> None:
    """Give a case another title."""
    connection.execute(update(cases).where(cases.c.key == key).values(title=title))


def set_plain(connection: Connection, wanted: Iterable[int], **values: str | int | None) -> None:
    """Give cases these values of plain fields (owner, year, province, city, county, adcode, basis)."""
    rows = [{"wanted": key} for key in wanted]
    if rows and values:
        connection.execute(update(cases).where(cases.c.key == bindparam("wanted")).values(**values), rows)


def star(connection: Connection, wanted: Iterable[int], *, on: bool) -> None:
    """Put a star on cases or take it off."""
    rows = [{"wanted": key} for key in wanted]
    if rows:
        connection.execute(update(cases).where(cases.c.key == bindparam("wanted")).values(starred=int(on)), rows)


def tag(connection: Connection, wanted: Iterable[int], add: Iterable[str], remove: Iterable[str]) -> None:
    """Put tags on cases and take others off."""
    wanted, added, taken = list(wanted), _tags(add), _tags(remove)
    rows = [{"case_key": key, "tag": one} for key in wanted for one in added]
    if rows:
        connection.execute(upsert(case_tags).on_conflict_do_nothing(), rows)
    for key in wanted if taken else ():
        connection.execute(delete(case_tags).where(case_tags.c.case_key == key, case_tags.c.tag.in_(taken)))


def _tags(given: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in given if one.strip()))


def keep_place(connection: Connection, key: int, position: int, progress: float, now: str) -> bool:
    """Remember where a person is reading; progress is a share from 0 to 1.

    Returns:
        Whether the case went from unread to begun or to its end, or back.
    """
    share = min(max(progress, 0.0), 1.0)
    before = connection.execute(select(reading.c.progress).where(reading.c.key == key)).scalar() or 0.0
    values = {"progress": share, "position": max(position, 0), "opened_at": now}
    written = upsert(reading).values(key=key, **values)
    connection.execute(written.on_conflict_do_update(index_elements=["key"], set_=values))
    return (before > 0, before >= 1) != (share > 0, share >= 1)


def settle_theme(connection: Connection, key: int, theme: str, *, on: bool) -> None:
    """A person says that a case has a theme, or has it not."""
    mine = (case_themes.c.case_key == key) & (case_themes.c.theme_id == theme)
    status = "user" if on else REMOVED
    if not connection.execute(update(case_themes).where(mine).values(status=status)).rowcount:
        row = {"case_key": key, "theme_id": theme, "score": 1.0, "status": status}
        connection.execute(insert(case_themes), row)


def settle_practice(connection: Connection, key: int, name: str, *, on: bool) -> None:
    """A person says that a case has a practice, or has it not."""
    mine = (case_practices.c.case_key == key) & (case_practices.c.name == name)
    status = "user" if on else REMOVED
    if not connection.execute(update(case_practices).where(mine).values(status=status)).rowcount:
        row = {"case_key": key, "name": name, "surface": name, "type": "", "status": status}
        connection.execute(insert(case_practices), row)


def ids(connection: Connection, wanted: Iterable[int]) -> list[str]:
    """The ids of cases by their keys, in the order of the keys."""
    found: list[str] = []
    listed = sorted(set(wanted))
    for at in range(0, len(listed), _MANY):
        asked = select(cases.c.id).where(cases.c.key.in_(listed[at : at + _MANY])).order_by(cases.c.key)
        found += connection.execute(asked).scalars()
    return found


def every_id(connection: Connection) -> list[str]:
    """The ids of all cases as they came in."""
    return list(connection.execute(select(cases.c.id).order_by(cases.c.key)).scalars())
