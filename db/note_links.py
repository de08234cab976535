"""Where notes lead, and what leads to a case or a note: kept beside the notes, always derived from their text.

Stored links have ids; names are how their targets were called when last written, and are brought up to date when read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from db import linked
from db.models import cases, notes
from db.works import note_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from db.linked import Link, Target

_MANY = 5000
Names = dict[tuple[str, str], str]
"""(target, id) -> what it is called now."""


def settled(connection: Connection, text: str) -> str:
    """The text as it is to be stored: a name that one case alone has becomes a link to it, nothing is called gone."""
    wanted = {(link.target, link.id) for link in linked.links(text) if link.id}
    names = called(connection, wanted) if wanted else {}

    def settle(link: Link) -> str:
        held = link.id or _only(connection, link.name)
        return linked.written(names.get((link.target, held), link.name), held, link.paragraph, link.target)

    return linked.rewritten(text, settle)


def rename(connection: Connection, target: Target, id: str) -> None:  # noqa: A002 - the record's own word
    """A case or a note is called otherwise: so it is in the texts that lead to it, which are found by their words."""
    asked = select(notes.c.key, notes.c.text).join(note_links, note_links.c.note_key == notes.c.key)
    asked = asked.where(note_links.c.target == target, note_links.c.target_id == id).distinct()
    for row in connection.execute(asked).all():
        text = settled(connection, row.text)
        if text != row.text:
            connection.execute(update(notes).where(notes.c.key == row.key).values(text=text))


def _only(connection: Connection, title: str) -> str:
    found = list(connection.execute(select(cases.c.id).where(cases.c.title == title).limit(2)).scalars())
    return found[0] if len(found) == 1 else ""


def derive(connection: Connection, key: int, text: str) -> None:
    """Keep where the note of that key leads."""
    connection.execute(delete(note_links).where(note_links.c.note_key == key))
    if rows := rows_of(key, text):
        connection.execute(insert(note_links), rows)


def rows_of(key: int, text: str) -> list[dict[str, Any]]:
    """Where the note of that key leads, as rows."""
    held = {(link.target, link.id, link.paragraph) for link in linked.links(text) if link.id}
    return [
        {"note_key": key, "target": target, "target_id": id_, "paragraph": paragraph or None}
        for target, id_, paragraph in sorted(held)
    ]


def fresh(connection: Connection, texts: Sequence[str]) -> list[str]:
    """Texts with every link called as its target is called now; those of nothing are marked gone."""
    wanted = {(link.target, link.id) for text in texts if "[[" in text for link in linked.links(text) if link.id}
    if not wanted:
        return list(texts)
    names = called(connection, wanted)

    def renew(link: Link) -> str:
        if not link.id:
            return linked.written(link.name, paragraph=link.paragraph)
        name = names.get((link.target, link.id))
        return linked.written(name or link.name, link.id, link.paragraph, link.target, gone=name is None)

    return [linked.rewritten(text, renew) for text in texts]


def called(connection: Connection, wanted: Iterable[tuple[Target, str]]) -> Names:
    """What cases and notes are called; those that are not there are left out."""
    asked = list(wanted)
    names: Names = {}
    for some in _portions([held for target, held in asked if target == "case"]):
        rows = connection.execute(select(cases.c.id, cases.c.title).where(cases.c.id.in_(some)))
        names |= {("case", row.id): row.title for row in rows}
    for some in _portions([held for target, held in asked if target == "note"]):
        head = func.substr(notes.c.text, 1, 4000).label("head")
        rows = connection.execute(select(notes.c.id, head, notes.c.quote).where(notes.c.id.in_(some)))
        names |= {("note", row.id): linked.caption(row.head, row.quote) or "无题笔记" for row in rows}
    return names


def leading_to(connection: Connection, target: Target, id: str) -> list[str]:  # noqa: A002 - the record's own word
    """The ids of the notes with a link to this, oldest first."""
    asked = select(notes.c.id).join(note_links, note_links.c.note_key == notes.c.key)
    asked = asked.where(note_links.c.target == target, note_links.c.target_id == id)
    return list(connection.execute(asked.group_by(notes.c.key).order_by(notes.c.key)).scalars())


def leading(connection: Connection, target: Target, ids: Iterable[str]) -> frozenset[str]:
    """The ids of the cases with a note that leads to any of these."""
    asked = select(cases.c.id).join(notes, notes.c.case_key == cases.c.key)
    asked = asked.join(note_links, note_links.c.note_key == notes.c.key).where(note_links.c.target == target)
    found: set[str] = set()
    for some in _portions(list(ids)):
        found.update(connection.execute(asked.where(note_links.c.target_id.in_(some)).distinct()).scalars())
    return frozenset(found)


def counts(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """How many notes lead to each of these notes; only those to which any does."""
    found: dict[str, int] = {}
    for some in _portions(ids):
        asked = select(note_links.c.target_id, func.count(func.distinct(note_links.c.note_key)))
        mine = (note_links.c.target == "note") & note_links.c.target_id.in_(some)
        for row in connection.execute(asked.where(mine).group_by(note_links.c.target_id)):
            found[row[0]] = row[1]
    return found


def _portions(wanted: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(wanted), _MANY):
        yield list(wanted[at : at + _MANY])
