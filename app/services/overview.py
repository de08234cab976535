"""How many cases of a scope have what: by region, theme, year, practice and grade of evidence, for 图览.

Counts are those the list would show: of cases that tell one story only one counts. Knows the library, no drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.task import QUIET, Cancelled, Task
from db import cases, listing, stories, themes
from db.bits import bitmap
from db.query import UNPLACED, parse, term
from db.search import asks_kin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.services.library import Library
    from db.engine import Moment
    from db.records import CaseRow, ThemeNode
    from db.search import Search

_PAIR = "\x00"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a click on a mark asks for: a value its cases have, or with `not` have not."""

    field: str
    value: str
    how: Literal["and", "not"] = "and"


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Counts of a scope; what no case has is left out."""

    total: int = 0
    kin: int = 0
    """Cases left out of the total because another tells the same story."""
    regions: Mapping[str, int]
    """By province; `UNPLACED` for those of no place."""
    themes: Mapping[str, int]
    """By id; a theme holds what those below it hold."""
    heat: Mapping[tuple[str, str], int]
    """By theme and province."""
    years: Mapping[str, int]
    undated: int = 0
    practices: Mapping[str, int]
    evidence: Mapping[str, int]
    """By grade, 0 to 4."""
    taxonomy: tuple[ThemeNode, ...] = ()


NOTHING = Overview(regions={}, themes={}, heat={}, years={}, practices={}, evidence={})


def overview(library: Library, ids: Sequence[str], query: str | None = None, task: Task = QUIET) -> Overview:
    """Count a scope.

    Args:
        library: Where the cases are; ids of none are passed over.
        ids: The scope, in any order.
        query: What finds them in the list; then cases that only repeat one of them count with it, as they do there.
        task: Stops it.

    Raises:
        Cancelled: the task was stopped.
    """
    with library.searching(task) as (connection, search):
        base = _base(connection, search, ids, query)
        return _Counting(search, base, query, task).overview(themes.every(connection))


def listed(
    library: Library, ids: Sequence[str], query: str | None, choices: Sequence[Choice], limit: int, task: Task = QUIET
) -> tuple[int, tuple[CaseRow, ...]]:
    """How many cases of a scope a mark stands for, and the first of them; arguments as those of `overview`."""
    with library.searching(task) as (connection, search):
        bits = _base(connection, search, ids, query)
        for choice in choices:
            held = search.view.matching(term(choice.field, _words(choice, themes.every(connection))))
            bits &= held if choice.how == "and" else ~held
        keys = search.keys(search.told(parse(query or ""), bits))
        return len(keys), listing.rows(connection, keys[:limit])


def asked(library: Library, query: str, choices: Iterable[Choice]) -> str:
    """A query narrowed by what a mark stands for; what it asks for already is not asked for twice."""
    for choice in choices:
        made = library.choose(query, choice.field, choice.value, choice.how)
        query = made if len(parse(made).clauses) > len(parse(query).clauses) else query
    return query


def _words(choice: Choice, known: Iterable[ThemeNode]) -> str:
    names = {one.id: one.name for one in known} if choice.field == "theme" else {}
    alone = list(names.values()).count(names.get(choice.value, "")) == 1
    return names[choice.value] if alone else choice.value


def _base(connection: Moment, search: Search, ids: Sequence[str], query: str | None) -> int:
    """The scope's cases, with those the list folds into them."""
    bits = bitmap(list(cases.keys(connection, ids).values()))
    kin = search.view.part("kin")
    if query is None or not bits & kin.all:
        return bits
    matching = search.matching(parse(query))
    folded = 0
    for keys in kin.stories.values():
        story = bitmap(keys)
        folded |= story if story & bits else 0
    return bits | folded & matching


class _Counting:
    """The counts of one set of cases."""

    def __init__(self, search: Search, base: int, query: str | None, task: Task) -> None:
        self._view, self._base, self._task = search.view, base, task
        kin = search.view.part("kin")
        apart = query is not None and asks_kin(parse(query))
        self._twins = 0 if apart else base & kin.all
        self._stories = kin.stories if self._twins else {}
        self._further = stories.further(self._stories, self._twins)

    def overview(self, taxonomy: tuple[ThemeNode, ...]) -> Overview:
        """All of them."""
        dated = self._view.counted("year")
        undated = self._base & ~dated.union(dated)
        return Overview(
            total=self._size(self._base),
            kin=self._further.bit_count(),
            regions=self._of("region"),
            themes=self._of("theme"),
            heat=self._heat(),
            years=self._of("year"),
            undated=self._size(undated),
            practices=self._of("practice"),
            evidence=self._of("evidence"),
            taxonomy=taxonomy,
        )

    def _size(self, bits: int) -> int:
        twins = self._twins & bits
        return (bits & ~stories.further(self._stories, twins)).bit_count() if twins else bits.bit_count()

    def _of(self, facet: str) -> dict[str, int]:
        self._check()
        values = self._view.counted(facet)
        found = values.counts(self._base, self._view.all)
        if self._twins:
            repeated = stories.repeated(self._stories, self._twins, values.of_cases(self._twins))
            found = {value: count - repeated[value] for value, count in found.items()}
        return {value: count for value, count in found.items() if count > 0}

    def _heat(self) -> dict[tuple[str, str], int]:
        themed, placed = self._view.counted("theme"), self._view.counted("region")
        places = {place: placed.get(place) & self._base for place in placed}
        found: dict[tuple[str, str], int] = {}
        for theme in themed:
            self._check()
            held = themed.get(theme)
            for place, bits in places.items():
                if count := (held & bits).bit_count():
                    found[theme, place] = count
        if not self._twins:
            return found
        at, of = placed.of_cases(self._twins), themed.of_cases(self._twins)
        pairs = {key: [f"{theme}{_PAIR}{place}" for theme in of[key] for place in at[key]] for key in of}
        for pair, count in stories.repeated(self._stories, self._twins, pairs).items():
            theme, _, place = pair.partition(_PAIR)
            found[theme, place] -= count
        return found

    def _check(self) -> None:
        if self._task.stopped():
            raise Cancelled


__all__ = ["NOTHING", "UNPLACED", "Choice", "Overview", "asked", "listed", "overview"]
