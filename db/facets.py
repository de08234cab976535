"""What a library's fields say of its cases, in memory, at one moment of the library.

Each part of the library is loaded when first asked for. When the library's book-keeping says that it changed since,
the changed cases alone are read again where the book-keeping still knows them. Nothing here reads words.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import loading, words
from db.clauses import GRADES
from db.query import HAS, KINDS, UNPLACED, Term
from db.tags import LABELS
from db.values import Values

if TYPE_CHECKING:
    import sqlite3

SHOWN = ("theme", "region", "city", "county", "practice", "year", "kind", "tag")
"""The facets that are counted."""
PART = {"theme": "themes", "practice": "practices", "tag": "tags"}
"""Facet -> the part it is in, when that is not the cases themselves."""
_TOO_MANY = 2000
"""Changed cases for which a part had better be loaded anew."""


@dataclass
class Facets:
    """The parts of one open library, shared by all readers."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    parts: dict[str, tuple[int, loading.Part]] = field(default_factory=dict)
    rolled: tuple[int, int, Values] = (-1, -1, Values())
    """Themes with what their children hold, as of these changes of themes and taxonomy."""
    tagged: tuple[int, Values] = (-1, Values())
    """Tags with what those below them hold, as of this change of tags."""

    def view(self, raw: sqlite3.Connection) -> View:
        """The library as this connection's transaction sees it."""
        return View(self, raw, dict(raw.execute("SELECT name, change FROM parts")))

    def part(self, raw: sqlite3.Connection, name: str, change: int) -> loading.Part:
        """A part as of that change, from memory when it is the one kept."""
        with self.lock:
            kept = self.parts.get(name)
        if kept and kept[0] == change:
            return kept[1]
        keys = _changed(raw, kept[0]) if kept and kept[0] < change else None
        made = loading.changed(raw, name, kept[1], keys) if kept and keys is not None else None
        made = made or loading.load(raw, name)
        with self.lock:
            if name not in self.parts or self.parts[name][0] < change:
                self.parts[name] = (change, made)
        return made


def _changed(raw: sqlite3.Connection, since: int) -> list[int] | None:
    """The cases changed since; None when that is forgotten or they are too many."""
    oldest = raw.execute("SELECT min(change) FROM changes").fetchone()[0]
    if oldest is None or oldest > since:
        return None
    sql = "SELECT case_key FROM pending WHERE change > ? LIMIT ?"
    keys = [row[0] for row in raw.execute(sql, (since, _TOO_MANY + 1))]
    return keys if len(keys) <= _TOO_MANY else None


class View:
    """One moment of the library: what a read asks its fields of."""

    def __init__(self, facets: Facets, raw: sqlite3.Connection, changes: dict[str, int]) -> None:
        self._facets = facets
        self._raw = raw
        self._changes = changes
        self._held: dict[str, loading.Part] = {}

    def part(self, name: str) -> loading.Part:
        """A part of the library."""
        if name not in self._held:
            self._held[name] = self._facets.part(self._raw, name, self._changes[name])
        return self._held[name]

    def changed(self, name: str) -> int:
        """The change of the library at which a part last changed."""
        return self._changes[name]

    @property
    def all(self) -> int:
        """Every case."""
        return self.part("cases").all

    @property
    def ids(self) -> list[str]:
        """Key -> id of every case; what stands at keys of none means nothing."""
        return self.part("cases").ids

    def counted(self, facet: str) -> Values:
        """The values of a facet; a theme holds what its children hold, a tag what those below it hold."""
        if facet in ("theme", "tag"):
            return self._themes() if facet == "theme" else self._tags()
        return self.part(PART.get(facet, "cases")).values[facet]

    def matching(self, term: Term) -> int:
        """The cases a field's term asks for, shelves apart."""
        wanted = words.flat(term.value)
        if term.field == "theme":
            return _named(self._themes(), wanted, self.part("taxonomy").names)
        if term.field == "practice":
            return _named(self.counted("practice"), self._called(wanted), {})
        if term.field == "tag":
            return _named(self.counted("tag"), wanted, {})
        if term.field == "label":
            return _named(self.counted("tag"), words.flat(f"{LABELS}/{term.value}"), {}, exactly=True)
        if term.field == "has":
            return self._having(term.value)
        if term.field == "year":
            return self._years(term.value)
        if term.field in ("kind", "evidence"):
            called = KINDS if term.field == "kind" else GRADES
            return self.counted(term.field).union(value for value, words in called.items() if words == term.value)
        if term.field == "region":
            return self._region(term.value)
        owners = self.part("cases").values["owner"]
        return owners.union(name for name in owners if wanted in name)

    def _called(self, practice: str) -> str:
        """What a practice is called now, by its folded name."""
        rows = self._raw.execute("SELECT name, becomes FROM practice_rules WHERE becomes IS NOT NULL")
        return next((words.flat(new) for old, new in rows if words.flat(old) == practice), practice)

    def _themes(self) -> Values:
        moment = self._changes["themes"], self._changes["taxonomy"]
        kept = self._facets.rolled
        if kept[:2] == moment:
            return kept[2]
        own, parents = self.part("themes").values["theme"], self.part("taxonomy").parents
        held = {theme: own.get(theme) for theme in own}
        for theme, bits in list(held.items()):
            above, climbed = parents.get(theme), {theme}
            while above is not None and above not in climbed:
                held[above] = held.get(above, 0) | bits
                climbed.add(above)
                above = parents.get(above)
        made = Values(common=held)
        self._facets.rolled = (*moment, made)
        return made

    def _tags(self) -> Values:
        own = self.part("tags").values["tag"]
        kept = self._facets.tagged
        if kept[0] == self._changes["tags"]:
            return kept[1]
        held: dict[str, int] = {}
        for tag in own:
            above, slash, _ = tag.rpartition("/")
            while slash and above:
                held[above] = held.get(above, own.get(above)) | own.get(tag)
                above, slash, _ = above.rpartition("/")
        # a tag above others is counted as a common one; the rest stay as they are
        rare = {tag: keys for tag, keys in own.rare.items() if tag not in held}
        of = [tuple(tag for tag in tags if tag not in held) for tags in own.of] if held else own.of
        made = Values({**own.common, **held}, rare, of) if held else own
        self._facets.tagged = (self._changes["tags"], made)
        return made

    def _having(self, what: str) -> int:
        if what == HAS["notes"]:
            return self.part("notes").all
        if what == HAS["starred"]:
            return self.part("starred").all
        if what == HAS["tags"]:
            tags = self.counted("tag")
            return tags.union(tags)
        if what == HAS["kin"]:
            return self.part("kin").all
        read = self.part("reading").all
        if what in (HAS["reading"], HAS["finished"]):
            finished = self.part("reading").finished
            return finished if what == HAS["finished"] else read & ~finished
        return read if what == HAS["read"] else self.all & ~read

    def _years(self, value: str) -> int:
        first, dots, last = value.partition("..")
        low, high = int(first or 0), int((last if dots else first) or 9999)
        years = self.counted("year")
        return years.union(year for year in years if low <= int(year) <= high)

    def _region(self, value: str) -> int:
        if value in (UNPLACED, *UNPLACED.split("/")):
            return self.counted("region").get(UNPLACED)
        if "/" in value:
            for facet in ("county", "city", "region"):
                if exact := self.counted(facet).get(value):
                    return exact
        wanted = [words.flat(piece) for piece in value.split("/") if piece.strip()]
        places = self.part("cases").values["place"]
        bits = self.all if wanted else 0
        for piece in wanted:
            bits &= places.union(name for name in places if name.startswith(piece))
        return bits


def _named(held: Values, wanted: str, names: dict[str, str], *, exactly: bool = False) -> int:
    """By id or exact name; failing that, unless it is to be exactly that, by a part of the name."""
    folded = {value: words.flat(names.get(value, value)) for value in held}
    below = wanted + "/"
    exact = [v for v, name in folded.items() if name == wanted or name.startswith(below)]
    exact += [v for v in names if v in folded and words.flat(v) == wanted and v not in exact]
    known = exact or exactly or wanted in map(words.flat, names.values())
    return held.union(exact if known else [v for v, name in folded.items() if wanted in name])
