"""Briefs made of headings, quotes and own words: rows in, frozen records out.

A quote knows its case by id and title and keeps how it was cited, so that it outlives it. Knows rows, not what a
source is nor how it is numbered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import delete, func, insert, select, update

from db import errors
from db.cases import new_id
from db.works import brief_parts, briefs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from db.records import AnchorState

PartKind = Literal["heading", "quote", "own", "opinion"]
"""`own` is a person's words; `opinion` own words that are an opinion and need no source."""
_KINDS = ("heading", "quote", "own", "opinion")
_PASSAGE = ("text", "case_id", "case_title", "start", "end", "prefix", "suffix", "anchor")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a brief. Only a quote has a case and a place in its text; a lost one has no place."""

    id: str
    kind: PartKind
    text: str = ""
    level: int = 1
    """Of a heading, 1 or 2."""
    case_id: str = ""
    case_title: str = ""
    start: int | None = None
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    anchor: AnchorState = "exact"
    sources: tuple[tuple[str, str], ...] = ()
    """Ids of the cases it rests on, with how each was cited."""


@dataclass(frozen=True, slots=True)
class BriefHead:
    """A brief in a list."""

    id: str
    name: str
    parts: int
    changed_at: str


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A brief, whole."""

    id: str
    name: str
    parts: tuple[Part, ...] = ()
    changed_at: str = ""


def every(connection: Connection) -> tuple[BriefHead, ...]:
    """All briefs, the one changed last first."""
    asked = select(brief_parts.c.brief_key, func.count()).group_by(brief_parts.c.brief_key)
    counts = Counter({row[0]: row[1] for row in connection.execute(asked)})
    rows = connection.execute(select(briefs).order_by(briefs.c.changed_at.desc(), briefs.c.key.desc()))
    return tuple(BriefHead(row.id, row.name, counts[row.key], row.changed_at) for row in rows)


def get(connection: Connection, id: str) -> Brief:  # noqa: A002 - the record's own word
    """One brief, whole.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    row = _row(connection, id)
    asked = select(brief_parts).where(brief_parts.c.brief_key == row.key)
    parts = connection.execute(asked.order_by(brief_parts.c.position, brief_parts.c.key))
    return Brief(id=row.id, name=row.name, parts=tuple(map(_part, parts)), changed_at=row.changed_at)


def add(connection: Connection, name: str, now: str) -> str:
    """A new brief without parts; returns its id."""
    made = new_id()
    connection.execute(insert(briefs).values(id=made, name=name, created_at=now, changed_at=now))
    return made


def rename(connection: Connection, id: str, name: str, now: str) -> None:  # noqa: A002 - the record's own word
    """Give a brief another name."""
    key = _row(connection, id).key
    connection.execute(update(briefs).where(briefs.c.key == key).values(name=name, changed_at=now))


def remove(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """Delete a brief with its parts."""
    key = _row(connection, id).key
    connection.execute(delete(briefs).where(briefs.c.key == key))


def write(connection: Connection, id: str, parts: Sequence[Part], now: str) -> None:  # noqa: A002 - likewise
    """Let a brief have exactly these parts in this order.

    Where a quote stands in its case is written when it is new and never again: what is known of it here may be older
    than what is stored.

    Raises:
        errors.NoSuchRecord: there is no such brief.
    """
    key = _row(connection, id).key
    had = {row.id: row for row in connection.execute(select(brief_parts).where(brief_parts.c.brief_key == key))}
    gone = [row.key for name, row in had.items() if name not in {part.id for part in parts}]
    if gone:
        connection.execute(delete(brief_parts).where(brief_parts.c.key.in_(gone)))
    for position, part in enumerate(parts):
        values = _values(part, position)
        old = had.get(part.id)
        if old is None:
            place = {name: getattr(part, name) for name in _PASSAGE}
            connection.execute(insert(brief_parts).values(id=part.id, brief_key=key, **values | place))
            continue
        if part.kind != "quote":
            values["text"] = part.text
        changed = {name: value for name, value in values.items() if getattr(old, name) != value}
        if changed:
            connection.execute(update(brief_parts).where(brief_parts.c.key == old.key).values(**changed))
    connection.execute(update(briefs).where(briefs.c.key == key).values(changed_at=now))


def _values(part: Part, position: int) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "position": position,
        "level": part.level,
        "sources": [list(one) for one in part.sources],
    }


def _row(connection: Connection, id: str) -> Row[Any]:  # noqa: A002 - the record's own word
    row = connection.execute(select(briefs).where(briefs.c.id == id)).first()
    if row is None:
        raise errors.NoSuchRecord("brief", id)
    return row


def _part(row: Row[Any]) -> Part:
    kind = cast("PartKind", row.kind if row.kind in _KINDS else "own")
    pairs = [one for one in row.sources if isinstance(one, list) and len(one) == 2] if row.sources else []
    return Part(
        id=row.id,
        kind=kind,
        level=min(max(row.level, 1), 2),
        sources=tuple((str(case), str(cited)) for case, cited in pairs),
        **{name: getattr(row, name) for name in _PASSAGE},
    )
