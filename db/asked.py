"""What was asked before: the last searches of a library, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from db.models import searches, sound

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEPT = 200
LONGEST = 500
"""Characters of a search that is remembered."""


def remember(connection: Connection, text: str, now: str) -> None:
    """Keep a search as the newest; the oldest beyond what is kept are forgotten."""
    newest = func.coalesce(select(func.max(searches.c.key)).scalar_subquery(), 0) + 1
    added = insert(searches).values(key=newest, text=text, used_at=now, times=1)
    again = {"times": searches.c.times + 1, "used_at": now, "key": newest}
    connection.execute(added.on_conflict_do_update(index_elements=[searches.c.text], set_=again))
    kept = select(searches.c.key).order_by(searches.c.key.desc()).limit(KEPT)
    connection.execute(delete(searches).where(searches.c.key.not_in(kept)))


def past(connection: Connection, limit: int = KEPT) -> tuple[str, ...]:
    """The last searches, newest first."""
    found = connection.execute(select(searches.c.text).order_by(searches.c.key.desc()).limit(max(limit, 0)))
    return tuple(found.scalars())


def forget(connection: Connection, text: str | None) -> None:
    """Forget one search, or all of them."""
    wanted = delete(searches)
    connection.execute(wanted if text is None else wanted.where(searches.c.text == sound(text)))
