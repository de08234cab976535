"""A stored document in another version: its rows written over in place, and marked passages put where they are now.

Keys and ids stay, and with them notes, tags, stars, shelves, kin and what a person took away. Knows rows, not how
old and new were found to belong together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from db import errors
from db.cases import REMOVED, add_details, row_of
from db.models import case_practices, case_results, case_themes, cases, documents, notes, reading, shelf_cases
from db.notes import surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

    from db.records import AnchorState, CaseDraft, DocumentDraft

_DOCUMENT = ("path", "name", "text", "encoding", "title", "publisher", "published", "reporter", "fingerprint")


def papers(connection: Connection) -> list[tuple[str, str, str]]:
    """Id, path and name of every imported document, latest last."""
    asked = select(documents.c.id, documents.c.path, documents.c.name).where(documents.c.origin == "import")
    return [(row.id, row.path, row.name) for row in connection.execute(asked.order_by(documents.c.key))]


def document_key(connection: Connection, id: str) -> int:  # noqa: A002 - the record's own word
    """The key of a document.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    key = connection.execute(select(documents.c.key).where(documents.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("document", id)
    return int(key)


def cases_of(connection: Connection, id: str) -> list[str]:  # noqa: A002 - the record's own word
    """The ids of a document's cases and tasks in their order."""
    asked = select(cases.c.id).where(cases.c.document_key == document_key(connection, id)).order_by(cases.c.key)
    return list(connection.execute(asked).scalars())


def shelved(connection: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Those of these cases that stand on a shelf."""
    asked = select(cases.c.id).join(shelf_cases, shelf_cases.c.case_key == cases.c.key)
    return frozenset(connection.execute(asked.where(cases.c.id.in_(list(ids)))).scalars())


def rewrite_document(connection: Connection, key: int, draft: DocumentDraft, now: str) -> None:
    """Write a document over with another version of it."""
    values = {name: getattr(draft, name) for name in _DOCUMENT} | {"imported_at": now}
    connection.execute(update(documents).where(documents.c.key == key).values(**values))


def rewrite_case(connection: Connection, key: int, draft: CaseDraft) -> None:
    """Write a case over; themes and practices a person took away stay away."""
    connection.execute(update(cases).where(cases.c.key == key).values(**row_of(draft)))
    connection.execute(delete(case_themes).where(case_themes.c.case_key == key, case_themes.c.status != REMOVED))
    connection.execute(
        delete(case_practices).where(case_practices.c.case_key == key, case_practices.c.status != REMOVED)
    )
    connection.execute(delete(case_results).where(case_results.c.case_key == key))
    add_details(connection, key, draft)


def write_text(connection: Connection, key: int, text: str, outline: list[list[Any]]) -> None:
    """Write a case's text over, with the places of its sections in it."""
    connection.execute(update(cases).where(cases.c.key == key).values(text=text, outline=outline))


def shift_findings(
    connection: Connection, key: int, place: Callable[[int, int], tuple[int | None, int | None]]
) -> None:
    """Put themes, practices and results of a case where `place` says their words are now."""
    for table in (case_themes, case_practices, case_results):
        asked = select(table.c.key, table.c.start, table.c.end).where(table.c.case_key == key)
        for row in connection.execute(asked).all():
            if row.start is None or row.end is None:
                continue
            start, end = place(row.start, row.end)
            if (start, end) != (row.start, row.end):
                connection.execute(update(table).where(table.c.key == row.key).values(start=start, end=end))


def taken_away(connection: Connection, key: int) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of themes and names of practices a person took away from a case."""
    themes = select(case_themes.c.theme_id).where(case_themes.c.case_key == key, case_themes.c.status == REMOVED)
    practices = select(case_practices.c.name).where(
        case_practices.c.case_key == key, case_practices.c.status == REMOVED
    )
    return frozenset(connection.execute(themes).scalars()), frozenset(connection.execute(practices).scalars())


def leave_behind(connection: Connection, key: int, flag: str) -> None:
    """Keep a case that its document does not hold any more."""
    flags = list(connection.execute(select(cases.c.flags).where(cases.c.key == key)).scalar_one())
    flagged = flags if flag in flags else [*flags, flag]
    connection.execute(update(cases).where(cases.c.key == key).values(spans=[], flags=flagged))


def move_reading(connection: Connection, key: int, position: int) -> None:
    """Put a person's place in a case elsewhere."""
    connection.execute(update(reading).where(reading.c.key == key).values(position=max(0, position)))


def place(connection: Connection, note_id: str, state: AnchorState, start: int | None, end: int | None) -> None:
    """Put a marked passage where it is now, without taking its words over; one that is lost has no place."""
    lost = state == "lost" or start is None or end is None
    values = {"anchor": "lost" if lost else state, "start": None if lost else start, "end": None if lost else end}
    connection.execute(update(notes).where(notes.c.id == note_id).values(**values))


def take(connection: Connection, note_id: str, start: int, end: int, state: AnchorState = "exact") -> None:
    """Let a note mark this stretch of its case's text, and keep its words and what stands around them.

    Raises:
        errors.NoSuchRecord: there is no such note on a case.
    """
    asked = select(cases.c.text).join(notes, notes.c.case_key == cases.c.key).where(notes.c.id == note_id)
    text = connection.execute(asked).scalar()
    if text is None:
        raise errors.NoSuchRecord("note", note_id)
    start, end = sorted((min(max(start, 0), len(text)), min(max(end, 0), len(text))))
    values = {"start": start, "end": end, "anchor": state, "quote": text[start:end]}
    values["prefix"], values["suffix"] = surroundings(text, start, end)
    connection.execute(update(notes).where(notes.c.id == note_id).values(**values))
