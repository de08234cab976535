"""Help with asking: suggestions while typing, what was asked before, a query explained, advice when nothing is found.

Part of an open library. Nothing here changes what a query finds; nothing offered is applied unasked. No SQL.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from app.services.questions import Questions
from app.task import QUIET, Cancelled, Task
from db import asked, query, synonyms, words
from db.answers import Advice, Explained, Step, Suggestion
from db.clauses import WORDED, Clause, Group, Near, Query, Term
from db.engine import now
from db.variants import Options, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from db.engine import Moment
    from db.known import Known
    from db.search import Search

_STEPS = 50
"""Clauses that are explained."""
_VARIANTS = 8


class Asking(Questions):
    """The part of a library that helps to ask."""

    if TYPE_CHECKING:

        def _writing(self, label: str) -> AbstractContextManager[tuple[Moment, set[str]]]: ...

    @cached_property
    def _known(self) -> Known:
        from db.known import Known

        return Known()

    def suggest(self, typed: str, cursor: int, task: Task = QUIET) -> tuple[Suggestion, ...]:
        """What may be meant by the clause at the cursor, the likeliest first.

        Raises:
            Cancelled: the task was stopped.
        """
        from app.services import suggesting

        with self._searching(task) as (connection, search):
            found = suggesting.suggest(
                typed,
                cursor,
                lambda kind: self._known.listing(connection, search.view, kind),
                self._known.asked(asked.past(connection)),
                sorted(search.view.counted("year"), reverse=True),
                lambda: search.view.part("results").results,
            )
            at = suggesting.piece(typed, cursor)
            counted: Iterable[Suggestion] = (_counted(search, one) for one in found)
            if at.field:
                counted = suggesting.closest(list(counted), at)
            return tuple(islice((one for one in counted if one.count != 0 or one.kind == "field"), suggesting.SHOWN))

    def remember(self, text: str) -> None:
        """Keep a search for later; one that asks nothing, or a library that cannot be written, keeps nothing."""
        plain = " ".join(text.split())
        if self._store.read_only or len(plain) > asked.LONGEST or not query.parse(plain).clauses:
            return
        with self._store.writing("搜索", undoable=False) as connection:
            asked.remember(connection, plain, now())

    def past(self, limit: int = 20) -> tuple[str, ...]:
        """What was asked before, the newest first."""
        with self._reading() as connection:
            return asked.past(connection, limit)

    def forget(self, text: str | None = None) -> None:
        """Forget one search, or all of them."""
        with self._store.writing("清除搜索记录", undoable=False) as connection:
            asked.forget(connection, text)

    def synonyms(self) -> tuple[tuple[str, ...], ...]:
        """Groups of words that find each other."""
        with self._reading() as connection:
            return synonyms.every(connection)

    def set_synonyms(self, groups: Iterable[Sequence[str]]) -> None:
        """Have these groups of words find each other, and no others. One undo step."""
        kept = synonyms.tidied(groups)
        if kept != self.synonyms():
            with self._writing("改同义词") as (connection, _):
                synonyms.replace(connection, kept)

    def explain(self, text: str, task: Task = QUIET, *, options: Options = Options()) -> Explained:  # noqa: B008
        """A query in one sentence, and what each of its clauses finds alone and leaves.

        Raises:
            Cancelled: the task was stopped.
        """
        from app.services import telling

        read = query.parse(text)
        with self._searching(task, options) as (connection, search):
            groups = synonyms.every(connection)
            called = {words.flat(theme): name for theme, name in search.view.part("taxonomy").names.items()}

            def named(theme: str) -> str:
                return called.get(words.flat(theme), theme)

            left = search.view.all
            steps: list[Step] = []
            for clause in read.clauses[:_STEPS]:
                alone = search.matching(Query((clause,)))
                left &= alone
                found = search.told(Query((clause,)), alone).bit_count()
                kept = search.told(Query(read.clauses[: len(steps) + 1]), left).bit_count()
                also = tuple(dict.fromkeys(_variants(clause, options, groups)))[:_VARIANTS]
                steps.append(Step(str(clause), telling.clause(clause, named), found, kept, also))
            for clause in read.clauses[_STEPS:]:
                left &= search.matching(Query((clause,))) if left else 0
            return Explained(telling.sentence(read, search.told(read, left).bit_count(), named), tuple(steps))

    def advise(self, text: str, task: Task = QUIET, *, options: Options = Options()) -> Advice:  # noqa: B008
        """Why a query finds nothing, and what would find something; empty when it does find something.

        Raises:
            Cancelled: the task was stopped.
        """
        from app.services.advising import Adviser

        def check() -> None:
            if task.stopped():
                raise Cancelled

        with self._searching(task, options) as (connection, search):
            return Adviser(
                query=query.parse(text),
                count=search.size,
                listings=lambda kind: self._known.listing(connection, search.view, kind),
                stands=lambda piece: bool(search.matching(_said(piece))),
                check=check,
            ).advise()


def _said(piece: str) -> Query:
    return Query((Clause((Term(None, piece, phrase=True),)),))


def _counted(search: Search, one: Suggestion) -> Suggestion:
    """The suggestion with the number of cases it would find."""
    read = query.parse(one.query)
    if one.kind == "past" or one.open:
        return one
    return Suggestion(one.kind, one.label, one.query, search.size(read))


def _variants(clause: Clause, options: Options, groups: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """What is looked for besides the words typed."""
    for operand in clause.any:
        if isinstance(operand, Group):
            for inner in operand.query.clauses:
                yield from _variants(inner, options, groups)
        elif isinstance(operand, Near):
            for word in operand.words:
                yield from spellings(word, options, groups)
        elif isinstance(operand, Term) and (operand.field is None or operand.field in WORDED):
            yield from spellings(operand.value, options, groups)
