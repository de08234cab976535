"""Where a person is in which case: what was read last, and what they say of it. Rows in, frozen records out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.models import cases, reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

AROUND = 60
"""Characters told from the place where a case was left."""


@dataclass(frozen=True, slots=True)
class Left:
    """A case that was opened: its place as a character, the share read, the words that stand there."""

    id: str
    title: str
    owner: str
    position: int
    progress: float
    opened_at: str
    words: str


def last(connection: Connection, most: int) -> tuple[Left, ...]:
    """The cases opened last, the latest first; those that were only marked as read are left out."""
    asked = (
        select(
            cases.c.id, cases.c.title, cases.c.owner, reading.c.position, reading.c.progress, reading.c.opened_at,
            func.substr(cases.c.text, reading.c.position + 1, AROUND).label("words"),
        )
        .join(cases, cases.c.key == reading.c.key)
        .where(reading.c.opened_at.is_not(None), reading.c.progress > 0)
        .order_by(reading.c.opened_at.desc(), reading.c.key.desc())
        .limit(most)
    )  # fmt: skip
    return tuple(
        Left(row.id, row.title, row.owner or "", row.position, row.progress, row.opened_at, row.words)
        for row in connection.execute(asked)
    )


def mark(connection: Connection, keys: Iterable[int], *, read: bool) -> None:
    """Say of cases that they are read, or that they are not; when they were opened stays as it was."""
    share = 1.0 if read else 0.0
    wanted = list(keys)
    if read:
        rows = [{"key": key, "progress": share, "position": 0, "opened_at": None} for key in wanted]
        if rows:
            said = upsert(reading).on_conflict_do_update(index_elements=["key"], set_={"progress": share})
            connection.execute(said, rows)
        return
    for at in range(0, len(wanted), _MANY):
        some = wanted[at : at + _MANY]
        connection.execute(update(reading).where(reading.c.key.in_(some)).values(progress=share, position=0))


_MANY = 5000
