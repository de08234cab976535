"""The tables of the search index and how a case is put into them. Knows SQL, nothing of threads or of asking.

`body` holds the pairs of characters of the texts with their places; `titles`, `names`, `headings` and `remarks` (the
notes) hold those of what stands beside the texts, apart, so that asking one of them does not read the others.
`printed` tells what of the print is lost by folding (see `db.printed`).
`thousands` holds what stands round the separators of numbers, as if they were not printed.
`every` tells which single characters a case has anywhere, `often` which pairs its text has several times. Rows are
only added: a case has the row of its own key, or, once that has been used, one from `MOVED` on; `live` tells which
row speaks for which case since when, and which are stale. `common` holds answers that are long (see `db.common`).
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import secrets
from collections import Counter
from typing import TYPE_CHECKING

from db import printed, words
from db.entries import COLUMNS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from db.entries import Entry

MOVED = 1 << 40
HEADS = ("titles", "names", "headings", "remarks")
GROUPED, PRINTED = "thousands", "printed"
OFTEN = (3, 8)
"""A pair that stands in a text as many times is also listed with this number before it."""
BOUND = "bound"
"""What `meta` calls the row below which the answers in `common` speak; none is added there while they are kept."""
_HASH = 32 << 20
"""Bytes SQLite collects before it writes a piece of the index; less of them means less merging later."""
_MERGED = 400
"""Pages merged between two moments at which others may write."""


def reset(raw: sqlite3.Connection) -> None:
    """Make all tables anew and empty."""
    for table in ("body", *HEADS, GROUPED, PRINTED, "every", "often", "live", "meta", "common"):
        raw.execute(f"DROP TABLE IF EXISTS main.{table}")
    marks = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum())
    tokenize = "\"ascii tokenchars '" + marks.replace("'", "''").replace('"', '""') + "'\""
    common = f"content='', columnsize=0, tokenize={tokenize}"
    raw.execute(f"CREATE VIRTUAL TABLE main.body USING fts5(text, {common})")
    for table in HEADS:
        raw.execute(f"CREATE VIRTUAL TABLE main.{table} USING fts5(text, {common})")
    raw.execute(f"CREATE VIRTUAL TABLE main.{GROUPED} USING fts5({', '.join(COLUMNS)}, {common})")
    raw.execute(f"CREATE VIRTUAL TABLE main.every USING fts5(characters, detail=none, {common})")
    raw.execute(f"CREATE VIRTUAL TABLE main.{PRINTED} USING fts5(characters, detail=none, {common})")
    raw.execute(f"CREATE VIRTUAL TABLE main.often USING fts5(pairs, detail=none, {common})")
    raw.execute("INSERT INTO main.body (body, rank) VALUES ('hashsize', ?)", (_HASH,))
    raw.execute("CREATE TABLE main.live (row INTEGER PRIMARY KEY, key INTEGER UNIQUE, serial INTEGER NOT NULL)")
    raw.execute("CREATE INDEX main.live_serial ON live (serial)")
    raw.execute("CREATE TABLE main.meta (name TEXT PRIMARY KEY, value TEXT)")
    add_common(raw)
    raw.executemany("INSERT INTO main.meta VALUES (?, ?)", [("era", secrets.token_hex(8)), ("serial", "0")])


def add_common(raw: sqlite3.Connection) -> None:
    """The table an index of older make has not."""
    raw.execute("CREATE TABLE IF NOT EXISTS main.common (question TEXT PRIMARY KEY, rows BLOB)")
    raw.execute("CREATE INDEX IF NOT EXISTS main.common_open ON common (question) WHERE rows IS NULL")


def forget_common(raw: sqlite3.Connection) -> None:
    """Let no answer that was written down speak any longer."""
    raw.execute("DELETE FROM main.common")
    raw.execute("DELETE FROM main.meta WHERE name = ?", (BOUND,))


def meta(raw: sqlite3.Connection) -> dict[str, str]:
    """What the index says of itself."""
    return {str(name): str(value) for name, value in raw.execute("SELECT name, value FROM main.meta")}


def commit_meta(raw: sqlite3.Connection, **values: object) -> None:
    """Write these values down, and that something changed."""
    for name, value in values.items():
        raw.execute("INSERT OR REPLACE INTO main.meta VALUES (?, ?)", (name, str(value)))
    raw.execute("UPDATE main.meta SET value = value + 1 WHERE name = 'serial'")


def missing(raw: sqlite3.Connection, limit: int, after: int = 0) -> list[int]:
    """Keys of cases, from some key on, that no row speaks for."""
    sql = "SELECT key FROM cases WHERE key > ? AND NOT EXISTS (SELECT 1 FROM live WHERE live.key = cases.key)"
    return [row[0] for row in raw.execute(f"{sql} ORDER BY key LIMIT ?", (after, limit))]


def forget(raw: sqlite3.Connection, keys: list[int]) -> int:
    """From now on no row speaks for these cases; returns how many did. Committed with the next `commit_meta`."""
    serial = int(meta(raw)["serial"]) + 1
    sql = "UPDATE live SET key = NULL, serial = ? WHERE key = ?"
    return max(0, raw.executemany(sql, [(serial, key) for key in keys]).rowcount) if keys else 0


def take_in(raw: sqlite3.Connection, taken: list[Entry], stop: Callable[[], bool] = lambda: False) -> int:
    """Put cases in, as many as there is time for. Committed with the next `commit_meta`.

    Returns:
        The number of cases taken in.
    """
    known = meta(raw)
    serial, bound = int(known["serial"]) + 1, int(known.get(BOUND, 0))
    for done, entry in enumerate(taken):
        if stop():
            return done
        row = _row(raw, entry.key)
        if row < bound:
            forget_common(raw)
            bound = 0
        title, names, text, source, notes = entry.columns
        body = " ".join(words.tokens(run) for run in (*text, *source))
        heads = zip(HEADS, (title, names, entry.heads, notes), strict=True)
        every = " ".join(set().union(*(run for runs in entry.columns for run in runs)))
        raw.execute("INSERT INTO main.body (rowid, text) VALUES (?, ?)", (row, body))
        for table, runs in heads:
            if runs:
                held = " ".join(map(words.tokens, runs))
                raw.execute(f"INSERT INTO main.{table} (rowid, text) VALUES (?, ?)", (row, held))
        if any(entry.windows):
            held_ = [" ".join(map(words.tokens, each)) for each in entry.windows]
            raw.execute(
                f"INSERT INTO main.{GROUPED} (rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)", (row, *held_)
            )
        raw.execute("INSERT INTO main.every (rowid, characters) VALUES (?, ?)", (row, every))
        if entry.printed:
            told = printed.tokens(entry.printed.every())
            raw.execute(f"INSERT INTO main.{PRINTED} (rowid, characters) VALUES (?, ?)", (row, told))
        raw.execute("INSERT INTO main.often (rowid, pairs) VALUES (?, ?)", (row, _often(body)))
        raw.execute("INSERT INTO main.live VALUES (?, ?, ?)", (row, entry.key, serial))
    return len(taken)


def _row(raw: sqlite3.Connection, key: int) -> int:
    used = raw.execute("SELECT 1 FROM live WHERE row = ?", (key,)).fetchone()
    if not used:
        return key
    last = int(raw.execute("SELECT max(row) FROM live").fetchone()[0])
    return max(MOVED, last + 1)


def _often(body: str) -> str:
    counted = Counter(body.split(" "))
    return " ".join(f"{level}{pair}" for pair, count in counted.items() for level in OFTEN if count >= level)


def tidy(raw: sqlite3.Connection, *, begin: bool) -> bool:
    """Merge some of the pieces a large import left; returns whether there is more to do."""
    more = False
    for table in ("body", "every", *HEADS, GROUPED, PRINTED, "often"):
        before = raw.total_changes
        pages = -_MERGED if begin else _MERGED
        raw.execute(f"INSERT INTO main.{table} ({table}, rank) VALUES ('merge', ?)", (pages,))
        more |= raw.total_changes - before >= 2  # as the manual says: fewer when nothing was left to merge
    return more
