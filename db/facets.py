"""Which cases have which value of which field, as bitmaps in memory: bit n stands for the case with key n.

A Python int is the bitmap: `&` and `bit_count` on 10,000 cases take microseconds. Each part of the library is
loaded when first asked for and again when the library's book-keeping says it changed since.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import words
from db.query import HAS, KINDS, UNPLACED, Term

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

Bits = dict[str, int]
SHOWN = ("theme", "region", "city", "county", "practice", "year", "kind", "tag")
"""The facets that are counted."""
_COUNTS = "status IN ('auto', 'user')"


def bitmap(keys: Iterable[int]) -> int:
    """The bitmap with these bits."""
    listed = list(keys)
    if not listed:
        return 0
    held = bytearray(max(listed) // 8 + 1)
    for key in listed:
        held[key >> 3] |= 1 << (key & 7)
    return int.from_bytes(held, "little")


def members(bits: int) -> list[int]:
    """The keys in a bitmap, ascending."""
    keys = []
    for at, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            keys += [at * 8 + bit for bit in _BITS[byte]]
    return keys


_BITS = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]


@dataclass
class Part:
    """One part of the library in memory."""

    values: dict[str, Bits] = field(default_factory=dict)
    all: int = 0
    ids: dict[int, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)


class Facets:
    """The bitmaps of one open library, shared by all readers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: dict[str, tuple[int, Part]] = {}

    def view(self, raw: sqlite3.Connection) -> View:
        """The library as this connection's transaction sees it."""
        return View(self, raw, dict(raw.execute("SELECT name, change FROM parts")))

    def part(self, raw: sqlite3.Connection, name: str, change: int) -> Part:
        """A part as of that change, from memory when it is the one kept."""
        with self._lock:
            kept = self._parts.get(name)
        if kept and kept[0] == change:
            return kept[1]
        made = _LOADERS[name](raw)
        with self._lock:
            self._parts[name] = (change, made)
        return made


class View:
    """One moment of the library: what a read asks its bitmaps of."""

    def __init__(self, facets: Facets, raw: sqlite3.Connection, changes: dict[str, int]) -> None:
        self._facets = facets
        self._raw = raw
        self._changes = changes
        self._held: dict[str, Part] = {}

    def part(self, name: str) -> Part:
        """A part of the library."""
        if name not in self._held:
            self._held[name] = self._facets.part(self._raw, name, self._changes[name])
        return self._held[name]

    @property
    def all(self) -> int:
        """Every case."""
        return self.part("cases").all

    @property
    def ids(self) -> dict[int, str]:
        """Key -> id of every case."""
        return self.part("cases").ids

    def counted(self, facet: str) -> Bits:
        """The values of a facet; a theme holds what its children hold."""
        if facet == "theme":
            return self._themes()
        part = facet + "s" if facet in ("practice", "tag") else "cases"
        return self.part(part).values[facet]

    def matching(self, term: Term) -> int:
        """The cases a field's term asks for, shelves apart."""
        wanted = words.flat(term.value)
        if term.field == "theme":
            return self._named(self._themes(), wanted, self.part("taxonomy").names)
        if term.field in ("practice", "tag"):
            return self._named(self.counted(term.field), wanted, {})
        if term.field == "has":
            return self._having(term.value)
        if term.field == "year":
            return self._years(term.value)
        if term.field == "kind":
            kinds = self.part("cases").values["kind"]
            return _union(bits for kind, bits in kinds.items() if KINDS.get(kind) == term.value)
        if term.field == "region":
            return self._region(term.value)
        owners = self.part("cases").values["owner"]
        return _union(bits for name, bits in owners.items() if wanted in name)

    def _themes(self) -> Bits:
        held = dict(self.part("themes").values["theme"])
        parents = self.part("taxonomy").parents
        for theme, bits in list(held.items()):
            above, climbed = parents.get(theme), {theme}
            while above is not None and above not in climbed:
                held[above] = held.get(above, 0) | bits
                climbed.add(above)
                above = parents.get(above)
        return held

    @staticmethod
    def _named(values: Bits, wanted: str, names: dict[str, str]) -> int:
        """By id or exact name; failing that, by a part of the name."""
        folded = {value: words.flat(names.get(value, value)) for value in values}
        exact = [v for v, name in folded.items() if wanted in (name, words.flat(v)) or name.startswith(wanted + "/")]
        known = exact or wanted in map(words.flat, names.values())
        return _union(values[v] for v in (exact if known else [v for v, name in folded.items() if wanted in name]))

    def _having(self, what: str) -> int:
        if what == HAS["notes"]:
            return self.part("notes").all
        if what == HAS["starred"]:
            return self.part("starred").all
        if what == HAS["tags"]:
            return _union(self.counted("tag").values())
        read = self.part("reading").all
        return read if what == HAS["read"] else self.all & ~read

    def _years(self, value: str) -> int:
        first, dots, last = value.partition("..")
        low, high = int(first or 0), int((last if dots else first) or 9999)
        return _union(bits for year, bits in self.counted("year").items() if low <= int(year) <= high)

    def _region(self, value: str) -> int:
        if value in (UNPLACED, *UNPLACED.split("/")):
            return self.counted("region").get(UNPLACED, 0)
        part = self.part("cases")
        exact = part.values["county"].get(value) or part.values["city"].get(value)
        if exact and "/" in value:
            return exact
        wanted = [words.flat(piece) for piece in value.split("/") if piece.strip()]
        places = part.values["place"]
        every = (_union(bits for name, bits in places.items() if name.startswith(piece)) for piece in wanted)
        bits = self.all if wanted else 0
        for one in every:
            bits &= one
        return bits


def _union(maps: Iterable[int]) -> int:
    bits = 0
    for one in maps:
        bits |= one
    return bits


def _grouped(raw: sqlite3.Connection, sql: str) -> Bits:
    """Value -> bitmap from (value, key) rows grouped by SQLite, which fetches far faster than row by row."""
    rows = raw.execute(f"SELECT value, group_concat(key) FROM ({sql}) GROUP BY value")
    return {str(value): bitmap(map(int, keys.split(","))) for value, keys in rows}


def _all(raw: sqlite3.Connection, sql: str) -> int:
    keys = raw.execute(f"SELECT group_concat(key) FROM ({sql})").fetchone()[0]
    return bitmap(map(int, keys.split(","))) if keys else 0


def _cases(raw: sqlite3.Connection) -> Part:
    part = Part(ids=dict(raw.execute("SELECT key, id FROM cases ORDER BY key")))
    part.all = bitmap(part.ids)
    unplaced = f"coalesce(province, '{UNPLACED}')"
    city, county = "province || '/' || city", "province || coalesce('/' || city, '') || '/' || county"
    for name, value in (("kind", "kind"), ("year", "year"), ("region", unplaced), ("city", city), ("county", county)):
        part.values[name] = _grouped(raw, f"SELECT {value} AS value, key FROM cases WHERE value IS NOT NULL")
    for name, columns in (("owner", ("owner", "site")), ("place", ("province", "city", "county"))):
        found: defaultdict[str, int] = defaultdict(int)
        for column in columns:
            sql = f"SELECT {column} AS value, key FROM cases WHERE value IS NOT NULL"
            for value, bits in _grouped(raw, sql).items():
                found[words.flat(value)] |= bits
        listed = "owner_aliases" if name == "owner" else "region_groups"
        for key, values in raw.execute(f"SELECT key, {listed} FROM cases WHERE {listed} <> '[]'"):
            for value in json.loads(values):
                found[words.flat(value)] |= 1 << key
        part.values[name] = dict(found)
    return part


def _themes(raw: sqlite3.Connection) -> Part:
    sql = f"SELECT theme_id AS value, case_key AS key FROM case_themes WHERE {_COUNTS}"
    return Part(values={"theme": _grouped(raw, sql)})


def _practices(raw: sqlite3.Connection) -> Part:
    sql = f"SELECT name AS value, case_key AS key FROM case_practices WHERE {_COUNTS}"
    return Part(values={"practice": _grouped(raw, sql)})


def _taxonomy(raw: sqlite3.Connection) -> Part:
    rows = raw.execute("SELECT id, name, parent FROM themes").fetchall()
    return Part(names={r[0]: r[1] for r in rows}, parents={r[0]: r[2] for r in rows})


def _tags(raw: sqlite3.Connection) -> Part:
    own = "SELECT tag AS value, case_key AS key FROM case_tags"
    noted = (
        "SELECT tag AS value, case_key AS key FROM note_tags JOIN notes ON notes.key = note_key"
        " WHERE case_key IS NOT NULL"
    )
    return Part(values={"tag": _grouped(raw, f"{own} UNION {noted}")})


def _shelves(raw: sqlite3.Connection) -> Part:
    sql = "SELECT shelves.name AS value, case_key AS key FROM shelves JOIN shelf_cases ON shelf_key = shelves.key"
    queries = dict(raw.execute("SELECT name, query FROM shelves WHERE query IS NOT NULL"))
    return Part(values={"shelf": _grouped(raw, sql)}, queries=queries)


def _of(sql: str) -> Callable[[sqlite3.Connection], Part]:
    return lambda raw: Part(all=_all(raw, sql))


_LOADERS: dict[str, Callable[[sqlite3.Connection], Part]] = {
    "cases": _cases,
    "themes": _themes,
    "taxonomy": _taxonomy,
    "practices": _practices,
    "tags": _tags,
    "shelves": _shelves,
    "notes": _of("SELECT DISTINCT case_key AS key FROM notes WHERE case_key IS NOT NULL"),
    "reading": _of("SELECT key FROM reading WHERE progress > 0"),
    "starred": _of("SELECT key FROM cases WHERE starred"),
}
