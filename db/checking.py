"""Looks a library over: is the file whole, does everything belong somewhere, do anchors stand, is the index true.

Tells what it found as facts; sentences are made elsewhere. The comparison of searching with reading is written down
in the library with its date.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db import errors, failures, proofs, query
from db.entries import entries
from db.models import cases, documents, notes
from db.proofs import Proof
from db.search import Searcher
from db.variants import Options, variants

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from db.engine import Store

_BATCH = 100
_LONGEST = 20
_LEAST, _MOST = 40, 1000
"""Terms the index is tried with, in a large library and in a small one."""
_WORK = 200_000
"""So often a term is looked for in a case, when there is a choice."""
_PLAIN = Options(numerals=False, synonyms=False)
"""What is looked for is the word itself and nothing else."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found; everything is sound when all but `cases` and `terms` are empty."""

    cases: int
    notes: int
    damage: tuple[str, ...] = ()
    """SQLite's own words."""
    strays: tuple[str, ...] = ()
    """Tables with rows that belong to nothing."""
    empty_documents: int = 0
    lost_quotes: tuple[str, ...] = ()
    """Ids of highlights whose quote no longer stands at its place."""
    terms: int = 0
    untrue: tuple[str, ...] = ()
    """Terms for which the index and a plain scan differ."""

    def record(self, store: Store, now: str) -> None:
        """Write down what came of comparing searching with reading, where that can be written."""
        if store.read_only or not self.terms:
            return
        with contextlib.suppress(errors.LibraryError), store.writing("检索比对", undoable=False) as connection:
            proofs.record(connection, Proof(now, self.cases, self.terms, len(self.untrue)))


def look(store: Store, step: Callable[[int, int], None], terms: int | None = None, seed: int | None = None) -> Findings:
    """Look everything over.

    Args:
        store: The open library.
        step: Told (done, total) as it goes; may raise to stop.
        terms: How many random terms the index is tried with; if not said, the more the fewer cases there are.
        seed: For the same terms again.
    """
    with failures.told(store.path), store.reading() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
        damage = tuple(row[0] for row in raw.execute("PRAGMA main.integrity_check(20)") if row[0] != "ok")
        if damage:
            return Findings(cases=0, notes=0, damage=damage)
        strays = {str(row[0]) for row in raw.execute("PRAGMA main.foreign_key_check")}
        kept = select(cases.c.key).where(cases.c.document_key == documents.c.key).exists()
        untrue, tried = _prove_index(store, connection, raw, step, terms, random.Random(seed))  # noqa: S311 - no secret
        return Findings(
            cases=connection.execute(select(func.count()).select_from(cases)).scalar_one(),
            notes=connection.execute(select(func.count()).select_from(notes)).scalar_one(),
            strays=tuple(sorted(strays)),
            empty_documents=connection.execute(select(func.count()).select_from(documents).where(~kept)).scalar_one(),
            lost_quotes=_lost(connection),
            terms=tried,
            untrue=untrue,
        )


def _lost(connection: Connection) -> tuple[str, ...]:
    asked = select(notes.c.id, notes.c.start, notes.c.end, notes.c.quote, cases.c.text)
    rows = connection.execute(asked.join(cases, cases.c.key == notes.c.case_key).where(notes.c.start.is_not(None)))
    return tuple(row.id for row in rows if row.text[row.start : row.end] != row.quote)


def _prove_index(
    store: Store,
    connection: Connection,
    raw: sqlite3.Connection,
    step: Callable[[int, int], None],
    terms: int | None,
    chance: random.Random,
) -> tuple[tuple[str, ...], int]:
    keys = list(connection.execute(select(cases.c.key).order_by(cases.c.key)).scalars())
    count = terms or min(_MOST, max(_LEAST, _WORK // max(1, len(keys))))
    wanted = _terms(raw, keys, count, chance)
    true: dict[str, set[int]] = {term: set() for term in wanted}
    forms = {term: variants(term, _PLAIN) for term in wanted}
    for at in range(0, len(keys), _BATCH):
        step(at, len(keys))
        for entry in entries(raw, keys[at : at + _BATCH]):
            for term in wanted:
                if any(map(entry.holds, forms[term])):
                    true[term].add(entry.key)
    search = Searcher(store.index).search(connection, lambda: None, _PLAIN)
    asked = {term: query.Query((query.Clause((query.Term(None, term, phrase=True),)),)) for term in wanted}
    untrue = [term for term in wanted if set(search.keys(search.matching(asked[term]))) != true[term]]
    step(len(keys), len(keys))
    return tuple(untrue), len(wanted)


def _terms(raw: sqlite3.Connection, keys: list[int], count: int, chance: random.Random) -> list[str]:
    """Pieces of the cases' own words, and each with its last two characters swapped, which mostly stands nowhere.

    Fewer cases give more pieces each, so that a small library is tried with as many terms as a large one.
    """
    terms: list[str] = []
    for entry in entries(raw, chance.sample(keys, min(len(keys), count))):
        runs = [run for runs in entry.columns for run in runs if run]
        for run in chance.choices(runs, k=-(-count // (2 * len(keys)))) if runs else ():
            at = chance.randrange(len(run))
            piece = run[at : at + chance.randint(1, _LONGEST)]
            terms += [piece, piece[:-2] + piece[:-3:-1]]
    return list(dict.fromkeys(terms))[:count]
