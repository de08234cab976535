"""Whether an index file is that of its library, of this program's make and not too far behind; and how one is begun.

Knows what the file says of itself, not what is found in it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import filling, words
from db.indexfile import connect, transaction

if TYPE_CHECKING:
    from pathlib import Path

VERSION = "8"
_NUMBERS = (("change", -1), ("serial", -1), (filling.BOUND, 0))


@dataclass(frozen=True, slots=True)
class Seen:
    """The moment of the library an index has seen. `serial` counts the index's own commits within its `era`."""

    change: int
    serial: int
    era: str = ""
    sound: bool = True
    """False when nothing in the index may be used."""
    bound: int = 0
    """The answers in `common` speak for the rows below it."""


def opened(path: Path, library: Path, owner: str, *, read_only: bool) -> sqlite3.Connection:
    """The index of a library as a connection that sees the library too; begun where there is none.

    Raises:
        sqlite3.DatabaseError: it is of another library, another make, too far behind, or mostly of dead rows.
        Exception: whatever else can come of a file in which anything may stand.
    """
    raw = connect(path, library, read_only=read_only)
    try:
        with transaction(raw):
            if not raw.execute("SELECT 1 FROM main.sqlite_master").fetchone():
                begin(raw, owner)
            else:
                _must_fit(raw, owner)
                filling.add_common(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def _must_fit(raw: sqlite3.Connection, owner: str) -> None:
    if not _fits(raw, owner):
        raise sqlite3.DatabaseError("not of this library as it is, or not of this version")


def _fits(raw: sqlite3.Connection, owner: str) -> bool:
    if not raw.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'meta'").fetchone():
        return False
    meta = filling.meta(raw)
    if (meta.get("version"), meta.get("owner"), meta.get("folding")) != (VERSION, owner, words.folding()):
        return False
    if not known(raw, meta):
        return False
    live, rows = rows_of(raw)
    return rows <= 2 * live + 1000


def known(raw: sqlite3.Connection, meta: dict[str, str]) -> bool:
    """Whether the moment the index has seen is one of this library's, not longer ago than it remembers."""
    sql = "SELECT 1 FROM changes WHERE change = ? AND stamp = ?"
    return raw.execute(sql, (meta.get("change"), meta.get("stamp"))).fetchone() is not None


def begin(raw: sqlite3.Connection, owner: str) -> None:
    """Make an empty index of the library as it is."""
    filling.reset(raw)
    change, stamp = raw.execute("SELECT change, stamp FROM state").fetchone()
    made = {"version": VERSION, "owner": owner, "folding": words.folding()}
    filling.commit_meta(raw, change=change, stamp=stamp, **made)


def seen(raw: sqlite3.Connection) -> Seen:
    """What a reader's connection, which has the index as `idx`, sees of it.

    Raises:
        Exception: whatever can come of a file in which anything may stand.
    """
    meta = {str(name): str(value) for name, value in raw.execute("SELECT name, value FROM idx.meta")}
    change, serial, bound = (int(meta.get(name, least)) for name, least in _NUMBERS)
    known = raw.execute(
        "SELECT 1 FROM changes, state WHERE changes.change = ? AND changes.stamp = ? AND state.id = ?",
        (change, meta.get("stamp"), meta.get("owner")),
    ).fetchone()
    return Seen(change, serial, meta.get("era", ""), sound=known is not None, bound=bound)


def rows_of(raw: sqlite3.Connection) -> tuple[int, int]:
    """How many rows speak for a case, and how many there are: rows are only ever added."""
    live, rows = raw.execute("SELECT count(key), count(*) FROM main.live").fetchone()
    return int(live), int(rows)
