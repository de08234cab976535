"""Reads the parts of a library into memory, whole or only what changed. Knows the tables, nothing of queries."""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from db import words
from db.bits import bitmap
from db.query import UNPLACED
from db.values import Values, values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

Found = defaultdict[str, list[int]]
_COUNTS = "status IN ('auto', 'user')"
COMPARED = f"{_COUNTS} AND type = 'result' AND value IS NOT NULL"
"""Which results of cases a comparison goes by."""
_FIELDS = ("kind", "year", "region", "city", "county", "owner", "place", "evidence")
_FEW = frozenset({"kind", "year", "region", "evidence"})
_MANY = 500


@dataclass(frozen=True)
class Part:
    """One part of the library in memory. Never changed once made."""

    values: dict[str, Values] = field(default_factory=dict)
    all: int = 0
    ids: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    stories: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Story -> its cases, the main one first."""
    results: dict[str, list[tuple[int, float, str]]] = field(default_factory=dict)
    """Folded metric -> case, value, unit."""
    finished: int = 0
    """Of what was opened, what was read to its end."""


def load(raw: sqlite3.Connection, name: str) -> Part:
    """A part, whole."""
    return _LOADERS[name](raw)


def changed(raw: sqlite3.Connection, name: str, before: Part, keys: list[int]) -> Part | None:
    """A part with these cases read again; None when it must be loaded whole."""
    if name == "cases":
        return _cases_changed(raw, before, keys)
    if name not in _LISTS:
        return None
    facet, rules = _LISTS[name][0], _rules(raw) if name == "practices" else {}
    if rules != before.names:
        return None
    return Part({facet: before.values[facet].changed(keys, _listed(raw, name, rules, keys))}, names=rules)


_OWN = "SELECT tag, case_key FROM case_tags WHERE "
_NOTED = "SELECT tag, case_key FROM note_tags JOIN notes ON notes.key = note_key WHERE case_key IS NOT NULL AND "
_LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "themes": ("theme", (f"SELECT theme_id, case_key FROM case_themes WHERE {_COUNTS} AND ",)),
    "practices": ("practice", (f"SELECT name, case_key FROM case_practices WHERE {_COUNTS} AND ",)),
    "tags": ("tag", (_OWN, _NOTED)),
}
"""Part -> its facet, and the rows of it: value and case."""


def _listed(raw: sqlite3.Connection, name: str, rules: dict[str, str], keys: Sequence[int] | None) -> Found:
    found: Found = defaultdict(list)
    for sql in _LISTS[name][1]:
        for at in range(0, len(keys) if keys is not None else 1, _MANY):
            among = ", ".join(map(str, keys[at : at + _MANY])) if keys is not None else ""
            for value, key in raw.execute(sql + (f"case_key IN ({among})" if keys is not None else "1")):
                found[rules.get(value, value)].append(key)
    found.pop("", None)
    return found


def _list_part(name: str) -> Callable[[sqlite3.Connection], Part]:
    def made(raw: sqlite3.Connection) -> Part:
        rules = _rules(raw) if name == "practices" else {}
        return Part({_LISTS[name][0]: values(_listed(raw, name, rules, None), _count(raw))}, names=rules)

    return made


def _rules(raw: sqlite3.Connection) -> dict[str, str]:
    """Practice -> how a person wants it called; nothing when it is not to be shown."""
    rows = raw.execute("SELECT name, becomes, hidden FROM practice_rules").fetchall()
    return {name: "" if hidden else becomes or name for name, becomes, hidden in rows}


def _count(raw: sqlite3.Connection) -> int:
    return int(raw.execute("SELECT count(*) FROM cases").fetchone()[0])


def _cases(raw: sqlite3.Connection) -> Part:
    ids, found = _fields(raw, "1")
    every = bitmap(list(ids))
    listed = [""] * every.bit_length()
    for key, id in ids.items():  # noqa: A001 - the record's own word
        listed[key] = id
    made = {name: values(found[name], len(ids), common=name in _FEW) for name in _FIELDS}
    return Part(made, every, listed)


def _cases_changed(raw: sqlite3.Connection, before: Part, keys: list[int]) -> Part:
    listed, every = list(before.ids), before.all & ~bitmap(keys)
    listed += [""] * (max(keys, default=0) + 1 - len(listed))
    made = before.values
    fresh: dict[str, Found] = {name: defaultdict(list) for name in _FIELDS}
    for at in range(0, len(keys), _MANY):
        ids, found = _fields(raw, f"key IN ({', '.join(map(str, keys[at : at + _MANY]))})")
        every |= bitmap(list(ids))
        for key, id in ids.items():  # noqa: A001 - the record's own word
            listed[key] = id
        for name in _FIELDS:
            for value, those in found[name].items():
                fresh[name][value] += those
    return Part({name: made[name].changed(keys, fresh[name]) for name in _FIELDS}, every, listed)


def _fields(raw: sqlite3.Connection, where: str) -> tuple[dict[int, str], dict[str, Found]]:
    ids: dict[int, str] = {}
    found: dict[str, Found] = {name: defaultdict(list) for name in _FIELDS}
    kind, year, region, city, county, owner, place, evidence = (found[name] for name in _FIELDS)
    rows = raw.execute(
        "SELECT key, id, kind, year, evidence, province, city, county, owner, site, owner_aliases, region_groups"
        f" FROM cases WHERE {where}"
    )
    for key, id, of_kind, of_year, degree, *places, of_owner, site, aliases, groups in rows:  # noqa: A001
        ids[key] = id
        kind[of_kind].append(key)
        evidence[str(degree)].append(key)
        if of_year is not None:
            year[str(of_year)].append(key)
        region[places[0] or UNPLACED].append(key)
        if places[0] and places[1]:
            city[f"{places[0]}/{places[1]}"].append(key)
        if places[0] and places[2]:
            county["/".join(filter(None, places))].append(key)
        for name in {*filter(None, places), *(json.loads(groups) if groups != "[]" else ())}:
            place[name].append(key)
        for name in {*filter(None, (of_owner, site)), *(json.loads(aliases) if aliases != "[]" else ())}:
            owner[name].append(key)
    found["owner"], found["place"] = _folded(owner), _folded(place)
    return ids, found


def _folded(found: Found) -> Found:
    made: Found = defaultdict(list)
    for name, keys in found.items():
        made[words.flat(name)] += keys
    return made


def _taxonomy(raw: sqlite3.Connection) -> Part:
    rows = raw.execute("SELECT id, name, parent FROM themes").fetchall()
    return Part(names={r[0]: r[1] for r in rows}, parents={r[0]: r[2] for r in rows})


def _shelves(raw: sqlite3.Connection) -> Part:
    """Shelves by their paths and by their bare names; a folder holds what those in it hold."""
    above: dict[int, int | None] = {}
    names: dict[int, str] = {}
    queries: dict[str, str] = {}
    asked: list[tuple[int, str]] = []
    for key, name, parent, query in raw.execute("SELECT key, name, parent_key, query FROM shelves ORDER BY key"):
        above[key], names[key] = parent, name
        asked += [(key, query)] if query is not None else []
    ways = {key: _way(key, above) for key in names}
    paths = {key: "/".join(names[one] for one in reversed(way)) for key, way in ways.items()}
    for key, query in reversed(asked):
        queries |= {names[key]: query, paths[key]: query}
    found: Found = defaultdict(list)
    for shelf, case in raw.execute("SELECT shelf_key, case_key FROM shelf_cases"):
        for one in {word for key in ways.get(shelf, ()) for word in (names[key], paths[key])}:
            found[one].append(case)
    return Part(values={"shelf": values(found, _count(raw))}, queries=queries)


def _way(key: int, above: dict[int, int | None]) -> list[int]:
    """A shelf and the folders it is in, the innermost first."""
    way: list[int] = []
    at: int | None = key
    while at is not None and at in above and at not in way:
        way.append(at)
        at = above[at]
    return way


def _kin(raw: sqlite3.Connection) -> Part:
    stories: defaultdict[int, list[int]] = defaultdict(list)
    for story, key in raw.execute("SELECT story, case_key FROM kin ORDER BY story, main DESC, case_key"):
        stories[story].append(key)
    kept = {story: tuple(keys) for story, keys in stories.items() if len(keys) > 1}
    return Part(all=bitmap([key for keys in kept.values() for key in keys]), stories=kept)


def _results(raw: sqlite3.Connection) -> Part:
    results: defaultdict[str, list[tuple[int, float, str]]] = defaultdict(list)
    sql = f"SELECT metric, case_key, value, unit FROM case_results WHERE {COMPARED}"
    folded: dict[str, str] = {}
    for metric, key, value, unit in raw.execute(sql):
        if metric not in folded:
            folded[metric] = words.flat(metric)
        results[folded[metric]].append((key, value, unit or ""))
    return Part(results=dict(results))


def _of(sql: str) -> Callable[[sqlite3.Connection], Part]:
    def made(raw: sqlite3.Connection) -> Part:
        return Part(all=bitmap(json.loads(raw.execute(f"SELECT json_group_array(key) FROM ({sql})").fetchone()[0])))

    return made


def _read(raw: sqlite3.Connection) -> Part:
    """All that was opened; and what was read to its end."""
    done = _of("SELECT key FROM reading WHERE progress >= 1")(raw)
    return replace(_of("SELECT key FROM reading WHERE progress > 0")(raw), finished=done.all)


_LOADERS: dict[str, Callable[[sqlite3.Connection], Part]] = {
    "cases": _cases,
    "themes": _list_part("themes"),
    "taxonomy": _taxonomy,
    "practices": _list_part("practices"),
    "tags": _list_part("tags"),
    "shelves": _shelves,
    "kin": _kin,
    "results": _results,
    "notes": _of("SELECT DISTINCT case_key AS key FROM notes WHERE case_key IS NOT NULL"),
    "reading": _read,
    "starred": _of("SELECT key FROM cases WHERE starred"),
}
