"""What is read of a case to judge how well it answers and to show it in a list: at once, for both are mostly done."""

# ruff: noqa: S608 - the names in this SQL are our own
from __future__ import annotations

import json
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from db.entries import Named, named
from db.joints import Joints

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from db.records import Kind

_LEAST = 0.5
"""What a theme of which the case hardly speaks counts all the same."""
_ABOVE = 0.4
"""What the name of a theme above a case's own counts beside that: less than any own one."""
_KEPT = 3_000_000
"""Characters of texts that are kept: those of some thousand cases."""
MOMENT = ("cases", "themes", "taxonomy", "practices", "notes", "kin", "reading", "starred")
"""The parts of the library of which a glance tells."""
_COLUMNS = (
    "cases.key, outline, id, kind, title, owner, site, year, province, city, county, starred, speaker_name,"
    " responsible, progress, (SELECT count(*) FROM notes WHERE case_key = cases.key),"
    " (SELECT count(*) FROM kin JOIN kin AS mine ON mine.story = kin.story WHERE mine.case_key = cases.key),"
    " abstract"
)
_OWN = slice(3, 5)
"""Where owner and site stand in it, after the first two."""
_NOTHING = Named()
Role = tuple[str, float]
_FIRST: tuple[Role, Role] = (("text", 1.0), ("title", 1.0))
_HEADING: Role = ("heading", 1.0)


class Glance(NamedTuple):
    """One case."""

    key: int
    id: str
    kind: Kind
    title: str
    owner: str | None
    site: str | None
    year: int | None
    province: str | None
    city: str | None
    county: str | None
    starred: int
    speaker: str | None
    responsible: str | None
    progress: float | None
    notes: int
    kin: int
    abstract: str | None
    text: str
    """As much of it as was wanted."""
    themes: tuple[str, ...]
    """The surest first."""
    names: list[tuple[str, float]]
    """Practices, themes, those above them, hospitals; and how much each of them is the case's, up to 1."""
    called: list[str]
    """What each of these is, in Chinese."""
    headings: list[str]
    """Of the sections of the text."""
    texts: list[str]
    """What a case is judged by, when all of its text was wanted: text, title, then names and headings."""
    roles: list[Role]
    """What each of these is and how much it is the case's."""
    joints: dict[int, Joints]
    """Of the text and of those of the other `texts` of which they tell anything, by number."""


@dataclass
class Kept:
    """What was read last, for whoever asks next: one who types asks for the same cases again and again."""

    _lock: Lock = field(default_factory=Lock)
    _moment: tuple[int, ...] = ()
    _held: dict[int, Glance] = field(default_factory=dict)
    _size: int = 0

    def read(self, raw: sqlite3.Connection, moment: tuple[int, ...], keys: Sequence[int]) -> dict[int, Glance]:
        """As `read`; `moment` tells when what is read last changed."""
        with self._lock:
            held = self._held if self._moment == moment else {}
            known = {key: held[key] for key in keys if key in held}
        missing = [key for key in keys if key not in known]
        if missing:
            fresh = read(raw, missing)
            known |= fresh
            self._keep(moment, fresh)
        return {key: known[key] for key in keys if key in known}

    def _keep(self, moment: tuple[int, ...], fresh: Mapping[int, Glance]) -> None:
        with self._lock:
            if self._moment != moment:
                self._moment, self._held, self._size = moment, {}, 0
            for key, case in fresh.items():
                if key not in self._held:
                    self._held[key] = case
                    self._size += len(case.text)
            while self._size > _KEPT:
                self._size -= len(self._held.pop(next(iter(self._held))).text)


def read(raw: sqlite3.Connection, keys: Sequence[int], most: int | None = None) -> dict[int, Glance]:
    """These of the cases that exist, by key; of their texts so many characters if not all."""
    text = "text" if most is None else f"substr(text, 1, {most})"
    sql = f"SELECT {_COLUMNS}, {text} FROM cases LEFT JOIN reading ON reading.key = cases.key WHERE cases.key IN"
    called = named(raw, keys)
    rows = raw.execute(f"{sql} ({', '.join(map(str, keys))})")
    made = {}
    for key, outline, *row in rows:
        themes, names, kinds = _names(called.get(key, _NOTHING), row)
        case = Glance._make((key, *row, themes, names, kinds, _headings(outline), [], [], {}))
        if most is None:
            _prepare(case)
        made[key] = case
    return made


def _prepare(case: Glance) -> None:
    case.texts.extend((case.text, case.title, *[name for name, _ in case.names], *case.headings))
    case.roles.extend(_FIRST)
    case.roles.extend([("name", weight) for _, weight in case.names])
    case.roles.extend([_HEADING] * len(case.headings))
    every = [(at, Joints(text)) for at, text in enumerate(case.texts)]
    case.joints.update([(at, found) for at, found in every if not at or found.told])


def _names(called: Named, row: Sequence[Any]) -> tuple[tuple[str, ...], list[tuple[str, float]], list[str]]:
    names = [(name, 1.0) for name, _ in called.practices]
    names += [(name, _LEAST + (1 - _LEAST) * score) for name, score in called.themes]
    names += [(name, _ABOVE * score) for name, score in called.above]
    owners = [(name, 1.0) for name in row[_OWN] if name]
    kinds = ["做法"] * len(called.practices) + ["主题"] * (len(called.themes) + len(called.above))
    return tuple([name for name, _ in called.themes]), names + owners, kinds + ["单位"] * len(owners)


def _headings(outline: str) -> list[str]:
    return [section[0] for section in json.loads(outline)] if outline != "[]" else []
