"""The names that a link in a note may lead to, in memory, each kind kept until the library tells that it changed.

Found by a part of the name or by pinyin, as other names are (`db.known`). Knows nothing of how links are written.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from db import linked, pinyin, words
from db.known import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from db.linked import Target

Named = tuple["Target", str, str, str]
"""Kind, id, name, and what tells it from its namesakes."""
_CASES = "SELECT key, id, title, owner, year FROM cases ORDER BY key DESC"
_NOTES = (
    "SELECT id, substr(text, 1, 400), substr(quote, 1, 200), case_key FROM notes WHERE text <> '' ORDER BY key DESC"
)
_LONGEST = 80
"""Characters of a name that a listing looks at."""
_UNNAMED = "无题笔记"


@dataclass(frozen=True)
class _Kept:
    """The names of a kind, those changed last first, as of a change of its part of the library."""

    change: int = -1
    rows: Sequence[Any] = ()
    names: Sequence[str] = ()
    listing: Listing = field(default_factory=lambda: Listing(()))
    long: Sequence[int] = ()
    """Those longer than a listing looks at."""

    def found(self, wanted: str, letters: str | None, limit: int) -> Iterator[tuple[int, int]]:
        """How well a name answers (the less the better) and its number."""
        count = len(self.names)
        held = [(hit.rank, count - hit.weight) for hit in self.listing.holding(wanted, limit)]
        yield from held
        yield from ((2, at) for at in self.long if wanted in words.flat(self.names[at]))
        if letters and len(held) < limit:
            yield from ((3, count - hit.weight) for hit in self.listing.spelled(letters, limit))


class LinkNames:
    """Those of one open library, shared by all readers."""

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._cases, self._notes = _Kept(), _Kept()

    def find(self, connection: Connection, typed: str, but: str, limit: int) -> list[Named]:
        """Names that are, begin with, hold or are spelled by what was typed; cases before notes, the latest first.

        Args:
            connection: A read.
            typed: Part of a name or its pinyin; nothing for the latest.
            but: An id that is left out.
            limit: How many are wanted.
        """
        cases, notes = self._now(connection)
        titles = {row[0]: row[2] for row in cases.rows} if notes.rows else {}
        wanted, letters = words.flat(" ".join(typed.split())), pinyin.typed(typed)
        found: dict[tuple[int, int], int] = {}
        for order, kept in enumerate((cases, notes)):
            latest = ((2, at) for at in range(min(limit + 1, len(kept.names))))
            for rank, at in kept.found(wanted, letters, limit + 1) if wanted else latest:
                found.setdefault((order, at), rank)
        listed = (
            _case(cases.rows[at]) if order == 0 else _note(notes, at, titles)
            for _, order, at in sorted((rank, *one) for one, rank in found.items())
        )
        return [one for one in listed if one[1] != but][:limit]

    def case(self, connection: Connection, name: str) -> str | None:
        """The id of the latest case of exactly that name."""
        return next((row[1] for row in self._now(connection)[0].rows if row[2] == name), None)

    def _now(self, connection: Connection) -> tuple[_Kept, _Kept]:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
        changes = dict(raw.execute("SELECT name, change FROM parts WHERE name IN ('cases', 'notes')"))
        with self._making:  # two who come together need not both do it
            if self._cases.change != changes["cases"]:
                rows = raw.execute(_CASES).fetchall()
                self._cases = _kept(self._cases, changes["cases"], rows, [row[2] for row in rows])
            if self._notes.change != changes["notes"]:
                rows = raw.execute(_NOTES).fetchall()
                before = dict(zip(self._notes.rows, self._notes.names, strict=True))
                names = [before.get(row) or linked.caption(row[1], row[2]) or _UNNAMED for row in rows]
                self._notes = _kept(self._notes, changes["notes"], rows, names)
            return self._cases, self._notes


def _kept(before: _Kept, change: int, rows: Sequence[Any], names: list[str]) -> _Kept:
    if names == before.names:
        return _Kept(change, rows, before.names, before.listing, before.long)
    listing = Listing((name, len(names) - at) for at, name in enumerate(names))
    return _Kept(change, rows, names, listing, [at for at, name in enumerate(names) if len(name) > _LONGEST])


def _case(row: Any) -> Named:  # noqa: ANN401 - a row of SQL
    return "case", row[1], row[2], " · ".join(str(part) for part in row[3:] if part)


def _note(kept: _Kept, at: int, titles: dict[int, str]) -> Named:
    id_, _, _, case = kept.rows[at]
    return "note", id_, kept.names[at], f"笔记 · {titles.get(case) or '不属于案例'}"
