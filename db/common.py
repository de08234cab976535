"""Answers of the index to what stands in very many cases, written down as sets, for such questions cost it most.

Which questions those are is guessed from a sample; an answer not written down is asked of the index as ever. A set
speaks for the rows below `bound` alone, what came later is asked of the index. Rows are only ever added, so a set
stays true as long as none is added below the bound; `db.filling` forgets all sets when one is.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
import time
import zlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from db import filling, words
from db.bits import bitmap
from db.entries import entries

if TYPE_CHECKING:
    import sqlite3

    from db.entries import Entry

_MOST = 1800
"""Sets written down: so many bits for every case at most."""
WORTH = 5_000
"""Cases for which it is worth it."""
_SAMPLE = 250
_SHARE = 0.06
"""What stands in such a share of the cases is common."""
_WEIGHED = frozenset((*filling.HEADS, "often"))
"""Tables asked for every word when cases are weighed; what is common there comes first."""
_WEIGHED_SHARE = 0.02
_LONGEST = 10
_PORTION = 0.02
"""Seconds until others may write again."""
_OPEN = "SELECT question FROM main.common WHERE rows IS NULL LIMIT 1"


def question(table: str, match: str) -> str:
    """What an answer is written down under."""
    return f"{table} {match}"


def due(raw: sqlite3.Connection) -> bool:
    """Whether there are answers to be written down."""
    return _stale(raw) or raw.execute(_OPEN).fetchone() is not None


def note(raw: sqlite3.Connection) -> None:
    """Write down some answers, for a moment; first of all what is to be asked."""
    if _stale(raw):
        filling.forget_common(raw)
        sql = "SELECT max(row), count(key) FROM main.live WHERE row < ?"
        last, count = raw.execute(sql, (filling.MOVED,)).fetchone()
        raw.execute("INSERT INTO main.meta VALUES (?, ?)", (filling.BOUND, str(last + 1)))
        asked = questions(_sample(raw, max(1, count // _SAMPLE)))
        raw.executemany("INSERT INTO main.common (question) VALUES (?)", [(question(*one),) for one in asked])
    until = time.monotonic() + _PORTION
    while time.monotonic() < until and (left := raw.execute(_OPEN).fetchone()):
        table, _, match = left[0].partition(" ")
        bound = _bound(raw)
        sql = f"SELECT group_concat(rowid) FROM main.{table} WHERE {table} MATCH ? AND rowid < ?"
        found = raw.execute(sql, (match, bound)).fetchone()[0]
        bits = bitmap(json.loads(f"[{found}]")) if found else 0
        held = zlib.compress(bits.to_bytes((bound + 7) // 8, "little"))
        raw.execute("UPDATE main.common SET rows = ? WHERE question = ?", (held, left[0]))


def _stale(raw: sqlite3.Connection) -> bool:
    """Whether so many rows have come that the answers had better be made, or made anew."""
    bound = _bound(raw)
    wanted = max(WORTH, bound // 4)
    sql = "SELECT count(*) FROM (SELECT 1 FROM main.live WHERE row >= ? AND row < ? LIMIT ?)"
    return bool(raw.execute(sql, (bound, filling.MOVED, wanted)).fetchone()[0] == wanted)


def _bound(raw: sqlite3.Connection) -> int:
    return int(filling.meta(raw).get(filling.BOUND, 0))


def _sample(raw: sqlite3.Connection, every: int) -> list[Entry]:
    rows = raw.execute("SELECT key FROM main.live WHERE key % ? = 0 LIMIT ?", (every, 2 * _SAMPLE))
    keys = [row[0] for row in rows]
    return [entry for at in range(0, len(keys), 50) for entry in entries(raw, keys[at : at + 50])]


def questions(sample: list[Entry]) -> list[tuple[str, str]]:
    """What is asked of which table and stands in a good share of a sample, titles and names before the commonest."""
    least = max(2, int(_SHARE * len(sample)))
    counted: Counter[tuple[str, str]] = Counter()
    bodies = []
    for entry in sample:
        title, names, text, source, notes = entry.columns
        bodies.append((*text, *source))
        pairs = Counter(pair for run in bodies[-1] for pair in _pairs(run))
        counted.update(("body", pair) for pair in pairs)
        for table, runs in zip(filling.HEADS, (title, names, entry.heads, notes), strict=True):
            counted.update((table, pair) for pair in set().union(*map(_pairs, runs)))
        counted.update(("every", one) for one in set().union(*(run for runs in entry.columns for run in runs)))
        counted.update(("often", f"{n}{pair}") for pair, times in pairs.items() for n in filling.OFTEN if times >= n)
    few = max(2, int(_WEIGHED_SHARE * len(sample)))
    common = {asked: times for asked, times in counted.items() if times >= (few if asked[0] in _WEIGHED else least)}
    common |= {("body", run): n for run, n in _longer(bodies, {s for t, s in common if t == "body"}, least).items()}
    chosen = sorted(common, key=lambda asked: (asked[0] not in _WEIGHED, -common[asked]))[:_MOST]
    return [(table, _match(table, string)) for table, string in chosen]


def _match(table: str, string: str) -> str:
    if table in ("every", "often"):
        return '"' + string.replace('"', '""') + '"'
    return words.phrase(string)


def _pairs(run: str) -> list[str]:
    return [pair for pair in words.tokens(run).split(" ") if len(pair) == 2 and not words.stops(pair[1])]


def _longer(bodies: list[tuple[str, ...]], pairs: set[str], least: int) -> dict[str, int]:
    """Strings of more than two characters that are common too; every piece of a common string is one."""
    spots = [{(n, at) for n, run in enumerate(runs) for at in range(len(run) - 1) if run[at : at + 2] in pairs}
             for runs in bodies]  # fmt: skip
    found: dict[str, int] = {}
    for length in range(3, _LONGEST + 1):
        spots = [{(n, at) for n, at in those if (n, at + 1) in those} for those in spots]
        held: defaultdict[str, int] = defaultdict(int)
        for runs, those in zip(bodies, spots, strict=True):
            for string in {runs[n][at : at + length] for n, at in those}:
                held[string] += 1
        common = {string: times for string, times in held.items() if times >= least}
        spots = [{(n, at) for n, at in those if runs[n][at : at + length] in common}
                 for runs, those in zip(bodies, spots, strict=True)]  # fmt: skip
        found |= common
    return found
