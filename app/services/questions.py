"""What can be asked of an open library. Questions may come on any thread, several at once, and can be stopped.

No SQL here (see `db`), no words for people (see `app.messages`).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from app.task import QUIET, Cancelled, Task
from db import cases, errors, listing, notes, query, shelves, similar, themes, words
from db.records import Found, Shelf, ThemeNode, Totals
from db.search import Search, Searcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.engine import Moment, Store
    from db.query import Query
    from db.records import Case, CaseRow, Document, Mark, Note

Sort = Literal["relevance", "title", "place", "year", "added", "opened"]
How = Literal["only", "and", "or", "not"]


class Questions:
    """The asking half of a library."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._searcher = Searcher(store.index)

    def find(
        self, query: str = "", *, sort: Sort = "relevance", limit: int = 50, offset: int = 0, task: Task = QUIET
    ) -> Found:
        """Answer a query: exact total and counts, the ids of all hits in order, and one page of rows.

        Raises:
            Cancelled: the task was stopped.
        """
        began = time.perf_counter()
        asked = self.query(query)
        with self._searching(task) as (connection, search):
            bits, counted = search.counts(asked)
            if sort == "relevance":
                keys = search.ranked(asked, bits)
            else:
                keys = listing.ordered(connection, search.keys(bits), sort)
            ids = tuple(search.view.ids[key] for key in keys)
            page = keys[max(offset, 0) : max(offset, 0) + max(limit, 0)]
            shown = listing.rows(connection, page, _folded(asked))
        elapsed = (time.perf_counter() - began) * 1000
        return Found(query=str(asked), total=len(ids), elapsed_ms=elapsed, rows=shown, ids=ids, facets=counted)

    def query(self, text: str) -> Query:
        """Read a query as typed. Never fails."""
        return query.parse(text)

    def choose(self, text: str, field: str, value: str, how: How) -> str:
        """The query text after a click on a facet's value; clicking what is chosen already frees it again."""
        if field == "theme":
            value = self._theme_words(value)
        if field == "kind":
            value = query.KINDS.get(value, value)
        ways = {"only": query.only, "and": query.also, "or": query.either, "not": query.without}
        return str(ways[how](query.parse(text), field, value))

    def case(self, id: str) -> Case:  # noqa: A002 - the record's own word
        """One case, whole.

        Raises:
            db.errors.NoSuchRecord: there is none.
        """
        return self.cases([id])[0]

    def cases(self, ids: Sequence[str]) -> tuple[Case, ...]:
        """Several cases, whole, in the order asked for."""
        with self._reading() as connection:
            return cases.get(connection, ids)

    def document(self, id: str) -> Document:  # noqa: A002 - the record's own word
        """A document with its original text."""
        with self._reading() as connection:
            return cases.document(connection, id)

    def children(self, case_id: str) -> tuple[CaseRow, ...]:
        """The tasks of a plan."""
        with self._reading() as connection:
            return listing.rows(connection, cases.children(connection, case_id), ())

    def marks(self, query: str, text: str) -> tuple[Mark, ...]:
        """Where the query's words stand in any text, exactly on the original characters."""
        return listing.marks(_folded(self.query(query)), text)

    def similar(self, case_id: str, limit: int = 5) -> tuple[tuple[CaseRow, str], ...]:
        """Other cases with the same practices and themes, and in words what is the same."""
        with self._searching(QUIET) as (connection, search):
            found = similar.similar(search.view, cases.key_of(connection, case_id), limit)
            shown = listing.rows(connection, [key for key, _ in found], ())
            return tuple(zip(shown, [reason for _, reason in found], strict=True))

    def notes(self, case_id: str | None = None) -> tuple[Note, ...]:
        """The notes of a case in the order of its text; without a case all notes, newest first."""
        with self._reading() as connection:
            return notes.every(connection) if case_id is None else notes.of_case(connection, case_id)

    def shelves(self) -> tuple[Shelf, ...]:
        """All shelves with their counts."""
        with self._searching(QUIET) as (connection, search):
            return tuple(
                shelf if shelf.query is None else _counted(shelf, search.matching(query.parse(shelf.query)))
                for shelf in shelves.every(connection)
            )

    def totals(self) -> Totals:
        """Counts for the fixed shelves."""
        with self._searching(QUIET) as (_, search):
            view = search.view
            unread = (view.all & ~view.part("reading").all).bit_count()
            starred, noted = view.part("starred").all.bit_count(), view.part("notes").all.bit_count()
            return Totals(all=view.all.bit_count(), unread=unread, starred=starred, noted=noted)

    def themes(self) -> tuple[ThemeNode, ...]:
        """The library's themes in the order of the taxonomy."""
        with self._reading() as connection:
            return themes.every(connection)

    def tags(self) -> dict[str, int]:
        """Every tag with the number of cases it stands on, by itself or by a note."""
        with self._searching(QUIET) as (_, search):
            counted = search.view.counted("tag")
            return {tag: counted[tag].bit_count() for tag in sorted(counted)}

    def fingerprints(self) -> frozenset[str]:
        """Of every document, to know a file that is here already."""
        with self._reading() as connection:
            return cases.fingerprints(connection)

    @contextmanager
    def _reading(self, task: Task = QUIET) -> Iterator[Moment]:
        try:
            with self._store.reading(task.stopped) as connection:
                yield connection
        except errors.Stopped as error:
            raise Cancelled from error

    @contextmanager
    def _searching(self, task: Task) -> Iterator[tuple[Moment, Search]]:
        def check() -> None:
            if task.stopped():
                raise Cancelled

        check()
        with self._reading(task) as connection:
            yield connection, self._searcher.search(connection, check)

    def _theme_words(self, value: str) -> str:
        """A theme's name when it has it for itself, else its id."""
        known = self.themes()
        name = next((theme.name for theme in known if theme.id == value), value)
        return name if sum(theme.name == name for theme in known) == 1 else value


def _folded(asked: Query) -> tuple[str, ...]:
    return tuple(folded for word in asked.words if (folded := words.flat(word)))


def _counted(shelf: Shelf, bits: int) -> Shelf:
    return Shelf(id=shelf.id, name=shelf.name, query=shelf.query, count=bits.bit_count())
