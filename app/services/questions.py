"""What can be asked of an open library. Questions may come on any thread, several at once, and can be stopped.

No SQL here (see `db`), no words for people (see `app.messages`).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from app.task import QUIET, Cancelled, Task
from db import cases, errors, listing, notes, ordering, proofs, query, shelves, similar, themes
from db.ids import Ids
from db.records import Found, Shelf, ThemeNode, Totals
from db.search import Search, Searcher
from db.variants import Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.answers import Line
    from db.engine import Moment, Store
    from db.ordering import By, Group
    from db.proofs import Proof
    from db.query import Query
    from db.records import Case, CaseRow, Document, Mark, Note

Sort = Literal["relevance", "title", "place", "code", "owner", "year", "kind", "added", "opened", "progress"]
How = Literal["only", "and", "or", "not"]
ALL = Options()
"""Everything is overlooked that can be."""


class Questions:
    """The asking half of a library."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._searcher = Searcher(store.index)

    def find(
        self,
        query: str = "",
        *,
        sort: Sort = "relevance",
        then: Sort = "relevance",
        by: By = "pinyin",
        group: Group | None = None,
        limit: int = 50,
        offset: int = 0,
        options: Options = ALL,
        task: Task = QUIET,
        facets: bool = True,
    ) -> Found:
        """Answer a query: exact total and counts, the ids of all hits in order, and one page of rows.

        Args:
            query: As typed.
            sort: The order of what is found.
            then: The order of those that are equal in the first.
            by: How names are compared.
            group: A field whose values are to stand together, each value's cases in the order asked for.
            limit: Rows wanted.
            offset: Rows left out before them.
            options: What is overlooked when text is compared.
            task: Stops the answer, in the middle of a statement too.
            facets: False for the rows sooner; ask for `counts` after.

        Raises:
            Cancelled: the task was stopped.
        """
        began = time.perf_counter()
        asked = self.query(query)
        with self._searching(task, options) as (connection, search):
            if facets:
                bits, counted = search.counts(asked)
            else:
                bits, counted = search.told(asked, search.matching(asked)), {}
            first, last = max(offset, 0), max(offset, 0) + max(limit, 0)
            looked = None
            groups: tuple[tuple[str, int], ...] = ()
            if sort == "relevance" and group is None:
                best, looked = search.best(asked, bits)
                keys, ids = search.ordered(best, bits, last)
            else:
                keys = search.ranked(asked, bits) if "relevance" in (sort, then) else search.keys(bits)
                orders = () if sort == "relevance" else (sort, then)
                keys, groups = ordering.arranged(connection, keys, orders, by, group)
                ids = Ids([search.view.ids[key] for key in keys])
            words = looked.asked if looked else search.asked(asked, bits)
            shown = listing.rows(connection, keys[first:last], words, looked)
        elapsed = (time.perf_counter() - began) * 1000
        return Found(
            query=str(asked), total=len(ids), elapsed_ms=elapsed, rows=shown, ids=ids, facets=counted, groups=groups
        )

    def counts(self, query: str = "", *, options: Options = ALL, task: Task = QUIET) -> dict[str, dict[str, int]]:
        """The counts of `find` alone.

        Raises:
            Cancelled: the task was stopped.
        """
        with self._searching(task, options) as (_, search):
            return search.counts(self.query(query))[1]

    def lines(self, case_id: str, query: str, task: Task = QUIET, *, options: Options = ALL) -> tuple[Line, ...]:
        """Every hit of a query in one case, with what stands round it.

        Raises:
            Cancelled: the task was stopped.
            db.errors.NoSuchRecord: there is no such case.
        """
        with self._searching(task, options) as (connection, search):
            return search.lines(cases.key_of(connection, case_id), self.query(query))

    def why(self, case_id: str, query: str, *, options: Options = ALL) -> tuple[str, ...]:
        """Why a case stands where it stands among the hits: what counted and how much, the sum first.

        Raises:
            db.errors.NoSuchRecord: there is no such case.
        """
        with self._searching(QUIET, options) as (connection, search):
            return search.why(cases.key_of(connection, case_id), self.query(query))

    def last_proof(self) -> Proof | None:
        """When searching was last compared with reading every text; None before the first `check`."""
        with self._reading() as connection:
            return proofs.last(connection)

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

    def there(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Those of some cases that exist, in the order asked for."""
        with self._reading() as connection:
            known = cases.keys(connection, ids)
            return tuple(one for one in ids if one in known)

    def document(self, id: str) -> Document:  # noqa: A002 - the record's own word
        """A document with its original text."""
        with self._reading() as connection:
            return cases.document(connection, id)

    def children(self, case_id: str) -> tuple[CaseRow, ...]:
        """The tasks of a plan."""
        with self._reading() as connection:
            return listing.rows(connection, cases.children(connection, case_id))

    def marks(self, query: str, text: str, *, options: Options = ALL) -> tuple[Mark, ...]:
        """Where the query's words, or what they are looked for as, stand in any text: on its original characters."""
        with self._searching(QUIET, options) as (_, search):
            return search.marks(self.query(query), text)

    def similar(self, case_id: str, limit: int = 5) -> tuple[tuple[CaseRow, str], ...]:
        """Other cases with the same practices and themes, and in words what is the same."""
        with self._searching(QUIET) as (connection, search):
            found = similar.similar(search.view, cases.key_of(connection, case_id), limit)
            shown = listing.rows(connection, [key for key, _ in found])
            return tuple(zip(shown, [reason for _, reason in found], strict=True))

    def notes(self, case_id: str | None = None) -> tuple[Note, ...]:
        """The notes of a case in the order of its text; without a case all notes, newest first."""
        with self._reading() as connection:
            return notes.every(connection) if case_id is None else notes.of_case(connection, case_id)

    def shelves(self) -> tuple[Shelf, ...]:
        """All shelves with their counts."""
        with self._searching(QUIET) as (connection, search):
            return tuple(
                replace(shelf, count=search.size(query.Query((query.Clause((query.term("shelf", shelf.path),)),))))
                for shelf in shelves.every(connection)
            )

    def totals(self) -> Totals:
        """Counts for the fixed shelves."""
        with self._searching(QUIET) as (_, search):
            unread, begun = search.size(self.query("有:未读")), search.size(self.query("有:在读"))
            starred, noted = search.size(self.query("有:星标")), search.size(self.query("有:笔记"))
            return Totals(all=search.size(self.query("")), unread=unread, reading=begun, starred=starred, noted=noted)

    def themes(self) -> tuple[ThemeNode, ...]:
        """The library's themes in the order of the taxonomy."""
        with self._reading() as connection:
            return themes.every(connection)

    def tags(self) -> dict[str, int]:
        """Every tag with the number of cases it stands on, by itself or by a note."""
        with self._searching(QUIET) as (_, search):
            every = search.view.all
            return dict(sorted(search.view.counted("tag").counts(every, every).items()))

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
    def _searching(self, task: Task, options: Options = ALL) -> Iterator[tuple[Moment, Search]]:
        def check() -> None:
            if task.stopped():
                raise Cancelled

        check()
        with self._reading(task) as connection:
            yield connection, self._searcher.search(connection, check, options)

    def _theme_words(self, value: str) -> str:
        """A theme's name when it has it for itself, else its id."""
        known = self.themes()
        name = next((theme.name for theme in known if theme.id == value), value)
        return name if sum(theme.name == name for theme in known) == 1 else value
