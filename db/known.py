"""The names a library knows, in memory, found by a part of the name or by pinyin; and the words of the language.

Names are hospitals, practices, themes, places, tags, shelves and titles.
A listing is made again when the library's book-keeping says that its part changed. Knows nothing of queries.
"""

# ruff: noqa: S608 - the names in this SQL are our own
from __future__ import annotations

import json
import sqlite3
import threading
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from db import pinyin, words
from db.loading import COMPARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

    from db.facets import View

    Load = Callable[[sqlite3.Connection, View], list[tuple[str, int]]]

Kind = Literal["owner", "practice", "theme", "region", "tag", "shelf", "title", "metric"]
KINDS: tuple[Kind, ...] = ("practice", "theme", "owner", "region", "tag", "shelf", "title")
"""Those that are asked for by a field or as words; metrics are compared."""
_CHECKED = 300
"""Names that may be read letter by letter for one question."""
_CONTEXT = 3
"""Characters round a place that say how it is read."""
_LONGEST = 80
"""Characters of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that was found. `rank` is 0 for the name itself, 1 for its beginning, 2 for a part of it."""

    name: str
    weight: int
    rank: int
    start: int
    piece: str
    """Where the stretch found stands in the folded name, and itself."""


class Listing:
    """Names with how often they occur, the commonest first, ready to be searched."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        kept = sorted(((name, count) for name, count in counted if name), key=lambda one: (-one[1], one[0]))
        self.names = [name for name, _ in kept]
        self.weights = [count for _, count in kept]
        self.folded = [words.flat(name[:_LONGEST]) for name in self.names]
        self.joined = "\n" + "\n".join(self.folded) + "\n"
        self._starts = [0, *accumulate(len(name) + 1 for name in self.folded)]
        self._letters: tuple[str, list[int], list[int]] | None = None

    def holding(self, wanted: str, limit: int) -> list[Hit]:
        """Names that hold a folded string: whole ones, then beginnings, then the rest."""
        found: dict[int, Hit] = {}
        for sought in (f"\n{wanted}\n", f"\n{wanted}", wanted):
            at = self.joined.find(sought)
            while at >= 0 and len(found) < limit:
                number = bisect_right(self._starts, at) - 1
                start = at - self._starts[number] - (sought[0] != "\n")
                if number not in found:
                    found[number] = self._hit(number, start, start + len(wanted))
                at = self.joined.find(sought, self._starts[number + 1])
        return list(found.values())

    def spelled(self, letters: str, limit: int) -> list[Hit]:
        """Names in which the letters of `pinyin.typed` are spelled: beginnings first."""
        joined, starts, owners = self._readings()
        found: dict[int, Hit] = {}
        checked = 0
        size = len(letters.replace(" ", ""))
        for sought in (lead + cutting for lead in ("\n", "") for cutting in pinyin.cuttings(letters)):
            at = joined.find(sought)
            while at >= 0 and len(found) < limit and checked < _CHECKED:
                line = bisect_right(starts, at) - 1
                number, start = owners[line], at - starts[line] - (sought[0] != "\n")
                if number not in found:
                    checked += 1
                    length = len(sought) - (sought[0] == "\n")
                    end = start + size if size == length else self._spelled(letters, number, start, length)
                    if end:
                        found[number] = self._hit(number, start, end)
                at = joined.find(sought, starts[line + 1] if number in found else at + 1)
        return list(found.values())

    def _spelled(self, letters: str, number: int, start: int, size: int) -> int | None:
        """Where letters that begin to be spelled at a place of a name end; what is farther off is not read."""
        name = self.folded[number]
        first = max(start - _CONTEXT, 0)
        end = pinyin.spelled_at(letters, name[first : start + size + _CONTEXT], start - first)
        return None if end is None else first + end

    def _hit(self, number: int, start: int, end: int) -> Hit:
        whole = end - start == len(self.folded[number])
        return Hit(
            self.names[number],
            self.weights[number],
            0 if whole else 2 if start else 1,
            start,
            self.folded[number][start:end],
        )

    def _readings(self) -> tuple[str, list[int], list[int]]:
        if self._letters is None:
            lines: list[str] = []
            owners: list[int] = []
            for number, every in enumerate(pinyin.every_firsts(self.folded)):
                lines += every
                owners += [number] * len(every)
            starts = [0, *accumulate(len(line) + 1 for line in lines)]
            self._letters = ("\n" + "\n".join(lines) + "\n", starts, owners)
        return self._letters


class Known:
    """The listings of one open library, shared by all readers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making = {kind: threading.Lock() for kind in _LOADERS}
        self._kept: dict[str, tuple[tuple[int, ...], Listing]] = {}
        self._asked: tuple[tuple[str, ...], Listing] = ((), Listing(()))

    def listing(self, connection: Connection, view: View, kind: Kind) -> Listing:
        """The names of a kind as this connection's transaction sees them; the view is of the same."""
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
        parts, load = _LOADERS[kind]
        change = tuple(map(view.changed, parts))
        with self._lock:
            kept = self._kept.get(kind)
        if kept and kept[0] == change:
            return kept[1]
        with self._making[kind]:  # two who come together need not both do it
            with self._lock:
                kept = self._kept.get(kind)
            if kept and kept[0] == change:
                return kept[1]
            made = Listing(load(raw, view))
            with self._lock:
                self._kept[kind] = (change, made)
        return made

    def asked(self, past: tuple[str, ...]) -> Listing:
        """Past searches, the newest first, as a listing."""
        kept = self._asked
        if kept[0] != past:
            kept = self._asked = past, Listing((text, len(past) - number) for number, text in enumerate(past))
        return kept[1]


@cache
def dictionary() -> Listing:
    """The common words of the language, of two characters or more."""
    try:
        lines = words.resource("characters", "words.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return Listing(())
    pairs = (line.split("\t") for line in lines)
    return Listing((word, int(count)) for word, count in pairs if len(word) > 1)


def _counted(raw: sqlite3.Connection, *statements: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for sql in statements:
        for name, count in raw.execute(sql):
            counted[str(name)] += count
    return counted


def _owners(raw: sqlite3.Connection, _view: View) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    sql = "SELECT owner, site, owner_aliases, count(*) FROM cases GROUP BY 1, 2, 3"
    for owner, site, aliases, count in raw.execute(sql):
        _add(counted, filter(None, (owner, site if site != owner else None)), aliases, count)
    return list(counted.items())


def _regions(raw: sqlite3.Connection, _view: View) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    sql = "SELECT province, city, county, region_groups, count(*) FROM cases GROUP BY 1, 2, 3, 4"
    for *names, groups, count in raw.execute(sql):
        _add(counted, filter(None, names), groups, count)
    return list(counted.items())


def _add(counted: Counter[str], names: Iterable[str], listed: str, count: int) -> None:
    """Names, and those that stand in a column of lists, of so many cases."""
    for name in (*names, *(json.loads(listed) if listed != "[]" else ())):
        if isinstance(name, str):
            counted[name] += count


def _titles(raw: sqlite3.Connection, _view: View) -> list[tuple[str, int]]:
    return list(_counted(raw, "SELECT title, count(*) FROM cases WHERE title <> '' GROUP BY 1").items())


def _shelves(raw: sqlite3.Connection, _view: View) -> list[tuple[str, int]]:
    return list(_counted(raw, "SELECT name, 1 FROM shelves").items())


def _metrics(raw: sqlite3.Connection, _view: View) -> list[tuple[str, int]]:
    sql = f"SELECT metric, count(DISTINCT case_key) FROM case_results WHERE {COMPARED} GROUP BY 1"
    return list(_counted(raw, sql).items())


def _themes(_raw: sqlite3.Connection, view: View) -> list[tuple[str, int]]:
    held = view.counted("theme").counts(view.all, view.all)
    counted: Counter[str] = Counter()
    for theme, name in view.part("taxonomy").names.items():
        counted[name] += held.get(theme, 0)
    return list(counted.items())


def _facet(facet: str) -> Load:
    return lambda _raw, view: list(view.counted(facet).counts(view.all, view.all).items())


_LOADERS: dict[Kind, tuple[tuple[str, ...], Load]] = {
    "owner": (("cases",), _owners),
    "region": (("cases",), _regions),
    "title": (("cases",), _titles),
    "practice": (("practices",), _facet("practice")),
    "theme": (("taxonomy", "themes"), _themes),
    "tag": (("tags",), _facet("tag")),
    "shelf": (("shelves",), _shelves),
    "metric": (("results",), _metrics),
}
"""Kind -> the parts of the library it is made of, and what makes it."""
