"""Answers queries: words by the index (and by plain scan of what the index has not seen), fields by bitmaps.

One `Searcher` serves all readers of a library; one `Search` is one question at one moment of the library.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any

from db import words
from db.entries import COLUMNS, entries
from db.facets import SHOWN, Facets, bitmap, members
from db.query import Clause, Query, Term, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from db.index import SearchIndex, Seen

_LONGEST = 64
"""Folded characters of a word the index is asked for; longer ones are checked in the text."""
_SCANNED = 50
_WEIGHTS = "10.0, 5.0, 1.0, 0.5, 2.0"
_DEEPEST = 8
"""Smart shelves within smart shelves."""


class Searcher:
    """What readers of one library share: bitmaps, and which row of the index stands for which case."""

    def __init__(self, index: SearchIndex) -> None:
        self.facets = Facets()
        self._index = index
        self._lock = threading.Lock()
        self._live: tuple[int, dict[int, int], int] = (-1, {}, 0)

    def search(self, connection: Connection, check: Callable[[], None]) -> Search:
        """A question to be asked in this connection's transaction; `check` raises when nobody wants the answer."""
        seen = self._index.pin(connection)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
        rows, live = self._rows(raw, seen)
        return Search(self, raw, seen, rows, live, check)

    def _rows(self, raw: sqlite3.Connection, seen: Seen) -> tuple[dict[int, int], int]:
        if not seen.sound:
            return {}, 0
        with self._lock:
            serial, rows, live = self._live
        if serial != seen.serial:
            try:
                rows = dict(raw.execute("SELECT row, key FROM idx.live"))
            except sqlite3.DatabaseError as error:
                self.doubt(error)
                return {}, 0
            live = bitmap(rows.values())
            with self._lock:
                self._live = (seen.serial, rows, live)
        return rows, live

    def doubt(self, error: sqlite3.DatabaseError) -> None:
        """Do without the index from now on, unless the read was only stopped."""
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise error
        self._index.doubt(error)


class Search:
    """One question at one moment."""

    def __init__(
        self,
        searcher: Searcher,
        raw: sqlite3.Connection,
        seen: Seen,
        rows: dict[int, int],
        live: int,
        check: Callable[[], None],
    ) -> None:
        self.view = view = searcher.facets.view(raw)
        self._searcher = searcher
        self._raw = raw
        self._rows = rows
        self._check = check
        behind = raw.execute("SELECT case_key FROM pending WHERE change > ?", (seen.change,))
        self._unseen = view.all & (~live | bitmap(row[0] for row in behind))
        self._known: dict[str, int] = {}
        self._scanned: list[tuple[int, tuple[str, ...]]] | None = None

    def matching(self, query: Query, depth: int = 0) -> int:
        """The cases a query asks for."""
        bits = self.view.all
        for clause in query.clauses:
            if not bits:
                break
            bits &= self._clause(clause, depth)
        return bits

    @staticmethod
    def keys(bits: int) -> list[int]:
        """The keys in a bitmap, in the order the cases were added."""
        return members(bits)

    def counts(self, query: Query) -> tuple[int, dict[str, dict[str, int]]]:
        """The cases of a query, and for every facet how many each value would leave."""
        per_field: dict[str | None, int] = {}
        for clause in query.clauses:
            self._check()
            owner = clause.field if clause.field in SHOWN else None
            before = per_field.get(owner, self.view.all)
            per_field[owner] = before & self._clause(clause, 0) if before else 0
        every = self.view.all
        for bits in per_field.values():
            every &= bits
        counted = {}
        for facet in SHOWN:
            own = "region" if facet in ("city", "county") else facet
            base = self.view.all
            for name, bits in per_field.items():
                base &= bits if name != own else base
            both = ((value, (bits & base).bit_count()) for value, bits in self.view.counted(facet).items())
            counted[facet] = {value: count for value, count in both if count}
            self._check()
        return every, counted

    def ranked(self, query: Query, bits: int) -> list[int]:
        """The keys of the cases, the best first; without words in the order they were added."""
        keys = members(bits)
        clauses = [[words.flat(t.value) for t in c.any if t.field is None] for c in query.clauses if not c.negated]
        wanted = [[w for w in clause if w] for clause in clauses]
        wanted = [clause for clause in wanted if clause]
        if not wanted:
            return keys
        tiers = self._tiers([w for clause in wanted for w in clause])
        scores = self._scores(wanted)
        return sorted(keys, key=lambda key: (-tiers.get(key, 0), scores.get(key, 0.0), key))

    def _clause(self, clause: Clause, depth: int) -> int:
        bits = 0
        for term in clause.any:
            bits |= self._term(term, depth)
        return self.view.all & ~bits if clause.negated else bits

    def _term(self, term: Term, depth: int) -> int:
        if term.field is None:
            wanted = words.flat(term.value)
            return self._text(wanted) if wanted else self.view.all
        if term.field == "shelf":
            return self._shelf(term.value, depth)
        return self.view.matching(term)

    def _shelf(self, name: str, depth: int) -> int:
        part = self.view.part("shelves")
        bits = part.values["shelf"].get(name, 0)
        if name in part.queries and depth < _DEEPEST:
            bits |= self.matching(parse(part.queries[name]), depth + 1)
        return bits

    def _text(self, wanted: str) -> int:
        if wanted not in self._known:
            self._check()
            asked = wanted[:_LONGEST]
            hits = bitmap(self._hits(asked)) & self.view.all
            hits &= ~self._unseen  # read after asking: it grows when the index turns out to be damaged
            if asked != wanted:
                hits = bitmap(key for key, runs in self._runs(members(hits)) if any(wanted in run for run in runs))
            self._known[wanted] = hits | self._scan(wanted)
        return self._known[wanted]

    def _hits(self, wanted: str, columns: str = "") -> list[int]:
        if not self._rows:
            return []
        table, match = "words", columns + words.phrase(wanted)
        if len(wanted) == 1:
            table, match = "characters", '"' + wanted.replace('"', '""') + '"'
        sql = f"SELECT group_concat(rowid) FROM idx.{table} WHERE {table} MATCH ?"
        ((found,),) = self._indexed(sql, match) or ((None,),)
        rows = self._rows
        return [rows[row] for row in map(int, found.split(",")) if row in rows] if found else []

    def _indexed(self, sql: str, match: str) -> list[Any]:
        """Ask the index; when it is damaged nothing, and everything is scanned from now on."""
        try:
            return self._raw.execute(sql, (match,)).fetchall()
        except sqlite3.DatabaseError as error:
            self._searcher.doubt(error)
            self._rows, self._unseen, self._scanned = {}, self.view.all, None
            return []

    def _scan(self, wanted: str) -> int:
        """What the index has not seen, word for word."""
        if self._scanned is None:
            self._scanned = self._runs(members(self._unseen))
        return bitmap(key for key, runs in self._scanned if any(wanted in run for run in runs))

    def _runs(self, keys: list[int]) -> list[tuple[int, tuple[str, ...]]]:
        read = []
        for at in range(0, len(keys), _SCANNED):
            self._check()
            taken = entries(self._raw, keys[at : at + _SCANNED])
            read += [(entry.key, tuple(run for runs in entry.columns for run in runs)) for entry in taken]
        return read

    def _tiers(self, wanted: list[str]) -> dict[int, int]:
        """How many of the words stand in the title (these weigh more) and among the names."""
        tiers: dict[int, int] = {}
        for column, weight in ((COLUMNS[0], 100), (COLUMNS[1], 1)):
            for word in wanted:
                if len(word) > 1:
                    hits = self._hits(word[:_LONGEST], f"{column} : ")
                elif column == COLUMNS[0]:
                    hits = [r[0] for r in self._raw.execute("SELECT key FROM cases WHERE instr(title, ?)", (word,))]
                else:
                    hits = []
                for key in hits:
                    tiers[key] = tiers.get(key, 0) + weight
        return tiers

    def _scores(self, wanted: list[list[str]]) -> dict[int, float]:
        longer = [[w[:_LONGEST] for w in clause if len(w) > 1] for clause in wanted]
        match = " AND ".join("(" + " OR ".join(map(words.phrase, clause)) + ")" for clause in longer if clause)
        if not match or not self._rows:
            return {}
        self._check()
        sql = f"SELECT rowid, bm25(words, {_WEIGHTS}) FROM idx.words WHERE words MATCH ?"
        rows = self._rows
        return {rows[row]: round(score, 6) for row, score in self._indexed(sql, match) if row in rows}
