"""Practices as cards: who does each of them, where, since when, in which words, with which results.

Takes the open library; merging, renaming and hiding are the library's own deeds. No SQL, no window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from app.extract.tables import rows
from app.formats.paragraphs import paragraph_at
from app.services.recording import value_in_words
from app.task import QUIET, Cancelled, Task
from app.wording import place
from db import pinyin, practices, practised, words
from db.bits import bitmap, members
from db.query import UNPLACED

if TYPE_CHECKING:
    from app.services.library import Library
    from db.practised import Spot
    from db.records import Case
    from db.search import Search

By = Literal["count", "name", "since"]
DOERS = 60
"""Cases told on one card; how many more there are is said."""
_RESULTS, _BESIDE, _QUOTE = 3, 6, 220
_MARKS = "。！？\n"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which practices are listed."""

    words: str = ""
    """Characters of the name or of the words it stands in, or pinyin."""
    type: str = ""
    theme: str = ""
    """Id; cases with the theme, or one below it."""
    region: str = ""
    """Province."""
    standing: bool = False
    """National institutions too."""
    guessed: bool = False
    """Also those that are only suggested."""
    hidden: bool = False
    by: By = "count"


@dataclass(frozen=True, slots=True)
class Practised:
    """One line of the list."""

    name: str
    type: str
    cases: int
    """Among those that are looked at."""
    guessed: int
    since: int | None
    """Earliest year of a case that has it."""
    surfaces: tuple[str, ...]
    standing: bool = False
    hidden: bool = False
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The list, and what it can be narrowed by: value, name, number of practices."""

    listed: tuple[Practised, ...] = ()
    standing: int = 0
    """National institutions that are not listed."""
    types: tuple[tuple[str, str, int], ...] = ()
    themes: tuple[tuple[str, str, int], ...] = ()
    """With the number of cases."""
    regions: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Doer:
    """One case of a practice."""

    case_id: str
    title: str
    who: str
    where: str
    year: int | None
    sure: bool
    quote: str
    marked: tuple[int, int]
    """Where the practice's words stand in the quote."""
    start: int
    end: int
    """The same in the case's text."""
    paragraph: int | None
    results: tuple[str, ...]
    beside: bool
    """Whether the results stand in the same part of the text."""
    asked: bool = False
    """A plan asks for it; nobody is told to do it."""


@dataclass(frozen=True)
class Card:
    """A practice, whole."""

    name: str
    type: str
    doers: tuple[Doer, ...]
    total: int
    """Cases that have it, told or not."""
    guessed: int
    since: int | None
    first: str
    """Who was first, as far as years are known."""
    regions: tuple[tuple[str, int], ...]
    surfaces: tuple[tuple[str, int], ...]
    beside: tuple[tuple[str, int], ...]
    """Practices of the same cases, with how many."""
    formerly: tuple[str, ...] = ()
    hidden: bool = False
    standing: bool = False


@lru_cache(maxsize=1)
def standing() -> frozenset[str]:
    """The names of standing national institutions, which every hospital has."""
    return frozenset(name for name, _, flag, *_ in rows("practices", "dictionary.tsv") if flag == "N" and name != "*")


def catalogue(
    library: Library, narrowing: Narrowing, case_ids: Collection[str] | None = None, task: Task = QUIET
) -> Catalogue:
    """The practices of the library, or of some of its cases.

    Raises:
        Cancelled: the task was stopped.
    """
    with library.searching(task) as (connection, search):
        base = _base(search, case_ids)
        narrowed = _narrowed(search, base, narrowing)
        counts = search.view.counted("practice").counts(narrowed, search.view.all)
        among = set(members(narrowed)) if narrowing.guessed or narrowing.hidden else set()
        more = practised.unconfirmed(connection) if among else {}
        since = practised.first_years(connection)
        known = practices.every(connection)
        themes, regions = _themes(search, base), _regions(search, base)
    _check(task)
    made = []
    for one in known:
        held = len(more.get(one.name, set()) & among)
        if one.hidden:
            cases, guessed = (held if narrowing.hidden else 0), 0
        else:
            cases, guessed = counts.get(one.name, 0), held if narrowing.guessed else 0
        if cases or guessed:
            made.append(
                Practised(one.name, one.type, cases, one.open, since.get(one.name), one.surfaces,
                          one.name in standing(), one.hidden, one.formerly)
            )  # fmt: skip
    told = [line for line in made if narrowing.standing or not line.standing]
    types = Counter(line.type for line in told if line.type)
    listed = [line for line in told if narrowing.type in ("", line.type)]
    found = _spelt(listed, narrowing.words, task)
    return Catalogue(
        tuple(sorted(found, key=lambda line: _order(line, narrowing.by))),
        len(made) - len(told),
        tuple((name, name, many) for name, many in types.most_common()),
        themes,
        regions,
    )


def card(library: Library, name: str, task: Task = QUIET) -> Card | None:
    """A practice with everything that is known of it; None when no case has it any more.

    Raises:
        Cancelled: the task was stopped.
    """
    with library.searching(task) as (connection, search):
        rules = practices.rules(connection)
        name = rules.get(name) or name
        found = practised.spots(connection, name)
        if not found:
            return None
        surfaces = practised.seen_in(connection, name)
        named = next((one for one in practices.every(connection) if one.name == name), None)
        bits = search.view.counted("practice").get(name)
        regions = search.view.counted("region").counts(bits, search.view.all) if bits else {}
        beside = search.view.counted("practice").counts(bits, search.view.all) if bits else {}
    of_case: dict[str, list[Spot]] = {}
    for spot in found:
        of_case.setdefault(spot.case_id, []).append(spot)
    order = sorted(of_case, key=lambda key: not any(spot.sure for spot in of_case[key]))
    doers = []
    for case in library.cases(order[:DOERS]):
        _check(task)
        doers.append(_doer(case, of_case[case.id]))
    sure = [key for key in order if any(spot.sure for spot in of_case[key])]
    dated = [doer for doer in doers if doer.year is not None and doer.sure]
    first = min(dated, key=lambda doer: doer.year or 0, default=None)
    others = sorted(
        (pair for pair in beside.items() if pair[0] != name and pair[0] not in standing()),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Card(
        name, named.type if named else "", tuple(doers), len(sure), len(order) - len(sure),
        first.year if first else None, first.who if first else "",
        tuple(sorted(regions.items(), key=lambda pair: (pair[0] == UNPLACED, -pair[1], pair[0]))),
        tuple(surfaces.items()), tuple(others[:_BESIDE]),
        named.formerly if named else (), bool(named and named.hidden), name in standing(),
    )  # fmt: skip


# --- inside


def _base(search: Search, case_ids: Collection[str] | None) -> int:
    if case_ids is None:
        return search.view.all
    wanted, ids = set(case_ids), search.view.ids
    return bitmap([key for key in members(search.view.all) if ids[key] in wanted])


def _narrowed(search: Search, base: int, narrowing: Narrowing) -> int:
    if narrowing.theme:
        base &= search.view.counted("theme").get(narrowing.theme)
    if narrowing.region:
        base &= search.view.counted("region").get(narrowing.region)
    return base


def _themes(search: Search, base: int) -> tuple[tuple[str, str, int], ...]:
    """The themes in the order of the taxonomy, as far as there are cases."""
    taxonomy = search.view.part("taxonomy")
    counts = search.view.counted("theme").counts(base, search.view.all)
    return tuple((id_, taxonomy.names[id_], counts[id_]) for id_ in taxonomy.names if counts.get(id_))


def _regions(search: Search, base: int) -> tuple[tuple[str, str, int], ...]:
    counts = search.view.counted("region").counts(base, search.view.all)
    order = sorted(counts.items(), key=lambda pair: (pair[0] == UNPLACED, -pair[1], pair[0]))
    return tuple((name, name, many) for name, many in order)


def _spelt(listed: Sequence[Practised], typed: str, task: Task) -> list[Practised]:
    """Those whose name, or words, hold what was typed; or whose name is spelt so."""
    wanted, letters = words.flat(typed), pinyin.typed(typed)
    if not wanted:
        return list(listed)
    found = []
    for line in listed:
        _check(task)
        folded = [words.flat(one) for one in (line.name, *line.surfaces, *line.formerly)]
        if any(wanted in one for one in folded) or (letters and pinyin.spelled(letters, folded[0]) is not None):
            found.append(line)
    return found


def _order(line: Practised, by: By) -> tuple[object, ...]:
    name = words.flat(line.name).lstrip('"“《')
    if by == "name":
        return (pinyin.syllables(name), name)
    if by == "since":
        return (line.since is None, line.since or 0, -line.cases, name)
    return (-line.cases, -line.guessed, name)


def _doer(case: Case, spots: Sequence[Spot]) -> Doer:
    spot = next((one for one in spots if one.start is not None and one.sure), spots[0])
    start, end = spot.start, spot.end
    quote, marked = "", (0, 0)
    if start is not None and end is not None and 0 <= start < end <= len(case.text):
        quote, marked = _quoted(case.text, start, end)
    results, beside = _results(case, start)
    return Doer(
        case.id, case.title, case.site or case.owner or case.title, place(case.region), case.year,
        any(one.sure for one in spots), quote, marked, start or 0, end or 0,
        paragraph_at(case.text, start) if quote and start is not None else None, results, beside,
        case.kind in ("plan", "plan_task"),
    )  # fmt: skip


def _quoted(text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    """The sentence of a place, cut to what can be read at a glance, and where the place is in it."""
    first = max(text.rfind(mark, 0, start) for mark in _MARKS) + 1
    ends = [at for mark in _MARKS if (at := text.find(mark, end)) >= 0]
    last = min(ends, default=len(text))
    last += last < len(text) and text[last] != "\n"
    room = max(0, (_QUOTE - (end - start)) // 2)
    low, high = max(first, start - room), min(last, end + room)
    before, after = "……" if low > first else "", "……" if high < last else ""
    return before + text[low:high] + after, (start - low + len(before), end - low + len(before))


def _results(case: Case, start: int | None) -> tuple[tuple[str, ...], bool]:
    """Figures of the same part of the text, else the first of the case; and whether they are of the same part."""
    known = [one for one in case.results if one.type == "result" and one.status != "suggested"]
    near = []
    if start is not None:
        part = next((s for s in case.outline if s.start <= start < s.end), None)
        low, high = (part.start, part.end) if part else _paragraph(case.text, start)
        near = [one for one in known if one.start is not None and low <= one.start < high]
    chosen = (near or known)[:_RESULTS]
    return tuple(f"{one.metric} {value_in_words(one, case.text)}".strip() for one in chosen), bool(near)


def _paragraph(text: str, at: int) -> tuple[int, int]:
    last = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if last < 0 else last


def _check(task: Task) -> None:
    if task.stopped():
        raise Cancelled
